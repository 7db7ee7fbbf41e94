"""Checkpoints of one tenant's log: issued, kept, and held against the log again."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_tenants.log import checkpoints, merkle, tree
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.log.tables import checkpoint as table


class CheckpointBroken(Exception):
    """A checkpoint that was issued does not fit the log as it is now: history was rewritten."""

    def __init__(self, size: int, reason: str) -> None:
        super().__init__(f"the checkpoint of {size} events does not fit the log: {reason}")
        self.size = size


class Issued(NamedTuple):
    """A stored checkpoint."""

    size: int
    root_hash: bytes
    issued_at: datetime
    note: str


def leaves(connection: sa.Connection, upto: int | None = None) -> list[bytes]:
    """The event hashes in order of position: the leaves of the Merkle tree (32 bytes each)."""
    tenant_id: UUID = connection.info["tenant_id"]
    query = "SELECT hash FROM events WHERE tenant_id = %s AND position <= %s ORDER BY position"
    arguments = (tenant_id, 2**63 - 1 if upto is None else upto)
    return [row[0] for row in driver(connection).execute(query, arguments, binary=True)]


def issue(connection: sa.Connection, origin: str, key: checkpoints.SigningKey) -> Issued:
    """Sign the log as it stands; the same size is signed once. Raises LeavesMissing.

    What takes long, the first time, is done before others have to wait.
    """
    log = Log.within(connection)
    tree.grow(connection, log.head().position)
    log.lock()
    size, there = log.head().position, latest(connection)
    if there is not None and there.size == size:
        return there
    tree.grow(connection, size)
    made = checkpoints.Checkpoint(origin, size, tree.Tree(connection, size).root())
    keep(connection, made, checkpoints.sign(made, key))
    found = latest(connection)
    assert found is not None  # noqa: S101 - just inserted
    return found


def keep(
    connection: sa.Connection, signed: checkpoints.Checkpoint, note: str, issued_at: datetime | None = None
) -> None:
    """Store a note of this log; of one that was signed elsewhere, with its time."""
    row = {
        "tenant_id": connection.info["tenant_id"], "size": signed.size, "root_hash": signed.root_hash,
        "note": note,
    }  # fmt: skip
    connection.execute(table.insert(), row | ({"issued_at": issued_at} if issued_at else {}))


def issued(connection: sa.Connection) -> list[Issued]:
    """Every checkpoint, the oldest first."""
    return [Issued._make(row) for row in connection.execute(_all(connection).order_by(table.c.size))]


def latest(connection: sa.Connection) -> Issued | None:
    """The newest checkpoint, if there is one."""
    newest = _all(connection).order_by(table.c.size.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return Issued._make(row) if row else None


def of_size(connection: sa.Connection, size: int) -> Issued | None:
    """The checkpoint of so many entries, if one was signed."""
    row = connection.execute(_all(connection).where(table.c.size == size)).one_or_none()
    return Issued._make(row) if row else None


def oldest(connection: sa.Connection) -> Issued | None:
    """The first checkpoint that was signed."""
    row = connection.execute(_all(connection).order_by(table.c.size).limit(1)).one_or_none()
    return Issued._make(row) if row else None


def _all(connection: sa.Connection) -> sa.Select[tuple[int, bytes, datetime, str]]:
    c = table.c
    return sa.select(c.size, c.root_hash, c.issued_at, c.note).where(
        c.tenant_id == connection.info["tenant_id"]
    )


def verify(connection: sa.Connection, verifier: checkpoints.VerifierKey, outside: Sequence[str] = ()) -> int:
    """Hold every checkpoint, stored or kept ``outside`` as a signed note, against the log; return how many.

    Raises CheckpointBroken, NoteInvalid.
    """
    notes = [*(found.note for found in issued(connection)), *outside]
    held = sorted((checkpoints.verify(note, verifier) for note in notes), key=lambda c: c.size)
    hashes, grown = leaves(connection), merkle.Frontier()
    for signed in held:
        if signed.size > len(hashes):
            raise CheckpointBroken(signed.size, f"the log has {len(hashes)} events")
        for leaf in hashes[grown.size : signed.size]:
            grown.append(leaf)
        if grown.root() != signed.root_hash:
            raise CheckpointBroken(signed.size, "another root")
    if (upto := tree.differing(connection)) is not None:
        raise CheckpointBroken(upto, "a subtree is kept that is not that of its entries")
    return len(held)
