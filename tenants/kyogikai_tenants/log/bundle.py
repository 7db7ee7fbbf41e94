"""What leaves the log and verifies without us: a tenant's history as JSON Lines, and proofs of one line.

The formats are `kyogikai-bundle/1`, `kyogikai-proof/1` and `kyogikai-growth/1` in `docs/log-format.md`;
`kyogikai_verify.py` of the platform reads them.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from kyogikai_tenants.log.chain import Linked, digest

FORMAT = "kyogikai-bundle/1"
PROOF = "kyogikai-proof/1"
GROWTH = "kyogikai-growth/1"


class Signed(NamedTuple):
    """Whose history it is, and the signed note that it is held against."""

    tenant_id: UUID
    origin: str
    verifier_key: str
    checkpoint: str

    def header(self, form: str, **own: Any) -> dict[str, Any]:
        """The names that every file begins with, after the form's own."""
        given = {"origin": self.origin, "verifier_key": self.verifier_key, "checkpoint": self.checkpoint}
        return {"format": form, **own, **given}


Row = TypeVar("Row", bound=Linked)


def write(rows: Iterable[Row], readable: Callable[[Row], bool], signed: Signed) -> Iterator[str]:
    """The lines, each with its newline: a header, then every event up to the checkpoint, in order.

    An event that the receiver may not read shows its position, time, digest and hash: enough for the
    chain and the tree, and nothing to guess its content by, because the salt stays inside the digest.
    """
    yield _line(signed.header(FORMAT, tenant_id=str(signed.tenant_id)))
    for row in rows:
        yield _line(_whole(row) if readable(row) else _header_only(row))


def proof(row: Linked, previous: bytes, path: Sequence[str], signed: Signed, *, readable: bool) -> str:
    """That one event is in the history of a checkpoint: the event, the hash before it, its way up."""
    event = _whole(row) if readable else _header_only(row)
    return _line(signed.header(PROOF) | {"event": event, "previous": previous.hex(), "hashes": list(path)})


def growth(older: str, path: Sequence[str], signed: Signed) -> str:
    """That the history of a checkpoint begins with that of an older one, a signed note too."""
    return _line(signed.header(GROWTH) | {"older": older, "hashes": list(path)})


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _header_only(row: Linked) -> dict[str, str | int]:
    return {
        "position": row.position,
        "recorded_at": row.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "digest": digest(row).hex(),
        "hash": row.hash.hex(),
    }


def _whole(row: Linked) -> dict[str, str | int]:
    return {
        "tenant_id": str(row.tenant_id),
        "position": row.position,
        "stream_id": str(row.stream_id),
        "stream_version": row.stream_version,
        "topic": row.topic,
        "state": _base64(row.state),
        "recorded_at": row.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": row.actor,
        "role": row.role,
        "request_id": row.request_id,
        "command": row.command,
        "command_key": _base64(row.command_key),
        "command_digest": _base64(row.command_digest),
        "audience": row.audience,
        "salt": _base64(row.salt),
        "hash": row.hash.hex(),
    }


def _base64(data: bytes) -> str:
    return b64encode(data).decode()
