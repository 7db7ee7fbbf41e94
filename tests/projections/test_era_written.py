"""Dates as documents and workbooks have them, and back again; what is no date, with what it may mean."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyogikai_projections.era import japanese
from kyogikai_projections.era_written import NotWritten, Why, read
from kyogikai_tenants import fiscal_year

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("令和3年5月", "2021-05"), ("R3.5.1", "2021-05-01"), ("H23.4", "2011-04"),
        ("H23・24年度", "FY2011/FY2012"), ("平成23年度・24年度", "FY2011/FY2012"),
        ("平成21～23年度", "FY2009/FY2011"),
        ("2011・2012年度", "FY2011/FY2012"), ("2021/5/1", "2021-05-01"), ("2021年5月", "2021-05"),
        ("２０２１年５月１日", "2021-05-01"), ("令和３年５月", "2021-05"), ("令和三年五月", "2021-05"),
        ("二〇二一年五月", "2021-05"), ("平成二十三年度", "FY2011"), ("令和元年5月", "2019-05"),
        ("平成31年度", "FY2019"),
        ("令和3年5月〜7月", "2021-05/2021-07"), ("R3.5.1〜3", "2021-05-01/2021-05-03"),
        ("令和3年4月1日～令和5年3月31日", "2021-04-01/2023-03-31"), ("20210501", "2021-05-01"),
        ("2021", "2021"),
        ("昭和64年1月7日", "1989-01-07"), ("不明", ""), ("令和3年度から", "FY2021"),
    ],
)  # fmt: skip
def test_a_date_is_read_as_it_is_written(written: str, value: str) -> None:
    assert read(written, TODAY).value == value


def test_what_stands_beside_a_date_is_kept() -> None:
    assert read("令和3年5月21日（金・祝）").weekday == "金"
    assert read("平成23年4月頃").about
    assert read("令和3年5月現在").as_of


@pytest.mark.parametrize(
    ("written", "why", "proposals"),
    [
        ("平成35年度", Why.ERA_OVER, ("令和5年度",)), ("H35.4", Why.ERA_OVER, ("令和5年4月",)),
        ("昭和64年1月8日", Why.ERA_OVER, ("平成元年1月8日",)),
        ("33年度", Why.NO_ERA, ("令和3年度", "昭和33年度")),
        ("21/5/1", Why.NO_ERA, ("令和3年5月1日", "平成21年5月1日", "昭和21年5月1日")),
        ("R3.4.31", Why.NO_SUCH_DAY, ("令和3年4月",)), ("令和3年13月", Why.NO_SUCH_DAY, ()),
        ("3・3", Why.UNREADABLE, ()), ("H23・25年度", Why.UNREADABLE, ()), ("5月", Why.UNREADABLE, ()),
        ("そのうち", Why.UNREADABLE, ()), ("あ" * 100, Why.UNREADABLE, ()),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_what_it_may_mean(
    written: str, why: Why, proposals: tuple[str, ...]
) -> None:
    with pytest.raises(NotWritten) as found:
        read(written, TODAY)
    assert (found.value.why, found.value.proposals) == (why, proposals)
    for proposal in proposals:
        assert read(proposal, TODAY).value


DAYS = st.dates(date(1873, 1, 1), date(2100, 1, 1))


@given(DAYS)
def test_every_day_in_words_is_read_back(day: date) -> None:
    iso = day.isoformat()
    for written in (
        japanese(iso),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert read(written).value == iso
        assert read(written.translate(str.maketrans("0123456789", "０１２３４５６７８９"))).value == iso


@given(DAYS)
def test_every_fiscal_year_and_month_in_words_is_read_back(day: date) -> None:
    year = fiscal_year.fiscal_year(day)
    assert read(japanese(f"FY{year}")).value == f"FY{year}"
    assert read(f"{day.year}年{day.month}月").value == f"{day.year:04}-{day.month:02}"


@given(st.text(max_size=90))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = None
    with suppress(NotWritten):
        found = read(text, TODAY)
    if found and found.value:
        assert read(found.value.replace("/", "〜", 1), TODAY).value == found.value
