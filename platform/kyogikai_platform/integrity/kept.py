"""What is kept of verifications, of deliveries, and of what witnesses signed."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum, auto
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_platform.integrity.tables import cosignature, delivery, verification
from kyogikai_tenants.identity import new_id


class Verified(NamedTuple):
    """A verification: who asked, up to which entry, by which newest note, and where the log broke."""

    id: UUID
    actor: str
    verified_at: datetime
    position: int
    head: bytes
    checkpoint: int
    """The size of the newest note that fits; 0: there was none."""
    checkpoints: int
    """How many notes fit."""
    cosignatures: int
    """How many signatures of witnesses hold."""
    broken_at: int | None = None
    reason: str | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return self.broken_at is None


class Way(StrEnum):
    """How a note goes outside."""

    MAIL = auto()
    WITNESS = auto()


class Outcome(StrEnum):
    """What came of it."""

    SENT = auto()
    """Mails are on their way, or the witness has signed."""
    PARTLY = auto()
    """Some mails were not taken."""
    UNREACHABLE = auto()
    """Nobody answered."""
    REFUSED = auto()
    """The witness does not want it."""
    INVALID = auto()
    """What came back is no signature of that witness on this note."""
    DENIED = auto()
    """The witness says that it knows another log of ours, or a longer one: somebody has rewritten."""


class Delivered(NamedTuple):
    """A note that went outside."""

    size: int
    way: Way
    outcome: Outcome
    letters: int
    at: datetime


class Cosigned(NamedTuple):
    """What a witness signed of a note: its line, and when it says that it did."""

    size: int
    witness_key: str
    line: str
    signed_at: datetime


def _tenant(connection: sa.Connection) -> UUID:
    found: UUID = connection.info["tenant_id"]
    return found


def note_verification(connection: sa.Connection, found: Verified) -> None:
    """Keep what a verification found; its time is the database's."""
    row = {name: value for name, value in found._asdict().items() if name != "verified_at"}
    connection.execute(verification.insert().values(tenant_id=_tenant(connection), **row))


def verifications(connection: sa.Connection, most: int) -> list[Verified]:
    """The last ones first."""
    c = verification.c
    rows = connection.execute(_verified(connection).order_by(c.verified_at.desc(), c.id.desc()).limit(most))
    return [Verified(*row) for row in rows]


def verification_of(connection: sa.Connection, job: UUID) -> Verified | None:
    """What a job found; None while it runs, or where it verified nothing."""
    row = connection.execute(_verified(connection).where(verification.c.id == job)).one_or_none()
    return Verified(*row) if row else None


def _verified(connection: sa.Connection) -> sa.Select[Any]:
    c = verification.c
    return sa.select(*(c[name] for name in Verified._fields)).where(c.tenant_id == _tenant(connection))


def note_delivery(connection: sa.Connection, size: int, way: Way, outcome: Outcome, letters: int) -> None:
    """Keep what came of a delivery."""
    row = {"id": new_id(), "size": size, "way": way.value, "outcome": outcome.value, "letters": letters}
    connection.execute(delivery.insert().values(tenant_id=_tenant(connection), **row))


def deliveries(connection: sa.Connection, sizes: Sequence[int]) -> list[Delivered]:
    """Those of some notes, the last ones first."""
    c = delivery.c
    query = sa.select(c.size, c.way, c.outcome, c.letters, c.at).where(
        c.tenant_id == _tenant(connection), c.size.in_(sizes)
    )
    rows = connection.execute(query.order_by(c.at.desc(), c.id.desc()))
    return [Delivered(size, Way(way), Outcome(said), letters, at) for size, way, said, letters, at in rows]


def note_cosignature(connection: sa.Connection, found: Cosigned) -> None:
    """Keep what a witness signed; the first signature on a note is enough."""
    insert = pg.insert(cosignature).values(tenant_id=_tenant(connection), **found._asdict())
    connection.execute(insert.on_conflict_do_nothing())


def cosignatures(connection: sa.Connection, sizes: Sequence[int] | None = None) -> list[Cosigned]:
    """Those on some notes, or on all of them, the shortest log first."""
    c = cosignature.c
    query = sa.select(c.size, c.witness_key, c.line, c.signed_at).where(c.tenant_id == _tenant(connection))
    query = query.where(c.size.in_(sizes)) if sizes is not None else query
    return [Cosigned(*row) for row in connection.execute(query.order_by(c.size, c.witness_key))]


def cosigned_upto(connection: sa.Connection, witness_key: str) -> int:
    """The longest log that a witness has signed; 0 before the first."""
    c = cosignature.c
    query = sa.select(sa.func.max(c.size)).where(
        c.tenant_id == _tenant(connection), c.witness_key == witness_key
    )
    return connection.execute(query).scalar() or 0
