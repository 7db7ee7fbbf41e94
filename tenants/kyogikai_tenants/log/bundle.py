"""The exported bundle: a tenant's history as JSON Lines that anyone can verify without us.

The format is `kyogikai-bundle/1` in `docs/log-format.md`; `docs/verify/kyogikai_verify.py` reads it.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from typing import TypeVar
from uuid import UUID

from kyogikai_tenants.log.chain import Linked, digest

FORMAT = "kyogikai-bundle/1"

Row = TypeVar("Row", bound=Linked)


def write(
    rows: Iterable[Row],
    readable: Callable[[Row], bool],
    *,
    tenant_id: UUID,
    origin: str,
    verifier_key: str,
    checkpoint: str,
) -> Iterator[str]:
    """The lines, each with its newline: a header, then every event up to the checkpoint, in order.

    An event that the receiver may not read shows its position, time, digest and hash: enough for the
    chain and the tree, and nothing to guess its content by, because the salt stays inside the digest.
    """
    yield _line(
        {
            "format": FORMAT,
            "tenant_id": str(tenant_id),
            "origin": origin,
            "verifier_key": verifier_key,
            "checkpoint": checkpoint,
        }
    )
    for row in rows:
        yield _line(_whole(row) if readable(row) else _header_only(row))


def _line(value: dict[str, str | int]) -> str:
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
