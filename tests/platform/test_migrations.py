"""The revisions add up to what the code declares: on two databases, one made each way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from kyogikai_graphql import leases
from kyogikai_platform import structure
from kyogikai_platform.accounts import tables as account_tables
from kyogikai_platform.closing import tables as closing_tables
from kyogikai_platform.contacts import tables as contact_tables
from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.files import tables as file_tables
from kyogikai_platform.importing import bundled, import_bytes
from kyogikai_platform.installation import Installation
from kyogikai_platform.integrity import tables as integrity_tables
from kyogikai_platform.jobs import tables as job_tables
from kyogikai_platform.notices import tables as notice_tables
from kyogikai_platform.settings import settings
from kyogikai_platform.web.forms import drafts
from kyogikai_platform.web.roles import saved
from kyogikai_platform.webhooks import tables as webhook_tables
from kyogikai_projections import tables as read_tables
from kyogikai_tenants.log import tables as log_tables
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.tables import OWNER

pytestmark = pytest.mark.check

CATALOGUE = {
    "columns": "SELECT table_name, column_name, data_type, udt_name, is_nullable, column_default,"
    " collation_name FROM information_schema.columns WHERE table_schema = 'public'",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "policies": "SELECT tablename, policyname, permissive, roles, cmd, qual, with_check FROM pg_policies",
    "security": "SELECT relname, relrowsecurity, relforcerowsecurity, reloptions FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace",
    "functions": "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "grants": "SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants"
    " WHERE table_schema = 'public'",
    "comments": "SELECT objoid::regclass::text, description FROM pg_description"
    " WHERE classoid = 'pg_class'::regclass AND objoid::regclass::text !~ '^(pg_|information_schema)'",
}


def found(engine: sa.Engine) -> dict[str, list[str]]:
    """The whole structure as sorted text; the table of revisions aside."""
    with engine.connect() as connection:
        rows = {name: connection.exec_driver_sql(query).all() for name, query in CATALOGUE.items()}
    return {name: sorted(str(row) for row in own if "alembic" not in str(row)) for name, own in rows.items()}


@pytest.fixture
def two(pg_server: Server) -> Iterator[tuple[sa.Engine, sa.Engine]]:
    """Two empty databases that are gone afterwards."""
    root = sa.create_engine(pg_server.url(SUPERUSER), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    names = ("by_revisions", "by_declaration")
    engines = []
    with root.connect() as connection:
        for name in names:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
            engines.append(sa.create_engine(pg_server.url(SUPERUSER, name), poolclass=sa.NullPool))
            structure.prepare(engines[-1])
        yield engines[0], engines[1]
        for name in names:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_revisions_add_up_to_what_the_code_declares(two: tuple[sa.Engine, sa.Engine]) -> None:
    migrated, declared = two
    structure.upgrade(migrated)
    with declared.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL ROLE {OWNER}")
        log_tables.metadata.create_all(connection)
        for statement in (
            *log_tables.ddl(),
            *read_tables.ddl(),
            *account_tables.ddl(),
            *closing_tables.ddl(),
            *file_tables.ddl(),
            *leases.ddl(),
            *drafts.ddl(),
            *job_tables.ddl(),
            *notice_tables.ddl(),
            *integrity_tables.ddl(),
            *saved.ddl(),
            *webhook_tables.ddl(),
            *contact_tables.ddl(),
        ):
            driver(connection).execute(statement)
    whole = found(migrated)
    assert whole == found(declared)
    assert all(whole.values())

    with declared.begin() as connection:
        connection.exec_driver_sql("DROP POLICY own_tenant ON body")
    assert whole != found(declared)


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(two: tuple[sa.Engine, sa.Engine]) -> None:
    migrated, _ = two
    structure.upgrade(migrated)
    before = found(migrated)
    structure.upgrade(migrated)
    assert found(migrated) == before


COPIED = (log_tables.municipality, log_tables.head, log_tables.events)
"""What a database in use has before anything is derived from it."""


def _carry_over(source: sa.Engine, target: sa.Engine) -> None:
    with source.connect() as old, target.begin() as new:
        for table in COPIED:
            rows = [dict(row) for row in old.execute(sa.select(table)).mappings()]
            new.execute(sa.insert(table), rows)


def test_an_upgrade_derives_the_read_models_for_the_structure_that_there_now_is(
    two: tuple[sa.Engine, sa.Engine], tmp_path: Path
) -> None:
    made, older = two
    structure.upgrade(made)
    import_bytes(made, bundled()["asahi.yaml"], name="asahi.yaml")
    structure.upgrade(older, "0001")
    _carry_over(made, older)
    here = Installation(settings({"KYOGIKAI_HOME": str(tmp_path)}), older.url, older.url)
    here.upgrade()
    assert list(here.tenant("asahi").rebuild(check=True)) == []
    here.close()
