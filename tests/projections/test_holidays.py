"""Public holidays: named by the law of their year, in both languages, and none where nobody can know."""

from datetime import date, timedelta

import jpholiday
import pytest

from kyogikai_projections.holidays import ENGLISH, FIRST, LAST, holiday

DAYS = {
    "2026-11-03": "文化の日",
    "2026-11-04": "",
    "2026-05-06": "振替休日",
    "2026-09-22": "国民の休日",
    "2019-10-14": "体育の日",
    "2020-07-24": "スポーツの日",
    "2019-12-23": "",
    "2018-12-23": "天皇誕生日",
    "2027-03-21": "春分の日",
}
"""As the Cabinet Office lists them."""


@pytest.mark.parametrize("day", DAYS)
def test_a_day_is_called_as_the_law_of_its_year_calls_it(day: str) -> None:
    assert holiday(date.fromisoformat(day), "ja") == DAYS[day]


def test_every_holiday_has_an_english_name() -> None:
    found = {holiday(date(year, 1, 1) + timedelta(n), "ja") for year in (1959, 1989, 1990, 1993, 2019, 2026)
             for n in range(365)}  # fmt: skip
    assert found - {""} <= ENGLISH.keys()
    assert holiday(date(2026, 11, 3), "en") == "Culture Day"
    for year in range(2027, 2040):
        assert all(holiday(day, "en") for day, _ in jpholiday.year_holidays(year))


@pytest.mark.parametrize("year", [1, FIRST - 1, LAST + 1, 9999])
def test_outside_of_what_is_known_no_day_is_a_holiday(year: int) -> None:
    assert holiday(date(year, 1, 1), "ja") == ""
