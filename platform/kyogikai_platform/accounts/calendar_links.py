"""Calendar links: one secret address an account, for programs that cannot sign in; it only reads."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import secret
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import CalendarLinkRevoked
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.session import Session

LIVE = (
    "EXISTS (SELECT FROM account_calendar_link l WHERE l.tenant_id = :tenant_id AND l.digest = :credential)"
)
"""Whether a link is still good: what every answer asks again."""


class Link(NamedTuple):
    """That there is one: since when, and when a program last came by it. The secret nobody is told again."""

    made: datetime
    used: datetime | None


def make(connection: sa.Connection, user_id: UUID) -> str:
    """A new secret, shown now or never; the one before is good no longer."""
    fresh = secret.fresh()
    driver(connection).execute(
        "INSERT INTO account_calendar_link (tenant_id, user_id, digest) VALUES (%s, %s, %s) "
        "ON CONFLICT (tenant_id, user_id) DO UPDATE "
        "SET digest = excluded.digest, made_at = now(), used_at = NULL",
        (connection.info["tenant_id"], user_id, secret.digest(fresh)),
    )
    return fresh


def of_user(connection: sa.Connection, user_id: UUID) -> Link | None:
    """The one of an account, if it has one."""
    query = "SELECT made_at, used_at FROM account_calendar_link WHERE tenant_id = %s AND user_id = %s"
    row = driver(connection).execute(query, (connection.info["tenant_id"], user_id)).fetchone()
    return Link(*row) if row else None


def user_of(connection: sa.Connection, digest: bytes) -> UUID | None:
    """Whose a link is."""
    query = "SELECT user_id FROM account_calendar_link WHERE tenant_id = %s AND digest = %s"
    row = driver(connection).execute(query, (connection.info["tenant_id"], digest)).fetchone()
    return row[0] if row else None


def touch(connection: sa.Connection, digest: bytes) -> bool:
    """Note that a link is used. Whether it is still good."""
    used = "UPDATE account_calendar_link SET used_at = now() WHERE tenant_id = %s AND digest = %s"
    return driver(connection).execute(used, (connection.info["tenant_id"], digest)).rowcount == 1


def revoke(connection: sa.Connection, user_id: UUID, actor: Actor, reason: str) -> bool:
    """End an account's link, and say so in the log; whether there was one."""
    gone = "DELETE FROM account_calendar_link WHERE tenant_id = %s AND user_id = %s"
    if not driver(connection).execute(gone, (connection.info["tenant_id"], user_id)).rowcount:
        return False
    said = Say(CalendarLinkRevoked, user_id, {"reason": reason})
    Session(connection, ReadModels()).execute(said, actor=actor)
    return True
