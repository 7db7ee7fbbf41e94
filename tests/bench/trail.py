"""Measure the audit trail in a short log and in a long one, side by side; print, never assert.

    python tests/bench/run.py trail [SMALL LARGE]     10 000 and 1 000 000 entries

Each filter's first page, as it is read and told without its total, and the whole page through WSGI, turn
about in both logs, the best of some looks (others use the machine too); then proofs by the kept subtrees
beside those by all leaves, and the verification of the long log.
"""

import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, NamedTuple
from unittest.mock import patch

import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_platform import demo, proving
from kyogikai_platform.embedded.programs import programs
from kyogikai_platform.installation import Installation
from kyogikai_platform.web.roles import trail_page
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log import merkle, notary
from kyogikai_tenants.log.tree import Tree
from kyogikai_tenants.vocabulary import Role
from tests.bench.api_tables import table
from tests.bench.pages_addresses import visitor
from tests.bench.pages_place import alone, settled
from tests.bench.trail_place import SELDOM, Template, fill, template
from tests.platform.accounts.house import House
from tests.platform.web.test_web_trail import numbers
from tests.platform.web.visitor import Visitor

ROUNDS, WARM = 15, 1
SIZES = (10_000, 1_000_000)
EVER = "from=2000-01-01"
AIM = 2.0
AT_THE_DOOR = 4
"""How often somebody signs in and takes something away in a council's whole history."""
HEADS = [
    "filter", "rows", "short ms", "long ms", f"long / short ({AIM:g})", "total short", "total long",
    "whole page short", "whole page long",
]  # fmt: skip


class Took(NamedTuple):
    """Seconds of a look: without the total, of the total alone, and of the whole page."""

    page: float
    total: float
    whole: float
    rows: int


class Clock:
    """Sums what the parts of the page take."""

    def __init__(self) -> None:
        self.page = self.total = 0.0

    @contextmanager
    def running(self) -> Iterator["Clock"]:
        """Wrap the page's parts."""
        names = {"_cut": "page", "lines": "page", "_total": "total"}
        patches = [
            patch.object(trail_page, n, self._timed(getattr(trail_page, n), of)) for n, of in names.items()
        ]
        for one in patches:
            one.start()
        try:
            yield self
        finally:
            for one in patches:
                one.stop()

    def _timed(self, own: Callable[..., Any], of: str) -> Callable[..., Any]:
        @wraps(own)
        def run(*given: Any) -> Any:
            began = time.perf_counter()
            try:
                return own(*given)
            finally:
                setattr(self, of, getattr(self, of) + time.perf_counter() - began)

        return run

    def look(self, asking: Visitor, query: str) -> Took:
        """One look at a filter's first page."""
        self.page = self.total = 0.0
        began = time.perf_counter()
        answer = asking.get(f"/trail?{query}")
        whole = time.perf_counter() - began
        if answer.status_code != 200:
            raise RuntimeError(query)
        return Took(self.page, self.total, whole, len(numbers(answer.text)))


def filters(council: Template) -> dict[str, str]:
    """What is asked: a name, and what the address says."""
    body = next(entry for entry in council.entries if entry.topic == "body.created")
    own = type(body.stream_id)(int=body.stream_id.int ^ 1 << 16)
    actor, seldom = (ids.encode(ids.ACTOR, one) for one in ("actor-7", SELDOM))
    subject = ids.encode("Body", own)
    earlier = today() - timedelta(days=3)
    sorts = ("add", "change", "end", "correct", "access", "sign_in", "taken")
    return {
        "the last 30 days": "", "all of it": EVER, **{f"only {s}": f"{EVER}&{s}=1" for s in sorts},
        "somebody": f"{EVER}&who={actor}", "somebody seldom": f"{EVER}&who={seldom}",
        "somebody, corrections": f"{EVER}&who={actor}&correct=1",
        "one body": f"{EVER}&subject={subject}", "one body, changes": f"{EVER}&subject={subject}&change=1",
        "corrected after publication": "published=1", "before a day": f"to={earlier}",
        "a frequent word": f"{EVER}&text=部会", "a word that is not there": f"{EVER}&text=どこにもない",
        **{f"a word, {s}": f"{EVER}&text=どこにもない&{s}=1" for s in ("correct", "taken")},
        "a word, somebody": f"{EVER}&text=どこにもない&who={actor}",
        "a word, somebody seldom": f"{EVER}&text=どこにもない&who={seldom}",
        "a word, one body": f"{EVER}&text=どこにもない&subject={subject}",
        "a word, after publication": "published=1&text=どこにもない",
        "exports before a day": f"to={earlier}&taken=1", "somebody before a day": f"to={earlier}&who={actor}",
        "somebody, exports": f"{EVER}&who={actor}&taken=1",
        "seldom, after publication": f"published=1&who={seldom}",
        "after publication, one body": f"published=1&subject={subject}",
        "after publication, exports": "published=1&taken=1",
        "after publication, before a day": f"published=1&to={earlier}",
    }  # fmt: skip


def made(here: Installation, admin: sa.Engine, council: Template, size: int) -> House:
    """A municipality with a log of so many entries."""
    house = House.opened(here)
    house.account("auditor@example.jp", Role.AUDITOR)
    for _ in range(AT_THE_DOOR):
        there = visitor(house, Role.AUDITOR)
        taken = there.fill("/trail", "/trail/export")
        if taken.status_code != HTTPStatus.OK:
            raise RuntimeError(taken.text)
    began = time.perf_counter()
    fill(admin, house, council, size)
    print(f"{size} entries: {time.perf_counter() - began:.0f} s")
    return house


def measured(short: Visitor, long: Visitor, asked: dict[str, str], rounds: int) -> Iterator[list[str]]:
    """A line a filter."""
    with Clock().running() as clock:
        for name, query in asked.items():
            looks = [[clock.look(one, query) for one in (short, long)] for _ in range(WARM + rounds)][WARM:]
            yield _line(name, *zip(*looks, strict=True))


def _line(name: str, short: Sequence[Took], long: Sequence[Took]) -> list[str]:
    def best(looks: Sequence[Took], of: int) -> float:
        return 1000 * min(look[of] for look in looks)

    times = [best(looks, of) for of in (0, 1, 2) for looks in (short, long)]
    shown = [f"{one:.1f}" for one in times]
    return [name, str(long[0].rows), *shown[:2], f"{times[1] / max(times[0], 1e-9):.2f}", *shown[2:]]


def proofs(house: House) -> None:
    """Sealing, a proof each way, and the verification of all of it."""
    began = time.perf_counter()
    proving.checkpoint(house.here, house.label)
    print(f"\nsealed for the first time: {time.perf_counter() - began:.1f} s")
    with snapshot(house.here.engine, house.tenant.id) as connection:
        newest = notary.latest(connection)
        assert newest is not None
        tree, middle = Tree(connection, newest.size), newest.size // 3
        for name, kept, plain in (
            ("inclusion", tree.inclusion, merkle.inclusion_proof),
            ("consistency", tree.consistency, merkle.consistency_proof),
        ):
            kept(middle)
            began = time.perf_counter()
            found = kept(middle)
            took = time.perf_counter() - began
            began = time.perf_counter()
            assert found == plain(notary.leaves(connection, newest.size), middle, newest.size)
            whole = time.perf_counter() - began
            print(f"{name:12} {1000 * took:8.1f} ms by kept subtrees {1000 * whole:10.1f} ms by all leaves")
    began = time.perf_counter()
    (told,) = proving.verify(house.here, house.label)
    print(f"verified in {time.perf_counter() - began:.1f} s: {told}")


def main(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS, host: str = "mihon") -> None:
    """All of it, on a durable server of its own."""
    print(f"{os.cpu_count()} cores, PostgreSQL {programs().version}, Python {platform.python_version()}")
    with alone(kept=False) as here:
        demo.load(here, demo.content(host), f"{host}.yaml")
        council = template(House(here, here.tenant(host), host))
        admin = sa.create_engine(here.login, poolclass=sa.NullPool)
        short, long = (made(here, admin, council, size) for size in sizes)
        settled(here)
        first, second = (visitor(house, Role.AUDITOR) for house in (short, long))
        title = f"The first page of a filter in a log of {sizes[0]} and of {sizes[1]} entries, best"
        table(title, HEADS, measured(first, second, filters(council), rounds))
        proofs(long)
        admin.dispose()
