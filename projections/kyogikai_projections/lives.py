"""生涯: what is known at a moment of some records over their whole lives, and what that rests on.

A page that tells a history asks each table once, however many records there are. Who may not see a row is
told neither its text, nor its day, nor the document behind it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import Clause, Moment, Reading, Row, order
from kyogikai_projections.tables import TABLES
from kyogikai_projections.trail import Cited, EntryKey, Sources


def rows_of(reading: Reading, moment: Moment, table: str, *which: Clause) -> list[Row]:
    """All versions in a table that the reader sees, in the order of lists and then of days."""
    t = TABLES[table]
    query = sa.select(t).where(reading.standing(t, table, moment), *which)
    return reading.rows(query.order_by(*order(t)))


def where(table: str, column: str, ids: Iterable[UUID]) -> Clause:
    """The rows that name one of some records."""
    return TABLES[table].c[column].in_(sorted(set(ids)))


@dataclass(frozen=True)
class Life:
    """A record in all its versions, in the order of their days."""

    table: str
    versions: tuple[Row, ...]

    @property
    def id(self) -> UUID:
        """Whose life it is."""
        return UUID(str(self.versions[0]["id"]))

    def on(self, day: date) -> Row:
        """The version of a day; before the first the first."""
        begun = [row for row in self.versions if row["valid_from"] <= day]
        return begun[-1] if begun else self.versions[0]

    @property
    def opening(self) -> Row:
        """The first version in which it is there or may be."""
        there = [row for row in self.versions if row["existence"] in {"live", "unknown"}]
        begun = [row for row in there if row["existence"] == "live"] or there
        return begun[0] if begun else self.versions[0]


def lives(table: str, rows: Iterable[Row]) -> dict[UUID, Life]:
    """The lives of the records of a table, in order."""
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row)
    return {i: Life(table, tuple(sorted(own, key=_begin))) for i, own in found.items()}


def _begin(row: Row) -> date:
    day: date = row["valid_from"]
    return day


class Stand(NamedTuple):
    """Where a fact stands: a document, as far as it may be known, and the place in it."""

    document: Row | None
    locator: str


class Grounds:
    """What some rows rest on."""

    def __init__(self, cited: Mapping[EntryKey, Cited], documents: Mapping[UUID, Row]) -> None:
        self._cited, self._documents = cited, documents

    @classmethod
    def read(cls, reading: Reading, moment: Moment, rows: Iterable[Row]) -> "Grounds":
        """In three statements, however many rows."""
        keys = sorted({key for row in rows for key in facts_of(row)})
        cited = Sources(moment.position).fetch(reading, keys) if keys else {}
        named = {c.document_id for c in cited.values() if c.document_id}
        found = rows_of(reading, moment, "source_document", where("source_document", "id", named))
        return cls(cited, {row["id"]: row for row in found})

    def cited(self, *rows: Row) -> list[Cited]:
        """The facts of some rows, each once."""
        keys = dict.fromkeys(key for row in rows for key in facts_of(row))
        return [self._cited[key] for key in keys if key in self._cited]

    def stands(self, *rows: Row) -> list[Stand]:
        """Where they stand, each place once; a place in a hidden document is hidden too."""
        found: dict[tuple[UUID | None, str], Stand] = {}
        for one in self.cited(*rows):
            document = self._documents.get(one.document_id) if one.document_id else None
            hidden = one.document_id is not None and document is None
            if not hidden and (document or one.locator):
                found[one.document_id, one.locator] = Stand(document, one.locator)
        return list(found.values())

    def flags(self, *rows: Row) -> list[Mapping[str, Any]]:
        """What is to be minded about them, each once."""
        told = [flag for one in self.cited(*rows) for flag in one.quality]
        return [flag for n, flag in enumerate(told) if flag not in told[:n]]


def facts_of(row: Row) -> Sequence[EntryKey]:
    """The facts that a row rests on."""
    return [(row["stream_id"], version) for version in row["facts"]]
