"""The database's structure: roles, then Alembic revisions run as the owner role.

Three roles, none of them a superuser and none with BYPASSRLS: ``kyogikai_owner`` owns the
tables, ``kyogikai_app`` is what the running product is, ``kyogikai_closer`` closes a tenant.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_tenants.log.connection import Driver
from kyogikai_tenants.log.tables import APPLICATION, CLOSER, OWNER


class NotTheOwner(Exception):
    """Only a login that may become the owner of the tables changes them."""

    def __init__(self) -> None:
        super().__init__(
            f"this login may not become {OWNER}: the structure is changed by the owner's login "
            "(systemctl start kyogikai-upgrade, or AS_OWNER=1 kyogikai upgrade)"
        )


MIGRATIONS = Path(__file__).parent / "migrations"


def prepare(engine: sa.Engine) -> None:
    """Make the roles, once for the whole server; the caller may create roles. Raises NotTheOwner."""
    with _owning(), engine.begin() as connection:
        _alone(connection)
        there = set(connection.exec_driver_sql("SELECT rolname FROM pg_roles").scalars())
        for role in (OWNER, APPLICATION, CLOSER):
            if role not in there:
                connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS")
        connection.exec_driver_sql(f"GRANT CREATE, USAGE ON SCHEMA public TO {OWNER}")


def upgrade(engine: sa.Engine, revision: str = "head") -> str:
    """Bring the structure up to a revision, as the owner role, in one transaction; say which it is now.

    Raises NotTheOwner.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with _owning(), engine.begin() as connection:
        _alone(connection)
        connection.exec_driver_sql(f"SET LOCAL ROLE {OWNER}")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        return MigrationContext.configure(connection).get_current_revision() or ""


@contextmanager
def _owning() -> Iterator[None]:
    """What PostgreSQL says to a login that may not."""
    try:
        yield
    except sa.exc.ProgrammingError as problem:
        if isinstance(problem.orig, psycopg.errors.InsufficientPrivilege):
            raise NotTheOwner from problem
        raise


def _alone(connection: sa.Connection) -> None:
    """One change of structure at a time, on the one server that has it."""
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(5170)")


def application_engine(
    url: sa.URL, *, pool_size: int = 8, seconds: int = 60, patience: int = 10, pooled: bool = False
) -> sa.Engine:
    """The running product's connections: whoever logs in, it acts as the application role.

    No statement runs longer than so many seconds, and no transaction idles longer than two minutes. A server
    that does not take a connection in the time of ``patience`` is not there.

    ``pooled``: they are those of a pooler, which hands each to somebody else after a transaction (pgbouncer
    in transaction mode). Nothing may be left on them, so all of it is said in each transaction, and the
    login is the application role's own.
    """
    own: dict[str, Any] = {"connect_timeout": patience}
    own |= {"prepare_threshold": None} if pooled else {"options": _options(seconds)}
    engine = sa.create_engine(url, connect_args=own, pool_size=pool_size, max_overflow=pool_size)
    if pooled:
        sa.event.listen(engine, "begin", partial(_limit, seconds))
    return engine


def _limit(seconds: int, connection: sa.Connection) -> None:
    connection.exec_driver_sql(_limits(seconds))


def _limits(seconds: int) -> str:
    """The limits of a transaction, for itself alone: as one statement, for whoever counts round trips."""
    return f"SET LOCAL statement_timeout = '{seconds}s'"


def _options(seconds: int) -> str:
    """No statement of ours is long enough to be worth compiling to machine code, which takes 0.3 s."""
    limits = f"-c statement_timeout={seconds}s -c idle_in_transaction_session_timeout=120s"
    return f"-c role={APPLICATION} {limits} -c jit=off"


def lanes(url: sa.URL, *, seconds: int = 60, pooled: bool = False) -> Lanes:
    """Connections for prepared statements: each is planned once, whatever its parameters.

    A page of a list is read in the order of its index, and not sorted out of the whole list. On a pooler's
    connections nothing is prepared.
    """
    planning = "-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1"
    own = {} if pooled else {"options": f"{_options(seconds)} {planning}"}
    engine = sa.create_engine(url, connect_args=own, poolclass=sa.NullPool)

    def connect() -> Driver:
        bare = engine.raw_connection()
        own = cast(Driver, bare.driver_connection)
        bare.detach()
        return own

    return Lanes(connect, each=_limits(seconds) if pooled else "")
