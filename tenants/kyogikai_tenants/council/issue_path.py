"""課題の経路: an issue's facts in their order, and the rules that it can be judged by alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import NamedTuple
from uuid import UUID

from msgspec.structs import replace as with_fields
from typing_extensions import override

from kyogikai_tenants.council.case_identifiers import names_a_case
from kyogikai_tenants.council.issue_steps import IssueClosed, IssueReopened
from kyogikai_tenants.council.issues import (
    UPWARD,
    Feedback,
    IssueCard,
    IssueEscalated,
    IssueRaised,
    Move,
    Referral,
    Step,
)
from kyogikai_tenants.errors import BadInput, OutsideLife, Refused
from kyogikai_tenants.events import Begins, Fact
from kyogikai_tenants.record import Record, line
from kyogikai_tenants.states import Version
from kyogikai_tenants.vocabulary import IssueState, Role


class IssueIsClosed(Refused):
    """Nothing more is done with an issue that was laid down, unless it is reopened."""

    CODE = "ISSUE_CLOSED"
    JA, EN = "課題は終結しています: {fact}", "The issue is closed by then: {fact}"
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class NothingToReopen(Refused):
    """Only what was resolved or closed is reopened."""

    CODE = "NOTHING_TO_REOPEN"
    JA, EN = "課題は終結も解決もしていません: {fact}", "The issue is neither closed nor resolved: {fact}"
    BUSINESS = True


class ClosingNeedsOutcome(Refused):
    """An issue is closed with an outcome or a reason."""

    CODE = "CLOSING_NEEDS_OUTCOME"
    JA, EN = "終結には結果か理由が要ります: {fact}", "Closing needs an outcome or a reason: {fact}"
    BUSINESS = True


class ClosingNeedsFeedback(Refused):
    """Whoever raised an issue hears what became of it before it is closed."""

    CODE = "CLOSING_NEEDS_FEEDBACK"
    JA = "提起者への回答が済むまで終結できません: {fact}"
    EN = "Whoever raised it has had no feedback yet: {fact}"
    MAY_ALLOW = (Role.SECRETARIAT, Role.CHAIR)
    BUSINESS = True


class SameOwner(Refused):
    """A move leads to another owner."""

    CODE = "SAME_OWNER"
    JA, EN = "課題はすでにその会議体にあります: {fact}", "They have the issue already: {fact}"
    BUSINESS = True


class CaseIdentifier(Refused):
    """Nothing in an issue names a case (個人番号, 受給者証番号, 生年月日)."""

    CODE = "CASE_IDENTIFIER"
    JA = "個別事例の識別情報とみられる記載があります（{field_path}）。課題には書けません。"
    EN = "{field_path} seems to identify a case; an issue must not."


class Point(NamedTuple):
    """A fact of an issue, and how the issue stood before it."""

    fact: Fact
    owner: UUID | None
    state: IssueState | None
    waiting: bool


def walk(said: Sequence[Fact]) -> Iterator[Point]:
    """The facts in their order, from the raising on."""
    opening = next((f for f in said if isinstance(f, Begins)), None)
    owner, state, waiting = None, None, False
    for fact in sorted(said, key=lambda f: (f is not opening, f.day, f.originator_version)):
        yield Point(fact, owner, state, waiting)
        now = fact.sets()
        owner, state = now.get("owner_id", owner), now.get("state", state)
        waiting = now.get("feedback_due", waiting)


class Issue(Record, state=IssueCard, opened_by=[IssueRaised]):
    """An issue and its path."""

    @override
    def parts(self) -> Iterator[Version]:
        """The steps and answers, numbered in their order; each step knows who had the issue before it."""
        found = {v.facts[0]: v for v in super().parts()}
        numbers: Counter[str] = Counter()
        for point in walk(self.said):
            version = found.get(point.fact.originator_version)
            if version is None:
                continue  # a summary that another took the place of on its own day
            numbers[version.state.TABLE] += 1
            yield _placed(version, numbers[version.state.TABLE], point.owner)

    @override
    def problems(self) -> Iterator[Refused]:
        """What is said of it, in its order."""
        yield from super().problems()
        yield from self._identifiers()
        opening = next((f for f in self.said if isinstance(f, Begins)), None)
        for point in walk(self.said):
            if opening and point.fact.day < opening.day:
                yield OutsideLife(facts=line(point.fact))
            elif isinstance(point.fact, Step):
                yield from _judged(point.fact, point)

    def _identifiers(self) -> Iterator[Refused]:
        """Whatever the log keeps is read: remarks and reasons of corrections too."""
        for event in self.events:
            for name in (f.name for f in fields(event)):
                said = getattr(event, name)
                if isinstance(said, str) and not _is_id(said) and names_a_case(said):
                    yield CaseIdentifier(field=name, field_path=name)


def _is_id(text: str) -> bool:
    """Whether a correction puts in the id of a record, whose digits mean nothing."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _placed(version: Version, number: int, owner: UUID | None) -> Version:
    row = version.state
    if isinstance(row, Referral):
        row = with_fields(row, number=number, from_id=row.from_id or owner)
    elif isinstance(row, Feedback):
        row = with_fields(row, number=number)
    return with_fields(version, state=row)


def _judged(step: Step, before: Point) -> Iterator[Refused]:
    fact = line(step)
    if isinstance(step, IssueReopened):
        if before.state not in {IssueState.CLOSED, IssueState.RESOLVED}:
            yield NothingToReopen(fact=fact)
    elif before.state is IssueState.CLOSED:
        yield IssueIsClosed(fact=fact)
    if isinstance(step, IssueClosed):
        yield from _closing(step, before)
    if isinstance(step, Move) and step.to_id == before.owner:
        yield SameOwner(field="to_id", fact=fact)
    if isinstance(step, IssueEscalated) and step.act_of() not in UPWARD:
        known = ", ".join(sorted(UPWARD))
        yield BadInput(field="act", field_path="act", problem=f"an escalation is one of {known}")


def _closing(step: IssueClosed, before: Point) -> Iterator[Refused]:
    if not (step.outcome or step.reason):
        yield ClosingNeedsOutcome(field="outcome", fact=line(step))
    if before.waiting:
        yield ClosingNeedsFeedback(fact=line(step))
