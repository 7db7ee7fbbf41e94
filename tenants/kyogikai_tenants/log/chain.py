"""The hash chain: every stored column of an event enters its hash, unambiguously.

The format is `docs/log-format.md`, version `kyogikai-log/1`; its test vectors bind this module.
Two steps, so that an event may be proved without being shown: the *digest* covers the content,
the *link* joins a digest to its position, its time and everything before it.
"""

import struct
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple, Protocol
from uuid import UUID

FORMAT = "kyogikai-log/1"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400

_int64 = struct.Struct(">q").pack
_ids = struct.Struct(">q16sq16sqq").pack  # three fields of fixed size
_link = struct.Struct(">32sqq32s").pack


class Columns(Protocol):
    """The content of one event, as stored: what its digest covers, in this order."""

    @property
    def tenant_id(self) -> UUID:
        """Whose log it stands in."""

    @property
    def stream_id(self) -> UUID:
        """The aggregate that it happened to."""

    @property
    def stream_version(self) -> int:
        """Its number within that aggregate."""

    @property
    def topic(self) -> str:
        """The stable name of its kind."""

    @property
    def state(self) -> bytes:
        """Its body, as the transcoder wrote it: sealed fields stay sealed."""

    @property
    def actor(self) -> str:
        """Who did it."""

    @property
    def role(self) -> str:
        """In which role they did it."""

    @property
    def request_id(self) -> str:
        """The request that brought it."""

    @property
    def command(self) -> str:
        """The command that caused it."""

    @property
    def command_key(self) -> bytes:
        """The hashed idempotency key: 32 bytes."""

    @property
    def command_digest(self) -> bytes:
        """The hash of the command's input: 32 bytes."""

    @property
    def audience(self) -> str:
        """Who may read it."""

    @property
    def salt(self) -> bytes:
        """16 random bytes, so that a digest cannot be guessed."""


class Linked(Columns, Protocol):
    """A whole row of the log: the content, and its place in the chain."""

    @property
    def position(self) -> int:
        """From 1, without gaps, within the tenant."""

    @property
    def recorded_at(self) -> datetime:
        """When it was stored, with its zone; whole microseconds."""

    @property
    def hash(self) -> bytes:
        """The link to everything before it: 32 bytes."""


class Head(NamedTuple):
    """The last position of a chain (0 when empty) and the hash there (32 bytes)."""

    position: int
    hash: bytes


class ChainBroken(Exception):
    """The stored events are not the ones that were appended; `position` is the first wrong one."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"the chain breaks at position {position}: {reason}")
        self.position = position
        self.reason = reason


def field(data: bytes) -> bytes:
    """One field: its length in bytes (8, big-endian) and the bytes, so that no two rows read alike."""
    return _int64(len(data)) + data


_PREFIX = field(FORMAT.encode())


def genesis(tenant_id: UUID) -> bytes:
    """The hash before the first event: no two tenants share a chain."""
    return sha256(_PREFIX + field(tenant_id.bytes)).digest()


def digest(row: Columns) -> bytes:
    """SHA-256 over the content of one event: 32 bytes, and no clue to it without the salt.

    The fields are written out because this runs for every event: a loop is a third slower.
    """
    size, topic, state, salt = _int64, row.topic.encode(), row.state, row.salt
    actor, role, request = row.actor.encode(), row.role.encode(), row.request_id.encode()
    command, key, inputs = row.command.encode(), row.command_key, row.command_digest
    audience = row.audience.encode()
    parts = (
        _PREFIX, _ids(16, row.tenant_id.bytes, 16, row.stream_id.bytes, 8, row.stream_version),
        size(len(topic)), topic, size(len(state)), state, size(len(actor)), actor, size(len(role)), role,
        size(len(request)), request, size(len(command)), command, size(len(key)), key,
        size(len(inputs)), inputs, size(len(audience)), audience, size(len(salt)), salt,
    )  # fmt: skip
    return sha256(b"".join(parts)).digest()


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970-01-01 UTC; a time without a zone is a TypeError."""
    since = moment - EPOCH
    return (since.days * DAY + since.seconds) * 1_000_000 + since.microseconds


def link(previous: bytes, position: int, recorded_at: datetime, digest: bytes) -> bytes:
    """The hash of the event at `position`, after the hash before it; both hashes are 32 bytes."""
    return sha256(_link(previous, position, microseconds(recorded_at), digest)).digest()


def verify(tenant_id: UUID, rows: Iterable[Linked], after: Head | None = None) -> Head:
    """Recompute the chain from its genesis, or from a head already verified; ChainBroken if it differs.

    The head returned must still be compared with one kept elsewhere: a tail that was cut off, and a
    chain rewritten as a whole, are sound in themselves.
    """
    position, previous = after or Head(0, genesis(tenant_id))
    for row in rows:
        position += 1
        if row.position != position:
            raise ChainBroken(position, f"position {row.position} stands in its place")
        if row.tenant_id != tenant_id:
            raise ChainBroken(position, "the event belongs to another tenant")
        if row.hash != link(previous, position, row.recorded_at, digest(row)):
            raise ChainBroken(position, "the stored hash is not that of the stored columns")
        previous = row.hash
    return Head(position, previous)
