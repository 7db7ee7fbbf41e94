"""予定表: the meetings of a day or a time of day, for calendars that somebody subscribes to.

What is known by its month or year only has no place in a calendar of days, and is left out.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import ById, Moment, Reading, Related, Row, caption_of, known
from kyogikai_projections.tables import TABLES, audit_entry
from kyogikai_tenants.effective import Precision
from kyogikai_tenants.vocabulary import Existence, MeetingState

MOST = 2_000
"""Entries of one calendar."""


class Appointment(NamedTuple):
    """A meeting as a calendar shows it; ``changes`` grows with every change that its reader can see."""

    id: UUID
    title: str
    row: Row
    """The meeting itself."""
    bodies: tuple[str, ...]
    numbers: tuple[Row, ...]
    """Its numbers in the series of its bodies, the lead body's first."""
    day: date
    cancelled: bool
    changes: int
    changed_at: datetime


def appointments(
    reading: Reading, moment: Moment, since: date, bodies: Collection[UUID] | None = None
) -> list[Appointment]:
    """The meetings from a day on that the reader sees, of all bodies or of some (four statements)."""
    t = TABLES["meeting"]
    which = [
        reading.listed(t, "meeting", moment),
        t.c.date["precision"].as_string() == Precision.DAY.name,
        t.c.date["earliest"].as_string() >= since.isoformat(),
    ]
    which += [t.c.body_ids.overlap(sa.cast(list(bodies), t.c.body_ids.type))] if bodies is not None else []
    rows = reading.rows(sa.select(t).where(*which).order_by(t.c.sort, t.c.id).limit(MOST))
    if not rows:
        return []
    ids = [row["id"] for row in rows]
    named = sorted({body for row in rows for body in row["body_ids"]})
    called = ById("body", moment).fetch(reading, named)
    numbers = Related("meeting_body", "meeting_id", moment).fetch(reading, ids)
    revised = _revisions(reading, ids, moment)
    return [
        Appointment(
            row["id"], caption_of("meeting", row), row,
            tuple(called[b]["name"] for b in row["body_ids"] if b in called),
            tuple(n for n in numbers.get(row["id"], ()) if n["number"]),
            date.fromisoformat(row["date"]["earliest"]), row["state"] == MeetingState.CANCELLED.value,
            *revised[row["id"]],
        )
        for row in rows
    ]  # fmt: skip


def _revisions(
    reading: Reading, ids: Collection[UUID], moment: Moment
) -> Mapping[UUID, tuple[int, datetime]]:
    """How often each became different on record, as far as the reader sees it, and when last."""
    t, entry = TABLES["meeting"], audit_entry.c
    seen = [reading.own(t), t.c.id.in_(ids), reading.seen(t, "meeting")]
    seen += [t.c.known_from <= moment.position] if moment.position is not None else []
    changes = (
        sa.select(
            t.c.id, sa.func.count(t.c.known_from.distinct()).label("changes"),
            sa.func.max(t.c.known_from).label("last"),
        ).where(*seen).group_by(t.c.id).subquery("changes")
    )  # fmt: skip
    at = sa.and_(reading.own(audit_entry), entry.position == changes.c.last)
    joined = changes.join(audit_entry, at)
    query = sa.select(changes.c.id, changes.c.changes, entry.recorded_at).select_from(joined)
    return {r["id"]: (r["changes"] - 1, r["recorded_at"]) for r in reading.rows(query)}


def person_of(reading: Reading, account_id: UUID) -> UUID | None:
    """Which person of the record an account is."""
    t = TABLES["user_account"]
    query = sa.select(t.c.person_id).where(
        reading.own(t),
        t.c.id == account_id,
        known(t, Moment(date.max)),
        t.c.existence == Existence.LIVE.value,
        t.c.valid_to.is_(None),
    )
    return next((row["person_id"] for row in reading.rows(query)), None)


def bodies_of_person(reading: Reading, person_id: UUID, moment: Moment) -> set[UUID]:
    """The bodies in which somebody sits on a day, as far as the reader sees it."""
    seat = TABLES["membership"]
    which = [reading.listed(seat, "membership", moment), seat.c.person_id == person_id, ~seat.c.vacant]
    return {row["body_id"] for row in reading.rows(sa.select(seat.c.body_id).where(*which))}
