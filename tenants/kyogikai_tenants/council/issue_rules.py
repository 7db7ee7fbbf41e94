"""Rules between issues and bodies: who may be given one, along which way, and who may not end with one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kyogikai_tenants.changes import Change
from kyogikai_tenants.council.bodies import BodyGroupState, BodyState
from kyogikai_tenants.council.councils import CouncilState, Lineage
from kyogikai_tenants.council.issue_routes import IssueRoute
from kyogikai_tenants.council.issues import UPWARD, IssueCard, Referral
from kyogikai_tenants.errors import BeforeFirstSighting, OutsideLife, Refused
from kyogikai_tenants.rules import Known, Reads, rule
from kyogikai_tenants.states import Entity, Version
from kyogikai_tenants.timeline import INSIDE, at
from kyogikai_tenants.vocabulary import Existence, IssueState, LineageChange, ReferralAct, Role

IN_PLACE = frozenset({ReferralAct.RAISE, ReferralAct.REOPEN})
"""The acts that name an owner without being a move."""
DONE = frozenset({IssueState.RESOLVED, IssueState.CLOSED, IssueState.HANDED_OVER})
HEIRS = (LineageChange.SUCCEEDED.value, LineageChange.MERGED.value)
"""The endings after which exactly one body goes on with what was in hand. A split leaves open which."""


class GroupNeedsABody(Refused):
    """An issue has one body as its owner: a move to a group names which."""

    CODE = "GROUP_NEEDS_A_BODY"
    JA, EN = "「{name}」のうち、どの会議体かを示してください: {fact}", "Name one body of {name}: {fact}"
    BUSINESS = True


class NotTheOwner(Refused):
    """An issue is moved on by the body that has it."""

    CODE = "NOT_THE_OWNER"
    JA = "その時点で課題は「{owner}」にあります: {fact}"
    EN = "{owner} has the issue by then: {fact}"
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class OffRoute(Refused):
    """Where a council has routes, an issue moves along one of them, or the move says why it does not."""

    CODE = "OFF_ROUTE"
    JA = "「{start}」から「{to}」への経路は定められていません。例外とする理由が要ります: {fact}"
    EN = "No route leads from {start} to {to}; say why this is an exception: {fact}"
    MAY_ALLOW = (Role.SECRETARIAT, Role.CHAIR)
    BUSINESS = True


class DissolveWithOpenIssues(Refused):
    """A body that has open issues ends only in one that goes on with them."""

    CODE = "DISSOLVE_WITH_OPEN_ISSUES"
    JA = "「{body}」には未終結の課題「{issue}」があります。継承先が要ります。"
    EN = "{body} still has the open issue {issue}: it needs a successor."
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class Placed(NamedTuple):
    """A step as it is known now, its day, and who had the issue before."""

    row: Referral
    day: date
    label: str
    owner: UUID | None

    @property
    def moves(self) -> bool:
        """Whether the issue gets another owner by it."""
        return self.row.to_id is not None and self.row.act not in IN_PLACE


class Chart:
    """Bodies, groups and councils by id, as far as the judged issues name them."""

    def __init__(self, reads: Reads, ids: set[UUID]) -> None:
        self.reads = reads
        self.bodies = _by_record(reads.versions(BodyState, id=ids))
        self.councils = _by_record(reads.versions(CouncilState, id=ids))
        self.groups = _by_record(reads.versions(BodyGroupState, id=ids))

    def name(self, end: UUID | None) -> str:
        """What it is called last."""
        found = [*self._of(end), *self.groups.get(end, [])] if end else []
        return found[-1].state.caption() if found and isinstance(found[-1].state, Entity) else str(end)

    def on(self, end: UUID, day: date) -> Version | None:
        """A body or a council on a day."""
        return at(self._of(end), day)

    def _of(self, end: UUID) -> list[Version]:
        return self.bodies.get(end) or self.councils.get(end, [])

    def council_of(self, end: UUID, day: date) -> UUID:
        """The council that a body belongs to; a council is its own."""
        tile = at(self.bodies.get(end, []), day)
        return tile.state.council_id if tile and isinstance(tile.state, BodyState) else end

    def standing_for(self, ends: Iterable[UUID], day: date) -> set[UUID]:
        """The ends of routes that these are: themselves, and the groups that they are in."""
        tiles = [at(self.bodies.get(end, []), day) for end in ends]
        groups = {
            t.state.group_id for t in tiles if t and isinstance(t.state, BodyState) and t.state.group_id
        }
        return {*ends, *groups}

    def heirs(self, end: UUID, day: date) -> set[UUID]:
        """A body, and those that by that day have gone on from it."""
        found, fresh = {end}, {end}
        while fresh:
            steps = self.reads.versions(Lineage, from_id=fresh, change=HEIRS)
            fresh = {_lineage(k).to_id for k in steps if k.version.covers(day)} - found
            found |= fresh
        self.bodies |= _by_record(self.reads.versions(BodyState, id=found - self.bodies.keys()))
        return found


def _lineage(known: Known) -> Lineage:
    assert isinstance(known.version.state, Lineage)  # noqa: S101 - asked for
    return known.version.state


def _by_record(found: Iterable[Known]) -> dict[UUID, list[Version]]:
    by_record: dict[UUID, list[Version]] = defaultdict(list)
    for known in sorted(found, key=lambda k: k.version.valid_from):
        by_record[known.record_id].append(known.version)
    return dict(by_record)


def concerned(reads: Reads, changes: Sequence[Change]) -> set[UUID]:
    """The issues that a command may put out of order: its own, and those of changed bodies and routes."""
    touched = {c.record.id for c in changes if c.record.kind == "issue"}
    ends = {c.record.id for c in changes if c.record.kind in {"body", "council"} and _changed(c)}
    if councils := {c.record.id for c in changes if c.record.kind == "council" and _rerouted(c)}:
        ends |= {k.record_id for k in reads.versions(BodyState, council_id=councils)} | councils
    steps = [*reads.versions(Referral, from_id=ends), *reads.versions(Referral, to_id=ends)]
    return touched | {k.record_id for k in steps}


def _changed(change: Change) -> bool:
    """Whether a body or council is another one on some day; what is quite new has no issues yet."""
    brand_new = change.before is None and bool(change.new)
    return not brand_new and (change.life_changed or bool(change.fresh_tiles()))


def _rerouted(change: Change) -> bool:
    before = _routes(change.before.versions) if change.before else set()
    return before != _routes(change.after.versions)


def _routes(versions: Iterable[Version]) -> set[Version]:
    return {v for v in versions if isinstance(v.state, IssueRoute)}


def paths(reads: Reads, issues: set[UUID]) -> list[Placed]:
    """Every step of these issues, in the order of each path."""
    found: list[tuple[Referral, Version]] = []
    for _, version in reads.versions(Referral, issue_id=issues):
        assert isinstance(version.state, Referral)  # noqa: S101 - asked for
        found.append((version.state, version))
    owners: dict[UUID, UUID | None] = {}
    steps = []
    for row, version in sorted(found, key=lambda f: f[0].number):
        label = f"{row.issue_id} {version.facts[0]} ({row.effective})"
        steps.append(Placed(row, version.valid_from, label, owners.get(row.issue_id)))
        owners[row.issue_id] = row.to_id or owners.get(row.issue_id)
    return steps


@rule
def issues_and_bodies_fit(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Whichever of them changed, or the routes: each owner lives, each move is one that may be made."""
    issues = concerned(reads, changes)
    if not issues:
        return
    steps = paths(reads, issues)
    chart = Chart(reads, {end for s in steps for end in (s.row.from_id, s.row.to_id, s.owner) if end})
    for step in steps:
        if step.row.to_id:
            yield from _given(chart, step, step.row.to_id)
        if step.moves and step.owner:
            yield from _taken(chart, step, step.owner)
    yield from _left_behind(chart, reads.versions(IssueCard, id=issues))


def _given(chart: Chart, step: Placed, to: UUID) -> Iterator[Refused]:
    """An issue is given to one body, or to the council, that lives."""
    tile = chart.on(to, step.day)
    if to in chart.groups:
        yield GroupNeedsABody(field="to_id", name=chart.name(to), fact=step.label)
    elif tile is None or tile.existence not in INSIDE:
        yield OutsideLife(facts=f"{step.label} / {chart.name(to)}")
    elif tile.existence is Existence.UNKNOWN:
        yield BeforeFirstSighting(facts=f"{step.label} / {chart.name(to)}")


def _taken(chart: Chart, step: Placed, owner: UUID) -> Iterator[Refused]:
    """An issue is moved by whoever has it, or has gone on from that body, along a route."""
    row, senders = step.row, chart.heirs(owner, step.day)
    if row.from_id not in senders:
        yield NotTheOwner(field="from_id", owner=chart.name(owner), fact=step.label)
    elif not row.exception and row.to_id and not _routed(chart, step, senders, row.to_id):
        start, to = chart.name(row.from_id), chart.name(row.to_id)
        yield OffRoute(field="to_id", start=start, to=to, fact=step.label)


def _routed(chart: Chart, step: Placed, senders: set[UUID], to: UUID) -> bool:
    """Whether a route of that day allows the move; where there is none at all, every move is allowed."""
    councils = {chart.council_of(s, step.day) for s in senders}
    known = [k.version for k in chart.reads.versions(IssueRoute, stream_id=councils)]
    routes = [v.state for v in known if v.covers(step.day) and isinstance(v.state, IssueRoute)]
    start, end = chart.standing_for(senders, step.day), chart.standing_for([to], step.day)
    return not routes or any(allows(route, step.row.act, start, end) for route in routes)


def allows(route: IssueRoute, act: ReferralAct, start: set[UUID], end: set[UUID]) -> bool:
    """An escalation takes any way up; a return has ways of its own, or goes back along another."""
    forth = (route.from_id in start or route.others_may) and route.to_id in end
    back = (route.from_id in end or route.others_may) and route.to_id in start
    same = route.act is act or (act is ReferralAct.ESCALATE and route.act in UPWARD)
    return (forth and same) or (back and act is ReferralAct.RETURN)


def _left_behind(chart: Chart, cards: Iterable[Known]) -> Iterator[Refused]:
    """Open issues whose owner ends while it has them, and is not gone on from."""
    found = dict.fromkeys(pair for _, tile in cards if (pair := _stranded(chart, tile)))
    for owner, issue in found:
        yield DissolveWithOpenIssues(body=chart.name(owner), issue=issue)


def _stranded(chart: Chart, tile: Version) -> tuple[UUID, str] | None:
    card = tile.state
    assert isinstance(card, IssueCard)  # noqa: S101 - asked for
    over = next((v for v in chart.bodies.get(card.owner_id, []) if v.existence is Existence.ENDED), None)
    if over is None or tile.existence is not Existence.LIVE or card.state in DONE:
        return None
    outlived = tile.valid_to is None or tile.valid_to > over.valid_from
    followed = len(chart.heirs(card.owner_id, over.valid_from)) > 1
    return (card.owner_id, card.title) if outlived and not followed else None
