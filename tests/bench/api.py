"""Measure the API beside others, in one run on one generated council; print, never assert a time.

    python tests/bench/run.py api [--quick] [--home DIRECTORY]

All answer the same five queries from the same tables under the same row-level security, row filters and
two-time predicates, and must give the same data before anything is measured. Slices of the contenders
alternate, so that a noisy machine is noisy for all; what is compared is compared round by round.
"""

import argparse
import os
import platform
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from kyogikai_platform.embedded.programs import programs
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import driver
from tests.bench import api_queries
from tests.bench.api_contenders import Backends, Contender, Inside, competitors, product
from tests.bench.api_load import Slice
from tests.bench.api_ours import answering
from tests.bench.api_place import NEIGHBOURS, Place, place
from tests.bench.api_queries import LARGE, NAMES, ONE, PAGE, SMALL, Question
from tests.bench.api_sql import HandWritten
from tests.bench.api_tables import (
    Found,
    against,
    headline,
    middle,
    p50,
    processor,
    rate,
    ratio,
    table,
)
from tests.bench.api_tools import POSTGRAPHILE, tools

OURS, OURS_INSIDE, SQL_INSIDE = "ours", "ours, in process", "SQL, in process"
OTHERS = (
    "strawberry",
    "strawberry, tuned",
    "graphene",
    "graphene, tuned",
    "PostGraphile",
    "hand-written SQL",
)
AIMS = {
    **{(o, q): 8.0 for o in ("strawberry", "graphene") for q in SMALL},
    **{(o, q): 25.0 for o in ("strawberry", "graphene") for q in LARGE},
    **{("PostGraphile", q): 2.0 for q in NAMES},
    **{("hand-written SQL", q): 0.85 for q in NAMES},
}
FIRST_PAGE = "{ meetings(first: 100) { pageInfo { endCursor } nodes { id } } }"
FIRST_OF_POSTGRAPHILE = "{ allMeetings(first: 100, orderBy: [SORT_ASC]) { pageInfo { endCursor } } }"


class Pace(NamedTuple):
    """How long a slice takes, how many rounds there are, and how many neighbours are made."""

    seconds: float
    rounds: int
    beside: int


FULL, QUICK = Pace(0.7, 5, NEIGHBOURS), Pace(0.15, 2, 5)


Job = tuple[Contender, Question, int, str]
"""Who is asked what, over how many connections, and what it is called."""


def main(given: Sequence[str]) -> None:
    """Fill, compare, measure, print."""
    parser = argparse.ArgumentParser(prog="make bench-api", description="Measure the API beside others.")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds, fewer neighbours")
    parser.add_argument("--home", type=Path, help="where the generated database is kept for the next run")
    options = parser.parse_args(given)
    began, pace = time.monotonic(), QUICK if options.quick else FULL
    print(f"{_machine()}, PostgreSQL {programs().version}, Python {platform.python_version()}")
    with ExitStack() as stack:
        here = stack.enter_context(place(options.home, pace.beside))
        _measure(here, stack, pace)
    print(f"\n{time.monotonic() - began:.0f} s in all.")


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return f"{os.cpu_count()} cores {model}".strip()


def _measure(here: Place, stack: ExitStack, pace: Pace) -> None:
    with sa.create_engine(here.superuser).begin() as connection:
        driver(connection).execute((POSTGRAPHILE / "views.sql").read_text().encode())
    backends = Backends(sa.create_engine(here.superuser))
    hand = HandWritten(_conninfo(here, SQL_INSIDE), here.tenant_id, today(), 1)
    stack.callback(hand.close)
    mine = Inside(OURS_INSIDE, stack.enter_context(answering(here, OURS_INSIDE, cached=False)), backends)
    sql = Inside(SQL_INSIDE, lambda q: hand.answer(q.name, q.variables), backends)
    served = stack.enter_context(product(here, OURS, backends, cached=False))
    others = stack.enter_context(competitors(here, tools(), backends))
    contenders: list[Contender] = [served, *others, mine, sql]
    variables = _variables(mine)
    sizes = compared(contenders, variables)
    _headline(contenders, variables, sizes, pace)
    fewer = pace._replace(rounds=min(pace.rounds, 3))
    _two_times(here, mine, variables, fewer)
    _repeats(here, backends, variables, fewer, stack)


def _conninfo(here: Place, name: str) -> str:
    url = here.application
    return f"host={url.query['host']} dbname={url.database} user={url.username} application_name='{name}'"


def _variables(mine: Contender) -> dict[str, dict[str, Any]]:
    """A place in the list of meetings, and one of them."""
    found = mine.data(Question("", FIRST_PAGE, {}))["meetings"]
    given: dict[str, dict[str, Any]] = {name: {} for name in NAMES}
    given[PAGE] = {"after": found["pageInfo"]["endCursor"]}
    given[ONE] = {"id": found["nodes"][50]["id"]}
    return given


def _asked(who: Contender, name: str, variables: dict[str, dict[str, Any]]) -> Question:
    """The query as a contender understands it."""
    given = variables[name]
    if who.asks is api_queries.postgraphile and name == PAGE:
        given = {
            "after": who.data(Question("", FIRST_OF_POSTGRAPHILE, {}))["allMeetings"]["pageInfo"]["endCursor"]
        }
    if who.asks is api_queries.postgraphile and name == ONE:
        given = api_queries.plain(given)
    return who.asks(name, given)


def compared(contenders: Sequence[Contender], variables: dict[str, dict[str, Any]]) -> dict[str, int]:
    """Demand the same data of everybody; how many fields each answer has."""
    sizes = {}
    for name in NAMES:
        answers = {who.name: who.data(_asked(who, name, variables)) for who in contenders}
        plain = {who.name: who.shape(answers[who.name]) for who in contenders}
        wrong = [who for who, data in plain.items() if data != plain[OURS]]
        if wrong:
            raise SystemExit(f"{name}: {', '.join(wrong)} answer otherwise than ours")
        sizes[name] = api_queries.fields(answers[OURS])
    print(f"The {len(contenders)} contenders give the same data for all {len(NAMES)} queries.")
    return sizes


def _rounds(jobs: Sequence[Job], pace: Pace, key: Callable[[Job], Any]) -> dict[Any, list[Slice]]:
    """Warm up, then take turns."""
    found: dict[Any, list[Slice]] = {key(job): [] for job in jobs}
    for who, question, connections, _ in jobs:
        who.run(question, min(pace.seconds, 0.5), connections)
    for number in range(pace.rounds):
        first = number % len(jobs)
        for job in [*jobs[first:], *jobs[:first]]:
            found[key(job)].append(job[0].run(job[1], pace.seconds, job[2]))
    return found


def _headline(
    contenders: Sequence[Contender], variables: dict[str, dict[str, Any]], sizes: dict[str, int], pace: Pace
) -> None:
    """The comparison: our result cache is off, so that answering is measured and not remembering."""
    found: Found = {}
    for name in NAMES:
        asked = [(who, _asked(who, name, variables)) for who in contenders]
        jobs: list[Job] = [(w, q, n, "") for w, q in asked for n in ((1, 4) if w.over_http else (1,))]
        found |= _rounds(jobs, pace, lambda job: (job[0].name, job[1].name, job[2]))  # type: ignore[operator]
    print("\n## Side by side, our result cache off")
    headline(found, [OURS, *OTHERS], [OURS_INSIDE, SQL_INSIDE], sizes)
    print("\n## Ratios")
    against(found, OURS, OTHERS, AIMS)
    cells = [f"{ratio(found[OURS_INSIDE, q, 1], found[SQL_INSIDE, q, 1]):.2f}" for q in NAMES]
    table("In process", ["ours against", *NAMES], [["hand-written SQL", *cells]])


def _two_times(here: Place, mine: Contender, variables: dict[str, dict[str, Any]], pace: Pace) -> None:
    """A past day, and a past day as known before the corrections, against now: in process, without cache."""
    day = (today() - timedelta(days=30)).isoformat()
    moments = {"now": ("", ""), "past": (day, ""), "known": (day, here.known.isoformat())}
    rows = []
    for name in NAMES:
        jobs: list[Job] = [
            (mine, api_queries.ours(name, variables[name], *times), 1, which)
            for which, times in moments.items()
        ]
        found = _rounds(jobs, pace, lambda job: job[3])
        later = ("past", "known")
        walls = [f"{ratio(found['now'], found[which]):.2f}" for which in later]
        spent = [f"{processor(found[which]) / processor(found['now']):.2f}" for which in later]
        rows.append([name, *(f"{p50(found[w]):.2f}" for w in moments), *walls, *spent])
    heads = ["p50 ms", "now", "a past day", "as known then", "past / now", "known then / now"]
    cores = ["CPU past / now (1.1)", "CPU known then / now (1.3)"]
    table("**Two times** (in process)", [*heads, *cores], rows)


def _repeats(
    here: Place, backends: Backends, variables: dict[str, dict[str, Any]], pace: Pace, stack: ExitStack
) -> None:
    """The same questions again and again with the result cache on."""
    kept, inner = "ours, cached", "ours, cached, in process"
    served = stack.enter_context(product(here, kept, backends, cached=True))
    mine = Inside(inner, stack.enter_context(answering(here, inner, cached=True)), backends)
    rows = []
    for name in NAMES:
        question = api_queries.ours(name, variables[name])
        jobs: list[Job] = [(served, question, 1, ""), (served, question, 4, ""), (mine, question, 1, "")]
        found = _rounds(jobs, pace, lambda job: (job[0].name, job[2]))
        one, four, inside = found[kept, 1], found[kept, 4], found[inner, 1]
        rates = [f"{middle(one, rate):.0f}", f"{p50(one):.2f}", f"{middle(four, rate):.0f}"]
        cores = [f"{1000 / processor(rounds):.0f}" for rounds in (four, inside)]
        rows.append([name, *rates, cores[0], f"{middle(inside, rate):.0f}", cores[1]])
    heads = ["", "req/s, 1 conn.", "p50 ms", "req/s, 4 conn.", "per core (2 000)", "in process", "per core"]
    table("**Unchanged repeats**, our result cache on", heads, rows)
