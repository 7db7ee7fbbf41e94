"""A tenant's end, in the hand of an operator: exported, closed, perhaps reopened, at last destroyed.

While it is closed nobody is served: a sign-in is an entry too, and no position would be the last one.
"""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.closing import exporting
from kyogikai_platform.closing.exporting import Progress, Written
from kyogikai_platform.closing.transfer import Transfer
from kyogikai_platform.onboarding.operator import Operator
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.access import ExportMade
from kyogikai_tenants.fiscal_year import JAPAN, today
from kyogikai_tenants.log import notary
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.municipalities import TenantClosed, TenantReopened
from kyogikai_tenants.vocabulary import Audience, TenantStatus

WHAT, FORM = "自治体の全記録", "ZIP"
LAST_CLOSED = """
SELECT position, actor, recorded_at, fields FROM audit_entry
WHERE tenant_id = %s AND topic = 'tenant.closed' ORDER BY position DESC LIMIT 1
"""


class Closed(NamedTuple):
    """That a tenant is closed, as its trail has it."""

    position: int
    by: str
    on: str
    due: str
    """The first day on which it may be destroyed; empty: none was said."""
    reason: str


class Ending(Operator):
    """An operator who ends a tenant."""

    def export(
        self, tenant: Listed, to: Callable[[int], Path], transfer: Transfer | None = None,
        progress: Progress = lambda _, __: None,
    ) -> Written:  # fmt: skip
        """Everything into a file; that it is made is on record first, and in it. Raises Refused."""
        note = self.begin_export(tenant)
        return exporting.write(self.here, tenant, note, to(note.size), transfer, progress)

    def begin_export(self, tenant: Listed) -> notary.Issued:
        """The entry of an export, and the note that counts it."""
        origin = self.here.origin(self.here.tenant(tenant.host))
        noted = self._noted(tenant.host, ExportMade)
        with noted, self._of(tenant.tenant_id) as (connection, session):
            count = session.log.head().position + 1
            said = {"what": WHAT, "format": FORM, "count": count, "audience": Audience.SECRETARIAT}
            self._say(session, ExportMade, None, **said)
            return notary.issue(connection, origin, self.here.key)

    def close(self, tenant: Listed, reason: str, gone: Collection[UUID] = ()) -> date:
        """Close it, and sign the log as it then stands; from when on it may be destroyed. Raises Refused.

        Those that are ``gone`` had been destroyed, and came back with a backup: they have waited once.
        """
        waits = 0 if tenant.tenant_id in gone else self.here.settings.closing_days
        due = today() + timedelta(days=waits)
        origin = self.here.origin(self.here.tenant(tenant.host))
        noted = self._noted(tenant.host, TenantClosed)
        with noted, self._of(tenant.tenant_id) as (connection, session):
            self._say(session, TenantClosed, tenant.tenant_id, reason=reason, due=due)
            notary.issue(connection, origin, self.here.key)
        return due

    def reopen(self, tenant: Listed, reason: str) -> None:
        """Call the closing off. Raises Refused."""
        self._one(tenant, TenantReopened, reason=reason)


def closed(connection: sa.Connection) -> Closed | None:
    """How the tenant of a transaction was closed last; None for one that never was."""
    row = driver(connection).execute(LAST_CLOSED, (connection.info["tenant_id"],)).fetchone()
    if row is None:
        return None
    position, actor, recorded_at, fields = row
    on = recorded_at.astimezone(JAPAN).date().isoformat()
    return Closed(position, actor, on, fields.get("due") or "", fields["reason"])


def standing(operator: Operator, tenant: Listed) -> tuple[Closed | None, list[Any]]:
    """How a closed one is closed, and the files that were written."""
    with snapshot(operator.here.answering_engine, tenant.tenant_id) as connection:
        found = closed(connection) if tenant.status is TenantStatus.CLOSED else None
        return found, exporting.kept(connection)
