"""A command is one transaction: lock, load, decide, append, project, judge, commit.

``Say`` records one event on one record, and serves every event that is declared; a command
with more to it says several. Rules are judged on what results, so that a late fact, a
correction and an annulment are judged by the same lines.
"""

import hashlib
import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol, cast
from uuid import UUID

import msgspec
import sqlalchemy as sa
from eventsourcing.persistence import EventStore

from kyogikai_tenants import errors
from kyogikai_tenants.changes import Change
from kyogikai_tenants.events import Begins, Event, Fact, Flag
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.log.recorder import Appended, Envelope, Log
from kyogikai_tenants.record import Derived, Record
from kyogikai_tenants.references import references
from kyogikai_tenants.rules import Reads, broken
from kyogikai_tenants.texts import unwritable
from kyogikai_tenants.vocabulary import Role


@dataclass(frozen=True)
class Actor:
    """Who acts: a user's or a client's id, and the role used."""

    id: str
    role: Role


class Projector(Protocol):
    """Writes what changed, in the command's transaction; implemented by the floor above."""

    def project(self, connection: sa.Connection, changes: Sequence[Change], appended: Appended, envelope: Envelope) -> None:
        """Bring the read models up to the appended positions."""

    def reads(self, connection: sa.Connection) -> Reads:
        """What the rules across records may ask."""


class Unit:
    """What a command may use inside its transaction: records, and the events that it says."""

    def __init__(self, log: Log, flags: tuple[Flag, ...] = ()) -> None:
        self.log, self.store = log, EventStore(log_mapper(), log)
        self._flags = flags
        self.records: dict[UUID, Record] = {}
        self.before: dict[UUID, tuple[int, Derived | None]] = {}
        self.said: list[tuple[Record, Event]] = []

    def get(self, record_id: UUID, *kinds: str) -> Record:
        """A record of one of those kinds (any, where none is named). Raises NotFound."""
        record = self.get_any(record_id)
        if (kinds and record.kind not in kinds) or not any(isinstance(f, Begins) for f in record.said):
            raise errors.NotFound(kind=" / ".join(kinds) or "record", id=record_id)
        return record

    def get_any(self, record_id: UUID) -> Record:
        """A record, even one whose opening is annulled. Raises NotFound."""
        record = self.records.get(record_id) or self._load(record_id)
        if record is None:
            raise errors.NotFound(kind="record", id=record_id)
        return record

    def has(self, record_id: UUID) -> bool:
        """Whether there is such a record."""
        return (self.records.get(record_id) or self._load(record_id)) is not None

    def _load(self, record_id: UUID) -> Record | None:
        events = cast(list[Event], list(self.store.get(record_id)))
        if not events:
            return None
        record = self.records[record_id] = Record.load(events)
        self.before[record_id] = record.version, record.derived
        return record

    def open(self, event: type[Event], record_id: UUID) -> Record:
        """A new record; the caller has seen that the id is free."""
        record = self.records[record_id] = Record.OPENED_BY[event](record_id)
        self.before[record_id] = 0, None
        return record

    def say(self, record: Record, event: Event) -> None:
        """Add an event to a record, with the flags that this attempt carries."""
        if isinstance(event, Fact) and self._flags:
            event = replace(event, quality=(*event.quality, *self._flags))
        for path, ref, target in references(event):
            self._exists(path, ref.kinds, target)
        record.say(event)
        self.said.append((record, event))

    def _exists(self, path: str, kinds: tuple[str, ...], target: UUID) -> None:
        try:
            self.get(target, *kinds)
        except errors.NotFound as missing:
            raise errors.NotFound(field=path, **missing.details) from missing

    def changes(self) -> list[Change]:
        """What the command did, record by record."""
        touched = dict.fromkeys(record.id for record, _ in self.said)
        return [
            Change(r, self.before[r.id][1], r.derived, r.events[self.before[r.id][0] :])
            for r in map(self.records.__getitem__, touched)
        ]


class Command(ABC):
    """What somebody asks for. ``word`` and ``input`` are what an idempotency key stands for."""

    @property
    @abstractmethod
    def word(self) -> str:
        """The imperative: ``RenameBody``."""

    @property
    @abstractmethod
    def input(self) -> Any:
        """All that was asked for, as plain values."""

    @abstractmethod
    def run(self, unit: Unit) -> UUID:
        """Say the events; return the id of the record that the answer is about."""


@dataclass(frozen=True)
class Say(Command):
    """Record one declared event: open a record (``subject`` None or its id to be), or add to one."""

    event: type[Event]
    subject: UUID | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    expected: int | None = None
    """The version of the record that the caller saw; refused if it has moved on."""

    @property
    def word(self) -> str:
        """The event's command."""
        return self.event.COMMAND

    @property
    def input(self) -> Any:
        """The subject and the fields."""
        return {"subject": self.subject, "fields": dict(self.fields)}

    def run(self, unit: Unit) -> UUID:
        """Check the form, then say it."""
        record = self._record(unit)
        unit.say(record, declared(self.event, record, self.fields))
        return record.id

    def _record(self, unit: Unit) -> Record:
        opens = issubclass(self.event, Begins)
        there = self.subject is not None and unit.has(self.subject)
        if opens and not there:
            return unit.open(self.event, self.subject or new_id())
        if self.subject is None or (opens and not cast(type[Begins], self.event).ADDS_TOO):
            raise errors.AlreadyThere(id=self.subject) if there else errors.NotFound(kind="record", id=None)
        record = unit.get(self.subject)
        if self.event.SUBJECTS and record.kind not in self.event.SUBJECTS:
            raise errors.NotOfThisKind(event=self.event.LABEL, kind=record.kind)
        if self.expected is not None and self.expected != record.version:
            raise errors.Conflict(seen=self.expected, now=record.version)
        return record


def declared(event: type[Event], record: Record, given: Mapping[str, Any]) -> Event:
    """The next event of a record from plain values or declared ones. Raises BadInput naming the field."""
    known = {f.name for f in fields(event)} - {"originator_id", "originator_version"}
    if unknown := sorted(set(given) - known):
        raise errors.BadInput(field=unknown[0], field_path=unknown[0], problem=f"no such field; there are {', '.join(sorted(known))}")
    plain = msgspec.to_builtins(dict(given), builtin_types=(UUID,))
    if bad := unwritable(plain):
        raise errors.BadInput(field=bad[0], field_path=bad[0], problem=bad[1])
    own = {"originator_id": record.id, "originator_version": record.version + 1}
    try:
        return msgspec.convert(plain | own, event)
    except (msgspec.ValidationError, ValueError) as problem:
        path = place(str(problem))
        raise errors.BadInput(field=path, field_path=path or event.COMMAND, problem=str(problem)) from problem


def place(message: str) -> str:
    """The field path in msgspec's message (``… - at `$.effective.kind```)."""
    _, marker, path = message.rpartition(" - at `$")
    return path.rstrip("`").lstrip(".") if marker else ""


@dataclass(frozen=True)
class CorrectEvent(Command):
    """Correct one field of an earlier fact of a record."""

    subject: UUID
    target: int
    name: str
    new: Any
    reason: str

    @property
    def word(self) -> str:
        """Its own name."""
        return "CorrectEvent"

    @property
    def input(self) -> Any:
        """All fields."""
        return msgspec.to_builtins(vars(self))

    def run(self, unit: Unit) -> UUID:
        """Correct; what results is judged like any fact."""
        record = unit.get_any(self.subject)
        unit.say(record, record.correct(self.target, self.name, msgspec.to_builtins(self.new), self.reason))
        return record.id


@dataclass(frozen=True)
class AnnulEvent(Command):
    """Take back an earlier fact or correction of a record."""

    subject: UUID
    target: int
    reason: str

    @property
    def word(self) -> str:
        """Its own name."""
        return "AnnulEvent"

    @property
    def input(self) -> Any:
        """All fields."""
        return msgspec.to_builtins(vars(self))

    def run(self, unit: Unit) -> UUID:
        """Annul; what results is judged like any fact."""
        record = unit.get_any(self.subject)
        unit.say(record, record.annul(self.target, self.reason))
        return record.id


@dataclass(frozen=True)
class Receipt:
    """A command's answer, the same for every retry: it is read off the log."""

    record_id: UUID
    positions: tuple[int, ...]
    repeated: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Commands:
    """The way in for one tenant. The projector comes from the floor above."""

    engine: sa.Engine
    tenant_id: UUID
    projector: Projector

    def execute(self, command: Command, *, actor: Actor, key: str = "", request_id: str = "") -> Receipt:
        """Run a command once per actor, command and key, however often it is sent. Raises Refused."""
        with transaction(self.engine, self.tenant_id) as connection:
            return Session(connection, self.projector).execute(command, actor=actor, key=key, request_id=request_id)


class Session:
    """Commands on one transaction: one of them, or a whole import that stands or falls together.

    With ``lenient``, for old history, a broken business rule becomes a quality flag on the
    events; everything else is refused all the same.
    """

    def __init__(self, connection: sa.Connection, projector: Projector, *, lenient: bool = False) -> None:
        self._connection, self._projector, self._lenient = connection, projector, lenient
        self.log = Log.within(connection)
        self.log.lock()

    def execute(self, command: Command, *, actor: Actor, key: str = "", request_id: str = "") -> Receipt:
        """Run one command under the lock. Raises Refused."""
        envelope = _envelope(command, actor, key or secrets.token_hex(16), request_id)
        earlier = _earlier(self.log, envelope)
        if earlier is not None:
            return earlier
        accepted, flags = set[str](), tuple[Flag, ...]()
        while True:
            with self._connection.begin_nested() as attempt:
                receipt, changes, trouble = self._attempt(command, envelope, flags)
                fresh = [p for p in trouble if p.message("en") not in accepted]
                if not fresh:
                    return receipt
                attempt.rollback()
            already = {p.message("en") for p in self._trouble([c.undone() for c in changes if c.before])}
            flags += tuple(self._flag(p) for p in fresh if p.message("en") not in already)
            accepted |= {p.message("en") for p in fresh}

    def _attempt(
        self, command: Command, envelope: Envelope, flags: tuple[Flag, ...]
    ) -> tuple[Receipt, Sequence[Change], list[errors.Refused]]:
        unit = Unit(self.log, flags)
        record_id = command.run(unit)
        changes = unit.changes()
        appended = self._append(unit, envelope)
        self._projector.project(self._connection, changes, appended, envelope)
        return Receipt(record_id, tuple(appended.positions)), changes, self._trouble(changes)

    def _append(self, unit: Unit, envelope: Envelope) -> Appended:
        stored = [unit.store.mapper.to_stored_event(event) for _, event in unit.said]
        return self.log.append(stored, envelope, [record.audience for record, _ in unit.said])

    def _trouble(self, changes: Sequence[Change]) -> list[errors.Refused]:
        """What the changed records break."""
        own = [p for c in changes for p in c.record.problems()]
        return [*own, *broken(self._projector.reads(self._connection), changes)]

    def _flag(self, problem: errors.Refused) -> Flag:
        """The flag under which a problem is accepted. Raises the problem if it is not."""
        if not (problem.FLAGGED or (self._lenient and problem.BUSINESS)):
            raise problem
        return Flag(problem.CODE.lower(), problem.message("ja")[:400])


def _envelope(command: Command, actor: Actor, key: str, request_id: str) -> Envelope:
    own = hashlib.sha256(f"{actor.id}\0{command.word}\0{key}".encode()).digest()
    digest = hashlib.sha256(msgspec.json.encode(command.input, order="sorted")).digest()
    return Envelope(actor.id, actor.role, request_id, command.word, own, digest)


def _earlier(log: Log, envelope: Envelope) -> Receipt | None:
    rows = log.under(envelope.command_key)
    if any(digest != envelope.command_digest for *_, digest in rows):
        raise errors.KeyReused
    return Receipt(rows[0][1], tuple(row[0] for row in rows), repeated=True) if rows else None
