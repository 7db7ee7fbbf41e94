"""Contact details are opened in one transaction with the note of who looked; an auditor reads the notes."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.retention import forget
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.council.contacts import Contact, contact_of
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.retention import Kept

MOST = 200
"""Looks that are listed, the latest first."""


class Look(NamedTuple):
    """That an account looked at somebody's details."""

    person: UUID
    reader: UUID
    at: datetime


def opened(tenant: Tenant, person: UUID, reader: UUID | None) -> Contact:
    """How somebody is reached; the look is noted, but of whose own it is (None). Raises NoMasterKey."""
    with transaction(tenant.engine, tenant.id) as connection:
        found = contact_of(Log.within(connection), Keys(connection), person)
        if reader is not None and any(found):
            _note(connection, person, reader)
        return found


def _note(connection: sa.Connection, person: UUID, reader: UUID) -> None:
    tenant, link = connection.info["tenant_id"], driver(connection)
    forget(connection, Kept.CONTACT_LOOKS)
    link.execute(
        "INSERT INTO contact_reading (tenant_id, id, person_id, reader) VALUES (%s, %s, %s, %s)",
        (tenant, new_id(), person, reader),
    )


def looks(connection: sa.Connection, person: UUID | None = None) -> list[Look]:
    """Who looked at whose, or at one person's; the latest first."""
    query = (
        "SELECT person_id, reader, read_at FROM contact_reading WHERE tenant_id = %(tenant)s "
        "AND (%(person)s::uuid IS NULL OR person_id = %(person)s) ORDER BY read_at DESC LIMIT %(most)s"
    )
    given = {"tenant": connection.info["tenant_id"], "person": person, "most": MOST}
    return [Look(*row) for row in driver(connection).execute(query, given)]
