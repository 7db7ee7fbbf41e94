"""One tenant's log, behind the library's recorder interfaces."""

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

import psycopg
import sqlalchemy as sa
from eventsourcing import persistence as library
from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent, Subscription
from typing_extensions import override

from kyogikai_tenants.log import chain
from kyogikai_tenants.log.connection import Driver, driver, tenant_setting
from kyogikai_tenants.log.message import Appending, send

COLUMNS = (
    "tenant_id, position, stream_id, stream_version, topic, state, recorded_at, actor, role, "
    "request_id, command, command_key, command_digest, audience, salt, hash"
)


STRIDE = 2_000
"""Entries between two words of how far a verification is."""
AHEAD = 5000
"""Rows of a stream that are fetched at once."""


class Entry(NamedTuple):
    """A whole row of the log, in the order of its columns."""

    tenant_id: UUID
    position: int
    stream_id: UUID
    stream_version: int
    topic: str
    state: bytes
    recorded_at: datetime
    actor: str
    role: str
    request_id: str
    command: str
    command_key: bytes
    command_digest: bytes
    audience: str
    salt: bytes
    hash: bytes


@dataclass(frozen=True)
class Envelope:
    """Who did what, under which key: the same for every event of a command."""

    actor: str = ""
    role: str = ""
    request_id: str = ""
    command: str = ""
    command_key: bytes = b""
    command_digest: bytes = b""


class Appended(NamedTuple):
    """Where a command's events went: they share one recorded time."""

    positions: range
    recorded_at: datetime


class _Content(NamedTuple):
    """What a digest covers (see ``chain.Columns``)."""

    tenant_id: UUID
    stream_id: UUID
    stream_version: int
    topic: str
    state: bytes
    actor: str
    role: str
    request_id: str
    command: str
    command_key: bytes
    command_digest: bytes
    audience: str
    salt: bytes


_NOTHING = Envelope()


class Log(ApplicationRecorder):
    """Gap-free positions and a hash chain per tenant, under a lock on the tenant's head row.

    Inside a command it works on the command's own transaction (``Log.within``); on its own
    (``Log.on``) each call is a transaction, and an append is one round trip.
    """

    def __init__(
        self, tenant_id: UUID, connect: Callable[[], AbstractContextManager[Driver]], *, own: bool
    ) -> None:
        self.tenant_id, self._connect, self._own = tenant_id, connect, own

    @classmethod
    def within(cls, connection: sa.Connection) -> "Log":
        """The log of the tenant that the transaction sees."""
        return cls(connection.info["tenant_id"], lambda: nullcontext(driver(connection)), own=False)

    @classmethod
    def on(cls, engine: sa.Engine, tenant_id: UUID) -> "Log":
        """A log that opens its own transactions."""
        return cls(tenant_id, lambda: _autocommit(engine), own=True)

    @contextmanager
    def _cursor(self) -> Iterator[psycopg.Cursor[Any]]:
        with _translated(), self._connect() as connection:
            if self._own:
                with connection.transaction(), connection.cursor(binary=True) as cursor:
                    cursor.execute(tenant_setting(self.tenant_id))
                    yield cursor
            else:
                with connection.cursor(binary=True) as cursor:
                    yield cursor

    def lock(self) -> None:
        """Make this the tenant's only writer until the transaction ends; nobody can overtake it."""
        with self._cursor() as cursor:
            cursor.execute(
                "INSERT INTO tenant_head VALUES (%s, 0, 'epoch', log_genesis(%s)) ON CONFLICT DO NOTHING",
                (self.tenant_id, self.tenant_id),
            )
            cursor.execute(
                "SELECT position FROM tenant_head WHERE tenant_id = %s FOR UPDATE", (self.tenant_id,)
            )

    def append(
        self, stored: Sequence[StoredEvent], envelope: Envelope = _NOTHING, audiences: Sequence[str] = ()
    ) -> Appended:
        """Append under the lock. Raises IntegrityError if a stream already has such a version."""
        shown = audiences or [""] * len(stored)
        content = [self.content(s, envelope, a) for s, a in zip(stored, shown, strict=True)]
        e = envelope
        arguments = Appending(
            self.tenant_id, [c.stream_id for c in content], [c.stream_version for c in content],
            [c.topic for c in content], [c.state for c in content], e.actor, e.role, e.request_id, e.command,
            e.command_key, e.command_digest, [c.audience for c in content], [c.salt for c in content],
            [chain.digest(c) for c in content],
        )  # fmt: skip
        first, recorded_at = self._send(arguments)
        return Appended(range(first, first + len(content)), recorded_at)

    def content(self, stored: StoredEvent, e: Envelope, audience: str) -> _Content:
        """What the digest of an event covers, with fresh salt."""
        stream = stored.originator_id
        stream = stream if isinstance(stream, UUID) else UUID(stream)
        return _Content(
            self.tenant_id, stream, stored.originator_version, stored.topic, stored.state, e.actor, e.role,
            e.request_id, e.command, e.command_key, e.command_digest, audience, os.urandom(16),
        )  # fmt: skip

    def _send(self, arguments: Appending) -> tuple[int, datetime]:
        with _translated(), self._connect() as connection:
            return send(connection.pgconn, tenant_setting(self.tenant_id), arguments)

    @override
    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """The library's word for ``append``; it takes ``envelope`` and ``audiences``."""
        if not stored_events:
            return []
        return list(self.append(stored_events, **kwargs).positions)

    @override
    def select_events(
        self, originator_id: UUID | str, *, gt: int | None = None, lte: int | None = None,
        desc: bool = False, limit: int | None = None,
    ) -> Sequence[StoredEvent]:  # fmt: skip
        """One stream, in order."""
        query = (
            "SELECT stream_id, stream_version, topic, state FROM events "
            "WHERE tenant_id = %s AND stream_id = %s "
            "AND stream_version > %s AND stream_version <= %s ORDER BY stream_version"
        )
        query += (" DESC" if desc else "") + (f" LIMIT {int(limit)}" if limit is not None else "")
        top = 2**63 - 1 if lte is None else lte
        with self._cursor() as cursor:
            rows = cursor.execute(query, (self.tenant_id, originator_id, -1 if gt is None else gt, top))
            return [StoredEvent(*row) for row in rows]

    @override
    def select_notifications(
        self, start: int | None, limit: int, stop: int | None = None, topics: Sequence[str] = (),
        *, inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:  # fmt: skip
        """A stretch of the log in order of position."""
        first = 1 if start is None else start if inclusive_of_start else start + 1
        query = (
            "SELECT stream_id, stream_version, topic, state, position FROM events "
            "WHERE tenant_id = %s AND position >= %s AND position <= %s AND (%s OR topic = ANY(%s)) "
            "ORDER BY position LIMIT %s"
        )
        last = 2**63 - 1 if stop is None else stop
        arguments = (self.tenant_id, first, last, not topics, list(topics), limit)
        with self._cursor() as cursor:
            return [Notification(*row) for row in cursor.execute(query, arguments)]

    @override
    def max_notification_id(self) -> int | None:
        """The last position, or None for an empty log."""
        return self.head().position or None

    def head(self) -> chain.Head:
        """Where the log ends."""
        with self._cursor() as cursor:
            cursor.execute("SELECT position, hash FROM tenant_head WHERE tenant_id = %s", (self.tenant_id,))
            row = cursor.fetchone()
            return chain.Head(*row) if row else chain.Head(0, chain.genesis(self.tenant_id))

    @override
    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Follow the log by asking for more; no NOTIFY stands in the append."""
        return Following(self, gt, topics)

    def entries(self, after: int = 0, upto: int | None = None) -> Generator[Entry]:
        """Whole rows in order of position, streamed.

        Whoever may stop early closes it (``contextlib.closing``): left to the garbage collector, its
        cursor would be closed within another transaction of the pooled connection, and wait for itself.
        """
        query = (
            f"SELECT {COLUMNS} FROM events WHERE tenant_id = %s AND position > %s AND position <= %s "  # noqa: S608
            "ORDER BY position"
        )
        arguments = (self.tenant_id, after, 2**63 - 1 if upto is None else upto)
        with (
            _translated(),
            self._connect() as connection,
            _streaming(connection, self, own=self._own) as cursor,
        ):
            cursor.itersize = AHEAD
            cursor.execute(query, arguments)
            yield from map(Entry._make, cursor)

    def under(self, command_key: bytes) -> list[tuple[int, UUID, int, bytes]]:
        """What an earlier command with this key wrote: position, stream, version, digest of its input."""
        query = (
            "SELECT position, stream_id, stream_version, command_digest FROM events "
            "WHERE tenant_id = %s AND command_key = %s ORDER BY position"
        )
        with self._cursor() as cursor:
            return list(cursor.execute(query, (self.tenant_id, command_key)))

    def streams(self, streams: Sequence[UUID]) -> Iterator[StoredEvent]:
        """Several streams, each in order."""
        query = (
            "SELECT stream_id, stream_version, topic, state FROM events "
            "WHERE tenant_id = %s AND stream_id = ANY(%s) ORDER BY stream_id, stream_version"
        )
        with self._cursor() as cursor:
            yield from (StoredEvent(*row) for row in cursor.execute(query, (self.tenant_id, list(streams))))

    def openings(self, streams: Sequence[UUID]) -> dict[UUID, str]:
        """The topic that opened each of those streams; what is not there has none."""
        query = (
            "SELECT stream_id, topic FROM events "
            "WHERE tenant_id = %s AND stream_id = ANY(%s) AND stream_version = 1"
        )
        with self._cursor() as cursor:
            return dict(cursor.execute(query, (self.tenant_id, list(streams))).fetchall())

    def position_at(self, moment: datetime) -> int:
        """The last position recorded up to and at a moment; 0 before the first."""
        with self._cursor() as cursor:
            cursor.execute("SELECT log_position_at(%s, %s)", (self.tenant_id, moment))
            return int(_one(cursor)[0])

    def verify(self, told: Callable[[int], None] | None = None) -> chain.Head:
        """Recompute the chain. Raises ChainBroken naming the position, also where the tail is missing.

        What others append meanwhile is verified too: the head moves on, and the chain must follow it.
        ``told`` hears each ``STRIDE`` entries how far it is.
        """
        upto = self._readable()
        found = self._follow(upto, told=told)
        while found != self.head():
            grown = self._follow(upto, found, told)
            if grown == found:
                raise chain.ChainBroken(found.position + 1, "the log does not end where its head says")
            found = grown
        self._require_time()
        return found

    def _require_time(self) -> None:
        """The head's time, after which the next event is stamped, is that of the last event."""
        query = (
            "SELECT h.position, h.recorded_at = coalesce(e.recorded_at, 'epoch') FROM tenant_head h "
            "LEFT JOIN events e ON e.tenant_id = h.tenant_id AND e.position = h.position "
            "WHERE h.tenant_id = %s"
        )
        with self._cursor() as cursor:
            for position, right in cursor.execute(query, (self.tenant_id,)):
                if not right:
                    raise chain.ChainBroken(position, "the head's time is not that of the last event")

    def _follow(
        self, upto: int | None, after: chain.Head | None = None, told: Callable[[int], None] | None = None
    ) -> chain.Head:
        with closing(self.entries(after.position if after else 0, upto)) as rows:
            return chain.verify(self.tenant_id, _counted(rows, told) if told else rows, after)

    def _readable(self) -> int | None:
        """Where to stop: before a time that no program of ours could have written, nor can read."""
        query = (
            "SELECT min(position) - 1 FROM events WHERE tenant_id = %s "
            "AND NOT recorded_at BETWEEN '0001-01-02 UTC' AND '9999-12-30 UTC'"
        )
        with self._cursor() as cursor:
            return cast(int | None, _one(cursor.execute(query, (self.tenant_id,)))[0])


class Following(Subscription[ApplicationRecorder]):
    """A subscription that asks again every 50 ms where nothing new was recorded."""

    def __init__(self, recorder: Log, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder, gt, topics)
        self._waiting: list[Notification] = []

    @override
    def __next__(self) -> Notification:
        """The next notification; blocks until there is one or ``stop`` is called."""
        while not self._waiting and not self._has_been_stopped:
            last = self._last_notification_id
            self._waiting = list(
                self._recorder.select_notifications(
                    last or 0, 100, topics=self._topics, inclusive_of_start=False
                )
            )
            if not self._waiting:
                time.sleep(0.05)
        if self._has_been_stopped:
            raise StopIteration
        found = self._waiting.pop(0)
        self._last_notification_id = found.id
        return found


def _counted(rows: Iterable[Entry], told: Callable[[int], None]) -> Iterator[Entry]:
    """The rows, with every ``STRIDE``th announced."""
    for count, row in enumerate(rows):
        if count % STRIDE == 0:
            told(row.position)
        yield row


def _one(cursor: psycopg.Cursor[Any]) -> Any:
    row = cursor.fetchone()
    assert row is not None  # noqa: S101 - the statement returns one row
    return row


@contextmanager
def _autocommit(engine: sa.Engine) -> Iterator[Driver]:
    """The pool's connection without SQLAlchemy's: each statement is a transaction unless one is opened."""
    pooled = engine.raw_connection()
    connection = cast(Driver, pooled.driver_connection)
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.autocommit = False
        pooled.close()


@contextmanager
def _streaming(connection: Driver, log: Log, *, own: bool) -> Iterator[psycopg.ServerCursor[Any]]:
    if not own:
        with psycopg.ServerCursor(connection, "entries") as cursor:
            yield cursor
        return
    with connection.transaction(), psycopg.ServerCursor(connection, "entries") as cursor:
        connection.execute(tenant_setting(log.tenant_id))
        yield cursor


_WORDS: dict[type[psycopg.Error], type[library.PersistenceError]] = {
    psycopg.errors.IntegrityError: library.IntegrityError,
    psycopg.errors.DataError: library.DataError,
    psycopg.errors.OperationalError: library.OperationalError,
    psycopg.errors.InternalError: library.InternalError,
    psycopg.errors.ProgrammingError: library.ProgrammingError,
    psycopg.errors.NotSupportedError: library.NotSupportedError,
    psycopg.errors.InterfaceError: library.InterfaceError,
}


@contextmanager
def _translated() -> Iterator[None]:
    """The driver's errors in the library's words."""
    try:
        yield
    except psycopg.Error as error:
        word = next((w for e, w in _WORDS.items() if isinstance(error, e)), library.PersistenceError)
        raise word(str(error)) from error
