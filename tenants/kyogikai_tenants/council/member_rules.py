"""What must hold among the members of a body: one a seat, within the term, no more than the rule says."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any, NamedTuple, cast
from uuid import UUID

import msgspec
from typing_extensions import override

from kyogikai_tenants.changes import Change
from kyogikai_tenants.commands import Command, Unit, declared
from kyogikai_tenants.council.bodies import BodyState
from kyogikai_tenants.council.enactments import EnactmentState
from kyogikai_tenants.council.members import MemberAppointed, MemberReplaced, MembershipState, SeatState
from kyogikai_tenants.council.terms import Stretch, TermState, stretches
from kyogikai_tenants.effective import Basis, Effective, Kind
from kyogikai_tenants.errors import NotFound, Refused
from kyogikai_tenants.record import Occasion
from kyogikai_tenants.rules import Reads, rule
from kyogikai_tenants.states import Version
from kyogikai_tenants.timeline import at
from kyogikai_tenants.vocabulary import BodyKind, Existence, Role


@dataclass(frozen=True)
class ReplaceMember(Command):
    """Both sides of a replacement at once: the substitute takes over body, term, seat and category.

    ``fields`` are those of ``MemberAppointed`` that name the substitute. After an ``at``, which acts
    through its last day, the substitute serves from the day after.
    """

    subject: UUID
    effective: Effective
    fields: dict[str, Any]
    reason: str = ""

    @property
    @override
    def word(self) -> str:
        """Its own name, which is also the event's command."""
        return "ReplaceMember"

    @property
    @override
    def input(self) -> Any:
        """All that was asked for."""
        return msgspec.to_builtins(vars(self))

    @override
    def run(self, unit: Unit) -> UUID:
        """Appoint the substitute, end the other; the answer is about the substitute."""
        outgoing = unit.get(self.subject, "membership")
        tile = outgoing.on(self.effective.earliest)
        if tile is None:
            raise NotFound(kind="membership", id=self.subject)
        was = cast(MembershipState, tile.state)
        taken = {
            "body_id": was.body_id,
            "term_id": was.term_id,
            "seat_id": was.seat_id,
            "category": was.category,
        }
        own = {"effective": self._takes_over(), "audience": outgoing.audience, "substitute": True}
        substitute = unit.open(MemberAppointed, unit.new_id())
        unit.say(substitute, declared(MemberAppointed, substitute, taken | self.fields | own))
        end = {"effective": self.effective, "successor_id": substitute.id, "reason": self.reason}
        unit.say(outgoing, declared(MemberReplaced, outgoing, end))
        return substitute.id

    def _takes_over(self) -> Effective:
        if self.effective.kind is not Kind.AT:
            return self.effective
        after = self.effective.latest + timedelta(days=1)
        return Effective(Kind.FROM, after.isoformat(), Basis.DERIVED)


class AfterTheTerm(Refused):
    """An appointment, and all that follows it, lies within the term that it names, up to its planned end."""

    CODE = "AFTER_THE_TERM"
    JA = "{day} は任期（{end} まで）の後です。"
    EN = "{day} is after the term, which lasts until {end}."
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class SeatTaken(Refused):
    """One person per seat at a time."""

    CODE = "SEAT_TAKEN"
    JA = "委員枠「{seat}」は {day} にすでに埋まっています。"
    EN = "The seat {seat} is taken on {day}."
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class ServesTheRest(Refused):
    """A substitute is appointed as one, to the same body and term, and serves after the one replaced."""

    CODE = "SERVES_THE_REST"
    JA = "後任は、同じ会議体の同じ任期の残りを務める補欠の委員です。"
    EN = "A successor serves the rest of the same term in the same body, as a substitute."
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class TooManyMembers(Refused):
    """A body has no more members than the rule in force allows (vacant seats and mere lists do not count)."""

    CODE = "TOO_MANY_MEMBERS"
    JA = "委員は {maximum} 人以内です（{day} に {count} 人目）。"
    EN = "There may be {maximum} members; this is number {count} on {day}."
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class Tenure(NamedTuple):
    """A membership while nothing about it changes, up to the end of its term at the latest."""

    record_id: UUID
    state: MembershipState
    days: Stretch


def tenures(reads: Reads, **equal: Collection[Any]) -> list[Tenure]:
    """The memberships of record (not those that a list names) that are filled, with the days of each."""
    own = [
        (k.record_id, k.version, cast(MembershipState, k.version.state))
        for k in reads.versions(MembershipState, **equal)
        if k.version.id == k.record_id and k.version.existence is Existence.LIVE
    ]
    terms = stretches(reads.versions(TermState, id={s.term_id for _, _, s in own if s.term_id}))
    found = []
    for record_id, version, state in own:
        end = version.valid_to or date.max
        if state.term_id in terms:
            end = min(end, terms[state.term_id].end)
        if version.valid_from < end and not state.vacant:
            found.append(Tenure(record_id, state, Stretch(version.valid_from, end)))
    return found


def _touched(reads: Reads, changes: Sequence[Change]) -> list[MembershipState]:
    """What the changed memberships are now, and those of the changed terms."""
    own = [
        cast(MembershipState, t.state)
        for c in changes
        if c.record.kind == "membership"
        for t in c.fresh_tiles()
    ]
    terms = [c.record.id for c in changes if c.record.kind == "term" and c.before and c.fresh_tiles()]
    known = reads.versions(MembershipState, term_id=terms)
    return [*own, *(cast(MembershipState, k.version.state) for k in known)]


@rule
def appointments_lie_in_the_planned_term(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Both ways: a fact added after the planned end, and a planned end moved before its facts."""
    occasions = [v.state for c in changes for v in c.fresh() if isinstance(v.state, Occasion)]
    moved = [c.record.id for c in changes if c.record.kind == "term" and c.before and c.fresh_tiles()]
    occasions += [cast(Occasion, k.version.state) for k in reads.versions(Occasion, container_id=moved)]
    mine = [o for o in occasions if o.container_kind == "term"]
    terms = stretches(reads.versions(TermState, id={o.container_id for o in mine}))
    for occasion in mine:
        term = terms.get(occasion.container_id)
        if term and occasion.day >= term.end:
            yield AfterTheTerm(day=occasion.day, end=term.end - timedelta(days=1))


@rule
def a_seat_has_one_holder(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Whichever event brought two people to one seat."""
    seats = {s.seat_id for s in _touched(reads, changes) if s.seat_id}
    held = tenures(reads, seat_id=seats)
    names = {
        k.record_id: cast(SeatState, k.version.state).caption() for k in reads.versions(SeatState, id=seats)
    }
    for one, other in combinations(sorted(held, key=lambda t: (t.days.begin, t.record_id)), 2):
        same = one.state.seat_id == other.state.seat_id and one.record_id != other.record_id
        if same and one.days.meets(other.days):
            yield SeatTaken(
                field="seat_id", seat=names.get(cast(UUID, one.state.seat_id), ""), day=other.days.begin
            )


@rule
def a_substitute_serves_the_rest(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Both ways: who is replaced names a successor, and the successor stays one."""
    ids = [c.record.id for c in changes if c.record.kind == "membership"]
    found = [*reads.versions(MembershipState, id=ids), *reads.versions(MembershipState, successor_id=ids)]
    replaced = {k.record_id: k.version for k in found if k.version.existence is Existence.ENDED}
    for version in replaced.values():
        was = cast(MembershipState, version.state)
        if was.successor_id:
            tiles = [k.version for k in reads.versions(MembershipState, id=[was.successor_id])]
            before = at(tiles, version.valid_from - timedelta(days=1))
            heir = cast(MembershipState, tiles[0].state) if tiles else None
            early = before is not None and before.existence is Existence.LIVE
            same = heir and (heir.body_id, heir.term_id, heir.substitute) == (was.body_id, was.term_id, True)
            if early or not same:
                yield ServesTheRest(field="successor_id")


@rule
def members_are_within_the_maximum(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Whichever event added a member, or lowered the maximum.

    A rule for a body limits that body; a rule for the council limits its general assembly.
    """
    bodies = {s.body_id for s in _touched(reads, changes)}
    enacted = [t.state for c in changes if c.record.kind == "enactment" for t in c.fresh_tiles()]
    bodies |= {body for state in enacted for body in _limited(reads, cast(EnactmentState, state))}
    for body in bodies:
        filled = tenures(reads, body_id=[body])
        for version, enacted_then in in_force(reads, body):
            everywhere = enacted_then.scope_id != body
            if enacted_then.max_members is not None and not (everywhere and not _is_assembly(reads, body)):
                days = Stretch(version.valid_from, version.valid_to or date.max)
                yield from _beyond(enacted_then.max_members, days, filled)


def _limited(reads: Reads, enacted: EnactmentState) -> set[UUID]:
    """The bodies whose members a rule may limit."""
    own = reads.versions(BodyState, id=[enacted.scope_id] if enacted.scope_id else [])
    assemblies = reads.versions(
        BodyState, council_id=[enacted.council_id], kind=[BodyKind.GENERAL_ASSEMBLY.value]
    )
    return {k.record_id for k in (*own, *assemblies)}


def _is_assembly(reads: Reads, body: UUID) -> bool:
    found = [cast(BodyState, k.version.state) for k in reads.versions(BodyState, id=[body])]
    return any(s.kind is BodyKind.GENERAL_ASSEMBLY for s in found)


def in_force(reads: Reads, body: UUID) -> Iterator[tuple[Version, EnactmentState]]:
    """The rules that bind a body, with their days: its own, its group's, its council's."""
    found = [cast(BodyState, k.version.state) for k in reads.versions(BodyState, id=[body])]
    councils = {s.council_id for s in found}
    scopes = {None, body, *councils, *(s.group_id for s in found)}
    for known in reads.versions(EnactmentState, council_id=councils):
        enacted = cast(EnactmentState, known.version.state)
        if known.version.existence is Existence.LIVE and enacted.scope_id in scopes:
            yield known.version, enacted


def _beyond(maximum: int, days: Stretch, filled: Sequence[Tenure]) -> Iterator[Refused]:
    """Every member beyond the maximum, by the first day on which there are so many."""
    inside = [t for t in filled if t.days.meets(days)]
    reached: dict[int, date] = {}
    for day in sorted({max(t.days.begin, days.begin) for t in inside}):
        there = {t.record_id for t in inside if t.days.begin <= day < t.days.end}
        for number in range(max(maximum, 0) + 1, len(there) + 1):
            reached.setdefault(number, day)
    for number, day in reached.items():
        yield TooManyMembers(maximum=maximum, day=day, count=number)
