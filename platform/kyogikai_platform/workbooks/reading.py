"""The parent's side of the child: start it, give it the file, hear what it tells, end it in time."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from kyogikai_platform.workbooks import limits, refusals
from kyogikai_platform.workbooks.escaping import unescaped
from kyogikai_platform.workbooks.grid import EMPTY, Book, Cell, Grid

CHILD = "kyogikai_platform.workbooks.child"
PATIENCE = 2 * limits.SECONDS
"""Seconds that a child lives at most."""
OUT_OF_LIMITS = {-signal.SIGXCPU, -signal.SIGKILL}


def read(name: str, content: bytes) -> Book:
    """The cells of a file. Raises BookRefused; this process is as it was."""
    if len(content) > limits.BYTES:
        raise refusals.BookTooLarge(most=limits.BYTES)
    child = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", CHILD, PurePath(name).name or "file"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(),
    )  # fmt: skip
    patience = threading.Timer(PATIENCE, child.kill)
    patience.start()
    try:
        with child:
            grids = _heard(child, content)
    finally:
        patience.cancel()
        child.kill()
    if grids is None:
        raise refusals.TookTooLong if child.returncode in OUT_OF_LIMITS else refusals.BookDamaged
    return Book(name, sha256(content).hexdigest(), tuple(grids))


def _environment() -> dict[str, str]:
    """What the child finds: where the program lies, and nothing else of ours."""
    return {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONUTF8": "1", "LANG": "C.UTF-8"}


def _heard(child: subprocess.Popen[bytes], content: bytes) -> list[Grid] | None:
    """What the child tells; None where it ends before all was told. Raises BookRefused."""
    assert child.stdin  # noqa: S101 - both are pipes
    assert child.stdout  # noqa: S101
    with suppress(BrokenPipeError):  # a child that refuses early does not hear the rest
        child.stdin.write(content)
        child.stdin.close()
    return _grids(map(json.loads, child.stdout))


def _grids(told: Iterable[Any]) -> list[Grid] | None:
    found: list[Grid] = []
    for what, *rest in told:
        if what == "end":
            return found
        if what == "refused":
            code, details = rest
            raise refusals.BY_CODE[code](**details)
        if what == "sheet":
            found.append(Grid(len(found), rest[0], rest[1]))
        elif what == "looks":
            found[-1].look(*rest)
        else:
            found[-1].rows[rest[0]] = [_cell(c) for c in rest[1]]
    return None


def _cell(told: Any) -> Cell:
    if told is None:
        return EMPTY
    return Cell(unescaped(told)) if isinstance(told, str) else Cell(told[1], told[0])
