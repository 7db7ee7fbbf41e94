"""The fictitious municipality comes in like any other history, and its record holds all that can happen."""

import time
from collections import Counter
from datetime import date
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
import yaml

from kyogikai_platform.demo_data import mihon
from kyogikai_platform.demo_data.mihon_calendar import TODAY
from kyogikai_platform.demo_data.mihon_later import LATE_RENAMING
from kyogikai_platform.importing import Report, header, import_file
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.effective import Effective, span
from kyogikai_tenants.identity import import_id, new_id
from kyogikai_tenants.vocabulary import (
    ActivityState,
    AgendaItemKind,
    Audience,
    BodyKind,
    IssueState,
    LineageChange,
    MeetingKind,
    MeetingMode,
    MeetingState,
    MinutesState,
    NumberingScheme,
    PhaseState,
    ReferralAct,
    Role,
)
from tests.book import Book

pytestmark = pytest.mark.check

IMPORTER = Actor("import", Role.SECRETARIAT)
TEXT = mihon.document()


class Told(NamedTuple):
    """The municipality with its whole history, what the import said, and how many seconds it took."""

    book: Book
    report: Report
    seconds: float

    def now(self, table: str) -> list[dict[str, Any]]:
        """What holds on the day on which the record ends."""
        return self.book.on(TODAY, table)

    def values(self, table: str, column: str) -> Counter[Any]:
        return Counter(row[column] for row in self.now(table))

    def id(self, key: str) -> Any:
        return import_id(self.book.tenant.id, key)


def first_day(effective: dict[str, str]) -> date:
    """From which day a date acts, as a read table says it."""
    return span(effective["value"]).earliest


@pytest.fixture(scope="module")
def told(engine: sa.Engine) -> Told:
    tenant, began = Tenant(engine, new_id()), time.monotonic()
    report = import_file(engine, tenant.id, TEXT, name="mihon", actor=IMPORTER)
    seconds = time.monotonic() - began
    print(f"\nmihon: {report.new} facts in {seconds:.1f} s")  # noqa: T201 - what a reader of the run asks first
    return Told(Book(tenant), report, seconds)


def test_it_is_marked_as_fictitious_in_all_that_names_it() -> None:
    tenant = header(TEXT, name="mihon").tenant
    assert (tenant.host, tenant.fictitious, tenant.code) == ("mihon", True, "")
    assert "架空" in tenant.name
    facts = yaml.load(TEXT, yaml.BaseLoader)["facts"]  # noqa: S506 - knows no types but text
    named = [
        f for f in facts if f["command"] in {"EstablishCouncil", "RenameCouncil", "RegisterSourceDocument"}
    ]
    assert len(named) > 4
    assert all("架空" in f.get("name", f.get("title", "")) for f in named)


def test_it_is_the_same_text_every_time() -> None:
    assert mihon.document() == TEXT


def test_nothing_is_said_to_have_happened_after_the_day_on_which_it_ends() -> None:
    facts = yaml.load(TEXT, yaml.BaseLoader)["facts"]  # noqa: S506 - knows no types but text
    days = [Effective.parse(f["effective"]).earliest for f in facts if "effective" in f]
    assert max(days) <= TODAY


def test_nothing_is_flagged(told: Told) -> None:
    assert told.report.flagged == ()


def test_a_second_run_changes_nothing_and_everything_is_sound(told: Told) -> None:
    tenant = told.book.tenant
    before = tenant.verify()
    again = import_file(tenant.engine, tenant.id, TEXT, name="mihon", actor=IMPORTER)
    assert (again.new, again.already, tenant.verify()) == (0, told.report.new, before)
    assert told.book.sound()


def test_more_than_sixty_meetings_of_every_state_kind_and_mode(told: Told) -> None:
    states = told.values("meeting", "state")
    assert states[MeetingState.HELD] >= 60
    assert states.keys() == {*MeetingState}
    assert told.values("meeting", "kind").keys() == {*MeetingKind}
    assert told.values("meeting", "mode").keys() >= {*MeetingMode}
    assert told.values("agenda_item", "kind").keys() == {*AgendaItemKind}
    schemes = told.values("meeting_body", "scheme")
    assert schemes.keys() == {NumberingScheme.FISCAL_YEAR, NumberingScheme.CUMULATIVE}
    coming = {first_day(m["date"]) for m in told.now("meeting") if m["state"] == MeetingState.SCHEDULED}
    assert {d.isoformat()[:7] for d in coming} >= {"2026-12", "2027-02"}
    assert min(coming) > TODAY


def test_minutes_in_every_state_and_only_published_ones_are_public(told: Told) -> None:
    rows = told.now("minutes")
    assert {m["state"] for m in rows} == {*MinutesState}
    assert {m["state"] for m in rows if m["audience"] == Audience.PUBLIC} == {MinutesState.PUBLISHED}


def test_attendance_by_name_and_by_number_a_quorum_that_was_not_met_and_no_decision_then(told: Told) -> None:
    assert len(told.now("attendance")) > 100
    assert Audience.PUBLIC not in told.values("attendance", "audience")
    (unmet,) = (q for q in told.now("quorum_count") if not q["met"])
    assert unmet["meeting_id"] not in {d["meeting_id"] for d in told.now("decision")}


def test_issues_in_every_state_that_can_be_reached(told: Told) -> None:
    """What hands an issue over to somebody outside is not declared yet."""
    issues = told.now("issue")
    assert {i["state"] for i in issues} == {*IssueState} - {IssueState.HANDED_OVER}
    assert any(i["feedback_due"] and i["state"] == IssueState.RESOLVED for i in issues)
    assert min(first_day(i["raised"]) for i in issues if i["state"] == IssueState.OPEN) < date(2017, 1, 1)
    acts = {r["act"] for r in told.now("referral")}
    assert acts >= {*ReferralAct} & {
        "raise",
        "screen",
        "refer",
        "escalate",
        "return",
        "defer",
        "resolve",
        "close",
        "reopen",
    }
    assert [r["exception"] for r in told.now("referral") if r["exception"]] != []
    assert {i["audience"] for i in issues} == {Audience.PUBLIC, Audience.COUNCIL, Audience.BODY}


def test_recommendations_answered_unanswered_and_not_delivered(told: Told) -> None:
    rows = told.now("recommendation")
    assert {r["response"]["decision"] for r in rows if r["response"]} == {"採用", "一部採用", "不採用"}
    assert any(r["delivered"] and not r["response"] for r in rows)
    assert any(not r["delivered"] for r in rows)


def test_activities_and_phases_in_every_state(told: Told) -> None:
    assert told.values("activity", "state").keys() == {*ActivityState}
    assert told.values("phase", "state").keys() == {*PhaseState}
    assert len([s for s in told.now("activity_step") if s["meeting_id"]]) >= 4
    assert len(told.now("annual_theme")) == 12


def test_bodies_of_most_kinds_and_every_way_in_which_one_becomes_another(told: Told) -> None:
    kinds = {b["kind"] for b in told.book.query("SELECT kind FROM body WHERE known_to IS NULL")}
    assert len(kinds) >= 9
    assert kinds >= {BodyKind.WORKING_GROUP, BodyKind.SUBCOMMITTEE, BodyKind.AREA_SECTION}
    steps = told.values("lineage", "change")
    assert steps[LineageChange.MERGED] == steps[LineageChange.SPLIT] == steps[LineageChange.SUCCEEDED] == 2
    assert steps.keys() >= {LineageChange.RENAMED, LineageChange.KIND_CHANGED, LineageChange.MOVED}


def test_every_term_has_twelve_to_sixteen_members_within_the_rule(told: Told) -> None:
    assert len(told.book.query("SELECT DISTINCT id FROM term")) == 6
    for year, number in ((2015, 12), (2016, 13), (2018, 14), (2020, 16), (2022, 16), (2024, 16), (2026, 16)):
        day = date(year, 7, 1)
        terms = {t["id"] for t in told.book.on(day, "term") if t["existence"] == "live"}
        rows = [r for r in told.book.on(day, "membership") if r["body_id"] == told.id("ga")]
        sitting = [r for r in rows if r["existence"] == "live" and not r["vacant"] and r["term_id"] in terms]
        assert len([r for r in sitting if r["office"]]) == 2
        assert (year, len(sitting)) == (year, number)


def test_what_came_to_light_late_is_not_known_before(told: Told) -> None:
    """A renaming of 2018, recorded after that of 2021: the same day, as known before and after."""
    body, day, head = told.id("transfer"), "2019-06-01", told.book.head()
    names = {n: {r["id"]: r["name"] for r in told.book.on(day, known_at=n)}[body] for n in (head - 1, head)}
    assert names == {head - 1: "地域移行担当者会", head: LATE_RENAMING}
    today = {r["id"]: r["name"] for r in told.now("body")}
    assert today[body] == "地域移行部会"


def test_corrections_an_annulment_a_remark_and_changes_of_audience(told: Told) -> None:
    trail = Counter(r["event"] for r in told.book.query("SELECT topic AS event FROM events"))
    assert trail["record.corrected"] == 2
    assert trail["record.annulled"] == trail["record.annotated"] == 1
    assert trail["record.audience_changed"] == 3
    first = {m["id"]: m["date"]["value"] for m in told.now("meeting")}
    assert first[told.id("life-2015")] == "2015-08-25"
    assert told.id("home-2021-again") not in first
    assert {p["name"] for p in told.now("person") if p["id"] == told.id("p22")} == {"深山 あゆむ"}
