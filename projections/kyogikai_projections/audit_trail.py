"""The audit trail: one row an event, with what it says, where it comes from and who said it."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from kyogikai_projections.published import corrects_published
from kyogikai_projections.tables import audit_entry, stored_date
from kyogikai_tenants.changes import Change, Placed, Recorded
from kyogikai_tenants.events import Event, Fact
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.mapper import state_of
from kyogikai_tenants.log.recorder import Entry
from kyogikai_tenants.record import Derived
from kyogikai_tenants.states import Entity

COLUMNS = [c.name for c in audit_entry.columns]


def title(derived: Derived) -> str:
    """What the record is called last, so that a sentence can name it."""
    last = derived.tiles[-1].state if derived.tiles else None
    return last.caption() if isinstance(last, Entity) else ""


def row(entry: Entry, event: Event, kind: str, subject: str, record: Sequence[Event]) -> dict[str, Any]:
    """An event as the trail has it; ``record`` are the events of its stream."""
    fact = event if isinstance(event, Fact) else None
    return {
        "tenant_id": entry.tenant_id, "position": entry.position, "stream_id": entry.stream_id,
        "stream_version": entry.stream_version, "kind": kind, "topic": entry.topic,
        "recorded_at": entry.recorded_at, "actor": entry.actor, "role": entry.role,
        "request_id": entry.request_id, "audience": entry.audience,
        "effective": stored_date(fact.effective) if fact else None,
        "document_id": fact.source.document_id if fact and fact.source else None,
        "locator": fact.source.locator if fact and fact.source else None,
        "quality": msgspec.json.encode(fact.quality if fact else ()).decode(),
        "fields": msgspec.json.encode(shown(event)).decode(),
        "target": getattr(event, "target", None), "subject": subject,
        "published": corrects_published(record, event),
    }  # fmt: skip


def shown(event: Event) -> dict[str, Any]:
    """The fields that a reader of the trail sees: those that are not columns of their own."""
    return {n: v for n, v in state_of(event).items() if n not in {"effective", "source", "quality"}}


def rows(connection: sa.Connection, changes: Sequence[Change], recorded: Recorded) -> Iterator[list[Any]]:
    """The rows of what was recorded, their cells in the order of the columns."""
    tenant_id: UUID = connection.info["tenant_id"]
    records = {c.record.id: (c.record.kind, title(c.after), c.record.events) for c in changes}
    for placed in recorded.events:
        own = row(_entry(tenant_id, recorded, placed), placed.event, *records[placed.event.originator_id])
        yield [own[c] for c in COLUMNS]


def write(connection: sa.Connection, changes: Sequence[Change], recorded: Recorded) -> None:
    """Add the rows of a command."""
    marks = ", ".join(["%s"] * len(COLUMNS))
    statement = f"INSERT INTO audit_entry ({', '.join(COLUMNS)}) VALUES ({marks})"  # noqa: S608
    driver(connection).cursor().executemany(statement, rows(connection, changes, recorded))


def _entry(tenant_id: UUID, recorded: Recorded, placed: Placed) -> Entry:
    """The event's row of the log as far as the trail needs it."""
    position, event, audience, own = placed
    e = own or recorded.envelope
    return Entry(
        tenant_id, position, event.originator_id, event.originator_version, event.TOPIC, b"",
        recorded.recorded_at,
        e.actor, e.role, e.request_id, e.command, e.command_key, e.command_digest, audience, b"", b"",
    )  # fmt: skip
