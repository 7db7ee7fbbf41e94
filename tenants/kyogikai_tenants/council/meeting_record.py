"""会議の一件: one meeting as a record, and what must hold within it."""

from collections.abc import Iterator, Sequence
from typing import cast

from msgspec.structs import replace as with_fields
from typing_extensions import override

from kyogikai_tenants import fiscal_year as years
from kyogikai_tenants.council.attendance import (
    AttendanceAnswered,
    AttendanceRecorded,
    attendance_problems,
    attendance_rows,
    guarded,
    in_order,
)
from kyogikai_tenants.council.meeting_refusals import (
    ClosedPart,
    FiscalYearMismatch,
    HeldInTheFuture,
    HeldOnce,
    InEachBody,
    MeetingNeedsABody,
    MeetingOver,
    NoSuchItem,
    NotHeld,
    StartsAnotherDay,
    WrongWeekday,
)
from kyogikai_tenants.council.meeting_rows import BodyAtMeeting, Document, MeetingCard
from kyogikai_tenants.council.meetings import (
    DecisionMade,
    MeetingCancelled,
    MeetingConvened,
    MeetingHeld,
    MeetingRescheduled,
    MeetingScheduled,
    ObserversAdmitted,
    OpennessDecided,
)
from kyogikai_tenants.council.minutes import (
    Minutes,
    MinutesAct,
    MinutesPublished,
    WithdrawInstead,
    minutes_problems,
    minutes_rows,
)
from kyogikai_tenants.council.online_links import link_problems
from kyogikai_tenants.council.plain_summaries import PlainSummary, as_minutes_are, summary_problems
from kyogikai_tenants.effective import Effective, Kind, Precision
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import AudienceChanged, EventAnnulled, Fact
from kyogikai_tenants.identity import part_id
from kyogikai_tenants.record import Occasion, Record, line
from kyogikai_tenants.states import Version
from kyogikai_tenants.vocabulary import Audience, Existence, MeetingState, Openness

BEFOREHAND = (MeetingConvened, MeetingRescheduled, AttendanceAnswered)
"""What can only be before a meeting."""
AFTERWARDS = (AttendanceRecorded, DecisionMade, ObserversAdmitted, MinutesAct)
"""What needs a meeting that was held."""
WEEKDAYS = "月火水木金土日"


class Meeting(Record, state=MeetingCard, opened_by=[MeetingScheduled, MeetingHeld]):
    """A meeting, from its scheduling (or the record that it was held) on; it never ends."""

    CONTAINERS = {"body_ids": "body"}
    """Only the day of the meeting has to lie in the bodies' lives, not what is done before and after."""

    @property
    def now(self) -> MeetingCard | None:
        """What is last known of it."""
        tiles = self.derived.tiles
        return cast(MeetingCard, tiles[-1].state) if tiles else None

    @property
    @override
    def audience(self) -> Audience:
        """As last said, unless its openness was decided since: open is public, closed is not."""
        said, place = self.audience_said()
        decided = [f for f in in_order(self.said) if isinstance(f, OpennessDecided)]
        if decided and decided[-1].originator_version > place:
            if decided[-1].openness is Openness.OPEN:
                return Audience.PUBLIC
            if decided[-1].openness is Openness.CLOSED:
                return guarded(said)
        return said

    def audience_said(self) -> tuple[Audience, int]:
        """The audience that was given to the meeting as a whole, and by which event."""
        changes = [e for e in self.events if isinstance(e, AudienceChanged) and not e.fields]
        if changes:
            return changes[-1].audience, changes[-1].originator_version
        return super().audience, 1

    @override
    def parts(self) -> Iterator[Version]:
        """Attendance and minutes are each built of several facts."""
        minutes, shown_to = list(minutes_rows(self)), guarded(self.audience)
        for version in super().parts():
            row = version.state
            if isinstance(row, Document) and row.shown_to is None:
                yield with_fields(version, state=with_fields(row, shown_to=shown_to))
            elif isinstance(row, PlainSummary):
                yield as_minutes_are(self, version, minutes)
            else:
                yield version
        yield from attendance_rows(self)
        yield from minutes

    @override
    def _occasions(self, tiles: Sequence[Version]) -> Iterator[Version]:
        state = cast(MeetingCard, tiles[-1].state) if tiles else None
        if state is None or state.state is MeetingState.CANCELLED or state.date.kind is Kind.UNDATED:
            return
        day = state.date.earliest
        for body in dict.fromkeys(state.body_ids):
            row = Occasion(effective=state.date, container_id=body, container_kind="body", day=day)
            yield Version(
                part_id(self.id, f"occasion:{body}"), day, None, Existence.LIVE, row, tiles[-1].facts
            )

    @override
    def annul(self, target: int, reason: str) -> EventAnnulled:
        """What was public is withdrawn, not annulled."""
        if 1 <= target <= self.version and isinstance(self.events[target - 1], MinutesPublished):
            raise WithdrawInstead
        return super().annul(target, reason)

    @override
    def problems(self) -> Iterator[Refused]:
        """All that must hold within one meeting."""
        yield from super().problems()
        for fact in self.said:
            yield from _form(fact)
        yield from _times(self.derived.tiles)
        yield from _order(in_order(self.said))
        yield from _joint(self.said)
        yield from _items(in_order(self.said))
        yield from attendance_problems(self.said)
        yield from summary_problems(self)
        yield from link_problems(self.said)
        if now := self.now:
            if not now.body_ids or len(set(now.body_ids)) < len(now.body_ids):
                yield MeetingNeedsABody(field="bodies")
            yield from minutes_problems(self, now.openness)
            if now.openness is Openness.CLOSED and (public := sorted(self._public())):
                yield ClosedPart(what=", ".join(public))

    def _public(self) -> Iterator[str]:
        """What the public would see of it."""
        if self.audience is Audience.PUBLIC:
            yield "meeting"
        yield from (t for t, audience in self.derived.by_table.items() if audience is Audience.PUBLIC)
        for version in self.derived.versions:
            row = version.state
            ends = version.valid_to is not None and isinstance(row, Minutes)
            if isinstance(row, Document | Minutes) and row.shown_to is Audience.PUBLIC and not ends:
                yield row.TABLE


def date_of(fact: Fact) -> Effective | None:
    """The date that a fact gives the meeting."""
    if isinstance(fact, MeetingHeld):
        return fact.effective
    return fact.date if isinstance(fact, MeetingScheduled | MeetingRescheduled) else None


def _form(fact: Fact) -> Iterator[Refused]:
    """What a date must be."""
    when = date_of(fact)
    if when is None:
        return
    if isinstance(fact, MeetingHeld) and when.value and when.earliest > years.today():
        yield HeldInTheFuture(field="effective", day=when.value)
    year: int | None = getattr(fact, "fiscal_year", None)
    if year and not years.fiscal_year(when.earliest) <= year <= years.fiscal_year(when.latest):
        yield FiscalYearMismatch(field="fiscal_year", day=when.value, year=year)
    written: str = getattr(fact, "weekday_as_written", "")
    named = [c for c in written if c in WEEKDAYS][:1]
    if named and when.precision is Precision.DAY and named[0] != WEEKDAYS[when.earliest.weekday()]:
        weekday = WEEKDAYS[when.earliest.weekday()]
        yield WrongWeekday(field="weekday_as_written", day=when.value, weekday=weekday, written=written)


def _times(tiles: Sequence[Version]) -> Iterator[Refused]:
    """On every day, the times are those of the date."""
    for tile in tiles:
        card = cast(MeetingCard, tile.state)
        begin = card.starts_at.astimezone(years.JAPAN).date() if card.starts_at else card.date.earliest
        backwards = card.starts_at and card.ends_at and card.ends_at < card.starts_at
        if backwards or not card.date.earliest <= begin <= card.date.latest:
            yield StartsAnotherDay(field="starts_at", day=card.date.value)


def _order(facts: Sequence[Fact]) -> Iterator[Refused]:
    """What is before, the one meeting, and what is after; coarse dates are taken at their widest."""
    over = [f for f in facts if isinstance(f, MeetingHeld | MeetingCancelled)]
    held = [f for f in over if isinstance(f, MeetingHeld)]
    if len(over) > 1:
        yield HeldOnce(facts=_lines(over))
    late = [f for f in facts if isinstance(f, BEFOREHAND) and any(_before(o, f) for o in over)]
    if late:
        yield MeetingOver(facts=_lines(late))
    early = [f for f in facts if isinstance(f, AFTERWARDS) and (not held or _before(f, held[0]))]
    if early:
        yield NotHeld(facts=_lines(early))


def _before(one: Fact, other: Fact) -> bool:
    return one.effective.latest < other.effective.earliest


def _lines(facts: Sequence[Fact]) -> str:
    return "; ".join(map(line, facts))


def _joint(said: Sequence[Fact]) -> Iterator[Refused]:
    """All bodies, or none."""
    for fact in said:
        bodies: tuple[BodyAtMeeting, ...] = getattr(fact, "bodies", ())
        numbered = [b for b in bodies if b.number is not None]
        if 0 < len(numbered) < len(bodies):
            yield InEachBody(field="bodies")
        if isinstance(fact, MeetingHeld) and fact.quorum and bodies:
            counted = {q.body_id for q in fact.quorum}
            if counted != {b.body_id for b in bodies}:
                yield InEachBody(field="quorum")


def _items(facts: Sequence[Fact]) -> Iterator[Refused]:
    """The agenda is the last one given."""
    agendas = [agenda for f in facts if (agenda := getattr(f, "agenda", ()))]
    last = len(agendas[-1]) if agendas else 0
    for fact in facts:
        if isinstance(fact, DecisionMade) and fact.item_number and fact.item_number > last:
            yield NoSuchItem(field="item_number", number=fact.item_number)
