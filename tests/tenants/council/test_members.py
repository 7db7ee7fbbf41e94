"""Members: who sits where, for how long, and in which office."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.enactments import RuleAmended, RuleEnacted
from kyogikai_tenants.council.member_rules import (
    AfterTheTerm,
    ReplaceMember,
    SeatTaken,
    ServesTheRest,
    TooManyMembers,
)
from kyogikai_tenants.council.members import (
    MemberAppointed,
    MemberReplaced,
    MemberResigned,
    MemberUnnamed,
    OfficerElected,
    OfficerVacated,
    OrganizationEnrolled,
    OrganizationsListed,
    OrganizationWithdrawn,
    SubstituteNeedsATerm,
)
from kyogikai_tenants.council.parties import ExternalPartyNoted
from kyogikai_tenants.council.terms import TermEnded
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.errors import NeedsADay, NotFound, OutsideLife
from tests.tenants.council.roster import Roster
from tests.tenants.council.scene import plucked, refused


@pytest.fixture
def roster(tenant: Tenant, secretary: Actor) -> Iterator[Roster]:
    """A general assembly; after each scenario its read models are what the log says."""
    yield Roster(tenant, secretary)
    assert tenant.rebuild(check=True) == []


# Who there is


def test_organizations_persons_and_other_parties_have_names(roster: Roster) -> None:
    roster.organization("しいの実社")
    roster.person("目黒 太郎")
    roster.say(ExternalPartyNoted, "undated", name="市長", kind="mayor")
    assert plucked(roster.rows("organization"), "name") == ["しいの実社"]
    assert plucked(roster.rows("person", day="1950-01-01"), "name") == ["目黒 太郎"]
    assert plucked(roster.rows("external_party"), "name", "kind") == [("市長", "mayor")]


# Lists


def test_a_list_makes_a_membership_of_every_organization_it_names(roster: Roster) -> None:
    one, other = roster.organization("しいの実社"), roster.organization("かみよん工房")
    roster.say(
        OrganizationsListed, "undated", roster.assembly, organization_ids=(one, other), others_as_written="他"
    )
    rows = roster.rows("membership", body_id=roster.assembly)
    assert plucked(rows, "organization_id") == [one, other]
    assert plucked(rows, "body_id", "stream_id") == [(roster.assembly, roster.assembly)] * 2
    assert roster.row("body", roster.assembly)["roster_exhaustive"] is False


def test_without_a_list_nobody_says_whether_the_roster_is_complete(roster: Roster) -> None:
    assert roster.row("body", roster.assembly)["roster_exhaustive"] is None
    roster.say(OrganizationsListed, "as_of 2021-05", roster.assembly, organization_ids=(), exhaustive=True)
    assert roster.row("body", roster.assembly)["roster_exhaustive"] is True


def test_a_later_list_replaces_the_earlier_one_under_the_same_heading(roster: Roster) -> None:
    one, other, third = (roster.organization(name) for name in ("甲社", "乙社", "丙社"))
    roster.say(OrganizationsListed, "as_of 2015-04", roster.assembly, organization_ids=(one, other))
    roster.say(OrganizationsListed, "as_of 2020-04", roster.assembly, organization_ids=(other,))
    roster.say(
        OrganizationsListed, "as_of 2020-04", roster.assembly, organization_ids=(third,), category="行政"
    )
    assert plucked(roster.rows("membership", day="2018-01-01"), "organization_id") == [one, other]
    assert plucked(roster.rows("membership"), "organization_id") == [other, third]
    was, now = roster.rows("membership", day="2018-01-01")[1], roster.rows("membership")[0]
    assert was["id"] == now["id"]
    assert (was["ended"]["value"], now["ended"]) == ("2020-04", None)


def test_an_annulled_list_leaves_the_earlier_one(roster: Roster) -> None:
    one, other = roster.organization("甲社"), roster.organization("乙社")
    roster.say(OrganizationsListed, "as_of 2015-04", roster.assembly, organization_ids=(one,))
    roster.say(OrganizationsListed, "as_of 2020-04", roster.assembly, organization_ids=(other,))
    before = roster.position()
    roster.annul(roster.assembly, 3)
    assert plucked(roster.rows("membership"), "organization_id") == [one]
    assert plucked(roster.rows("membership", known=before), "organization_id") == [other]


def test_a_list_leaves_the_name_of_its_body_free_to_judge(roster: Roster) -> None:
    one = roster.organization("甲社")
    roster.say(OrganizationsListed, "undated", roster.assembly, organization_ids=(one,))
    roster.correct(roster.assembly, 1, "name", "全体会")
    assert roster.row("body", roster.assembly)["name"] == "全体会"


# Appointments


def test_an_organization_is_a_member_until_it_withdraws(roster: Roster) -> None:
    organization = roster.organization("ハローワーク")
    membership = roster.say(
        OrganizationEnrolled, "from FY2012", body_id=roster.assembly, organization_id=organization
    )
    roster.say(OrganizationWithdrawn, "at FY2014", membership)
    assert roster.row("membership", membership, day="2015-03-31")["existence"] == "live"
    assert roster.row("membership", membership, day="2015-04-01")["existence"] == "ended"


def test_a_membership_says_who_it_is(roster: Roster) -> None:
    person, organization = roster.person(), roster.organization("社会福祉協議会")
    membership = roster.member(
        "from 2012-04-01", person_id=person, organization_id=organization, category="福祉", ex_officio=True
    )
    row = roster.row("membership", membership)
    assert (row["person_id"], row["organization_id"], row["category"]) == (person, organization, "福祉")
    assert (row["ex_officio"], row["substitute"], row["vacant"]) == (True, False, False)


def test_a_membership_of_nobody_is_a_vacant_seat_or_refused(roster: Roster) -> None:
    with refused(MemberUnnamed):
        roster.member("from 2012-04-01", job_title="")
    vacant = roster.member("from 2012-04-01", job_title="", vacant=True)
    assert roster.row("membership", vacant)["vacant"] is True


def test_an_appointment_names_a_person_on_record(roster: Roster) -> None:
    with refused(NotFound):
        roster.member("from 2012-04-01", person_id=roster.organization("甲社"))


def test_an_appointment_lies_in_the_term_that_it_names(roster: Roster) -> None:
    term = roster.term("from FY2021", "at FY2023")
    roster.member("from 2021-04-01", term_id=term)
    with refused(OutsideLife):
        roster.member("from 2021-03-31", term_id=term)
    with refused(AfterTheTerm):
        roster.member("from 2024-04-01", term_id=term)


def test_a_term_does_not_move_away_from_its_members(roster: Roster) -> None:
    term = roster.term("from FY2021", "at FY2023")
    roster.member("from 2023-06-01", term_id=term)
    with refused(AfterTheTerm):
        roster.correct(term, 1, "planned_end", {"kind": "at", "value": "FY2022"})
    with refused(OutsideLife):
        roster.say(TermEnded, "at 2023-05-31", term)
    roster.say(TermEnded, "at 2023-06-30", term)


def test_a_resignation_ends_the_membership_on_its_day(roster: Roster) -> None:
    membership = roster.member("from 2012-04-01")
    roster.say(MemberResigned, "at 2013-09-30", membership, reason="異動")
    before = roster.position()
    assert roster.row("membership", membership, day="2013-10-01")["existence"] == "ended"
    roster.annul(membership, 2)
    assert roster.row("membership", membership, day="2013-10-01")["existence"] == "live"
    assert roster.row("membership", membership, day="2013-10-01", known=before)["existence"] == "ended"


def test_a_resignation_needs_a_day(roster: Roster) -> None:
    membership = roster.member("from 2012-04-01")
    with refused(NeedsADay):
        roster.say(MemberResigned, "undated", membership)


# Seats


def test_a_seat_has_one_holder_at_a_time(roster: Roster) -> None:
    seat = roster.seat()
    first = roster.member("from 2012-04-01", seat_id=seat)
    with refused(SeatTaken):
        roster.member("from 2013-10-01", seat_id=seat)
    roster.say(MemberResigned, "at 2013-09-30", first)
    second = roster.member("from 2013-10-01", seat_id=seat)
    assert plucked(roster.rows("membership", seat_id=seat, existence="live"), "id") == [second]
    with refused(SeatTaken):
        roster.annul(first, 2)


def test_a_seat_recorded_as_vacant_can_be_filled(roster: Roster) -> None:
    seat = roster.seat()
    roster.member("from 2012-04-01", seat_id=seat, job_title="", vacant=True)
    filled = roster.member("from 2012-06-01", seat_id=seat)
    assert plucked(roster.rows("membership", seat_id=seat, vacant=False), "id") == [filled]


def test_a_seat_is_free_again_when_the_term_is_over(roster: Roster) -> None:
    seat, first = roster.seat(), roster.term("from FY2018", "at FY2020")
    second = roster.term("from FY2021", "at FY2023")
    roster.member("from 2018-04-01", seat_id=seat, term_id=first)
    roster.member("from 2021-04-01", seat_id=seat, term_id=second)
    with refused(SeatTaken):
        roster.member("from 2022-04-01", seat_id=seat, term_id=second)


def test_old_history_with_two_on_a_seat_is_flagged(roster: Roster) -> None:
    seat = roster.seat()
    roster.member("from 2012-04-01", seat_id=seat)
    double = roster.import_old(
        MemberAppointed, "from 2012-04-01", body_id=roster.assembly, seat_id=seat, job_title="校長"
    )
    assert roster.flags(double) == {"seat_taken"}


# Substitutes


def test_a_replacement_ends_one_and_appoints_the_other_for_the_rest_of_the_term(roster: Roster) -> None:
    seat, term = roster.seat(), roster.term("from FY2021", "at FY2023")
    first = roster.member("from 2021-04-01", seat_id=seat, term_id=term, category="教育")
    second = roster.do(
        ReplaceMember(first, Effective.parse("at 2022-03-31"), {"job_title": "校長"}, "人事異動")
    )
    was, now = roster.row("membership", first), roster.row("membership", second)
    assert (was["existence"], was["successor_id"], was["ended"]["value"]) == ("ended", second, "2022-03-31")
    assert (now["seat_id"], now["term_id"], now["category"], now["substitute"]) == (seat, term, "教育", True)
    assert (now["started"]["value"], now["started"]["basis"]) == ("2022-04-01", "DERIVED")
    assert roster.row("membership", first, day="2022-03-31")["existence"] == "live"


def test_a_replacement_sent_twice_happens_once(roster: Roster) -> None:
    first = roster.member("from 2021-04-01", term_id=roster.term("from FY2021"))
    command = ReplaceMember(first, Effective.parse("from 2022-04-01"), {"job_title": "校長"})
    once = roster.tenant.execute(command, actor=roster.actor, key="replace-the-first-member")
    again = roster.tenant.execute(command, actor=roster.actor, key="replace-the-first-member")
    assert again == once
    assert again.repeated


def test_a_substitute_serves_the_rest_of_a_term(roster: Roster) -> None:
    with refused(SubstituteNeedsATerm):
        roster.member("from 2021-04-01", substitute=True)


def test_a_successor_is_a_substitute_in_the_same_term_who_comes_after(roster: Roster) -> None:
    term = roster.term("from FY2021", "at FY2023")
    first = roster.member("from 2021-04-01", term_id=term)
    colleague = roster.member("from 2021-04-01", term_id=term)
    early = roster.member("from 2022-03-31", term_id=term, substitute=True)
    for wrong in (colleague, early):
        with refused(ServesTheRest):
            roster.say(MemberReplaced, "at 2022-03-31", first, successor_id=wrong)
    heir = roster.member("from 2022-04-01", term_id=term, substitute=True)
    roster.say(MemberReplaced, "at 2022-03-31", first, successor_id=heir)
    with refused(ServesTheRest):
        roster.correct(heir, 1, "substitute", new=False)


# Officers


def test_an_officer_is_a_member_at_that_date(roster: Roster) -> None:
    membership = roster.member("from 2012-04-01")
    with refused(OutsideLife):
        roster.say(OfficerElected, "at 2012-03-31", membership, office="会長")
    roster.say(OfficerElected, "at 2012-05-10", membership, office="会長", method="互選")
    assert roster.row("membership", membership, day="2012-05-09")["office"] == ""
    assert roster.row("membership", membership, day="2012-05-10")["office"] == "会長"
    with refused(OutsideLife):
        roster.correct(membership, 1, "effective", {"kind": "from", "value": "2012-06-01"})
    with refused(OutsideLife):
        roster.say(MemberResigned, "at 2012-05-09", membership)


def test_an_office_is_vacated_without_leaving_the_body(roster: Roster) -> None:
    membership = roster.member("from 2012-04-01")
    roster.say(OfficerElected, "at 2012-05-10", membership, office="副会長")
    roster.say(OfficerVacated, "from 2013-04-01", membership)
    row = roster.row("membership", membership)
    assert (row["office"], row["existence"]) == ("", "live")
    roster.annul(membership, 3)
    assert roster.row("membership", membership)["office"] == "副会長"


# How many


def enact(roster: Roster, **sets: Any) -> UUID:
    return roster.say(RuleEnacted, "from 2010-04-01", title="設置要綱", council_id=roster.council_id, **sets)


def test_a_body_has_no_more_members_than_its_rule_allows(roster: Roster) -> None:
    enact(roster, scope_id=roster.assembly, max_members=2)
    first = roster.member("from 2012-04-01")
    roster.member("from 2012-04-01")
    with refused(TooManyMembers):
        roster.member("from 2013-04-01")
    roster.member("from 2013-04-01", job_title="", vacant=True)
    roster.say(MemberResigned, "at FY2012", first)
    roster.member("from 2013-04-01")
    with refused(TooManyMembers):
        roster.annul(first, 2)


def test_a_rule_of_the_council_limits_its_general_assembly_only(roster: Roster) -> None:
    rule = enact(roster, max_members=1)
    roster.member("from 2012-04-01")
    with refused(TooManyMembers):
        roster.member("from 2012-04-01")
    section = roster.body(roster.council_id, "こども部会")
    roster.member("from 2012-04-01", body_id=section)
    roster.member("from 2012-04-01", body_id=section)
    roster.say(RuleAmended, "from FY2014", rule, max_members=2)
    with refused(TooManyMembers):
        roster.member("from 2014-03-31")
    roster.member("from 2014-04-01")


def test_a_maximum_is_not_lowered_below_the_members_there_are(roster: Roster) -> None:
    roster.member("from 2012-04-01")
    roster.member("from 2012-04-01")
    with refused(TooManyMembers):
        enact(roster, max_members=1)


def test_a_maximum_below_nobody_is_counted_from_nobody(roster: Roster) -> None:
    """However far below: counting up from there once took all memory."""
    roster.member("from 2012-04-01")
    with refused(TooManyMembers):
        enact(roster, max_members=-(2**31))


def test_members_of_a_term_that_is_over_do_not_count(roster: Roster) -> None:
    enact(roster, max_members=1)
    first, second = roster.term("from FY2018", "at FY2020"), roster.term("from FY2021", "at FY2023")
    roster.member("from 2018-04-01", term_id=first)
    roster.member("from 2021-04-01", term_id=second)


def test_too_many_in_old_history_are_flagged_one_by_one_and_may_become_fewer(roster: Roster) -> None:
    enact(roster, max_members=1)
    roster.member("from 2012-04-01")
    own: dict[str, Any] = {"body_id": roster.assembly, "job_title": "園長"}
    second, third = (roster.import_old(MemberAppointed, "from 2012-04-01", **own) for _ in range(2))
    assert roster.flags(second) == roster.flags(third) == {"too_many_members"}
    roster.say(MemberResigned, "at FY2012", second)
    roster.annul(third, 1)
