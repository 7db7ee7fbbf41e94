"""変化のあった日: the days on which a council, a group or a body became what it was from then on.

Read of the same rows as everything else, so whoever may not see a change is not told its day either.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import Moment, Reading
from kyogikai_projections.tables import TABLES

TURNING = ("council", "body_group", "body")
"""What the chart of a council shows; of its other facts, a change is none of the chart's."""


class Turn(NamedTuple):
    """What something is called, and whether it exists, from a day until another (None: until now)."""

    table: str
    id: UUID
    name: str
    existence: str
    since: date
    until: date | None

    def on(self, day: date) -> bool:
        """Whether this says how it stands on a day."""
        return self.since <= day and (self.until is None or day < self.until)


class Stop(NamedTuple):
    """A day with all that became different on it."""

    day: date
    turns: tuple[Turn, ...]


def turns(reading: Reading, moment: Moment) -> list[Turn]:
    """All lives of all that the reader sees, as known at a moment, in one statement."""
    parts = []
    for place, name in enumerate(TURNING):
        t = TABLES[name]
        columns = (t.c.id, t.c.name, t.c.existence, t.c.valid_from, t.c.valid_to, t.c.sort)
        what = (sa.literal(place).label("place"), sa.literal(name).label("table"), *columns)
        parts.append(sa.select(*what).where(reading.standing(t, name, moment)))
    lives = sa.union_all(*parts).subquery()
    order = (lives.c[name] for name in ("place", "sort", "id", "valid_from"))
    rows = reading.rows(sa.select(lives).order_by(*order))
    return [
        Turn(r["table"], r["id"], r["name"], r["existence"], r["valid_from"], r["valid_to"]) for r in rows
    ]


def stops(found: Iterable[Turn]) -> Sequence[Stop]:
    """The days, in order; how it was before everything else is no change."""
    by_day: dict[date, list[Turn]] = {}
    seen = set[UUID]()
    for turn in found:
        if turn.id in seen or turn.existence not in {"not_yet", "unknown"}:
            by_day.setdefault(turn.since, []).append(turn)
        seen.add(turn.id)
    by_day.pop(date.min, None)
    return [Stop(day, tuple(by_day[day])) for day in sorted(by_day)]
