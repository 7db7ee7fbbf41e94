"""会議の経過: what was done about a meeting, act by act, as the facts of its record say.

Who sees a meeting is told when it was called, moved, cancelled or held. How far its minutes have come is
told by their own rows, of which each says itself who sees it. Why something was done stands in the entries
of the trail: who may not read that is not to be shown ``reason``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import sqlalchemy as sa

from kyogikai_projections.reading import Moment, Reading, Row
from kyogikai_projections.tables import TABLES, audit_entry, stored_date
from kyogikai_projections.trail import TAKES_BACK
from kyogikai_tenants.council.meetings import (
    MeetingCancelled,
    MeetingConvened,
    MeetingHeld,
    MeetingRescheduled,
    MeetingScheduled,
    OpennessDecided,
)
from kyogikai_tenants.council.minutes import (
    MinutesAct,
    MinutesConfirmed,
    MinutesDrafted,
    MinutesPublished,
    MinutesWithdrawn,
)
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.events import EventAnnulled

TOLD = (
    MeetingScheduled, MeetingConvened, MeetingRescheduled, MeetingCancelled, MeetingHeld, OpennessDecided,
)  # fmt: skip
"""The acts that anybody is told of who sees the meeting."""
WRITTEN_UP: Sequence[type[MinutesAct]] = (
    MinutesDrafted, MinutesConfirmed, MinutesPublished, MinutesWithdrawn,
)  # fmt: skip
BY_STATE = {act.STATE.value: act.TOPIC for act in WRITTEN_UP}
"""Which act brings minutes into a state."""


class Step(NamedTuple):
    """An act, when it took effect, the date that it gave the meeting, and why."""

    topic: str
    effective: Row
    date: Row | None = None
    openness: str = ""
    minutes: str = ""
    """Which kind of minutes it is about."""
    reason: str = ""


class Story(NamedTuple):
    """The acts in order, and when the first of them was recorded."""

    steps: tuple[Step, ...] = ()
    first_recorded: datetime | None = None


def story(reading: Reading, meeting_id: UUID, moment: Moment) -> Story:
    """Of one meeting, in two statements; empty where the reader does not see it."""
    t, card = audit_entry.c, TABLES["meeting"]
    topics = [*(act.TOPIC for act in TOLD), *TAKES_BACK]
    seen = sa.select(sa.literal(1)).select_from(card)
    seen = seen.where(card.c.id == meeting_id, reading.current(card, "meeting", moment))
    query = sa.select(audit_entry).where(
        reading.own(audit_entry), t.stream_id == meeting_id, t.topic.in_(topics), sa.exists(seen)
    )
    rows = reading.rows(query.order_by(t.position))
    if not rows:
        return Story()
    known = [r for r in rows if moment.position is None or r["position"] <= moment.position]
    acts = [_step(r, changes) for r, changes in standing(known)]
    steps = sorted([*acts, *_minutes(reading, meeting_id, moment)], key=_day)
    shown = (s for s in steps if _day(s) <= moment.iso)
    return Story(tuple(shown), rows[0]["recorded_at"])


def _minutes(reading: Reading, meeting_id: UUID, moment: Moment) -> list[Step]:
    """Each state that minutes came to, as far as the reader sees it."""
    t = TABLES["minutes"]
    which = [reading.standing(t, "minutes", moment), t.c.meeting_id == meeting_id]
    rows = reading.rows(sa.select(t).where(*which).order_by(t.c.valid_from, t.c.sort))
    return [Step(BY_STATE[r["state"]], r["effective"], minutes=r["kind"]) for r in rows]


def _day(step: Step) -> str:
    return str(step.effective["earliest"] or "")


def standing(rows: Sequence[Row]) -> list[tuple[Row, Mapping[str, Any]]]:
    """The acts that nobody annulled, each with its corrected fields."""
    annulled = {r["target"] for r in rows if r["topic"] == EventAnnulled.TOPIC}
    corrected: dict[int, dict[str, Any]] = {}
    for row in rows:
        stands = row["topic"] in TAKES_BACK and row["stream_version"] not in annulled
        if stands and row["topic"] != EventAnnulled.TOPIC:
            corrected.setdefault(row["target"], {})[row["fields"]["field"]] = row["fields"].get("new")
    acts = (r for r in rows if r["topic"] not in TAKES_BACK and r["stream_version"] not in annulled)
    return [(r, corrected.get(r["stream_version"], {})) for r in acts]


def _step(row: Row, corrected: Mapping[str, Any]) -> Step:
    said = {**row["fields"], **corrected}
    effective = _date(corrected.get("effective")) or row["effective"]
    date, openness, reason = _date(said.get("date")), said.get("openness") or "", _text(said.get("reason"))
    return Step(row["topic"], effective, date, openness, reason=reason)


def _date(stored: Any) -> Row | None:
    """A date of an event as the read tables have it."""
    if not stored:
        return None
    found: Row = msgspec.json.decode(stored_date(msgspec.convert(stored, Effective)))
    return found


def _text(value: Any) -> str:
    """A reason, unless it is sealed."""
    return value if isinstance(value, str) else ""
