"""任期: the terms of a body, one after another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, NamedTuple, cast
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.changes import Change
from kyogikai_tenants.council.bodies import BodyId
from kyogikai_tenants.effective import AsWritten, Effective, Kind
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Begins, Ends, Fact
from kyogikai_tenants.record import Record
from kyogikai_tenants.references import Ref
from kyogikai_tenants.rules import Known, Reads, rule
from kyogikai_tenants.states import Entity, Version
from kyogikai_tenants.vocabulary import Existence, Role

TermId = Annotated[UUID, Ref("term")]


class TermState(Entity, frozen=True, kw_only=True):
    """A term of a body on a day."""

    TABLE = "term"

    body_id: UUID
    number: int | None = None
    until_event: str = ""
    length_years: int | None = None
    as_written: str = ""
    planned_end: Effective | None = None

    @override
    def caption(self) -> str:
        """第3期, or as the source calls it."""
        return f"第{self.number}期" if self.number else self.as_written or "任期"

    @override
    def sort_key(self) -> str:
        """By beginning."""
        began = self.started or self.attested
        return f"{began.earliest if began else ''} {self.number or 0:04}"


@dataclass(frozen=True, kw_only=True)
class TermStarted(Begins):
    """A term of a body begins. It ends as planned, unless it is extended or ended otherwise."""

    TOPIC, COMMAND, SUBJECTS = "term.started", "StartTerm", ("term",)
    LABEL, LABEL_EN = "任期開始", "Term started"
    SENTENCE = "「{body_id}」の任期を開始（{effective}）"
    SENTENCE_EN = "Started a term of {body_id} ({effective})"

    body_id: BodyId
    number: int | None = None
    until_event: str = ""
    """What ends it, where that is no date: the general assembly of the year after next."""
    length_years: int | None = None
    as_written: AsWritten = ""
    planned_end: Effective | None = None
    """``at FY2023``: it acts through the last day of that."""


@dataclass(frozen=True, kw_only=True)
class TermExtended(Fact):
    """A term is to last longer than was planned."""

    TOPIC, COMMAND, SUBJECTS = "term.extended", "ExtendTerm", ("term",)
    LABEL, LABEL_EN = "任期延長", "Term extended"
    SENTENCE = "「{subject}」を延長（{effective}）"
    SENTENCE_EN = "Extended {subject} ({effective})"

    planned_end: Effective | None = None
    until_event: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TermEnded(Ends):
    """A term ends."""

    TOPIC, COMMAND, SUBJECTS = "term.ended", "EndTerm", ("term",)
    LABEL, LABEL_EN = "任期終了", "Term ended"
    SENTENCE = "「{subject}」が終了（{effective}）"
    SENTENCE_EN = "{subject} ended ({effective})"

    reason: str = ""


class PlannedEndMovesOn(Refused):
    """A term's planned end lies after its beginning, and an extension moves it to a later day."""

    CODE = "PLANNED_END_MOVES_ON"
    JA = "任期の満了日は開始日より後で、延長は満了日を後ろへ動かすものです: {value}"
    EN = "A term ends after it begins, and an extension moves its end to a later day: {value}"
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class Term(Record, state=TermState, opened_by=[TermStarted]):
    """A term of a body."""

    CONTAINERS = {"body_id": "body"}

    @override
    def problems(self) -> Iterator[Refused]:
        """Its planned end moves on, and only that way."""
        yield from super().problems()
        latest = date.min
        for fact in sorted(self.said, key=lambda f: (f.day, f.originator_version)):
            if isinstance(fact, TermStarted | TermExtended):
                latest = max(latest, fact.effective.earliest) if isinstance(fact, TermStarted) else latest
                if fact.planned_end:
                    if fact.planned_end.latest <= latest:
                        yield PlannedEndMovesOn(field="planned_end", value=str(fact.planned_end))
                    latest = max(latest, fact.planned_end.latest)


class Stretch(NamedTuple):
    """The days of a term: from ``begin`` up to, without, ``end``."""

    begin: date
    end: date

    def meets(self, other: "Stretch") -> bool:
        """Whether both have a day in common."""
        return self.begin < other.end and other.begin < self.end


def stretch(tiles: Iterable[Version]) -> Stretch | None:
    """The days of a term, as it ended or is planned to; None where it is never known to be."""
    live = sorted((t for t in tiles if t.existence is Existence.LIVE), key=lambda t: t.valid_from)
    if not live:
        return None
    last = live[-1]
    return Stretch(live[0].valid_from, last.valid_to or _planned(cast(TermState, last.state).planned_end))


def _planned(end: Effective | None) -> date:
    return end.latest + timedelta(days=1) if end and end.kind is not Kind.UNDATED else date.max


def stretches(found: Sequence[Known]) -> dict[UUID, Stretch]:
    """The days of each of some terms."""
    tiles: dict[UUID, list[Version]] = {}
    for known in found:
        tiles.setdefault(known.record_id, []).append(known.version)
    return {term: days for term, own in tiles.items() if (days := stretch(own))}


class TermsOverlap(Refused):
    """The terms of one body do not overlap."""

    CODE = "TERMS_OVERLAP"
    JA = "同じ会議体の任期が重なります: {one}（{begin}〜）と {other}"
    EN = "Terms of one body overlap: {one} (from {begin}) and {other}"
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


@rule
def terms_of_a_body_do_not_overlap(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Whichever event moved a beginning or an end."""
    for change in changes:
        tiles = change.fresh_tiles() if change.record.kind == "term" else []
        bodies = {cast(TermState, t.state).body_id for t in tiles}
        for body in bodies:
            found = reads.versions(TermState, body_id=[body])
            days, names = stretches(found), {k.record_id: _name(k) for k in found}
            mine = days.pop(change.record.id, None)
            for other, its in days.items():
                if mine and mine.meets(its):
                    yield TermsOverlap(one=names[change.record.id], begin=mine.begin, other=names[other])


def _name(known: Known) -> str:
    state = cast(TermState, known.version.state)
    return f"{state.caption()} {state.started or state.attested}"
