"""出欠: who answered what, and who was there. Names are for the council, unless opened on purpose."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple, cast
from uuid import UUID

from eventsourcing.persistence import EventStore
from msgspec.structs import replace as with_fields
from typing_extensions import override

from kyogikai_tenants.council.members import MembershipId
from kyogikai_tenants.council.parties import OrganizationId
from kyogikai_tenants.effective import AsWritten, Effective, Value
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Event, Fact
from kyogikai_tenants.identity import part_id
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.log.personal_data import Keys, Personal
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.record import Record
from kyogikai_tenants.states import Part, Version
from kyogikai_tenants.vocabulary import (
    AttendanceAnswer,
    AttendanceStatus,
    Audience,
    Existence,
    MeetingMode,
)


class Counts(Value, frozen=True):
    """17 of 21: as recorded, also where no names are."""

    expected: int | None = None
    present: int | None = None
    absent: int | None = None
    online: int | None = None
    proxy: int | None = None
    as_written: AsWritten = ""


class Attendee(Value, frozen=True):
    """Somebody at a meeting: a member, an organisation, or a name."""

    membership_id: MembershipId | None = None
    organization_id: OrganizationId | None = None
    name: str = ""
    status: AttendanceStatus = AttendanceStatus.PRESENT
    capacity: str = ""
    """委員, オブザーバー, 事務局, 代理."""
    mode: MeetingMode | None = None


class Attendance(Part, frozen=True, kw_only=True):
    """What one invited person answered, and whether they came."""

    TABLE = "attendance"

    meeting_id: UUID
    membership_id: UUID | None = None
    organization_id: UUID | None = None
    name: str = ""
    answer: AttendanceAnswer | None = None
    status: AttendanceStatus | None = None
    capacity: str = ""
    mode: MeetingMode | None = None
    shown_to: Audience

    @override
    def key(self) -> str:
        """A member; else an organisation and a name."""
        named = f"{self.organization_id or ''}:{self.name}"
        return f"attendance:{self.membership_id or named}"

    @override
    def sort_key(self) -> str:
        """By capacity, then name."""
        return f"{self.capacity} {self.name}"

    @override
    def own_audience(self) -> Audience:
        """The meeting's, but never public."""
        return self.shown_to


@dataclass(frozen=True, kw_only=True)
class AttendanceAnswered(Fact):
    """Somebody answers whether they will come (出欠回答); a later answer replaces it."""

    TOPIC, COMMAND, SUBJECTS = "meeting.attendance_answered", "AnswerAttendance", ("meeting",)
    LABEL, LABEL_EN = "出欠回答", "Attendance answered"
    SENTENCE = "「{subject}」に出欠を回答: {answer}（{effective}）"
    SENTENCE_EN = "Answered {answer} for {subject} ({effective})"

    membership_id: MembershipId | None = None
    organization_id: OrganizationId | None = None
    name: str = ""
    answer: AttendanceAnswer
    attends_by: MeetingMode | None = None
    comment: Annotated[str, Personal("membership_id")] = ""
    """What a member wants whoever convenes to know: 遅れます, 手話通訳をお願いします. Sealed, no column."""


@dataclass(frozen=True, kw_only=True)
class AttendanceRecorded(Fact):
    """Who was there, by name or by number; another record adds to it."""

    TOPIC, COMMAND, SUBJECTS = "meeting.attendance_recorded", "RecordAttendance", ("meeting",)
    LABEL, LABEL_EN = "出欠の記録", "Attendance recorded"
    SENTENCE = "「{subject}」の出欠を記録（{effective}）"
    SENTENCE_EN = "Recorded the attendance of {subject} ({effective})"

    attendees: tuple[Attendee, ...] = ()
    counts: Counts | None = None


class CommentOfNobody(Refused):
    """What somebody adds to an answer is sealed for them: it stands with a membership."""

    CODE = "COMMENT_OF_NOBODY"
    JA = "連絡事項は、委員を示した出欠回答にだけ記録できます。"
    EN = "A comment stands with the answer of a member: name the membership."


class AttendeeUnnamed(Refused):
    """An attendance names a member, an organisation or a person."""

    CODE = "ATTENDEE_UNNAMED"
    JA = "出欠の委員、機関または氏名を示してください。"
    EN = "Name the member, the organization or the person."


class Step(NamedTuple):
    """What a row is from a day on, because of some facts."""

    day: date
    effective: Effective
    row: Part
    key: str
    facts: tuple[int, ...]


def laid_out(record_id: UUID, steps: Sequence[Step]) -> Iterator[Version]:
    """The rows that steps in order add up to, each until the next; of one day the last counts."""
    for step, later in zip(steps, [*steps[1:], None], strict=True):
        if later is None or step.day < later.day:
            row = with_fields(
                step.row, effective=step.effective, until=later.effective.before if later else None
            )
            until = later.day if later else None
            yield Version(part_id(record_id, step.key), step.day, until, Existence.LIVE, row, step.facts)


def guarded(audience: Audience) -> Audience:
    """The audience of what is not public merely because its meeting is."""
    return Audience.COUNCIL if audience is Audience.PUBLIC else audience


def in_order(said: Sequence[Fact]) -> list[Fact]:
    """Facts as they took effect."""
    return sorted(said, key=lambda f: (f.day, f.originator_version))


def attendance_rows(meeting: Record) -> Iterator[Version]:
    """Answer and presence of each person, in one row."""
    steps: dict[str, list[Step]] = defaultdict(list)
    shown_to = guarded(meeting.audience)
    for fact in in_order(meeting.said):
        for row in _said_by(fact, shown_to):
            key = row.key()
            before = steps[key][-1:]
            facts = (*(before[0].facts if before else ()), fact.originator_version)
            merged = _merged(before[0].row, row) if before else row
            steps[key].append(Step(fact.day, fact.effective, merged, key, facts))
    for series in steps.values():
        yield from laid_out(meeting.id, series)


def _said_by(fact: Fact, shown_to: Audience) -> Iterator[Attendance]:
    if isinstance(fact, AttendanceAnswered):
        yield Attendance(
            meeting_id=fact.originator_id, membership_id=fact.membership_id,
            organization_id=fact.organization_id, name=fact.name, answer=fact.answer,
            mode=fact.attends_by, shown_to=shown_to,
        )  # fmt: skip
    for one in fact.attendees if isinstance(fact, AttendanceRecorded) else ():
        yield Attendance(
            meeting_id=fact.originator_id, membership_id=one.membership_id,
            organization_id=one.organization_id, name=one.name, status=one.status,
            capacity=one.capacity, mode=one.mode, shown_to=shown_to,
        )  # fmt: skip


def _merged(before: Part, now: Attendance) -> Attendance:
    """What a later fact leaves empty stays as it was."""
    assert isinstance(before, Attendance)  # noqa: S101 - the rows of one key
    return with_fields(
        before, name=now.name or before.name, organization_id=now.organization_id or before.organization_id,
        answer=now.answer or before.answer, status=now.status or before.status,
        capacity=now.capacity or before.capacity, mode=now.mode or before.mode,
    )  # fmt: skip


def attendance_problems(said: Sequence[Fact]) -> Iterator[Refused]:
    """Everybody is somebody."""
    for fact in said:
        asked = [fact] if isinstance(fact, AttendanceAnswered) else getattr(fact, "attendees", ())
        if any(not (one.membership_id or one.organization_id or one.name) for one in asked):
            yield AttendeeUnnamed()
        if isinstance(fact, AttendanceAnswered) and fact.comment and not fact.membership_id:
            yield CommentOfNobody(field="comment")


def comments_of(log: Log, keys: Keys, meeting_id: UUID, members: Iterable[UUID]) -> dict[UUID, str]:
    """What members added to their last answers, opened, by membership. Raises NoMasterKey."""
    events = cast(list[Event], list(EventStore(log_mapper(), log).get(meeting_id)))
    if not any(isinstance(e, AttendanceAnswered) and e.comment for e in events):
        return {}
    keys.gather(members)
    opened = cast(list[Event], list(EventStore(log_mapper(keys), log).get(meeting_id)))
    said = (f for f in in_order(Record.load(opened).said) if isinstance(f, AttendanceAnswered))
    last = {f.membership_id: f.comment for f in said if f.membership_id}
    return {member: comment for member, comment in last.items() if comment}
