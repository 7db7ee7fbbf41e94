"""What a record said before an entry and after it: rows of a day as known then, side by side, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import sqlalchemy as sa

from kyogikai_projections.field_labels import FIELDS
from kyogikai_projections.labels import field_label, word
from kyogikai_projections.reading import Moment, Reading, Row
from kyogikai_projections.sentences import Words, ids_in
from kyogikai_projections.tables import TABLES, effective_from, state_from
from kyogikai_projections.telling import called
from kyogikai_tenants.events import EventAnnotated
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.references import members
from kyogikai_tenants.states import STATES
from kyogikai_tenants.vocabulary import Existence

UNSAID = frozenset({"attested", "last_attested", "published_by", "meeting_id", "issue_id", "council_id"})
"""Columns of a row that say nothing of what its page shows."""
EXISTENCE = "existence"
INSTANT = timedelta(microseconds=1)


class Said(NamedTuple):
    """A field of a row: what it is called, and what stood there before and after; empty: nothing."""

    field: str
    label: str
    old: str
    new: str


class Part(NamedTuple):
    """A row that changed: its table, and each field that did."""

    table: str
    said: Sequence[Said]


@dataclass(frozen=True)
class Compared:
    """An entry's record on a day, as known before the command that the entry belongs to and after it."""

    day: date
    before: int
    after: int
    parts: Sequence[Part]


def compare(reading: Reading, entry: Row, target: Row | None, today: date, lang: str) -> Compared | None:
    """What changed; None for what changes no record. ``target`` is the entry that a correction is about."""
    if entry["topic"] == EventAnnotated.TOPIC or entry["kind"] not in STATES:
        return None
    log, at = Log.within(reading.connection), entry["recorded_at"]
    before, after = log.position_at(at - INSTANT), log.position_at(at)
    day = _day(target or entry) or today
    tables = sorted(_changed(reading, entry["stream_id"], after), key=lambda name: name != entry["kind"])
    found = [
        (name, pair)
        for name in tables
        for pair in _pairs(reading, name, entry["stream_id"], day, (before, after))
    ]
    told = _Telling(reading, found, lang)  # the record as a whole first
    return Compared(day, before, after, [p for p in told.parts() if p.said])


def _day(entry: Row) -> date | None:
    """The first day on which the fact holds."""
    effective = effective_from(entry["effective"])
    return effective.earliest if effective is not None and effective.value else None


def _changed(reading: Reading, stream: UUID, position: int) -> list[str]:
    """The tables in which a command closed or opened rows of a record."""
    each = []
    for name, table in TABLES.items():
        moved = sa.or_(table.c.known_from == position, table.c.known_to == position)
        which = sa.and_(reading.own(table), table.c.stream_id == stream, moved)
        each.append(sa.select(sa.literal(name).label("name")).where(sa.exists().where(which)))
    names = {row.name for row in reading.connection.execute(sa.union_all(*each))}
    return [name for name in TABLES if name in names and name != "occasion"]


Pair = tuple[Row | None, Row | None]


def _pairs(
    reading: Reading, name: str, stream: UUID, day: date, positions: tuple[int, int]
) -> Iterator[Pair]:
    """The rows of a day as known before and after, by their ids."""
    table, found = TABLES[name], list[dict[UUID, Row]]()
    for position in positions:
        which = sa.and_(reading.current(table, name, Moment(day, position)), table.c.stream_id == stream)
        rows = reading.rows(sa.select(table).where(which).order_by(table.c.sort, table.c.id))
        found.append({row["id"]: row for row in rows})
    for own in dict.fromkeys([*found[0], *found[1]]):
        yield found[0].get(own), found[1].get(own)


class _Telling:
    """Rows in words; what they name is called as it is called last."""

    def __init__(self, reading: Reading, found: Sequence[tuple[str, Pair]], lang: str) -> None:
        self.found = [(name, tuple(_plain(name, row) for row in pair)) for name, pair in found]
        named = {i for _, pair in self.found for values in pair for i in ids_in(list(values.values()))}
        self.words, self.lang = Words(lang, called(reading, named, lang)), lang

    def parts(self) -> Iterator[Part]:
        """Each row with what became different in it."""
        for name, (old, new) in self.found:
            yield Part(name, [said for said in self._said(name, old, new) if said.old != said.new])

    def _said(self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Said]:
        for field, hint in members(STATES[name]).items():
            if field in FIELDS and field not in UNSAID:
                texts = (self.words.say(hint, values.get(field)) for values in (old, new))
                yield Said(field, field_label(field, self.lang), *texts)
        there = (self._there(values) for values in (old, new))
        yield Said(EXISTENCE, "", *there)

    def _there(self, values: Mapping[str, Any]) -> str:
        return word(Existence(values[EXISTENCE]), self.lang) if values else ""


def _plain(name: str, row: Row | None) -> dict[str, Any]:
    """A row as it would be stored in an event."""
    if row is None:
        return {}
    told: dict[str, Any] = msgspec.to_builtins(state_from(STATES[name], row))
    return told | {EXISTENCE: row[EXISTENCE]}
