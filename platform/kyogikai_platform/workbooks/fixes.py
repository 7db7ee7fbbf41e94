"""Corrections that somebody makes to a file before it is recorded: the file itself stays as it is.

``{"会議体!D12": "令和3年4月30日", "会議!88": null}``: a new value for a cell, or a row left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from kyogikai_platform.importing.places import CellPlace
from kyogikai_platform.workbooks.grid import Cell
from kyogikai_tenants.errors import Refused

MOST = 20_000
ADDRESS = re.compile(r"(?P<sheet>.{1,100})!(?P<column>[A-Z]{0,3})(?P<row>[1-9][0-9]{0,6})", re.DOTALL)


class BadFix(Refused):
    """A correction names a cell or a row, and gives a text or nothing."""

    CODE = "BAD_FIX"
    JA, EN = "直し方「{place}」が読めません。", "The correction of “{place}” is not understood."


@dataclass(frozen=True)
class Fixes:
    """New values by address, and the rows that are left out."""

    values: Mapping[str, str] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Fixes":
        """From JSON. Raises BadFix."""
        if len(given) > MOST:
            raise BadFix(place=f"{len(given)} > {MOST}")
        for place, value in given.items():
            found = ADDRESS.fullmatch(place)
            whole = found is not None and not found["column"]
            if found is None or (value is not None) == whole or not isinstance(value, str | None):
                raise BadFix(place=place)
        return cls(
            {p: v for p, v in given.items() if v is not None},
            frozenset(p for p, v in given.items() if v is None),
        )

    @classmethod
    def parse(cls, text: bytes | str) -> "Fixes":
        """From a file. Raises BadFix."""
        try:
            return cls.of(msgspec.json.decode(text, type=dict[str, str | None]))
        except (msgspec.DecodeError, UnicodeDecodeError) as problem:
            raise BadFix(place=str(problem)) from problem

    def plain(self) -> dict[str, str | None]:
        """As JSON has them."""
        return {**self.values, **dict.fromkeys(self.skipped)}

    def of_cell(self, place: CellPlace, cell: Cell) -> Cell:
        """The cell as it is read."""
        new = self.values.get(str(place))
        return cell if new is None else Cell(new.strip())

    def leaves_out(self, place: CellPlace) -> bool:
        """Whether a row is not read."""
        return str(place) in self.skipped
