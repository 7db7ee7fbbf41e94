"""Finding in the reference: a name of the schema, a code, or a word of what it means, in either language."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

from kyogikai_graphql.api_errors import refusals
from kyogikai_graphql.codes import CODES
from kyogikai_graphql.described.book import Words
from kyogikai_graphql.schema import WORDS
from kyogikai_platform.web.developers.chapters import address, command_of

MOST = 60
LONGEST = 100
"""Characters that are looked for."""


class Entry(NamedTuple):
    """Something that may be found."""

    name: str
    words: Words
    address: str
    names: tuple[str, ...]
    """Folded: the whole name, and the last part of it."""
    means: tuple[str, ...]
    """Folded: the word that the text begins with, in both languages."""
    text: str
    """Folded: what it means, in both languages."""
    minor: bool
    """Whether it is an argument, or of a command's input or answer, of which there are many alike."""


class Found(NamedTuple):
    """What was found, the best first, and how much of it there is."""

    entries: list[Entry]
    total: int


def find(typed: str) -> Found:
    """All with every word that was typed: in its name or meaning, then in its text, short ones first."""
    sought = _folded(typed[:LONGEST]).split()
    ranked = [(rank, entry) for entry in entries() if sought and (rank := _rank(entry, sought)) is not None]
    ranked.sort(key=lambda one: (one[0], one[1].minor, len(one[1].name), one[1].name))
    return Found([entry for _, entry in ranked[:MOST]], len(ranked))


def _rank(entry: Entry, sought: list[str]) -> int | None:
    whole = " ".join(sought)
    if whole in entry.names:
        return 0
    if whole in entry.means or any(name.startswith(whole) for name in entry.names):
        return 1
    if all(word in entry.names[0] for word in sought):
        return 2
    return 3 if all(word in entry.names[0] or word in entry.text for word in sought) else None


@cache
def entries() -> tuple[Entry, ...]:
    """Everything in the schema, every code and every rule."""
    return tuple(_entry(*one) for one in (*_schema(), *_errors()))


def _schema() -> Iterator[tuple[str, Words, str]]:
    yield from ((coordinate, words, address(coordinate)) for coordinate, words in WORDS.items())


def _errors() -> Iterator[tuple[str, Words, str]]:
    for code, told in CODES.items():
        yield code, Words(told.ja, told.en), f"/developers/errors#{code}"
    for rule in set(refusals()):
        yield rule.__name__, Words(rule.JA, rule.EN), f"/developers/errors#{rule.__name__}"


def _entry(name: str, words: Words, where: str) -> Entry:
    folded = _folded(name)
    last = folded.rpartition("(")[2].rstrip(":)").rpartition(".")[2]
    minor = "(" in name or bool(command_of(name.partition(".")[0]))
    means = (_folded(words.ja.partition("。")[0]), _folded(words.en.partition(".")[0]))
    return Entry(name, words, where, (folded, last), means, _folded(f"{words.ja} {words.en}"), minor)


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()
