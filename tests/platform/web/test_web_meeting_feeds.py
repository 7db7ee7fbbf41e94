"""予定表: what a calendar program reads, at stable addresses, for whom it is."""

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from kyogikai_graphql import ids
from kyogikai_platform.installation import Installation
from kyogikai_tenants.council.meetings import MeetingCancelled, MeetingRescheduled
from kyogikai_tenants.council.parties import PersonRegistered
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.vocabulary import Role
from tests.platform.web.gathering import AUDITOR, MEMBER, Gathering
from tests.platform.web.test_web_org import sent
from tests.platform.web.visitor import OFFICE, Visitor

pytestmark = pytest.mark.check

DAY = "?asOf=2025-03-31"
STATEMENTS = 10
"""The frame's question; the rights, whose it is, the meetings, their bodies, numbers and changes."""


@pytest.fixture(scope="module")
def gathering(here: Installation) -> Gathering:
    return Gathering.opened(here)


def entries(visitor: Visitor, path: str) -> dict[str, Any]:
    """A calendar's entries by their UIDs."""
    answer = visitor.get(path)
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8"), path
    calendar = Calendar.from_ical(answer.data)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def uid(meeting: Any) -> str:
    return f"{meeting}@kyogikai"


def test_only_what_is_known_to_the_day_is_in_it_with_its_hours_where_there_are_any(
    gathering: Gathering,
) -> None:
    found = entries(gathering.visitor(), f"/calendar.ics{DAY}")
    assert set(found) == {uid(gathering.held), uid(gathering.cancelled)}
    held, cancelled = found[uid(gathering.held)], found[uid(gathering.cancelled)]
    assert held["SUMMARY"] == "全体会 令和6年度 第1回"
    assert held["DTSTART"].dt.isoformat() == "2024-06-27T05:00:00+00:00"
    assert held["DTEND"].dt.isoformat() == "2024-06-27T07:00:00+00:00"
    assert (held["LOCATION"], held["STATUS"]) == ("市役所", "CONFIRMED")
    assert (cancelled["DTSTART"].dt, cancelled["DTEND"].dt) == (date(2025, 2, 20), date(2025, 2, 21))
    assert (cancelled["STATUS"], cancelled["SUMMARY"]) == ("CANCELLED", "【中止】全体会 令和6年度 第2回")


def test_what_is_internal_is_in_no_published_calendar(gathering: Gathering) -> None:
    for path in ("/calendar.ics", f"/bodies/{ids.encode('Body', gathering.body)}/calendar.ics"):
        assert uid(gathering.inner) not in entries(gathering.visitor(), path + DAY)
        assert uid(gathering.inner) not in entries(gathering.visitor(MEMBER), path + DAY)
        assert uid(gathering.inner) in entries(gathering.visitor(OFFICE), path + DAY)


def test_a_body_has_its_own_and_what_is_none_has_none(gathering: Gathering) -> None:
    section = ids.encode("Body", gathering.section)
    assert entries(gathering.visitor(), f"/bodies/{section}/calendar.ics{DAY}") == {}
    for body in (ids.encode("Body", new_id()), "x", ids.encode("Person", gathering.person)):
        assert gathering.visitor(OFFICE).get(f"/bodies/{body}/calendar.ics").status_code == 404


def test_a_change_that_is_seen_raises_the_sequence_and_keeps_the_uid(here: Installation) -> None:
    own = Gathering.opened(here)
    when = {"kind": "at", "value": "2025-03-20"}
    from_scratch = own.house.book
    path = "/calendar.ics?asOf=2025-01-15"
    before = entries(own.visitor(), path)[uid(own.cancelled)]
    assert before["STATUS"] == "CONFIRMED"
    from_scratch.annul(own.cancelled, 2)
    from_scratch.say(MeetingRescheduled, own.cancelled, "at 2025-01-10", date=when)
    moved = entries(own.visitor(), path)[uid(own.cancelled)]
    assert (moved["DTSTART"].dt, moved["SEQUENCE"] > before["SEQUENCE"]) == (date(2025, 3, 20), True)
    assert moved["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    from_scratch.say(MeetingCancelled, own.cancelled, "at 2025-01-12", reason="大雪")
    gone = entries(own.visitor(), path)[uid(own.cancelled)]
    assert (gone["STATUS"], gone["SEQUENCE"] > moved["SEQUENCE"]) == ("CANCELLED", True)
    assert own.visitor().get(path).data == own.visitor().get(path).data


def test_a_person_has_the_calendar_of_their_bodies_and_no_stranger_has(gathering: Gathering) -> None:
    path = f"/people/{ids.encode('Person', gathering.person)}/calendar.ics{DAY}"
    other = gathering.house.book.say(
        PersonRegistered, None, "undated", name="夕凪 いおり", reading="ゆうなぎ", audience="council"
    ).record_id
    gathering.house.account("other@example.jp", Role.VIEWER, person=other)
    assert gathering.visitor().get(path).status_code == 404
    assert gathering.visitor("other@example.jp").get(path).status_code == 404
    for who in (MEMBER, OFFICE, AUDITOR):
        assert uid(gathering.held) in entries(gathering.visitor(who), path), who
    assert uid(gathering.inner) not in entries(gathering.visitor(MEMBER), path)
    own = f"/people/{ids.encode('Person', other)}/calendar.ics{DAY}"
    assert entries(gathering.visitor("other@example.jp"), own) == {}
    nobody = f"/people/{ids.encode('Person', new_id())}/calendar.ics"
    assert gathering.visitor(OFFICE).get(nobody).status_code == 404


def test_a_calendar_says_from_when_it_is_and_asks_so_often(gathering: Gathering) -> None:
    path = f"/people/{ids.encode('Person', gathering.person)}/calendar.ics"
    for one in ("/calendar.ics", path):
        gathering.visitor(MEMBER).get(one)
        with sent(gathering.house.here) as found:
            answer = gathering.visitor(MEMBER).get(f"{one}?asOf=2025-03-30")
        assert len(found) <= STATEMENTS, found
        said = str(Calendar.from_ical(answer.data)["X-WR-CALDESC"])
        assert "令和5年4月1日からの" in said
        assert "月や年度までしか分からない会議は入りません" in said
