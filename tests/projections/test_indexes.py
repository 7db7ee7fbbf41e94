"""Under row security only leakproof comparisons use an index: every hot query is made of those."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import transaction
from tests.book import Book

MANY = 2_000
COPIES = {
    "body": "'id', md5(r.id::text || n)::uuid, 'council_id', md5(r.id::text || n %% 30)::uuid, "
    "'known_from', n, 'valid_from', date '2000-01-01' + n",
    "audit_entry": "'position', n + 1000, 'stream_id', md5(stream_id::text || n %% 300)::uuid",
    "search_gram": "'stream_id', md5(stream_id::text || n)::uuid, "
    "'gram', chr(12353 + n %% 80) || chr(12353 + n %% 79)",
}
"""In what the n-th copy of a row differs from it."""


def crowd(engine: sa.Engine, server: Server, copies: Mapping[str, str]) -> UUID:
    """A municipality with some thousand rows in these tables, among others as large."""
    tenants = [new_id() for _ in range(3)]
    for tenant_id in tenants:
        book = Book(Tenant(engine, tenant_id))
        book.body(book.council())
    superuser = sa.create_engine(server.url(SUPERUSER), poolclass=sa.NullPool)
    with superuser.begin() as connection:
        for table, changed in copies.items():
            connection.exec_driver_sql(COPY.format(table=table, changed=changed), (MANY, tenants))
            connection.exec_driver_sql(f"ANALYZE {table}")
    return tenants[0]


@pytest.fixture(scope="module")
def crowded(engine: sa.Engine, pg_server: Server) -> UUID:
    """A municipality whose hot tables are full."""
    return crowd(engine, pg_server, COPIES)


COPY = (
    "INSERT INTO {table} SELECT (jsonb_populate_record(r, jsonb_build_object({changed}))).* "
    "FROM {table} r, generate_series(1, %s) n WHERE r.ctid = ANY(ARRAY("
    "SELECT min(ctid) FROM {table} WHERE tenant_id = ANY(%s) GROUP BY tenant_id))"
)
THAT_DAY = "valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)"
THEN = "known_from <= 1000 AND (known_to IS NULL OR known_to > 1000)"
HOT = {
    "the bodies of a council, on a day, as known now": (
        f"SELECT * FROM body WHERE tenant_id = :t AND council_id = :id AND known_to IS NULL AND {THAT_DAY}",  # noqa: S608
        "council_id",
    ),
    "the bodies of a council, on a day, as known then": (
        f"SELECT * FROM body WHERE tenant_id = :t AND council_id = :id AND {THEN} AND {THAT_DAY}",  # noqa: S608
        "council_id",
    ),
    "one body, on a day, as known now": (
        f"SELECT * FROM body WHERE tenant_id = :t AND id = :id AND known_to IS NULL AND {THAT_DAY}",  # noqa: S608
        "id",
    ),
    "the records that a pair of characters is in": (
        "SELECT stream_id FROM search_gram WHERE tenant_id = :t AND gram = 'ぁぁ'",
        "gram",
    ),
    "the trail of one record": (
        "SELECT * FROM audit_entry WHERE tenant_id = :t AND stream_id = :id ORDER BY stream_version",
        "stream_id",
    ),
    "a page of the trail": (
        "SELECT * FROM audit_entry WHERE tenant_id = :t AND position < 1500 ORDER BY position DESC LIMIT 20",
        "position",
    ),
}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan and what it consists of."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def plan_of(connection: sa.Connection, query: str, tenant_id: UUID) -> list[dict[str, Any]]:
    values = {"t": tenant_id, "id": tenant_id, "day": "2012-01-01"}
    used = {name: value for name, value in values.items() if f":{name}" in query}
    (found,) = connection.execute(sa.text(f"EXPLAIN (FORMAT JSON) {query}"), used).scalar_one()
    return list(nodes(found["Plan"]))


@pytest.mark.parametrize("name", HOT)
def test_a_hot_query_finds_its_rows_by_index_under_the_policy(
    crowded: UUID, engine: sa.Engine, name: str
) -> None:
    query, column = HOT[name]
    with transaction(engine, crowded) as connection:
        plan = plan_of(connection, query, crowded)
    assert "Seq Scan" not in {node["Node Type"] for node in plan}
    conditions = [node["Index Cond"].replace('"', "") for node in plan if "Index Cond" in node]
    assert any(f"({column} " in found and "(tenant_id = " in found for found in conditions), conditions


def test_what_is_not_leakproof_would_read_the_whole_municipality(crowded: UUID, engine: sa.Engine) -> None:
    """The control: LIKE is no index condition under the policy, hence the pairs of characters."""
    query = "SELECT stream_id FROM search_gram WHERE tenant_id = :t AND gram LIKE 'ぁぁ%'"
    with transaction(engine, crowded) as connection:
        plan = plan_of(connection, query, crowded)
    assert not any("gram" in node.get("Index Cond", "") for node in plan)
