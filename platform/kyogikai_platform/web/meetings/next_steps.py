"""この先の手順: what a meeting still needs, from its notice to its published minutes.

For those alone who see drafts: for anybody else a draft that is hidden would look like one that is missing.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from kyogikai_graphql import ids
from kyogikai_graphql.rights import Viewer
from kyogikai_platform.web.words import words
from kyogikai_projections.reading import Drafts
from kyogikai_tenants.council.attendance import AttendanceRecorded
from kyogikai_tenants.council.meetings import (
    MeetingConvened,
    MeetingHeld,
    MeetingRescheduled,
    OpennessDecided,
)
from kyogikai_tenants.council.minutes import MinutesConfirmed, MinutesDrafted, MinutesPublished
from kyogikai_tenants.events import Event
from kyogikai_tenants.vocabulary import MeetingState, MinutesState, Openness

ORDER = (MinutesState.DRAFT, MinutesState.CONFIRMED, MinutesState.PUBLISHED)

BEFOREHAND: Mapping[str, type[Event]] = {
    "meeting_step_date": MeetingRescheduled, "meeting_step_place": MeetingConvened,
    "meeting_step_agenda": MeetingConvened, "meeting_step_notice": MeetingConvened,
    "meeting_step_held": MeetingHeld, "meeting_step_openness": OpennessDecided,
}  # fmt: skip
"""What records a step while the meeting is to come …"""
AFTERWARDS: Mapping[str, type[Event]] = {
    "meeting_step_openness": OpennessDecided, "meeting_step_attendance": AttendanceRecorded,
    "meeting_step_drafted": MinutesDrafted, "meeting_step_confirmed": MinutesConfirmed,
    "meeting_step_published": MinutesPublished,
}  # fmt: skip
"""… and once it was held."""


class Item(NamedTuple):
    """A step: done, the next one, or to come later."""

    text: str
    state: str
    """``done``, ``next`` or ``later``: a class, and a name of a text."""
    said: str
    path: str = ""
    """Where it is recorded, for whoever may."""


def shown_to(viewer: Viewer, meeting: Mapping[str, Any]) -> bool:
    """Whether somebody sees all that the steps are told from."""
    if viewer.drafts is Drafts.OWN:
        return any(ids.decode_as(b["id"], "Body")[1] in viewer.bodies for b in meeting["bodies"])
    return viewer.drafts is Drafts.ALL


def steps(
    meeting: Mapping[str, Any],
    acts: Collection[str],
    today: date,
    lang: str,
    way: Callable[[type[Event]], str],
    *,
    quorum: bool,
) -> list[Item]:
    """In the order in which they are done, the next one with the way to record it.

    Of a cancelled meeting there are none.
    """
    state = MeetingState[meeting["state"]]
    if state is MeetingState.CANCELLED:
        return []
    held, exact = state is MeetingState.HELD, meeting["date"]["precision"] == "DAY"
    found = {
        "meeting_step_date": exact,
        "meeting_step_place": bool(meeting["place"] or meeting["mode"] in {"ONLINE", "WRITTEN"}),
        "meeting_step_agenda": bool(meeting["agenda"]),
        "meeting_step_openness": meeting["openness"] != Openness.UNDECIDED.name,
        "meeting_step_notice": MeetingConvened.TOPIC in acts,
        "meeting_step_held": held,
        "meeting_step_attendance": bool(meeting["attendance"]["totalCount"] or meeting["counts"]),
    }
    if held:
        del found["meeting_step_notice"]
    if quorum:
        found["meeting_step_quorum"] = bool(meeting["quorum"])
    items = _items(found | _minutes(meeting), _begins(meeting, today, held=held), lang)
    by = AFTERWARDS if held else BEFOREHAND
    return [
        item._replace(path=way(by[name])) if item.state == "next" and name in by else item
        for name, item in items.items()
    ]


def _begins(meeting: Mapping[str, Any], today: date, *, held: bool) -> str:
    """Which step waits for the day to come."""
    coming = not held and (meeting["date"]["earliest"] or "") > today.isoformat()
    return "meeting_step_held" if coming else ""


def _minutes(meeting: Mapping[str, Any]) -> dict[str, bool]:
    states = [MinutesState[m["state"]] for m in meeting["minutes"]]
    furthest = max((ORDER.index(s) for s in states if s in ORDER), default=-1)
    wanted = {"meeting_step_drafted": 0, "meeting_step_confirmed": 1, "meeting_step_published": 2}
    if meeting["openness"] == Openness.CLOSED.name:
        del wanted["meeting_step_published"]
    return {name: furthest >= place for name, place in wanted.items()}


def _items(found: Mapping[str, bool], waits: str, lang: str) -> dict[str, Item]:
    """The first that is not done is next; what comes after the day itself is for later."""
    items, later, seen_next = dict[str, Item](), False, False
    for name, done in found.items():
        later = later or name == waits
        state = "done" if done else "later" if later or seen_next else "next"
        seen_next = seen_next or state == "next"
        said = {"done": "meeting_step_done", "next": "meeting_step_next", "later": "meeting_step_later"}[
            state
        ]
        items[name] = Item(words(name, lang), state, words(said, lang))
    return items
