"""What every record can do: be corrected, annulled, contained, and shown to whom it may concern."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.commands import Say
from kyogikai_tenants.council.bodies import (
    BodyCreated,
    BodyKindChanged,
    BodyMoved,
    BodyRenamed,
    BodySucceeded,
    NameTaken,
)
from kyogikai_tenants.council.councils import CouncilEstablished, CouncilRenamed, CouncilSucceeded
from kyogikai_tenants.council.norms import BodyCadenceSet, BodyPurposeDefined
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.errors import (
    AlreadyThere,
    BadInput,
    NotCorrectable,
    NotFound,
    NotOfThisKind,
    OpeningStands,
    OutsideLife,
    Refused,
)
from kyogikai_tenants.events import AudienceChanged, EventAnnotated
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.session import Session
from tests.book import Book


@pytest.fixture
def book(tenant: Tenant) -> Book:
    return Book(tenant)


def flags(book: Book, position: int) -> list[str]:
    found = book.one("SELECT quality FROM audit_entry WHERE position = :position", position=position)
    return [flag["flag"] for flag in found]


# Corrections


def test_a_correction_holds_for_every_day_but_not_for_what_was_known_before(book: Book) -> None:
    body = book.body(book.council(), name="申")
    corrected = book.correct(body, 1, "name", "甲").positions[0]
    assert book.seen("2010-01-01") == ["live 甲"]
    assert book.seen("2010-01-01", known_at=corrected - 1) == ["live 申"]
    assert book.sound()


def test_a_correction_keeps_what_was_said_before(book: Book) -> None:
    body = book.body(book.council(), name="申")
    position = book.correct(body, 1, "name", "甲", "誤字").positions[0]
    said = book.one("SELECT fields FROM audit_entry WHERE position = :p", p=position)
    assert said == {"target": 1, "field": "name", "old": "申", "new": "甲", "reason": "誤字"}


def test_a_corrected_fact_keeps_its_place_in_the_order(book: Book) -> None:
    body = book.body(book.council())
    book.rename(body, "at 2012", "乙")
    book.rename(body, "at 2012", "丙")
    book.correct(body, 2, "name", "丁")
    assert book.seen("2012-01-01") == ["live 丙"]
    book.annul(body, 3)
    assert book.seen("2012-01-01") == ["live 丁"]


def test_the_last_standing_correction_of_a_field_wins(book: Book) -> None:
    body = book.body(book.council())
    book.correct(body, 1, "name", "乙")
    book.correct(body, 1, "name", "丙")
    assert book.seen("2010-01-01") == ["live 丙"]
    book.annul(body, 3)
    assert book.seen("2010-01-01") == ["live 乙"]
    book.annul(body, 2)
    assert book.seen("2010-01-01") == ["live 甲"]
    assert book.sound()


def test_corrections_of_two_fields_stand_beside_each_other(book: Book) -> None:
    body = book.body(book.council())
    book.correct(body, 1, "name", "乙")
    book.correct(body, 1, "kind", "section")
    (row,) = book.on("2010-01-01")
    assert (row["name"], row["kind"]) == ("乙", "section")


def test_a_corrected_date_moves_the_fact(book: Book) -> None:
    body = book.body(book.council())
    book.rename(body, "at 2015", "乙")
    book.correct(body, 2, "effective", Effective.parse("at 2012"))
    assert [book.seen(day) for day in ("2011-12-31", "2012-01-01")] == [["live 甲"], ["live 乙"]]


def test_a_corrected_part_is_another_row_under_the_same_id(book: Book) -> None:
    body = book.body(book.council())
    book.say(BodyPurposeDefined, body, "from 2010", texts=["学集"])
    book.correct(body, 2, "texts", ["学習"])
    rows = book.query("SELECT id, text, known_to FROM purpose ORDER BY known_from")
    assert [(row["text"], row["known_to"]) for row in rows] == [("学集", 4), ("学習", None)]
    assert rows[0]["id"] == rows[1]["id"]


def test_a_correction_that_would_break_a_rule_is_refused_with_what_depends_on_it(book: Book) -> None:
    body = book.body(book.council(), "from 2010")
    book.rename(body, "at 2012", "乙")
    with pytest.raises(OutsideLife, match="2 会議体の名称変更"):
        book.correct(body, 1, "effective", Effective.parse("from 2013"))
    assert book.head() == 3


@pytest.mark.parametrize("field", ["audience", "originator_id", "originator_version", "colour", "TOPIC"])
def test_only_what_a_fact_says_is_correctable(book: Book, field: str) -> None:
    body = book.body(book.council())
    with pytest.raises(NotCorrectable):
        book.correct(body, 1, field, "public")


@pytest.mark.parametrize(
    ("field", "new"),
    [("kind", "club"), ("name", 7), ("effective", {"kind": "at", "value": "2011-13"}), ("number", "第1")],
)
def test_a_correction_of_the_wrong_form_is_bad_input_of_its_field(book: Book, field: str, new: Any) -> None:
    body = book.body(book.council())
    with pytest.raises(BadInput) as refused:
        book.correct(body, 1, field, new)
    assert refused.value.field == field


@pytest.mark.parametrize("field", ["parent_id", "council_id", "group_id"])
def test_a_corrected_reference_names_something_of_its_kind_too(book: Book, field: str) -> None:
    body = book.body(book.council())
    other = book.body(book.council(name="別の協議会"), name="乙") if field == "council_id" else uuid4()
    with pytest.raises(NotFound) as refused:
        book.correct(body, 1, field, other)
    assert refused.value.field == field


def test_a_corrected_end_names_a_successor_that_exists(book: Book) -> None:
    council = book.council()
    body, other = book.body(council), book.body(council, name="乙")
    book.say(BodySucceeded, body, "at 2014", successor_id=other)
    with pytest.raises(NotFound):
        book.correct(body, 2, "successor_id", uuid4())


@pytest.mark.parametrize("target", [-1, 0, 5, 2**40])
def test_what_was_never_recorded_is_neither_corrected_nor_annulled(book: Book, target: int) -> None:
    body = book.body(book.council())
    with pytest.raises(NotCorrectable):
        book.correct(body, target, "name", "乙")
    with pytest.raises(NotCorrectable):
        book.annul(body, target)


def test_a_correction_is_not_corrected_but_annulled(book: Book) -> None:
    body = book.body(book.council())
    book.correct(body, 1, "name", "乙")
    with pytest.raises(NotCorrectable):
        book.correct(body, 2, "new", "丙")


def test_what_is_annulled_is_not_corrected(book: Book) -> None:
    body = book.body(book.council())
    book.rename(body, "at 2012", "乙")
    book.annul(body, 2)
    with pytest.raises(NotCorrectable):
        book.correct(body, 2, "name", "丙")


# Annulments


def test_what_is_annulled_never_was(book: Book) -> None:
    body = book.body(book.council())
    book.rename(body, "at 2012", "乙")
    book.annul(body, 2)
    assert book.seen("2013-01-01") == ["live 甲"]
    assert book.seen("2013-01-01", known_at=3) == ["live 乙"]
    assert book.sound()


def test_an_annulled_end_gives_the_life_back(book: Book) -> None:
    body = book.body(book.council())
    book.dissolve(body, "at 2012")
    book.annul(body, 2)
    assert book.seen("2020-01-01") == ["live 甲"]


def test_nothing_is_annulled_twice_and_no_annulment_is_annulled(book: Book) -> None:
    body = book.body(book.council())
    book.rename(body, "at 2012", "乙")
    book.annul(body, 2)
    for target in (2, 3):
        with pytest.raises(NotCorrectable):
            book.annul(body, target)


def test_an_act_on_access_or_a_remark_is_not_annulled(book: Book) -> None:
    body = book.body(book.council())
    book.say(AudienceChanged, body, audience="public", reason="公表")
    book.say(EventAnnotated, body, target=1, note="要確認")
    for target in (2, 3):
        with pytest.raises(NotCorrectable):
            book.annul(body, target)
    assert book.seen("2010-01-01") == ["live 甲"]


def test_an_opening_is_not_annulled_while_other_facts_of_that_life_stand(book: Book) -> None:
    body = book.body(book.council())
    book.rename(body, "at 2012", "乙")
    with pytest.raises(OpeningStands, match="2 会議体の名称変更"):
        book.annul(body, 1)
    book.annul(body, 2)
    assert book.annul(body, 1).positions == (5,)


def test_a_record_whose_opening_is_annulled_has_no_versions_from_then_on(book: Book) -> None:
    body = book.body(book.council())
    position = book.annul(body, 1).positions[0]
    assert book.query("SELECT 1 FROM body WHERE known_to IS NULL") == []
    assert book.query("SELECT 1 FROM dated_name WHERE known_to IS NULL AND stream_id = :b", b=body) == []
    assert book.seen("2010-01-01") == []
    assert book.seen("2010-01-01", known_at=position - 1) == ["live 甲"]
    assert book.sound()


def test_nothing_more_is_said_of_what_never_was(book: Book) -> None:
    council = book.council()
    body = book.body(council)
    book.annul(body, 1)
    with pytest.raises(NotFound):
        book.rename(body, "at 2012", "乙")
    with pytest.raises(NotFound):
        book.body(council, "from 2010", "乙", parent_id=body)
    with pytest.raises(NotCorrectable):
        book.correct(body, 1, "name", "乙")
    with pytest.raises(AlreadyThere):
        book.say(
            BodyCreated, body, "from 2010", council_id=council, name="乙", kind="other", audience="council"
        )


def test_a_council_is_not_annulled_away_from_under_its_bodies(book: Book) -> None:
    council = book.council()
    body = book.body(council)
    with pytest.raises(OutsideLife, match=str(body)):
        book.annul(council, 1)
    book.annul(body, 1)
    assert book.annul(council, 1).positions == (4,)
    assert book.on("2010-01-01", "council") == []


# Containment, both ways


def test_a_body_begins_within_its_councils_life(book: Book) -> None:
    council = book.council("from 2007")
    with pytest.raises(OutsideLife, match="council"):
        book.body(council, "from 2006")
    book.body(council, "from 2007")


def test_a_councils_beginning_is_not_moved_past_its_bodies(book: Book) -> None:
    council = book.council("from 2007")
    body = book.body(council, "from 2008")
    with pytest.raises(OutsideLife, match=str(body)):
        book.correct(council, 1, "effective", Effective.parse("from 2009"))
    assert book.correct(council, 1, "effective", Effective.parse("from 2008")).positions == (3,)


def test_a_council_does_not_end_before_its_bodies_facts(book: Book) -> None:
    council, next_one = book.council("from 2007"), book.council("from 2012", "次の協議会")
    body = book.body(council, "from 2008")
    book.rename(body, "at 2014", "乙")
    with pytest.raises(OutsideLife, match=str(body)):
        book.say(CouncilSucceeded, council, "at 2012", successor_id=next_one)
    book.say(CouncilSucceeded, council, "at 2014", successor_id=next_one)


def test_nothing_is_said_of_a_body_after_its_council_ended(book: Book) -> None:
    council, next_one = book.council("from 2007"), book.council("from 2012", "次の協議会")
    body = book.body(council, "from 2008")
    book.say(CouncilSucceeded, council, "at 2012", successor_id=next_one)
    with pytest.raises(OutsideLife):
        book.rename(body, "at 2013", "乙")
    book.rename(body, "at 2012-12-31", "乙")


def test_an_end_may_fall_on_the_last_day_of_what_it_belongs_to(book: Book) -> None:
    council, next_one = book.council("from 2007"), book.council("from 2012", "次の協議会")
    body = book.body(council, "from 2008")
    book.say(CouncilSucceeded, council, "at FY2012", successor_id=next_one)
    book.dissolve(body, "at FY2012")
    assert book.seen("2013-04-01") == ["ended 甲"]


def test_a_fact_before_the_first_sighting_of_its_council_is_kept_with_a_flag(book: Book) -> None:
    council = book.council("as_of 2012")
    receipt = book.say(
        *(BodyCreated, None, "from 2008"),
        council_id=council, name="甲", kind="other", audience="council",
    )  # fmt: skip
    assert flags(book, receipt.positions[0]) == ["before_first_sighting"]
    assert [row["existence"] for row in book.on("2009-01-01", "council")] == ["unknown"]
    assert book.seen("2009-01-01") == ["live 甲"]
    assert book.sound()


def test_what_was_flagged_once_is_not_flagged_again(book: Book) -> None:
    council = book.council("as_of 2012")
    body = book.body(council, "from 2008")
    inside = book.rename(body, "at 2013", "乙").positions[0]
    before = book.rename(body, "at 2009", "丙").positions[0]
    assert (flags(book, inside), flags(book, before)) == ([], ["before_first_sighting"])


def test_the_earliest_fact_of_a_council_is_its_first_sighting(book: Book) -> None:
    council = book.council("as_of 2012")
    book.say(CouncilRenamed, council, "as_of 2008", name="旧協議会")
    receipt = book.say(
        *(BodyCreated, None, "from 2008"),
        council_id=council, name="甲", kind="other", audience="council",
    )  # fmt: skip
    assert flags(book, receipt.positions[0]) == []


def test_a_body_is_moved_under_a_parent_that_lives(book: Book) -> None:
    council = book.council()
    parent, body = book.body(council, "from 2010", "親"), book.body(council, "from 2008")
    with pytest.raises(OutsideLife, match=str(parent)):
        book.say(BodyMoved, body, "at 2009", parent_id=parent)
    book.say(BodyMoved, body, "at 2010", parent_id=parent)
    with pytest.raises(OutsideLife, match=str(body)):
        book.correct(parent, 1, "effective", Effective.parse("from 2011"))


def test_what_is_undated_asks_only_that_its_container_ever_lives(book: Book) -> None:
    council = book.council("from 2007")
    body = book.body(council, "undated")
    book.say(BodyPurposeDefined, body, "undated", texts=["学習"])
    book.correct(council, 1, "effective", Effective.parse("from 2015"))
    with pytest.raises(OutsideLife, match=str(body)):
        book.annul(council, 1)


# Rules hold on every day of what results


def test_live_names_are_unique_on_every_day_whichever_event_changes_them(book: Book) -> None:
    council = book.council()
    first = book.body(council, "from 2010")
    book.dissolve(first, "at 2014")
    second = book.body(council, "as_of 2015")
    for attempt in (
        lambda: book.annul(first, 2),
        lambda: book.correct(first, 2, "effective", Effective.parse("at 2015-01")),
        lambda: book.say(BodyKindChanged, second, "as_of 2012", kind="section"),
        lambda: book.body(council, "as_of 2016"),
    ):
        with pytest.raises(NameTaken):
            attempt()
    assert book.head() == 4


def test_an_unknown_existence_takes_no_name(book: Book) -> None:
    council = book.council()
    book.dissolve(book.body(council, "from 2010"), "at 2014")
    book.body(council, "as_of 2020")
    assert sorted(book.seen("2012-01-01")) == ["live 甲", "unknown 甲"]


def test_a_name_is_free_in_another_council(book: Book) -> None:
    book.body(book.council())
    book.body(book.council(name="別の協議会"))
    assert book.seen("2010-01-01") == ["live 甲", "live 甲"]


def test_when_old_history_comes_in_a_broken_business_rule_is_a_flag_and_is_not_counted_again(
    book: Book,
) -> None:
    council = book.council()
    book.body(council)
    fields = {"council_id": council, "name": "甲", "kind": "other", "audience": "council"}
    second = Say(BodyCreated, None, fields | {"effective": Effective.parse("from 2009")})
    with transaction(book.tenant.engine, book.tenant.id) as connection:
        receipt = Session(connection, ReadModels(), lenient=True).execute(second, actor=book.actor)
    assert flags(book, receipt.positions[0]) == ["name_taken"]
    later = book.say(BodyPurposeDefined, receipt.record_id, "from 2010", texts=["学習"])
    assert flags(book, later.positions[0]) == []
    assert book.sound()


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [({"council_id": UUID(int=7)}, NotFound), ({"kind": "club"}, BadInput), ({"name": "\0"}, BadInput)],
)
def test_when_old_history_comes_in_a_broken_reference_or_form_is_refused_all_the_same(
    book: Book, fields: dict[str, Any], refusal: type[Refused]
) -> None:
    given = {"council_id": book.council(), "name": "甲", "kind": "other", "audience": "council"}
    command = Say(BodyCreated, None, given | {"effective": Effective.parse("from 2009")} | fields)
    with transaction(book.tenant.engine, book.tenant.id) as connection:
        session = Session(connection, ReadModels(), lenient=True)
        with pytest.raises(refusal):
            session.execute(command, actor=book.actor)


def test_an_event_happens_to_the_records_that_it_is_declared_for(book: Book) -> None:
    council = book.council()
    with pytest.raises(NotOfThisKind):
        book.say(BodyRenamed, council, "at 2012", name="乙")
    with pytest.raises(NotFound):
        book.say(BodyRenamed, None, "at 2012", name="乙")
    with pytest.raises(AlreadyThere):
        book.say(CouncilEstablished, council, "at 2012", name="乙", standing="network", audience="council")
    assert book.head() == 1


# Who may see it


def audiences(book: Book, table: str) -> set[str]:
    return {row["audience"] for row in book.query(f"SELECT audience FROM {table}")}  # noqa: S608


def test_an_opening_says_who_may_see_the_record(book: Book) -> None:
    book.body(book.council(audience="public"), audience="secretariat")
    assert (audiences(book, "council"), audiences(book, "body")) == ({"public"}, {"secretariat"})


def test_a_changed_audience_holds_for_every_version_and_at_once_whatever_was_known_before(book: Book) -> None:
    body = book.body(book.council(), audience="council")
    book.rename(body, "at 2012", "乙")
    book.correct(body, 2, "name", "丙")
    book.say(AudienceChanged, body, audience="public", reason="公表")
    assert audiences(book, "body") == {"public"}
    assert {row["audience"] for row in book.on("2013-01-01", known_at=3)} == {"public"}
    book.say(AudienceChanged, body, audience="secretariat", reason="取下げ")
    assert audiences(book, "body") == {"secretariat"}
    assert book.sound()


def test_a_changed_audience_leaves_the_rows_themselves_as_they_were(book: Book) -> None:
    body = book.body(book.council())
    asked = "SELECT id, valid_from, known_from, known_to, name FROM body ORDER BY valid_from"
    before = book.query(asked)
    book.say(AudienceChanged, body, audience="public", reason="公表")
    assert book.query(asked) == before


def test_an_audience_may_be_changed_for_one_kind_of_part(book: Book) -> None:
    body = book.body(book.council())
    book.say(BodyCadenceSet, body, "from 2010", rules=[{"per_year": 2}])
    book.say(AudienceChanged, body, audience="secretariat", fields=["cadence"], reason="非公開")
    assert (audiences(book, "body"), audiences(book, "cadence")) == ({"council"}, {"secretariat"})
    book.say(BodyCadenceSet, body, "from 2012", rules=[{"per_year": 4}])
    assert audiences(book, "cadence") == {"secretariat"}
    book.say(AudienceChanged, body, audience="public", reason="公表")
    assert (audiences(book, "body"), audiences(book, "cadence")) == ({"public"}, {"secretariat"})
    assert book.sound()


def test_a_part_that_was_withheld_stays_withheld_when_it_is_annulled(book: Book) -> None:
    body = book.body(book.council(), audience="public")
    book.say(BodyCadenceSet, body, "from 2010", rules=[{"per_year": 2}])
    book.say(AudienceChanged, body, audience="secretariat", fields=["cadence"], reason="非公開")
    book.annul(body, 2)
    assert audiences(book, "cadence") == {"secretariat"}
    assert book.sound()


def test_the_trail_keeps_the_audience_that_an_entry_was_recorded_for(book: Book) -> None:
    body = book.body(book.council())
    book.say(AudienceChanged, body, audience="public", reason="公表")
    found = book.query("SELECT audience FROM audit_entry WHERE stream_id = :b ORDER BY position", b=body)
    assert [row["audience"] for row in found] == ["council", "public"]


def test_an_opening_is_not_annulled_while_another_record_names_what_it_opened(book: Book) -> None:
    council = book.council("from 2010")
    heir, body = book.body(council, "from 2010", "甲部会"), book.body(council, "from 2010", "乙部会")
    book.say(BodySucceeded, body, "at 2014", successor_id=heir)
    with pytest.raises(OpeningStands, match="lineage"):
        book.annul(heir, 1)
    book.annul(body, 2)
    book.annul(heir, 1)
    assert book.sound()
