"""会議: what happens to a meeting, from the day it is scheduled to the documents that come after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from typing_extensions import override

from kyogikai_tenants.council.attendance import Counts
from kyogikai_tenants.council.meeting_rows import (
    AgendaEntry,
    BodyAtMeeting,
    Count,
    Decision,
    Document,
    Moment,
    Number,
    Paper,
    QuorumCount,
    QuorumCounted,
    Votes,
    agenda_key,
    agenda_rows,
    body_fields,
    body_rows,
    year_of,
)
from kyogikai_tenants.effective import AsWritten, Effective
from kyogikai_tenants.events import Begins, Fact
from kyogikai_tenants.identity import part_id
from kyogikai_tenants.states import Part
from kyogikai_tenants.vocabulary import Audience, MeetingKind, MeetingMode, MeetingState, Openness


@dataclass(frozen=True, kw_only=True)
class MeetingScheduled(Begins):
    """A meeting is called for a date. It is effective on the day on which that was decided."""

    TOPIC, COMMAND, SUBJECTS = "meeting.scheduled", "ScheduleMeeting", ("meeting",)
    LABEL, LABEL_EN = "会議の予定", "Meeting scheduled"
    SENTENCE = "会議「{subject}」を{date}に予定（{effective}）"
    SENTENCE_EN = "Scheduled the meeting {subject} for {date} ({effective})"

    title: str = ""
    kind: MeetingKind | None = None
    mode: MeetingMode | None = None
    date: Effective
    weekday_as_written: AsWritten = ""
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    place: str = ""
    bodies: tuple[BodyAtMeeting, ...]
    agenda: tuple[AgendaEntry, ...] = ()
    fiscal_year: int | None = None
    """It follows from the date; needed only where the date is coarser."""

    @override
    def opens_with(self) -> dict[str, Any]:
        """Nothing of what only the meeting itself will show."""
        later = {"openness": Openness.UNDECIDED, "observers": None, "presider": "", "counts": None}
        return later | {"kind": self.kind or MeetingKind.ORDINARY}

    @override
    def sets(self) -> dict[str, Any]:
        """It is to be held."""
        year = year_of(self.date, self.fiscal_year)
        return {"state": MeetingState.SCHEDULED, "fiscal_year": year} | body_fields(self.bodies)

    @override
    def parts(self) -> Iterable[Part]:
        """Its bodies and its agenda."""
        yield from body_rows(self.originator_id, self.bodies)
        yield from agenda_rows(self.originator_id, self.agenda)


@dataclass(frozen=True, kw_only=True)
class MeetingConvened(Fact):
    """The notice of a meeting goes out (開催通知)."""

    TOPIC, COMMAND, SUBJECTS = "meeting.convened", "ConveneMeeting", ("meeting",)
    LABEL, LABEL_EN = "開催通知", "Meeting convened"
    SENTENCE = "会議「{subject}」の開催を通知（{effective}）"
    SENTENCE_EN = "Sent the notice of {subject} ({effective})"

    mode: MeetingMode | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    place: str = ""
    agenda: tuple[AgendaEntry, ...] = ()
    answer_due: date | None = None

    @override
    def parts(self) -> Iterable[Part]:
        """The agenda, where the notice has another."""
        yield from agenda_rows(self.originator_id, self.agenda)


@dataclass(frozen=True, kw_only=True)
class MeetingRescheduled(Fact):
    """A meeting is put off, or brought forward; without new times the old ones are void."""

    TOPIC, COMMAND, SUBJECTS = "meeting.rescheduled", "RescheduleMeeting", ("meeting",)
    LABEL, LABEL_EN = "会議の日程変更", "Meeting rescheduled"
    SENTENCE = "会議「{subject}」を{date}に変更（{effective}）"
    SENTENCE_EN = "Moved the meeting {subject} to {date} ({effective})"
    CLEARS = frozenset({"starts_at", "ends_at"})

    date: Effective
    weekday_as_written: AsWritten = ""
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    place: str = ""
    mode: MeetingMode | None = None
    fiscal_year: int | None = None
    reason: str = ""

    @override
    def sets(self) -> dict[str, Any]:
        """The fiscal year follows the date."""
        return {"fiscal_year": year_of(self.date, self.fiscal_year)}


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(Fact):
    """A meeting will not be held; it stays on record."""

    TOPIC, COMMAND, SUBJECTS = "meeting.cancelled", "CancelMeeting", ("meeting",)
    LABEL, LABEL_EN = "会議の中止", "Meeting cancelled"
    SENTENCE = "会議「{subject}」を中止（{effective}）"
    SENTENCE_EN = "Cancelled the meeting {subject} ({effective})"

    reason: str = ""

    @override
    def sets(self) -> dict[str, Any]:
        """Cancelled."""
        return {"state": MeetingState.CANCELLED}


@dataclass(frozen=True, kw_only=True)
class MeetingHeld(Begins):
    """A meeting was held. It is effective on its date, as precisely as that is known.

    On a scheduled meeting, what is left empty stays as scheduled, and so does the audience.
    """

    TOPIC, COMMAND, SUBJECTS = "meeting.held", "HoldMeeting", ("meeting",)
    LABEL, LABEL_EN = "会議開催", "Meeting held"
    SENTENCE = "会議「{subject}」を開催（{effective}）"
    SENTENCE_EN = "Held the meeting {subject} ({effective})"
    ADDS_TOO = True

    title: str = ""
    kind: MeetingKind | None = None
    mode: MeetingMode | None = None
    weekday_as_written: AsWritten = ""
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    place: str = ""
    bodies: tuple[BodyAtMeeting, ...] = ()
    agenda: tuple[AgendaEntry, ...] = ()
    fiscal_year: int | None = None
    """It follows from the date; needed only where the date is coarser."""
    presider: str = ""
    counts: Counts | None = None
    quorum: tuple[QuorumCounted, ...] = ()

    @override
    def opens_with(self) -> dict[str, Any]:
        """An ordinary meeting, whose openness nobody has decided."""
        kind = self.kind or MeetingKind.ORDINARY
        return {"kind": kind, "openness": Openness.UNDECIDED, "observers": None}

    @override
    def sets(self) -> dict[str, Any]:
        """It is held, on that date."""
        year = year_of(self.effective, self.fiscal_year)
        held = {"state": MeetingState.HELD, "date": self.effective, "fiscal_year": year}
        return held | body_fields(self.bodies)

    @override
    def parts(self) -> Iterable[Part]:
        """Its bodies, its agenda, and the quorum of each body."""
        me = self.originator_id
        yield from body_rows(me, self.bodies)
        yield from agenda_rows(me, self.agenda)
        for q in {q.body_id: q for q in self.quorum}.values():
            yield QuorumCount(
                meeting_id=me, body_id=q.body_id, base=q.base, needed=q.needed, present=q.present,
                met=q.present >= q.needed,
            )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OpennessDecided(Fact):
    """Whether the public is admitted. An open meeting is public from then on, a closed one no longer."""

    TOPIC, COMMAND, SUBJECTS = "meeting.openness_decided", "DecideOpenness", ("meeting",)
    LABEL, LABEL_EN = "公開・非公開の決定", "Openness decided"
    SENTENCE = "会議「{subject}」の公開・非公開を決定: {openness}（{effective}）"
    SENTENCE_EN = "Decided that {subject} is {openness} ({effective})"

    openness: Openness
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ObserversAdmitted(Fact):
    """So many observers attended (傍聴)."""

    TOPIC, COMMAND, SUBJECTS = "meeting.observers_admitted", "AdmitObservers", ("meeting",)
    LABEL, LABEL_EN = "傍聴", "Observers admitted"
    SENTENCE = "会議「{subject}」の傍聴者は{observers}人（{effective}）"
    SENTENCE_EN = "Admitted {observers} observers to {subject} ({effective})"

    observers: Count


@dataclass(frozen=True, kw_only=True)
class DocumentAttached(Fact):
    """A paper is added to a meeting, for the council unless said otherwise."""

    TOPIC, COMMAND, SUBJECTS = "meeting.document_attached", "AttachDocument", ("meeting",)
    LABEL, LABEL_EN = "会議資料", "Document attached"
    SENTENCE = "会議「{subject}」に資料を添付: {document}（{effective}）"
    SENTENCE_EN = "Attached a document to {subject}: {document} ({effective})"

    document: Paper
    audience: Audience | None = None
    """Empty: whoever sees the meeting, but not the public."""

    @override
    def parts(self) -> Iterable[Part]:
        """The document."""
        said = {n: getattr(self.document, n) for n in self.document.__struct_fields__}
        yield Document(meeting_id=self.originator_id, shown_to=self.audience, **said)


@dataclass(frozen=True, kw_only=True)
class DecisionMade(Fact):
    """A meeting decides something, on an item of its agenda or beside it."""

    TOPIC, COMMAND, SUBJECTS = "meeting.decision_made", "MakeDecision", ("meeting",)
    LABEL, LABEL_EN = "議決", "Decision made"
    SENTENCE = "会議「{subject}」で決定: {result}（{effective}）"
    SENTENCE_EN = "{subject} decided: {result} ({effective})"

    result: str
    item_number: Number | None = None
    method: str = ""
    votes: Votes | None = None

    @override
    def parts(self) -> Iterable[Part]:
        """The decision."""
        me, number = self.originator_id, self.item_number
        yield Decision(
            meeting_id=me, item_number=number, item_id=part_id(me, agenda_key(number)) if number else None,
            result=self.result, method=self.method, votes=self.votes,
        )  # fmt: skip
