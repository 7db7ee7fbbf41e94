"""An Excel workbook, streamed row by row: the values as they are shown, none computed."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import repeat
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from kyogikai_platform.workbooks import limits
from kyogikai_platform.workbooks.child_zip import Archive, Looks
from kyogikai_platform.workbooks.told import Told, Untold

EXACT = 1e15
"""Below which every whole number is one in a cell."""
LAST = 1_048_576
"""The last row that Excel has."""


def xlsx_sheets(content: bytes, archive: Archive) -> Iterator[Told]:
    """Every sheet that is no chart. Raises Untold."""
    formulas = _scanned(archive)
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    said = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False) if formulas else None
    epoch = 1904 if book.epoch == CALENDAR_MAC_1904 else 1900
    for sheet in book.worksheets:
        if isinstance(sheet, ReadOnlyWorksheet):
            yield "sheet", sheet.title, epoch
            yield from _rows(sheet, said[sheet.title] if said else None)
            looks = archive.looks.get(sheet._worksheet_path.lstrip("/"), Looks())  # noqa: SLF001 - nowhere else
            yield "looks", sorted(looks.merged), sorted(looks.hidden)


def _scanned(archive: Archive) -> bool:
    """Look into every part; whether a sheet has formulas. Raises Untold."""
    found = dict(archive.parts())
    return any(formulas for name, formulas in found.items() if name.startswith("xl/worksheets/"))


def _rows(sheet: Any, said: Any) -> Iterator[Told]:
    sheet.reset_dimensions()
    if said:
        said.reset_dimensions()
    asked = said.iter_rows(max_row=LAST) if said else repeat(())
    for number, (row, formulas) in enumerate(zip(sheet.iter_rows(max_row=LAST), asked, strict=False), 1):
        if len(row) > limits.COLUMNS and any(c.value is not None for c in row[limits.COLUMNS :]):
            raise Untold("TOO_MANY", what="column", most=limits.COLUMNS, sheet=sheet.title)
        cells = [cell_of(c) for c in row[: limits.COLUMNS]]
        for n, one in enumerate(formulas[: limits.COLUMNS]):
            if cells[n] is None and one.data_type == "f":
                cells[n] = ["f", str(one.value)[: limits.LONGEST]]
        if any(c is not None for c in cells):
            yield "row", number, cells


def cell_of(cell: Any) -> Any:
    """A cell as it is told."""
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type == "e":
        return ["e", str(value)]
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, int | float):
        return ["n", number_of(value)]
    return _timed(value, cell.number_format or "") or _text(cell)


def number_of(value: float) -> str:
    """A number without a point that says nothing."""
    return str(int(value)) if float(value).is_integer() and abs(value) < EXACT else repr(value)


def _timed(value: Any, number_format: str) -> list[str] | None:
    """A date or a time of day; None for anything else."""
    if isinstance(value, datetime | date):
        return ["d", day_of(value, number_format)]
    if isinstance(value, time):
        return ["t", value.strftime("%H:%M")]
    return ["t", _hours(value)] if isinstance(value, timedelta) else None


def _text(cell: Any) -> str:
    text = str(cell.value)
    if len(text) > limits.LONGEST:
        where = {"sheet": cell.parent.title, "row": cell.row, "column": cell.column}
        raise Untold("LONG_CELL", most=limits.LONGEST, **where)
    return text


def day_of(value: date, number_format: str) -> str:
    """A date as precisely as its cell shows it: a format without days is of a month."""
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format.lower())
    if isinstance(value, datetime) and (value.hour or value.minute):
        return value.strftime("%Y-%m-%d %H:%M").zfill(16)
    iso = value.isoformat()[:10]
    if "d" in shown or shown in {"", "general"}:
        return iso
    return iso[:7] if "m" in shown else iso[:4]


def _hours(value: timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
