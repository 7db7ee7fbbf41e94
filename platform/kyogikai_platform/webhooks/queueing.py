"""From the log into the queue: what changed since a webhook was last told, as far as its client may know.

``changes`` decides what that is, so that a webhook tells nothing that the client could not ask for. Each
record comes once by its last change: what changes often before it is told is told once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_graphql.changes import RECORDS
from kyogikai_graphql.rights import viewer_of
from kyogikai_platform.retention import forget
from kyogikai_platform.webhooks import keeping
from kyogikai_projections import rights_of
from kyogikai_projections.following import ChangesAfter
from kyogikai_projections.reading import Moment, Reading
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.permission import Holdings, may_read
from kyogikai_tenants.permission import Reading as What
from kyogikai_tenants.retention import Kept

PAGE = 100
"""Changes that are put into the queue at once; while so many wait, no further ones are."""
KINDS: dict[str, str] = {ids.TYPES[table]: table for table in RECORDS}
"""What a webhook may be told of: the API's types, each with its table."""


class Due(NamedTuple):
    """A webhook whose turn it is."""

    id: UUID
    client_id: UUID
    kinds: tuple[str, ...]
    position: int
    run: int
    turn_at: datetime


@dataclass(frozen=True)
class Follower:
    """A client as it may follow changes today."""

    holdings: Holdings

    @classmethod
    def of(cls, connection: sa.Connection, client: UUID) -> "Follower | None":
        """None for one that is revoked, or was never to follow changes."""
        known = rights_of.client(connection, client, today())
        if known is None:
            return None
        try:
            may_read(known.holdings, What.CHANGES)
        except Refused:
            return None
        return cls(known.holdings)

    def reading(self, connection: sa.Connection) -> Reading:
        """The read models as the client sees them."""
        return Reading(connection, connection.info["tenant_id"], viewer_of(self.holdings).sight)


def fill(connection: sa.Connection, due: Due) -> bool:
    """Put what changed into the queue; whether there may be more. A replay in between makes it do nothing."""
    follower = Follower.of(connection, due.client_id)
    if follower is None:
        keeping.stop(connection, due.id, keeping.REVOKED)
        return False
    if _waiting(connection, due) >= PAGE:
        return True
    tables = tuple(sorted(KINDS[kind] for kind in due.kinds)) or RECORDS
    asked = ChangesAfter(tables, Moment(today()), PAGE)
    found = asked.fetch(follower.reading(connection), [due.position])[due.position]
    tenant = connection.info["tenant_id"]
    moved = driver(connection).execute(
        "UPDATE webhook SET position = %s WHERE tenant_id = %s AND id = %s AND run = %s AND position = %s",
        (found.upto, tenant, due.id, due.run, due.position),
    )
    if not moved.rowcount:
        return False
    driver(connection).cursor().executemany(
        "INSERT INTO webhook_delivery "
        "(tenant_id, id, webhook_id, run, position, kind, subject_id, removed) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [
            (tenant, new_id(), due.id, due.run, one.position, one.kind, one.id, one.removed)
            for one in found.changes
        ],
    )
    forget(connection, Kept.DELIVERIES)
    return found.more


def _waiting(connection: sa.Connection, due: Due) -> int:
    row = driver(connection).execute(
        "SELECT count(*) FROM webhook_delivery "
        "WHERE tenant_id = %s AND webhook_id = %s AND run = %s AND done_at IS NULL",
        (connection.info["tenant_id"], due.id, due.run),
    ).fetchone()  # fmt: skip
    return int(row[0]) if row else 0
