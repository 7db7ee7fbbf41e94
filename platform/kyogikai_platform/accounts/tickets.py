"""Tickets: what is good once and for a while, shown by a secret: links of mails, steps of a sign-in.

A ticket belongs to one municipality, to one use, and where that is said to one account and to what it is
bound to: a browser, an address. It is looked at as often as one likes and taken once, in one statement.
"""

from datetime import timedelta
from enum import StrEnum, auto
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import secret
from kyogikai_tenants.log.connection import driver


class Use(StrEnum):
    """What a ticket is good for, and nothing else."""

    SECOND_STEP = auto()
    NEW_PASSKEY = auto()
    PASSKEY = auto()
    FORGOTTEN = auto()
    INVITATION = auto()
    PROVIDER = auto()
    STEP_AFTER_PROVIDER = auto()


VALID = {
    Use.SECOND_STEP: timedelta(minutes=10),
    Use.NEW_PASSKEY: timedelta(minutes=10),
    Use.PASSKEY: timedelta(minutes=10),
    Use.FORGOTTEN: timedelta(hours=1),
    Use.INVITATION: timedelta(days=14),
    Use.PROVIDER: timedelta(minutes=10),
    Use.STEP_AFTER_PROVIDER: timedelta(minutes=10),
}
KEPT = timedelta(days=1)
GOOD = (
    "tenant_id = %(tenant)s AND digest = %(digest)s AND kind = %(use)s "
    "AND used_at IS NULL AND ends_at > clock_timestamp()"
)


class Ticket(NamedTuple):
    """Whose a ticket is (nobody's before somebody says who they are), and what it is bound to."""

    user_id: UUID | None
    bound: bytes


def issue(connection: sa.Connection, use: Use, user_id: UUID | None = None, bound: bytes = b"") -> str:
    """A new ticket's secret; those long over are forgotten."""
    tenant, fresh = connection.info["tenant_id"], secret.fresh()
    over = "DELETE FROM account_ticket WHERE tenant_id = %s AND ends_at < now() - %s::interval"
    driver(connection).execute(over, (tenant, KEPT))
    driver(connection).execute(
        "INSERT INTO account_ticket (tenant_id, digest, kind, user_id, bound_to, ends_at) "
        "VALUES (%s, %s, %s, %s, %s, now() + %s)",
        (tenant, secret.digest(fresh), use, user_id, bound, VALID[use]),
    )
    return fresh


def look(connection: sa.Connection, use: Use, shown: str) -> Ticket | None:
    """A ticket that is still good; whoever looks sees to what it is bound to."""
    query = f"SELECT user_id, bound_to FROM account_ticket WHERE {GOOD}"  # noqa: S608 - a constant
    row = driver(connection).execute(query, _given(connection, use, shown)).fetchone()
    return Ticket(*row) if row else None


def take(connection: sa.Connection, use: Use, shown: str, bound: bytes = b"") -> Ticket | None:
    """Use up a ticket that is still good: of several at once, one gets it."""
    query = (
        f"UPDATE account_ticket SET used_at = now() WHERE {GOOD} AND bound_to = %(bound)s "  # noqa: S608 - a constant
        "RETURNING user_id, bound_to"
    )
    row = driver(connection).execute(query, _given(connection, use, shown, bound)).fetchone()
    return Ticket(*row) if row else None


def void(connection: sa.Connection, user_id: UUID, *uses: Use) -> None:
    """No ticket of an account is good any more, for some uses or for any."""
    driver(connection).execute(
        "UPDATE account_ticket SET used_at = now() "
        "WHERE tenant_id = %s AND user_id = %s AND used_at IS NULL AND kind = ANY(%s)",
        (connection.info["tenant_id"], user_id, [str(use) for use in uses or Use]),
    )


def lately(connection: sa.Connection, user_id: UUID, use: Use) -> int:
    """How many an account was given that are not yet forgotten."""
    query = "SELECT count(*) FROM account_ticket WHERE tenant_id = %s AND user_id = %s AND kind = %s"
    given = connection.info["tenant_id"], user_id, str(use)
    row = driver(connection).execute(query, given).fetchone()
    return int(row[0]) if row else 0


def _given(connection: sa.Connection, use: Use, shown: str, bound: bytes = b"") -> dict[str, object]:
    tenant = connection.info["tenant_id"]
    return {"tenant": tenant, "digest": secret.digest(shown) or b"", "use": str(use), "bound": bound}
