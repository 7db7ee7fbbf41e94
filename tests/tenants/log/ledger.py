"""What the tests of the log share: rows to tamper with, the vectors of the document, its verifier."""

import importlib.util
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from uuid import UUID

from kyogikai_tenants.log import bundle, chain, merkle
from kyogikai_tenants.log.checkpoints import Checkpoint, SigningKey, VerifierKey, sign

DOCS = Path(__file__).parents[3] / "docs"
VERIFY = DOCS.parent / "platform" / "kyogikai_platform" / "kyogikai_verify.py"
TENANT = UUID("0193a1b2-c3d4-7e5f-8a6b-112233445566")
STRANGER = UUID("0193a1b2-c3d4-7e5f-8a6b-665544332211")
ORIGIN = "kyogikai/example-town"


class Row(NamedTuple):
    """A stored row, as the recorder would hand it over."""

    tenant_id: UUID
    position: int
    stream_id: UUID
    stream_version: int
    topic: str
    state: bytes
    recorded_at: datetime
    actor: str
    role: str
    request_id: str
    command: str
    command_key: bytes
    command_digest: bytes
    audience: str
    salt: bytes
    hash: bytes = b""


def history(size: int, tenant_id: UUID = TENANT, story: str = "議事") -> list[Row]:
    """A sound log."""
    return linked(
        Row(
            tenant_id=tenant_id,
            position=position,
            stream_id=UUID(int=position // 3),
            stream_version=position % 3,
            topic="meeting:called",
            state=f'{{"{story}":{position}}}'.encode() * 5,
            recorded_at=datetime(2024, 4, 1, tzinfo=UTC) + timedelta(microseconds=position),
            actor="user:1",
            role="clerk" * (position % 2),
            request_id="request-1",
            command="call_meeting",
            command_key=b"k" * 32,
            command_digest=b"d" * 32,
            audience="public" if position % 4 else "committee",
            salt=position.to_bytes(16, "big"),
        )
        for position in range(1, size + 1)
    )


def linked(rows: Iterable[Row]) -> list[Row]:
    """The rows with hashes computed anew: what one does who rewrites a whole log."""
    result: list[Row] = []
    for row in rows:
        previous = result[-1].hash if result else chain.genesis(row.tenant_id)
        joined = chain.link(previous, row.position, row.recorded_at, chain.digest(row))
        result.append(row._replace(hash=joined))
    return result


def root(rows: Iterable[Row]) -> bytes:
    return merkle.root(row.hash for row in rows)


KEY = SigningKey.load("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
VERIFIER: VerifierKey = KEY.verifier(ORIGIN)


def note(rows: list[Row], key: SigningKey = KEY) -> str:
    """The signed checkpoint over these rows."""
    return sign(Checkpoint(ORIGIN, len(rows), root(rows)), key)


def exported(rows: list[Row], checkpoint: str = "") -> list[str]:
    """The bundle's lines, for a receiver who may read what is public."""
    return list(bundle.write(rows, lambda row: row.audience == "public", signed(checkpoint or note(rows))))


def signed(checkpoint: str) -> bundle.Signed:
    """What a file of this log begins with."""
    return bundle.Signed(TENANT, ORIGIN, VERIFIER.text, checkpoint)


def block(name: str) -> str:
    """The fenced block of that name in docs/log-format.md."""
    text = (DOCS / "log-format.md").read_text(encoding="utf-8")
    (found,) = re.findall(rf"^```\w+ {name}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(found)


def vector(name: str) -> Any:
    """A fenced block that is JSON."""
    return json.loads(block(name))


def verifier() -> ModuleType:
    """The stand-alone verifier, loaded by its path: it belongs to no package."""
    spec = importlib.util.spec_from_file_location("kyogikai_verify", VERIFY)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
