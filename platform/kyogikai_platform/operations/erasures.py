"""Erasures outlive a restore: a list of destroyed keys, kept outside the database and its backups.

A backup from before an erasure holds the key that was destroyed since, and its log knows nothing of that. So
each destruction stands in a file beside: ids and times, nothing that is anybody's. The runner writes it; no
line is ever taken away, and after a restore each is done again before anybody is served.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import sqlalchemy as sa

from kyogikai_platform.closing.tables import certificate
from kyogikai_platform.installation import Installation
from kyogikai_tenants.log import directory
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.tables import subject_key


class BadLedger(ValueError):
    """A list of erasures with a line that is none; nothing was done."""

    def __init__(self, number: int) -> None:
        super().__init__(f"line {number} of the list of erasures is none of ours; nothing was done")


class Erasure(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A key that was destroyed: of a subject, or without one of a whole tenant."""

    tenant: UUID
    destroyed_at: datetime
    subject: UUID | None = None


class Again(NamedTuple):
    """What became of a list."""

    destroyed: int
    """Keys that were there again, and are no more."""
    already: int
    ended: tuple[str, ...]
    """Hosts of tenants that had been destroyed: their texts are erased again, their rows are left."""
    elsewhere: int
    """Lines of tenants that this database does not have."""


def of_tenant(connection: sa.Connection) -> list[Erasure]:
    """What was destroyed in a tenant; in tenant zero, which tenants were."""
    tenant, s, d = connection.info["tenant_id"], subject_key.c, certificate.c
    gone = sa.select(s.subject_id, s.destroyed_at).where(s.tenant_id == tenant, s.destroyed_at.is_not(None))
    ended = sa.select(d.closed_id, d.issued_at).where(d.tenant_id == tenant)
    own = [Erasure(tenant, at, subject) for subject, at in connection.execute(gone.order_by(s.destroyed_at))]
    return own + [Erasure(closed, at) for closed, at in connection.execute(ended.order_by(d.issued_at))]


def everywhere(here: Installation) -> Iterator[Erasure]:
    """All of an installation's."""
    for tenant in _tenants(here):
        with transaction(here.engine, tenant) as connection:
            found = of_tenant(connection)
        yield from found


def note(path: Path, found: Iterable[Erasure]) -> int:
    """Add to a list what it does not have; how many lines. Raises BadLedger."""
    found = list(found)
    if not found:
        return 0
    known = {(one.tenant, one.subject) for one in read(path)} if path.exists() else set()
    fresh = [one for one in found if (one.tenant, one.subject) not in known]
    if fresh:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write((b"" if _ended(path) else b"\n") + b"".join(map(line, fresh)))
            file.flush()
            os.fsync(file.fileno())
    return len(fresh)


def _ended(path: Path) -> bool:
    """Whether the last line of a list is one; an editor may have taken its end away."""
    return path.read_bytes()[-1:] in {b"", b"\n"}


def line(one: Erasure) -> bytes:
    """An erasure as a line."""
    return msgspec.json.encode(one) + b"\n"


def read(path: Path) -> list[Erasure]:
    """A list. Raises BadLedger, FileNotFoundError."""
    found = list[Erasure]()
    for number, text in enumerate(path.read_bytes().splitlines(), 1):
        try:
            found.append(msgspec.json.decode(text, type=Erasure))
        except msgspec.MsgspecError as problem:
            raise BadLedger(number) from problem
    return found


def reapply(here: Installation, found: Sequence[Erasure]) -> Again:
    """Destroy each key again, tenant by tenant; it may be done twice, and stopped and done again."""
    known, hosts = set(_tenants(here)), _hosts(here)
    destroyed, ended = 0, list[str]()
    mine = [one for one in found if one.tenant in known]
    for tenant in dict.fromkeys(one.tenant for one in mine):
        own = [one for one in mine if one.tenant == tenant]
        with transaction(here.engine, tenant) as connection:
            destroyed += sum(_again(connection, one) for one in own)
        ended += [hosts[tenant]] if any(one.subject is None for one in own) else []
    return Again(destroyed, len(mine) - destroyed, tuple(ended), len(found) - len(mine))


def _again(connection: sa.Connection, one: Erasure) -> int:
    """How many keys were there; of a subject that has none yet, it is kept that it may have none."""
    s, gone = subject_key.c, {"wrapped": None, "destroyed_at": one.destroyed_at}
    which = sa.and_(s.tenant_id == one.tenant, s.wrapped.is_not(None))
    if one.subject is None:
        return _count(connection.execute(sa.update(subject_key).where(which).values(**gone)))
    which = sa.and_(which, s.subject_id == one.subject)
    count = _count(connection.execute(sa.update(subject_key).where(which).values(**gone)))
    there = sa.select(s.subject_id).where(s.tenant_id == one.tenant, s.subject_id == one.subject)
    if not count and connection.execute(there).first() is None:
        own = {"tenant_id": one.tenant, "subject_id": one.subject}
        connection.execute(sa.insert(subject_key).values(**own, **gone))
    return count


def _count(result: sa.CursorResult[Any]) -> int:
    return int(result.rowcount)


def _hosts(here: Installation) -> dict[UUID, str]:
    with here.engine.connect() as connection:
        return {one.tenant_id: one.host for one in directory.tenants(connection)}


def _tenants(here: Installation) -> list[UUID]:
    """Tenant zero and every municipality, whatever state it is in."""
    return list(dict.fromkeys([here.zero, *_hosts(here)]))
