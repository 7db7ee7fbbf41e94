"""会議の記録: what is known of a meeting on a day, row by row, and the values that its events are made of."""

from collections.abc import Hashable, Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta
from typing_extensions import override

from kyogikai_tenants import fiscal_year as years
from kyogikai_tenants.council.attendance import Counts
from kyogikai_tenants.council.bodies import BodyId
from kyogikai_tenants.council.parties import OrganizationId
from kyogikai_tenants.council.sources import Address, MediaType, Sha256
from kyogikai_tenants.council.terms import TermId
from kyogikai_tenants.effective import AsWritten, Effective, Value
from kyogikai_tenants.events import Flag
from kyogikai_tenants.references import Ref
from kyogikai_tenants.states import Entity, Part
from kyogikai_tenants.vocabulary import (
    AgendaItemKind,
    Audience,
    MeetingKind,
    MeetingMode,
    MeetingState,
    NumberingScheme,
    Openness,
)

Moment = Annotated[datetime, Meta(tz=True)]
"""A time of day with its zone."""
Number = Annotated[int, Meta(ge=1)]
"""第N回."""
Count = Annotated[int, Meta(ge=0)]


class MeetingCard(Entity, frozen=True, kw_only=True):
    """A meeting on a day: scheduled, held or cancelled."""

    TABLE = "meeting"

    title: str = ""
    kind: MeetingKind
    mode: MeetingMode | None = None
    state: MeetingState
    date: Effective
    """When it was held; before that, when it is to be."""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    openness: Openness
    observers: int | None = None
    presider: str = ""
    counts: Counts | None = None
    body_ids: tuple[UUID, ...] = ()
    """The lead body first."""
    fiscal_year: int | None = None
    number: int | None = None
    """In the lead body's series."""

    @override
    def caption(self) -> str:
        """Its title, else its number."""
        year = f"{self.fiscal_year}年度" if self.fiscal_year else ""
        return self.title or (f"{year}第{self.number}回" if self.number else f"{self.date.value}の会議")

    @override
    def sort_key(self) -> str:
        """By date, then number."""
        return f"{self.date.earliest} {self.number or 0:04}"


class MeetingBody(Part, frozen=True, kw_only=True):
    """A body that meets, and the number that the meeting has in its series."""

    TABLE = "meeting_body"

    meeting_id: UUID
    body_id: UUID
    number: int | None = None
    scheme: NumberingScheme
    label: str = ""
    term_id: UUID | None = None
    place_in_list: int

    @override
    def key(self) -> str:
        """The body."""
        return f"body:{self.body_id}"

    @override
    def series(self) -> Hashable:
        """All are said anew together."""
        return "bodies"

    @override
    def sort_key(self) -> str:
        """The lead body first."""
        return f"{self.place_in_list:04}"


class AgendaItem(Part, frozen=True, kw_only=True):
    """An item of the agenda (次第)."""

    TABLE = "agenda_item"

    meeting_id: UUID
    number: int
    title: str
    kind: AgendaItemKind
    presenter_id: UUID | None = None
    presenter_body_id: UUID | None = None
    presenter_as_written: str = ""
    guest_ids: tuple[UUID, ...] = ()
    issue_id: UUID | None = None
    activity_id: UUID | None = None
    open_ended: bool = False
    quality: tuple[Flag, ...] = ()

    @override
    def key(self) -> str:
        """Its number."""
        return agenda_key(self.number)

    @override
    def series(self) -> Hashable:
        """The agenda is said anew as a whole."""
        return "agenda"

    @override
    def sort_key(self) -> str:
        """As numbered."""
        return f"{self.number:04}"


def agenda_key(number: int) -> str:
    """What an agenda item is called within its meeting."""
    return f"agenda:{number}"


class QuorumCount(Part, frozen=True, kw_only=True):
    """The quorum of one body, as it was counted."""

    TABLE = "quorum_count"

    meeting_id: UUID
    body_id: UUID
    base: int
    needed: int
    present: int
    met: bool

    @override
    def key(self) -> str:
        """The body."""
        return f"quorum:{self.body_id}"

    @override
    def series(self) -> Hashable:
        """All are counted anew together."""
        return "quorum"


class Votes(Value, frozen=True):
    """A vote as it was counted."""

    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    as_written: AsWritten = ""


class Decision(Part, frozen=True, kw_only=True):
    """What a meeting decided."""

    TABLE = "decision"

    meeting_id: UUID
    item_number: int | None = None
    item_id: UUID | None = None
    result: str
    method: str = ""
    votes: Votes | None = None

    @override
    def sort_key(self) -> str:
        """As on the agenda."""
        return f"{self.item_number or 0:04}"


class Document(Part, frozen=True, kw_only=True):
    """A paper of a meeting; its bytes lie beside the log."""

    TABLE = "document"

    meeting_id: UUID
    title: str
    number: str = ""
    media_type: str
    byte_count: int
    sha256: str
    url: str = ""
    shown_to: Audience | None = None

    @override
    def sort_key(self) -> str:
        """By number, then title."""
        return f"{self.number} {self.title}"

    @override
    def own_audience(self) -> Audience | None:
        """As it was attached for; else the meeting's, but never public."""
        return self.shown_to


class BodyAtMeeting(Value, frozen=True):
    """A body that meets, with the number in its own series (第N回)."""

    body_id: BodyId
    number: Number | None = None
    scheme: NumberingScheme = NumberingScheme.FISCAL_YEAR
    label: AsWritten = ""
    term_id: TermId | None = None
    """The term within which TERM counts."""


class AgendaEntry(Value, frozen=True):
    """An item of the agenda, numbered by its place in it."""

    title: str
    kind: AgendaItemKind = AgendaItemKind.OTHER
    presenter_id: OrganizationId | None = None
    presenter_body_id: BodyId | None = None
    presenter_as_written: AsWritten = ""
    guest_ids: tuple[OrganizationId, ...] = ()
    issue_id: Annotated[UUID, Ref("issue")] | None = None
    activity_id: Annotated[UUID, Ref("activity")] | None = None
    open_ended: bool = False
    """The item ends with 他."""
    quality: tuple[Flag, ...] = ()


class QuorumCounted(Value, frozen=True):
    """The quorum of one body: of ``base`` members ``needed`` had to be, and ``present`` were there."""

    body_id: BodyId
    base: Count
    needed: Count
    present: Count


class Paper(Value, frozen=True):
    """A document as it was attached."""

    title: str
    media_type: MediaType
    byte_count: Count
    sha256: Sha256
    number: str = ""
    url: Address = ""


def year_of(when: Effective, given: int | None) -> int | None:
    """The fiscal year that a date lies in; as given where the date is too coarse to say."""
    first, last = years.fiscal_year(when.earliest), years.fiscal_year(when.latest)
    return first if first == last else given


def body_fields(bodies: tuple[BodyAtMeeting, ...]) -> dict[str, Any]:
    """What the bodies set in the state; nothing where none are named."""
    ids = tuple(b.body_id for b in bodies)
    return {"body_ids": ids, "number": bodies[0].number} if bodies else {}


def body_rows(meeting: UUID, bodies: tuple[BodyAtMeeting, ...]) -> Iterator[Part]:
    """A row for each body."""
    for place, body in enumerate({b.body_id: b for b in bodies}.values()):
        yield MeetingBody(
            meeting_id=meeting, body_id=body.body_id, number=body.number, scheme=body.scheme,
            label=body.label, term_id=body.term_id, place_in_list=place,
        )  # fmt: skip


def agenda_rows(meeting: UUID, agenda: tuple[AgendaEntry, ...]) -> Iterator[Part]:
    """A row for each item."""
    for number, item in enumerate(agenda, 1):
        said = {n: getattr(item, n) for n in item.__struct_fields__}
        yield AgendaItem(meeting_id=meeting, number=number, **said)
