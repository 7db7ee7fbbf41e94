"""What somebody asks for: a command says the events that it stands for.

``Say`` records one event on one record, and serves every event that is declared; a command
with more to it says several. ``session.py`` runs them.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any, cast, get_type_hints
from uuid import UUID

import msgspec
from eventsourcing.persistence import EventStore
from typing_extensions import override

from kyogikai_tenants import errors
from kyogikai_tenants.acting import with_actor
from kyogikai_tenants.changes import Change
from kyogikai_tenants.events import Begins, Event, EventAnnulled, EventCorrected, Fact, Flag
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.once import once
from kyogikai_tenants.record import Derived, Record
from kyogikai_tenants.references import Ref, references
from kyogikai_tenants.rights import demand
from kyogikai_tenants.vocabulary import Role


@dataclass(frozen=True)
class Actor:
    """Who acts: a user's or a client's id, and the role used."""

    id: str
    role: Role


class Unit:
    """What a command may use inside its transaction: records, and the events that it says."""

    def __init__(
        self, log: Log, keys: Keys, actor: Actor, flags: tuple[Flag, ...] = (), made: list[UUID] | None = None
    ) -> None:
        self.log, self.keys, self.store = log, keys, EventStore(log_mapper(keys), log)
        self.actor, self._flags = actor, flags
        self._made, self._used = [] if made is None else made, 0
        self.records: dict[UUID, Record] = {}
        self.before: dict[UUID, tuple[int, Derived | None]] = {}
        self.said: list[tuple[Record, Event]] = []

    def new_id(self) -> UUID:
        """The id of a new record: every attempt of a command makes the same ones."""
        self._made += [new_id()] if self._used == len(self._made) else []
        self._used += 1
        return self._made[self._used - 1]

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
        demand(self.actor.role, type(event), type(record.events[0]) if record.events else None)
        record.admit(event, self.actor.id, self.actor.role)
        for path, ref, target in references(event):
            self._exists(path, ref.kinds, target)
        record.say(event)
        self.said.append((record, event))
        for path, ref, target in _corrected(record, event) if isinstance(event, EventCorrected) else ():
            self._exists(path, ref.kinds, target)

    def _exists(self, path: str, kinds: tuple[str, ...], target: UUID) -> None:
        try:
            self.get(target, *kinds)
        except errors.NotFound as missing:
            raise errors.NotFound(field=path, **missing.details) from missing

    def changes(self) -> list[Change]:
        """What the command did, record by record."""
        touched = dict.fromkeys(record.id for record, _ in self.said)
        return [
            Change(r, self.before[r.id][1], r.derived, r.events[self.before[r.id][0] :], self.actor.role)
            for r in map(self.records.__getitem__, touched)
        ]


def _corrected(record: Record, event: EventCorrected) -> Iterator[tuple[str, Ref, UUID]]:
    """What the fact names in the field that was corrected."""
    for fact in record.said:
        for path, ref, target in references(fact) if fact.originator_version == event.target else ():
            if path.partition(".")[0].partition("[")[0] == event.field:
                yield path, ref, target


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
    @override
    def word(self) -> str:
        """The event's command."""
        return self.event.COMMAND

    @property
    @override
    def input(self) -> Any:
        """The subject and the fields."""
        return {"subject": self.subject, "fields": dict(self.fields)}

    @override
    def run(self, unit: Unit) -> UUID:
        """Check the form, then say it."""
        record = self._record(unit)
        fields = with_actor(self.event, dict(self.fields), unit.actor.id)
        unit.say(record, declared(self.event, record, fields))
        return record.id

    def _record(self, unit: Unit) -> Record:
        if self.event in {EventCorrected, EventAnnulled}:
            raise errors.BadInput(
                field_path=self.word, problem="looks at what it is about; it is a command of its own"
            )
        opens = issubclass(self.event, Begins)
        there = self.subject is not None and unit.has(self.subject)
        if opens and not there:
            return unit.open(self.event, self.subject or unit.new_id())
        if self.subject is None or (opens and not cast(type[Begins], self.event).ADDS_TOO):
            raise errors.AlreadyThere(id=self.subject) if there else errors.NotFound(kind="record", id=None)
        record = unit.get(self.subject)
        if self.event.SUBJECTS and record.kind not in self.event.SUBJECTS:
            named = {"event": self.event.LABEL, "event_en": self.event.LABEL_EN}
            raise errors.NotOfThisKind(**named, kind=record.kind)
        if self.expected is not None and self.expected != record.version:
            raise errors.Conflict(seen=self.expected, now=record.version)
        return record


def declared(event: type[Event], record: Record, given: Mapping[str, Any]) -> Event:
    """The next event of a record from plain values or declared ones. Raises BadInput naming the field."""
    known = given_fields(event)
    if unknown := sorted(set(given) - known):
        raise errors.BadInput(
            field=unknown[0],
            field_path=unknown[0],
            problem=f"no such field; there are {', '.join(sorted(known))}",
        )
    plain = msgspec.to_builtins(dict(given), builtin_types=(UUID,))
    own = {"originator_id": record.id, "originator_version": record.version + 1}
    try:
        found = msgspec.convert(plain | own, event)
    except (msgspec.ValidationError, ValueError) as problem:
        path = place(str(problem))
        raise errors.BadInput(field=path, field_path=path or event.COMMAND, problem=str(problem)) from problem
    if bare := next((name for name in needed_texts(event) if not getattr(found, name).strip()), ""):
        raise errors.BadInput(field=bare, field_path=bare, problem="must not be empty")
    return found


@once
def given_fields(event: type[Event]) -> frozenset[str]:
    """The fields of an event that somebody gives: all but where it stands."""
    return frozenset(f.name for f in fields(event)) - {"originator_id", "originator_version"}


@once
def needed_texts(event: type[Event]) -> tuple[str, ...]:
    """The fields of an event that are texts and cannot be left out: an empty one would not be stored.

    Personal data is not among them, because it may be unknown.
    """
    hints = get_type_hints(event, include_extras=True)
    needed = (f.name for f in fields(event) if f.default is MISSING and f.default_factory is MISSING)
    return tuple(name for name in needed if hints[name] is str)


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
    @override
    def word(self) -> str:
        """Its own name."""
        return "CorrectEvent"

    @property
    @override
    def input(self) -> Any:
        """All fields."""
        return msgspec.to_builtins(vars(self))

    @override
    def run(self, unit: Unit) -> UUID:
        """Correct; what results is judged like any fact."""
        record = unit.get_any(self.subject)
        self._demand_text(record)
        unit.say(record, record.correct(self.target, self.name, msgspec.to_builtins(self.new), self.reason))
        return record.id

    def _demand_text(self, record: Record) -> None:
        facts = (type(f) for f in record.events if f.originator_version == self.target)
        kind: type[Event] = next(facts, Event)
        bare = isinstance(self.new, str) and not self.new.strip()
        if bare and self.name in needed_texts(kind):
            raise errors.BadInput(field="new", field_path="new", problem="must not be empty")


@dataclass(frozen=True)
class AnnulEvent(Command):
    """Take back an earlier fact or correction of a record."""

    subject: UUID
    target: int
    reason: str

    @property
    @override
    def word(self) -> str:
        """Its own name."""
        return "AnnulEvent"

    @property
    @override
    def input(self) -> Any:
        """All fields."""
        return msgspec.to_builtins(vars(self))

    @override
    def run(self, unit: Unit) -> UUID:
        """Annul; what results is judged like any fact."""
        record = unit.get_any(self.subject)
        unit.say(record, record.annul(self.target, self.reason))
        return record.id
