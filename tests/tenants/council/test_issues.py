"""Issues: one owner at a time, a path that is never broken, and an answer for whoever raised them."""

from collections.abc import Iterator
from typing import Any

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants import errors
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.issue_path import (
    CaseIdentifier,
    ClosingNeedsFeedback,
    ClosingNeedsOutcome,
    IssueIsClosed,
    NothingToReopen,
    SameOwner,
)
from kyogikai_tenants.council.issue_rules import (
    NotTheOwner,
)
from kyogikai_tenants.council.issue_steps import (
    IssueClosed,
    IssueDeferred,
    IssueFeedbackGiven,
    IssueProgressReported,
    IssueReopened,
    IssueResolved,
    IssueScreened,
)
from kyogikai_tenants.council.issues import IssueEscalated, IssueReferred, IssueReturned
from kyogikai_tenants.events import EventAnnotated
from tests.tenants.council.kisarazu import Kisarazu
from tests.tenants.council.scene import plucked, refused


@pytest.fixture
def city(tenant: Tenant, secretary: Actor) -> Iterator[Kisarazu]:
    """The scene; afterwards a rebuild finds what is there, and the chain holds."""
    scene = Kisarazu(tenant, secretary)
    yield scene
    assert tenant.rebuild(check=True) == []
    tenant.verify()


def test_an_issue_is_open_with_its_owner_from_the_day_it_is_raised(city: Kisarazu) -> None:
    issue = city.raised(raised_by_id=city.case, category="移動", case_count=3)
    row = city.row("issue", issue, "2021-05-10")
    assert (row["state"], row["existence"], row["owner_id"]) == ("open", "live", city.coordination)
    assert (row["feedback_due"], row["case_count"], row["category"]) == (True, 3, "移動")
    assert row["raised"]["value"] == "2021-05-10"
    assert city.row("issue", issue, "2021-05-09")["existence"] == "not_yet"
    assert city.path(issue) == [("raise", city.case, city.coordination)]


def test_each_move_leads_from_the_owner_to_the_next_one(city: Kisarazu) -> None:
    issue = city.raised()
    city.say(IssueScreened, "at 2021-05-20", issue, category="移動", finding="地域全体の課題")
    city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.work, question="実態は", due="2021-09-30")
    city.say(
        IssueReturned, "at 2021-09-15", issue, from_id=city.work, to_id=city.coordination, outcome="調査済み"
    )
    city.say(IssueEscalated, "at 2021-10-01", issue, to_id=city.assembly)
    assert city.path(issue) == [
        ("raise", None, city.coordination),
        ("screen", city.coordination, None),
        ("refer", city.coordination, city.work),
        ("return", city.work, city.coordination),
        ("escalate", city.coordination, city.assembly),
    ]
    days = {"2021-05-10": "open", "2021-06-01": "referred", "2021-09-15": "open", "2021-10-01": "escalated"}
    assert {day: city.row("issue", issue, day)["state"] for day in days} == days
    assert city.owner(issue, "2021-07-01") == city.work
    asked = city.rows("referral", act="refer")[0]
    assert (asked["question"], str(asked["due"]), asked["number"]) == ("実態は", "2021-09-30", 3)
    assert plucked(city.rows("referral"), "outcome") == ["", "地域全体の課題", "", "調査済み", ""]


def test_every_act_leaves_the_state_that_it_stands_for(city: Kisarazu) -> None:
    issue = city.raised()
    acts: list[tuple[Any, dict[str, Any], str]] = [
        (IssueDeferred, {"reason": "予算待ち", "due": "2022-04-01"}, "deferred"),
        (IssueProgressReported, {"progress": "予算要求中"}, "deferred"),
        (IssueResolved, {"outcome": "要綱の改正"}, "resolved"),
        (IssueReopened, {"reason": "再発"}, "open"),
        (IssueClosed, {"outcome": "事業化"}, "closed"),
    ]
    for month, (act, fields, state) in enumerate(acts, 6):
        city.say(act, f"at 2021-{month:02}-01", issue, **fields)
        assert city.row("issue", issue, f"2021-{month:02}-01")["state"] == state
    steps = plucked(city.rows("referral"), "act", "outcome")[1:]
    assert steps == [
        ("defer", "予算待ち"),
        ("report", "予算要求中"),
        ("resolve", "要綱の改正"),
        ("reopen", "再発"),
        ("close", "事業化"),
    ]


def test_texts_of_steps_leave_the_issues_own_text_alone(city: Kisarazu) -> None:
    issue = city.raised(text="担い手が足りない")
    city.say(IssueProgressReported, "at 2021-06-01", issue, progress="調査中")
    city.say(IssueFeedbackGiven, "at 2021-06-02", issue, recipient="個別支援会議", feedback="検討中です")
    assert city.row("issue", issue)["text"] == "担い手が足りない"
    assert plucked(city.rows("feedback"), "recipient", "text", "number") == [
        ("個別支援会議", "検討中です", 1)
    ]


def test_a_move_by_somebody_who_does_not_have_the_issue_is_refused(city: Kisarazu) -> None:
    issue = city.raised()
    with refused(NotTheOwner):
        city.say(IssueReferred, "at 2021-06-01", issue, from_id=city.children, to_id=city.work)
    assert city.owner(issue) == city.coordination


def test_a_move_to_the_owner_itself_is_refused(city: Kisarazu) -> None:
    issue = city.raised()
    with refused(SameOwner):
        city.say(IssueEscalated, "at 2021-06-01", issue, to_id=city.coordination)


def test_a_late_move_in_between_fills_the_path_and_is_not_known_before(city: Kisarazu) -> None:
    issue = city.raised()
    city.say(IssueEscalated, "at 2021-10-01", issue, to_id=city.assembly)
    before = city.position()
    city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.work)
    assert city.path(issue)[1:] == [
        ("refer", city.coordination, city.work),
        ("escalate", city.work, city.assembly),
    ]
    assert city.path(issue, known=before)[1:] == [("escalate", city.coordination, city.assembly)]
    assert city.owner(issue, "2021-07-01") == city.work
    assert city.owner(issue, "2021-07-01", known=before) == city.coordination
    assert city.owner(issue) == city.assembly


def test_a_late_move_that_takes_the_issue_from_under_a_stated_sender_is_refused(city: Kisarazu) -> None:
    issue = city.raised()
    city.say(IssueEscalated, "at 2021-10-01", issue, from_id=city.coordination, to_id=city.assembly)
    with refused(NotTheOwner):
        city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.work)


def test_annulling_a_move_gives_the_issue_back_unless_a_later_sender_had_it_from_there(
    city: Kisarazu,
) -> None:
    issue = city.raised()
    city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.work)
    city.say(IssueReturned, "at 2021-07-01", issue, from_id=city.work, to_id=city.children)
    with refused(NotTheOwner):
        city.annul(issue, 2)
    before = city.position()
    city.annul(issue, 3)
    city.annul(issue, 2)
    assert city.owner(issue) == city.coordination
    assert city.owner(issue, known=before) == city.children


def test_a_corrected_receiver_has_the_issue_from_the_same_day(city: Kisarazu) -> None:
    issue = city.raised()
    city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.work)
    before = city.position()
    city.correct(issue, 2, "to_id", city.children)
    assert (city.owner(issue), city.owner(issue, known=before)) == (city.children, city.work)
    with refused(SameOwner):
        city.correct(issue, 2, "to_id", city.coordination)


def test_an_escalation_may_be_a_proposal_but_nothing_else(city: Kisarazu) -> None:
    issue = city.raised(owner_id=city.work)
    city.say(IssueEscalated, "at 2021-06-01", issue, to_id=city.coordination, act="propose")
    assert city.path(issue)[1][0] == "propose"
    with refused(errors.BadInput):
        city.correct(issue, 2, "act", "close")


def test_nothing_is_done_with_a_closed_issue_until_it_is_reopened(city: Kisarazu) -> None:
    issue = city.raised()
    city.say(IssueClosed, "at 2021-06-01", issue, reason="対象外")
    steps: list[tuple[Any, dict[str, Any]]] = [
        (IssueEscalated, {"to_id": city.assembly}),
        (IssueReferred, {"to_id": city.work}),
        (IssueScreened, {}),
        (IssueDeferred, {}),
        (IssueProgressReported, {"progress": "済"}),
        (IssueClosed, {"reason": "再度"}),
    ]
    for step, fields in steps:
        with refused(IssueIsClosed):
            city.say(step, "at 2021-07-01", issue, **fields)
    city.say(IssueFeedbackGiven, "at 2021-07-01", issue, recipient="提起者", feedback="終結しました")
    city.say(IssueReopened, "at 2021-08-01", issue)
    city.say(IssueEscalated, "at 2021-09-01", issue, to_id=city.assembly)
    assert city.row("issue", issue)["state"] == "escalated"


def test_a_move_recorded_late_but_made_before_the_closing_is_accepted(city: Kisarazu) -> None:
    issue = city.raised()
    city.say(IssueClosed, "at 2021-09-01", issue, reason="対象外")
    city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.work)
    assert (city.row("issue", issue)["state"], city.owner(issue)) == ("closed", city.work)


def test_a_closing_moved_before_a_later_step_by_correction_is_refused(city: Kisarazu) -> None:
    issue = city.raised()
    city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.work)
    city.say(IssueClosed, "at 2021-09-01", issue, reason="対象外")
    with refused(IssueIsClosed):
        city.correct(issue, 3, "effective", {"kind": "at", "value": "2021-05-15"})
    city.correct(issue, 3, "effective", {"kind": "at", "value": "2021-08-15"})
    assert city.row("issue", issue, "2021-08-20")["state"] == "closed"


def test_only_what_is_closed_or_resolved_is_reopened(city: Kisarazu) -> None:
    issue = city.raised()
    with refused(NothingToReopen):
        city.say(IssueReopened, "at 2021-06-01", issue)
    city.say(IssueResolved, "at 2021-06-01", issue, outcome="解決")
    city.say(IssueReopened, "at 2021-07-01", issue)
    with refused(NothingToReopen):
        city.annul(issue, 2)


def test_closing_needs_an_outcome_or_a_reason(city: Kisarazu) -> None:
    issue = city.raised()
    with refused(ClosingNeedsOutcome):
        city.say(IssueClosed, "at 2021-06-01", issue)
    city.say(IssueClosed, "at 2021-06-01", issue, outcome="事業化")
    with refused(ClosingNeedsOutcome):
        city.correct(issue, 2, "outcome", "")


def test_closing_waits_for_the_feedback_to_whoever_raised_it(city: Kisarazu) -> None:
    issue = city.raised(raised_by_id=city.case)
    with refused(ClosingNeedsFeedback):
        city.say(IssueClosed, "at 2021-06-01", issue, outcome="事業化")
    city.say(IssueFeedbackGiven, "at 2021-05-30", issue, recipient="個別支援会議", feedback="事業化します")
    assert city.row("issue", issue, "2021-05-29")["feedback_due"] is True
    assert city.row("issue", issue, "2021-05-30")["feedback_due"] is False
    city.say(IssueClosed, "at 2021-06-01", issue, outcome="事業化")
    with refused(ClosingNeedsFeedback):
        city.annul(issue, 2)


def test_where_nobody_is_named_as_raising_it_no_feedback_is_due_until_that_is_corrected(
    city: Kisarazu,
) -> None:
    issue = city.raised()
    assert city.row("issue", issue)["feedback_due"] is False
    city.say(IssueClosed, "at 2021-06-01", issue, outcome="事業化")
    with refused(ClosingNeedsFeedback):
        city.correct(issue, 1, "raised_by_id", city.case)


def test_no_text_of_an_issue_names_a_case(city: Kisarazu) -> None:
    with refused(CaseIdentifier):
        city.raised(text="受給者証番号は0123456789です")
    issue = city.raised()
    steps: list[tuple[Any, dict[str, Any]]] = [
        (IssueReferred, {"to_id": city.work, "question": "個人番号123456789012の件"}),
        (IssueProgressReported, {"progress": "生年月日：昭和60年3月4日"}),
        (IssueFeedbackGiven, {"recipient": "0123456789", "feedback": "済"}),
    ]
    for step, fields in steps:
        with refused(CaseIdentifier):
            city.say(step, "at 2021-06-01", issue, **fields)
    with refused(CaseIdentifier):
        city.correct(issue, 1, "title", "昭和60年3月4日生まれの方")
    assert city.row("issue", issue)["title"] == "移動支援の担い手"


def test_not_even_a_remark_on_an_issue_names_a_case(city: Kisarazu) -> None:
    issue = city.raised()
    with refused(CaseIdentifier):
        city.tenant.say(EventAnnotated, issue, actor=city.actor, target=1, note="0123456789の方")


def test_an_import_keeps_a_broken_order_as_a_flag_but_never_a_case_identifier(city: Kisarazu) -> None:
    issue = city.raised()
    city.import_old(IssueClosed, "at 2021-06-01", issue)
    assert city.flags(issue) == {"closing_needs_outcome"}
    with refused(CaseIdentifier):
        city.import_old(IssueReopened, "at 2021-07-01", issue, reason="0123456789")


def test_nothing_precedes_the_raising_even_where_that_was_only_attested(city: Kisarazu) -> None:
    issue = city.raised("as_of 2021-05-10")
    with refused(errors.OutsideLife):
        city.say(IssueReferred, "at 2021-04-30", issue, to_id=city.work)
