"""What every record can do: hold facts, be corrected, be judged, and say what it adds up to."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

import msgspec

from kyogikai_tenants import errors
from kyogikai_tenants.effective import Kind
from kyogikai_tenants.events import (
    AudienceChanged, Begins, Does, Event, EventAnnulled, EventCorrected, Fact,
)  # fmt: skip
from kyogikai_tenants.identity import part_id
from kyogikai_tenants.states import Entity, Part, Version
from kyogikai_tenants.timeline import at, entity_versions, misplaced, part_versions, standing, typed
from kyogikai_tenants.vocabulary import Audience, Existence


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
    own_audience: dict[UUID, Audience]
    """The rows whose audience is not the record's."""


class Record:
    """One stream of events, whose state is what its timeline says."""

    KINDS: ClassVar[dict[str, type["Record"]]] = {}
    OPENED_BY: ClassVar[dict[type[Event], type["Record"]]] = {}
    STATE: ClassVar[type[Entity]]
    CONTAINERS: ClassVar[dict[str, str]] = {}
    """State field -> kind of the record within whose life every fact must lie."""

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

    def say(self, event: Event) -> None:
        """Add an event; whether a rule is broken is judged on what results."""
        self.events.append(event)
        self.__dict__.pop("said", None)
        self.__dict__.pop("derived", None)

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
            if event is self.events[0] and isinstance(event, Begins):
                found = event.audience
            elif isinstance(event, AudienceChanged) and not event.fields:
                found = event.audience
        return found

    def part_audience(self, table: str) -> Audience | None:
        """The audience that a kind of part was given apart."""
        changes = [e for e in self.events if isinstance(e, AudienceChanged)]
        return next((e.audience for e in reversed(changes) if table in e.fields or not e.fields), None)

    def parts(self) -> Iterator[Version]:
        """The rows of its parts; a record whose facts build one part together says so here."""
        return part_versions(self.said)

    @cached_property
    def derived(self) -> Derived:
        """Every row that the record adds up to."""
        tiles = entity_versions(self.STATE, self.said)
        parts = list(self.parts()) if tiles else []
        rows = frozenset([*tiles, *parts, *self._occasions(tiles)])
        return Derived(rows, self.audience, dict(self._apart(parts)))

    def _apart(self, parts: Iterable[Version]) -> Iterator[tuple[UUID, Audience]]:
        for version in parts:
            own = self.part_audience(version.state.TABLE) or version.state.own_audience()
            if own is not None and own is not self.audience:
                yield version.id, own

    def _occasions(self, tiles: Sequence[Version]) -> Iterator[Version]:
        for fact in self.said if tiles and self.CONTAINERS else ():
            day = fact.last_inside
            tile = at(tiles, fact.day) if fact.effective.kind is not Kind.UNDATED else None
            if tile is None:
                continue
            for field, kind in self.CONTAINERS.items():
                for container in _ids(getattr(tile.state, field)):
                    row = Occasion(effective=fact.effective, container_id=container, container_kind=kind, day=day)
                    key = part_id(self.id, f"occasion:{fact.originator_version}:{container}")
                    yield Version(key, day, None, Existence.LIVE, row, (fact.originator_version,))

    def problems(self) -> Iterator[errors.Refused]:
        """The rules of its own that the record breaks; a subclass adds to them."""
        undated = [f for f in self.said if f.effective.kind is Kind.UNDATED]
        if loose := [line(f) for f in undated if f.DOES not in {Does.BEGINS, Does.DEFINES}]:
            yield errors.NeedsADay(facts="; ".join(loose))
        if not any(isinstance(f, Begins) for f in self.said) and self.said:
            yield errors.OpeningStands(facts="; ".join(map(line, self.said)))
        elif outside := misplaced(self.said):
            yield errors.OutsideLife(facts="; ".join(map(line, outside)))

    def correct(self, target: int, field: str, new: Any, reason: str) -> EventCorrected:
        """The event that corrects one field of a standing fact; the log keeps what it said before."""
        fact = next((f for f in self.said if f.originator_version == target), None)
        if fact is None or field in _FIXED or field not in fact.__dataclass_fields__:
            raise errors.NotCorrectable(target=target, name=field)
        try:
            typed(type(fact), field, new)
        except (msgspec.ValidationError, ValueError) as problem:
            raise errors.BadInput(field=field, field_path=field, problem=str(problem)) from problem
        old = msgspec.to_builtins(getattr(fact, field))
        return EventCorrected(
            originator_id=self.id, originator_version=self.version + 1,
            target=target, field=field, old=old, new=new, reason=reason,
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


_FIXED = {"originator_id", "originator_version", "audience"}


def _ids(value: Any) -> tuple[UUID, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, UUID) else tuple(value)


def line(fact: Fact) -> str:
    """A fact in a refusal's list of dependents."""
    return f"{fact.originator_version} {fact.LABEL} ({fact.effective})"


