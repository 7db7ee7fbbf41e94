"""What every record can do: hold facts, be corrected, be judged, and say what it adds up to."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

import msgspec
from typing_extensions import override

from kyogikai_tenants import errors
from kyogikai_tenants.acting import acting_fields
from kyogikai_tenants.effective import Kind
from kyogikai_tenants.events import (
    AudienceChanged,
    Begins,
    Does,
    Event,
    EventAnnotated,
    EventAnnulled,
    EventCorrected,
    Fact,
)  # fmt: skip
from kyogikai_tenants.identity import part_id
from kyogikai_tenants.log.personal_data import personal_fields
from kyogikai_tenants.states import STATES, Entity, Part, Version
from kyogikai_tenants.timeline import at, entity_versions, misplaced, part_versions, standing, typed
from kyogikai_tenants.vocabulary import Audience, Existence, Role


class Occasion(Part, frozen=True, kw_only=True):
    """A day on which a fact needs its container to live; rules across records are judged on these."""

    TABLE = "occasion"

    container_id: UUID
    container_kind: str
    day: date


class Derived(NamedTuple):
    """What a record adds up to: its rows, and who may see them."""

    versions: frozenset[Version]
    audience: Audience
    by_table: dict[str, Audience]
    """The kinds of part that ``AudienceChanged`` gave an audience of their own."""
    latest: dict[UUID, Audience]
    """The rows whose state has an audience of its own: what the last of their versions says."""
    record_id: UUID

    @property
    def tiles(self) -> list[Version]:
        """The record as a whole, in order; what it lists may be entities too (the members of a body)."""
        return sorted((v for v in self.versions if v.id == self.record_id), key=lambda v: v.valid_from)

    def visibility(self) -> tuple[Any, ...]:
        """All that decides who sees which row."""
        return self.audience, self.by_table, self.latest

    def seen_by(self, table: str, row_id: UUID, own: Audience | None) -> Audience:
        """Who sees a version whose state says ``own``: never more than may see its last version.

        So neither a draft comes to light with the published minutes, nor do withdrawn
        minutes come back with yesterday's knowledge.
        """
        if table in self.by_table:
            return self.by_table[table]
        own = own or self.audience
        return max(own, self.latest.get(row_id, own), key=NARROWNESS.index)


NARROWNESS = list(Audience)
"""From what everybody sees to what hardly anybody does."""


class Record:
    """One stream of events, whose state is what its timeline says."""

    KINDS: ClassVar[dict[str, type["Record"]]] = {}
    OPENED_BY: ClassVar[dict[type[Event], type["Record"]]] = {}
    STATE: ClassVar[type[Entity]]
    CONTAINERS: ClassVar[dict[str, str]] = {}
    """State field -> kind of the record within whose life every fact must lie."""

    @override
    def __init_subclass__(cls, *, state: type[Entity], opened_by: Sequence[type[Event]]) -> None:
        """The event that opens a stream tells what it is a record of."""
        cls.STATE = state
        Record.KINDS[state.TABLE] = cls
        Record.OPENED_BY |= dict.fromkeys(opened_by, cls)

    def __init__(self, record_id: UUID, events: Sequence[Event] = ()) -> None:
        self.id, self.events = record_id, list(events)

    @staticmethod
    def load(events: Sequence[Event]) -> "Record":
        """The record that a stored stream is."""
        return Record.OPENED_BY[type(events[0])](events[0].originator_id, events)

    @property
    def kind(self) -> str:
        """What it is a record of: its table."""
        return self.STATE.TABLE

    @property
    def version(self) -> int:
        """How many events it has."""
        return len(self.events)

    def admit(self, event: Event, actor: str, role: Role) -> None:
        """Raises Refused where a record is only for some of those whose role may record such an event."""

    def say(self, event: Event) -> None:
        """Add an event; whether a rule is broken is judged on what results."""
        self.events.append(event)
        self.__dict__.pop("derived", None)
        if not isinstance(event, Fact):
            self.__dict__.pop("said", None)
        elif "said" in self.__dict__:
            self.said.append(event)  # a new fact stands, and changes no earlier one

    @cached_property
    def said(self) -> list[Fact]:
        """The facts that stand, as corrected."""
        return standing(self.events)

    def on(self, day: date) -> Version | None:
        """The record as a whole on a day; None if it never was."""
        return at(entity_versions(self.STATE, self.said), day)

    @property
    def audience(self) -> Audience:
        """Who may see the record now: as its opening said, or as changed since."""
        found = Audience.COUNCIL
        for event in self.events:
            if (event is self.events[0] and isinstance(event, Begins)) or (
                isinstance(event, AudienceChanged) and not event.fields
            ):
                found = event.audience
        return found

    def parts(self) -> Iterator[Version]:
        """The rows of its parts; a record whose facts build one part together says so here."""
        return part_versions(self.said)

    @cached_property
    def derived(self) -> Derived:
        """Every row that the record adds up to."""
        tiles = entity_versions(self.STATE, self.said)
        parts = list(self.parts()) if tiles else []
        rows = frozenset([*tiles, *parts, *self._occasions(tiles)])
        return Derived(rows, self.audience, self._by_table(), _latest(parts), self.id)

    def _by_table(self) -> dict[str, Audience]:
        changes = [e for e in self.events if isinstance(e, AudienceChanged)]
        return {table: e.audience for e in changes for table in e.fields}

    def _occasions(self, tiles: Sequence[Version]) -> Iterator[Version]:
        for fact in self.said if tiles and self.CONTAINERS else ():
            tile = at(tiles, fact.day)
            if tile is None:
                continue
            day = fact.day if fact.effective.kind is Kind.UNDATED else fact.last_inside
            for field, kind in self.CONTAINERS.items():
                for container in _ids(getattr(tile.state, field)):
                    row = Occasion(
                        effective=fact.effective, container_id=container, container_kind=kind, day=day
                    )
                    key = part_id(self.id, f"occasion:{fact.originator_version}:{container}")
                    yield Version(key, day, None, Existence.LIVE, row, (fact.originator_version,))

    def problems(self) -> Iterator[errors.Refused]:
        """The rules of its own that the record breaks; a subclass adds to them."""
        undated = [f for f in self.said if f.effective.kind is Kind.UNDATED]
        if loose := [line(f) for f in undated if f.DOES not in {Does.BEGINS, Does.DEFINES}]:
            yield errors.NeedsADay(facts="; ".join(loose))
        for event in self.events:
            if isinstance(event, EventAnnotated) and not 1 <= event.target < event.originator_version:
                yield errors.NotCorrectable(target=event.target, name="")
            if isinstance(event, AudienceChanged) and (unknown := set(event.fields) - STATES.keys()):
                yield errors.BadInput(field="fields", field_path="fields", problem=f"no such part: {unknown}")
        if not any(isinstance(f, Begins) for f in self.said) and self.said:
            yield errors.OpeningStands(facts="; ".join(map(line, self.said)))
        elif outside := misplaced(self.said):
            yield errors.OutsideLife(facts="; ".join(map(line, outside)))

    def correct(self, target: int, field: str, new: Any, reason: str) -> EventCorrected:
        """The event that corrects one field of a standing fact; the log keeps what it said before."""
        fact = next((f for f in self.said if f.originator_version == target), None)
        if fact is None or field in _FIXED or field not in {f.name for f in fields(fact)}:
            raise errors.NotCorrectable(target=target, name=field)
        if field in acting_fields(type(fact)):
            raise errors.NotCorrectable(target=target, name=field)
        try:
            typed(type(fact), field, new)
        except (msgspec.ValidationError, ValueError) as problem:
            raise errors.BadInput(field=field, field_path=field, problem=str(problem)) from problem
        old = msgspec.to_builtins(getattr(fact, field))
        whose = personal_fields(type(fact)).get(field)
        return EventCorrected(
            originator_id=self.id, originator_version=self.version + 1,
            target=target, field=field, old=old, new=new, reason=reason,
            sealed_for=getattr(fact, whose) if whose else None,
        )  # fmt: skip

    def annul(self, target: int, reason: str) -> EventAnnulled:
        """The event that takes back a fact or a correction; never an annulment, never twice."""
        final = {e.target for e in self.events if isinstance(e, EventAnnulled)}
        event = self.events[target - 1] if 1 <= target <= self.version else None
        if target in final or not isinstance(event, Fact | EventCorrected):
            raise errors.NotCorrectable(target=target, name="")
        return EventAnnulled(
            originator_id=self.id, originator_version=self.version + 1, target=target, reason=reason
        )


def _latest(parts: Sequence[Version]) -> dict[UUID, Audience]:
    owned = ((v.id, v.state.own_audience()) for v in sorted(parts, key=lambda v: v.valid_from))
    return {row_id: own for row_id, own in owned if own is not None}


_FIXED = {"originator_id", "originator_version", "audience"}


def _ids(value: Any) -> tuple[UUID, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, UUID) else tuple(value)


def line(fact: Fact) -> str:
    """A fact in a refusal's list of dependents."""
    return f"{fact.originator_version} {fact.LABEL} ({fact.effective})"
