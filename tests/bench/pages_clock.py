"""What a page takes of the server: its whole time, the time of its SQL alone, and its statements."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, NamedTuple
from unittest.mock import patch

import psycopg

from kyogikai_graphql.compiler.lanes import Lanes

WAYS = ((psycopg.Cursor, "execute"), (psycopg.Connection, "commit"), (psycopg.Connection, "rollback"))
"""Where the database's driver is waited for, on SQLAlchemy's connections …"""
LANE = (Lanes, "row")
"""… and on those of an answer of one statement."""
ASKING = {"execute", "row"}
SETTING = "SET LOCAL"


@dataclass
class Spent:
    """What the driver took since it was last asked."""

    seconds: float = 0.0
    statements: list[str] = field(default_factory=list)

    def taken(self) -> tuple[float, int]:
        """Seconds and statements; and begin anew."""
        found = self.seconds, len(self.statements)
        self.seconds, self.statements = 0.0, []
        return found


@contextmanager
def counting() -> Iterator[Spent]:
    """Wrap the driver. What sets a connection's tenant takes time and is no statement of the page."""
    spent = Spent()

    def timed(name: str, own: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(own)
        def run(this: Any, *given: Any, **more: Any) -> Any:
            began = time.perf_counter()
            try:
                return own(this, *given, **more)
            finally:
                spent.seconds += time.perf_counter() - began
                if name in ASKING and not str(given[0]).startswith(SETTING):
                    spent.statements.append(str(given[0]))

        return run

    patches = [patch.object(kind, name, timed(name, getattr(kind, name))) for kind, name in (*WAYS, LANE)]
    for one in patches:
        one.start()
    try:
        yield spent
    finally:
        for one in patches:
            one.stop()


class Look(NamedTuple):
    """One look at a page: seconds of the server, of its SQL, and how many statements."""

    whole: float
    sql: float
    statements: int


def look(ask: Callable[[], object], spent: Spent) -> Look:
    """Take the time once."""
    spent.taken()
    began = time.perf_counter()
    ask()
    return Look(time.perf_counter() - began, *spent.taken())


class Pace(NamedTuple):
    """How often a page is looked at before it is measured, how often at most then, and how long at most."""

    warm: int
    most: int
    seconds: float


def looked(asks: list[Callable[[], object]], spent: Spent, pace: Pace) -> list[list[Look]]:
    """Looks at the same page in several places, which take turns."""
    for ask in asks * pace.warm:
        ask()
    found: list[list[Look]] = [[] for _ in asks]
    until = time.monotonic() + pace.seconds
    while len(found[0]) < pace.most and (time.monotonic() < until or len(found[0]) < 3):
        for looks, ask in zip(found, asks, strict=True):
            looks.append(look(ask, spent))
    return found


def at(share: float, values: list[float]) -> float:
    """The value that such a share does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def ratio(mine: list[float], theirs: list[float]) -> float:
    """How many times as much, by the medians."""
    return statistics.median(mine) / max(statistics.median(theirs), 1e-9)
