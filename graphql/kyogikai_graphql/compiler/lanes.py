"""Connections that answer a prepared statement for one tenant in one round trip.

A pipeline of BEGIN, the tenant's literal SET LOCAL, the statement and COMMIT is sent at once, and the
answer is taken as the bytes in which PostgreSQL wrote it.
"""

import select
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from queue import LifoQueue
from typing import Any
from uuid import UUID

import psycopg
from psycopg import pq

from kyogikai_tenants.log.connection import tenant_setting

KEPT_BYTES = 400_000
"""Bytes of prepared statements that a connection keeps; their plans take some fifty times as much."""
LONGEST = 100_000
"""Bytes of a statement that is prepared at all: to plan one of our own pages' takes ten times its answer."""
SEEN = 1_000
"""How many statements that were asked once are remembered: what is asked again is prepared."""
Step = Callable[[], None]
Statement = tuple[bytes, bytes]
"""A name and its SQL."""
Values = Sequence[bytes | None]
DONE = {pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK, pq.ExecStatus.PIPELINE_SYNC}


class LaneFailed(Exception):
    """A statement was refused, or took too long: ``sqlstate`` says why."""

    def __init__(self, message: str, sqlstate: str) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate


class Lane:
    """One connection, always in pipeline mode.

    ``each``: what every transaction begins with, on a connection of a pooler: the next one may be on another
    server's, so nothing is prepared.
    """

    def __init__(self, connection: psycopg.Connection[Any], each: str = "") -> None:
        self.connection, self.pgconn, self._each = connection, connection.pgconn, each.encode()
        self.pgconn.nonblocking = 1
        self.pgconn.enter_pipeline_mode()
        self._poll = select.poll()
        self._poll.register(self.pgconn.socket, select.POLLIN)
        self._prepared: OrderedDict[bytes, int] = OrderedDict()
        pg = self.pgconn
        if each:
            return
        self._exchange(
            [
                lambda: pg.send_prepare(b"begin", b"BEGIN READ ONLY"),
                lambda: pg.send_prepare(b"commit", b"COMMIT"),
            ]
        )

    def row(
        self, tenant_id: UUID, statement: Statement, values: Values, *, keep: bool = True
    ) -> list[bytes | None]:
        """The one row of a statement, which is prepared if it is to be kept. Raises LaneFailed."""
        name, sql = statement
        pg = self.pgconn
        if self._each:
            return self._pooled(tenant_id, sql, values)
        if name in self._prepared:
            self._prepared.move_to_end(name)
        elif keep:
            self._prepare(name, sql)
        if name in self._prepared:
            run: Step = lambda: pg.send_query_prepared(name, values)  # noqa: E731 - a step like the others
        else:
            run = lambda: pg.send_query_params(sql, values)  # noqa: E731 - a step like the others
        results = self._exchange(
            [
                lambda: pg.send_query_prepared(b"begin", None),
                lambda: pg.send_query_params(tenant_setting(tenant_id).encode(), None),
                run,
                lambda: pg.send_query_prepared(b"commit", None),
            ]
        )
        found = results[-2]
        return [found.get_value(0, n) for n in range(found.nfields)]

    def _pooled(self, tenant_id: UUID, sql: bytes, values: Values) -> list[bytes | None]:
        pg = self.pgconn
        before = (b"BEGIN READ ONLY", self._each, tenant_setting(tenant_id).encode())
        steps: list[Step] = [partial(pg.send_query_params, text, None) for text in before]
        steps += [lambda: pg.send_query_params(sql, values), lambda: pg.send_query_params(b"COMMIT", None)]
        found = self._exchange(steps)[-2]
        return [found.get_value(0, n) for n in range(found.nfields)]

    def _prepare(self, name: bytes, sql: bytes) -> None:
        """In a round trip of its own: whatever comes of it, it is known whether the database has it."""
        pg = self.pgconn
        while self._prepared and sum(self._prepared.values()) + len(sql) > KEPT_BYTES:
            oldest, _ = self._prepared.popitem(last=False)
            self._exchange([partial(pg.send_query_params, b'DEALLOCATE "%b"' % oldest, None)])
        self._exchange([lambda: pg.send_prepare(name, sql)])
        self._prepared[name] = len(sql)

    def exchange_text(self, sql: bytes) -> bytes | None:
        """A statement by itself, and the first value of its answer, where it has one. Raises LaneFailed."""
        (result,) = self._exchange([lambda: self.pgconn.send_query_params(sql, None)])
        return result.get_value(0, 0) if result.ntuples else None

    def _exchange(self, steps: Sequence[Step]) -> list[pq.abc.PGresult]:
        """Send all at once; the result of each. Raises LaneFailed, with the transaction rolled back."""
        for step in steps:
            step()
        results = self._results(len(steps))
        failed = next((r for r in results if r.status not in DONE), None)
        if failed is None:
            return results
        if self.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            self.pgconn.send_query_params(b"ROLLBACK", None)
            self._results(1)
        state = failed.error_field(pq.DiagnosticField.SQLSTATE) or b""
        raise LaneFailed(failed.error_message.decode("utf-8", "replace"), state.decode())

    def _results(self, count: int) -> list[pq.abc.PGresult]:
        """What so many commands, and the end of the pipeline, were answered with."""
        pg = self.pgconn
        pg.pipeline_sync()
        while pg.flush():
            select.select([], [pg.socket], [])
            pg.consume_input()
        found: list[pq.abc.PGresult] = []
        while True:
            while pg.is_busy():
                self._poll.poll()
                pg.consume_input()
            result = pg.get_result()
            if pg.status != pq.ConnStatus.OK:
                raise psycopg.OperationalError(pg.error_message.decode("utf-8", "replace"))
            if result is None:
                continue
            if result.status == pq.ExecStatus.PIPELINE_SYNC:
                return found[:count]
            found.append(result)


class Lanes:
    """The lanes of one process, made as they are needed, each used by one request at a time."""

    def __init__(self, connect: Callable[[], psycopg.Connection[Any]], most: int = 8, each: str = "") -> None:
        self.connect, self._each = connect, each
        self._idle: LifoQueue[Lane | None] = LifoQueue()
        for _ in range(most):
            self._idle.put(None)
        self._seen: OrderedDict[bytes, None] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def lane(self) -> Iterator[Lane]:
        """A lane; one on which something failed in a way that leaves it unsure is closed."""
        kept = self._idle.get()
        lane: Lane | None = None
        try:
            lane = kept if kept is not None else Lane(self.connect(), self._each)
            yield lane
        finally:
            self._idle.put(lane if lane is not None and _sound(lane) else None)

    def row(self, tenant_id: UUID, statement: Statement, values: Values) -> list[bytes | None]:
        """The one row of a statement; on a connection that died meanwhile it is asked once more.

        Raises LaneFailed, psycopg.OperationalError.
        """
        keep = self._asked_again(statement)
        with self.lane() as lane:
            try:
                return lane.row(tenant_id, statement, values, keep=keep)
            except psycopg.OperationalError:
                lane.connection.close()
        with self.lane() as lane:
            return lane.row(tenant_id, statement, values, keep=keep)

    def _asked_again(self, statement: Statement) -> bool:
        """Whether a statement is worth preparing: it is not too long, and somebody asked it before."""
        name, sql = statement
        if name in self._seen:
            return len(sql) <= LONGEST
        with self._lock:
            self._seen[name] = None
            if len(self._seen) > SEEN:
                self._seen.popitem(last=False)
        return False

    def close(self) -> None:
        """Close those that are idle."""
        while not self._idle.empty():
            lane = self._idle.get()
            if lane is not None:
                lane.connection.close()


def _sound(lane: Lane) -> bool:
    idle = lane.pgconn.status == pq.ConnStatus.OK and (
        lane.pgconn.transaction_status == pq.TransactionStatus.IDLE
    )
    if not idle:
        lane.connection.close()
    return idle
