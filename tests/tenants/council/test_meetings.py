"""Meetings: scheduled, held or cancelled; dated as precisely as the source is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants import fiscal_year
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.attendance import AttendanceAnswered, AttendanceRecorded
from kyogikai_tenants.council.bodies import BodyDissolved
from kyogikai_tenants.council.meeting_refusals import (
    FiscalYearMismatch,
    HeldInTheFuture,
    HeldOnce,
    MeetingNeedsABody,
    MeetingOver,
    NotHeld,
    StartsAnotherDay,
)
from kyogikai_tenants.council.meetings import (
    DecisionMade,
    MeetingCancelled,
    MeetingConvened,
    MeetingHeld,
    MeetingRescheduled,
    ObserversAdmitted,
)
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.errors import BadInput, NotFound, OpeningStands, OutsideLife
from tests.tenants.council.register import Register
from tests.tenants.council.scene import refused


@pytest.fixture
def register(tenant: Tenant, secretary: Actor) -> Iterator[Register]:
    """Two bodies; after each scenario its read models are what the log says."""
    yield Register(tenant, secretary)
    assert tenant.rebuild(check=True) == []


# From schedule to record


def test_a_meeting_appears_on_the_day_it_was_scheduled_with_the_date_it_is_for(register: Register) -> None:
    meeting = register.scheduled("at 2024-06-10", "at 2024-05-01", place="市役所", kind="extraordinary")
    assert register.meeting(meeting, day="2024-04-30")["existence"] == "not_yet"
    row = register.meeting(meeting, day="2024-05-01")
    assert (row["state"], row["date"]["value"], row["fiscal_year"]) == ("scheduled", "2024-06-10", 2024)
    assert (row["kind"], row["openness"], row["body_ids"]) == ("extraordinary", "undecided", [register.work])


def test_what_was_scheduled_is_held_and_keeps_what_is_not_said_anew(register: Register) -> None:
    meeting = register.scheduled(place="市役所", kind="extraordinary", bodies=register.bodies(3))
    register.held(
        subject=meeting,
        place="公民館",
        mode="hybrid",
        presider="部会長",
        counts={"expected": 21, "present": 17},
    )
    row = register.meeting(meeting)
    assert (row["state"], row["place"], row["kind"], row["number"]) == ("held", "公民館", "extraordinary", 3)
    assert (row["mode"], row["presider"]) == ("hybrid", "部会長")
    assert row["counts"] == {"expected": 21, "present": 17}
    before = register.meeting(meeting, day="2024-06-09")
    assert (before["state"], before["place"], before["presider"], before["counts"]) == (
        "scheduled", "市役所", "", None,
    )  # fmt: skip


def test_annulling_the_record_that_it_was_held_returns_it_to_the_schedule(register: Register) -> None:
    meeting = register.scheduled()
    register.held(subject=meeting)
    before = register.position()
    register.annul(meeting, 2)
    assert register.meeting(meeting)["state"] == "scheduled"
    assert register.meeting(meeting, known=before)["state"] == "held"


def test_a_meeting_nobody_scheduled_is_opened_by_being_held(register: Register) -> None:
    meeting = register.held("at 2024-06-10")
    row = register.meeting(meeting, day="2024-06-10")
    assert (row["state"], row["kind"], row["openness"]) == ("held", "ordinary", "undecided")
    assert register.meeting(meeting, day="2024-06-09")["existence"] == "not_yet"
    register.annul(meeting, 1)
    assert register.rows("meeting") == []


def test_the_opening_goes_last(register: Register) -> None:
    meeting = register.held()
    register.say(ObserversAdmitted, "at 2024-06-10", meeting, observers=0)
    with refused(OpeningStands):
        register.annul(meeting, 1)
    assert register.meeting(meeting)["observers"] == 0


def test_a_meeting_is_of_a_body(register: Register) -> None:
    with refused(MeetingNeedsABody):
        register.held(bodies=())
    with refused(MeetingNeedsABody):
        register.held(bodies=(*register.bodies(), *register.bodies()))
    with refused(NotFound):
        register.held(bodies=({"body_id": register.council_id},))


def test_a_meeting_is_held_once_or_cancelled(register: Register) -> None:
    meeting = register.scheduled()
    register.held(subject=meeting)
    with refused(HeldOnce):
        register.held("at 2024-06-11", subject=meeting)
    with refused(HeldOnce):
        register.say(MeetingCancelled, "at 2024-06-10", meeting)


def test_a_cancelled_meeting_stays_visible(register: Register) -> None:
    meeting = register.scheduled()
    register.say(MeetingCancelled, "at 2024-06-08", meeting, reason="台風")
    row = register.meeting(meeting)
    assert (row["state"], row["existence"], row["date"]["value"]) == ("cancelled", "live", "2024-06-10")
    assert register.meeting(meeting, day="2024-06-07")["state"] == "scheduled"
    with refused(HeldOnce):
        register.held(subject=meeting)
    register.annul(meeting, 2)
    register.held(subject=meeting)


def test_a_meeting_put_off_has_the_new_date_from_then_on_and_no_old_times(register: Register) -> None:
    meeting = register.scheduled(starts_at="2024-06-10T13:30:00+09:00", ends_at="2024-06-10T15:00:00+09:00")
    register.say(
        MeetingRescheduled, "at 2024-06-01", meeting, date=Effective.parse("at 2025-04-07"), place="本庁舎"
    )
    row = register.meeting(meeting)
    assert (row["date"]["value"], row["fiscal_year"], row["starts_at"]) == ("2025-04-07", 2025, None)
    assert row["place"] == "本庁舎"
    assert register.meeting(meeting, day="2024-05-31")["date"]["value"] == "2024-06-10"


def test_a_notice_comes_before_the_meeting(register: Register) -> None:
    meeting = register.scheduled()
    register.say(MeetingConvened, "at 2024-05-20", meeting, place="会議室A", answer_due="2024-06-03")
    assert register.meeting(meeting)["place"] == "会議室A"
    register.held(subject=meeting)
    with refused(MeetingOver):
        register.say(MeetingConvened, "at 2024-06-11", meeting)
    with refused(MeetingOver):
        register.say(MeetingRescheduled, "at 2024-06-11", meeting, date=Effective.parse("at 2024-07-10"))
    with refused(MeetingOver):
        register.say(AttendanceAnswered, "at 2024-06-11", meeting, name="甲", answer="yes")


def test_a_cancelled_meeting_is_not_moved(register: Register) -> None:
    meeting = register.scheduled()
    register.say(MeetingCancelled, "at 2024-06-08", meeting)
    with refused(MeetingOver):
        register.say(MeetingRescheduled, "at 2024-06-09", meeting, date=Effective.parse("at 2024-07-10"))


def test_a_coarse_date_gives_the_benefit_of_the_doubt(register: Register) -> None:
    meeting = register.scheduled("at 2024-06", "at 2024-05-01")
    register.held("at 2024-06", subject=meeting)
    register.say(AttendanceAnswered, "at 2024-06-03", meeting, name="甲", answer="yes")


def test_attendance_decisions_and_observers_are_of_a_meeting_that_was_held(register: Register) -> None:
    meeting = register.scheduled()
    late: list[tuple[Any, dict[str, Any]]] = [
        (AttendanceRecorded, {"counts": {"present": 3}}),
        (DecisionMade, {"result": "承認"}),
        (ObserversAdmitted, {"observers": 2}),
    ]
    for event, fields in late:
        with refused(NotHeld):
            register.say(event, "at 2024-06-10", meeting, **fields)
    register.held(subject=meeting)
    for event, fields in late:
        with refused(NotHeld):
            register.say(event, "at 2024-06-09", meeting, **fields)
        register.say(event, "at 2024-06-10", meeting, **fields)
    with refused(NotHeld):
        register.annul(meeting, 2)


# Dates


def test_a_month_is_enough_and_february_belongs_to_the_fiscal_year_before(register: Register) -> None:
    meeting = register.held("at 2012-02", bodies=register.bodies(5), fiscal_year=2011)
    row = register.meeting(meeting)
    assert (row["fiscal_year"], row["number"], row["date"]["precision"]) == (2011, 5, "MONTH")
    unsaid = register.held("at 2012-03", bodies=register.bodies(6))
    assert register.meeting(unsaid)["fiscal_year"] == 2011


def test_a_fiscal_year_is_enough(register: Register) -> None:
    meeting = register.held("at FY2011", bodies=register.bodies(1))
    assert register.meeting(meeting)["fiscal_year"] == 2011
    coarser = register.held("at 2011", fiscal_year=2011)
    assert register.meeting(coarser)["fiscal_year"] == 2011


def test_the_fiscal_year_follows_from_the_date(register: Register) -> None:
    with refused(FiscalYearMismatch):
        register.held("at 2012-02", fiscal_year=2012)
    with refused(FiscalYearMismatch):
        register.held("at 2011", fiscal_year=2012)
    with refused(FiscalYearMismatch):
        register.scheduled("at 2025-03-31", fiscal_year=2025)


def test_old_history_with_a_wrong_fiscal_year_is_flagged_and_the_date_counts(register: Register) -> None:
    meeting = register.import_old(MeetingHeld, "at 2012-02", bodies=register.bodies(), fiscal_year=2012)
    assert register.flags(meeting) == {"fiscal_year_mismatch"}
    assert register.meeting(meeting)["fiscal_year"] == 2011


def test_a_meeting_is_never_held_in_the_future_not_even_in_old_history(register: Register) -> None:
    today = fiscal_year.today()
    tomorrow = f"at {today + timedelta(days=1)}"
    meeting = register.scheduled(tomorrow)
    with refused(HeldInTheFuture):
        register.held(tomorrow, subject=meeting)
    with refused(HeldInTheFuture):
        register.import_old(MeetingHeld, tomorrow, bodies=register.bodies())
    register.held(f"at {today}")


def test_a_wrong_weekday_is_kept_and_flagged(register: Register) -> None:
    right = register.held("at 2024-06-10", weekday_as_written="（月）")
    wrong = register.held("at 2024-06-11", weekday_as_written="月曜日")
    coarse = register.held("at 2024-06", weekday_as_written="月")
    assert [register.flags(m) for m in (right, wrong, coarse)] == [set(), {"wrong_weekday"}, set()]
    assert register.flags(register.scheduled("at 2024-06-12", weekday_as_written="木")) == {"wrong_weekday"}


def test_a_meeting_begins_on_its_date_in_japan(register: Register) -> None:
    meeting = register.scheduled(starts_at="2024-06-09T16:00:00+00:00")
    with refused(StartsAnotherDay):
        register.held("at 2024-06-11", subject=meeting)
    register.held("at 2024-06-11", subject=meeting, starts_at="2024-06-11T13:30:00+09:00")
    with refused(StartsAnotherDay):
        register.held(starts_at="2024-06-10T13:30:00+09:00", ends_at="2024-06-10T13:00:00+09:00")
    with refused(BadInput):
        register.held(starts_at="2024-06-10T13:30:00")


def test_a_meeting_lies_in_the_life_of_its_body_and_what_follows_need_not(register: Register) -> None:
    with refused(OutsideLife):
        register.held("at 2010-03-31")
    with refused(OutsideLife):
        register.scheduled("at 2010-03-31", "at 2010-03-01")
    meeting = register.held("at 2024-06-10")
    register.say(BodyDissolved, "at 2024-06-30", register.work)
    register.say(ObserversAdmitted, "at 2024-07-10", meeting, observers=1)
    with refused(OutsideLife):
        register.held("at 2024-07-01")


def test_a_body_with_a_meeting_ahead_is_not_dissolved_before_it(register: Register) -> None:
    meeting = register.scheduled("at 2024-06-10")
    with refused(OutsideLife):
        register.say(BodyDissolved, "at 2024-06-09", register.work)
    register.say(MeetingCancelled, "at 2024-06-01", meeting)
    register.say(BodyDissolved, "at 2024-06-09", register.work)
    with refused(OutsideLife):
        register.annul(meeting, 2)


def test_a_corrected_date_takes_the_meeting_to_another_day(register: Register) -> None:
    meeting = register.held("at 2024-04-10")
    before = register.position()
    register.correct(meeting, 1, "effective", {"kind": "at", "value": "2024-03-10"})
    assert register.meeting(meeting)["fiscal_year"] == 2023
    assert register.meeting(meeting, known=before)["fiscal_year"] == 2024
    with refused(HeldInTheFuture):
        register.correct(meeting, 1, "effective", {"kind": "at", "value": "2999-03-10"})
