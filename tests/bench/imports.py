"""A workbook's way into the log, stage by stage, against a bare COPY of the same rows of the log.

python tests/bench/run.py imports [ROWS]
"""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import sqlalchemy as sa
from openpyxl import Workbook

from kyogikai_platform import structure
from kyogikai_platform.embedded import SUPERUSER, server
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.workbooks.reading import read
from kyogikai_platform.workbooks.report import Report
from kyogikai_platform.workbooks.running import Run
from kyogikai_tenants.bulk import Bulk, Projector
from kyogikai_tenants.changes import Recorded
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.recorder import COLUMNS, Log
from kyogikai_tenants.vocabulary import Role

SECRETARY = Actor("bench", Role.SECRETARIAT)
BODIES = 20
PEOPLE = 20
"""One in so many rows is a member, and one in as many a meeting."""


def workbook(rows: int) -> bytes:
    """A workbook of so many rows: a council, its members, its meetings, and mostly who was there."""
    book = Workbook(write_only=True)

    def sheet(name: str, heads: list[str], lines: list[list[object]]) -> None:
        page = book.create_sheet(name)
        for line in (heads, *lines):
            page.append(line)

    bodies = [f"第{n}部会" for n in range(1, BODIES + 1)]
    top: list[list[object]] = [["みほん市協議会", "協議会", "H10.4"], ["全体会議", "全体会", "H10.4"]]
    top += [[body, "専門部会", "平成10年度"] for body in bodies]
    sheet("会議体", ["名称", "種別", "設置年月日"], top)
    count = max(rows // PEOPLE, BODIES)
    people = [f"見本 {n}" for n in range(count)]
    sitting = [[bodies[n % BODIES], p, f"みほん機関{n % 200}", "R3.4.1"] for n, p in enumerate(people)]
    sheet("委員", ["会議体", "氏名", "所属", "委嘱日"], [list(row) for row in sitting])
    meetings = [(bodies[n % BODIES], f"{2000 + n // 240}年度", n // BODIES % 12 + 1) for n in range(count)]
    days = [
        f"{2000 + n // 240}/{4 + n // BODIES % 12 // 2}/{1 + n // BODIES % 12 % 2 * 14}" for n in range(count)
    ]
    dated: list[list[object]] = [[*m, d] for m, d in zip(meetings, days, strict=True)]
    sheet("会議", ["会議体", "年度", "回", "開催日"], dated)
    rest = max(rows - len(top) - 2 * count, 0)
    there: list[list[object]] = [[*meetings[n % count], f"来賓 {n // count}", "出席"] for n in range(rest)]
    sheet("出欠", ["会議体", "年度", "回", "氏名", "出欠"], there)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


@contextmanager
def timed(what: str, of: list[int]) -> Iterator[None]:
    """Say how long it took, how much of that this process worked, and for how many a second that is."""
    began, worked = time.perf_counter(), time.process_time()
    yield
    took, worked = time.perf_counter() - began, time.process_time() - worked
    print(f"  {what:44} {took:7.1f} s  ({worked:5.1f} s at work)  {of[0] / took:8.0f} events/s"
          f"  ({of[0] / worked:6.0f} at work)")  # fmt: skip


@contextmanager
def staged(of: list[int]) -> Iterator[None]:
    """Time what follows the judgement by itself: the events appended, the read models projected."""
    record = Bulk.record

    def timed_alone(bulk: Bulk, projector: Projector) -> Recorded | None:
        with timed("  of that: appended and projected", of):
            return record(bulk, projector)

    Bulk.record = timed_alone  # type: ignore[method-assign, assignment] # only here, and put back
    yield
    Bulk.record = record  # type: ignore[method-assign]


def main(rows: int = 10_000) -> None:
    """Every stage in turn, on a durable server."""
    content = workbook(rows)
    with server(None, durable=True) as where:
        login = sa.create_engine(where.url(SUPERUSER))
        structure.prepare(login)
        structure.upgrade(login)
        tenant = Tenant(structure.application_engine(where.url(SUPERUSER)), new_id())
        print(f"\na workbook of {rows} rows, {len(content) / 1e6:.1f} MB")
        measured(tenant, content, rows)
    own, child = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"  at most {own} MB here, {child} MB in a child (the server's own are among them)")


def measured(tenant: Tenant, content: bytes, rows: int) -> None:
    """Read, look at, record, record again; then the same rows of the log by COPY alone."""
    of = [1]
    run = Run(tenant.engine, tenant.id, SECRETARY)
    of[0] = rows
    with timed("reading, in the child (rows as events)", of):
        book = read("a.xlsx", content)
    with timed("dry run (rows as events)", of):
        of[0] = run.check(book).new
    done: list[Report] = []
    with staged(of), timed("recorded, with the read models", of):
        done.append(run.record(book))
    with timed("recorded again: nothing is new", of):
        assert run.record(book).new == 0
    assert done[0].new == of[0]
    assert tenant.verify().position == done[0].last
    bare(tenant, of)


def bare(tenant: Tenant, of: list[int]) -> None:
    """The rows of the log into a table without policies, indexes or keys."""
    with transaction(tenant.engine, tenant.id) as connection:
        entries = list(Log.within(connection).entries())
        connection.exec_driver_sql("CREATE TEMPORARY TABLE bare (LIKE events) ON COMMIT DROP")
        with (
            timed("bare COPY of the same rows of the log", of),
            driver(connection).cursor().copy(f"COPY bare ({COLUMNS}) FROM STDIN") as copy,
        ):
            for entry in entries:
                copy.write_row(entry)
