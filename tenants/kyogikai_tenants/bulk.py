"""Many commands at once, for old history: said in memory, judged on what results, recorded together.

The same records, the same rules and the same log as a ``Session`` makes one command after the other; only
the time is one, and a rule that breaks for a moment between two commands is not asked. A broken business
rule becomes a quality flag on the fact with which it first shows; everything else is refused.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple, Protocol, cast
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from typing_extensions import override

from kyogikai_tenants.changes import Change, Placed, Recorded
from kyogikai_tenants.commands import Actor, Command, Say, Unit
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Event, Fact, Flag
from kyogikai_tenants.log import batches
from kyogikai_tenants.log.connection import Connection
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.log.recorder import Envelope, Log
from kyogikai_tenants.record import Record
from kyogikai_tenants.rights import demand
from kyogikai_tenants.rules import Reads, broken
from kyogikai_tenants.session import envelope_of, storable

TOGETHER = 200
"""Changes that are judged at once: most histories break nothing, and rules ask once for many."""


class Held(Reads, Protocol):
    """What rules may ask, held in memory and moved along with what is said."""

    def move(self, changes: Sequence[Change]) -> None:
        """Know what the changes make of things."""


class Projector(Protocol):
    """Writes what many commands changed; implemented by the floor above."""

    def project_many(self, connection: Connection, changes: Sequence[Change], recorded: Recorded) -> None:
        """Bring the read models up to the recorded positions."""


class Said(NamedTuple):
    """One event of the batch: in which record, by which command of the batch."""

    record: Record
    version: int
    envelope: Envelope
    number: int


class Trouble(NamedTuple):
    """A rule that a command of the batch breaks: by its number, refused or flagged."""

    number: int
    problem: Refused
    flag: Flag | None


class HeldUnit(Unit):
    """A unit that loads many streams at once and keeps what it has."""

    def __init__(self, log: Log, keys: Keys, actor: Actor) -> None:
        super().__init__(log, keys, actor)
        self.absent: set[UUID] = set()

    def fetch(self, streams: Iterable[UUID]) -> None:
        """Load those that are there; the others are known not to be."""
        wanted = set(streams) - self.records.keys()
        found: dict[UUID, list[StoredEvent]] = defaultdict(list)
        for stored in self.log.streams(list(wanted)):
            found[cast(UUID, stored.originator_id)].append(stored)
        for stream, events in found.items():
            record = Record.load([cast(Event, self.store.mapper.to_domain_event(e)) for e in events])
            self.records[stream] = record
            self.before[stream] = record.version, record.derived
        self.absent |= wanted - found.keys()

    @override
    def _load(self, record_id: UUID) -> Record | None:
        return None if record_id in self.absent else super()._load(record_id)

    @override
    def open(self, event: type[Event], record_id: UUID) -> Record:
        """A new record, which is no longer absent."""
        self.absent.discard(record_id)
        return super().open(event, record_id)

    def drop_empty(self, record_id: UUID) -> None:
        """Forget a record that was opened for a fact which was then refused."""
        record = self.records.get(record_id)
        if record is not None and not record.events:
            del self.records[record_id], self.before[record_id]
            self.absent.add(record_id)


class Bulk:
    """One batch on one transaction; under the lock on the head, unless it is only looked at."""

    def __init__(self, connection: Connection, actor: Actor, reads: Held, *, kept: bool = True) -> None:
        self._connection, self._actor, self._reads = connection, actor, reads
        self.log = Log.within(connection)
        if kept:
            self.log.lock()
        self.unit = HeldUnit(self.log, Keys(connection), actor)
        self.said: list[Said] = []

    def say(self, command: Command, key: str, request_id: str = "") -> Said:
        """Say the event that a command stands for. Raises Refused, and then nothing was said."""
        if isinstance(command, Say):
            demand(self._actor.role, command.event)
        storable(command, key)
        try:
            command.run(self.unit)
        except Refused:
            if isinstance(command, Say) and command.subject is not None:
                self.unit.drop_empty(command.subject)
            raise
        record, event = self.unit.said[-1]
        envelope = envelope_of(command, self._actor, key, request_id)
        self.said.append(Said(record, event.originator_version, envelope, len(self.said)))
        return self.said[-1]

    def judge(self) -> list[Trouble]:
        """What the batch breaks; what becomes a flag is put on its fact. Judged once, at the end."""
        changes = self.unit.changes()
        self._reads.move(changes)
        found: list[Trouble] = []
        for start in range(0, len(changes), TOGETHER):
            some = changes[start : start + TOGETHER]
            if self._broken(some):
                found += (trouble for change in some for trouble in self._judged(change))
        return found

    def _broken(self, changes: Sequence[Change]) -> bool:
        """Whether any of some changes breaks anything: then each is looked at by itself."""
        own = (p for change in changes for p in change.record.problems())
        return next(chain(own, broken(self._reads, changes)), None) is not None

    def _judged(self, change: Change) -> Iterator[Trouble]:
        trouble = _by_message([*change.record.problems(), *broken(self._reads, [change])])
        if not trouble:
            return
        if change.before:
            was = change.undone()
            for message in _by_message([*was.record.problems(), *broken(self._reads, [was])]):
                trouble.pop(message, None)
        own = self._of_record[change.record.id] if trouble else []
        for message, problem in trouble.items():
            said = self._first(change, own, message)
            flag = self._flag(problem)
            if flag is not None:
                self._put(said, flag)
            yield Trouble(said.number, problem, flag)

    @cached_property
    def _of_record(self) -> dict[UUID, list[Said]]:
        """What was said of each record, once all is said."""
        found: dict[UUID, list[Said]] = defaultdict(list)
        for said in self.said:
            found[said.record.id].append(said)
        return found

    def _first(self, change: Change, own: Sequence[Said], message: str) -> Said:
        """The event of the batch with which a trouble of its record first shows."""
        for said in own[:-1]:
            earlier = type(change.record)(change.record.id, change.record.events[: said.version])
            part = Change(
                earlier,
                change.before,
                earlier.derived,
                earlier.events[change.record.version - len(change.new) :],
            )
            if message in _by_message([*earlier.problems(), *broken(self._reads, [part])]):
                return said
        return own[-1]

    def _flag(self, problem: Refused) -> Flag | None:
        allowed = problem.FLAGGED or problem.BUSINESS
        return Flag(problem.CODE.lower(), problem.message("ja")[:400]) if allowed else None

    def _put(self, said: Said, flag: Flag) -> None:
        """The flag on its fact; what only annuls or notes carries none."""
        event = said.record.events[said.version - 1]
        if isinstance(event, Fact):
            said.record.events[said.version - 1] = replace(event, quality=(*event.quality, flag))
            said.record.__dict__.pop("said", None)
            said.record.__dict__.pop("derived", None)

    def record(self, projector: Projector) -> Recorded | None:
        """Append and project all that was said; None where that is nothing."""
        if not self.said:
            return None
        mapper = log_mapper(Keys(self._connection))
        events = [s.record.events[s.version - 1] for s in self.said]
        audiences = {r.id: r.audience for r in {s.record.id: s.record for s in self.said}.values()}
        shown = [audiences[s.record.id] for s in self.said]
        postings = [
            batches.Posting(mapper.to_stored_event(event), s.envelope, audience)
            for s, event, audience in zip(self.said, events, shown, strict=True)
        ]
        appended = batches.append(self._connection, self.log, postings)
        placed = map(Placed, appended.positions, events, shown, (s.envelope for s in self.said))
        recorded = Recorded(self.said[-1].envelope, appended.recorded_at, tuple(placed))
        projector.project_many(self._connection, self.unit.changes(), recorded)
        return recorded


def _by_message(problems: Iterable[Refused]) -> dict[str, Refused]:
    return {p.message("en"): p for p in problems}
