"""Rows of a sheet as fields: which column is which, and each value as its column asks for it."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from kyogikai_platform.importing.places import CellPlace
from kyogikai_platform.workbooks import reasons
from kyogikai_platform.workbooks.declared import INTRODUCTION, RESULT, Column, Of, Sheet, folded
from kyogikai_platform.workbooks.findings import Finding, Weight
from kyogikai_platform.workbooks.fixes import Fixes
from kyogikai_platform.workbooks.grid import EMPTY, Cell, Grid
from kyogikai_platform.workbooks.sheets import SHEETS
from kyogikai_projections.era_typed import NotADay
from kyogikai_projections.era_vague import value_of
from kyogikai_tenants.errors import Refused

TITLES = 10
"""Rows from the top among which the headings are looked for."""
DITTO = frozenset({"〃", "同上", "″", "”", "々", "同"})
"""What says that a cell is as the one above it."""
YEAR = re.compile(r"(?:令和|平成|昭和|[RHS])?\s*(?:[0-9]{1,4}|元)\s*年度")
TOTALS = frozenset({"計", "合計", "小計", "総計", "平均"})
REMARKS = ("※", "＊", "（注", "(注", "注）", "注)")
FEWEST = 2
"""Headings that must be known for a row to be one of headings."""


@dataclass(frozen=True)
class Row:
    """A row of a known sheet: its cells by field, as written and as corrected."""

    sheet: Sheet
    grid: Grid
    number: int
    cells: dict[str, Cell]
    columns: dict[str, int]
    """Field -> column, counted from 1."""
    written: dict[str, str] = field(default_factory=dict)
    """What the file says where a correction says something else."""
    remarks: tuple[str, ...] = ()
    above: Mapping[str, str] | None = None
    """What stands above a name that is missing: often it is meant."""

    def place(self, name: str = "") -> CellPlace:
        """Where a field stands; the row, where it has no column."""
        return self.grid.place(self.number, self.columns.get(name, 0))

    def as_written(self, name: str) -> str:
        """What the file says."""
        return self.written.get(name, self.cells.get(name, EMPTY).text)


@dataclass
class Sorting:
    """Grids sorted into known sheets and their rows."""

    fixes: Fixes
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    """Sheet name -> its rows."""
    counts: dict[str, int] = field(default_factory=dict)
    """Grid name -> rows that were read."""
    headings: dict[str, list[str]] = field(default_factory=dict)
    """Grid name -> its headings, column by column."""
    skipped: int = 0

    def take(self, grid: Grid) -> None:
        """Read one grid, or say that it is not known."""
        heads = list(self._heads(grid))
        sheet, top = self._match(grid, heads)
        if sheet is None:
            if grid.rows and grid.name != INTRODUCTION:
                self._note(grid.place(min(grid.rows)), grid.name, reasons.SheetUnknown(sheet=grid.name))
            return
        self.headings[grid.name] = self._texts(grid, top)
        grid.year = said_year([grid.name, *(c.text for n in grid.rows if n < top for c in grid.rows[n])])
        columns, remarks = self._columns(sheet, grid, top)
        for needed in [c for c in sheet.columns if c.needed and c.name not in columns]:
            reason = reasons.NoColumn(heading=needed.heading)
            near = self._nearest(grid, top, needed.heading)
            self.findings.append(Finding(grid.place(top), near, reason))
        for number in sorted(grid.hidden & {*columns.values(), *remarks}):
            heading = grid.cell(top, number).text
            shown = reasons.HiddenRead(heading=heading)
            self._tell(grid.place(top, number), heading, shown, Weight.CONFIRM)
        own = self.rows.setdefault(sheet.name, [])
        before, above = len(own), dict[str, Cell]()
        for number in sorted(n for n in grid.rows if n > top):
            if self.fixes.leaves_out(grid.place(number)):
                self.skipped += 1
            elif apart := beside_the_table(grid.rows[number]):
                self._tell(grid.place(number), apart, reasons.TotalRow(), Weight.NOTE)
            else:
                own.extend(self._row(sheet, grid, number, columns, remarks, above))
        self.counts[grid.name] = len(own) - before

    def _note(self, place: CellPlace, value: str, reason: Refused, *fixes: str) -> None:
        self.findings.append(Finding(place, value, reason, fixes, Weight.NOTE))

    def _tell(self, place: CellPlace, value: str, reason: Refused, weight: Weight) -> None:
        self.findings.append(Finding(place, value, reason, (), weight))

    def _heads(self, grid: Grid) -> Iterator[tuple[int, list[str]]]:
        """The rows that may be headings, with their corrected texts."""
        for number in sorted(grid.rows)[:TITLES]:
            cells = enumerate(grid.rows[number], 1)
            yield number, [self.fixes.of_cell(grid.place(number, n), c).text for n, c in cells]

    def _match(self, grid: Grid, heads: list[tuple[int, list[str]]]) -> tuple[Sheet | None, int]:
        """The sheet by its name; else, for a CSV of another name, by its headings."""
        own = folded(grid.name)
        by_name = next((s for s in SHEETS if own in {folded(n) for n in (s.name, *s.also)}), None)
        among = [by_name] if by_name else SHEETS
        scored = [
            (len(set(texts) & _headings(sheet)), -SHEETS.index(sheet), -number)
            for sheet in among
            for number, heading in heads
            for texts in [{folded(t) for t in heading if t}]
        ]
        best = max(scored, default=(0, 0, 0))
        if by_name is None and best[0] < FEWEST + 1:
            return None, 0
        if best[0] < (1 if by_name else FEWEST):
            return by_name, min(grid.rows, default=0)
        return SHEETS[-best[1]], -best[2]

    def _columns(self, sheet: Sheet, grid: Grid, top: int) -> tuple[dict[str, int], list[int]]:
        """Field -> column, and the columns of remarks; the first name that fits wins over later ones."""
        found: dict[str, int] = {}
        remarks: list[int] = []
        heading = dict(enumerate(self._texts(grid, top), 1))
        for number, text in self._in_order(sheet, heading):
            column = next(
                (c for c in sheet.columns if folded(text) in _names(c) and c.name not in found), None
            )
            if folded(text).startswith(folded(RESULT)):
                continue
            if column is not None and column.of is Of.NOTE:
                remarks.append(number)
            elif column is not None:
                found[column.name] = number
            elif any(folded(text) in _names(c) for c in sheet.columns):
                reason = reasons.ColumnTwice(heading=text)
                self.findings.append(Finding(grid.place(top, number), text, reason, ("備考",)))
            elif any(grid.cell(n, number).text for n in grid.rows if n > top):
                self._note(grid.place(top, number), text, reasons.ColumnUnknown(heading=text), "備考")
        return found, remarks

    def _in_order(self, sheet: Sheet, heading: dict[int, str]) -> list[tuple[int, str]]:
        """Columns by their own headings before those that go by another name."""
        own = {folded(c.heading) for c in sheet.columns}
        return sorted(
            ((n, t) for n, t in heading.items() if t), key=lambda one: (folded(one[1]) not in own, one[0])
        )

    def _texts(self, grid: Grid, number: int) -> list[str]:
        cells = enumerate(grid.rows.get(number, []), 1)
        return [self.fixes.of_cell(grid.place(number, n), c).text.strip() for n, c in cells]

    def _nearest(self, grid: Grid, top: int, heading: str) -> str:
        """A heading that is nearly the one that is missing."""
        return next(iter(difflib.get_close_matches(heading, self._texts(grid, top), 1, 0.5)), "")

    def _row(
        self, sheet: Sheet, grid: Grid, number: int, columns: dict[str, int], remarks: list[int],
        above: dict[str, Cell],
    ) -> Iterator[Row]:  # fmt: skip
        cells, written = dict[str, Cell](), dict[str, str]()
        for name, column in columns.items():
            cell = grid.cell(number, column)
            fixed = self.fixes.of_cell(grid.place(number, column), cell)
            if name in above and fixed.text.strip() in DITTO:
                fixed = above[name]
                reason = reasons.DittoRead(value=fixed.text.strip())
                self._tell(grid.place(number, column), cell.text, reason, Weight.CONFIRM)
            if fixed.text.strip():
                cells[name] = above[name] = fixed
            if fixed is not cell:
                written[name] = cell.text
        said = tuple(grid.cell(number, n).text.strip() for n in remarks if grid.cell(number, n).text.strip())
        if cells or said:
            bare = [n for n in above if n not in cells and sheet.column(n).of is Of.NAME]
            meant = {n: above[n].text.strip() for n in bare} or None
            yield Row(sheet, grid, number, cells, columns, written, said, meant)


def said_year(titles: Iterable[str]) -> int | None:
    """The fiscal year that a title says: 令和5年度 会議開催状況."""
    for title in titles:
        if found := YEAR.search(unicodedata.normalize("NFKC", title)):
            try:
                return int(value_of(found[0]).removeprefix("FY"))
            except (NotADay, ValueError):
                continue
    return None


def beside_the_table(cells: Sequence[Cell]) -> str:
    """What stands first in a row that is no row of a table: totals, or a remark alone; else nothing."""
    said = [text for cell in cells if (text := cell.text.strip())]
    if said and (folded(said[0]) in TOTALS or (len(said) == 1 and said[0].startswith(REMARKS))):
        return said[0]
    return ""


@cache
def _names(column: Column) -> frozenset[str]:
    return frozenset(folded(n) for n in (column.heading, *column.also))


def _headings(sheet: Sheet) -> set[str]:
    return {name for column in sheet.columns for name in _names(column)}
