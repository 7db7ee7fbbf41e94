"""Routes and owners: along which way an issue moves, who may be given it, who may not end with it."""

from collections.abc import Iterator

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants import errors
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.bodies import BodyDissolved, BodyMoved, BodySplit, BodySucceeded
from kyogikai_tenants.council.issue_rules import (
    DissolveWithOpenIssues,
    GroupNeedsABody,
    NotTheOwner,
    OffRoute,
)
from kyogikai_tenants.council.issue_steps import (
    IssueClosed,
    IssueReopened,
    IssueResolved,
)
from kyogikai_tenants.council.issues import IssueEscalated, IssueReferred, IssueReturned
from kyogikai_tenants.council.lineage import MergeBodies
from kyogikai_tenants.effective import Effective
from tests.tenants.council.kisarazu import Kisarazu
from tests.tenants.council.scene import plucked, refused


@pytest.fixture
def city(tenant: Tenant, secretary: Actor) -> Iterator[Kisarazu]:
    """The scene; afterwards a rebuild finds what is there, and the chain holds."""
    scene = Kisarazu(tenant, secretary)
    yield scene
    assert tenant.rebuild(check=True) == []
    tenant.verify()


def test_a_group_is_not_given_an_issue_but_one_of_its_bodies_is(city: Kisarazu) -> None:
    with refused(GroupNeedsABody):
        city.raised(owner_id=city.sections)
    issue = city.raised()
    with refused(GroupNeedsABody):
        city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.sections)
    city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.children)


def test_an_issue_is_only_given_to_a_body_that_lives_by_then(city: Kisarazu) -> None:
    late = city.body(city.assembly, "居住支援部会", "from 2022-04-01")
    issue = city.raised()
    with refused(errors.OutsideLife):
        city.say(IssueReferred, "at 2021-06-01", issue, to_id=late)
    city.say(IssueReferred, "at 2022-06-01", issue, to_id=late)
    with refused(errors.OutsideLife):
        city.correct(late, 1, "effective", {"kind": "from", "value": "2022-07-01"})


def test_a_body_seen_only_later_may_have_had_an_issue_before_which_is_flagged(city: Kisarazu) -> None:
    seen = city.body(city.assembly, "居住支援部会", "as_of 2022-04-01")
    issue = city.raised()
    city.say(IssueReferred, "at 2021-06-01", issue, to_id=seen)
    assert city.flags(issue) == {"before_first_sighting"}


def test_without_routes_every_move_is_allowed_with_routes_only_theirs(city: Kisarazu) -> None:
    issue = city.raised(owner_id=city.work)
    city.say(IssueEscalated, "at 2021-05-20", issue, to_id=city.coordination)
    city.route((city.coordination, city.assembly, "escalate"), when="from 2021-06-01")
    with refused(OffRoute):
        city.say(IssueReferred, "at 2021-06-10", issue, to_id=city.work)
    city.say(IssueEscalated, "at 2021-06-10", issue, to_id=city.assembly)


def test_a_stated_exception_leads_past_the_routes(city: Kisarazu) -> None:
    city.route((city.coordination, city.assembly, "escalate"))
    issue = city.raised()
    city.say(IssueReferred, "at 2021-06-10", issue, to_id=city.work, exception="緊急のため")
    assert plucked(city.rows("referral"), "exception") == ["", "緊急のため"]
    with refused(OffRoute):
        city.correct(issue, 2, "exception", "")


def test_a_group_at_the_end_of_a_route_stands_for_each_of_its_bodies(city: Kisarazu) -> None:
    city.route((city.coordination, city.sections, "refer"), (city.sections, city.coordination, "propose"))
    issue = city.raised(owner_id=city.children)
    city.say(IssueEscalated, "at 2021-06-01", issue, to_id=city.coordination)
    city.say(IssueReferred, "at 2021-07-01", issue, to_id=city.work)
    with refused(OffRoute):
        city.say(IssueReferred, "at 2021-08-01", issue, to_id=city.case)


def test_an_escalation_takes_any_way_up_and_a_stated_act_only_its_own(city: Kisarazu) -> None:
    city.route((city.work, city.coordination, "propose"))
    first, second = city.raised(owner_id=city.work), city.raised(owner_id=city.work)
    city.say(IssueEscalated, "at 2021-06-01", first, to_id=city.coordination)
    with refused(OffRoute):
        city.say(IssueEscalated, "at 2021-06-01", second, to_id=city.coordination, act="recommend")
    with refused(OffRoute):
        city.say(IssueReferred, "at 2021-06-01", second, to_id=city.coordination)
    city.say(IssueEscalated, "at 2021-06-01", second, to_id=city.coordination, act="propose")


def test_an_issue_is_returned_along_a_route_that_leads_here_or_along_its_own(city: Kisarazu) -> None:
    city.route((city.coordination, city.work, "refer"), (city.work, city.children, "return"))
    issue = city.raised()
    city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.work)
    with refused(OffRoute):
        city.say(IssueReturned, "at 2021-07-01", issue, to_id=city.case)
    city.say(IssueReturned, "at 2021-07-01", issue, to_id=city.coordination)
    city.say(IssueReferred, "at 2021-08-01", issue, to_id=city.work)
    city.say(IssueReturned, "at 2021-09-01", issue, to_id=city.children)


def test_a_route_that_others_may_take_too_starts_anywhere(city: Kisarazu) -> None:
    city.route((city.sections, city.coordination, "propose"), others_may=True)
    issue = city.raised(owner_id=city.case)
    city.say(IssueEscalated, "at 2021-06-01", issue, to_id=city.coordination)
    with refused(OffRoute):
        city.say(IssueEscalated, "at 2021-06-02", issue, to_id=city.assembly)


def test_routes_add_up_and_say_their_conditions(city: Kisarazu) -> None:
    city.route((city.coordination, city.assembly, "escalate"), as_written="協議会へ上程する案件の最終調整")
    city.route((city.coordination, city.sections, "refer"), conditions=["即対応できない事項"])
    found = plucked(city.rows("issue_route"), "act", "to_id", "number", "conditions", "as_written")
    assert found == [
        ("escalate", city.assembly, 1, [], "協議会へ上程する案件の最終調整"),
        ("refer", city.sections, 1, ["即対応できない事項"], ""),
    ]


def test_a_route_that_an_issue_took_is_not_annulled_beside_others(city: Kisarazu) -> None:
    city.route((city.coordination, city.assembly, "escalate"))
    city.route((city.coordination, city.work, "refer"))
    issue = city.raised()
    city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.work)
    with refused(OffRoute):
        city.annul(city.assembly, 3)
    city.annul(city.assembly, 2)


def test_routes_recorded_late_judge_the_moves_of_their_time(city: Kisarazu) -> None:
    issue = city.raised()
    city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.work)
    with refused(OffRoute):
        city.route((city.coordination, city.assembly, "escalate"), when="from 2021-04-01")
    city.correct(issue, 2, "exception", "経路の定めが後から見つかった")
    city.route((city.coordination, city.assembly, "escalate"), when="from 2021-04-01")


def test_a_body_that_leaves_the_group_of_a_route_before_it_used_it_is_refused(city: Kisarazu) -> None:
    city.route((city.coordination, city.sections, "refer"))
    issue = city.raised()
    city.say(IssueReferred, "at 2021-06-01", issue, to_id=city.work)
    with refused(OffRoute):
        city.say(BodyMoved, "from 2021-05-01", city.work)
    city.say(BodyMoved, "from 2021-07-01", city.work)


def test_a_body_with_an_open_issue_is_not_dissolved(city: Kisarazu) -> None:
    issue = city.raised(owner_id=city.work)
    with refused(DissolveWithOpenIssues):
        city.say(BodyDissolved, "at 2022-03-31", city.work)
    city.say(IssueEscalated, "at 2022-03-01", issue, to_id=city.coordination)
    city.say(BodyDissolved, "at 2022-03-31", city.work)


def test_resolved_and_closed_issues_hold_no_body_back(city: Kisarazu) -> None:
    done, over = city.raised(owner_id=city.work), city.raised(owner_id=city.work)
    city.say(IssueResolved, "at 2021-06-01", done, outcome="解決")
    city.say(IssueClosed, "at 2021-06-01", over, reason="対象外")
    city.say(BodyDissolved, "at 2022-03-31", city.work)
    with refused(DissolveWithOpenIssues):
        city.say(IssueReopened, "at 2022-05-01", over)
    city.say(IssueReopened, "at 2022-05-01", over, to_id=city.coordination)
    assert city.owner(over) == city.coordination


def test_annulling_the_move_away_from_a_dissolved_body_is_refused(city: Kisarazu) -> None:
    issue = city.raised(owner_id=city.work)
    city.say(IssueEscalated, "at 2022-03-01", issue, to_id=city.coordination)
    city.say(BodyDissolved, "at 2022-03-31", city.work)
    with refused(DissolveWithOpenIssues):
        city.annul(issue, 2)


def test_a_dissolution_recorded_late_meets_the_issues_of_its_time(city: Kisarazu) -> None:
    issue = city.raised(owner_id=city.work)
    city.say(IssueEscalated, "at 2022-03-01", issue, to_id=city.coordination)
    with refused(DissolveWithOpenIssues):
        city.say(BodyDissolved, "at 2021-12-31", city.work)


def test_a_successor_goes_on_with_the_issues_and_may_move_them(city: Kisarazu) -> None:
    issue = city.raised(owner_id=city.work)
    city.route((city.children, city.coordination, "propose"), when="from 2022-04-01")
    city.say(BodySucceeded, "at 2022-03-31", city.work, successor_id=city.children)
    with refused(NotTheOwner):
        city.say(IssueEscalated, "at 2022-05-01", issue, from_id=city.case, to_id=city.coordination)
    city.say(IssueEscalated, "at 2022-05-01", issue, from_id=city.children, to_id=city.coordination)
    assert city.path(issue)[1] == ("escalate", city.children, city.coordination)
    with refused(NotTheOwner):
        city.annul(city.work, 2)


def test_a_merged_body_leaves_its_issues_to_what_it_merged_into_and_a_split_one_to_nobody(
    city: Kisarazu,
) -> None:
    city.raised(owner_id=city.work)
    city.raised(owner_id=city.case, title="住まい")
    when = Effective.parse("at 2022-03-31")
    city.do(MergeBodies((city.work, city.children), city.coordination, when))
    with refused(DissolveWithOpenIssues):
        city.say(BodySplit, "at 2022-03-31", city.case, into_ids=[city.coordination])


def test_an_import_keeps_a_dissolution_with_open_issues_as_a_flag(city: Kisarazu) -> None:
    city.raised(owner_id=city.work)
    city.import_old(BodyDissolved, "at 2022-03-31", city.work)
    assert city.flags(city.work) == {"dissolve_with_open_issues"}
