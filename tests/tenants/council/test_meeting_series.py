"""Meetings in their bodies: numbered once, counted in each, deciding on what is on the agenda."""

from collections.abc import Iterator

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.attendance import AttendanceRecorded
from kyogikai_tenants.council.enactments import RuleEnacted
from kyogikai_tenants.council.meeting_refusals import (
    InEachBody,
    NoSuchItem,
)
from kyogikai_tenants.council.meeting_rules import NoQuorum, NumberTaken
from kyogikai_tenants.council.meetings import (
    DecisionMade,
    DocumentAttached,
    MeetingCancelled,
    MeetingConvened,
    MeetingHeld,
    ObserversAdmitted,
)
from kyogikai_tenants.council.parties import OrganizationRegistered
from kyogikai_tenants.council.terms import TermStarted
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.errors import BadInput
from kyogikai_tenants.identity import part_id
from tests.tenants.council.register import Register
from tests.tenants.council.scene import plucked, refused


@pytest.fixture
def register(tenant: Tenant, secretary: Actor) -> Iterator[Register]:
    """Two bodies; after each scenario its read models are what the log says."""
    yield Register(tenant, secretary)
    assert tenant.rebuild(check=True) == []


# Numbers


def test_a_number_is_given_once_a_year(register: Register) -> None:
    register.held("at 2024-06-10", bodies=register.bodies(1))
    register.held("at 2025-06-10", bodies=register.bodies(1))
    register.held("at 2024-07-10", bodies=({"body_id": register.children, "number": 1},))
    with refused(NumberTaken):
        register.held("at 2025-03-10", bodies=register.bodies(1))


def test_a_cumulative_number_is_given_once(register: Register) -> None:
    register.held("at 2024-06-10", bodies=register.bodies(7, scheme="cumulative"))
    register.held("at 2024-07-10", bodies=register.bodies(7))
    with refused(NumberTaken):
        register.held("at 2025-06-10", bodies=register.bodies(7, scheme="cumulative"))


def test_a_number_within_a_term_is_given_once_a_term(register: Register) -> None:
    first, second = (
        register.say(
            TermStarted, f"from FY{year}", body_id=register.work, planned_end=Effective.parse(f"at FY{year}")
        )
        for year in (2023, 2024)
    )
    register.held("at 2023-06-10", bodies=register.bodies(1, scheme="term", term_id=first))
    register.held("at 2024-06-10", bodies=register.bodies(1, scheme="term", term_id=second))
    with refused(NumberTaken):
        register.held("at 2024-03-10", bodies=register.bodies(1, scheme="term", term_id=first))


def test_a_cancelled_meeting_gives_its_number_back(register: Register) -> None:
    meeting = register.scheduled(bodies=register.bodies(1))
    with refused(NumberTaken):
        register.held("at 2024-07-10", bodies=register.bodies(1))
    register.say(MeetingCancelled, "at 2024-06-01", meeting)
    register.held("at 2024-07-10", bodies=register.bodies(1))
    with refused(NumberTaken):
        register.annul(meeting, 2)


def test_a_correction_does_not_give_a_number_twice_either(register: Register) -> None:
    register.held("at 2024-06-10", bodies=register.bodies(1))
    meeting = register.held("at 2024-07-10", bodies=register.bodies(2))
    with refused(NumberTaken):
        register.correct(meeting, 1, "bodies", [{"body_id": str(register.work), "number": 1}])
    register.correct(meeting, 1, "bodies", [{"body_id": str(register.work), "number": 3}])
    assert register.meeting(meeting)["number"] == 3


def test_old_history_with_a_number_given_twice_is_flagged(register: Register) -> None:
    register.held("at 2024-06-10", bodies=register.bodies(1))
    twice = register.import_old(MeetingHeld, "at 2024-07-10", bodies=register.bodies(1))
    assert register.flags(twice) == {"number_taken"}
    register.say(ObserversAdmitted, "at 2024-07-10", twice, observers=1)


def test_a_number_starts_at_one(register: Register) -> None:
    with refused(BadInput):
        register.held(bodies=register.bodies(0))


# Joint meetings


def test_a_joint_meeting_is_numbered_in_each_of_its_bodies(register: Register) -> None:
    both = (*register.bodies(2), {"body_id": register.children, "number": 7, "label": "第7回"})
    meeting = register.held(kind="joint", bodies=both)
    rows = register.rows("meeting_body", meeting_id=meeting)
    assert plucked(rows, "body_id", "number") == [(register.work, 2), (register.children, 7)]
    assert register.meeting(meeting)["number"] == 2
    with refused(InEachBody):
        register.held("at 2024-07-10", bodies=(*register.bodies(3), {"body_id": register.children}))
    register.held("at 2024-08-10", bodies=(*register.bodies(), {"body_id": register.children}))


def test_a_joint_meeting_whose_partner_is_not_named_stands(register: Register) -> None:
    meeting = register.held("at 2011-08", kind="joint", bodies=register.bodies(2))
    assert register.meeting(meeting)["kind"] == "joint"


def test_a_joint_meeting_counts_the_quorum_of_each_of_its_bodies(register: Register) -> None:
    both = (*register.bodies(), {"body_id": register.children})
    work = {"body_id": register.work, "base": 9, "needed": 5, "present": 5}
    children = {"body_id": register.children, "base": 7, "needed": 4, "present": 3}
    with refused(InEachBody):
        register.held(bodies=both, quorum=(work,))
    meeting = register.held(bodies=both, quorum=(work, children))
    rows = register.rows("quorum_count", meeting_id=meeting)
    assert {r["body_id"]: r["met"] for r in rows} == {register.work: True, register.children: False}


# Agenda, decisions, documents


def test_an_agenda_has_numbered_items_with_their_presenters(register: Register) -> None:
    shop = register.say(OrganizationRegistered, "undated", name="しいの実社")
    agenda = (
        {"title": "部員自己紹介", "kind": "introduction"},
        {"title": "事例検討", "kind": "case_study", "presenter_id": shop, "open_ended": True},
    )
    meeting = register.held("at 2011-06", agenda=agenda)
    rows = register.rows("agenda_item", meeting_id=meeting)
    assert plucked(rows, "number", "kind", "presenter_id", "open_ended") == [
        (1, "introduction", None, False), (2, "case_study", shop, True),
    ]  # fmt: skip
    assert rows[1]["id"] == part_id(meeting, "agenda:2")


def test_the_agenda_of_the_notice_replaces_that_of_the_schedule_as_a_whole(register: Register) -> None:
    meeting = register.scheduled(agenda=({"title": "甲"}, {"title": "乙"}))
    register.say(MeetingConvened, "at 2024-05-20", meeting, agenda=({"title": "丙"},))
    register.held(subject=meeting)
    assert plucked(register.rows("agenda_item"), "title") == ["丙"]
    assert plucked(register.rows("agenda_item", day="2024-05-19"), "title") == ["甲", "乙"]


def test_a_decision_is_on_an_item_of_the_agenda(register: Register) -> None:
    meeting = register.held(agenda=({"title": "設置要綱の改正", "kind": "decision"},))
    register.say(
        DecisionMade, "at 2024-06-10", meeting, item_number=1, result="原案どおり承認", votes={"in_favour": 9}
    )
    row = register.rows("decision")[0]
    assert (row["item_id"], row["votes"]) == (part_id(meeting, "agenda:1"), {"in_favour": 9})
    with refused(NoSuchItem):
        register.say(DecisionMade, "at 2024-06-10", meeting, item_number=2, result="承認")
    register.annul(meeting, 2)
    assert register.rows("decision") == []


def test_nothing_is_decided_without_the_quorum_that_a_rule_sets(register: Register) -> None:
    count = {"body_id": register.work, "base": 9, "needed": 5}
    short, full = {**count, "present": 4}, {**count, "present": 5}
    unruled = register.held("at 2024-05-10", quorum=(short,))
    register.say(DecisionMade, "at 2024-05-10", unruled, result="承認")
    register.say(
        RuleEnacted,
        "from 2024-06-01",
        title="設置要綱",
        council_id=register.council_id,
        quorum_share="過半数",
    )
    earlier = register.held("at 2024-05-20", quorum=(short,))
    register.say(DecisionMade, "at 2024-05-20", earlier, result="承認")
    meeting, quorate = register.held(quorum=(short,)), register.held(quorum=(full,))
    with refused(NoQuorum):
        register.say(DecisionMade, "at 2024-06-10", meeting, result="承認")
    register.say(DecisionMade, "at 2024-06-10", quorate, result="承認")
    with refused(NoQuorum):
        register.correct(quorate, 1, "quorum", [short | {"body_id": str(register.work)}])
    register.say(AttendanceRecorded, "at 2024-05-20", earlier, counts={"present": 4})


def test_old_history_decided_without_quorum_is_flagged(register: Register) -> None:
    count = {"body_id": register.work, "base": 9, "needed": 5, "present": 4}
    register.say(
        RuleEnacted, "from 2010-06-01", title="会則", council_id=register.council_id, scope_id=register.work,
        quorum="委員の過半数",
    )  # fmt: skip
    meeting = register.held(quorum=(count,))
    register.import_old(DecisionMade, "at 2024-06-10", meeting, result="承認")
    assert register.flags(meeting) == {"no_quorum"}


def test_a_document_is_known_by_its_digest(register: Register) -> None:
    meeting = register.scheduled()
    paper = {"title": "資料1", "media_type": "application/pdf", "byte_count": 1024, "sha256": "0a" * 32}
    register.say(DocumentAttached, "at 2024-05-20", meeting, document=paper)
    row = register.rows("document", meeting_id=meeting)[0]
    assert (row["title"], row["byte_count"], row["sha256"]) == ("資料1", 1024, "0a" * 32)
    assert register.meeting(meeting)["title"] == "第1回就労支援部会"
    with refused(BadInput):
        register.say(DocumentAttached, "at 2024-05-20", meeting, document=paper | {"sha256": "0A" * 32})
