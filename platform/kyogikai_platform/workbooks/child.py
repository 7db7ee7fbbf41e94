"""Reads a file from outside, in a process of its own with limits, and tells what it holds as JSON lines.

    ["sheet", name, epoch]      a sheet begins; the epoch is 1900 or 1904
    ["row", number, [cell …]]   a row with something in it; a cell is null, a text, or [kind, text]
    ["looks", [[column, first row, last row] …], [column …]]   what is merged downwards, and what is hidden
    ["refused", code, {…}]      it is not read any further
    ["end"]                     all was read

Kinds: ``n`` number, ``d`` date, ``t`` time, ``e`` error, ``f`` formula without a value. A file so
damaged that the library gives up ends this process without ``end``, and that is what the parent tells.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from typing import Any

from kyogikai_platform.workbooks import limits
from kyogikai_platform.workbooks.child_csv import csv_sheets
from kyogikai_platform.workbooks.child_zip import archive_of
from kyogikai_platform.workbooks.told import Told, Untold

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old .xls and an encrypted .xlsx begin."""
PDF = b"%PDF-"


def confine() -> None:
    """Less than the parent has: memory, processor, no file to write, few to open."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.SECONDS, limits.SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


def sheets(name: str, content: bytes) -> Iterator[Told]:
    """What a file holds. Raises Untold."""
    if len(content) > limits.BYTES:
        raise Untold("TOO_LARGE", most=limits.BYTES)
    if not content.strip():
        raise Untold("EMPTY")
    if content.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise Untold("ENCRYPTED" if locked else "OLD_FORMAT")
    if content.startswith(PDF):
        raise Untold("NO_TABLE")
    if not content.startswith(b"PK"):
        yield from csv_sheets(name, content)
        return
    archive = archive_of(content)
    if archive.workbook:
        from kyogikai_platform.workbooks.child_xlsx import xlsx_sheets  # noqa: PLC0415 - only where it is needed

        yield from xlsx_sheets(content, archive)
        return
    for member in archive.csvs:
        yield from csv_sheets(member, archive.read(member))


def counted(told: Iterator[Told], say: Callable[[Told], None]) -> None:
    """Pass on what is told, up to as much as is taken. Raises Untold."""
    count = {"sheet": 0, "row": 0, "cell": 0}
    where = ""
    for one in told:
        if one[0] == "sheet":
            where = one[1]
        elif one[0] == "row":
            count["cell"] += len(one[2])
        if one[0] in count:
            count[one[0]] += 1
        for kind, most in (("sheet", limits.SHEETS), ("row", limits.ROWS), ("cell", limits.CELLS)):
            if count[kind] > most:
                raise Untold("TOO_MANY", what=kind, most=most, sheet=where)
        say(one)


def main() -> None:
    """Read the standard input as a file of the name that is the first argument."""
    confine()
    out = sys.stdout

    def say(one: Any) -> None:
        out.write(json.dumps(one, ensure_ascii=True, separators=(",", ":")) + "\n")

    try:
        counted(sheets(sys.argv[1], sys.stdin.buffer.read(limits.BYTES + 1)), say)
        say(["end"])
    except Untold as refused:
        say(["refused", refused.code, refused.details])
    except MemoryError:
        say(["refused", "TOOK_TOO_LONG", {}])
    out.flush()


if __name__ == "__main__":
    main()
