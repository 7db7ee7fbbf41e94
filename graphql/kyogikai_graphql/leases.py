"""How many points each client has taken in an hour, shared by all workers through one row.

A worker takes points in blocks: a row that every request changes would cost more than the answer.
A block is never larger than what is left, so that all workers together never hand out more than the
limit; it shrinks as the limit comes near, so that little lies idle with a worker that nobody asks.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.tables import metadata, row_security

BLOCKS = 50
"""A block is this part of the limit, as long as much is left."""
TAPER = 8
"""And this part of what is left, when little is."""

api_points = sa.Table(
    "api_points",
    metadata,
    sa.Column("tenant_id", sa.Uuid, primary_key=True),
    sa.Column("client", sa.Text, primary_key=True),
    sa.Column("hour", sa.DateTime(timezone=True), primary_key=True),
    sa.Column("taken", sa.BigInteger, nullable=False),
    sa.Column("granted", sa.BigInteger, nullable=False),
    postgresql_with={"fillfactor": 50},
    comment="Operational, owned by the API, not exported: points taken by clients; kept an hour.",
)

_LEFT = "greatest(%(limit)s - p.taken, 0)"
_BLOCK = (
    f"CASE WHEN %(need)s > {_LEFT} THEN 0 ELSE greatest(%(need)s, least(%(block)s, {_LEFT} / {TAPER})) END"
)
LEASE = f"""
INSERT INTO api_points AS p (tenant_id, client, hour, taken, granted)
VALUES (%(tenant)s, %(client)s, %(hour)s, %(first)s, %(first)s)
ON CONFLICT (tenant_id, client, hour) DO UPDATE SET taken = p.taken + {_BLOCK}, granted = {_BLOCK}
RETURNING granted, taken
"""


class Lease(NamedTuple):
    """Points for a worker to hand out, and how many are left for later."""

    granted: int
    left: int


def ddl() -> list[str]:
    """Row security; rows of hours that are over are deleted."""
    return row_security("api_points", "SELECT, INSERT, UPDATE, DELETE")


def lease(engine: sa.Engine, tenant_id: UUID, client: str, hour: datetime, need: int, limit: int) -> Lease:
    """Take a block of points: at least what is needed, or where that is not left, none."""
    block = max(limit // BLOCKS, 1)
    first = max(need, block) if need <= limit else 0
    given: dict[str, Any] = {"tenant": tenant_id, "client": client, "hour": hour, "limit": limit}
    given |= {"need": need, "block": block, "first": first}
    with transaction(engine, tenant_id) as connection:
        cursor = driver(connection)
        cursor.execute("SET LOCAL synchronous_commit = off")  # a crash may hand a block out again
        granted, taken = cursor.execute(LEASE, given).fetchone() or (0, limit)
    return Lease(granted, max(limit - taken, 0))


def forget(engine: sa.Engine, tenant_id: UUID, hour: datetime) -> None:
    """Delete a municipality's rows of the hours before."""
    with transaction(engine, tenant_id) as connection:
        gone = "DELETE FROM api_points WHERE tenant_id = %s AND hour < %s"
        driver(connection).execute(gone, (tenant_id, hour))
