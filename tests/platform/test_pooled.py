"""Behind a pooler in transaction mode a connection is asked nothing at its start, and left nothing at all."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_platform import structure
from kyogikai_platform.embedded import Server
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.tables import APPLICATION
from tests.book import Book

pytestmark = pytest.mark.check
LEFT = (
    "SELECT coalesce(current_setting('app.tenant_id', true), ''), current_setting('statement_timeout'), "
    "(SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM events)"
)
NOTHING = ("", "0", 0, 0)
"""No tenant, no limit, no statement that somebody prepared, no event to see."""


@pytest.fixture
def pooled(pg_server: Server, engine: sa.Engine) -> Iterator[sa.Engine]:
    """One connection, which everybody gets in turn."""
    assert engine.dialect.name == "postgresql"  # asked for because it makes the structure
    own = structure.application_engine(pg_server.url(APPLICATION), pool_size=1, pooled=True, seconds=7)
    yield own
    own.dispose()


def left(connection: psycopg.Connection[Any]) -> tuple[Any, ...]:
    row = connection.execute(LEFT, prepare=False).fetchone()
    connection.rollback()
    assert row
    return tuple(row)


def test_commands_leave_nothing(pooled: sa.Engine) -> None:
    book = Book(Tenant(pooled, new_id()))
    council = book.council(name="協議会")
    for number in range(8):
        book.body(council, name=f"第{number}部会")
    assert book.sound()
    with pooled.connect() as connection:
        assert left(driver(connection)) == NOTHING


def test_a_transaction_has_its_limit(pooled: sa.Engine) -> None:
    with transaction(pooled, new_id()) as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar_one() == "7s"


def asked(lanes: Lanes, tenant: Tenant) -> list[bytes | None]:
    sql = b"SELECT count(*)::text, current_setting('statement_timeout') FROM events WHERE tenant_id = $1"
    return lanes.row(tenant.id, (b"counted", sql), [str(tenant.id).encode()])


def test_a_lane_leaves_nothing_however_often_it_is_asked(pg_server: Server, pooled: sa.Engine) -> None:
    one, other = Tenant(pooled, new_id()), Tenant(pooled, new_id())
    Book(one).council(name="協議会")
    lanes = structure.lanes(pg_server.url(APPLICATION), pooled=True, seconds=3)
    for _ in range(4):
        assert (asked(lanes, one), asked(lanes, other)) == ([b"1", b"3s"], [b"0", b"3s"])
    with lanes.lane() as lane:
        lane.pgconn.exit_pipeline_mode()
        lane.pgconn.nonblocking = 0
        assert left(lane.connection) == NOTHING
        lane.connection.close()
    lanes.close()


def test_planted_a_lane_of_its_own_is_seen(pg_server: Server, pooled: sa.Engine) -> None:
    tenant = Tenant(pooled, new_id())
    lanes = structure.lanes(pg_server.url(APPLICATION))
    for _ in range(3):
        asked(lanes, tenant)
    with lanes.lane() as lane:
        lane.pgconn.exit_pipeline_mode()
        lane.pgconn.nonblocking = 0
        assert left(lane.connection) != NOTHING
        lane.connection.close()
    lanes.close()
