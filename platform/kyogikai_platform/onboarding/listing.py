"""The tenants as the operator sees them: state, size, last activity, health; no content."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.installation import DERIVED, Installation
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.log import directory
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.directory import Listed

PAGE = 20
"""Tenants of one page: each is asked in its own scope, by one statement."""
FACTS = """
SELECT h.position, h.recorded_at, p.position, c.size, c.issued_at
FROM (SELECT %(tenant)s::uuid AS id) t
LEFT JOIN tenant_head h ON h.tenant_id = t.id
LEFT JOIN LATERAL (SELECT position FROM audit_entry WHERE tenant_id = t.id
  ORDER BY position DESC LIMIT 1) p ON true
LEFT JOIN LATERAL (SELECT size, issued_at FROM checkpoint WHERE tenant_id = t.id
  ORDER BY size DESC LIMIT 1) c ON true
"""


class Facts(NamedTuple):
    """How a tenant's log and read models stand."""

    events: int
    last_activity: datetime | None
    derived_to: int
    """The position up to which the read models hold."""
    checkpoint_size: int
    checkpoint_at: datetime | None


class Seen(NamedTuple):
    """A tenant of the list."""

    listed: Listed
    facts: Facts

    @property
    def derived(self) -> bool:
        """Whether the read models hold what the log does."""
        return self.facts.derived_to == self.facts.events


def tenants(here: Installation, page: int = 1) -> tuple[list[Seen], int]:
    """A page of them, and how many there are."""
    with here.engine.connect() as connection:
        every = directory.tenants(connection)
    own = every[(page - 1) * PAGE : page * PAGE]
    return [Seen(one, facts(here, one.tenant_id)) for one in own], len(every)


def tenant(here: Installation, tenant_id: UUID) -> Listed | None:
    """One of them; None for an id of none."""
    with here.engine.connect() as connection:
        return next((t for t in directory.tenants(connection) if t.tenant_id == tenant_id), None)


def facts(here: Installation, tenant_id: UUID) -> Facts:
    """How one stands."""
    with snapshot(here.answering_engine, tenant_id) as connection:
        return _facts(connection, tenant_id)


def _facts(connection: sa.Connection, tenant_id: UUID) -> Facts:
    row = driver(connection).execute(FACTS, {"tenant": tenant_id}).fetchone()
    events, at, derived, size, issued = row or (None,) * 5
    return Facts(events or 0, at, derived or 0, size or 0, issued)


def revision(here: Installation) -> str:
    """The revision of the structure for which the read models were last derived."""
    return here.marked(DERIVED)
