"""Dates as coarse as they are known, typed in either calendar: never more precise than what was typed."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyogikai_projections.era import japanese
from kyogikai_projections.era_typed import NotADay, Why
from kyogikai_projections.era_vague import LONGEST, day_of, value_of
from kyogikai_tenants.effective import span


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("令和3年5月1日", "2021-05-01"), ("R3.5.1", "2021-05-01"), ("２０２１/５/１", "2021-05-01"),
        ("令和3年5月", "2021-05"), ("R3.5", "2021-05"), ("2021-05", "2021-05"), ("2021/5", "2021-05"),
        ("令和3年", "2021"), ("R3", "2021"), ("2021", "2021"), ("西暦2021年", "2021"),
        ("令和3年度", "FY2021"), ("R3年度", "FY2021"), ("FY2021", "FY2021"), ("2021年度", "FY2021"),
        ("平成31年度", "FY2019"), ("令和元年度", "FY2019"), ("平成31年", "2019"), ("令和元年", "2019"),
        ("R3.5〜R3.6", "2021-05/2021-06"), ("2021-05-01/2021-06-30", "2021-05-01/2021-06-30"),
        ("令和3年4月から令和4年3月まで", "2021-04/2022-03"), ("R3年度～R4年度", "FY2021/FY2022"),
    ],
)  # fmt: skip
def test_a_date_is_as_coarse_as_it_was_typed(typed: str, value: str) -> None:
    assert value_of(typed) == value


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Why.UNREADABLE), ("五月", Why.UNREADABLE), ("令和三年", Why.UNREADABLE),
        ("x" * (LONGEST + 1), Why.UNREADABLE), ("R3.5〜", Why.UNREADABLE), ("R3〜R4〜R5", Why.UNREADABLE),
        ("2021-13", Why.NO_SUCH_DAY), ("2021-02-30", Why.NO_SUCH_DAY), ("0001", Why.NO_SUCH_DAY),
        ("9999", Why.NO_SUCH_DAY), ("R4〜R3", Why.NO_SUCH_DAY), ("FY9999", Why.NO_SUCH_DAY),
        ("平成31年5月", Why.NOT_IN_THAT_ERA), ("令和元年4月", Why.NOT_IN_THAT_ERA),
        ("令和0年", Why.NOT_IN_THAT_ERA), ("平成40年度", Why.NOT_IN_THAT_ERA),
    ],
)  # fmt: skip
def test_what_is_no_date_says_why(typed: str, why: Why) -> None:
    with pytest.raises(NotADay) as caught:
        value_of(typed)
    assert caught.value.why is why


def test_a_day_is_nothing_coarser() -> None:
    assert day_of("R3.5.1") == date(2021, 5, 1)
    for coarse in ("R3.5", "2021", "R3年度", "R3.5.1〜R3.5.2"):
        with pytest.raises(NotADay):
            day_of(coarse)


@given(
    st.dates(date(1868, 2, 1), date(2100, 12, 31)),
    st.sampled_from(["{0:%Y-%m-%d}", "{0:%Y-%m}", "{0:%Y}", "FY{0:%Y}"]),
)
def test_what_is_shown_can_be_typed_again(day: date, form: str) -> None:
    value = form.format(day)
    said = japanese(value)
    if "／" not in said:  # a month of two eras is shown with both
        assert value_of(said) == value


@given(st.text(max_size=100))
def test_whatever_is_typed_is_a_date_or_says_why(typed: str) -> None:
    with suppress(NotADay):
        assert span(value_of(typed)).earliest > date.min
