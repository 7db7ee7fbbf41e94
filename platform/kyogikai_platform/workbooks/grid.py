"""A file as cells: what the child told, by sheets and rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kyogikai_platform.importing.places import CellPlace


class Cell(NamedTuple):
    """A value as the file has it, and of which kind (``n`` number, ``d`` date, ``t`` time, ``e`` error …)."""

    text: str
    kind: str = ""


EMPTY = Cell("")


@dataclass
class Grid:
    """One sheet."""

    order: int
    name: str
    epoch: int
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    """Row number -> cells from column A on."""
    hidden: frozenset[int] = frozenset()
    """Columns that are not shown."""
    year: int | None = None
    """The fiscal year that its name or a title says; what a date without a year may be of."""

    def look(self, merged: Iterable[Sequence[int]], hidden: Iterable[int]) -> None:
        """See it as its reader does: a cell that is merged downwards is that of each of its rows."""
        self.hidden = frozenset(hidden)
        for column, first, last in merged:
            shown = self.cell(first, column)
            for number in range(first + 1, min(last, max(self.rows, default=0)) + 1) if shown.text else ():
                if number in self.rows and not self.cell(number, column).text:
                    cells = self.rows[number]
                    cells += [EMPTY] * (column - len(cells))
                    cells[column - 1] = shown

    def place(self, row: int, column: int = 0) -> CellPlace:
        """Where a cell is; column 0 is the whole row."""
        return CellPlace(self.order, row, column, self.name)

    def cell(self, row: int, column: int) -> Cell:
        """What stands there."""
        cells = self.rows.get(row, [])
        return cells[column - 1] if 0 < column <= len(cells) else EMPTY


@dataclass(frozen=True)
class Book:
    """A file that could be read."""

    name: str
    sha256: str
    grids: tuple[Grid, ...]

    def cells(self) -> Iterator[tuple[CellPlace, Cell]]:
        """Every cell with something in it."""
        for grid in self.grids:
            for row, cells in grid.rows.items():
                for column, cell in enumerate(cells, 1):
                    if cell.text:
                        yield grid.place(row, column), cell
