"""継承と所属: what descends from what, and what stands under what, never leads back to itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace as with_fields
from typing_extensions import override

from kyogikai_tenants.changes import Change
from kyogikai_tenants.commands import Command, Unit, declared
from kyogikai_tenants.council.bodies import BodyId, BodyMerged, BodyState
from kyogikai_tenants.council.councils import Lineage
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.errors import BadInput, Refused
from kyogikai_tenants.rules import Reads, rule
from kyogikai_tenants.states import Version
from kyogikai_tenants.timeline import INSIDE
from kyogikai_tenants.vocabulary import LineageChange, Role

DESCENT = frozenset({LineageChange.SUCCEEDED, LineageChange.MERGED, LineageChange.SPLIT})
"""The steps that lead to another body or council, never to the same (as a renaming does)."""


class LineageCycle(Refused):
    """Nothing descends from itself, over however many steps."""

    CODE = "LINEAGE_CYCLE"
    JA = "継承の関係が循環します（{from_id} → {to_id}）。"
    EN = "The descent would lead back to itself ({from_id} → {to_id})."


class MergerNeedsTwo(Refused):
    """A merger ends at least two bodies; one that goes on in another is succeeded by it."""

    CODE = "MERGER_NEEDS_TWO"
    JA = "統合には二つ以上の会議体が要ります。一つだけなら継承として記録してください。"
    EN = "A merger takes at least two bodies; a single one is succeeded."
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class ParentCycle(Refused):
    """No body stands, on any day, under itself."""

    CODE = "PARENT_CYCLE"
    JA = "「{name}」が自らの下に置かれることになります。"
    EN = "{name} would stand under itself."


@dataclass(frozen=True)
class MergeBodies(Command):
    """Several bodies end in one: each of them says so, in one transaction."""

    source_ids: tuple[BodyId, ...]
    into_id: BodyId
    effective: Effective
    reason: str = ""

    @property
    @override
    def word(self) -> str:
        """Its own name."""
        return "MergeBodies"

    @property
    @override
    def input(self) -> Any:
        """All fields."""
        return msgspec.to_builtins(vars(self))

    @override
    def run(self, unit: Unit) -> UUID:
        """Say it of each source; the answer is about the first."""
        if not self.source_ids:
            raise BadInput(field="source_ids", field_path="source_ids", problem="names no body")
        said = {"into_id": self.into_id, "effective": self.effective, "reason": self.reason}
        for source in self.source_ids:
            record, others = unit.get(source, "body"), [s for s in self.source_ids if s != source]
            unit.say(record, declared(BodyMerged, record, said | {"with_ids": others}))
        return self.source_ids[0]


def _steps(change: Change) -> Iterator[Lineage]:
    for version in change.fresh():
        step = version.state
        if isinstance(step, Lineage) and (step.from_id != step.to_id or step.change in DESCENT):
            yield step


@rule
def lineage_is_acyclic(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """From where a new step leads, no way leads back to where it starts."""
    for change in changes:
        for step in sorted(_steps(change), key=lambda s: str(s.to_id)):
            if step.from_id in _reached(reads, step.to_id):
                yield LineageCycle(from_id=step.from_id, to_id=step.to_id)


def _reached(reads: Reads, start: UUID) -> set[UUID]:
    """What descends from a body or council, itself included."""
    found, fresh = {start}, {start}
    while fresh:
        steps = [k.version.state for k in reads.versions(Lineage, from_id=fresh)]
        fresh = {s.to_id for s in steps if isinstance(s, Lineage)} - found
        found |= fresh
    return found


@rule
def a_merger_has_two_sources(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Judged when it is said: taking one source back, or correcting its day, may come before the other.

    A source that names another is one of two; where they are said one by one, the other follows.
    """
    for change in changes:
        said = {e.originator_version for e in change.new if isinstance(e, BodyMerged) and not _named(e)}
        for version in change.after.versions if said else ():
            step = version.state
            if isinstance(step, Lineage) and step.change is LineageChange.MERGED and said & {*version.facts}:
                sources = {k.record_id for k in reads.versions(Lineage, link=[step.link])}
                if len(sources) < 2:  # noqa: PLR2004 - the rule is about two
                    yield MergerNeedsTwo(field="source_ids")


def _named(merged: BodyMerged) -> bool:
    """Whether another source is named."""
    return bool({*merged.with_ids} - {merged.originator_id, merged.into_id})


@rule
def no_body_stands_under_itself(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Wherever the new place in the chart meets those of the bodies above it, day by day."""
    for change in changes:
        for tile in change.fresh_tiles() if change.record.kind == "body" else ():
            if tile.existence in INSIDE and _under(reads, change.record.id, tile):
                yield ParentCycle(field="parent_id", name=_body(tile).name)


def _under(reads: Reads, me: UUID, tile: Version) -> bool:
    """Whether a body is found above itself on a day of the tile."""
    seen, above = set[tuple[UUID, Version]](), [tile]
    while above:
        place = above.pop()
        parent = _body(place).parent_id
        if parent == me:
            return True
        if parent is None or (parent, place) in seen:
            continue
        seen.add((parent, place))
        found = [k.version for k in reads.versions(BodyState, id=[parent])]
        above += [both for v in found if v.existence in INSIDE and (both := _shared_days(v, place))]
    return False


def _shared_days(tile: Version, other: Version) -> Version | None:
    """The tile on the days that both speak of."""
    begin = max(tile.valid_from, other.valid_from)
    end = min((d for d in (tile.valid_to, other.valid_to) if d), default=None)
    return with_fields(tile, valid_from=begin, valid_to=end) if _is_span(begin, end) else None


def _is_span(begin: date, end: date | None) -> bool:
    return end is None or begin < end


def _body(tile: Version) -> BodyState:
    assert isinstance(tile.state, BodyState)  # noqa: S101 - the kind says so
    return tile.state
