"""一つの会議 at /meetings/<id>: one object from its agenda to its published minutes."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from flask import Response, abort

from kyogikai_graphql import ids
from kyogikai_graphql.rights import Trail
from kyogikai_platform.web.addressed import record_of
from kyogikai_platform.web.meetings import next_steps, parts, quorum, recording
from kyogikai_platform.web.meetings.telling import (
    CHIPS,
    called,
    number_of,
    online,
    openness,
    place,
    when_of,
    year_label,
)
from kyogikai_platform.web.org_facts import Telling
from kyogikai_platform.web.plain import Plain, plain
from kyogikai_platform.web.seating import by_seat
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.labels import word
from kyogikai_projections.meeting_rules import InForce, in_force
from kyogikai_projections.meeting_story import Story, story
from kyogikai_projections.reading import Reading
from kyogikai_tenants import fiscal_year as years
from kyogikai_tenants.council.attendance import AttendanceRecorded
from kyogikai_tenants.events import Event
from kyogikai_tenants.vocabulary import Audience, MeetingKind, MeetingState

Answer = Mapping[str, Any]


class Beside(NamedTuple):
    """What the API has no word for: the meeting's story, and the rules of its day."""

    story: Story
    rules: list[InForce]


def show(site: Site, meeting_id: str) -> Response:
    """As whoever asks may see it; what they may not see is not there (404)."""
    visit, record = Visit.at(site), record_of(meeting_id, "Meeting")
    answer = visit.ask("meetings/meeting", id=meeting_id)
    meeting = answer["meeting"] or abort(404)
    came = meeting["attendance"]
    came["nodes"] = by_seat(visit, came["nodes"], lambda one: one["membership"])
    beside = visit.read(lambda reading: _beside(reading, visit, record, meeting))
    return visit.page(
        "meetings/meeting.html", answer, meeting=meeting, **_head(meeting, visit.lang),
        plain=_plain(visit, meeting), **_inside(meeting, visit, beside), **_around(visit, meeting),
    )  # fmt: skip


def _beside(reading: Reading, visit: Visit, record: UUID, meeting: Answer) -> Beside:
    moment = reading.moment(visit.when.day, visit.when.known)
    bodies = [ids.decode_as(b["id"], "Body")[1] for b in meeting["bodies"]]
    day = date.fromisoformat(meeting["date"]["earliest"]) if meeting["date"]["earliest"] else visit.when.day
    rules = in_force(reading, bodies, day, moment.position) if bodies else []
    return Beside(story(reading, record, moment), rules)


def _head(meeting: Answer, lang: str) -> dict[str, Any]:
    """What it is called, when and where it is, and how it stands."""
    state, kind = MeetingState[meeting["state"]], MeetingKind[meeting["kind"]]
    year = meeting["fiscalYear"]
    return {
        "name": called(meeting, lang), "at": when_of(meeting, lang), "place": place(meeting, lang),
        "state": word(state, lang), "chip": CHIPS[state], "kind": word(kind, lang),
        "openness": openness(meeting, lang), "bodies_named": _bodies(meeting),
        "number": number_of(meeting, lang), "year": year_label(year, lang) if year else "",
        "year_number": year,
        "written": meeting["date"]["asWritten"] or "", "online": online(meeting),
    }  # fmt: skip


def _bodies(meeting: Answer) -> list[tuple[str, str]]:
    """The bodies by their ids, called as on the meeting's day where that is known of each."""
    bodies, held = meeting["bodies"], meeting["bodiesAsHeld"]
    called_so = held if len(held) == len(bodies) else bodies
    return [(b["id"], then["name"]) for b, then in zip(bodies, called_so, strict=True)]


def _plain(visit: Visit, meeting: Answer) -> Plain | None:
    """The summary of its minutes, as of all of them that the reader sees."""
    minutes = meeting["minutes"]
    return plain(visit, minutes[0]["plainSummary"], meeting["id"]) if minutes else None


def _inside(meeting: Answer, visit: Visit, beside: Beside) -> dict[str, Any]:
    """What is in it, what it rests on, and what it still needs."""
    lang, viewer = visit.lang, visit.asker.viewer
    telling = Telling(lang, dict(_documents(meeting)))
    counted = quorum.told(meeting, beside.rules, lang)
    acts = [step.topic for step in beside.story.steps]
    to_do = list[next_steps.Item]()
    if next_steps.shown_to(viewer, meeting):
        way = partial(recording.of_meeting, visit.asker, meeting=meeting) if visit.when.is_now else _no_way
        to_do = next_steps.steps(meeting, acts, visit.when.day, lang, way, quorum=bool(counted))
    reasons = viewer.trail in {Trail.COUNCIL, Trail.CASES}
    first = beside.story.first_recorded
    return {
        "agenda": parts.agenda(meeting, telling), "decided": parts.other_decisions(meeting, lang),
        "quorum": counted, "people": parts.people(meeting, lang), "counts": parts.counts(meeting, lang),
        "papers": parts.papers(meeting), "minutes": parts.minutes(meeting, lang), "steps": to_do,
        "acts": list(parts.story(beside.story.steps, lang, reasons=reasons)),
        "sources": telling.sources(meeting), "flags": telling.flags(meeting),
        "moves": recording.moves(visit.asker, meeting, lang) if visit.when.is_now else (),
        "door": _at_the_door(visit, meeting),
        "next_one": visit.when.is_now and _may_call(visit, meeting),
        "notice": visit.when.is_now and recording.notifies(visit.asker, meeting),
        "first_recorded": parts.recorded(first, lang),
        "first_known": first.astimezone(years.JAPAN).isoformat(timespec="microseconds") if first else "",
        "not_yet": first is not None and not beside.story.steps,
        "sheet": Audience.COUNCIL in viewer.audiences and meeting["state"] != MeetingState.CANCELLED.name,
    }  # fmt: skip


def _at_the_door(visit: Visit, meeting: Answer) -> bool:
    """Whether they record who came."""
    there = meeting["state"] != MeetingState.CANCELLED.name and visit.when.is_now
    return there and bool(recording.of_meeting(visit.asker, AttendanceRecorded, meeting))


def _may_call(visit: Visit, meeting: Answer) -> bool:
    """Whether they call the next meeting of the lead body."""
    return bool(meeting["bodies"] and recording.new(visit.asker, meeting["bodies"][0]["id"]))


def _no_way(_event: type[Event]) -> str:
    """On another day, or as known before, nothing is recorded."""
    return ""


def _documents(meeting: Answer) -> Iterator[tuple[str, Answer]]:
    """Every document that the meeting or its agenda names, by its id."""
    for fact in (meeting, *meeting["agenda"]):
        yield from ((p["document"]["id"], p["document"]) for p in fact["provenance"] if p["document"])


def _around(visit: Visit, meeting: Answer) -> dict[str, Any]:
    """The lead body's meetings before and after it."""
    when = meeting["date"]
    if not meeting["bodies"] or not when["earliest"]:
        return {"before": None, "after": None}
    given = {"body": meeting["bodies"][0]["id"], "first": when["earliest"], "last": when["latest"]}
    answer = visit.ask("meetings/around", **given)
    own = [m["id"] for m in answer["before"]["nodes"]]
    before = answer["before"]["nodes"][: own.index(meeting["id"])] if meeting["id"] in own else []
    later = [m["id"] for m in answer["after"]["nodes"]]
    after = answer["after"]["nodes"][later.index(meeting["id"]) + 1 :] if meeting["id"] in later else []
    return {
        "before": _near(before[-1], visit.lang) if before else None,
        "after": _near(after[0], visit.lang) if after else None,
    }


def _near(meeting: Answer, lang: str) -> dict[str, str]:
    return {
        "id": meeting["id"], "called": called(meeting, lang), "label": when_of(meeting, lang).label,
        "state": word(MeetingState[meeting["state"]], lang),
    }  # fmt: skip
