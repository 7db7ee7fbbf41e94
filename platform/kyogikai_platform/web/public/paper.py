"""A document of ours, whatever it is written as: headings, facts, paragraphs, tables."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

CELL = 30
"""Characters that a cell of a table counts for, as measured."""
BLANK = re.compile(r"\n\s*\n")


class Table(NamedTuple):
    """Rows under the names of their columns; the first cell of a row is its heading."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


class Section(NamedTuple):
    """A part under a heading of its own."""

    title: str
    facts: Sequence[tuple[str, str]] = ()
    paragraphs: Sequence[str] = ()
    listed: Sequence[str] = ()
    marked: bool = True
    """Whether each of the list has a mark; what is numbered in its source needs none."""
    table: Table | None = None


class Paper(NamedTuple):
    """A document of a municipality's council."""

    title: str
    whose: str
    """Council and municipality."""
    lang: str
    stands: str
    """Of which day it is, and where it came from."""
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]

    @property
    def size(self) -> int:
        """How much is in it, in characters; to set a cell takes as long as many of them."""
        cells = sum(len(row) for one in self.sections if one.table for row in one.table.rows)
        return sum(len(text) for text in self.texts()) + CELL * cells

    def texts(self) -> Iterable[str]:
        """All that is said in it."""
        yield from (self.title, self.whose, self.stands, *(text for fact in self.facts for text in fact))
        for one in self.sections:
            yield from (one.title, *one.paragraphs, *one.listed, *(t for fact in one.facts for t in fact))
            if one.table:
                yield from (*one.table.head, *(cell for row in one.table.rows for cell in row))


def paragraphs(text: str) -> list[str]:
    """As they are separated by blank lines."""
    return [part.strip("\n") for part in BLANK.split(text.replace("\r\n", "\n")) if part.strip()]
