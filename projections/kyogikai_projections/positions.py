"""What a kept answer rests on: the last event that changed what readers see, and who may see it.

Sign-ins, exports and visits change neither, so they leave every kept answer valid. A rebuild
puts rows in place that nothing announced, so it makes all kept answers void (``rebuilt``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.tables import tenant_position
from kyogikai_tenants.cases import CaseConsentWithdrawn, CaseKeyDestroyed, CasePresented
from kyogikai_tenants.changes import Recorded
from kyogikai_tenants.events import Event, EventAnnulled, EventCorrected
from kyogikai_tenants.log.connection import driver

COLUMNS = ["tenant_id", "content", "rights"]
ACCOUNTS = frozenset({"user_account", "api_client", "operator_access", "data_export", "import_check"})
"""Kinds of record that only the audit trail shows."""
CASES = frozenset({"case_file"})
"""Kinds of record that only those see to whom one of them is open; no answer that is kept shows them …"""
TELLING = (CasePresented, CaseConsentWithdrawn, CaseKeyDestroyed, EventAnnulled, EventCorrected)
"""… but for what these change: that an abstract was presented at a meeting."""
RIGHTS = frozenset(
    {"user_account", "api_client", "municipality_profile", "membership", "term", "body", "person"}
)
"""Kinds of record that somebody's rights may follow from."""


@dataclass
class Positions:
    """The two positions; 0 before the first such event."""

    content: int = 0
    rights: int = 0

    def note(self, position: int, event: Event, kind: str) -> None:
        """Go on to an event of a record of that kind."""
        if kind not in ACCOUNTS | CASES or (kind in CASES and isinstance(event, TELLING)):
            self.content = position
        if kind in RIGHTS and (event.FOLDED or event.MOVES_RIGHTS):
            self.rights = position


def write(connection: sa.Connection, recorded: Recorded, kinds: Iterable[str]) -> None:
    """Go on to the events of a command; ``kinds`` are those of their records, in order."""
    tenant_id: UUID = connection.info["tenant_id"]
    moved = Positions()
    for placed, kind in zip(recorded.events, kinds, strict=True):
        moved.note(placed.position, placed.event, kind)
    if moved != Positions():
        driver(connection).execute(
            "INSERT INTO tenant_position (tenant_id, content, rights) VALUES (%s, %s, %s) "
            "ON CONFLICT (tenant_id) DO UPDATE SET content = greatest(tenant_position.content, "
            "excluded.content), rights = greatest(tenant_position.rights, excluded.rights)",
            (tenant_id, moved.content, moved.rights),
        )


def state(connection: sa.Connection, tenant_id: UUID) -> str:
    """What readers' answers rest on, as opaque text: while it is the same, so are they."""
    p = tenant_position.c
    row = connection.execute(
        sa.select(p.content, p.rights, p.rebuilt).where(p.tenant_id == tenant_id)
    ).one_or_none()
    return f"{row.content} {row.rights} {row.rebuilt}" if row else ""
