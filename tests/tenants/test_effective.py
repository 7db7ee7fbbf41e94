"""Effective time says as much as the source, and no more."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants import fiscal_year
from kyogikai_tenants.council.bodies import BodyRenamed
from kyogikai_tenants.council.norms import BodyPurposeDefined
from kyogikai_tenants.effective import BEGINNING, Basis, Effective, Kind, Precision, span
from kyogikai_tenants.errors import BadInput, NeedsADay
from tests.book import Book

VALUES = ["2011-04-01", "2011-04", "2011", "FY2011", "2019-05-10/2019-07-01"]


@pytest.fixture
def book(tenant: Tenant) -> Book:
    return Book(tenant)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("kind", [Kind.AT, Kind.FROM, Kind.AS_OF])
def test_the_short_notation_reads_what_it_writes(kind: Kind, value: str) -> None:
    effective = Effective(kind, value)
    assert str(effective) == f"{kind} {value}"
    assert Effective.parse(str(effective)) == effective


def test_what_is_undated_is_written_without_a_date() -> None:
    assert str(Effective.parse("undated")) == "undated"


@pytest.mark.parametrize(
    ("value", "precision", "first", "last"),
    [
        ("2011-04-01", Precision.DAY, "2011-04-01", "2011-04-01"),
        ("2012-02", Precision.MONTH, "2012-02-01", "2012-02-29"),
        ("2006", Precision.YEAR, "2006-01-01", "2006-12-31"),
        ("FY2011", Precision.FISCAL_YEAR, "2011-04-01", "2012-03-31"),
        ("2019-05-10/2019-07-01", Precision.INTERVAL, "2019-05-10", "2019-07-01"),
        ("2019-05/2019-07", Precision.INTERVAL, "2019-05-01", "2019-07-31"),
        ("FY2011/2013", Precision.INTERVAL, "2011-04-01", "2013-12-31"),
    ],
)
def test_a_coarse_date_keeps_its_precision_and_its_bounds(
    value: str, precision: Precision, first: str, last: str
) -> None:
    effective = Effective(Kind.AT, value)
    assert (effective.precision, str(effective.earliest), str(effective.latest)) == (precision, first, last)
    assert effective.value == value


def test_the_february_of_a_fiscal_year_is_in_the_next_calendar_year() -> None:
    assert span("FY2011").earliest <= date(2012, 2, 29) <= span("FY2011").latest
    assert not span("FY2011").earliest <= date(2011, 2, 28) <= span("FY2011").latest


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_lies_in_its_fiscal_year_and_in_no_other(day: date) -> None:
    year = fiscal_year.fiscal_year(day)
    inside = [
        n for n in (year - 1, year, year + 1) if span(f"FY{n}").earliest <= day <= span(f"FY{n}").latest
    ]
    assert inside == [year]


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("at 2012-04-01", "from 2012-04-01"), ("from 2012-04", "from 2012-04"),
        ("as_of FY2012", "as_of FY2012"), ("undated", "undated"),
    ],
)  # fmt: skip
def test_a_beginning_as_the_end_of_what_it_replaces_excludes_its_day(begins: str, ends: str) -> None:
    assert str(Effective.parse(begins).before) == ends
    dated = Effective(Kind.AT, "2012", Basis.DERIVED, "平成24年")
    assert dated.before == Effective(Kind.FROM, "2012", Basis.DERIVED, "平成24年")


def test_an_undated_fact_has_held_since_the_beginning() -> None:
    effective = Effective(Kind.UNDATED)
    assert (effective.precision, effective.earliest, effective.latest) == (
        Precision.UNKNOWN,
        BEGINNING,
        date.max,
    )


@pytest.mark.parametrize(
    "value",
    [
        *(
            "2011-13",
            "2011-00",
            "2011-04-00",
            "2011-02-29",
            "2011-4-1",
            "2011/4/1",
            "11-04-01",
            "FY11",
            "fy2011",
            "FY",
        ),
        *(
            "平成23年度",
            "２０１１",
            "٢٠١١",
            "2011-04-01T00:00",
            " 2011",
            "2011\n",
            "2011-04-01/",
            "/2011",
            "/",
        ),
        *("2012/2011", "2019-07-01/2019-05-10", "0000", "2011-04..", "2011~", "FY9999", "2011/2012/2013"),
        *("0001", "9999", "9999-12-31", "0001-01-01"),
    ],
)
def test_what_names_no_day_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Effective(Kind.AT, value)


def test_the_refusal_of_a_date_says_how_to_write_one() -> None:
    with pytest.raises(
        ValueError, match=r"'平成23年度' is no date: write 2011-04-01, .* FY2011 or an interval"
    ):
        Effective(Kind.AT, "平成23年度")


@pytest.mark.parametrize(("kind", "value"), [(Kind.UNDATED, "2011"), (Kind.AT, ""), (Kind.AS_OF, "")])
def test_only_what_is_undated_has_no_date(kind: Kind, value: str) -> None:
    with pytest.raises(ValueError, match="only an undated fact has no date"):
        Effective(kind, value)


@given(
    st.sampled_from([Kind.AT, Kind.FROM, Kind.AS_OF]),
    st.sampled_from(VALUES),
    st.sampled_from(Basis),
    st.text(max_size=40),
)
def test_a_date_survives_being_stored(kind: Kind, value: str, basis: Basis, words: str) -> None:
    effective = Effective(kind, value, basis, words)
    assert msgspec.json.decode(msgspec.json.encode(effective), type=Effective) == effective


def test_the_words_as_written_hold_at_most_forty_characters(book: Book) -> None:
    body = book.body(book.council())
    words = "平成二十三年度" * 6
    date_of = {"kind": "at", "value": "2011", "as_written": words[:40]}
    assert book.say(BodyRenamed, body, name="乙", effective=date_of).positions == (3,)
    with pytest.raises(BadInput, match=r"effective.*length <= 40"):
        book.say(BodyRenamed, body, name="丙", effective=date_of | {"as_written": words[:41]})
    assert book.head() == 3


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "at", "value": "2011-13"},
        {"kind": "at"},
        {"kind": "undated", "value": "2011"},
        {"kind": "since", "value": "2011"},
        {"kind": "at", "value": 2011},
        {"value": "2011"},
        {"kind": "at", "value": "2011", "precision": "day"},
        "at 2011",
        None,
    ],
)
def test_a_bad_date_is_bad_input_of_its_field(book: Book, bad: Any) -> None:
    body = book.body(book.council())
    with pytest.raises(BadInput) as refused:
        book.tenant.say(BodyRenamed, body, actor=book.actor, name="乙", effective=bad)
    assert refused.value.field.partition(".")[0] == "effective"
    assert book.head() == 2


def test_an_opening_and_a_definition_may_be_undated(book: Book) -> None:
    council = book.council("undated")
    body = book.body(council, "undated")
    book.say(BodyPurposeDefined, body, "undated", texts=["学習"])
    assert book.seen("0001-01-01") == ["live 甲"]
    assert [row["text"] for row in book.on("0001-01-01", "purpose")] == ["学習"]


def test_a_change_and_an_end_need_a_day(book: Book) -> None:
    body = book.body(book.council("undated"), "undated")
    with pytest.raises(NeedsADay):
        book.rename(body, "undated", "乙")
    with pytest.raises(NeedsADay):
        book.dissolve(body, "undated")
    assert book.head() == 2


def test_the_read_table_keeps_precision_basis_and_words(book: Book) -> None:
    written = Effective(Kind.FROM, "FY2008", Basis.CONTEXT, "平成20年度から")
    book.body(book.council(), written)
    assert book.on("2010-01-01")[0]["started"] == {
        "kind": "FROM", "value": "FY2008", "precision": "FISCAL_YEAR", "basis": "CONTEXT",
        "earliest": "2008-04-01", "latest": "2009-03-31", "asWritten": "平成20年度から",
    }  # fmt: skip
