"""Readings over kanji, on pages of a reader who asks for them.

The names of a municipality's own record are read as it says; everything else as the dictionary reads it.
The dictionary is an extra (``kyogikai[furigana]``): without it nobody is offered readings.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from html import escape, unescape
from html.parser import HTMLParser
from importlib.util import find_spec
from itertools import takewhile
from typing import Any, NamedTuple

import sqlalchemy as sa
from typing_extensions import override

KANJI = re.compile(r"[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
AS_IT_IS = frozenset({"head", "script", "style", "textarea", "select", "svg", "ruby", "code", "pre"})
"""Elements in which no reading is written: what is sent back, drawn, or to be copied."""
KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
MOST = 2_000
"""Names of a record whose readings are looked up for a page."""
NAMES = sa.text("""
SELECT name, reading FROM dated_name WHERE known_to IS NULL AND reading <> ''
UNION SELECT name, reading FROM person WHERE known_to IS NULL AND reading <> ''
UNION SELECT name, reading FROM organization WHERE known_to IS NULL AND reading <> ''
LIMIT :most
""")
Glossary = Mapping[str, str]
"""Names and how they are read, in hiragana."""


class Piece(NamedTuple):
    """Part of a text, and its reading where it has kanji."""

    text: str
    reading: str = ""


@cache
def available() -> bool:
    """Whether the dictionary is installed."""
    return find_spec("sudachipy") is not None and find_spec("sudachidict_small") is not None


def glossary(connection: sa.Connection) -> Glossary:
    """How the record of the connection's municipality reads its names."""
    found = connection.execute(NAMES, {"most": MOST})
    return {name: reading.translate(KATAKANA) for name, reading in found if KANJI.search(name)}


def annotated(page: str, names: Glossary, *, keep: bool = True) -> str:
    """A page with readings over its kanji; what was read is kept for the next page, or nothing of it."""
    return _Annotating(names, keep=keep).run(page)


def pieces(text: str, names: Glossary, *, keep: bool = True) -> Iterator[Piece]:
    """A text and its readings."""
    read = _kept if keep else _read
    if not names:
        yield from read(text)
        return
    for part in re.split("(" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + ")", text):
        if part in names:
            yield Piece(part, names[part])
        elif part:
            yield from read(part)


class _Annotating(HTMLParser):
    """Writes a page again as it was, with readings in its texts."""

    def __init__(self, names: Glossary, *, keep: bool) -> None:
        super().__init__(convert_charrefs=False)
        self._keep = keep
        self._names, self._out, self._kept = names, list[str](), list[str]()

    def run(self, page: str) -> str:
        self.feed(page)
        self.close()
        return "".join(self._out)

    def _raw(self) -> str:
        return self.get_starttag_text() or ""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._out.append(self._raw())
        if tag in AS_IT_IS:
            self._kept.append(tag)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._out.append(self._raw())

    @override
    def handle_endtag(self, tag: str) -> None:
        self._out.append(f"</{tag}>")
        if self._kept and self._kept[-1] == tag:
            self._kept.pop()

    @override
    def handle_data(self, data: str) -> None:
        plain = self._kept or not KANJI.search(data)
        self._out.append(data if plain else _whole(pieces(unescape(data), self._names, keep=self._keep)))

    @override
    def handle_entityref(self, name: str) -> None:
        self._out.append(f"&{name};")

    @override
    def handle_charref(self, name: str) -> None:
        self._out.append(f"&#{name};")

    @override
    def handle_comment(self, data: str) -> None:
        self._out.append(f"<!--{data}-->")

    @override
    def handle_decl(self, decl: str) -> None:
        self._out.append(f"<!{decl}>")


def _whole(found: Iterator[Piece]) -> str:
    """A text stays one: what lays its parent's children out side by side must not take it apart."""
    parts = list(map(_marked, found))
    text = "".join(parts)
    return f'<span class="yomi">{text}</span>' if len(parts) > 1 else text


def _marked(piece: Piece) -> str:
    text = escape(piece.text, quote=False)
    if not piece.reading:
        return text
    return f"<ruby>{text}<rp>（</rp><rt>{escape(piece.reading, quote=False)}</rt><rp>）</rp></ruby>"


_own = threading.local()


def _tokenizer() -> Callable[[str], Any]:
    """One for each thread: a tokenizer is nobody else's while it works."""
    if not hasattr(_own, "tokenize"):
        from sudachipy import Dictionary, SplitMode  # noqa: PLC0415 - an extra

        made = Dictionary(dict="small").tokenizer(SplitMode.C)
        _own.tokenize = made.tokenize
    found: Callable[[str], Any] = _own.tokenize
    return found


@lru_cache(10_000)
def _kept(text: str) -> tuple[Piece, ...]:
    """Most texts of a page stand on the next one too."""
    return _read(text)


def _read(text: str) -> tuple[Piece, ...]:
    words = ((word.surface(), word.reading_form().translate(KATAKANA)) for word in _tokenizer()(text))
    return tuple(piece for surface, reading in words for piece in _over_kanji(surface, reading))


def _over_kanji(surface: str, reading: str) -> Iterator[Piece]:
    """A word without the kana that it begins and ends with: what is left is read as the rest."""
    if not KANJI.search(surface):
        yield Piece(surface)
        return
    said = surface.translate(KATAKANA)
    head = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(said, reading, strict=False))))
    back = zip(reversed(said[head:]), reversed(reading[head:]), strict=False)
    tail = len(list(takewhile(lambda pair: pair[0] == pair[1], back)))
    core = Piece(surface[head : len(surface) - tail], reading[head : len(reading) - tail])
    for piece in (Piece(surface[:head]), core, Piece(surface[len(surface) - tail :])):
        if piece.text:
            yield piece
