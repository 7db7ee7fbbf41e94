"""An append of many commands' events at once: each with its own envelope, all with one recorded time.

The same rows as ``Log.append`` makes, written by COPY: the chain is followed here, under the lock on the
head, instead of in the database. COPY into a row-secured table is refused, so it goes by a temporary one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from eventsourcing.persistence import StoredEvent

from kyogikai_tenants.log import chain
from kyogikai_tenants.log.connection import Connection, driver
from kyogikai_tenants.log.recorder import COLUMNS, Appended, Entry, Envelope, Log

BESIDE = "CREATE TEMPORARY TABLE IF NOT EXISTS events_beside (LIKE events) ON COMMIT DROP"
FILL = f"COPY events_beside ({COLUMNS}) FROM STDIN"
TAKE = f"INSERT INTO events ({COLUMNS}) SELECT {COLUMNS} FROM events_beside ORDER BY position"  # noqa: S608
CLOCK = (
    "SELECT position, hash, greatest(clock_timestamp(), recorded_at + interval '1 microsecond') "
    "FROM tenant_head WHERE tenant_id = %s FOR UPDATE"
)
MOVE = "UPDATE tenant_head SET position = %s, recorded_at = %s, hash = %s WHERE tenant_id = %s"


class Posting(NamedTuple):
    """One event on its way into the log."""

    stored: StoredEvent
    envelope: Envelope
    audience: str


def append(connection: Connection, log: Log, postings: Sequence[Posting]) -> Appended:
    """Append under the lock. Raises IntegrityError of the driver if a stream already has such a version."""
    log.lock()
    own = driver(connection)
    head = own.execute(CLOCK, (log.tenant_id,)).fetchone()
    assert head is not None  # noqa: S101 - the lock made it
    position, before, recorded_at = head
    last = chain.Head(position, before)
    own.execute(BESIDE)
    with own.cursor().copy(FILL) as copy:
        for row in _linked(log, postings, last, recorded_at):
            copy.write_row(row)
            last = chain.Head(row.position, row.hash)
    own.execute(TAKE)
    own.execute("TRUNCATE events_beside")
    own.execute(MOVE, (last.position, recorded_at, last.hash, log.tenant_id))
    return Appended(range(position + 1, last.position + 1), recorded_at)


def _linked(
    log: Log, postings: Sequence[Posting], head: chain.Head, recorded_at: datetime
) -> Iterator[Entry]:
    """The rows in order, each linked to the one before."""
    for stored, envelope, audience in postings:
        content = log.content(stored, envelope, audience)
        after = chain.link(head.hash, head.position + 1, recorded_at, chain.digest(content))
        head = chain.Head(head.position + 1, after)
        yield Entry(
            content.tenant_id, head.position, content.stream_id, content.stream_version, content.topic,
            content.state, recorded_at, content.actor, content.role, content.request_id, content.command,
            content.command_key, content.command_digest, content.audience, content.salt, head.hash,
        )  # fmt: skip
