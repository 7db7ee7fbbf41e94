"""Dates in words, at the edges of the eras and as coarse as they are."""

import pytest

from kyogikai_projections.era import cell_label, english, japanese, label, named
from kyogikai_tenants.effective import Effective, Kind
from kyogikai_tenants.municipalities import EraDisplay


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1868-01-24", "1868年1月24日"),
        ("1868-01-25", "明治元年1月25日"),
        ("1912-07-29", "明治45年7月29日"),
        ("1912-07-30", "大正元年7月30日"),
        ("1926-12-24", "大正15年12月24日"),
        ("1926-12-25", "昭和元年12月25日"),
        ("1989-01-07", "昭和64年1月7日"),
        ("1989-01-08", "平成元年1月8日"),
        ("2019-04-30", "平成31年4月30日"),
        ("2019-05-01", "令和元年5月1日"),
        ("2019-04", "平成31年4月"),
        ("2019-05", "令和元年5月"),
        ("2021-05", "令和3年5月"),
        ("1989-01", "昭和64年1月／平成元年1月"),
        ("2006", "平成18年"),
        ("2019", "平成31年／令和元年"),
        ("FY2011", "平成23年度"),
        ("FY2018", "平成30年度"),
        ("FY2019", "平成31年度"),
        ("FY2020", "令和2年度"),
        ("2019-03/2019-05", "平成31年3月〜令和元年5月"),
    ],
)
def test_japanese(value: str, words: str) -> None:
    assert japanese(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2021-05-10", "10 May 2021"),
        ("2021-05", "May 2021"),
        ("2021", "2021"),
        ("FY2011", "FY2011"),
        ("2019-03/FY2019", "March 2019 to FY2019"),
    ],
)
def test_english(value: str, words: str) -> None:
    assert english(value) == words


@pytest.mark.parametrize(
    ("said", "ja", "en"),
    [
        ("at 2009-02", "平成21年2月", "February 2009"),
        ("from 2009-02", "平成21年2月から", "from February 2009"),
        ("as_of 2021-05", "令和3年5月時点", "as of May 2021"),
        ("undated", "日付なし", "undated"),
    ],
)
def test_how_the_source_ties_it(said: str, ja: str, en: str) -> None:
    effective = Effective.parse(said)
    assert (label(effective, "ja"), label(effective, "en")) == (ja, en)
    assert cell_label({"kind": effective.kind.name, "value": effective.value or None}, "ja") == ja


@pytest.mark.parametrize(
    ("said", "ja", "en"),
    [
        ("at 2009-02", "平成21年2月まで", "until February 2009"),
        ("from 2009-02", "平成21年2月の前まで", "before February 2009"),
        ("as_of FY2021", "令和3年度の前まで", "before FY2021"),
        ("undated", "日付なし", "undated"),
    ],
)
def test_an_end_says_whether_its_day_is_of_it(said: str, ja: str, en: str) -> None:
    effective = Effective.parse(said)
    assert (label(effective, "ja", end=True), label(effective, "en", end=True)) == (ja, en)


@pytest.mark.parametrize(
    ("value", "western", "both"),
    [
        ("2021-05-10", "2021年5月10日", "令和3年（2021年）5月10日"),
        ("1989-01", "1989年1月", "昭和64年／平成元年（1989年）1月"),
        ("2019", "2019年", "平成31年／令和元年（2019年）"),
        ("FY2011", "2011年度", "平成23年度（2011年度）"),
        ("1800-02", "1800年2月", "1800年2月"),
        ("2019-03/FY2019", "2019年3月〜2019年度", "平成31年（2019年）3月〜平成31年度（2019年度）"),
    ],
)
def test_years_are_said_as_asked(value: str, western: str, both: str) -> None:
    assert (japanese(value, EraDisplay.WESTERN), japanese(value, EraDisplay.BOTH)) == (western, both)
    assert label(Effective(Kind.AT, value), "ja", EraDisplay.BOTH, end=True) == f"{both}まで"
    assert label(Effective(Kind.AT, value), "en", EraDisplay.BOTH) == english(value)


@pytest.mark.parametrize(
    ("caption", "ja", "en"),
    [
        ("2019年度第2回", "平成31年度 第2回", "meeting 2 of FY2019"),
        ("2026-05-20の会議", "令和8年5月20日の会議", "meeting of 20 May 2026"),
        ("FY2011の会議", "平成23年度の会議", "meeting of FY2011"),
        ("第3回", "第3回", "第3回"),
        ("2026年度第1回の反省会", "2026年度第1回の反省会", "2026年度第1回の反省会"),
    ],
)
def test_a_meeting_without_a_title_is_named_by_its_date_in_words(caption: str, ja: str, en: str) -> None:
    assert (named(caption, "ja"), named(caption, "en")) == (ja, en)


def test_its_year_is_the_one_that_the_municipality_shows() -> None:
    assert named("2026年度第1回", "ja", EraDisplay.WESTERN) == "2026年度 第1回"
