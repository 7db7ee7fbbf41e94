"""All rows of a tenant are deleted, in every table that has any: the closer's work, and nobody else's.

The tables are asked of the catalogue, so that none is forgotten that came later.
"""

import sqlalchemy as sa
from psycopg import sql

from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.tables import APPLICATION, CLOSER, municipality

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT a.attisdropped
ORDER BY c.relname = 'municipality', c.relname
"""
"""The row by which the tenant is known to be closed goes last."""


class SomethingLeft(Exception):
    """After the deletion a table still had rows; nothing was deleted."""


def tables(connection: sa.Connection) -> list[str]:
    """Every table of tenants."""
    return [row[0] for row in driver(connection).execute(TABLES)]


def rows(connection: sa.Connection, table: str) -> int:
    """How many rows of the transaction's tenant a table has."""
    query = sql.SQL("SELECT count(*) FROM {} WHERE tenant_id = %s").format(sql.Identifier(table))
    found = driver(connection).execute(query, (connection.info["tenant_id"],)).fetchone()
    return int(found[0]) if found else 0


def destroy(connection: sa.Connection) -> dict[str, int]:
    """Delete them; how many of each table that had any. As the closer, and as the application again.

    Raises SomethingLeft; the database refuses whoever may not become the closer.
    """
    connection.exec_driver_sql(f"SET LOCAL ROLE {CLOSER}")
    found = {table: _delete(connection, table) for table in tables(connection)}
    left = [table for table in found if rows(connection, table)]
    connection.exec_driver_sql(f"SET LOCAL ROLE {APPLICATION}")
    if left or not found[municipality.name]:
        raise SomethingLeft(", ".join(left) or municipality.name)
    return {table: count for table, count in found.items() if count}


def _delete(connection: sa.Connection, table: str) -> int:
    query = sql.SQL("DELETE FROM {} WHERE tenant_id = %s").format(sql.Identifier(table))
    return int(driver(connection).execute(query, (connection.info["tenant_id"],)).rowcount)
