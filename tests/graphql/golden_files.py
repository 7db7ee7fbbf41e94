"""The golden files: tables for people to review, one line for each thing asked, one column for each asker."""

import os
from collections.abc import Mapping
from pathlib import Path
from unicodedata import east_asian_width

from tests.graphql.golden_roles import COLUMNS

FOLDER = Path(__file__).with_name("golden")
WRITE = "write"
"""What the environment variable GOLDEN says to have the files written anew."""
Table = dict[str, dict[str, str]]
"""Line -> column -> mark; a blank where nobody of that column came."""
WHO = """PU public  VI viewer
Ap Ac Aw Ah clients with published:read, council:read, meetings:write, changes:read
ME CW CH member, case worker, chair of the body that matters  Me Cw Ch the same of another body
SE secretariat  AU auditor  TA tenant administrator  PO platform operator"""


def turned(columns: Mapping[str, Mapping[str, str]]) -> Table:
    """Column -> line -> mark, the other way round."""
    names = dict.fromkeys(name for marks in columns.values() for name in marks)
    return {name: {c: marks.get(name, "") for c, marks in columns.items()} for name in names}


def written(name: str, head: str, table: Table) -> None:
    """Write a golden file, if that is asked for."""
    if os.environ.get("GOLDEN") == WRITE:
        (FOLDER / name).write_text(printed(head, table))


def golden(name: str) -> Table:
    """What a golden file says."""
    lines = [line for line in (FOLDER / name).read_text().splitlines() if line and not line.startswith("#")]
    rows = (line.partition(" |") for line in lines[1:])
    return {label.strip(): _marks(marks) for label, _, marks in rows}


def printed(head: str, table: Table) -> str:
    """One line a row, one column a role."""
    width = max(map(_width, table))
    lines = [f"# {line}" for line in f"{head}\n{WHO}".splitlines()]
    lines += ["", f"{' ' * width} | {' '.join(COLUMNS)}"]
    for name, marks in table.items():
        found = " ".join(f"{marks[column]:2}" for column in COLUMNS)
        lines.append(f"{name}{' ' * (width - _width(name))} | {found}".rstrip())
    return "\n".join(lines) + "\n"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _marks(text: str) -> dict[str, str]:
    return {column: text[3 * n + 1 : 3 * n + 4].strip() for n, column in enumerate(COLUMNS)}


def differences(name: str, found: Mapping[str, Mapping[str, str]]) -> list[str]:
    """In which cells some columns are not as the golden file says."""
    table = golden(name)
    return [
        f"{line} {column}: {table.get(line, {}).get(column)!r} in {name}, {mark!r} found"
        for column, marks in found.items()
        for line, mark in marks.items()
        if table.get(line, {}).get(column) != mark
    ]
