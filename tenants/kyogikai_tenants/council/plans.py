"""計画: the phases that a council plans for itself, the schedule of a year and its theme."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta
from typing_extensions import override

from kyogikai_tenants.council.bodies import BodyId
from kyogikai_tenants.council.councils import CouncilId
from kyogikai_tenants.council.norms import CadenceRule
from kyogikai_tenants.effective import AsWritten, Effective, Value
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Begins, Defines, Fact
from kyogikai_tenants.record import Record, line
from kyogikai_tenants.states import Entity, Part
from kyogikai_tenants.vocabulary import PhaseState, Role

Month = Annotated[int, Meta(ge=1, le=12)]


class Goal(Value, frozen=True):
    """What a phase is to bring."""

    title: str = ""
    text: str = ""
    examples: tuple[str, ...] = ()


class PhaseCard(Entity, frozen=True, kw_only=True):
    """A phase on a day."""

    TABLE = "phase"

    council_id: UUID
    name: str
    number: int
    duration: str = ""
    as_written: str = ""
    fiscal_years: tuple[int, ...] = ()
    """Those that the source names; phases may overlap, and a duration alone names none."""
    state: PhaseState
    goals: tuple[Goal, ...] = ()
    body_ids: tuple[UUID, ...] = ()
    """The bodies whose cadence the phase plans."""

    @override
    def caption(self) -> str:
        """Its name."""
        return self.name

    @override
    def sort_key(self) -> str:
        """In order."""
        return f"{self.number:04}"


@dataclass(frozen=True, kw_only=True)
class PhasePlanned(Begins):
    """A phase of a council's work is planned; its time may be relative, or not said at all."""

    TOPIC, COMMAND, SUBJECTS = "phase.planned", "PlanPhase", ("phase",)
    LABEL, LABEL_EN = "段階の計画", "Phase planned"
    SENTENCE = "段階「{name}」を計画（{effective}）"
    SENTENCE_EN = "Planned the phase {name} ({effective})"

    council_id: CouncilId
    name: str
    number: int
    duration: AsWritten = ""
    as_written: AsWritten = ""
    fiscal_years: tuple[int, ...] = ()
    goals: tuple[Goal, ...] = ()
    cadence: tuple[CadenceRule, ...] = ()
    body_ids: tuple[BodyId, ...] = ()

    @override
    def sets(self) -> dict[str, Any]:
        """It is planned."""
        return {"state": PhaseState.PLANNED}

    @override
    def parts(self) -> Iterable[Part]:
        """How often the bodies are to meet."""
        return [rule.row(number) for number, rule in enumerate(self.cadence)]


@dataclass(frozen=True, kw_only=True)
class PhaseStarted(Fact):
    """A phase begins in the world."""

    TOPIC, COMMAND, SUBJECTS = "phase.started", "StartPhase", ("phase",)
    LABEL, LABEL_EN = "段階の開始", "Phase started"
    SENTENCE = "段階「{subject}」を開始（{effective}）"
    SENTENCE_EN = "Started the phase {subject} ({effective})"

    @override
    def sets(self) -> dict[str, Any]:
        """It goes on."""
        return {"state": PhaseState.STARTED}


@dataclass(frozen=True, kw_only=True)
class PhaseCompleted(Fact):
    """A phase is done; it stays on record as such."""

    TOPIC, COMMAND, SUBJECTS = "phase.completed", "CompletePhase", ("phase",)
    LABEL, LABEL_EN = "段階の完了", "Phase completed"
    SENTENCE = "段階「{subject}」を完了（{effective}）"
    SENTENCE_EN = "Completed the phase {subject} ({effective})"

    summary: str = ""

    @override
    def sets(self) -> dict[str, Any]:
        """It is done."""
        return {"state": PhaseState.COMPLETED}


class PhaseOutOfOrder(Refused):
    """What is completed does not start afterwards."""

    CODE = "PHASE_OUT_OF_ORDER"
    JA, EN = "完了した段階は開始できません: {fact}", "It had been completed by then: {fact}"
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class Phase(Record, state=PhaseCard, opened_by=[PhasePlanned]):
    """A phase and what became of it."""

    CONTAINERS = {"council_id": "council"}

    @override
    def problems(self) -> Iterator[Refused]:
        """It starts before it is completed; a start may be missing from the sources."""
        yield from super().problems()
        done = [f.day for f in self.said if isinstance(f, PhaseCompleted)]
        for fact in self.said:
            if isinstance(fact, PhaseStarted) and done and fact.day > min(done):
                yield PhaseOutOfOrder(fact=line(fact))


class ScheduledEntry(Part, frozen=True, kw_only=True):
    """A line of a year's schedule."""

    TABLE = "schedule_entry"

    fiscal_year: int
    number: int
    month: int | None = None
    planned: Effective | None = None
    text: str
    body_id: UUID | None = None

    @override
    def series(self) -> Hashable | None:
        """A later schedule of the same year replaces it."""
        return self.fiscal_year

    @override
    def sort_key(self) -> str:
        """As in the document."""
        return f"{self.fiscal_year} {self.number:04}"


class ScheduleLine(Value, frozen=True):
    """What is planned for a month or a date."""

    text: str
    month: Month | None = None
    planned: Effective | None = None
    body_id: BodyId | None = None


@dataclass(frozen=True, kw_only=True)
class AnnualScheduleAdopted(Defines):
    """What a council or body plans for a fiscal year."""

    TOPIC, COMMAND, SUBJECTS = "council.annual_schedule_adopted", "AdoptAnnualSchedule", ("council", "body")
    LABEL, LABEL_EN = "年間予定の決定", "Annual schedule adopted"
    SENTENCE = "「{subject}」の{fiscal_year}年度の年間予定を決定（{effective}）"
    SENTENCE_EN = "Adopted the schedule of {subject} for fiscal {fiscal_year} ({effective})"

    fiscal_year: int
    entries: tuple[ScheduleLine, ...]

    @override
    def parts(self) -> Iterable[Part]:
        """A row for each line."""
        return [self._row(number, entry) for number, entry in enumerate(self.entries, 1)]

    def _row(self, number: int, entry: ScheduleLine) -> ScheduledEntry:
        return ScheduledEntry(
            fiscal_year=self.fiscal_year, number=number, month=entry.month, planned=entry.planned,
            text=entry.text, body_id=entry.body_id,
        )  # fmt: skip


class AnnualTheme(Part, frozen=True, kw_only=True):
    """What a council puts a year under."""

    TABLE = "annual_theme"

    fiscal_year: int
    text: str

    @override
    def series(self) -> Hashable | None:
        """One a year."""
        return self.fiscal_year

    @override
    def sort_key(self) -> str:
        """By year."""
        return str(self.fiscal_year)


@dataclass(frozen=True, kw_only=True)
class AnnualThemeSet(Defines):
    """A council puts a year under a theme."""

    TOPIC, COMMAND, SUBJECTS = "council.annual_theme_set", "SetAnnualTheme", ("council",)
    LABEL, LABEL_EN = "年間テーマの設定", "Annual theme set"
    SENTENCE = "「{subject}」の{fiscal_year}年度のテーマを「{text}」とする（{effective}）"
    SENTENCE_EN = "Set the theme of {subject} for fiscal {fiscal_year} to {text} ({effective})"

    fiscal_year: int
    text: str

    @override
    def parts(self) -> Iterable[Part]:
        """The one row."""
        yield AnnualTheme(fiscal_year=self.fiscal_year, text=self.text)
