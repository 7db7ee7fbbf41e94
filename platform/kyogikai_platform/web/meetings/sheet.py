"""出席簿 at /meetings/<id>/attendance-sheet: who is expected, to be printed and signed at the door.

For those alone who read the roster inside the council: a list of names is nothing to lay out for others.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from flask import Response, abort

from kyogikai_platform.web.addressed import known_id
from kyogikai_platform.web.meetings.telling import called, place, when_of
from kyogikai_platform.web.seating import by_seat
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_tenants.vocabulary import Audience

SPARE = 5
"""Empty rows for whoever else comes."""
BLANK = 20
"""Empty rows where nobody is known."""


class Seat(NamedTuple):
    """A line to sign."""

    name: str
    reading: str
    organization: str
    office: str
    vacant: bool


class Roster(NamedTuple):
    """A body's members on the day."""

    name: str
    seats: list[Seat]
    size: int


def show(site: Site, meeting_id: str) -> Response:
    """The sheet; to anybody else there is none (404)."""
    visit = Visit.at(site)
    if Audience.COUNCIL not in visit.asker.viewer.audiences:
        abort(404)
    answer = visit.ask("meetings/meeting", id=known_id(meeting_id, "Meeting"))
    meeting = answer["meeting"] or abort(404)
    day = meeting["date"]["earliest"] or visit.when.day.isoformat()
    found = visit.ask("meetings/sheet", id=meeting_id, day=day)["meeting"]
    rosters = list(_rosters(visit, found["bodies"] if found else ()))
    at = when_of(meeting, visit.lang)
    return visit.page(
        "meetings/sheet.html", answer, meeting=meeting, name=called(meeting, visit.lang), at=at,
        place=place(meeting, visit.lang), rosters=rosters,
        spare=SPARE if any(r.seats for r in rosters) else BLANK,
    )  # fmt: skip


def _rosters(visit: Visit, bodies: Any) -> Iterator[Roster]:
    for body in bodies:
        held = body["memberships"]
        yield Roster(body["name"], [_seat(m) for m in by_seat(visit, held["nodes"])], held["totalCount"])


def _seat(m: Mapping[str, Any]) -> Seat:
    person, organization = m["person"] or {}, m["organization"] or {}
    return Seat(
        person.get("name") or "", person.get("reading") or "", organization.get("name") or "",
        m["office"] or m["jobTitle"] or m["category"] or "", m["vacant"],
    )  # fmt: skip
