"""What SQL cannot say and Python can: the statement leaves a note in the text, which is then read.

A note begins with a word that nobody can guess, so that no text of a record is ever taken for one. It is a
JSON string of its own: after the word stands what is to be said, then what it is said of.
"""

import json
import re
import secrets
from collections.abc import Callable
from functools import lru_cache

from kyogikai_projections.era import label
from kyogikai_projections.finding import excerpt as excerpt_of
from kyogikai_tenants.effective import Effective, Kind
from kyogikai_tenants.municipalities import EraDisplay

WORD = secrets.token_hex(16)
"""New in every process; it never leaves it, because every note is replaced."""


def pattern(word: str) -> re.Pattern[bytes]:
    """A note that begins with a word."""
    return re.compile(rb'"%b ([a-z]+) ((?:[^"\\]|\\.)*)"' % word.encode())


NOTE = pattern(WORD)


def text(kind: str, lang: str, years: str, value: str, *, end: bool) -> str:
    """A note about a date: SQL for its kind and value, a language, how years are said, if it is an end."""
    return f"'{WORD} label '||({kind})||' {lang} {years} {int(end)} '||coalesce({value}, '')"


def excerpt(whole: str, wanted: str) -> str:
    """A note about a text: SQL expressions for all of it, and for what of it is to be shown."""
    return f"'{WORD} excerpt '||char_length({wanted})||' '||{wanted}||{whole}"


def read(data: bytes) -> bytes:
    """The text with every note replaced."""
    return NOTE.sub(lambda note: READERS[note[1]](note[2]), data)


@lru_cache(10_000)
def _label(said: bytes) -> bytes:
    kind, lang, years, end, value = said.decode().split(" ", 4)
    date = Effective(Kind(kind.lower()), value)
    return f'"{label(date, lang, EraDisplay(years), end=end == "1")}"'.encode()


def _excerpt(said: bytes) -> bytes:
    length, _, rest = json.loads(b'"%b"' % said).partition(" ")
    wanted, whole = rest[: int(length)], rest[int(length) :]
    return json.dumps(excerpt_of(whole, wanted), ensure_ascii=False).encode()


READERS: dict[bytes, Callable[[bytes], bytes]] = {b"label": _label, b"excerpt": _excerpt}
"""What each kind of note becomes: a JSON string."""
