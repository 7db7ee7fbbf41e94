"""会議の数: how many meetings are on record, by body and fiscal year, in the states that they are in."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import Moment, Reading
from kyogikai_projections.tables import TABLES


class Counted(NamedTuple):
    """So many meetings of a body in a fiscal year (None: too vague a date to say) of one kind and state."""

    body_id: UUID
    body: str
    year: int | None
    kind: str
    state: str
    times: int


def counted(reading: Reading, moment: Moment) -> list[Counted]:
    """All that the reader sees at a moment, in the order of the bodies; a joint one counts in each body."""
    meeting, held_by, body = TABLES["meeting"], TABLES["meeting_body"], TABLES["body"]
    columns = (body.c.id, body.c.name, meeting.c.fiscal_year, meeting.c.kind, meeting.c.state)
    joined = meeting.join(held_by, held_by.c.meeting_id == meeting.c.id)
    joined = joined.join(body, body.c.id == held_by.c.body_id)
    query = (
        sa.select(*columns, sa.func.count().label("times"))
        .select_from(joined)
        .where(
            reading.listed(meeting, "meeting", moment),
            reading.current(held_by, "meeting_body", moment),
            reading.current(body, "body", moment),
        )
        .group_by(*columns, body.c.sort)
        .order_by(body.c.sort, body.c.id, meeting.c.fiscal_year)
    )
    return [
        Counted(r["id"], r["name"], r["fiscal_year"], r["kind"], r["state"], r["times"])
        for r in reading.rows(query)
    ]


def bodies_of(found: Iterable[Counted]) -> dict[UUID, str]:
    """The bodies that have meetings, by name and in order."""
    return {c.body_id: c.body for c in found}


def years_of(found: Iterable[Counted]) -> list[int]:
    """The fiscal years that have meetings, the latest first."""
    return sorted({c.year for c in found if c.year is not None}, reverse=True)
