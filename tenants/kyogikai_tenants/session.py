"""A command is one transaction: lock, load, decide, append, project, judge, commit.

Rules are judged on what results, so that a late fact, a correction and an annulment are
judged by the same lines.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast
from uuid import UUID

import msgspec

from kyogikai_tenants import errors
from kyogikai_tenants.changes import Change, Placed, Recorded
from kyogikai_tenants.commands import Actor, Command, Say, Unit
from kyogikai_tenants.events import Flag
from kyogikai_tenants.log import directory
from kyogikai_tenants.log.connection import Connection, Engine, transaction
from kyogikai_tenants.log.personal_data import SHORTEST_KEY, Keys, WeakKey, sealed_in
from kyogikai_tenants.log.recorder import Envelope, Log
from kyogikai_tenants.municipalities import Municipality, MunicipalityProfile
from kyogikai_tenants.rights import demand
from kyogikai_tenants.rules import Reads, broken
from kyogikai_tenants.texts import surely_writable, unwritable


class Projector(Protocol):
    """Writes what changed, in the command's transaction; implemented by the floor above."""

    def project(self, connection: Connection, changes: Sequence[Change], recorded: Recorded) -> None:
        """Bring the read models up to the recorded positions."""

    def reads(self, connection: Connection) -> Reads:
        """What the rules across records may ask."""


@dataclass(frozen=True)
class Receipt:
    """A command's answer, the same for every retry: it is read off the log."""

    record_id: UUID
    positions: tuple[int, ...]
    repeated: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Commands:
    """The way in for one tenant. The projector comes from the floor above."""

    engine: Engine
    tenant_id: UUID
    projector: Projector

    def execute(self, command: Command, *, actor: Actor, key: str = "", request_id: str = "") -> Receipt:
        """Run a command once per actor, command and key, however often it is sent. Raises Refused."""
        with transaction(self.engine, self.tenant_id) as connection:
            return Session(connection, self.projector).execute(
                command, actor=actor, key=key, request_id=request_id
            )


class Session:
    """Commands on one transaction: one of them, or a whole import that stands or falls together.

    With ``lenient``, for old history, a broken business rule becomes a quality flag on the
    events; everything else is refused all the same.
    """

    def __init__(self, connection: Connection, projector: Projector, *, lenient: bool = False) -> None:
        self._connection, self._projector, self._lenient = connection, projector, lenient
        self.log = Log.within(connection)
        self.log.lock()

    def execute(self, command: Command, *, actor: Actor, key: str = "", request_id: str = "") -> Receipt:
        """Run one command under the lock. Raises Refused."""
        if isinstance(command, Say):
            demand(actor.role, command.event)
        storable(command, key)
        envelope = envelope_of(command, actor, key or secrets.token_hex(16), request_id)
        earlier = _earlier(self.log, envelope)
        if earlier is not None:
            return earlier
        accepted, flags, made = set[str](), tuple[Flag, ...](), list[UUID]()
        while True:
            with self._connection.begin_nested() as attempt:
                receipt, changes, trouble = self._attempt(command, actor, envelope, flags, made)
                if 0 < len(key) < SHORTEST_KEY and any(sealed_in(e) for c in changes for e in c.new):
                    raise WeakKey
                fresh = [p for p in trouble if p.message("en") not in accepted]
                if not fresh:
                    return receipt
                attempt.rollback()
            already = {p.message("en") for p in self._trouble([c.undone() for c in changes if c.before])}
            flags += tuple(self._flag(p) for p in fresh if p.message("en") not in already)
            accepted |= {p.message("en") for p in fresh}

    def _attempt(
        self, command: Command, actor: Actor, envelope: Envelope, flags: tuple[Flag, ...], made: list[UUID]
    ) -> tuple[Receipt, Sequence[Change], list[errors.Refused]]:
        unit = Unit(self.log, Keys(self._connection), actor, flags, made)
        record_id = command.run(unit)
        changes = unit.changes()
        recorded = self._append(unit, envelope)
        self._projector.project(self._connection, changes, recorded)
        _enter(self._connection, changes)
        return Receipt(record_id, tuple(e.position for e in recorded.events)), changes, self._trouble(changes)

    def _append(self, unit: Unit, envelope: Envelope) -> Recorded:
        stored = [unit.store.mapper.to_stored_event(event) for _, event in unit.said]
        audiences = [record.audience for record, _ in unit.said]
        appended = self.log.append(stored, envelope, audiences)
        events = [event for _, event in unit.said]
        for event in events:
            if event.ERASES:
                unit.keys.destroy(event.originator_id)
        placed = map(Placed, appended.positions, events, audiences)
        return Recorded(envelope, appended.recorded_at, tuple(placed))

    def _trouble(self, changes: Sequence[Change]) -> list[errors.Refused]:
        """What the changed records break."""
        own = [p for c in changes for p in c.record.problems()]
        return [*own, *broken(self._projector.reads(self._connection), changes)]

    def _flag(self, problem: errors.Refused) -> Flag:
        """The flag under which a problem is accepted. Raises the problem if it is not."""
        if not (problem.FLAGGED or (self._lenient and problem.BUSINESS)):
            raise problem
        return Flag(problem.CODE.lower(), problem.message("ja")[:400])


def _enter(connection: Connection, changes: Sequence[Change]) -> None:
    """The directory follows what the tenant's log says of its status: a suspended one is served no more."""
    for change in changes:
        for tile in change.after.tiles[-1:] if isinstance(change.record, Municipality) else ():
            directory.set_status(connection, change.record.id, cast(MunicipalityProfile, tile.state).status)


def storable(command: Command, key: str) -> None:
    """Before anything is encoded. Raises BadInput naming the field."""
    said = {"key": key, "input": command.input}
    if surely_writable(said):
        return
    if bad := unwritable(msgspec.to_builtins(said, builtin_types=(UUID,))):
        path = bad[0].removeprefix("input.").removeprefix("fields.")
        raise errors.BadInput(field=path, field_path=path, problem=bad[1])


def envelope_of(command: Command, actor: Actor, key: str, request_id: str) -> Envelope:
    """Who did what, under which key; the key and the input only as digests."""
    own = hashlib.sha256(f"{actor.id}\0{command.word}\0{key}".encode()).digest()
    digest = hmac.digest(key.encode(), msgspec.json.encode(command.input, order="sorted"), "sha256")
    return Envelope(actor.id, actor.role, request_id, command.word, own, digest)


def _earlier(log: Log, envelope: Envelope) -> Receipt | None:
    rows = log.under(envelope.command_key)
    if any(digest != envelope.command_digest for *_, digest in rows):
        raise errors.KeyReused
    return Receipt(rows[0][1], tuple(row[0] for row in rows), repeated=True) if rows else None
