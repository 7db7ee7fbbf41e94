"""A meeting's name tells it from every other: by its bodies and number, or by its day."""

import pytest

from kyogikai_projections.meeting_names import MeetingName
from kyogikai_tenants.municipalities import EraDisplay
from kyogikai_tenants.vocabulary import NumberingScheme

DAY = {"value": "2025-05-12"}
YEARLY, TERM, ALL = NumberingScheme.FISCAL_YEAR, NumberingScheme.TERM, NumberingScheme.CUMULATIVE


@pytest.mark.parametrize(
    ("title", "number", "year", "scheme", "ja", "en"),
    [
        ("", 1, 2025, YEARLY, "全体会 令和7年度 第1回", "全体会 FY2025 No. 1"),
        ("2025年度第1回", 1, 2025, YEARLY, "全体会 令和7年度 第1回", "全体会 FY2025 No. 1"),
        ("", 1, None, YEARLY, "全体会 第1回（令和7年5月12日）", "全体会 No. 1 (12 May 2025)"),
        ("", 23, 2025, ALL, "全体会 第23回（通算）", "全体会 No. 23 (cumulative)"),
        ("", 1, 2025, TERM, "全体会 第1回（任期ごと）（令和7年5月12日）",
         "全体会 No. 1 (term) (12 May 2025)"),
        ("懇談会", 1, 2025, YEARLY, "全体会 懇談会（令和7年5月12日）", "全体会 懇談会 (12 May 2025)"),
        ("臨時全体会", None, 2025, YEARLY, "臨時全体会（令和7年5月12日）", "臨時全体会 (12 May 2025)"),
        ("", None, 2025, YEARLY, "全体会（令和7年5月12日）", "全体会 (12 May 2025)"),
    ],
)  # fmt: skip
def test_by_its_bodies_and_what_is_its_own(
    title: str, number: int | None, year: int | None, scheme: NumberingScheme, ja: str, en: str
) -> None:
    name = MeetingName(("全体会",), title, number, year, DAY, scheme)
    assert (name.said("ja"), name.said("en")) == (ja, en)


def test_years_are_said_as_the_reader_has_them() -> None:
    name = MeetingName(("全体会", "調整会議"), "", 2, 2025, DAY)
    assert name.said("ja", EraDisplay.WESTERN) == "全体会・調整会議 2025年度 第2回"


def test_whoever_sees_no_body_has_what_is_left() -> None:
    assert MeetingName((), "", None, None, DAY).said("ja") == "令和7年5月12日"
