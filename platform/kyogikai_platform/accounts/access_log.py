"""The access log of API clients: each use of a secret, counted by the minute, beside the trail.

Reads are no acts, so they do not stand in the log of the municipality. To write a row before each answer
would cost more than the answer: a process counts what it lets in, and writes it down every second and when
it ends. A process that is killed forgets that second.
"""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import psycopg
import sqlalchemy as sa

from kyogikai_platform.retention import forget
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.retention import Kept

EVERY = 1.0
"""Seconds after which what was counted is written down."""
MOST = 10_000
"""Different uses that wait to be written down; while the database is away further ones are not counted."""
SHOWN = 50
NO_DATABASE = (sa.exc.OperationalError, sa.exc.TimeoutError, psycopg.OperationalError)


class Use(NamedTuple):
    """A use of a secret, as far as it is told apart from others."""

    minute: datetime
    client_id: UUID
    digest: bytes
    way: str
    place: str


class Used(NamedTuple):
    """A row of the log: what was used, in which minute, for what, from where, and how often."""

    minute: datetime
    prefix: str
    way: str
    place: str
    times: int


@dataclass
class Uses:
    """What one process has let in since it last wrote it down."""

    engine: sa.Engine
    _counted: dict[UUID, Counter[Use]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _over: threading.Event = field(default_factory=threading.Event)
    _writer: threading.Thread | None = None

    def note(self, tenant_id: UUID, client_id: UUID, digest: bytes, way: str, place: str) -> None:
        """A secret was shown and let in."""
        minute = datetime.now(UTC).replace(second=0, microsecond=0)
        use = Use(minute, client_id, digest, way, place)
        with self._lock:
            own = self._counted.setdefault(tenant_id, Counter())
            if use in own or len(own) < MOST:
                own[use] += 1
            if self._writer is None:
                self._writer = threading.Thread(target=self._forever, daemon=True)
                self._writer.start()

    def write(self) -> None:
        """Write down what was counted; where the database does not answer it waits."""
        with self._lock:
            taken, self._counted = self._counted, {}
        for tenant_id, counted in taken.items():
            try:
                _written(self.engine, tenant_id, counted)
            except NO_DATABASE:
                with self._lock:
                    self._counted.setdefault(tenant_id, Counter()).update(counted)

    def end(self) -> None:
        """Write down what is left; from then on nothing of it asks the database."""
        self._over.set()
        if self._writer is not None:
            self._writer.join()

    def _forever(self) -> None:
        while not self._over.wait(EVERY):
            self.write()
        self.write()


def _written(engine: sa.Engine, tenant_id: UUID, counted: Mapping[Use, int]) -> None:
    rows = [(tenant_id, *use, times) for use, times in sorted(counted.items())]
    with transaction(engine, tenant_id) as connection:
        cursor = driver(connection).cursor()
        forget(connection, Kept.API_LOG)
        cursor.executemany(
            "INSERT INTO api_access (tenant_id, minute, client_id, digest, way, place, times) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT ON CONSTRAINT api_access_pkey "
            "DO UPDATE SET times = api_access.times + excluded.times",
            rows,
        )


def of_client(connection: sa.Connection, client_id: UUID, most: int = SHOWN) -> list[Used]:
    """The last uses of a client's secrets and access tokens."""
    rows = driver(connection).execute(
        "SELECT a.minute, coalesce(t.prefix, ''), a.way, a.place, a.times FROM api_access a "
        "LEFT JOIN api_token t ON t.tenant_id = a.tenant_id AND t.digest = a.digest "
        "WHERE a.tenant_id = %s AND a.client_id = %s ORDER BY a.minute DESC, a.digest, a.way LIMIT %s",
        (connection.info["tenant_id"], client_id, most),
    ).fetchall()  # fmt: skip
    return [Used(*row) for row in rows]
