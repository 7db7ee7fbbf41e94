"""API tokens: a client's secrets, each shown once, and the access tokens that are given out for one of them.

A secret has a prefix that tells it apart, an end, and a last use; it is shown as a token itself, or at
``/oauth/token`` for an access token, which lasts an hour, and no longer than its secret.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import secret
from kyogikai_tenants.log.connection import driver

VALID, KEPT = timedelta(days=365), timedelta(days=365)
ACCESS_VALID, ACCESS_KEPT = timedelta(hours=1), timedelta(days=1)
MOST_ACCESS = 100
"""Access tokens of one secret at a time: a further one ends the oldest."""
PREFIX = 8
"""Characters of a token that lists show."""
PARENT_GOOD = (
    "(t.parent IS NULL OR EXISTS (SELECT FROM api_token s WHERE s.tenant_id = t.tenant_id "
    "AND s.digest = t.parent AND s.revoked_at IS NULL AND s.expires_at > now()))"
)
"""An access token is good no longer than its secret, whenever that was revoked."""
LIVE = (
    "EXISTS (SELECT FROM api_token t WHERE t.tenant_id = :tenant_id AND t.digest = :credential "
    f"AND t.revoked_at IS NULL AND t.expires_at > now() AND {PARENT_GOOD})"
)
"""Whether a token is still good: what every answer asks again. A revoked client moves the rights instead."""
GOOD = "tenant_id = %(tenant)s AND revoked_at IS NULL AND expires_at > now()"


class Issued(NamedTuple):
    """A new token; the secret is shown now or never."""

    secret: str
    prefix: str


class Shown(NamedTuple):
    """Whose a token is, and the scopes that it was narrowed to (None: all of the client's)."""

    client_id: UUID
    scopes: frozenset[str] | None


class Listed(NamedTuple):
    """A secret of a client, as its administrator sees it."""

    prefix: str
    digest: bytes
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    live: bool


def issue(connection: sa.Connection, client_id: UUID, valid: timedelta = VALID, text: str = "") -> Issued:
    """A new secret of a client; tokens long over are forgotten."""
    tenant, fresh = connection.info["tenant_id"], text or secret.fresh("kyo_")
    over = (
        "DELETE FROM api_token WHERE tenant_id = %s AND expires_at < now() - %s::interval "
        "OR tenant_id = %s AND parent IS NOT NULL AND expires_at < now() - %s::interval"
    )
    driver(connection).execute(over, (tenant, KEPT, tenant, ACCESS_KEPT))
    driver(connection).execute(
        "INSERT INTO api_token (tenant_id, digest, client_id, prefix, expires_at) "
        "VALUES (%s, %s, %s, %s, now() + %s) "
        "ON CONFLICT (tenant_id, digest) DO UPDATE SET expires_at = excluded.expires_at",
        (tenant, secret.digest(fresh), client_id, fresh[:PREFIX], valid),
    )
    return Issued(fresh, fresh[:PREFIX])


def give_access(connection: sa.Connection, parent: bytes, scopes: Collection[str], text: str) -> bool:
    """An access token for a secret that is still good; whether it was."""
    given = {"tenant": connection.info["tenant_id"], "parent": parent, "digest": secret.digest(text)}
    given |= {"prefix": text[:PREFIX], "scopes": sorted(scopes), "valid": ACCESS_VALID}
    own = "tenant_id = %(tenant)s AND parent = %(parent)s"
    driver(connection).execute(
        f"DELETE FROM api_token WHERE {own} AND (expires_at < now() - %(kept)s::interval OR digest IN "  # noqa: S608 - constants
        f"(SELECT digest FROM api_token WHERE {own} ORDER BY created_at DESC OFFSET %(most)s))",
        given | {"kept": ACCESS_KEPT, "most": MOST_ACCESS - 1},
    )
    made = driver(connection).execute(
        "INSERT INTO api_token (tenant_id, digest, client_id, prefix, expires_at, parent, scopes) "  # noqa: S608 - a constant
        "SELECT tenant_id, %(digest)s, client_id, %(prefix)s, least(expires_at, now() + %(valid)s), digest, "
        f"%(scopes)s FROM api_token WHERE {GOOD} AND digest = %(parent)s AND parent IS NULL",
        given,
    )
    return made.rowcount == 1


def shown(connection: sa.Connection, digest: bytes) -> Shown | None:
    """Whose a token is, and for what, if it is still good."""
    query = (
        f"SELECT client_id, scopes FROM api_token t WHERE {GOOD} AND {PARENT_GOOD} "  # noqa: S608 - constants
        "AND digest = %(digest)s"
    )
    given = {"tenant": connection.info["tenant_id"], "digest": digest}
    row = driver(connection).execute(query, given).fetchone()
    return Shown(row[0], None if row[1] is None else frozenset(row[1])) if row else None


def is_secret_of(connection: sa.Connection, client_id: UUID, digest: bytes) -> bool:
    """Whether this is a good secret of a client, and no access token."""
    found = driver(connection).execute(
        f"SELECT FROM api_token WHERE {GOOD} AND digest = %(digest)s AND client_id = %(client)s "
        "AND parent IS NULL",
        {"tenant": connection.info["tenant_id"], "digest": digest, "client": client_id},
    )
    return found.fetchone() is not None


def touch(connection: sa.Connection, digest: bytes) -> bool:
    """Note that a token is used, and with it its secret. Whether it is still good."""
    given = {"tenant": connection.info["tenant_id"], "digest": digest}
    row = driver(connection).execute(
        f"UPDATE api_token t SET used_at = now() WHERE {GOOD} AND {PARENT_GOOD} AND digest = %(digest)s "  # noqa: S608 - constants
        "RETURNING parent",
        given,
    ).fetchone()  # fmt: skip
    if row is None or row[0] is None:
        return row is not None
    return touch(connection, row[0])


def of_client(connection: sa.Connection, client_id: UUID) -> list[Listed]:
    """A client's secrets, the last first; no access tokens."""
    rows = driver(connection).execute(
        "SELECT prefix, digest, created_at, expires_at, used_at, revoked_at, "
        "revoked_at IS NULL AND expires_at > now() FROM api_token "
        "WHERE tenant_id = %s AND client_id = %s AND parent IS NULL ORDER BY created_at DESC, digest",
        (connection.info["tenant_id"], client_id),
    ).fetchall()  # fmt: skip
    return [Listed(*row) for row in rows]


def shorten(connection: sa.Connection, client_id: UUID, valid: timedelta) -> int:
    """The secrets that there are end after so long, if not before; how many of them are good."""
    return driver(connection).execute(
        "UPDATE api_token SET expires_at = least(expires_at, now() + %(valid)s) "  # noqa: S608 - a constant
        f"WHERE {GOOD} AND client_id = %(client)s AND parent IS NULL",
        {"tenant": connection.info["tenant_id"], "client": client_id, "valid": valid},
    ).rowcount  # fmt: skip


def revoke(connection: sa.Connection, client_id: UUID, prefix: str = "") -> int:
    """End a client's secrets that begin so, and what was given out for them; all of them without a prefix."""
    return driver(connection).execute(
        f"UPDATE api_token SET revoked_at = now() WHERE {GOOD} "  # noqa: S608 - a constant
        "AND client_id = %(client)s AND parent IS NULL AND starts_with(prefix, %(prefix)s)",
        {"tenant": connection.info["tenant_id"], "client": client_id, "prefix": prefix},
    ).rowcount  # fmt: skip
