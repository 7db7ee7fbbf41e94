"""活動: what a council or body does beside meeting: trainings, surveys, events, newsletters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from msgspec.structs import replace as with_fields
from typing_extensions import override

from kyogikai_tenants.council.bodies import BodyId
from kyogikai_tenants.council.councils import CouncilId
from kyogikai_tenants.effective import Effective, Precision
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Begins, Event, Fact
from kyogikai_tenants.fiscal_year import fiscal_year
from kyogikai_tenants.identity import part_id
from kyogikai_tenants.record import Record, line
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Entity, Part, Version
from kyogikai_tenants.vocabulary import ActivityKind, ActivityState, Role

MeetingId = Annotated[UUID, Ref("meeting")]
PartnerId = Annotated[UUID, Ref("organization")]


class ActivityCard(Entity, frozen=True, kw_only=True):
    """An activity on a day."""

    TABLE = "activity"

    kind: ActivityKind
    title: str
    text: str = ""
    council_id: UUID | None = None
    body_id: UUID | None = None
    fiscal_year: int | None = None
    date: Effective | None = None
    """When it takes or took place; None while that is not said."""
    days: int | None = None
    state: ActivityState
    functions: tuple[str, ...] = ()
    partner_ids: tuple[UUID, ...] = ()

    @override
    def caption(self) -> str:
        """Its title."""
        return self.title

    @override
    def sort_key(self) -> str:
        """By its date, or the day from which it is known, then by title."""
        when = self.date or self.started or self.attested
        return f"{when.earliest if when else ''} {self.title}"


class ActivityStep(Part, frozen=True, kw_only=True):
    """A stage that an activity went through, perhaps in a meeting."""

    TABLE = "activity_step"

    activity_id: UUID
    stage: str
    text: str = ""
    meeting_id: UUID | None = None
    item_id: UUID | None = None
    number: int = 0

    @override
    def sort_key(self) -> str:
        """In order."""
        return f"{self.number:04}"


def _stage(
    fact: Fact, stage: str, meeting_id: UUID | None, agenda_number: int | None, text: str = ""
) -> Iterator[Part]:
    """The step that a fact tells of, if it tells of one."""
    if stage or meeting_id:
        item = part_id(meeting_id, f"agenda:{agenda_number}") if meeting_id and agenda_number else None
        yield ActivityStep(
            activity_id=fact.originator_id, stage=stage, text=text, meeting_id=meeting_id, item_id=item
        )


@dataclass(frozen=True, kw_only=True)
class ActivityPlanned(Begins):
    """An activity is planned, or listed; whether it took place is another matter."""

    TOPIC, COMMAND, SUBJECTS = "activity.planned", "PlanActivity", ("activity",)
    LABEL, LABEL_EN = "活動の計画", "Activity planned"
    SENTENCE = "活動「{title}」を計画（{effective}）"
    SENTENCE_EN = "Planned the activity {title} ({effective})"

    kind: ActivityKind
    title: str
    text: str = ""
    council_id: CouncilId | None = None
    body_id: BodyId | None = None
    fiscal_year: int | None = None
    """Left empty, it follows from the date, or from a fiscal year given as the effective time."""
    date: Effective | None = None
    days: int | None = None
    functions: tuple[str, ...] = ()
    partner_ids: tuple[PartnerId, ...] = ()
    stage: str = ""
    meeting_id: MeetingId | None = None
    agenda_number: int | None = None

    @override
    def sets(self) -> dict[str, Any]:
        """It is planned."""
        only_a_year = self.effective.precision is Precision.FISCAL_YEAR
        when = self.date or (self.effective if only_a_year else None)
        year = self.fiscal_year or _year(when)
        return {"state": ActivityState.PLANNED, "fiscal_year": year}

    @override
    def parts(self) -> Iterable[Part]:
        """The first step, if it was planned in one."""
        return _stage(self, self.stage, self.meeting_id, self.agenda_number)


def _year(when: Effective | None) -> int | None:
    return fiscal_year(when.earliest) if when and when.value else None


@dataclass(frozen=True, kw_only=True)
class ActivityHeld(Begins):
    """An activity took place. Where no plan opened it, this does, and says what it was."""

    TOPIC, COMMAND, SUBJECTS = "activity.held", "HoldActivity", ("activity",)
    LABEL, LABEL_EN = "活動の実施", "Activity held"
    SENTENCE = "活動「{subject}」を実施（{effective}）"
    SENTENCE_EN = "Held the activity {subject} ({effective})"
    ADDS_TOO = True

    kind: ActivityKind | None = None
    title: str = ""
    text: str = ""
    council_id: CouncilId | None = None
    body_id: BodyId | None = None
    fiscal_year: int | None = None
    days: int | None = None
    functions: tuple[str, ...] = ()
    partner_ids: tuple[PartnerId, ...] = ()
    stage: str = ""
    meeting_id: MeetingId | None = None
    agenda_number: int | None = None

    @override
    def sets(self) -> dict[str, Any]:
        """It is held, on that date and in the fiscal year of it."""
        if not self.effective.value:
            return {"state": ActivityState.HELD}
        year = self.fiscal_year or _year(self.effective)
        return {"state": ActivityState.HELD, "date": self.effective, "fiscal_year": year}

    @override
    def parts(self) -> Iterable[Part]:
        """The step, if it is named."""
        return _stage(self, self.stage, self.meeting_id, self.agenda_number)


@dataclass(frozen=True, kw_only=True)
class ActivityCancelled(Fact):
    """An activity does not take place."""

    TOPIC, COMMAND, SUBJECTS = "activity.cancelled", "CancelActivity", ("activity",)
    LABEL, LABEL_EN = "活動の中止", "Activity cancelled"
    SENTENCE = "活動「{subject}」を中止（{effective}）"
    SENTENCE_EN = "Cancelled the activity {subject} ({effective})"

    reason: str = ""

    @override
    def sets(self) -> dict[str, Any]:
        """It is cancelled."""
        return {"state": ActivityState.CANCELLED}


@dataclass(frozen=True, kw_only=True)
class ActivityResultReported(Fact):
    """A stage of an activity's results: counted, sorted, reported. It may come long after."""

    TOPIC, COMMAND, SUBJECTS = "activity.result_reported", "ReportActivityResult", ("activity",)
    LABEL, LABEL_EN = "活動結果の報告", "Activity result reported"
    SENTENCE = "活動「{subject}」の結果を報告: {stage}（{effective}）"
    SENTENCE_EN = "Reported a result of the activity {subject}: {stage} ({effective})"

    stage: str
    result: str = ""
    meeting_id: MeetingId | None = None
    agenda_number: int | None = None

    @override
    def parts(self) -> Iterable[Part]:
        """The step."""
        return _stage(self, self.stage, self.meeting_id, self.agenda_number, self.result)


class ActivityNotDescribed(Refused):
    """Whatever opens an activity says its kind, its title, and whose it is."""

    CODE = "ACTIVITY_NOT_DESCRIBED"
    JA = "活動の種別・名称・主体（協議会か会議体）が要ります。"
    EN = "An activity needs a kind, a title, and a council or body whose it is."


class CancelledAfterHeld(Refused):
    """What took place is not cancelled afterwards."""

    CODE = "CANCELLED_AFTER_HELD"
    JA, EN = "実施した活動は中止できません: {fact}", "It had been held by then: {fact}"
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class Activity(Record, state=ActivityCard, opened_by=[ActivityPlanned, ActivityHeld]):
    """An activity, from its plan to its results."""

    CONTAINERS = {"council_id": "council", "body_id": "body"}

    @override
    def say(self, event: Event) -> None:
        """Refuse at once what would leave an activity without a kind or a title: it could not be shown."""
        super().say(event)
        opening = next((f for f in self.said if isinstance(f, ActivityPlanned | ActivityHeld)), None)
        if opening and not (opening.kind and opening.title and (opening.council_id or opening.body_id)):
            raise ActivityNotDescribed

    @override
    def parts(self) -> Iterator[Version]:
        """The steps, numbered in their order."""
        order = sorted(self.said, key=lambda f: (f.day, f.originator_version))
        found = {v.facts[0]: v for v in super().parts()}
        number = 0
        for version in (found[f.originator_version] for f in order if f.originator_version in found):
            if isinstance(version.state, ActivityStep):
                number += 1
                yield with_fields(version, state=with_fields(version.state, number=number))
            else:
                yield version

    @override
    def problems(self) -> Iterator[Refused]:
        """Held and cancelled exclude each other in that order."""
        yield from super().problems()
        held = [f.day for f in self.said if isinstance(f, ActivityHeld)]
        for fact in self.said:
            if isinstance(fact, ActivityCancelled) and held and fact.day >= min(held):
                yield CancelledAfterHeld(fact=line(fact))
