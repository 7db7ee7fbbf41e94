"""The lines of the parts of a tenant's file, read as what they are, each with its place where it is not."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from kyogikai_platform.closing import archive
from kyogikai_platform.closing.archive import PartBroken, Reading
from kyogikai_platform.closing.reasons import Why
from kyogikai_tenants.log.recorder import Entry


class _Event(msgspec.Struct, forbid_unknown_fields=True):
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
    hash: str


class Note(msgspec.Struct, forbid_unknown_fields=True):
    """A signed note, and when it was issued."""

    size: int
    issued_at: datetime
    note: str


class SubjectsHead(msgspec.Struct, forbid_unknown_fields=True):
    """The tenant's own key, wrapped, and how the key is come by that wraps it."""

    tenant_key: str
    transfer: dict[str, Any]


class Subject(msgspec.Struct, forbid_unknown_fields=True):
    """Whose texts are sealed; their key, wrapped by the tenant's, if keys were asked for."""

    subject_id: UUID
    created_at: datetime
    destroyed_at: datetime | None
    key: str


def events(reading: Reading) -> Iterator[Entry]:
    """The whole rows; of a history that is not all shown, no log can be made again."""
    lines = reading.lines(archive.EVENTS)
    next(lines, b"")  # the header: the manifest says the same, and is signed
    for _, event in decoded(reading, archive.EVENTS, _Event, lines):
        columns = {name: getattr(event, name) for name in Entry._fields}
        yield Entry(**columns | {"hash": _hexadecimal(event)})


def subjects(reading: Reading) -> tuple[SubjectsHead, Iterator[Subject]]:
    """Whose texts are sealed."""
    lines = reading.lines(archive.SUBJECTS)
    try:
        head = msgspec.json.decode(next(lines, b""), type=SubjectsHead)
    except msgspec.DecodeError as problem:
        raise PartBroken(Why.FORM, archive.SUBJECTS, line=1) from problem
    return head, (subject for _, subject in decoded(reading, archive.SUBJECTS, Subject, lines))


def decoded(
    reading: Reading, name: str, kind: type[Any], lines: Iterator[bytes] | None = None
) -> Iterator[Any]:
    """Each line of a part, with its place; of lines of which the first was read, the others."""
    first = 1 if lines is None else 2
    for number, line in enumerate(reading.lines(name) if lines is None else lines, first):
        try:
            yield number, msgspec.json.decode(line, type=kind)
        except msgspec.DecodeError as problem:
            raise PartBroken(Why.FORM, name, line=number) from problem


def _hexadecimal(event: _Event) -> bytes:
    try:
        return bytes.fromhex(event.hash)
    except ValueError as problem:
        raise PartBroken(Why.HASH, archive.EVENTS, position=event.position) from problem
