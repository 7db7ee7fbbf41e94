"""Keeping a copy in step: which records changed since a position, as far as a reader may know of them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import REQUIRED, Moment, Reading
from kyogikai_projections.tables import TABLES, audit_entry
from kyogikai_tenants.events import AudienceChanged, EventAnnulled, EventCorrected
from kyogikai_tenants.vocabulary import Audience

MOVING = tuple(sorted(event.TOPIC for event in (AudienceChanged, EventAnnulled, EventCorrected)))
"""What shows or hides a record, and with it what cannot do without it."""


class Changed(NamedTuple):
    """A record, the position of its last change, and whether it is there no longer (for this reader)."""

    kind: str
    id: UUID
    position: int
    removed: bool


class Stretch(NamedTuple):
    """Changes in order, how far they reach, and whether there are more.

    It ends between two positions: what one event shows or hides comes together, however much it is.
    """

    changes: list[Changed]
    upto: int
    more: bool


@dataclass(frozen=True)
class ChangesAfter:
    """The records of some kinds that changed after a position, each once, by its last change.

    About ``size`` at once: as many more as changed by the last one's event.
    """

    kinds: tuple[str, ...]
    moment: Moment
    size: int

    def fetch(self, reading: Reading, keys: Sequence[int]) -> dict[int, Stretch]:
        """Position -> stretch."""
        return {after: self._after(reading, after) for after in keys}

    def _after(self, reading: Reading, after: int) -> Stretch:
        entry = audit_entry.c
        own = reading.own(audit_entry)
        head = reading.connection.execute(sa.select(sa.func.max(entry.position)).where(own)).scalar() or 0
        said = sa.select(entry.kind, entry.stream_id, entry.position).where(
            own, entry.position > after, entry.kind.in_(self.kinds)
        )
        carried = (self._carried(reading, after, kind) for kind in self.kinds if kind in REQUIRED)
        each = sa.union_all(said, *(one for found in carried for one in found)).subquery("each")
        last = (
            sa.select(each.c.kind, each.c.stream_id, sa.func.max(each.c.position).label("position"))
            .group_by(each.c.kind, each.c.stream_id)
            .subquery("last")
        )
        there = sa.or_(sa.false(), *(self._there(reading, last, kind) for kind in self.kinds))
        newest = sa.func.max(last.c.position).over().label("newest")
        query = sa.select(last, there.label("there"), newest)
        query = query.where(sa.or_(there, self._once_seen(reading, last))).order_by(last.c.position)
        rows = reading.rows(query.fetch(self.size, with_ties=True))
        changes = [Changed(r["kind"], r["stream_id"], r["position"], not r["there"]) for r in rows]
        changes.sort(key=lambda one: (one.position, one.kind, one.id))
        more = bool(rows) and changes[-1].position < rows[-1]["newest"]
        return Stretch(changes, changes[-1].position if more else max(head, after), more)

    def _carried(self, reading: Reading, after: int, kind: str) -> Iterator[sa.Select[Any]]:
        """What is shown or hidden with a record that it cannot do without, when that is."""
        table, entry = TABLES[kind], audit_entry.alias("moving")
        for column in REQUIRED[kind]:
            which = [reading.own(entry), entry.c.position > after, entry.c.topic.in_(MOVING)]
            which += [reading.own(table), table.c[column] == entry.c.stream_id]
            named = sa.literal(kind).label("kind"), table.c.id.label("stream_id"), entry.c.position
            yield sa.select(*named).where(*which)

    def _there(self, reading: Reading, last: sa.Subquery, kind: str) -> sa.ColumnElement[bool]:
        table = TABLES[kind]
        which = sa.and_(table.c.id == last.c.stream_id, reading.current(table, kind, self.moment))
        return sa.and_(
            last.c.kind == kind, sa.exists(sa.select(sa.literal(1)).select_from(table).where(which))
        )

    def _once_seen(self, reading: Reading, last: sa.Subquery) -> sa.ColumnElement[bool]:
        """Only who may have a copy is told to remove it."""
        ways = (self._seen_once(reading, last, kind) for kind in self.kinds)
        return sa.or_(sa.false(), *ways)

    def _seen_once(self, reading: Reading, last: sa.Subquery, kind: str) -> sa.ColumnElement[bool]:
        """It was open to the reader's audiences once, or to a body of theirs when it was that body's."""
        sight, table = reading.sight, TABLES[kind]
        limited = {Audience.COUNCIL.value} if kind in sight.limited else set[str]()
        ways = [_told_to(reading, last, sight.audiences - limited)]
        for which, audiences in (("bodies", {Audience.BODY.value} | limited), ("beside", limited)):
            if audiences and getattr(sight, which):
                mine = [reading.own(table), table.c.id == last.c.stream_id, reading.of_bodies(table, which)]
                was_mine = sa.exists(sa.select(sa.literal(1)).select_from(table).where(*mine))
                ways.append(sa.and_(_told_to(reading, last, audiences), was_mine))
        seen = [self._needed_once(reading, last, kind, column) for column in REQUIRED.get(kind, {})]
        return sa.and_(last.c.kind == kind, sa.or_(*ways), *seen)

    def _needed_once(
        self, reading: Reading, last: sa.Subquery, kind: str, column: str
    ) -> sa.ColumnElement[bool]:
        """What it cannot do without was open to the reader once as well: of a hidden body nothing is told."""
        table, entry = TABLES[kind].alias("of_it"), audit_entry.alias("of_what_it_needs")
        which = [reading.own(table), table.c.id == last.c.stream_id]
        which += [reading.own(entry), entry.c.stream_id == table.c[column]]
        which.append(entry.c.audience.in_(sorted(reading.sight.audiences)))
        return sa.exists(sa.select(sa.literal(1)).select_from(table.join(entry, sa.true())).where(*which))


def _told_to(reading: Reading, last: sa.Subquery, audiences: Collection[str]) -> sa.ColumnElement[bool]:
    """An entry of the record was meant for one of these."""
    entry = audit_entry.alias("earlier")
    which = [reading.own(entry), entry.c.stream_id == last.c.stream_id]
    which.append(entry.c.audience.in_(sorted(audiences)))
    return sa.exists(sa.select(sa.literal(1)).select_from(entry).where(*which))
