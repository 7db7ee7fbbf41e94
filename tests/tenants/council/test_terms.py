"""Terms: one after another, as planned unless extended or ended otherwise."""

from collections.abc import Iterator

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.bodies import BodyCreated
from kyogikai_tenants.council.terms import (
    PlannedEndMovesOn,
    TermEnded,
    TermExtended,
    TermsOverlap,
    TermStarted,
)
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.errors import NotFound, OutsideLife
from tests.tenants.council.roster import Roster
from tests.tenants.council.scene import plucked, refused


@pytest.fixture
def roster(tenant: Tenant, secretary: Actor) -> Iterator[Roster]:
    """A general assembly; after each scenario its read models are what the log says."""
    yield Roster(tenant, secretary)
    assert tenant.rebuild(check=True) == []


def test_a_term_is_what_its_source_says_of_it(roster: Roster) -> None:
    term = roster.term(
        "from FY2021", "at FY2023", length_years=3, as_written="任期3年 (令和3年度～令和5年度)"
    )
    row = roster.row("term", term)
    assert (row["length_years"], row["number"], row["body_id"]) == (3, None, roster.assembly)
    assert (row["started"]["value"], row["planned_end"]["latest"]) == ("FY2021", "2024-03-31")


def test_a_term_that_starts_before_its_body_was_first_seen_is_kept_and_flagged(roster: Roster) -> None:
    seen = roster.say(
        BodyCreated, "as_of 2021-05", council_id=roster.council_id, name="運営会議", kind="other"
    )
    term = roster.term("from FY2021", body_id=seen)
    assert roster.flags(term) == {"before_first_sighting"}


def test_a_term_is_of_a_body_that_is_there(roster: Roster) -> None:
    with refused(OutsideLife):
        roster.term("from 2009-04-01")
    with refused(NotFound):
        roster.term("from 2011-04-01", body_id=roster.council_id)


def test_terms_follow_each_other(roster: Roster) -> None:
    first = roster.term("from FY2018", "at FY2020")
    second = roster.term("from FY2021", "at FY2023")
    assert plucked(roster.rows("term"), "id") == [first, second]


def test_terms_of_one_body_do_not_overlap(roster: Roster) -> None:
    roster.term("from FY2018", "at FY2020")
    with refused(TermsOverlap):
        roster.term("from 2021-03-31", "at FY2023")
    with refused(TermsOverlap):
        roster.term("from FY2015")


def test_terms_of_two_bodies_may_overlap(roster: Roster) -> None:
    other = roster.body(roster.council_id, "こども部会")
    roster.term("from FY2018", "at FY2020")
    roster.term("from FY2019", "at FY2021", body_id=other)
    assert len(roster.rows("term")) == 2


def test_old_history_with_overlapping_terms_is_flagged(roster: Roster) -> None:
    roster.term("from FY2018", "at FY2020")
    term = roster.import_old(TermStarted, "from FY2020", body_id=roster.assembly)
    assert roster.flags(term) == {"terms_overlap"}


def test_an_extension_moves_the_end_and_keeps_what_was_planned_before(roster: Roster) -> None:
    term = roster.term("from FY2018", "at FY2020")
    roster.say(
        TermExtended, "at 2021-02-01", term, planned_end=Effective.parse("at 2021-09-30"), reason="感染症"
    )
    assert roster.row("term", term)["planned_end"]["value"] == "2021-09-30"
    assert roster.row("term", term, day="2021-01-31")["planned_end"]["value"] == "FY2020"


def test_an_extension_does_not_reach_into_the_next_term(roster: Roster) -> None:
    term = roster.term("from FY2018", "at FY2020")
    roster.term("from FY2021")
    with refused(TermsOverlap):
        roster.say(TermExtended, "at 2021-02-01", term, planned_end=Effective.parse("at 2021-09-30"))


def test_an_extension_makes_a_term_longer(roster: Roster) -> None:
    term = roster.term("from FY2018", "at FY2020")
    with refused(PlannedEndMovesOn):
        roster.say(TermExtended, "at 2019-02-01", term, planned_end=Effective.parse("at FY2019"))
    with refused(PlannedEndMovesOn):
        roster.term("from FY2021", "at FY2018")


def test_a_term_that_ended_early_leaves_room_for_the_next(roster: Roster) -> None:
    term = roster.term("from FY2018", "at FY2020")
    roster.say(TermEnded, "at 2020-03-31", term)
    roster.term("from FY2020")
    assert roster.row("term", term, day="2020-03-31")["existence"] == "live"
    assert roster.row("term", term, day="2020-04-01")["existence"] == "ended"


def test_taking_back_an_early_end_that_made_room_is_refused(roster: Roster) -> None:
    term = roster.term("from FY2018", "at FY2020")
    roster.say(TermEnded, "at 2020-03-31", term)
    following = roster.term("from FY2020")
    with refused(TermsOverlap):
        roster.annul(term, 2)
    roster.annul(following, 1)
    roster.annul(term, 2)
    assert roster.row("term", term)["existence"] == "live"


def test_a_corrected_end_was_not_known_before(roster: Roster) -> None:
    term = roster.term("from FY2018", "at FY2019")
    before = roster.position()
    roster.correct(term, 1, "planned_end", {"kind": "at", "value": "FY2020"})
    assert roster.row("term", term)["planned_end"]["value"] == "FY2020"
    assert roster.row("term", term, known=before)["planned_end"]["value"] == "FY2019"
