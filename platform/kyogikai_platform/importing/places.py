"""Where something stands in a file: a line of a text, or a cell of a workbook."""

from typing import NamedTuple

from typing_extensions import override


class CellPlace(NamedTuple):
    """A cell, or with column 0 a whole row. It sorts as sheets, rows and columns stand."""

    order: int
    """Which sheet, counted from the first."""
    row: int
    column: int
    sheet: str

    @override
    def __str__(self) -> str:
        """``会議体!D12``; a whole row is ``会議体!12``."""
        return f"{self.sheet}!{letters(self.column)}{self.row}"

    def words(self, lang: str = "ja") -> str:
        """会議体 12行 D列."""
        column = letters(self.column)
        if lang == "ja":
            return f"{self.sheet} {self.row}行" + (f" {column}列" if column else "")
        return f"{self.sheet}, row {self.row}" + (f", column {column}" if column else "")


Where = int | CellPlace
"""A line, counted from 1, or a cell."""


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA; 0 has none."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
