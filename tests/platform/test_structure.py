"""The database itself keeps municipalities apart and the log whole; its catalogue is asked, not the code."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_graphql import leases
from kyogikai_platform import cli, structure
from kyogikai_platform.accounts import tables as account_tables
from kyogikai_platform.closing import tables as closing_tables
from kyogikai_platform.contacts.tables import contact_reading
from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.files.tables import file_bytes
from kyogikai_platform.jobs import tables as job_tables
from kyogikai_platform.notices.tables import letter
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.web.forms import drafts
from kyogikai_platform.web.roles import saved
from kyogikai_platform.webhooks import tables as webhook_tables
from kyogikai_projections import tables as read_tables
from kyogikai_tenants.council.bodies import BodyGroupDefined, BodyMoved
from kyogikai_tenants.council.norms import BodyCadenceSet, BodyCompositionDefined, BodyPurposeDefined
from kyogikai_tenants.council.statements import (
    CouncilStatementRecorded,
    ExternalContextNoted,
    LegalBasisRecorded,
    SecretariatAssigned,
)
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import tenant_setting, transaction
from kyogikai_tenants.log.tables import APPLICATION, CLOSER, OWNER, metadata
from tests.book import Book

GLOBAL = {"municipality", "installation", "alembic_version"}
"""Small reference tables without council content: a host name decides the tenant before there is one."""
TENANTS = sorted(n for n, table in metadata.tables.items() if "tenant_id" in table.c and n not in GLOBAL)
FORBIDDEN = "42501"
"""What PostgreSQL answers to whoever lacks a right."""


def test_every_table_belongs_to_a_municipality_or_to_the_closed_list() -> None:
    beside = {leases.api_points.name, drafts.draft.name, file_bytes.name, letter.name, contact_reading.name}
    beside |= {saved.saved_filter.name}
    assert {*read_tables.TABLES, *beside} < set(TENANTS)
    several = (*account_tables.TABLES, *closing_tables.TABLES, *job_tables.TABLES, *webhook_tables.TABLES)
    assert {table.name for table in several} < set(TENANTS)
    assert set(metadata.tables) - set(TENANTS) == GLOBAL - {"alembic_version"}


def test_only_the_owners_login_changes_the_structure(pg_server: Server, engine: sa.Engine) -> None:
    """`kyogikai upgrade` with the settings of a server says whose login it takes."""
    assert engine.dialect.name == "postgresql"  # asked for because it makes the structure
    application = sa.create_engine(pg_server.url(APPLICATION), poolclass=sa.NullPool)
    with pytest.raises(structure.NotTheOwner, match="AS_OWNER=1 kyogikai upgrade"):
        structure.upgrade(application)
    assert issubclass(structure.NotTheOwner, cli.EXPECTED)


# The catalogue

WITHOUT_ROW_SECURITY = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
    "AND NOT (relrowsecurity AND relforcerowsecurity)"
)
POLICIES = (
    "SELECT tablename FROM pg_policies WHERE schemaname = 'public' AND permissive = 'PERMISSIVE' "
    "AND cmd = 'ALL' AND roles = '{public}' AND qual = with_check AND qual = '(tenant_id = ( SELECT "
    "(NULLIF(current_setting(''app.tenant_id''::text, true), ''''::text))::uuid AS \"nullif\"))'"
)
LOOSE_KEYS = (
    "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
    "LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] "
    "WHERE c.relnamespace = 'public'::regnamespace AND coalesce(a.attname, '') <> 'tenant_id'"
)
LOOSE_REFERENCES = (
    "SELECT k.conname FROM pg_constraint k "
    "JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] "
    "WHERE k.connamespace = 'public'::regnamespace AND k.contype = 'f' AND a.attname <> 'tenant_id'"
)
WITHOUT_KEY = (
    "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
    "AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)"
)
SHARED_COUNTERS = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' UNION ALL "
    "SELECT attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid "
    "WHERE c.relnamespace = 'public'::regnamespace AND attidentity <> ''"
)
VIEWS = (
    "SELECT relname FROM pg_class "
    "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm', 'f')"
)  # fmt: skip
DEFINERS = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"


@pytest.fixture
def catalogue(engine: sa.Engine, superuser: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that may plant anything; rolled back."""
    assert engine.dialect.name == "postgresql"  # asked for because it makes the structure
    with superuser.connect() as connection:
        yield connection
        connection.rollback()


def names(connection: sa.Connection, query: str) -> list[str]:
    return sorted(connection.exec_driver_sql(query).scalars())


def test_every_table_of_a_municipality_has_forced_row_security(catalogue: sa.Connection) -> None:
    assert set(names(catalogue, WITHOUT_ROW_SECURITY)) <= GLOBAL
    assert names(catalogue, POLICIES) == TENANTS


def test_every_key_starts_with_the_municipality(catalogue: sa.Connection) -> None:
    assert set(names(catalogue, LOOSE_KEYS)) == {
        *("municipality_host_key", "installation_pkey", "alembic_version_pkc"),
    }
    assert names(catalogue, LOOSE_REFERENCES) == []
    assert names(catalogue, WITHOUT_KEY) == []


def test_no_counter_is_shared_and_nothing_runs_with_anothers_rights(catalogue: sa.Connection) -> None:
    for query in (SHARED_COUNTERS, VIEWS, DEFINERS):
        assert names(catalogue, query) == []


@pytest.mark.parametrize(
    ("plant", "query", "found"),
    [
        ("CREATE TABLE planted (tenant_id uuid)", WITHOUT_ROW_SECURITY, "planted"),
        ("ALTER TABLE body NO FORCE ROW LEVEL SECURITY", WITHOUT_ROW_SECURITY, "body"),
        ("CREATE INDEX planted ON body (id, tenant_id)", LOOSE_KEYS, "planted"),
        ("CREATE INDEX planted ON body (lower(name))", LOOSE_KEYS, "planted"),
        ("CREATE TABLE planted (tenant_id uuid)", WITHOUT_KEY, "planted"),
        (
            "ALTER TABLE municipality ADD FOREIGN KEY (host) REFERENCES municipality (host)",
            *(LOOSE_REFERENCES, "municipality_host_fkey"),
        ),
        ("CREATE SEQUENCE planted", SHARED_COUNTERS, "planted"),
        ("ALTER TABLE installation ADD planted int GENERATED ALWAYS AS IDENTITY", SHARED_COUNTERS, "planted"),
        ("CREATE VIEW planted AS SELECT * FROM body", VIEWS, "planted"),
        (
            "CREATE FUNCTION planted() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
            *(DEFINERS, "planted"),
        ),
    ],
)
def test_the_catalogue_would_tell(catalogue: sa.Connection, plant: str, query: str, found: str) -> None:
    assert found not in names(catalogue, query)
    catalogue.exec_driver_sql(plant)
    assert found in names(catalogue, query)


@pytest.mark.parametrize(
    "plant", ["DROP POLICY own_tenant ON body", "ALTER POLICY own_tenant ON body USING (true)"]
)
def test_the_catalogue_would_miss_a_policy(catalogue: sa.Connection, plant: str) -> None:
    catalogue.exec_driver_sql(plant)
    assert "body" not in names(catalogue, POLICIES)


def test_the_roles_have_no_right_that_sees_past_a_policy(catalogue: sa.Connection) -> None:
    asked = sa.text(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication "
        "FROM pg_roles WHERE rolname = ANY(:roles) ORDER BY 1"
    )
    roles = sorted((OWNER, APPLICATION, CLOSER))
    assert list(catalogue.execute(asked, {"roles": roles})) == [(role, *[False] * 5) for role in roles]
    member = (
        "SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = ANY(:roles)"
    )
    assert catalogue.execute(sa.text(member), {"roles": roles}).all() == []


def test_the_application_owns_nothing_and_changes_no_structure(
    catalogue: sa.Connection, engine: sa.Engine
) -> None:
    owned = "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = :role"
    assert catalogue.execute(sa.text(owned), {"role": APPLICATION}).all() == []
    for statement in (
        "CREATE TABLE public.planted ()",
        "DROP TABLE body",
        "ALTER TABLE body ADD planted int",
    ):
        assert refused(engine, None, statement) == FORBIDDEN


# Append-only


def refused(engine: sa.Engine, tenant_id: UUID | None, statement: str) -> str:
    """The database's code for refusing a statement."""
    with engine.connect() as connection:
        connection.exec_driver_sql(tenant_setting(tenant_id) if tenant_id else "SELECT 1")
        with pytest.raises(sa.exc.DBAPIError) as caught:
            connection.exec_driver_sql(statement)
    return str(getattr(caught.value.orig, "sqlstate", ""))


@contextmanager
def acting(server: Server, role: str) -> Iterator[sa.Engine]:
    """Connections of a role."""
    engine = sa.create_engine(server.url(role), poolclass=sa.NullPool)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("role", [APPLICATION, OWNER, SUPERUSER])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = 'x'",
        "DELETE FROM events",
        "TRUNCATE events",
        "INSERT INTO events SELECT * FROM events ON CONFLICT (tenant_id, position) DO UPDATE SET actor = 'x'",
        "MERGE INTO events USING events o ON false WHEN MATCHED THEN UPDATE SET actor = 'x'",
    ],
)
def test_no_event_is_changed_or_deleted_not_even_by_the_owner(
    tenant: Tenant, pg_server: Server, role: str, statement: str
) -> None:
    book = Book(tenant)
    book.council()
    with acting(pg_server, role) as engine:
        assert refused(engine, tenant.id, statement) == FORBIDDEN
    assert book.sound()


def test_a_head_is_never_deleted_by_the_application(tenant: Tenant) -> None:
    Book(tenant).council()
    for statement in ("DELETE FROM tenant_head", "TRUNCATE tenant_head"):
        assert refused(tenant.engine, tenant.id, statement) == FORBIDDEN


# Row security


def varied(book: Book) -> None:
    """Something in every table that a council and its bodies have."""
    council = book.council(aliases=[{"name": "別名"}])
    parent, body = book.body(council, name="親"), book.body(council)
    group: dict[str, Any] = {"council_id": council, "name": "群", "kind": "other", "audience": "council"}
    book.say(BodyGroupDefined, None, "from 2010", **group)
    book.say(BodyMoved, body, "at 2010", parent_id=parent)
    book.say(BodyPurposeDefined, body, "from 2010", texts=["学習"])
    book.say(BodyCadenceSet, body, "from 2010", rules=[{"per_year": 2}])
    book.say(BodyCompositionDefined, body, "from 2010", text="事業所")
    book.say(CouncilStatementRecorded, council, "from 2010", kind="slogan", title="標語", text="ともに")
    book.say(SecretariatAssigned, council, "from 2010", names=["福祉課"])
    book.say(LegalBasisRecorded, council, "from 2010", title="要綱")
    book.say(ExternalContextNoted, council, "from 2010", text="法改正")


@pytest.fixture(scope="module")
def two(engine: sa.Engine) -> tuple[Book, Book]:
    """Two municipalities with the same content."""
    books = Book(Tenant(engine, new_id())), Book(Tenant(engine, new_id()))
    for book in books:
        varied(book)
    return books


def rows_seen(connection: sa.Connection, owner: UUID | None) -> dict[str, int]:
    """How many rows each table shows that are not this municipality's (all, for None)."""
    others = sa.column("tenant_id", sa.Uuid).is_distinct_from(owner)
    count = sa.select(sa.func.count()).where(others)
    found = {name: connection.execute(count.select_from(sa.table(name))).scalar_one() for name in TENANTS}
    return {name: rows for name, rows in found.items() if rows}


def filled(book: Book) -> set[str]:
    with transaction(book.tenant.engine, book.tenant.id) as connection:
        return set(rows_seen(connection, None))


def test_without_a_municipality_no_row_of_any_table_shows(two: tuple[Book, Book]) -> None:
    assert len(filled(two[0])) >= 15
    with two[0].tenant.engine.connect() as connection:
        assert rows_seen(connection, None) == {}
        connection.exec_driver_sql("SET LOCAL app.tenant_id = ''")
        assert rows_seen(connection, None) == {}


def test_a_municipality_sees_none_of_anothers_rows_in_any_table(two: tuple[Book, Book]) -> None:
    for book in two:
        with transaction(book.tenant.engine, book.tenant.id) as connection:
            assert rows_seen(connection, book.tenant.id) == {}


def test_the_policy_binds_the_owner_too(two: tuple[Book, Book], pg_server: Server) -> None:
    with acting(pg_server, OWNER) as engine, engine.connect() as connection:
        assert rows_seen(connection, None) == {}
        connection.exec_driver_sql(tenant_setting(two[0].tenant.id))
        assert rows_seen(connection, two[0].tenant.id) == {}
        assert set(rows_seen(connection, None)) == filled(two[0])


@pytest.mark.parametrize(
    ("leak", "table"),
    [
        ("ALTER POLICY own_tenant ON body USING (true)", "body"),
        ("CREATE POLICY planted ON events USING (true)", "events"),
        ("ALTER TABLE search_gram DISABLE ROW LEVEL SECURITY", "search_gram"),
    ],
)
def test_the_check_would_see_a_leak(
    two: tuple[Book, Book], catalogue: sa.Connection, leak: str, table: str
) -> None:
    catalogue.exec_driver_sql(leak)
    catalogue.exec_driver_sql(f"SET LOCAL ROLE {APPLICATION}")
    catalogue.exec_driver_sql(tenant_setting(two[0].tenant.id))
    assert set(rows_seen(catalogue, two[0].tenant.id)) == {table}


def test_a_table_whose_policy_is_missing_shows_nothing(
    two: tuple[Book, Book], catalogue: sa.Connection
) -> None:
    catalogue.exec_driver_sql("DROP POLICY own_tenant ON body")
    catalogue.exec_driver_sql(f"SET LOCAL ROLE {APPLICATION}")
    catalogue.exec_driver_sql(tenant_setting(two[0].tenant.id))
    assert "body" not in rows_seen(catalogue, None)


@pytest.mark.parametrize("name", TENANTS)
def test_nothing_is_written_for_another_municipality(two: tuple[Book, Book], name: str) -> None:
    one, stranger, table = two[0].tenant, new_id(), metadata.tables[name]
    own = [c for c in table.columns if c.name != "tenant_id"]
    copied = sa.select(sa.literal(stranger), *own).limit(1)
    if name not in filled(two[0]):
        copied = sa.select(sa.literal(stranger), *(sa.cast(None, c.type) for c in own))
    copy = table.insert().from_select(["tenant_id", *(c.name for c in own)], copied)
    with transaction(one.engine, one.id) as connection, connection.begin_nested() as attempt:
        with pytest.raises(sa.exc.ProgrammingError) as caught:
            connection.execute(copy)
        attempt.rollback()
    assert getattr(caught.value.orig, "sqlstate", "") == FORBIDDEN


def test_a_setting_does_not_outlive_its_transaction(two: tuple[Book, Book]) -> None:
    one = two[0].tenant
    options = {"options": f"-c role={APPLICATION}"}
    engine = sa.create_engine(one.engine.url, connect_args=options, pool_size=1, max_overflow=0)
    with transaction(engine, one.id) as connection:
        assert rows_seen(connection, None)
    with engine.connect() as connection:
        assert rows_seen(connection, None) == {}
    engine.dispose()


def test_one_municipality_reads_nothing_by_naming_another(new_tenant: Callable[[], Tenant]) -> None:
    one, other = Book(new_tenant()), Book(new_tenant())
    one.council()
    assert other.query("SELECT 1 FROM events WHERE tenant_id = :t", t=one.tenant.id) == []
    assert other.one("SELECT count(*) FROM tenant_head") == 0
