"""Where the API is measured: a server of its own with one generated council and its neighbours.

The rows are what the product folds from the council's log, put in place with COPY by the superuser; the
neighbours get the same rows under their own tenant. Attendance is the council's in the product; here it is
shown with its meeting, so that one role, the public, can ask all five queries over the public route.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform import structure
from kyogikai_platform.embedded import SUPERUSER, Server, provided
from kyogikai_projections.reading import snapshot
from kyogikai_projections.runner import Folding, fold
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import directory
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.log.tables import APPLICATION
from kyogikai_tenants.vocabulary import MunicipalityKind, TenantStatus
from tests.bench import api_council

NEIGHBOURS = 20
HOST = "kakuu"
COPIED = [*TABLES, "tenant_position"]
"""What the neighbours have; the trail and the search index are the one council's."""


@dataclass(frozen=True)
class Place:
    """The database, whose record is asked, and when all but the corrections was known."""

    server: Server
    tenant_id: UUID
    known: datetime

    @property
    def application(self) -> sa.URL:
        """The address as the running product has it."""
        return self.server.url(APPLICATION)

    @property
    def superuser(self) -> sa.URL:
        """The address of whoever may do anything."""
        return self.server.url(SUPERUSER)


@contextmanager
def place(home: Path | None, beside: int = NEIGHBOURS) -> Iterator[Place]:
    """The database as long as it is needed; kept in a home, it is filled once."""
    if home is not None:
        home.mkdir(parents=True, exist_ok=True)
    with provided(None, home, durable=False) as server:
        admin = sa.create_engine(server.url(SUPERUSER))
        structure.prepare(admin)
        structure.upgrade(admin)
        yield _found(server, admin) or _filled(server, admin, beside)
        admin.dispose()


def _found(server: Server, admin: sa.Engine) -> Place | None:
    """What an earlier run left."""
    with admin.connect() as connection:
        listed = directory.tenant_by_host(connection, HOST)
        if listed is None or connection.exec_driver_sql("SELECT to_regclass('bench_known')").scalar() is None:
            return None
        known = connection.exec_driver_sql("SELECT known FROM bench_known").scalar_one()
    return Place(server, listed.tenant_id, known)


def _filled(server: Server, admin: sa.Engine, beside: int) -> Place:
    began, tenant_id = time.monotonic(), new_id()
    engine = structure.application_engine(server.url(APPLICATION))
    known = api_council.record(engine, tenant_id, api_council.council())
    with snapshot(engine, tenant_id) as connection:
        folding = fold(connection)
    engine.dispose()
    _open_attendance(folding)
    with admin.begin() as connection:
        for name, columns, rows in folding.tables():
            _copy(connection, name, columns, rows)
    neighbours = [new_id() for _ in range(beside)]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda name: share(admin, name, tenant_id, neighbours), COPIED))
    with admin.begin() as connection:
        for number, municipality in enumerate([tenant_id, *neighbours]):
            enter(connection, number, municipality)
        connection.exec_driver_sql("CREATE TABLE bench_known (known) AS SELECT %s::timestamptz", (known,))
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM (ANALYZE)")
    versions = sum(len(rows) for rows in folding.rows.values())
    print(f"{versions} rows, and {beside} neighbours with as many: {time.monotonic() - began:.0f} s")
    return Place(server, tenant_id, known)


def _open_attendance(folding: Folding) -> None:
    """Show it with its meeting."""
    for row in folding.rows["attendance"]:
        row["audience"] = folding.derived[row["stream_id"]].audience.value


def _copy(connection: sa.Connection, name: str, columns: list[str], rows: list[list[Any]]) -> None:
    with driver(connection).cursor().copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def share(admin: sa.Engine, name: str, tenant_id: UUID, neighbours: list[UUID]) -> None:
    """Give every neighbour the rows of a table."""
    with admin.begin() as connection:
        columns = [c["name"] for c in sa.inspect(connection).get_columns(name) if c["name"] != "tenant_id"]
        listed = ", ".join(columns)
        connection.exec_driver_sql(
            f"INSERT INTO {name} (tenant_id, {listed}) SELECT n.tenant, {listed} FROM {name} t, "
            "unnest(%s::uuid[]) n(tenant) WHERE t.tenant_id = %s",
            (neighbours, tenant_id),
        )


def enter(connection: sa.Connection, number: int, tenant_id: UUID) -> None:
    """Give a municipality its host."""
    host = f"{HOST}{number or ''}"
    kind, status = MunicipalityKind.CITY, TenantStatus.ACTIVE
    listed = Listed(tenant_id, host, "", f"架空市{number or ''}", kind, status, fictitious=True)
    directory.register(connection, listed)
