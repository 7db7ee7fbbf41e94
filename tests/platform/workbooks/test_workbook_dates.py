"""Cells with dates and numbers: as the file has them, in both of Excel's calendars."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyogikai_platform.workbooks.cells import Cells
from kyogikai_platform.workbooks.child_xlsx import cell_of, day_of
from kyogikai_platform.workbooks.findings import Weight
from kyogikai_platform.workbooks.grid import Cell, Grid
from kyogikai_platform.workbooks.rows import Row
from kyogikai_platform.workbooks.sheets_structure import BODIES


def cells(text: str, kind: str = "", epoch: int = 1900) -> Cells:
    row = Row(BODIES, Grid(0, "会議体", epoch), 2, {"since": Cell(text, kind)}, {"since": 4})
    return Cells(row)


@given(
    st.dates(date(1935, 1, 1), date(2099, 12, 31)),
    st.sampled_from([(1900, date(1899, 12, 30)), (1904, date(1904, 1, 1))]),
)
def test_excels_number_for_a_day_is_read_in_both_of_its_calendars_and_told(
    day: date, calendar: tuple[int, date]
) -> None:
    epoch, first = calendar
    found = cells(str((day - first).days), "n", epoch)
    assert found.effective("since")["value"] == day.isoformat()
    assert [(f.reason.CODE, f.weight) for f in found.findings] == [("SERIAL_READ", Weight.CONFIRM)]


def test_a_number_that_is_a_year_is_no_day() -> None:
    assert cells("2021", "n").effective("since")["value"] == "2021"


@pytest.mark.parametrize(
    ("number_format", "told"),
    [("yyyy/m/d", "2021-05-01"), ('yyyy"年"m"月"', "2021-05"), ('[$-411]ggge"年"m"月"d"日"', "2021-05-01"),
     ("yyyy", "2021"), ("General", "2021-05-01"), ("mm-dd-yy", "2021-05-01")],
)  # fmt: skip
def test_a_date_cell_is_as_coarse_as_it_is_shown(number_format: str, told: str) -> None:
    assert day_of(datetime(2021, 5, 1), number_format) == told  # noqa: DTZ001 - a cell has no zone


@pytest.mark.parametrize(
    ("value", "told"),
    [(1.0, ["n", "1"]), (1.5, ["n", "1.5"]), (True, "はい"), (time(14, 0), ["t", "14:00"]),
     (timedelta(hours=14, minutes=30), ["t", "14:30"]), (None, None), ("", None), ("x", "x")],
)  # fmt: skip
def test_a_cell_is_told_by_its_kind(value: object, told: object) -> None:
    assert cell_of(SimpleNamespace(value=value, data_type="n", number_format="General")) == told


def test_an_error_in_a_cell_is_told_as_one() -> None:
    assert cell_of(SimpleNamespace(value="#REF!", data_type="e", number_format="")) == ["e", "#REF!"]
    found = cells("#REF!", "e")
    assert found.written("since") is None
    assert [(f.reason.CODE, f.proposals) for f in found.findings] == [("BROKEN_VALUE", ())]
