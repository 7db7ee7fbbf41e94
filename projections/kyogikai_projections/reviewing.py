"""Reviewing the audit trail: pages of entries in the order of the log, by who, what, when and words.

A page costs as much in a long log as in a short one: by who or what, the newest of each topic are taken from
an index and merged; times are turned into positions, which only grow; and a text is looked for in so many
entries at a time, and on the first page in the newest ``STRETCH_OF_LOG`` positions, after which the page says
how far it has looked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_projections.paging import COUNTED, Key, Slice, Window
from kyogikai_projections.reading import Clause, Reading, Row
from kyogikai_projections.search import Needle
from kyogikai_projections.tables import audit_entry
from kyogikai_projections.telling import tell
from kyogikai_projections.trail import ADMINISTRATION, TAKES_BACK, Scope, key
from kyogikai_tenants.events import DECLARED
from kyogikai_tenants.log.recorder import Log

t = audit_entry.c
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Trail:
    """A list of entries in the order of the log."""

    scope: Scope
    topics: tuple[str, ...] | None = None
    actor: str | None = None
    subject: UUID | None = None
    first: datetime | None = None
    last: datetime | None = None
    text: str = ""
    published: bool = False
    """Only what takes back something that was public by then."""

    @cached_property
    def needle(self) -> Needle | None:
        """The text as it is compared; None: no text, or nothing but spaces."""
        found = Needle.of(self.text)
        return found if found.plain else None

    @property
    def actors(self) -> tuple[str, ...]:
        """By whom, each of them; empty: by anybody."""
        return tuple({one for one in (self.actor, self.scope.actor) if one})

    @property
    def sorts(self) -> tuple[str, ...] | None:
        """The topics that are asked for and open; None: all."""
        asked = self.topics
        if self.published:
            asked = tuple(topic for topic in TAKES_BACK if asked is None or topic in asked)
        if not self.scope.administration_only:
            return asked
        return tuple(
            topic for topic in (DECLARED if asked is None else asked) if topic.startswith(ADMINISTRATION)
        )


STRETCH = 500
"""Entries put into words at a time while a text is looked for."""
STRETCH_OF_LOG = 10_000
"""Positions in which a first page looks for a text, however few entries of them fit."""


class Found(NamedTuple):
    """The rows of a page, and the entry that was looked at last where the text may stand beyond it."""

    rows: list[Row]
    looked: int | None = None


class Review:
    """A trail as one reader sees it."""

    def __init__(self, reading: Reading, trail: Trail) -> None:
        self.reading, self.trail = reading, trail

    @cached_property
    def _between(self) -> list[Clause]:
        """The times as positions: both only grow."""
        log, trail = Log.within(self.reading.connection), self.trail
        which = [t.position > log.position_at(trail.first - INSTANT)] if trail.first is not None else []
        which += [t.position <= log.position_at(trail.last)] if trail.last is not None else []
        return which

    def _which(self) -> list[Clause]:
        """What every entry must be."""
        trail, which = self.trail, [self.reading.own(audit_entry), *self._between]
        which += [t.actor == actor for actor in trail.actors]
        if trail.subject is not None:
            which.append(t.stream_id == trail.subject)
        if trail.published:
            which.append(sa.type_coerce(t.published, sa.Boolean))
        if not trail.scope.actor and not trail.scope.administration_only:
            which.append(trail.scope.seen())
        return which

    def rows(
        self, limit: int, after: int | None = None, before: int | None = None, *, backward: bool = False
    ) -> list[Row]:
        """The first or, backward, the last so many between two positions; but for the text."""
        which = self._which()
        which += [t.position > after] if after is not None else []
        which += [t.position < before] if before is not None else []
        found = self._positions(which, limit, backward=backward)
        query = sa.select(audit_entry).where(self.reading.own(audit_entry), t.position.in_(found))
        return self.reading.rows(query.order_by(_order(t.position, backward=backward)))

    def _positions(self, which: Sequence[Clause], limit: int, *, backward: bool) -> sa.Select[tuple[int]]:
        """Where the entries stand: of each topic by itself, where topics are asked for.

        Within one record positions grow as its versions do, which is the order of the index.
        """
        trail, sorts = self.trail, self.trail.sorts
        if sorts == ():
            return sa.select(t.position).where(sa.false())
        if sorts is None or trail.subject is not None or trail.published:
            topics = [t.topic.in_(sorts)] if sorts is not None else []
            by = t.position if trail.subject is None else t.stream_version
            query = sa.select(t.position).where(*which, *topics)
            return query.order_by(_order(by, backward=backward)).limit(limit)
        topic = sa.func.unnest(sa.literal(sorted(sorts), pg.ARRAY(sa.Text))).table_valued("topic")
        topic = topic.render_derived(name="asked_topic")
        own = sa.select(t.position).where(*which, t.topic == topic.c.topic)
        each = (
            own.order_by(_order(t.position, backward=backward)).limit(limit).correlate(topic).lateral("each")
        )
        merged = sa.select(each.c.position).select_from(topic.join(each, sa.true()))
        return merged.order_by(_order(each.c.position, backward=backward)).limit(limit)

    def page(self, window: Window, limit: int, most: int | None = None, *, quick: bool = False) -> Found:
        """The entries of a window; with a text, what of them holds it, among so many at ``most``.

        ``quick``: the newest page, for which a text is looked for in the newest stretch of the log.
        """
        after = int(window.after.sort) if window.after else None
        before = int(window.before.sort) if window.before else None
        needle = self.trail.needle
        if needle is None:
            return Found(self.rows(limit, after, before, backward=window.backward))
        if floor := self._floor() if quick else 0:
            after = floor
        found, looked = list[Row](), 0
        while True:
            rows = self.rows(STRETCH, after, before, backward=window.backward)
            told = tell(self.reading, rows)
            found += [row for row in rows if told[key(row)].holds(needle)]
            looked += len(rows)
            if len(found) >= limit:
                return Found(found[:limit])
            if len(rows) < STRETCH:
                return Found(found, floor + 1 if floor else None)
            last = rows[-1]["position"]
            after, before = (after, last) if window.backward else (last, before)
            if most is not None and looked >= most:
                return Found(found, last)

    def _floor(self) -> int:
        """Up to where a first page leaves a text for the next ones to look for; 0: nothing is older."""
        log, trail = Log.within(self.reading.connection), self.trail
        newest = log.position_at(trail.last) if trail.last is not None else log.head().position
        oldest = log.position_at(trail.first - INSTANT) if trail.first is not None else 0
        floor = newest - STRETCH_OF_LOG
        return floor if floor > oldest else 0

    def total(self) -> int:
        """How many there are, up to one above the bound; with a text, all of them are looked at."""
        if self.trail.needle:
            return len(self.page(Window(COUNTED), COUNTED + 1).rows)
        trail, which = self.trail, self._which()
        which += [t.topic.in_(trail.sorts)] if trail.sorts is not None else []
        found = sa.select(t.position).where(*which)
        if trail.sorts is None and not trail.actors and trail.subject is None:
            found = found.order_by(t.position.desc())  # else a generic plan reads the tables of all tenants
        count = sa.select(sa.func.count()).select_from(found.limit(COUNTED + 1).subquery("counted"))
        return self.reading.connection.execute(count).scalar_one()


@dataclass(frozen=True)
class TrailPage:
    """A window of the trail."""

    trail: Trail
    window: Window

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, Slice]:
        """None -> slice."""
        w = self.window
        rows = Review(reading, self.trail).page(w, w.size + 1).rows
        page = rows[: w.size]
        return {None: Slice(page[::-1] if w.backward else page, len(rows) > w.size)}


@dataclass(frozen=True)
class TrailTotal:
    """How many entries there are, up to one above the bound."""

    trail: Trail

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, int]:
        """None -> count."""
        return {None: Review(reading, self.trail).total()}


def _order(column: sa.ColumnElement[int], *, backward: bool) -> sa.ColumnElement[int]:
    return column.desc() if backward else column.asc()


def place(entry: Row) -> Key:
    """Where an entry stands in the list."""
    return Key(str(entry["position"]), entry["stream_id"])
