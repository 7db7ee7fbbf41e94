"""Whose a record is: how it was opened, and of which bodies it is, as known now and whatever the day."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_tenants.log.connection import driver

OPENED = "SELECT topic FROM events WHERE tenant_id = %(tenant)s AND stream_id = %(id)s AND stream_version = 1"
BODIES = """
SELECT body_id FROM meeting_body WHERE tenant_id = %(tenant)s AND meeting_id = %(id)s AND known_to IS NULL
UNION SELECT owner_id FROM issue
WHERE tenant_id = %(tenant)s AND id = %(id)s AND known_to IS NULL AND owner_id IS NOT NULL
  AND valid_to IS NULL
"""
"""A meeting's bodies; who owns an issue after all that is known of it."""


class Belonging(NamedTuple):
    """Which event opened a record, and the bodies that it is of."""

    topic: str
    bodies: frozenset[UUID]


def record(connection: sa.Connection, record_id: UUID) -> Belonging | None:
    """A record of the tenant; None for any other id."""
    given = {"tenant": connection.info["tenant_id"], "id": record_id}
    opened = driver(connection).execute(OPENED, given).fetchone()
    if opened is None:
        return None
    bodies = driver(connection).execute(BODIES, given).fetchall()
    return Belonging(opened[0], frozenset(body for (body,) in bodies))
