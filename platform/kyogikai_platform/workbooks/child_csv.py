"""CSV as Excel and others write it: UTF-8 with or without its mark, or Shift_JIS."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import PurePosixPath

from kyogikai_platform.workbooks import limits
from kyogikai_platform.workbooks.told import Told, Untold

HALF_WIDTH = range(0xFF61, 0xFFA0)
"""Half-width katakana: what EUC-JP looks like when it is read as Shift_JIS."""


KANA, ENOUGH = "\u3000", 2
"""So many Japanese letters in UTF-8 before the first byte that is wrong, and it was meant to be UTF-8."""


def csv_sheets(name: str, content: bytes) -> Iterator[Told]:
    """A CSV file is one sheet of the name of the file. Raises Untold."""
    text = decoded(content, name)
    sheet = PurePosixPath(name.replace("\\", "/")).stem
    yield "sheet", sheet, 1900
    csv.field_size_limit(1_000_000)
    first = text.split("\n", 1)[0]
    rows = csv.reader(
        StringIO(text, newline=""), delimiter="\t" if "\t" in first and "," not in first else ","
    )
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            if any(cell.strip() for cell in row):
                if len(row) > limits.COLUMNS and any(c.strip() for c in row[limits.COLUMNS :]):
                    raise Untold("TOO_MANY", what="column", most=limits.COLUMNS, sheet=sheet)
                _judge(row, number, sheet)
                yield "row", number, [cell or None for cell in row[: limits.COLUMNS]]
    except csv.Error as problem:
        raise Untold("BAD_CSV", file=name, row=number + 1, problem=str(problem)) from problem


def _judge(row: list[str], number: int, sheet: str) -> None:
    for column, cell in enumerate(row, 1):
        if len(cell) > limits.LONGEST:
            raise Untold("LONG_CELL", sheet=sheet, row=number, column=column, most=limits.LONGEST)


def decoded(content: bytes, name: str) -> str:
    """The text. Raises Untold naming the encoding that it looks like."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise Untold("ENCODING", file=name, guess="UTF-16", row=1)
    if b"\0" in content:
        raise Untold("BINARY", file=name, row=content[: content.index(b"\0")].count(b"\n") + 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = content[: problem.start].count(b"\n") + 1
        if sum(letter > KANA for letter in content[: problem.start].decode()) >= ENOUGH:
            raise Untold("BROKEN_TEXT", file=name, row=row) from problem
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError as problem:
        row = max(row, content[: problem.start].count(b"\n") + 1)
        raise Untold("ENCODING", file=name, guess=_guess(content), row=row) from problem
    odd = sum(ord(letter) in HALF_WIDTH for letter in text)
    if _guess(content) == "EUC-JP" and odd * 4 > sum(letter > "\x7f" for letter in text):
        raise Untold("ENCODING", file=name, guess="EUC-JP", row=row)
    return text


def _guess(content: bytes) -> str:
    if content.startswith(b"\x1b$") or b"\x1b$B" in content[:1000]:
        return "ISO-2022-JP"
    try:
        content.decode("euc_jp")
    except UnicodeDecodeError:
        return "?"
    return "EUC-JP"
