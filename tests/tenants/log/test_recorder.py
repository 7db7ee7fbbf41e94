"""The log keeps the library's contract, one municipality's order, and the proof that nothing was changed."""

import sys
from collections.abc import Callable
from typing import Any
from unittest import TestCase
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from eventsourcing import cryptography
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, StoredEvent
from typing_extensions import override

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.chain import ChainBroken
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.recorder import COLUMNS, Entry, Log
from tests.book import Book

# The library's cases import the cipher of an extra that we do not install; ours has the same class.
sys.modules.setdefault("eventsourcing.cipher", cryptography)

from eventsourcing.tests.persistence import (  # noqa: E402
    AggregateRecorderTestCase,
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)


class OnPostgreSQL(TestCase):
    """Gives the library's cases a log of a new municipality, and verifies its chain afterwards."""

    engine: sa.Engine

    @pytest.fixture(autouse=True)
    def _engine(self, engine: sa.Engine) -> None:
        self.engine = engine

    def create_recorder(self) -> Any:
        self.log = Log.on(self.engine, new_id())
        return self.log

    @override
    def tearDown(self) -> None:
        self.log.verify()
        super().tearDown()


class Quiet(Log):
    """A log for a case that wants None from ``insert_events``.

    The library's case of an aggregate recorder asserts it; an application recorder, which a
    log is, returns positions.
    """

    @override
    def insert_events(self, stored_events: Any, **kwargs: Any) -> None:
        super().insert_events(stored_events, **kwargs)


class TestAsAggregateRecorder(OnPostgreSQL, AggregateRecorderTestCase):
    @override
    def create_recorder(self) -> Any:
        self.log = Quiet.on(self.engine, new_id())
        return self.log


class TestAsApplicationRecorder(OnPostgreSQL, ApplicationRecorderTestCase[ApplicationRecorder]):
    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestNonInterleavingPositions(OnPostgreSQL, NonInterleavingNotificationIDsBaseCase):
    insert_num = 1000


# What the library does not ask


@pytest.fixture
def log(engine: sa.Engine) -> Log:
    return Log.on(engine, new_id())


def stored(stream: UUID, *versions: int) -> list[StoredEvent]:
    return [StoredEvent(stream, version, "test", b"{}") for version in versions]


def test_a_refused_append_takes_no_position(log: Log) -> None:
    stream = uuid4()
    log.append(stored(stream, 1))
    for _ in range(3):
        with pytest.raises(IntegrityError):
            log.append(stored(stream, 2, 1))
    assert log.append(stored(stream, 2)).positions == range(2, 3)
    assert log.verify().position == 2


def test_two_municipalities_may_have_the_same_stream(engine: sa.Engine) -> None:
    stream, logs = uuid4(), [Log.on(engine, new_id()) for _ in range(2)]
    for log in logs:
        assert log.append(stored(stream, 1, 2)).positions == range(1, 3)
    assert [len(log.select_events(stream)) for log in logs] == [2, 2]
    assert logs[0].head().hash != logs[1].head().hash


def test_the_head_of_an_empty_log_is_its_genesis(log: Log) -> None:
    assert log.max_notification_id() is None
    assert log.head() == log.verify()


def test_a_moment_names_the_last_position_up_to_it(log: Log) -> None:
    moments = [log.append(stored(uuid4(), 1, 2)).recorded_at for _ in range(2)]
    assert [log.position_at(moment) for moment in moments] == [2, 4]
    assert log.position_at(moments[0].replace(year=2000)) == 0


def test_no_two_events_have_the_same_salt(log: Log) -> None:
    log.append(stored(uuid4(), *range(1, 101)))
    salts = {entry.salt for entry in log.entries()}
    assert (len(salts), {len(salt) for salt in salts}) == (100, {16})


# Tampering: whoever may do anything to the database is found out

CHANGES = {
    "tenant_id": None,
    "position": "position + 100",
    "stream_id": "gen_random_uuid()",
    "stream_version": "stream_version + 100",
    "topic": "topic || 'x'",
    "state": "state || ' '::bytea",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "actor": "actor || 'x'",
    "role": "'auditor'",
    "request_id": "'x'",
    "command": "command || 'x'",
    "command_key": "command_key || '\\x00'::bytea",
    "command_digest": "sha256(command_digest)",
    "audience": "'public'",
    "salt": "sha256(salt)",
    "hash": "sha256(hash)",
}
TAMPERED = 3


@pytest.fixture
def written(tenant: Tenant) -> Book:
    """A book with five entries."""
    book = Book(tenant)
    body = book.body(book.council())
    for year in (2011, 2012, 2013):
        book.rename(body, f"at {year}", str(year))
    return book


@pytest.fixture
def tamper(written: Book, superuser: sa.Engine) -> Callable[..., None]:
    """Runs a statement that nobody may run, past every guard, and puts the guard back."""

    def run(statement: str, **parameters: Any) -> None:
        with superuser.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no trigger fires
            done = connection.execute(sa.text(statement), {"tenant": written.tenant.id, **parameters})
            assert done.rowcount > 0

    return run


def broken_at(book: Book) -> int:
    with pytest.raises(ChainBroken) as caught:
        book.tenant.verify()
    return caught.value.position


def test_a_broken_chain_leaves_no_cursor_open(written: Book, tamper: Callable[..., None]) -> None:
    """Left to the garbage collector it would be closed within another transaction, and wait for itself."""
    tamper("DELETE FROM events WHERE tenant_id = :tenant AND position = 1")
    with transaction(written.tenant.engine, written.tenant.id) as connection:
        with pytest.raises(ChainBroken) as caught:
            Log.within(connection).verify()
        assert connection.exec_driver_sql("SELECT count(*) FROM pg_cursors").scalar_one() == 0
    assert caught.value.position == 1


def test_every_column_is_tampered_with() -> None:
    assert list(CHANGES) == list(Entry._fields) == COLUMNS.split(", ")


@pytest.mark.parametrize("column", [name for name in CHANGES if name != "tenant_id"])
def test_a_change_of_any_column_shows_at_its_position(
    written: Book, tamper: Callable[..., None], column: str
) -> None:
    assert written.tenant.verify().position == 5
    tamper(
        f"UPDATE events SET {column} = {CHANGES[column]} WHERE tenant_id = :tenant AND position = :p",  # noqa: S608
        p=TAMPERED,
    )
    assert broken_at(written) == TAMPERED


def test_an_event_given_to_another_municipality_is_missed(written: Book, tamper: Callable[..., None]) -> None:
    tamper(
        "UPDATE events SET tenant_id = gen_random_uuid() WHERE tenant_id = :tenant AND position = :p",
        p=TAMPERED,
    )
    assert broken_at(written) == TAMPERED


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        ("DELETE FROM events WHERE tenant_id = :tenant AND position = 2", 2),
        ("DELETE FROM events WHERE tenant_id = :tenant AND position > 4", 5),
        ("DELETE FROM events WHERE tenant_id = :tenant", 1),
        ("UPDATE tenant_head SET position = 4 WHERE tenant_id = :tenant", 6),
        ("UPDATE tenant_head SET hash = sha256(hash) WHERE tenant_id = :tenant", 6),
        ("UPDATE tenant_head SET recorded_at = recorded_at + interval '1 day' WHERE tenant_id = :tenant", 5),
        ("DELETE FROM tenant_head WHERE tenant_id = :tenant", 6),
    ],
)
def test_a_cut_tail_a_gap_and_a_changed_head_show(
    written: Book, tamper: Callable[..., None], statement: str, position: int
) -> None:
    tamper(statement)
    assert broken_at(written) == position


def test_what_was_rewritten_with_the_head_still_differs_from_a_head_kept_elsewhere(
    written: Book, tamper: Callable[..., None]
) -> None:
    kept = written.tenant.verify()
    tamper("DELETE FROM events WHERE tenant_id = :tenant AND position = 5")
    tamper(
        "UPDATE tenant_head h SET position = 4, hash = e.hash, recorded_at = e.recorded_at FROM events e "
        "WHERE h.tenant_id = :tenant AND e.tenant_id = :tenant AND e.position = 4"
    )
    assert written.tenant.verify() != kept


def test_what_is_untouched_verifies(written: Book, tamper: Callable[..., None]) -> None:
    tamper("UPDATE events SET actor = actor WHERE tenant_id = :tenant")
    assert written.tenant.verify().position == 5
