"""API tokens: a client's secret, shown once, with a prefix that tells it apart, an end, and a last use."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import secret
from kyogikai_tenants.log.connection import driver

VALID, KEPT = timedelta(days=365), timedelta(days=365)
PREFIX = 8
"""Characters of a token that lists show."""
LIVE = (
    "EXISTS (SELECT FROM api_token t WHERE t.tenant_id = :tenant_id AND t.digest = :credential "
    "AND t.revoked_at IS NULL AND t.expires_at > now())"
)
"""Whether a token is still good: what every answer asks again. A revoked client moves the rights instead."""
GOOD = "tenant_id = %(tenant)s AND revoked_at IS NULL AND expires_at > now()"


class Issued(NamedTuple):
    """A new token; the secret is shown now or never."""

    secret: str
    prefix: str


def issue(connection: sa.Connection, client_id: UUID, valid: timedelta = VALID, text: str = "") -> Issued:
    """A new token of a client; tokens long over are forgotten."""
    tenant, fresh = connection.info["tenant_id"], text or secret.fresh("kyo_")
    over = "DELETE FROM api_token WHERE tenant_id = %s AND expires_at < now() - %s::interval"
    driver(connection).execute(over, (tenant, KEPT))
    driver(connection).execute(
        "INSERT INTO api_token (tenant_id, digest, client_id, prefix, expires_at) "
        "VALUES (%s, %s, %s, %s, now() + %s) "
        "ON CONFLICT (tenant_id, digest) DO UPDATE SET expires_at = excluded.expires_at",
        (tenant, secret.digest(fresh), client_id, fresh[:PREFIX], valid),
    )
    return Issued(fresh, fresh[:PREFIX])


def client_of(connection: sa.Connection, digest: bytes) -> UUID | None:
    """Whose a token is that is still good."""
    query = f"SELECT client_id FROM api_token WHERE {GOOD} AND digest = %(digest)s"  # noqa: S608 - a constant
    given = {"tenant": connection.info["tenant_id"], "digest": digest}
    row = driver(connection).execute(query, given).fetchone()
    return row[0] if row else None


def touch(connection: sa.Connection, digest: bytes) -> bool:
    """Note that a token is used. Whether it is still good."""
    used = f"UPDATE api_token SET used_at = now() WHERE {GOOD} AND digest = %(digest)s"  # noqa: S608 - a constant
    given = {"tenant": connection.info["tenant_id"], "digest": digest}
    return driver(connection).execute(used, given).rowcount == 1


def revoke(connection: sa.Connection, client_id: UUID, prefix: str = "") -> int:
    """End a client's tokens that begin so; all of them without a prefix."""
    return driver(connection).execute(
        f"UPDATE api_token SET revoked_at = now() WHERE {GOOD} "  # noqa: S608 - a constant
        "AND client_id = %(client)s AND starts_with(prefix, %(prefix)s)",
        {"tenant": connection.info["tenant_id"], "client": client_id, "prefix": prefix},
    ).rowcount  # fmt: skip
