"""What the facts of one record add up to, on every day."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyogikai_tenants.commands import declared
from kyogikai_tenants.council.bodies import (
    Body,
    BodyCreated,
    BodyDissolved,
    BodyKindChanged,
    BodyMerged,
    BodyMoved,
    BodyRenamed,
    BodyState,
)
from kyogikai_tenants.council.norms import BodyCadenceSet, BodyPurposeDefined
from kyogikai_tenants.effective import BEGINNING, Effective
from kyogikai_tenants.events import Event, Fact
from kyogikai_tenants.record import Record
from kyogikai_tenants.states import Part, Version
from kyogikai_tenants.timeline import at, entity_versions, misplaced, part_versions, standing
from kyogikai_tenants.vocabulary import BodyKind, Existence

COUNCIL = uuid4()


def tell(record: Record, event: type[Event], effective: str, **fields: Any) -> None:
    record.say(declared(event, record, {"effective": Effective.parse(effective), **fields}))


def body(effective: str, name: str = "甲", **fields: Any) -> Body:
    record = Body(uuid4())
    given = {"council_id": COUNCIL, "kind": "subcommittee", "audience": "council"} | fields
    tell(record, BodyCreated, effective, name=name, **given)
    return record


def rename(record: Record, effective: str, name: str) -> None:
    tell(record, BodyRenamed, effective, name=name)


def dissolve(record: Record, effective: str) -> None:
    tell(record, BodyDissolved, effective)


def state(version: Version | None) -> BodyState:
    assert version is not None
    assert isinstance(version.state, BodyState)
    return version.state


def seen(record: Record, *days: str) -> list[str]:
    """Existence and name on those days."""
    found = [record.on(date.fromisoformat(day)) for day in days]
    return [f"{v.existence} {state(v).name}" if v else "-" for v in found]


def tiles(record: Record) -> list[Version]:
    return entity_versions(record.STATE, record.said)


def spans(record: Record, table: str, field: str) -> list[tuple[str, str, str]]:
    """The parts of a table: from, up to, and what they say."""
    found = [v for v in part_versions(record.said) if table == v.state.TABLE]
    return sorted((str(v.valid_from), str(v.valid_to or ""), str(getattr(v.state, field))) for v in found)


# The record as a whole


def test_a_late_renaming_does_not_become_todays_name() -> None:
    it = body("from FY2008")
    rename(it, "at 2015-04", "丙")
    rename(it, "at 2010", "乙")
    assert seen(it, "2009-12-31", "2010-01-01", "2015-03-31", "2015-04-01") == [
        *("live 甲", "live 乙", "live 乙", "live 丙"),
    ]


def test_before_a_stated_beginning_it_is_not_yet() -> None:
    for kind in ("from", "at"):
        assert seen(body(f"{kind} FY2008"), "2008-03-31", "2008-04-01") == ["not_yet 甲", "live 甲"]


def test_before_the_first_sighting_it_is_unknown_until_an_earlier_one_is_found() -> None:
    it = body("as_of 2012-06")
    assert seen(it, "2011-01-01", "2012-05-31", "2012-06-01") == ["unknown 甲", "unknown 甲", "live 甲"]
    rename(it, "as_of 2010", "乙")
    assert seen(it, "2009-12-31", "2011-01-01", "2012-06-01") == ["unknown 乙", "live 乙", "live 甲"]


def test_any_dated_fact_is_a_sighting() -> None:
    it = body("as_of 2012-06")
    tell(it, BodyPurposeDefined, "as_of 2009", texts=["学習"])
    assert seen(it, "2008-12-31", "2009-01-01") == ["unknown 甲", "live 甲"]


def test_what_is_undated_is_no_sighting() -> None:
    it = body("as_of 2012-06")
    tell(it, BodyPurposeDefined, "undated", texts=["学習"])
    assert seen(it, "2012-05-31", "2012-06-01") == ["unknown 甲", "live 甲"]


def test_what_was_opened_without_a_date_lives_on_every_day() -> None:
    assert seen(body("undated"), "0001-01-01", "9999-12-31") == ["live 甲", "live 甲"]


@pytest.mark.parametrize(
    ("effective", "last", "first"),
    [
        ("at FY2019", "2020-03-31", "2020-04-01"),
        ("at 2020-03", "2020-03-31", "2020-04-01"),
        ("at 2020-03-15", "2020-03-15", "2020-03-16"),
        ("at 2019-05-10/2019-07-01", "2019-07-01", "2019-07-02"),
        ("from FY2019", "2019-03-31", "2019-04-01"),
        ("as_of FY2019", "2019-03-31", "2019-04-01"),
        ("from 2020-03-15", "2020-03-14", "2020-03-15"),
    ],
)
def test_an_end_at_a_date_acts_through_its_last_day_any_other_from_its_first(
    effective: str, last: str, first: str
) -> None:
    it = body("from 2010")
    dissolve(it, effective)
    assert seen(it, last, first) == ["live 甲", "ended 甲"]


def test_a_coarse_change_acts_from_its_first_day() -> None:
    for effective, first in (("at 2015", "2015-01-01"), ("as_of FY2015", "2015-04-01")):
        it = body("from 2010")
        rename(it, effective, "乙")
        day = date.fromisoformat(first)
        assert seen(it, str(day - timedelta(1)), first) == ["live 甲", "live 乙"]


def test_outside_its_life_it_has_the_first_and_the_last_name() -> None:
    it = body("from 2010")
    rename(it, "at 2012", "乙")
    dissolve(it, "at 2014")
    assert seen(it, "0001-01-01", "9999-12-31") == ["not_yet 甲", "ended 乙"]


def test_on_the_same_day_what_was_recorded_later_holds() -> None:
    it = body("from 2010")
    rename(it, "at 2012", "乙")
    rename(it, "at 2012-01-01", "丙")
    assert seen(it, "2012-01-01") == ["live 丙"]


def test_an_empty_field_leaves_things_as_they_were_unless_it_clears() -> None:
    parent, group = uuid4(), uuid4()
    it = body("from 2010", parent_id=parent, group_id=group)
    rename(it, "at 2011", "乙")
    assert state(it.on(date(2011, 1, 1))).parent_id == parent
    tell(it, BodyMoved, "at 2012", group_id=group)
    moved = state(it.on(date(2012, 1, 1)))
    assert (moved.parent_id, moved.group_id, moved.name) == (None, group, "乙")


def test_the_dates_of_the_life_are_on_every_tile() -> None:
    it = body("from FY2008")
    rename(it, "at 2010", "乙")
    dissolve(it, "at 2014")
    for tile in tiles(it):
        said = state(tile)
        assert (str(said.started), said.attested, str(said.ended)) == ("from FY2008", None, "at 2014")


def test_what_was_only_attested_says_since_when_and_when_last() -> None:
    it = body("as_of 2012")
    rename(it, "as_of 2010", "乙")
    tell(it, BodyKindChanged, "at 2016", kind="working_group")
    now, before = state(it.on(date(2020, 1, 1))), state(it.on(date(2011, 1, 1)))
    assert (now.started, str(now.attested), str(now.last_attested)) == (None, "as_of 2010", "at 2016")
    assert str(before.last_attested) == "as_of 2010"
    assert state(it.on(date(2009, 1, 1))).last_attested is None


def test_a_tile_names_the_facts_that_it_rests_on() -> None:
    it = body("from 2008")
    rename(it, "at 2015", "丙")
    rename(it, "at 2010", "乙")
    found = {str(t.valid_from): t.facts for t in tiles(it)}
    assert found == {"0001-01-01": (1,), "2008-01-01": (1,), "2010-01-01": (1, 3), "2015-01-01": (1, 2)}


def test_a_second_end_and_what_lies_outside_the_life_have_no_place() -> None:
    it = body("from 2010")
    dissolve(it, "at 2014")
    dissolve(it, "at 2016")
    rename(it, "at 2009", "乙")
    rename(it, "at 2015", "丙")
    rename(it, "at 2014-12-31", "丁")
    assert [f.originator_version for f in misplaced(it.said)] == [3, 4, 5]


def test_an_opening_after_the_end_has_no_place() -> None:
    it = body("as_of 2012")
    dissolve(it, "at 2010")
    assert [f.originator_version for f in misplaced(it.said)] == [1]


def test_no_facts_are_no_life() -> None:
    assert entity_versions(BodyState, []) == []
    assert list(part_versions([])) == []
    assert at([], date(2020, 1, 1)) is None


# Parts


def test_a_part_stands_until_the_next_of_its_series_and_shows_how_an_ended_life_last_was() -> None:
    it = body("from 2010")
    tell(it, BodyPurposeDefined, "from 2012", texts=["学習", "調査"])
    tell(it, BodyPurposeDefined, "from 2014", texts=["研修"])
    dissolve(it, "at 2016")
    assert spans(it, "purpose", "text") == [
        ("2012-01-01", "2014-01-01", "学習"),
        ("2012-01-01", "2014-01-01", "調査"),
        ("2014-01-01", "", "研修"),
    ]


def test_a_part_recorded_late_takes_its_place_in_the_series() -> None:
    it = body("from 2010")
    tell(it, BodyPurposeDefined, "from 2014", texts=["研修"])
    tell(it, BodyPurposeDefined, "from 2012", texts=["学習"])
    assert spans(it, "purpose", "text") == [("2012-01-01", "2014-01-01", "学習"), ("2014-01-01", "", "研修")]


def test_a_series_said_again_on_the_same_day_is_replaced_at_once() -> None:
    it = body("from 2010")
    tell(it, BodyPurposeDefined, "from 2012", texts=["学習"])
    tell(it, BodyPurposeDefined, "at 2012-01-01", texts=["研修"])
    assert spans(it, "purpose", "text") == [("2012-01-01", "", "研修")]


def test_two_series_do_not_replace_each_other() -> None:
    it = body("from 2010", aliases=[{"name": "別名"}])
    tell(it, BodyPurposeDefined, "from 2012", texts=["学習"])
    tell(it, BodyCadenceSet, "from 2013", rules=[{"per_year": 2}])
    rename(it, "at 2014", "乙")
    assert spans(it, "purpose", "text") == [("2012-01-01", "", "学習")]
    assert spans(it, "cadence", "per_year") == [("2013-01-01", "", "2")]
    assert spans(it, "dated_name", "name") == [
        *(("2010-01-01", "", "別名"), ("2010-01-01", "2014-01-01", "甲"), ("2014-01-01", "", "乙")),
    ]


def test_steps_of_descent_stand_beside_each_other() -> None:
    it = body("from 2010")
    rename(it, "at 2012", "乙")
    rename(it, "at 2014", "丙")
    assert spans(it, "lineage", "change") == [("2012-01-01", "", "renamed"), ("2014-01-01", "", "renamed")]


def test_an_undated_part_begins_with_the_life() -> None:
    it = body("from 2010")
    tell(it, BodyPurposeDefined, "undated", texts=["学習"])
    dissolve(it, "at 2016")
    assert spans(it, "purpose", "text") == [("2010-01-01", "", "学習")]


def test_an_undated_part_of_what_was_only_attested_is_not_clipped_at_its_first_sighting() -> None:
    it = body("as_of 2012")
    tell(it, BodyPurposeDefined, "undated", texts=["学習"])
    assert spans(it, "purpose", "text") == [("0001-01-01", "", "学習")]


def test_an_undated_part_gives_way_to_a_dated_one() -> None:
    it = body("from 2010")
    tell(it, BodyPurposeDefined, "from 2014", texts=["研修"])
    tell(it, BodyPurposeDefined, "undated", texts=["学習"])
    assert spans(it, "purpose", "text") == [("2010-01-01", "2014-01-01", "学習"), ("2014-01-01", "", "研修")]


def test_what_an_end_says_stays_said_after_the_end() -> None:
    it = body("from 2010")
    tell(it, BodyMerged, "at 2014", into_id=uuid4())
    assert spans(it, "lineage", "change") == [("2015-01-01", "", "merged")]


def test_a_part_bears_the_dates_of_the_facts_that_begin_and_replace_it() -> None:
    it = body("from 2010")
    tell(it, BodyPurposeDefined, "as_of FY2012", texts=["学習"])
    tell(it, BodyPurposeDefined, "from 2014-04", texts=["研修"])
    found = [v.state for v in part_versions(it.said) if v.state.TABLE == "purpose"]
    dates = sorted((str(p.effective), str(p.until)) for p in found if isinstance(p, Part))
    assert dates == [("as_of FY2012", "from 2014-04"), ("from 2014-04", "None")]


def test_the_id_of_a_part_is_the_same_whenever_it_is_derived() -> None:
    it = body("from 2010")
    tell(it, BodyPurposeDefined, "from 2012", texts=["学習", "調査"])
    before = {v.id for v in part_versions(it.said)}
    rename(it, "at 2011", "乙")
    after = {v.id for v in part_versions(it.said)}
    assert before < after
    assert len(before) == 3


# Properties

YEARS = st.sampled_from(["2010", "2010-06", "FY2010", "2011-01-01", "2011", "2012-02-29", "FY2012", "2013"])
KINDS = st.sampled_from(["at", "from", "as_of"])
DATED = st.builds("{} {}".format, KINDS, YEARS)
NAMES = st.sampled_from("甲乙丙")
Said = tuple[type[Event], str, dict[str, Any]]
LATER: st.SearchStrategy[Said] = st.one_of(
    st.tuples(st.just(BodyRenamed), DATED, st.fixed_dictionaries({"name": NAMES})),
    st.tuples(st.just(BodyKindChanged), DATED, st.fixed_dictionaries({"kind": st.sampled_from(BodyKind)})),
    st.tuples(
        st.just(BodyPurposeDefined),
        st.one_of(DATED, st.just("undated")),
        st.fixed_dictionaries({"texts": st.lists(NAMES, max_size=2)}),
    ),
    st.tuples(st.just(BodyDissolved), DATED, st.just({})),
)


def told(opening: str, later: Sequence[Said], record_id: UUID | None = None) -> Body:
    record = Body(record_id or uuid4())
    first = {"council_id": COUNCIL, "name": "初", "kind": "other", "audience": "council"}
    tell(record, BodyCreated, opening, **first)
    for event, effective, fields in later:
        tell(record, event, effective, **fields)
    return record


@given(st.one_of(DATED, st.just("undated")), st.lists(LATER, max_size=7))
def test_the_tiles_cover_all_time_without_overlap(opening: str, later: list[Said]) -> None:
    found = tiles(told(opening, later))
    assert found[0].valid_from == BEGINNING
    assert found[-1].valid_to is None
    assert all(one.valid_to == other.valid_from for one, other in pairwise(found))
    assert all(t.valid_to is None or t.valid_from < t.valid_to for t in found)


@given(st.one_of(DATED, st.just("undated")), st.lists(LATER, max_size=7))
def test_two_neighbouring_tiles_differ(opening: str, later: list[Said]) -> None:
    found = tiles(told(opening, later))
    assert all((a.existence, a.state, a.facts) != (b.existence, b.state, b.facts) for a, b in pairwise(found))


@given(st.one_of(DATED, st.just("undated")), st.lists(LATER, max_size=7))
def test_existence_only_moves_forward(opening: str, later: list[Said]) -> None:
    order = [Existence.NOT_YET, Existence.UNKNOWN, Existence.LIVE, Existence.ENDED]
    found = [order.index(t.existence) for t in tiles(told(opening, later))]
    assert found == sorted(found)
    assert {0, 1} - set(found)


@given(st.one_of(DATED, st.just("undated")), st.lists(LATER, max_size=7))
def test_the_parts_of_a_series_never_overlap(opening: str, later: list[Said]) -> None:
    record = told(opening, later)
    for table in ("purpose", "dated_name"):
        by_fact = {v.facts: v for v in part_versions(record.said) if table == v.state.TABLE}
        found = sorted(by_fact.values(), key=lambda v: v.valid_from)
        assert all(a.valid_to is not None and a.valid_to <= b.valid_from for a, b in pairwise(found))
        assert all(v.valid_to is None or v.valid_from < v.valid_to for v in found)


@given(st.one_of(DATED, st.just("undated")), st.lists(LATER, max_size=6), st.randoms())
def test_facts_of_different_days_may_be_recorded_in_any_order(
    opening: str, later: list[Said], random: Any
) -> None:
    record = told(opening, later)
    one_a_day = {f.day: said for f, said in zip(record.said[1:], later, strict=True)}
    one_a_day.pop(record.said[0].day, None)
    straight = list(one_a_day.values())
    shuffled = random.sample(straight, len(straight))

    def told_without_versions(order: list[Said]) -> list[Version]:
        found = tiles(told(opening, order, COUNCIL))
        return [msgspec.structs.replace(t, facts=()) for t in found]

    assert told_without_versions(straight) == told_without_versions(shuffled)


@given(st.lists(LATER, max_size=5))
def test_an_opening_stands_first_whatever_comes_after(later: list[Said]) -> None:
    record = told("as_of 2011", later)
    assert standing(record.events) == record.events
    assert all(isinstance(fact, Fact) for fact in record.said)
