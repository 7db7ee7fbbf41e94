"""A municipality with a log of any length: a council's entries over and over, with other ids each time.

The chain is true: each copy is hashed as the log hashes. The log and its trail are put in place with COPY by
the superuser; the other read models are the first council's alone: no filter of the trail reads them.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from os import urandom
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.audit_trail import COLUMNS as TOLD
from kyogikai_projections.tables import audit_entry
from kyogikai_tenants.log import chain
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.recorder import COLUMNS, Entry, Log
from tests.platform.accounts.house import House

EVERY = timedelta(seconds=60)
"""Between two entries."""
ACTORS = 50
DOOR = ("user.signed_in", "export.")
"""What happens at a house's door: signing in, and taking something away."""
SELDOM = "seldom"
"""Somebody with one entry in the middle of the log."""
ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
JSON = ("effective", "quality", "fields")


class Template(NamedTuple):
    """The entries that are copied, and what the trail says of each."""

    entries: Sequence[Entry]
    told: Sequence[dict[str, Any]]


def template(house: House) -> Template:
    """All that a house has on record."""
    with transaction(house.here.engine, house.tenant.id) as connection:
        entries = list(Log.within(connection).entries())
        texts = [sa.cast(c, sa.Text).label(c.name) if c.name in JSON else c for c in audit_entry.c]
        query = sa.select(*texts).where(audit_entry.c.tenant_id == house.tenant.id)
        rows = connection.execute(query.order_by(audit_entry.c.position)).mappings()
        return Template(entries, [dict(row) for row in rows])


def fill(admin: sa.Engine, house: House, council: Template, size: int) -> None:
    """Give a house so many entries: its own from further back, then the council's, the last a minute ago."""
    own = template(house)
    with admin.begin() as log, admin.begin() as trail:
        log.exec_driver_sql("SET LOCAL session_replication_role = replica")  # nothing else may delete
        gone = {"t": house.tenant.id}
        log.execute(sa.text("DELETE FROM events WHERE tenant_id = :t"), gone)
        trail.execute(sa.text("DELETE FROM audit_entry WHERE tenant_id = :t"), gone)
        with (
            driver(log).cursor().copy(f"COPY events ({COLUMNS}) FROM STDIN") as entries,
            driver(trail).cursor().copy(f"COPY audit_entry ({', '.join(TOLD)}) FROM STDIN") as told,
        ):
            for entry, row in linked(house.tenant.id, copies(own, council), size):
                entries.write_row(entry)
                told.write_row(row)
        head = "UPDATE tenant_head SET position = :p, hash = :h, recorded_at = :at WHERE tenant_id = :t"
        log.execute(sa.text(head), gone | {"p": entry.position, "h": entry.hash, "at": entry.recorded_at})


Told = dict[str, Any]


def copies(own: Template, council: Template) -> Iterator[tuple[Entry, Told]]:
    """The house's own entries, then those of a council and of its door, again and again.

    By others and with other ids.
    """
    yield from zip(own.entries, own.told, strict=True)
    door = [pair for pair in zip(own.entries, own.told, strict=True) if pair[0].topic.startswith(DOOR)]
    seen = [*zip(council.entries, council.told, strict=True), *door]
    for copy in count(1):
        actor = f"actor-{copy % ACTORS}"
        for entry, told in seen:
            stream, document = _other(entry.stream_id, copy), told["document_id"]
            moved = entry._replace(
                stream_id=stream, state=_renamed(entry.state, copy), actor=actor, salt=urandom(16),
                command_key=urandom(32) if entry.command_key else b"",
            )  # fmt: skip
            fields = _renamed(told["fields"].encode(), copy).decode()
            yield moved, told | {
                "stream_id": stream, "fields": fields, "actor": actor,
                "document_id": _other(document, copy) if document else None,
            }  # fmt: skip


def linked(tenant: UUID, found: Iterator[tuple[Entry, Told]], size: int) -> Iterator[tuple[Entry, list[Any]]]:
    """So many of them as one log: a place, a time and a link for each, and its row of the trail."""
    previous, first = chain.genesis(tenant), datetime.now(UTC) - EVERY * size
    for position, (entry, told) in enumerate(islice(found, size), start=1):
        at = first + EVERY * (position - 1)
        actor = SELDOM if position == size // 2 else entry.actor
        own = entry._replace(tenant_id=tenant, position=position, recorded_at=at, actor=actor)
        previous = chain.link(previous, position, at, chain.digest(own))
        place = {"tenant_id": tenant, "position": position, "recorded_at": at, "actor": actor}
        yield own._replace(hash=previous), [place.get(name, told[name]) for name in TOLD]


def _other(own: UUID, copy: int) -> UUID:
    """The id of the same thing in a copy."""
    return UUID(int=own.int ^ copy << 16)


def _renamed(data: bytes, copy: int) -> bytes:
    """A stored text with the ids of a copy."""
    return ID.sub(lambda found: str(_other(UUID(found[0].decode()), copy)).encode(), data)
