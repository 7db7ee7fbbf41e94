"""Transactions that see one tenant, and the driver connection beneath them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeAlias, cast
from uuid import UUID

import psycopg
import sqlalchemy as sa

Driver = psycopg.Connection[Any]
Connection: TypeAlias = sa.Connection
Engine: TypeAlias = sa.Engine


@lru_cache(4096)
def tenant_setting(tenant_id: UUID) -> str:
    """The literal that scopes a transaction; Citus and pgbouncer need it so, never ``set_config``."""
    return f"SET LOCAL app.tenant_id = '{UUID(str(tenant_id))}'"


@contextmanager
def transaction(engine: sa.Engine, tenant_id: UUID) -> Iterator[sa.Connection]:
    """A transaction that sees one tenant; committed at the end, rolled back on any error."""
    with engine.begin() as connection:
        connection.exec_driver_sql(tenant_setting(tenant_id))
        connection.info["tenant_id"] = tenant_id
        yield connection


def driver(connection: sa.Connection) -> Driver:
    """The driver's connection: SQLAlchemy in the hot path costs a third."""
    return cast(Driver, connection.connection.driver_connection)
