"""保存期間 applied: what stands beside the record goes when its time is over, the log itself never.

Whoever writes such a row forgets the old ones with it, and the runner forgets them wherever nobody writes any
more. How long is the municipality's to say (``tenants.retention``): each statement reads it anew.
"""

from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa

from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.retention import BOUNDS, Kept


class Gone(NamedTuple):
    """Which rows of which table go: all whose moment is longer ago than they are kept."""

    table: str
    moment: str
    only: str = "true"


DEAD = (
    "delivery_id IN (SELECT d.id FROM webhook_delivery d WHERE d.tenant_id = webhook_attempt.tenant_id "
    "AND d.done_at < now() - {kept})"
)
GONE: Mapping[Kept, tuple[Gone, ...]] = {
    Kept.SESSIONS: (Gone("account_session", "ends_at"),),
    Kept.API_LOG: (Gone("api_access", "minute"),),
    Kept.CONTACT_LOOKS: (Gone("contact_reading", "read_at"),),
    Kept.LETTERS: (Gone("meeting_letter", "queued_at"),),
    Kept.DRAFTS: (Gone("form_draft", "saved_at"),),
    Kept.UPLOADS: (Gone("job", "finished_at", "kind = 'workbook.check'"),),
    Kept.JOBS: (Gone("job", "finished_at"),),
    Kept.DELIVERIES: (Gone("webhook_delivery", "done_at"),),
}
"""In this order: what hangs on a row goes before it."""


def kept(what: Kept, table: str) -> str:
    """How long something is kept, as SQL, of the municipality of a table's row."""
    return (
        f"(coalesce((SELECT r.days FROM retention r WHERE r.tenant_id = {table}.tenant_id "  # noqa: S608 - words of ours
        f"AND r.what = '{what.value}' AND r.known_to IS NULL AND r.valid_to IS NULL), {BOUNDS[what].usual}) "
        "* interval '1 day')"
    )


def forget(connection: sa.Connection, what: Kept) -> int:
    """Delete, in a municipality's transaction, what is past; how many rows."""
    own, tenant = driver(connection), connection.info["tenant_id"]
    if what is Kept.DELIVERIES:
        attempts = DEAD.format(kept=kept(what, "webhook_attempt"))
        own.execute(f"DELETE FROM webhook_attempt WHERE tenant_id = %s AND {attempts}", (tenant,))  # noqa: S608
    return sum(own.execute(_statement(what, gone), (tenant,)).rowcount for gone in GONE[what])


def _statement(what: Kept, gone: Gone) -> str:
    past = f"{gone.table}.{gone.moment} < now() - {kept(what, gone.table)}"
    return f"DELETE FROM {gone.table} WHERE tenant_id = %s AND {gone.only} AND {past}"  # noqa: S608 - words of ours


def forget_all(connection: sa.Connection) -> Mapping[Kept, int]:
    """All that is past, of everything; how many rows of each."""
    return {what: forget(connection, what) for what in Kept}


def periods(connection: sa.Connection) -> Mapping[Kept, int]:
    """How many days each thing is kept now."""
    rows = driver(connection).execute(
        "SELECT what, days FROM retention WHERE tenant_id = %s AND known_to IS NULL AND valid_to IS NULL",
        (connection.info["tenant_id"],),
    )  # fmt: skip
    found = {Kept(what): int(days) for what, days in rows}
    return {what: found.get(what, bounds.usual) for what, bounds in BOUNDS.items()}
