"""The bytes of a data set: CSV for spreadsheets, JSON for programs."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from kyogikai_platform.web.public.columns import Answer, Cell, Column

BOM = "\ufeff"
"""Without it spreadsheets take UTF-8 for something else."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def csv_of(columns: Sequence[Column], rows: Iterable[Answer]) -> bytes:
    """One row of names, then the rows; an empty cell is nothing known."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    writer.writerows([_cell(column.read(row)) for column in columns] for row in rows)
    return (BOM + text.getvalue()).encode()


def json_of(columns: Sequence[Column], rows: Iterable[Answer], told: dict[str, Any]) -> bytes:
    """What it is and of when, then the rows as objects."""
    body = {**told, "rows": [{column.name: column.read(row) for column in columns} for row in rows]}
    return msgspec.json.format(msgspec.json.encode(body), indent=1) + b"\n"


def _cell(value: Cell) -> str:
    """As text that no spreadsheet runs."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
