"""招集: how often a meeting was called, until when its members answer, and what each of them answered."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.meeting_story import standing
from kyogikai_projections.reading import Moment, Reading
from kyogikai_projections.tables import TABLES, audit_entry
from kyogikai_projections.trail import TAKES_BACK
from kyogikai_tenants.council.attendance import AttendanceRecorded
from kyogikai_tenants.council.meetings import MeetingConvened, MeetingRescheduled
from kyogikai_tenants.vocabulary import AttendanceAnswer

CALLS = (MeetingConvened.TOPIC, MeetingRescheduled.TOPIC)


class Convening(NamedTuple):
    """How a meeting was called."""

    edition: int = 0
    """How often it was convened or moved: each time its members are told anew."""
    notice: int | None = None
    """The entry that convened it last."""
    due: date | None = None
    """The last day for an answer, as that entry says."""
    recorded: int = 0
    """How often attendance was recorded, taken back or not."""


class Answered(NamedTuple):
    """What somebody answered, and who comes for them."""

    answer: AttendanceAnswer
    name: str


def convening(reading: Reading, meeting_id: UUID) -> Convening:
    """Of one meeting, in one statement; for those who see the meeting."""
    t = audit_entry.c
    topics = [*CALLS, AttendanceRecorded.TOPIC, *TAKES_BACK]
    query = sa.select(audit_entry).where(
        reading.own(audit_entry), t.stream_id == meeting_id, t.topic.in_(topics)
    )
    rows = reading.rows(query.order_by(t.position))
    calls = [(row, changed) for row, changed in standing(rows) if row["topic"] in CALLS]
    told = [(row, {**row["fields"], **changed}) for row, changed in calls if row["topic"] == CALLS[0]]
    due = told[-1][1].get("answer_due") if told else None
    return Convening(
        len(calls), told[-1][0]["stream_version"] if told else None,
        date.fromisoformat(due) if due else None,
        sum(row["topic"] == AttendanceRecorded.TOPIC for row in rows),
    )  # fmt: skip


def answers(reading: Reading, meeting_id: UUID, day: date) -> dict[UUID, Answered]:
    """The last answer of each membership."""
    table = TABLES["attendance"]
    which = [reading.current(table, "attendance", Moment(day)), table.c.meeting_id == meeting_id]
    rows = reading.rows(sa.select(table).where(*which, table.c.answer.is_not(None)))
    return {
        row["membership_id"]: Answered(AttendanceAnswer(row["answer"]), row["name"])
        for row in rows
        if row["membership_id"]
    }
