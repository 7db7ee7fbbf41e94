"""予定表 (.ics) of the council, of a body and of a person, at stable addresses, as whoever asks may see it.

A meeting keeps its UID for ever; a change that its reader can see raises SEQUENCE, and a cancelled meeting
stays, as cancelled. Only what is known to the day is in it.
"""

from collections.abc import Callable, Collection
from datetime import UTC, date, timedelta
from typing import Any
from uuid import UUID

from flask import Response, abort, request
from icalendar import Calendar, Event

from kyogikai_graphql import ids
from kyogikai_platform.web.addressed import record_of
from kyogikai_platform.web.meetings.telling import called
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.site import HEADERS, Site, names_of
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.calendar_feed import Appointment, appointments, bodies_of_person, person_of
from kyogikai_projections.labels import word
from kyogikai_projections.reading import ById, Drafts, Moment, Reading
from kyogikai_tenants import fiscal_year as years
from kyogikai_tenants.vocabulary import MeetingMode, MeetingState

MAKER = "-//kyogikai//meetings//JA"
Whose = tuple[str, Collection[UUID] | None]
"""What a calendar is called beside its council, and its bodies (None: all)."""
Asked = Callable[[Reading, Moment], Whose | None]
"""Who finds out whose a calendar is; None: it is not there for this reader."""


def council(site: Site) -> Response:
    """All meetings."""
    return feed(Visit.at(site), of_everybody)


def body(site: Site, body_id: str) -> Response:
    """The meetings of a body; what the reader does not see is not there (404)."""
    record = record_of(body_id, "Body")
    return feed(Visit.at(site), of_body(record))


def person(site: Site, person_id: str) -> Response:
    """The meetings of the bodies in which somebody sits: for themselves, the secretariat and the auditor."""
    visit, record = Visit.at(site), record_of(person_id, "Person")
    return feed(visit, of_person(visit, record))


def of_everybody(_reading: Reading, _moment: Moment) -> Whose | None:
    """All that the reader sees."""
    return "", None


def of_body(record: UUID) -> Asked:
    """Those of a body."""

    def whose(reading: Reading, moment: Moment) -> Whose | None:
        found = ById("body", moment).fetch(reading, [record])
        return (found[record]["name"], [record]) if found else None

    return whose


def of_person(visit: Visit, record: UUID | None = None) -> Asked:
    """Those of somebody's bodies; of whoever asks, where nobody is named."""

    def whose(reading: Reading, moment: Moment) -> Whose | None:
        account = visit.asker.holds.account
        own = person_of(reading, account) if account else None
        sought = record or own
        if sought is None or (sought != own and visit.asker.viewer.drafts is not Drafts.ALL):
            return None
        found = ById("person", moment).fetch(reading, [sought])
        if not found:
            return None
        name = words("meeting_feed_person", visit.lang, name=found[sought]["name"])
        return name, bodies_of_person(reading, sought, moment)

    return whose


def feed(visit: Visit, whose: Asked) -> Response:
    """The calendar, or 404."""
    since = years.first_day(years.fiscal_year(visit.when.day) - 1)

    def read(reading: Reading) -> tuple[str, list[Appointment]] | None:
        moment = reading.moment(visit.when.day, visit.when.known)
        found = whose(reading, moment)
        return (found[0], appointments(reading, moment, since, found[1])) if found else None

    found = visit.read(read) or abort(404)
    names = names_of(visit.ask("frame"))
    calendar = _calendar(
        visit.lang, " ".join(filter(None, (names["council_name"] or names["municipality"], found[0]))), since
    )
    for one in found[1]:
        calendar.add_component(_event(one, visit.lang))
    response = Response(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers.update(HEADERS)
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return response


def _calendar(lang: str, name: str, since: date) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(years.JAPAN))
    about = words("meeting_feed_from", lang, day=label(since, lang)), words("meeting_feed_note", lang)
    calendar.add("x-wr-caldesc", " ".join(about))
    return calendar


def _event(one: Appointment, lang: str) -> Event:
    """A meeting as an entry: all day where no hour is known."""
    event, row = Event(), one.row
    title = called(_as_answered(one), lang)
    event.add("uid", f"{one.id}@kyogikai")
    event.add("summary", words("meeting_feed_cancelled", lang, title=title) if one.cancelled else title)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("sequence", one.changes)
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    if row["starts_at"]:
        event.add("dtstart", row["starts_at"].astimezone(UTC))
        if row["ends_at"]:
            event.add("dtend", row["ends_at"].astimezone(UTC))
    else:
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
    if row["place"]:
        event.add("location", row["place"])
    mode = word(MeetingMode(row["mode"]), lang) if row["mode"] else ""
    event.add("description", " ".join(filter(None, (word(MeetingState(row["state"]), lang), mode))))
    event.add("url", f"{request.host_url}meetings/{ids.encode('Meeting', one.id)}")
    return event


def _as_answered(one: Appointment) -> dict[str, Any]:
    """What its name is told from, as the API answers it."""
    numbers = [
        {"scheme": n["scheme"].upper(), "number": n["number"], "label": n["label"] or f"第{n['number']}回"}
        for n in one.numbers
    ]
    return {
        "title": one.title, "date": one.row["date"], "number": one.row["number"],
        "fiscalYear": one.row["fiscal_year"], "bodies": [{"name": n} for n in one.bodies],
        "numberings": numbers,
    }  # fmt: skip
