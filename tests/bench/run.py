"""Measure the log against the library's own PostgreSQL recorder, side by side; print, never assert.

    python tests/bench/run.py [ROUNDS]    the log
    python tests/bench/run.py api …       the API, beside other servers (see api.py)
    python tests/bench/run.py pages …     the pages, beside their SQL alone (see pages.py)
    python tests/bench/run.py imports …   a workbook's way into the log (see imports.py)
    python tests/bench/run.py trail …     the audit trail of a long log beside a short one (see trail.py)

All figures of a block come from alternating rounds on one server, so that the ratios hold on a noisy machine.
"""

import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import psycopg
import sqlalchemy as sa
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from kyogikai_platform import structure
from kyogikai_platform.embedded import SUPERUSER, Server, server
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.runner import fold
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.bodies import BodyCreated
from kyogikai_tenants.council.councils import CouncilEstablished
from kyogikai_tenants.council.norms import BodyPurposeDefined
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.log import chain
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.vocabulary import Audience, BodyKind, CouncilStanding, Role

SECRETARY = Actor("bench", Role.SECRETARIAT)
STATE = (
    '{"effective":{"kind":"from","value":"2011-04"},"name":"就労支援部会","reason":"' + "再編" * 30 + '"}'
).encode()
Put = Callable[[int, Sequence[StoredEvent]], object]


class Contender(NamedTuple):
    """Something that appends: (writer's number, one stream's new event) -> stored."""

    name: str
    put: Put


def one(stream: UUID, version: int) -> list[StoredEvent]:
    """An event of a usual size, about 260 bytes."""
    return [StoredEvent(stream, version, "body.renamed", STATE)]


def rate(put: Put, writers: int, events: int) -> float:
    """Appends per second over all writers, each with streams of its own; the first call is not counted."""
    gate = threading.Barrier(writers + 1)

    def work(number: int) -> None:
        put(number, one(uuid4(), 1))
        gate.wait()
        for _ in range(events):
            put(number, one(uuid4(), 1))
        gate.wait()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(writers)]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    gate.wait()
    took = time.perf_counter() - began
    for thread in threads:
        thread.join()
    return writers * events / took


def library(where: Server) -> Contender:
    """The library's recorder: one sequence for everybody, a table lock in each append."""
    address = where.url(SUPERUSER)
    store = PostgresDatastore(
        dbname=address.database or "", host=str(address.query["host"]), port="5432", user=SUPERUSER,
        password="-",        pool_size=10, max_overflow=10,
    )  # fmt: skip
    recorder = PostgresApplicationRecorder(store, events_table_name="library_events")
    recorder.create_table()
    return Contender("eventsourcing's PostgreSQL recorder", lambda _, events: recorder.insert_events(events))


def ours(engine: sa.Engine) -> Contender:
    """Our recorder: a tenant a writer."""
    logs = [Log.on(engine, uuid4()) for _ in range(8)]
    return Contender("our log, projections off", lambda number, events: logs[number].insert_events(events))


def commands(engine: sa.Engine) -> Contender:
    """A whole command: load, check, append, project, judge."""
    tenants = [Tenant(engine, uuid4()) for _ in range(8)]
    councils = [_council(tenant) for tenant in tenants]

    def put(number: int, events: Sequence[StoredEvent]) -> None:
        tenants[number].say(
            BodyCreated, actor=SECRETARY, audience=Audience.PUBLIC, effective=Effective.parse("from 2011-04"),
            council_id=councils[number], name=str(events[0].originator_id), kind=BodyKind.SUBCOMMITTEE,
        )  # fmt: skip

    return Contender("our commands, projections on", put)


def _council(tenant: Tenant) -> UUID:
    return tenant.say(
        CouncilEstablished, actor=SECRETARY, audience=Audience.PUBLIC, effective=Effective.parse("from 2007"),
        name="協議会", standing=CouncilStanding.STATUTORY,
    ).record_id  # fmt: skip


def appends(contenders: list[Contender], rounds: int) -> None:
    """The table of appends: medians, and the ratio to the first contender round by round."""
    for writers, events in ((1, 200), (8, 40)):
        found: dict[str, list[float]] = {c.name: [] for c in contenders}
        for number in range(rounds):
            for c in contenders[number % len(contenders) :] + contenders[: number % len(contenders)]:
                found[c.name].append(rate(c.put, writers, events))
        print(f"\nappends per second, {writers} writer(s), a tenant each; median of {rounds} rounds")
        base = found[contenders[0].name]
        for name, rates in found.items():
            ratio = statistics.median(r / b for r, b in zip(rates, base, strict=True))
            print(f"  {name:38} {statistics.median(rates):8.0f}   × {ratio:.2f}")


def filled(engine: sa.Engine, events: int) -> Tenant:
    """A municipality with a history of that many events."""
    tenant = Tenant(engine, uuid4())
    council = _council(tenant)
    for number in range(events // 4):
        body = tenant.say(
            BodyCreated, actor=SECRETARY, audience=Audience.PUBLIC, effective=Effective.parse("from 2011-04"),
            council_id=council, name=f"部会{number}", kind=BodyKind.SUBCOMMITTEE,
        ).record_id  # fmt: skip
        for year in (2012, 2013, 2014):
            tenant.say(
                BodyPurposeDefined,
                body,
                actor=SECRETARY,
                effective=Effective.parse(f"at {year}"),
                texts=[f"{year}年の役割"],
            )
    return tenant


def rebuilding(tenant: Tenant, rounds: int) -> None:
    """Rebuild against a bare COPY of the same rows into tables without policies, indexes or keys."""
    rebuilt, copied = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        tenant.rebuild()
        rebuilt.append(time.perf_counter() - began)
        with transaction(tenant.engine, tenant.id) as connection:
            tables = list(fold(connection).tables())
            for name, _columns, _rows in tables:
                connection.exec_driver_sql(f"CREATE TEMPORARY TABLE bare_{name} (LIKE {name}) ON COMMIT DROP")
            began = time.perf_counter()
            for name, columns, rows in tables:
                _copy(driver(connection), name, columns, rows)
            copied.append(time.perf_counter() - began)
    events, stored = tenant.verify().position, sum(len(rows) for _, _, rows in tables)
    rebuild_time, copy_time = statistics.median(rebuilt), statistics.median(copied)
    print(f"\nrebuild of {events} events into {stored} rows; median of {rounds} rounds")
    print(f"  {'rebuild':38} {events / rebuild_time:8.0f} events/s   {stored / rebuild_time:8.0f} rows/s")
    print(
        f"  {'bare COPY of the same rows':38} {events / copy_time:8.0f} events/s   "
        f"{stored / copy_time:8.0f} rows/s"
    )
    print(f"  the rebuild takes {rebuild_time / copy_time:.1f} × the time of the COPY")


def _copy(
    connection: psycopg.Connection[object], name: str, columns: list[str], rows: list[list[object]]
) -> None:
    with connection.cursor().copy(f"COPY bare_{name} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def verification(tenant: Tenant, rounds: int) -> None:
    """How fast the chain is recomputed, with and without reading it."""
    with transaction(tenant.engine, tenant.id) as connection:
        entries = list(Log.within(connection).entries())
    whole, pure = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        tenant.verify()
        whole.append(time.perf_counter() - began)
        began = time.perf_counter()
        chain.verify(tenant.id, entries)
        pure.append(time.perf_counter() - began)
    print(f"\nchain verification of {len(entries)} events; median of {rounds} rounds")
    print(f"  {'with reading':38} {len(entries) / statistics.median(whole):8.0f} events/s")
    print(f"  {'hashing alone':38} {len(entries) / statistics.median(pure):8.0f} events/s")


def main(rounds: int) -> None:
    """Every block in turn, on a durable server."""
    with server(None, durable=True) as where:
        login = sa.create_engine(where.url(SUPERUSER))
        structure.prepare(login)
        structure.upgrade(login)
        engine = structure.application_engine(where.url(SUPERUSER), pool_size=16)
        appends([library(where), ours(engine), commands(engine)], rounds)
        tenant = filled(engine, 4000)
        rebuilding(tenant, rounds)
        verification(tenant, rounds)


if __name__ == "__main__":
    if sys.argv[1:2] in (["api"], ["pages"], ["imports"], ["trail"]):
        sys.path.insert(0, str(Path(__file__).parents[2]))  # `tests` is no package that anybody installs
        from tests.bench import api, imports, pages, trail

        if sys.argv[1] == "imports":
            imports.main(*map(int, sys.argv[2:3]))
        elif sys.argv[1] == "trail":
            trail.main([int(size) for size in sys.argv[2:4]] or trail.SIZES)
        else:
            {"api": api, "pages": pages}[sys.argv[1]].main(sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
