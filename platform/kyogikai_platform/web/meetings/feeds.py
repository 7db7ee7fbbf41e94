"""予定表 (.ics) of the council, of a body and of a person, at stable addresses, as whoever asks may see it.

A meeting keeps its UID for ever; a change that its reader can see raises SEQUENCE, and a cancelled meeting
stays, as cancelled. Only what is known to the day is in it.
"""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
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
KEPT = 8192
"""Entries that a process keeps as they are written, some hundred bytes each."""
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
    head, end, rest = calendar.to_ical().partition(b"END:VCALENDAR")
    events = b"".join(_written(_entry(one, visit.lang)) for one in found[1])
    response = Response(head + events + end + rest, content_type="text/calendar; charset=utf-8")
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


class Entry(NamedTuple):
    """All that a meeting's entry says."""

    id: UUID
    title: str
    cancelled: str
    """What stands for the title of a meeting that is cancelled."""
    changes: int
    changed_at: datetime
    starts: datetime | None
    ends: datetime | None
    day: date
    place: str
    more: str
    url: str


def _entry(one: Appointment, lang: str) -> Entry:
    row, title = one.row, called(_as_answered(one), lang)
    mode = word(MeetingMode(row["mode"]), lang) if row["mode"] else ""
    more = " ".join(filter(None, (word(MeetingState(row["state"]), lang), mode)))
    cancelled = words("meeting_feed_cancelled", lang, title=title) if one.cancelled else ""
    url = f"{request.host_url}meetings/{ids.encode('Meeting', one.id)}"
    return Entry(
        one.id, title, cancelled, one.changes, one.changed_at, row["starts_at"], row["ends_at"], one.day,
        row["place"], more, url,
    )  # fmt: skip


@lru_cache(maxsize=KEPT)
def _written(entry: Entry) -> bytes:
    """A meeting as an entry: all day where no hour is known. The same one is written once."""
    event = Event()
    event.add("uid", f"{entry.id}@kyogikai")
    event.add("summary", entry.cancelled or entry.title)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("sequence", entry.changes)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    if entry.starts:
        event.add("dtstart", entry.starts.astimezone(UTC))
        if entry.ends:
            event.add("dtend", entry.ends.astimezone(UTC))
    else:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
    if entry.place:
        event.add("location", entry.place)
    event.add("description", entry.more)
    event.add("url", entry.url)
    return bytes(event.to_ical())


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
