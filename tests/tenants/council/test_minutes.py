"""Minutes and openness: what the public may see, and never gets to see."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.meeting_refusals import ClosedPart, NotHeld
from kyogikai_tenants.council.meetings import DocumentAttached, OpennessDecided
from kyogikai_tenants.council.minutes import (
    MinutesConfirmed,
    MinutesDrafted,
    MinutesFollowTheirState,
    MinutesOrder,
    MinutesPublished,
    MinutesWithdrawn,
    SummaryOnly,
    WithdrawInstead,
)
from kyogikai_tenants.events import AudienceChanged
from tests.tenants.council.register import Register
from tests.tenants.council.scene import plucked, refused

PAPER = {"title": "資料1", "media_type": "application/pdf", "byte_count": 1, "sha256": "0a" * 32}


@pytest.fixture
def register(tenant: Tenant, secretary: Actor) -> Iterator[Register]:
    """Two bodies; after each scenario its read models are what the log says."""
    yield Register(tenant, secretary)
    assert tenant.rebuild(check=True) == []


def shown_to(register: Register, meeting: UUID, audience: str, *fields: str) -> None:
    register.tenant.say(
        AudienceChanged, meeting, actor=register.actor, audience=audience, fields=fields, reason="決定"
    )


def decide(register: Register, meeting: UUID, openness: str, when: str = "at 2024-06-10") -> None:
    register.say(OpennessDecided, when, meeting, openness=openness)


# The way of minutes


def test_minutes_go_from_draft_to_publication(register: Register) -> None:
    meeting = register.held()
    register.minuted(meeting)
    names = ("state", "text", "published_by")
    seen = [
        plucked(register.rows("minutes", day), *names) for day in ("2024-06-24", "2024-06-30", "2024-07-01")
    ]
    assert seen == [
        [("draft", "下書き", None)],
        [("confirmed", "話し合った。", None)],
        [("published", "話し合った。", 4)],
    ]  # fmt: skip
    assert register.meeting(meeting)["kind"] == "ordinary"


def test_each_kind_of_minutes_goes_its_own_way(register: Register) -> None:
    meeting = register.held()
    register.minuted(meeting, "summary", "要点")
    register.say(MinutesDrafted, "at 2024-06-20", meeting, minutes_kind="full", text="全文")
    assert plucked(register.rows("minutes"), "kind", "state") == [("summary", "published"), ("full", "draft")]


def test_minutes_skip_no_step(register: Register) -> None:
    meeting = register.held()
    for early in (MinutesConfirmed, MinutesPublished, MinutesWithdrawn):
        with refused(MinutesOrder):
            register.say(early, "at 2024-06-20", meeting, minutes_kind="summary")
    register.say(MinutesDrafted, "at 2024-06-20", meeting, minutes_kind="summary", text="下書き")
    with refused(MinutesOrder):
        register.say(MinutesPublished, "at 2024-06-21", meeting, minutes_kind="summary")
    register.say(MinutesConfirmed, "at 2024-06-21", meeting, minutes_kind="summary")
    for back in (MinutesDrafted, MinutesConfirmed):
        with refused(MinutesOrder):
            register.say(back, "at 2024-06-22", meeting, minutes_kind="summary")


def test_minutes_go_back_by_being_withdrawn_only(register: Register) -> None:
    meeting = register.held()
    register.minuted(meeting)
    with refused(MinutesOrder):
        register.say(MinutesDrafted, "at 2024-07-05", meeting, minutes_kind="summary", text="改訂")
    register.say(MinutesWithdrawn, "at 2024-07-05", meeting, minutes_kind="summary", reason="誤記")
    register.say(MinutesDrafted, "at 2024-07-06", meeting, minutes_kind="summary", text="改訂")
    assert plucked(register.rows("minutes"), "state", "text") == [("draft", "改訂")]


def test_a_step_that_others_rest_on_is_not_annulled(register: Register) -> None:
    meeting = register.held()
    register.minuted(meeting)
    with refused(MinutesOrder):
        register.annul(meeting, 3)


def test_old_minutes_of_which_only_the_publication_is_known_are_flagged(register: Register) -> None:
    meeting = register.held()
    register.import_old(MinutesPublished, "at 2024-07-01", meeting, minutes_kind="summary", text="要点")
    assert register.flags(meeting) == {"minutes_order"}
    assert plucked(register.public("minutes"), "text") == ["要点"]


def test_minutes_are_of_a_meeting_that_was_held(register: Register) -> None:
    with refused(NotHeld):
        register.say(MinutesDrafted, "at 2024-06-20", register.scheduled(), minutes_kind="summary")


# What is public


def test_the_public_sees_what_is_published_and_never_a_draft(register: Register) -> None:
    meeting = register.held(audience="public")
    register.say(MinutesDrafted, "at 2024-06-20", meeting, minutes_kind="summary", text="下書き")
    drafted = register.position()
    assert register.public("minutes") == []
    register.say(MinutesConfirmed, "at 2024-06-25", meeting, minutes_kind="summary", text="確定")
    register.say(MinutesPublished, "at 2024-07-01", meeting, minutes_kind="summary", text="公開分")
    assert plucked(register.public("minutes"), "text") == ["公開分"]
    assert register.public("minutes", "2024-06-30") == []
    assert register.public("minutes", known=drafted) == []


def test_withdrawn_minutes_come_back_neither_with_an_earlier_day_nor_with_earlier_knowledge(
    register: Register,
) -> None:
    meeting = register.held()
    register.minuted(meeting, text="甲さんの発言")
    published = register.position()
    assert plucked(register.public("minutes"), "text") == ["甲さんの発言"]
    register.say(MinutesWithdrawn, "at 2024-07-05", meeting, minutes_kind="summary")
    for day, known in (("2030-01-01", None), ("2024-07-02", None), ("2030-01-01", published)):
        assert register.public("minutes", day, known) == []
    register.say(MinutesDrafted, "at 2024-07-06", meeting, minutes_kind="summary", text="ある委員の発言")
    register.say(MinutesConfirmed, "at 2024-07-07", meeting, minutes_kind="summary")
    register.say(MinutesPublished, "at 2024-07-08", meeting, minutes_kind="summary")
    assert plucked(register.public("minutes"), "text") == ["ある委員の発言"]
    for day, known in (("2024-07-02", None), ("2024-07-05", None), ("2030-01-01", published)):
        assert register.public("minutes", day, known) == []


def test_what_was_published_is_withdrawn_and_not_annulled(register: Register) -> None:
    meeting = register.held()
    register.minuted(meeting)
    with refused(WithdrawInstead):
        register.annul(meeting, 4)
    assert len(register.public("minutes")) == 1


def test_a_withdrawal_by_mistake_is_annulled(register: Register) -> None:
    meeting = register.held()
    register.minuted(meeting)
    register.say(MinutesWithdrawn, "at 2024-07-05", meeting, minutes_kind="summary")
    register.annul(meeting, 5)
    assert plucked(register.public("minutes"), "state") == ["published"]


def test_no_change_of_audience_opens_a_draft(register: Register) -> None:
    meeting = register.held()
    register.say(MinutesDrafted, "at 2024-06-20", meeting, minutes_kind="summary", text="下書き")
    shown_to(register, meeting, "public")
    assert register.public("minutes") == []
    assert len(register.public("meeting")) == 1
    with refused(MinutesFollowTheirState):
        shown_to(register, meeting, "public", "minutes")


def test_a_meeting_taken_from_the_public_takes_its_minutes_along(register: Register) -> None:
    meeting = register.held(audience="public")
    register.minuted(meeting)
    shown_to(register, meeting, "secretariat")
    assert plucked(register.rows("minutes"), "audience") == ["secretariat"]
    shown_to(register, meeting, "public")
    assert plucked(register.public("minutes"), "state") == ["published"]


def test_a_document_is_for_the_council_unless_it_is_attached_for_the_public(register: Register) -> None:
    meeting = register.held(audience="public")
    register.say(DocumentAttached, "at 2024-06-10", meeting, document=PAPER)
    register.say(
        DocumentAttached, "at 2024-06-10", meeting, document=PAPER | {"title": "次第"}, audience="public"
    )
    assert plucked(register.public("document"), "title") == ["次第"]
    assert len(register.rows("document", audience="council")) == 1


# Openness


def test_an_open_meeting_is_public_and_a_closed_one_no_longer(register: Register) -> None:
    meeting = register.scheduled()
    assert register.public("meeting") == []
    decide(register, meeting, "open", "at 2024-05-02")
    assert plucked(register.public("meeting"), "openness") == ["open"]
    assert register.meeting(meeting, day="2024-05-01")["openness"] == "undecided"
    decide(register, meeting, "closed", "at 2024-05-03")
    assert register.public("meeting") == []
    register.annul(meeting, 3)
    assert len(register.public("meeting")) == 1


def test_a_late_record_of_an_earlier_decision_opens_nothing(register: Register) -> None:
    meeting = register.held(audience="public")
    decide(register, meeting, "closed", "at 2024-06-10")
    decide(register, meeting, "open", "at 2024-06-10")
    register.annul(meeting, 3)
    before = register.scheduled(audience="public")
    decide(register, before, "closed", "at 2024-06-05")
    decide(register, before, "open", "at 2024-05-05")
    assert register.public("meeting") == []


def test_a_partly_open_meeting_is_as_public_as_it_was(register: Register) -> None:
    meeting = register.held()
    decide(register, meeting, "partly_open")
    assert register.public("meeting") == []
    shown_to(register, meeting, "public")
    assert len(register.public("meeting")) == 1


def test_nothing_of_a_closed_meeting_is_public(register: Register) -> None:
    meeting = register.held(audience="public")
    decide(register, meeting, "closed")
    with refused(ClosedPart):
        register.minuted(meeting)
    with refused(ClosedPart):
        shown_to(register, meeting, "public")
    with refused(ClosedPart):
        shown_to(register, meeting, "public", "attendance")
    with refused(ClosedPart):
        register.say(DocumentAttached, "at 2024-06-10", meeting, document=PAPER, audience="public")
    with refused(ClosedPart):
        register.import_old(MinutesPublished, "at 2024-07-02", meeting, minutes_kind="summary")


def test_a_meeting_with_published_minutes_is_not_closed_before_they_are_withdrawn(register: Register) -> None:
    meeting = register.held()
    register.minuted(meeting)
    with refused(ClosedPart):
        decide(register, meeting, "closed", "at 2024-07-02")
    register.say(MinutesWithdrawn, "at 2024-07-02", meeting, minutes_kind="summary")
    decide(register, meeting, "closed", "at 2024-07-02")


@pytest.mark.parametrize(("kind", "rules"), [("full", [SummaryOnly]), ("summary", [])])
def test_of_a_partly_open_meeting_the_summary_is_published(
    register: Register, kind: str, rules: list[Any]
) -> None:
    meeting = register.held()
    decide(register, meeting, "partly_open")
    if rules:
        with refused(*rules):
            register.minuted(meeting, kind)
    else:
        register.minuted(meeting, kind)
    assert len(register.public("minutes")) == 1 - len(rules)
