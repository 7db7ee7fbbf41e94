"""Summaries in plain Japanese: one at a time, corrected like any fact, seen as what they sum up is."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.activities import ActivityHeld
from kyogikai_tenants.council.issue_path import CaseIdentifier
from kyogikai_tenants.council.issues import IssueRaised
from kyogikai_tenants.council.minutes import MinutesDrafted, MinutesWithdrawn
from kyogikai_tenants.council.plain_summaries import (
    PlainSummaryWritten,
    SummaryFollowsItsRecord,
    SummaryNeedsMinutes,
)
from kyogikai_tenants.errors import NotOfThisKind
from kyogikai_tenants.events import AudienceChanged
from kyogikai_tenants.rights import ReadOnlyRole
from kyogikai_tenants.vocabulary import Role
from tests.tenants.council.register import Register
from tests.tenants.council.scene import refused

PLAIN = "みんなで 話しました。"


@pytest.fixture
def register(tenant: Tenant, secretary: Actor) -> Iterator[Register]:
    """Two bodies; after each scenario its read models are what the log says."""
    yield Register(tenant, secretary)
    assert tenant.rebuild(check=True) == []


def write(register: Register, subject: UUID, text: str = PLAIN, when: str = "from 2024-07-01") -> None:
    register.say(PlainSummaryWritten, when, subject, summary=text)


def seen(register: Register, day: str = "2030-01-01") -> list[tuple[str, str]]:
    """The summaries of a day, and to whom they are shown."""
    return [(row["text"], row["audience"]) for row in register.rows("plain_summary", day)]


def test_a_later_summary_takes_the_place_of_an_earlier_one(register: Register) -> None:
    write(register, register.work)
    write(register, register.work, "新しい 文です。", "from 2025-01-01")
    assert [seen(register, day) for day in ("2024-06-30", "2024-07-01", "2025-01-01")] == [
        [], [(PLAIN, "council")], [("新しい 文です。", "council")],
    ]  # fmt: skip


def test_what_is_written_of_a_body_later_does_not_attest_it(register: Register) -> None:
    before = register.row("body", register.work)["last_attested"]
    write(register, register.work)
    assert register.row("body", register.work)["last_attested"] == before


def test_a_summary_is_corrected_and_taken_back_like_any_fact(register: Register) -> None:
    write(register, register.work, "みんなで 話した。")
    register.correct(register.work, 2, "summary", PLAIN)
    assert seen(register) == [(PLAIN, "council")]
    register.annul(register.work, 2)
    assert seen(register) == []


def test_a_summary_of_a_meeting_is_public_exactly_while_its_minutes_are(register: Register) -> None:
    meeting = register.held(audience="public")
    register.say(MinutesDrafted, "at 2024-06-20", meeting, minutes_kind="full", text="下書き")
    write(register, meeting)
    assert seen(register) == [(PLAIN, "council")], "a draft is no reason to publish"
    register.minuted(meeting)
    assert seen(register) == [(PLAIN, "public")]
    register.say(MinutesWithdrawn, "at 2024-08-01", meeting, minutes_kind="summary")
    assert seen(register) == [(PLAIN, "council")]
    assert seen(register, "2024-07-15") == [(PLAIN, "council")], "nor with yesterday's day"


def test_a_meeting_without_minutes_has_nothing_to_sum_up(register: Register) -> None:
    meeting = register.held()
    with refused(SummaryNeedsMinutes):
        write(register, meeting)


def test_who_sees_a_summary_follows_its_record_and_nothing_else(register: Register) -> None:
    write(register, register.work)
    change: dict[str, Any] = {"audience": "secretariat", "reason": "見直し"}
    register.tenant.say(AudienceChanged, register.work, actor=register.actor, **change)
    assert seen(register) == [(PLAIN, "secretariat")]
    wider: dict[str, Any] = {"audience": "public", "fields": ("plain_summary",), "reason": "広く知らせる"}
    with refused(SummaryFollowsItsRecord):
        register.tenant.say(AudienceChanged, register.work, actor=register.actor, **wider)


def test_issues_and_activities_have_summaries_beside_the_steps_of_their_path(register: Register) -> None:
    own: dict[str, Any] = {"title": "移動", "raised_by_id": register.work, "owner_id": register.work}
    issue = register.say(IssueRaised, "at 2024-06-01", **own)
    activity: dict[str, Any] = {
        "title": "研修",
        "kind": "training",
        "body_id": register.work,
        "stage": "開催",
    }
    held = register.say(ActivityHeld, "at 2024-06-02", **activity)
    write(register, issue, "バスが ありません。")
    write(register, held, "勉強しました。")
    assert {register.row("issue", issue)["text"], register.row("activity", held)["text"]} == {""}
    assert sorted(seen(register)) == [("バスが ありません。", "council"), ("勉強しました。", "council")]
    assert [row["number"] for row in register.rows("activity_step")] == [1]
    with refused(CaseIdentifier):
        write(register, issue, "受給者証番号は 1234567890 です。")


def test_only_the_office_writes_summaries_and_only_of_what_has_one(register: Register) -> None:
    with refused(NotOfThisKind):
        write(register, register.council_id)
    for role in (Role.CHAIR, Role.MEMBER, Role.AUDITOR, Role.TENANT_ADMINISTRATOR):
        other = Register.__new__(Register)
        other.tenant, other.actor = register.tenant, Actor("somebody", role)
        with refused(ReadOnlyRole):
            write(other, register.work)
