"""Sessions: rows of one municipality that end when idle, at the latest after half a day, or when revoked."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import secret
from kyogikai_platform.retention import forget
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.retention import Kept

IDLE, LONGEST = timedelta(hours=1), timedelta(hours=12)
LIVE = (
    "EXISTS (SELECT FROM account_session s WHERE s.tenant_id = :tenant_id AND s.digest = :credential "
    "AND s.revoked_at IS NULL AND s.idle_until > now() AND s.ends_at > now())"
)
"""Whether a session is still good: what every answer asks again."""
GOOD = "tenant_id = %(tenant)s AND revoked_at IS NULL AND idle_until > now() AND ends_at > now()"


class Open(NamedTuple):
    """A session that is still good, as its user sees it; the handle is no secret, the token is."""

    handle: str
    method: str
    device: str
    network: str
    begun: datetime
    seen: datetime
    own: bool


def begin(connection: sa.Connection, user_id: UUID, method: str, device: str = "", network: str = "") -> str:
    """A new session's token, for the browser alone; sessions long over are forgotten."""
    token, tenant = secret.fresh(), connection.info["tenant_id"]
    forget(connection, Kept.SESSIONS)
    driver(connection).execute(
        "INSERT INTO account_session "
        "(tenant_id, digest, user_id, method, device, place, idle_until, ends_at) "
        "VALUES (%s, %s, %s, %s, %s, %s, now() + %s, now() + %s)",
        (tenant, secret.digest(token), user_id, method, device, network, IDLE, LONGEST),
    )
    return token


def user_of(connection: sa.Connection, digest: bytes) -> UUID | None:
    """Whose a session is that is still good."""
    query = f"SELECT user_id FROM account_session WHERE {GOOD} AND digest = %(digest)s"  # noqa: S608 - a constant
    given = {"tenant": connection.info["tenant_id"], "digest": digest}
    row = driver(connection).execute(query, given).fetchone()
    return row[0] if row else None


def lately(connection: sa.Connection, digest: bytes) -> UUID | None:
    """Whose a session was that ran out within a day and that nobody ended: enough to keep what they typed."""
    query = (
        "SELECT user_id FROM account_session WHERE tenant_id = %s AND digest = %s AND revoked_at IS NULL "
        "AND least(idle_until, ends_at) > now() - interval '1 day'"
    )
    row = driver(connection).execute(query, (connection.info["tenant_id"], digest)).fetchone()
    return row[0] if row else None


def touch(connection: sa.Connection, digest: bytes) -> bool:
    """Somebody is there: the session idles from now on. Whether it is still good."""
    alive = driver(connection).execute(
        "UPDATE account_session SET seen_at = now(), idle_until = least(now() + %(idle)s, ends_at) "  # noqa: S608 - a constant
        f"WHERE {GOOD} AND digest = %(digest)s",
        {"tenant": connection.info["tenant_id"], "digest": digest, "idle": IDLE},
    )
    return alive.rowcount == 1


def renew(connection: sa.Connection, digest: bytes) -> str | None:
    """The same session under another token, for the browser alone; None for one that is not good."""
    token = secret.fresh()
    done = driver(connection).execute(
        f"UPDATE account_session SET digest = %(anew)s WHERE {GOOD} AND digest = %(digest)s",  # noqa: S608 - a constant
        {"tenant": connection.info["tenant_id"], "digest": digest, "anew": secret.digest(token)},
    )
    return token if done.rowcount == 1 else None


def revoke(connection: sa.Connection, digest: bytes) -> UUID | None:
    """End a session that is still good, and say whose it was."""
    row = driver(connection).execute(
        f"UPDATE account_session SET revoked_at = now() WHERE {GOOD} AND digest = %(digest)s "  # noqa: S608 - a constant
        "RETURNING user_id",
        {"tenant": connection.info["tenant_id"], "digest": digest},
    ).fetchone()  # fmt: skip
    return row[0] if row else None


def of_user(connection: sa.Connection, user_id: UUID, own: bytes) -> list[Open]:
    """All of a user's sessions, the one that asks first, then the last used."""
    query = (
        "SELECT encode(sha256(digest), 'hex'), method, device, place, created_at, seen_at, "  # noqa: S608 - a constant
        "digest = %(own)s AS own "
        f"FROM account_session WHERE {GOOD} AND user_id = %(user)s ORDER BY own DESC, seen_at DESC"
    )
    given = {"tenant": connection.info["tenant_id"], "user": user_id, "own": own}
    return [Open(*row) for row in driver(connection).execute(query, given)]


def revoke_of(connection: sa.Connection, user_id: UUID, handle: str) -> bool:
    """End one of a user's sessions; whether there was one."""
    ended = driver(connection).execute(
        f"UPDATE account_session SET revoked_at = now() WHERE {GOOD} AND user_id = %(user)s "  # noqa: S608 - a constant
        "AND encode(sha256(digest), 'hex') = %(handle)s",
        {"tenant": connection.info["tenant_id"], "user": user_id, "handle": handle},
    )  # fmt: skip
    return ended.rowcount == 1


def revoke_all(connection: sa.Connection, user_id: UUID, but: bytes = b"") -> int:
    """End all sessions of a user, but for one that is named."""
    return driver(connection).execute(
        f"UPDATE account_session SET revoked_at = now() WHERE {GOOD} AND user_id = %(user)s "  # noqa: S608 - a constant
        "AND digest <> %(but)s",
        {"tenant": connection.info["tenant_id"], "user": user_id, "but": but},
    ).rowcount  # fmt: skip
