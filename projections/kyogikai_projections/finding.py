"""Finding records by Japanese text: every name of their life and every text that is known of them.

Pairs of characters propose candidates; whether a text really stands there is checked on the
rows. The day asked for decides what a record is called in the answer and whether it has begun,
never under which of its names it is found.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import Moment, Reading, Row, caption_of
from kyogikai_projections.search import SEARCHED, candidates, holds, normal, plain
from kyogikai_projections.tables import ENTITIES, TABLES, audit_entry
from kyogikai_tenants.vocabulary import Existence

NAMES = {("dated_name", "name"), ("organization", "name"), ("person", "name"), ("dated_name", "reading")}
"""The columns that hold names."""

SHOWN = 80
"""Characters of an excerpt."""


@dataclass(frozen=True)
class Question:
    """A text to be found, at a moment."""

    text: str
    moment: Moment

    @cached_property
    def needle(self) -> str:
        """As it is compared."""
        return normal(self.text)


class Match(NamedTuple):
    """A column of a row in which a text stands."""

    table: str
    column: str
    row: Row
    text: str
    """All of what is written there; of several texts the one in which it stands."""

    @property
    def is_name(self) -> bool:
        """Whether it is a name of the record itself."""
        return (self.table, self.column) in NAMES


def matches(reading: Reading, question: Question, tables: Sequence[str]) -> Iterator[Match]:
    """Where a text stands, in rows known at the moment that this reader sees, whatever their days."""
    records = candidates(reading.connection, question.text)
    for table in tables if records else ():
        rows = TABLES[table]
        which = sa.and_(reading.standing(rows, table, question.moment), rows.c.stream_id.in_(records))
        for row in reading.rows(sa.select(rows).where(which)):
            for column in SEARCHED[table]:
                for text in _texts(row[column]):
                    if holds(text, question.text):
                        yield Match(table, column, row, text)


def _texts(cell: Any) -> Sequence[str]:
    """What is written in a column: one text, or several."""
    return [cell] if isinstance(cell, str) else cell or ()


def named(reading: Reading, question: Question, table: str) -> tuple[UUID, ...]:
    """The records that have, or once had, such a name (official, alias or short)."""
    found = (m.row["stream_id"] for m in matches(reading, question, [table]) if m.column == "name")
    return tuple(sorted(set(found)))


class Hit(NamedTuple):
    """A record that was found: its row of the day, and where the text stands."""

    table: str
    row: Row
    match: Match
    name: str | None
    """The name that was looked for, if it was found under one."""

    @property
    def title(self) -> str:
        """What it is called on the day."""
        return caption_of(self.table, self.row)

    def rank(self, needle: str) -> str:
        """Where it stands among the hits: whole names, then names, then texts, each in their own order."""
        exact = self.name is not None and normal(self.name) == needle
        place = 0 if exact else 1 if self.name is not None else 2
        return f"{place} {KINDS.index(self.table):02} {self.row['sort']}"


KINDS = (
    "council",
    "body_group",
    "body",
    "organization",
    "person",
    "meeting",
    "issue",
    "recommendation",
    "activity",
    "phase",
    "enactment",
    "external_party",
    "source_document",
)
"""The records that can be found, in the order in which they are shown."""


@dataclass(frozen=True)
class Search:
    """All records in which a text stands."""

    question: Question

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, list[Hit]]:
        """None -> hits, in order."""
        places: dict[UUID, list[Match]] = defaultdict(list)
        for match in matches(reading, self.question, list(SEARCHED)):
            places[match.row["stream_id"]].append(match)
        needle, written = self.question.needle, plain(self.question.text)
        records = self._records(reading, list(places))
        hits = [_hit(table, row, places[row["id"]], written) for table, row in records]
        return {None: sorted(hits, key=lambda hit: (hit.rank(needle), hit.row["id"]))}

    def _records(self, reading: Reading, ids: Sequence[UUID]) -> Iterator[tuple[str, Row]]:
        """The records themselves, where they have begun on the day."""
        entry = audit_entry.c
        query = sa.select(entry.kind, entry.stream_id).where(
            reading.own(audit_entry), entry.stream_version == 1, entry.stream_id.in_(ids)
        )
        kinds: dict[str, list[UUID]] = defaultdict(list)
        for row in reading.rows(query):
            kinds[row["kind"]].append(row["stream_id"])
        for kind in KINDS:
            if kind in kinds and kind in ENTITIES:
                table = TABLES[kind]
                begun = table.c.existence != Existence.NOT_YET.value
                which = sa.and_(
                    reading.current(table, kind, self.question.moment), begun, table.c.id.in_(kinds[kind])
                )
                yield from ((kind, row) for row in reading.rows(sa.select(table).where(which)))


def _hit(table: str, row: Row, places: Sequence[Match], written: str) -> Hit:
    best = min(places, key=partial(_preference, written))
    return Hit(table, row, best, best.row["name"] if best.is_name else None)


def _preference(written: str, match: Match) -> tuple[Any, ...]:
    """Names before texts, what has the words as they were asked before a variant of them."""
    return (
        not match.is_name,
        written not in plain(match.text),
        len(match.text),
        match.table,
        match.column,
        match.row["valid_from"],
        match.row["id"],
    )


def excerpt(whole: str, text: str) -> str:
    """What stands around a text in a longer one."""
    if len(whole) <= SHOWN:
        return whole
    place = _begins(whole, text)
    begin = max(0, min(place - SHOWN // 4, len(whole) - SHOWN))
    end = begin + SHOWN
    return f"{'…' if begin else ''}{whole[begin:end]}{'…' if end < len(whole) else ''}"


def _begins(whole: str, text: str) -> int:
    """Where a text begins in a longer one: what is left from here has it, from the next character not.

    Halving, because each look reads all that is left.
    """
    here, beyond = 0, len(whole)
    while beyond - here > 1:
        middle = (here + beyond) // 2
        here, beyond = (middle, beyond) if holds(whole[middle:], text) else (here, middle)
    return here


def stretch_of(whole: str, text: str) -> tuple[int, int]:
    """From where to where a text, or a variant of it, stands in a longer one; nowhere is (0, 0)."""
    if not text or not holds(whole, text):
        return 0, 0
    begin = _begins(whole, text)
    end = next(n for n in range(begin + 1, len(whole) + 1) if holds(whole[begin:n], text))
    return begin, end


@dataclass(frozen=True)
class Named:
    """The records that have, or once had, such a name."""

    question: Question
    table: str

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, tuple[UUID, ...]]:
        """None -> ids."""
        return {None: named(reading, self.question, self.table)}
