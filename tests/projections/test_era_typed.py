"""Days as people type them: either calendar, any width, and never another day than was meant."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyogikai_projections.era import ERAS, japanese
from kyogikai_projections.era_typed import NotADay, Why, parse

FIRST = date(2021, 5, 1)
FULL_WIDTH = str.maketrans("0123456789-/.RHSTM", "０１２３４５６７８９－／．ＲＨＳＴＭ")


@pytest.mark.parametrize(
    "typed",
    [
        "R3.5.1", "r3.5.1", "Ｒ３．５．１", "令和3年5月1日", "令和３年５月１日", "令和 3 年 5 月 1 日",
        "2021-05-01", "2021/5/1", "２０２１／５／１", "2021年5月1日", "西暦2021年5月1日", "20210501",
        "2021.5.1", "2021ー5ー1", "R3-5-1", "令和3年5月", "2021-05", " R3/5/1 ",
    ],
)  # fmt: skip
def test_one_day_is_typed_in_many_ways(typed: str) -> None:
    assert parse(typed) == FIRST


@pytest.mark.parametrize(
    ("typed", "day"),
    [("令和元年5月1日", date(2019, 5, 1)), ("平成31年4月30日", date(2019, 4, 30)),
     ("H23.4.1", date(2011, 4, 1)), ("S64.1.7", date(1989, 1, 7)), ("T1.7.30", date(1912, 7, 30)),
     ("昭和64年1月", date(1989, 1, 1)), ("平成元年1月", date(1989, 1, 8))],
)  # fmt: skip
def test_each_era_counts_from_its_first_year(typed: str, day: date) -> None:
    assert parse(typed) == day


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Why.UNREADABLE), ("きのう", Why.UNREADABLE), ("5/1", Why.UNREADABLE), ("2021", Why.UNREADABLE),
        ("R3.5.1; DROP", Why.UNREADABLE), ("1" * 5000, Why.UNREADABLE), ("X3.5.1", Why.UNREADABLE),
        ("2021-02-29", Why.NO_SUCH_DAY), ("2021/13/1", Why.NO_SUCH_DAY), ("R3.4.31", Why.NO_SUCH_DAY),
        ("0000-01-01", Why.NO_SUCH_DAY), ("平成31年5月1日", Why.NOT_IN_THAT_ERA),
        ("令和元年4月30日", Why.NOT_IN_THAT_ERA), ("H33.4.1", Why.NOT_IN_THAT_ERA),
        ("R0.5.1", Why.NOT_IN_THAT_ERA),
    ],
)  # fmt: skip
def test_what_is_no_day_is_told_why(typed: str, why: Why) -> None:
    with pytest.raises(NotADay) as refused:
        parse(typed)
    assert refused.value.why is why


@given(st.dates(ERAS[-1][0], date(2099, 12, 31)))
def test_whatever_is_shown_can_be_typed_again(day: date) -> None:
    shown = japanese(day.isoformat())
    assert parse(shown) == parse(shown.translate(FULL_WIDTH)) == parse(day.isoformat()) == day


@given(st.text(max_size=50))
def test_whatever_is_typed_is_a_day_or_refused(typed: str) -> None:
    with suppress(NotADay):
        assert isinstance(parse(typed), date)
