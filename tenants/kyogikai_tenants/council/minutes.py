"""会議録・要点記録: drafted, confirmed, published; taken back by withdrawing only.

Public is what a standing publication says, and nothing else: drafts never, and a withdrawn
publication neither later nor with earlier knowledge. What is published after a withdrawal is
therefore a row of its own.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import ClassVar
from uuid import UUID

from typing_extensions import override

from kyogikai_tenants.council.attendance import Step, guarded, in_order, laid_out
from kyogikai_tenants.council.sources import Address
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import AudienceChanged, Fact
from kyogikai_tenants.record import Record
from kyogikai_tenants.states import Part, Version
from kyogikai_tenants.vocabulary import Audience, MinutesState, Openness, Role


class MinutesKind(StrEnum):
    """要点記録, 会議録, 逐語録."""

    SUMMARY = auto()
    FULL = auto()
    VERBATIM = auto()


class Minutes(Part, frozen=True, kw_only=True):
    """One kind of minutes of a meeting on a day."""

    TABLE = "minutes"

    meeting_id: UUID
    state: MinutesState
    kind: MinutesKind
    text: str = ""
    url: str = ""
    published_by: int | None = None
    """The version, in the meeting's stream, of the event that published it."""
    shown_to: Audience

    @override
    def sort_key(self) -> str:
        """The summary first."""
        return f"{list(MinutesKind).index(self.kind)}"

    @override
    def own_audience(self) -> Audience:
        """Public while published, else the meeting's, but never public."""
        return self.shown_to


@dataclass(frozen=True, kw_only=True)
class MinutesAct(Fact):
    """What is done with one kind of minutes."""

    SUBJECTS = ("meeting",)
    STATE: ClassVar[MinutesState]
    FOLLOWS: ClassVar[frozenset[MinutesState | None]]
    """The states that it may follow; None is that of minutes which are not there yet."""

    minutes_kind: MinutesKind


@dataclass(frozen=True, kw_only=True)
class MinutesDrafted(MinutesAct):
    """Minutes are drafted, or drafted anew."""

    TOPIC, COMMAND = "meeting.minutes_drafted", "DraftMinutes"
    LABEL, LABEL_EN = "会議録の作成", "Minutes drafted"
    SENTENCE = "「{subject}」の会議録（{minutes_kind}）を作成（{effective}）"
    SENTENCE_EN = "Drafted the minutes ({minutes_kind}) of {subject} ({effective})"
    STATE = MinutesState.DRAFT
    FOLLOWS = frozenset({None, MinutesState.DRAFT, MinutesState.WITHDRAWN})

    text: str = ""
    url: Address = ""


@dataclass(frozen=True, kw_only=True)
class MinutesConfirmed(MinutesAct):
    """Minutes are confirmed, with the wording as it was or as it is given here."""

    TOPIC, COMMAND = "meeting.minutes_confirmed", "ConfirmMinutes"
    LABEL, LABEL_EN = "会議録の確定", "Minutes confirmed"
    SENTENCE = "「{subject}」の会議録（{minutes_kind}）を確定（{effective}）"
    SENTENCE_EN = "Confirmed the minutes ({minutes_kind}) of {subject} ({effective})"
    STATE = MinutesState.CONFIRMED
    FOLLOWS = frozenset({MinutesState.DRAFT})

    text: str = ""
    url: Address = ""
    confirmed_by: str = ""


@dataclass(frozen=True, kw_only=True)
class MinutesPublished(MinutesAct):
    """Confirmed minutes become public."""

    TOPIC, COMMAND = "meeting.minutes_published", "PublishMinutes"
    LABEL, LABEL_EN = "会議録の公開", "Minutes published"
    SENTENCE = "「{subject}」の会議録（{minutes_kind}）を公開（{effective}）"
    SENTENCE_EN = "Published the minutes ({minutes_kind}) of {subject} ({effective})"
    STATE = MinutesState.PUBLISHED
    FOLLOWS = frozenset({MinutesState.CONFIRMED})

    text: str = ""
    """Where less is published than was confirmed; empty: as confirmed."""
    url: Address = ""


@dataclass(frozen=True, kw_only=True)
class MinutesWithdrawn(MinutesAct):
    """Minutes are taken back, whatever stage they had reached."""

    TOPIC, COMMAND = "meeting.minutes_withdrawn", "WithdrawMinutes"
    LABEL, LABEL_EN = "会議録の取下げ", "Minutes withdrawn"
    SENTENCE = "「{subject}」の会議録（{minutes_kind}）を取下げ（{effective}）"
    SENTENCE_EN = "Withdrew the minutes ({minutes_kind}) of {subject} ({effective})"
    STATE = MinutesState.WITHDRAWN
    FOLLOWS = frozenset({MinutesState.DRAFT, MinutesState.CONFIRMED, MinutesState.PUBLISHED})

    reason: str = ""


class MinutesOrder(Refused):
    """Minutes go draft → confirmed → published, and back by being withdrawn only."""

    CODE = "MINUTES_ORDER"
    JA = "会議録は、作成→確定→公開の順に進み、取下げによってのみ戻ります: {facts}"
    EN = "Minutes are drafted, confirmed, published, in that order, and go back by withdrawal only: {facts}"
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class WithdrawInstead(Refused):
    """What was once public is withdrawn: to annul the publication would hide that it was."""

    CODE = "WITHDRAW_INSTEAD"
    JA = "公開は取り消せません。会議録を取り下げてください。"
    EN = "A publication is not annulled: withdraw the minutes."


class SummaryOnly(Refused):
    """Of a meeting that was open in part, the summary is published, without the closed part."""

    CODE = "SUMMARY_ONLY"
    JA = "一部公開の会議で公開できるのは要点記録です。"
    EN = "Of a partly open meeting only the summary is published."
    MAY_ALLOW = (Role.SECRETARIAT,)


class MinutesFollowTheirState(Refused):
    """Who sees minutes follows from their publication, never from a change of audience of its own."""

    CODE = "MINUTES_FOLLOW_THEIR_STATE"
    JA = "会議録の公開範囲は、公開・取下げによって決まります。"
    EN = "Who sees minutes follows from their publication."


def minutes_rows(meeting: Record) -> Iterator[Version]:
    """Each kind of minutes, from state to state."""
    acts: dict[MinutesKind, list[Step]] = defaultdict(list)
    rounds: dict[MinutesKind, int] = defaultdict(int)
    for fact in in_order(meeting.said):
        if isinstance(fact, MinutesAct):
            steps = acts[fact.minutes_kind]
            was = steps[-1].row if steps else None
            if isinstance(was, Minutes) and was.state is MinutesState.WITHDRAWN:
                rounds[fact.minutes_kind] += 1
            steps.append(_step(meeting, fact, was, rounds[fact.minutes_kind]))
    for steps in acts.values():
        yield from laid_out(meeting.id, steps)


def _step(meeting: Record, fact: MinutesAct, was: Part | None, number: int) -> Step:
    published = fact.originator_version if isinstance(fact, MinutesPublished) else None
    row = Minutes(
        meeting_id=meeting.id, state=fact.STATE, kind=fact.minutes_kind, published_by=published,
        text=getattr(fact, "text", "") or getattr(was, "text", ""),
        url=getattr(fact, "url", "") or getattr(was, "url", ""),
        shown_to=_shown_to(meeting, published),
    )  # fmt: skip
    key = f"minutes:{fact.minutes_kind}" + (f":{number}" if number else "")
    return Step(fact.day, fact.effective, row, key, (fact.originator_version,))


def _shown_to(meeting: Record, published: int | None) -> Audience:
    """Public from the publication on, unless the whole meeting was given another audience since."""
    if published is None:
        return guarded(meeting.audience)
    since = [e for e in meeting.events[published:] if isinstance(e, AudienceChanged) and not e.fields]
    return since[-1].audience if since else Audience.PUBLIC


def minutes_problems(meeting: Record, openness: Openness) -> Iterator[Refused]:
    """The order of states, and what may be public at all."""
    states: dict[MinutesKind, MinutesState] = {}
    for fact in in_order(meeting.said):
        if isinstance(fact, MinutesAct):
            if states.get(fact.minutes_kind) not in fact.FOLLOWS:
                yield MinutesOrder(facts=f"{fact.originator_version} {fact.LABEL} ({fact.effective})")
            states[fact.minutes_kind] = fact.STATE
    full = any(s is MinutesState.PUBLISHED and k is not MinutesKind.SUMMARY for k, s in states.items())
    if full and openness is Openness.PARTLY_OPEN:
        yield SummaryOnly(field="minutes_kind")
    if any(isinstance(e, AudienceChanged) and "minutes" in e.fields for e in meeting.events):
        yield MinutesFollowTheirState(field="fields")
