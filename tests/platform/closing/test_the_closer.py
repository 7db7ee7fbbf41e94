"""In the database itself: the closer alone deletes, in every table, only what is closed, and does no more."""

from collections.abc import Iterator
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_tenants.log import destruction
from kyogikai_tenants.log.connection import tenant_setting
from kyogikai_tenants.log.tables import APPLICATION, CLOSER, KEPT, OWNER
from tests.platform.accounts.house import House
from tests.platform.closing.two_houses import Place, furnished

pytestmark = pytest.mark.check
FORBIDDEN = "42501"


@pytest.fixture(scope="module")
def house(old: Place) -> House:
    """A municipality with something of everything, in use."""
    with old.at_work() as here:
        return furnished(here)


@pytest.fixture
def root(pg_server: Server) -> Iterator[sa.Connection]:
    """A transaction that may become anybody and plant anything; rolled back."""
    engine = sa.create_engine(pg_server.url(SUPERUSER), poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection
        connection.rollback()


def answer(connection: sa.Connection, role: str, tenant_id: UUID, statement: str) -> str:
    """The code with which the database refuses it; empty where it does not. Nothing of it stays."""
    with connection.begin_nested() as attempt:
        connection.exec_driver_sql(tenant_setting(tenant_id))
        connection.exec_driver_sql(f"SET LOCAL ROLE {role}")
        try:
            connection.exec_driver_sql(statement)
        except sa.exc.DBAPIError as problem:
            return str(getattr(problem.orig, "sqlstate", ""))
        finally:
            attempt.rollback()
    return ""


def closed(connection: sa.Connection, tenant_id: UUID) -> None:
    """As the directory has it once the log says so."""
    query = "UPDATE municipality SET status = 'closed' WHERE tenant_id = %s"
    connection.exec_driver_sql(query, (tenant_id,))


def lacking(connection: sa.Connection) -> set[str]:
    """Tables of tenants from which the closer could not delete, or could do more than look and delete."""
    query = (
        "SELECT table_name, string_agg(privilege_type, ',' ORDER BY privilege_type) "
        "FROM information_schema.role_table_grants WHERE grantee = %s GROUP BY table_name"
    )
    granted = {row[0]: row[1] for row in connection.exec_driver_sql(query, (CLOSER,))}
    names = {row[0] for row in connection.exec_driver_sql(destruction.TABLES)}
    assert set(granted) <= names, "tables of no tenant are not the closer's"
    return {name for name in names if granted.get(name) != "DELETE,SELECT"}


def test_the_closer_deletes_from_every_table_of_tenants_and_does_nothing_else(root: sa.Connection) -> None:
    assert lacking(root) == set()
    root.exec_driver_sql(f"SET LOCAL ROLE {OWNER}")
    root.exec_driver_sql("CREATE TABLE planted (tenant_id uuid)")
    assert lacking(root) == set(), "what a later revision makes is the closer's too"
    root.exec_driver_sql(f"REVOKE DELETE ON planted FROM {CLOSER}")
    root.exec_driver_sql(f"GRANT UPDATE ON body TO {CLOSER}")
    assert lacking(root) == {"planted", "body"}


@pytest.mark.parametrize("table", [table.name for table in KEPT])
@pytest.mark.parametrize("role", [APPLICATION, OWNER])
def test_neither_the_application_nor_the_owner_deletes_a_log_or_a_key(
    root: sa.Connection, house: House, role: str, table: str
) -> None:
    own = house.tenant.id
    closed(root, own)
    statement = f"DELETE FROM {table} WHERE tenant_id = '{own}'"  # noqa: S608 - our own names
    assert answer(root, role, own, statement) == FORBIDDEN
    assert answer(root, role, own, f"TRUNCATE {table}") == FORBIDDEN
    root.exec_driver_sql(f"GRANT DELETE ON {table} TO {APPLICATION}")
    missing = answer(root, APPLICATION, own, statement)
    assert missing == (FORBIDDEN if table == "events" else ""), "the grant is what keeps it"


def test_the_closer_deletes_no_log_that_is_not_closed(root: sa.Connection, house: House) -> None:
    own = house.tenant.id
    assert answer(root, CLOSER, own, "DELETE FROM events") == FORBIDDEN
    closed(root, own)
    assert answer(root, CLOSER, own, "DELETE FROM events") == ""
    for statement in (
        "UPDATE events SET actor = 'x'",
        "TRUNCATE events",
        "INSERT INTO events DEFAULT VALUES",
    ):
        assert answer(root, CLOSER, own, statement) == FORBIDDEN, statement


def test_the_closer_sees_no_other_tenant(root: sa.Connection, old: Place, house: House) -> None:
    with old.at_work():
        other = House.opened(old.here)
    root.exec_driver_sql(tenant_setting(house.tenant.id))
    root.exec_driver_sql(f"SET LOCAL ROLE {CLOSER}")
    for table in destruction.tables(root):
        if table != "municipality":
            query = f"SELECT count(*) FROM {table} WHERE tenant_id = '{other.tenant.id}'"  # noqa: S608
            assert root.exec_driver_sql(query).scalar_one() == 0, table


def test_no_role_of_the_product_becomes_the_closer(pg_server: Server) -> None:
    for role in (APPLICATION, OWNER):
        engine = sa.create_engine(pg_server.url(role), poolclass=sa.NullPool)
        with (
            engine.connect() as connection,
            pytest.raises(sa.exc.ProgrammingError, match="permission denied"),
        ):
            connection.exec_driver_sql(f"SET ROLE {CLOSER}")
        engine.dispose()


def test_what_is_left_in_any_table_keeps_everything(root: sa.Connection, house: House) -> None:
    """A table that the closer does not see: nothing is destroyed at all."""
    root.exec_driver_sql(tenant_setting(house.tenant.id))
    root.info["tenant_id"] = house.tenant.id
    closed(root, house.tenant.id)
    planted = "CREATE FUNCTION kept() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    root.exec_driver_sql(planted)
    root.exec_driver_sql("CREATE TRIGGER kept BEFORE DELETE ON body FOR EACH ROW EXECUTE FUNCTION kept()")
    with pytest.raises(destruction.SomethingLeft, match="body"):
        destruction.destroy(root)
