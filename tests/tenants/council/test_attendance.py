"""Attendance: what was answered, who came, and who may know."""

from collections.abc import Iterator

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.attendance import AttendanceAnswered, AttendanceRecorded, AttendeeUnnamed
from kyogikai_tenants.council.members import MemberAppointed
from kyogikai_tenants.council.parties import OrganizationRegistered
from kyogikai_tenants.events import AudienceChanged
from tests.tenants.council.register import Register
from tests.tenants.council.scene import plucked, refused


@pytest.fixture
def register(tenant: Tenant, secretary: Actor) -> Iterator[Register]:
    """Two bodies; after each scenario its read models are what the log says."""
    yield Register(tenant, secretary)
    assert tenant.rebuild(check=True) == []


def test_an_answer_and_a_presence_are_one_row(register: Register) -> None:
    member = register.say(MemberAppointed, "from 2024-04-01", body_id=register.work, job_title="所長")
    meeting = register.scheduled()
    register.say(AttendanceAnswered, "at 2024-05-25", meeting, membership_id=member, answer="undecided")
    register.say(
        AttendanceAnswered, "at 2024-06-01", meeting, membership_id=member, answer="yes", attends_by="online"
    )
    register.held(subject=meeting)
    there = {"membership_id": member, "status": "late", "capacity": "委員"}
    register.say(AttendanceRecorded, "at 2024-06-10", meeting, attendees=(there,))
    names = ("answer", "status", "mode", "capacity")
    assert plucked(register.rows("attendance", "2024-05-31"), *names) == [("undecided", None, None, "")]
    assert plucked(register.rows("attendance", "2024-06-09"), *names) == [("yes", None, "online", "")]
    assert plucked(register.rows("attendance"), *names) == [("yes", "late", "online", "委員")]
    assert (
        len({r["id"] for day in ("2024-05-31", "2024-06-10") for r in register.rows("attendance", day)}) == 1
    )
    assert register.meeting(meeting)["mode"] is None


def test_people_of_one_organization_are_told_apart(register: Register) -> None:
    shop = register.say(OrganizationRegistered, "undated", name="しいの実社")
    meeting = register.held()
    two = tuple({"organization_id": shop, "name": name} for name in ("甲", "乙"))
    register.say(AttendanceRecorded, "at 2024-06-10", meeting, attendees=two)
    register.say(AttendanceRecorded, "at 2024-06-11", meeting, attendees=({"name": "丙"},))
    assert plucked(register.rows("attendance"), "name") == ["丙", "乙", "甲"]


def test_numbers_are_enough_where_there_are_no_names(register: Register) -> None:
    meeting = register.held()
    counts = {"expected": 21, "present": 17, "as_written": "21人中17人"}
    register.say(AttendanceRecorded, "at 2024-06-10", meeting, counts=counts)
    assert register.meeting(meeting)["counts"] == counts
    assert register.rows("attendance") == []


def test_an_attendance_of_nobody_is_refused(register: Register) -> None:
    meeting = register.scheduled()
    with refused(AttendeeUnnamed):
        register.say(AttendanceAnswered, "at 2024-05-25", meeting, answer="yes")
    register.held(subject=meeting)
    with refused(AttendeeUnnamed):
        register.say(AttendanceRecorded, "at 2024-06-10", meeting, attendees=({"capacity": "委員"},))


def test_a_record_taken_back_leaves_the_answer(register: Register) -> None:
    meeting = register.scheduled()
    register.say(AttendanceAnswered, "at 2024-05-25", meeting, name="甲", answer="yes")
    register.held(subject=meeting)
    register.say(
        AttendanceRecorded, "at 2024-06-10", meeting, attendees=({"name": "甲", "status": "absent"},)
    )
    before = register.position()
    register.annul(meeting, 4)
    assert plucked(register.rows("attendance"), "answer", "status") == [("yes", None)]
    assert plucked(register.rows("attendance", known=before), "answer", "status") == [("yes", "absent")]


def test_names_are_not_public_because_the_meeting_is(register: Register) -> None:
    meeting = register.held(audience="public")
    register.say(AttendanceRecorded, "at 2024-06-10", meeting, attendees=({"name": "甲"},))
    known = register.position()
    assert len(register.public("meeting")) == 1
    assert register.public("attendance") == []
    register.annul(meeting, 2)
    assert register.public("attendance", known=known) == []
    register.say(AttendanceRecorded, "at 2024-06-10", meeting, attendees=({"name": "乙"},))
    register.tenant.say(
        AudienceChanged,
        meeting,
        actor=register.actor,
        audience="public",
        fields=("attendance",),
        reason="同意",
    )
    assert plucked(register.public("attendance"), "name") == ["乙"]


def test_names_are_for_nobody_beyond_those_who_see_the_meeting(register: Register) -> None:
    meeting = register.held(audience="secretariat")
    register.say(AttendanceRecorded, "at 2024-06-10", meeting, attendees=({"name": "甲"},))
    assert plucked(register.rows("attendance"), "audience") == ["secretariat"]
