"""Measure each page in process: its time on the server beside the time of its SQL alone; print, never assert.

    python tests/bench/run.py pages [--quick] [--kept] [--only WORD]

As the public and as the secretariat, warm, through WSGI, on a generated council of real size and on three
published ones; then, turn about, the same pages where 1 741 municipalities share the database. The API's
result cache is off (``--kept``: on), so that what is measured is answering.
"""

import argparse
import gc
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from io import BytesIO
from typing import Any, NamedTuple

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from kyogikai_platform.embedded.programs import programs
from kyogikai_tenants.vocabulary import Role
from tests.bench.api_tables import table
from tests.bench.pages_addresses import addresses, ids_of, visitor
from tests.bench.pages_clock import Look, Pace, Spent, at, counting, looked, ratio
from tests.bench.pages_place import (
    HOSTS,
    TENANTS,
    alone,
    crowded,
    generated,
    published,
    same,
    settled,
)
from tests.platform.accounts.house import House
from tests.platform.web.visitor import HTML, Visitor

FULL, QUICK = Pace(3, 40, 2.0), Pace(2, 3, 0.1)
FEW = 20
"""Municipalities that share the database in the quick variant."""
ROLES = (Role.PUBLIC, Role.SECRETARIAT)
SOUGHT = {"/search": "q=部会"}
"""What an address says so that there is something to be found."""
AIM, AIM_SHARED = 3.0, 1.2
HEADS = [
    "page", "seen as", "p50 ms", "p95 ms", "SQL p50 ms", "SQL p95 ms", f"p95 / SQL ({AIM:g})", "statements",
    f"shared / alone ({AIM_SHARED:g})",
]  # fmt: skip


class Measured(NamedTuple):
    """A page as somebody sees it, alone and where many share the database."""

    rule: str
    role: Role
    alone: list[Look]
    shared: list[Look]

    @property
    def over(self) -> float | None:
        """How many times the time of its SQL it takes; None where it asks the database for nothing."""
        sql = at(0.95, [x.sql for x in self.alone])
        return at(0.95, [x.whole for x in self.alone]) / sql if sql else None

    @property
    def crowd(self) -> float:
        """How many times as long it takes where many share the database."""
        return ratio([x.whole for x in self.shared], [x.whole for x in self.alone])

    @property
    def cells(self) -> list[str]:
        """As a line of the table."""
        times = [
            f"{1000 * at(share, [look[n] for look in self.alone]):.1f}"
            for n in (0, 1)
            for share in (0.5, 0.95)
        ]
        statements = str(max(look.statements for look in self.alone))
        over = "–" if self.over is None else f"{self.over:.1f}"
        return [self.rule, self.role.value, *times, over, statements, f"{self.crowd:.2f}"]


def main(given: Sequence[str]) -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(prog="make bench-pages", description="Measure the pages.")
    parser.add_argument("--quick", action="store_true", help="fewer looks, fewer municipalities")
    parser.add_argument("--kept", action="store_true", help="with the API's result cache")
    parser.add_argument("--only", default="", help="only the generated council or one host")
    options = parser.parse_args(given)
    began, pace = time.monotonic(), QUICK if options.quick else FULL
    print(f"{os.cpu_count()} cores, PostgreSQL {programs().version}, Python {platform.python_version()}")
    with ExitStack() as stack:
        here = stack.enter_context(alone(kept=options.kept))
        houses = {"generated": generated} | {h: lambda here, h=h: published(here, h) for h in HOSTS}
        built = {name: make(here) for name, make in houses.items() if options.only in name}
        with closing(replace(here)) as asked:
            ids = {name: ids_of(same(house, asked)) for name, house in built.items()}
        print(f"{', '.join(built)} after {time.monotonic() - began:.0f} s")
        other = stack.enter_context(crowded(here, FEW if options.quick else TENANTS))
        settled(here)
        settled(other)
        print(f"{len(other.hosts())} municipalities after {time.monotonic() - began:.0f} s")
        spent = stack.enter_context(counting())
        for name, house in built.items():
            show(name, list(measured([house, same(house, other)], ids[name], spent, pace)))
    print(f"\n{time.monotonic() - began:.0f} s in all.")


def measured(places: list[House], ids: list[str], spent: Spent, pace: Pace) -> Iterator[Measured]:
    """Every page that answers."""
    gc.collect()
    gc.freeze()  # as the server does, or a collection walks through all that was built
    for role in ROLES:
        visitors = [visitor(house, role) for house in places]
        for rule, paths in addresses(visitors[0], ids).items():
            path = next((p for p in paths if visitors[0].get(p).status_code == 200), "")
            if path:
                asked = f"{path}?{SOUGHT.get(rule, '')}"
                yield Measured(rule, role, *looked([asking(v, asked) for v in visitors], spent, pace))


def asking(who: Visitor, path: str) -> Callable[[], bytes]:
    """A look at a page without a client around it. Raises RuntimeError if it is no page any more."""
    app = who.client.application
    cookie = "; ".join(f"{c.key}={c.value}" for c in (who.client._cookies or {}).values())  # noqa: SLF001
    headers = Headers({"Host": who.house.host, "Accept": HTML, "Cookie": cookie})
    plain = EnvironBuilder(path, headers=headers).get_environ()

    def begin(status: str, *_: Any) -> Callable[[bytes], object]:
        if not status.startswith("200"):
            raise RuntimeError(path, status)
        return bytes

    def ask() -> bytes:
        return b"".join(app.wsgi_app(plain | {"wsgi.input": BytesIO()}, begin))

    return ask


def show(name: str, found: Sequence[Measured]) -> None:
    """One council's pages, the slowest first."""
    slowest = sorted(found, key=lambda m: -at(0.95, [x.whole for x in m.alone]))
    table(f"**{name}**", HEADS, [m.cells for m in slowest])
    over = sum(m.over is not None and m.over > AIM for m in found)
    crowd = sum(m.crowd > AIM_SHARED for m in found)
    print(f"\n{len(found)} pages; {over} over {AIM:g} × SQL, {crowd} over {AIM_SHARED:g} × alone.")
