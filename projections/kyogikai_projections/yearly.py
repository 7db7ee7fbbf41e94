"""年度ごとの記録: what is on record for each fiscal year, as one reader sees it.

A plan says what a year should bring; this says what the record has of it. A year without rows is unknown.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import Moment, Reading
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.vocabulary import ActivityState, MeetingState


class MeetingsHeld(NamedTuple):
    """How many meetings a body held in a year; of no body: how many there were, a joint one once."""

    fiscal_year: int
    body_id: UUID | None
    held: int


class Done(NamedTuple):
    """An activity, and which of the council's functions it is said to have served."""

    id: UUID
    title: str
    fiscal_year: int
    state: ActivityState
    functions: tuple[str, ...]


def meetings_held(reading: Reading, moment: Moment) -> list[MeetingsHeld]:
    """By year and body, and by year, in one statement."""
    meeting = TABLES["meeting"]
    held = sa.and_(
        reading.listed(meeting, "meeting", moment),
        meeting.c.state == MeetingState.HELD.value,
        meeting.c.fiscal_year.is_not(None),
    )
    bodies = sa.func.unnest(meeting.c.body_ids, type_=sa.Uuid).label("body_id")
    each = sa.select(meeting.c.fiscal_year, bodies).where(held)
    whole = sa.select(meeting.c.fiscal_year, sa.null().cast(sa.Uuid).label("body_id")).where(held)
    rows = sa.union_all(each, whole).subquery()
    counted = sa.select(rows.c.fiscal_year, rows.c.body_id, sa.func.count().label("count"))
    grouped = counted.group_by(rows.c.fiscal_year, rows.c.body_id).order_by(rows.c.fiscal_year)
    return [MeetingsHeld(r["fiscal_year"], r["body_id"], r["count"]) for r in reading.rows(grouped)]


def activities(reading: Reading, moment: Moment) -> list[Done]:
    """All that are of a year, in order."""
    t = TABLES["activity"]
    columns: Sequence[Any] = (t.c.id, t.c.title, t.c.fiscal_year, t.c.state, t.c.functions)
    which = sa.and_(reading.listed(t, "activity", moment), t.c.fiscal_year.is_not(None))
    found = reading.rows(sa.select(*columns).where(which).order_by(t.c.fiscal_year, t.c.sort, t.c.id))
    return [
        Done(r["id"], r["title"], r["fiscal_year"], ActivityState(r["state"]), tuple(r["functions"]))
        for r in found
    ]
