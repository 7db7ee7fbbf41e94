"""The marked workbook to take away: every finding at its place, in colour, with a comment and a result."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from kyogikai_platform.workbooks.declared import RESULT
from kyogikai_platform.workbooks.escaping import escaped
from kyogikai_platform.workbooks.findings import Weight
from kyogikai_platform.workbooks.grid import Book, Cell, Grid

COLOURS = {Weight.FIX.value: "FFD7D7", Weight.CONFIRM.value: "FFF0B3", Weight.NOTE.value: "E6EEF9"}
WORDS = {Weight.FIX.value: "直す", Weight.CONFIRM.value: "確認", Weight.NOTE.value: "参考"}
AUTHOR = "Kyogikai"
Said = Mapping[str, Any]
"""A finding as a kept report has it."""


def marked(book: Book, findings: Sequence[Said]) -> bytes:
    """The book's cells as they are, with what there is to say about them."""
    out = Workbook(write_only=True)
    by_row: dict[tuple[int, int], list[Said]] = defaultdict(list)
    for finding in findings:
        order, row, _, _ = finding["at"]
        by_row[order, row].append(finding)
    for grid in book.grids:
        _sheet(out, grid, by_row)
    if not book.grids:
        out.create_sheet("空")
    packed = BytesIO()
    out.save(packed)
    return packed.getvalue()


def _sheet(out: Workbook, grid: Grid, by_row: Mapping[tuple[int, int], list[Said]]) -> None:
    sheet = out.create_sheet(escaped(grid.name)[:31])
    width = max((len(cells) for cells in grid.rows.values()), default=0)
    first = min(grid.rows, default=0)
    for number in range(1, max(grid.rows, default=0) + 1):
        cells, said = grid.rows.get(number, []), by_row.get((grid.order, number), [])
        row = [_cell(sheet, cell, [f for f in said if f["at"][2] == n]) for n, cell in enumerate(cells, 1)]
        if said:
            row += [None] * (width - len(row)) + [_result(sheet, said)]
        elif number == first:
            row += [None] * (width - len(row)) + [WriteOnlyCell(sheet, RESULT)]
        sheet.append(row)


def _cell(sheet: Any, cell: Cell, said: Sequence[Said]) -> Any:
    if not cell.text and not said:
        return None
    made = WriteOnlyCell(sheet, _value(cell))
    if said:
        made.fill = _fill(said)
        made.comment = Comment(_told(said), AUTHOR, width=360, height=120)
    return made


def _value(cell: Cell) -> Any:
    """A number stays one; every other value is a text that nothing runs."""
    if cell.kind == "n":
        return float(cell.text) if "." in cell.text or "e" in cell.text.lower() else int(cell.text)
    return escaped(cell.text)


def _result(sheet: Any, said: Sequence[Said]) -> Any:
    made = WriteOnlyCell(sheet, f"{RESULT} {_told(said)}")
    made.fill = _fill(said)
    return made


def _fill(said: Sequence[Said]) -> PatternFill:
    worst = min((f["weight"] for f in said), key=list(COLOURS).index)
    return PatternFill("solid", start_color=COLOURS[worst])


def _told(said: Sequence[Said]) -> str:
    lines = []
    for f in said:
        fix = f"（直し方: {' / '.join(f['proposals'])}）" if f["proposals"] else ""
        lines.append(f"【{WORDS[f['weight']]}】{f['words']}: {f['ja']}{fix}")
    return "\n".join(lines)[:2000]
