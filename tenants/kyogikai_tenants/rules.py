"""Rules across records: judged after the event, on what results, in the same transaction.

A feature's module states its rule with ``@rule``; it reads through ``Reads``, which the floor
above implements on the read models. The head lock makes that safe.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from kyogikai_tenants import errors
from kyogikai_tenants.changes import Change
from kyogikai_tenants.effective import Kind
from kyogikai_tenants.record import Occasion, Record
from kyogikai_tenants.references import members
from kyogikai_tenants.states import STATES, Entity, State, Version
from kyogikai_tenants.timeline import INSIDE, at
from kyogikai_tenants.vocabulary import Existence


class Known(NamedTuple):
    """A version as known now, and the record that it belongs to."""

    record_id: UUID
    version: Version


class Reads(Protocol):
    """What rules may ask: the read models in the command's transaction, as known now."""

    def versions(self, state: type[State], **equal: Collection[Any]) -> Sequence[Known]:
        """The versions whose columns (or ``id``, ``stream_id``) have one of those values."""


Rule = Callable[[Reads, Sequence[Change]], Iterable[errors.Refused]]
RULES: list[Rule] = []


def rule(judge: Rule) -> Rule:
    """Declare a rule across records."""
    RULES.append(judge)
    return judge


def broken(reads: Reads, changes: Sequence[Change]) -> Iterator[errors.Refused]:
    """What the changes leave broken."""
    for judge in RULES:
        yield from judge(reads, changes)


@rule
def facts_lie_within_their_containers(reads: Reads, changes: Sequence[Change]) -> Iterator[errors.Refused]:
    """Both ways: a fact added outside its container's life, and a life that moves away from its facts.

    What is undated holds on every day of its container's life; it only asks that there is one.
    """
    found = {Known(c.record.id, v) for c in changes for v in c.fresh() if isinstance(v.state, Occasion)}
    if moved := [c.record.id for c in changes if c.life_changed]:
        found |= set(reads.versions(Occasion, container_id=moved))
    by_kind: dict[str, list[tuple[Known, Occasion]]] = defaultdict(list)
    for known in found:
        occasion = known.version.state
        assert isinstance(occasion, Occasion)  # noqa: S101 - asked for
        by_kind[occasion.container_kind].append((known, occasion))
    for kind, occasions in by_kind.items():
        lives: dict[UUID, list[Version]] = defaultdict(list)
        for container in reads.versions(Record.KINDS[kind].STATE, id={o.container_id for _, o in occasions}):
            lives[container.record_id].append(container.version)
        for known, occasion in occasions:
            life = lives[occasion.container_id]
            if occasion.effective is None or occasion.effective.kind is not Kind.UNDATED or not life:
                yield from _outside(at(life, occasion.day), known, occasion)


@rule
def nothing_names_what_never_was(reads: Reads, changes: Sequence[Change]) -> Iterator[errors.Refused]:
    """An opening is annulled only when no record that stands names the one that it opened.

    What is confidential is not asked: a refusal would tell that it is there.
    """
    gone = {c.record.id for c in changes if c.before and c.before.tiles and not c.after.tiles}
    for state in (s for s in STATES.values() if gone and not s.CONFIDENTIAL):
        for column in (n for n, hint in members(state).items() if hint in {UUID, UUID | None}):
            for known in reads.versions(state, **{column: gone}):
                if known.record_id not in gone:
                    yield errors.OpeningStands(facts=f"{state.TABLE} {known.record_id}")


def _outside(tile: Version | None, known: Known, occasion: Occasion) -> Iterator[errors.Refused]:
    if tile is None or tile.existence not in INSIDE:
        fact = f"{known.record_id} {known.version.facts[0]} ({occasion.effective})"
        yield errors.OutsideLife(facts=f"{fact} / {occasion.container_kind} {occasion.container_id}")
    elif tile.existence is Existence.UNKNOWN and isinstance(tile.state, Entity):
        yield errors.BeforeFirstSighting(facts=f"{occasion.effective}（「{tile.state.caption()}」）")
