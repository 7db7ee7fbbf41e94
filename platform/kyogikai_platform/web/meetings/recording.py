"""Where something is recorded of a meeting: the address of a command's form, for whoever may give it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.mutations import naming
from kyogikai_tenants.council.meetings import (
    MeetingCancelled,
    MeetingConvened,
    MeetingHeld,
    MeetingRescheduled,
    MeetingScheduled,
)
from kyogikai_tenants.council.online_links import OnlineLinkSet
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Event
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.permission import Touched, role_for
from kyogikai_tenants.vocabulary import MeetingMode, MeetingState, Role

MOVES: Mapping[MeetingState, Sequence[type[Event]]] = {
    MeetingState.SCHEDULED: (MeetingRescheduled, OnlineLinkSet, MeetingCancelled)
}
"""What else is done with a meeting that is called."""


class Way(NamedTuple):
    """A form, and what it records."""

    text: str
    path: str


def of_meeting(asker: Asker, event: type[Event], meeting: Mapping[str, Any]) -> str:
    """The form's address; empty where the asker may not record that of this meeting."""
    bodies = frozenset(ids.decode_as(b["id"], "Body")[1] for b in meeting["bodies"])
    subject = ids.decode_as(meeting["id"], "Meeting")[1]
    opened_by = MeetingHeld if meeting["state"] == MeetingState.HELD.name else MeetingScheduled
    if not _may(asker, event, subject, Touched(bodies), opened_by):
        return ""
    return _address(event, meetingId=meeting["id"])


def moves(asker: Asker, meeting: Mapping[str, Any], lang: str) -> list[Way]:
    """What else somebody may do with a meeting as it stands."""
    here = meeting["mode"] in {MeetingMode.ONSITE.name, MeetingMode.WRITTEN.name}
    events = [e for e in MOVES.get(MeetingState[meeting["state"]], ()) if e is not OnlineLinkSet or not here]
    ways = [Way(e.LABEL if lang == "ja" else e.LABEL_EN, of_meeting(asker, e, meeting)) for e in events]
    return [
        way._replace(path=f"{way.path}&{urlencode(_as_it_is(meeting))}") if e is MeetingRescheduled else way
        for e, way in zip(events, ways, strict=True)
        if way.path
    ]


def _as_it_is(meeting: Mapping[str, Any]) -> dict[str, str]:
    """When and where it is to be, so that whoever changes one of these keeps the others."""
    found = {"date.value": meeting["date"]["value"] or "", "place": meeting["place"] or ""}
    found["mode"] = meeting["mode"] or ""
    for name in ("startsAt", "endsAt"):
        if meeting[name]:
            at = datetime.fromisoformat(meeting[name]).astimezone(JAPAN)
            found |= {f"{name}.day": f"{at:%Y-%m-%d}", f"{name}.time": f"{at:%H:%M}"}
    return {name: text for name, text in found.items() if text}


def notifies(asker: Asker, meeting: Mapping[str, Any]) -> bool:
    """Whether somebody sends the notice of a meeting that is to come."""
    coming = meeting["state"] == MeetingState.SCHEDULED.name
    return coming and bool(of_meeting(asker, MeetingConvened, meeting))


def new(asker: Asker, body: str) -> str:
    """The form that calls a meeting, of a body (its id) where one is chosen; empty where they may not."""
    own = asker.holds.bodies(Role.CHAIR)
    named = frozenset([ids.decode_as(body, "Body")[1]]) if body else own
    if not _may(asker, MeetingScheduled, None, Touched(None, named), None):
        return ""
    return _address(MeetingScheduled, **({"bodyId": body} if body else {}))


def _may(
    asker: Asker, event: type[Event], subject: UUID | None, touched: Touched, opened_by: type[Event] | None
) -> bool:
    if asker.actor is None:
        return False
    try:
        return bool(role_for(asker.holds, event, subject, touched, opened_by))
    except Refused:
        return False


def _address(event: type[Event], **given: str) -> str:
    query = urlencode(given)
    return f"/record/{naming.mutation(event.COMMAND)}" + (f"?{query}" if query else "")
