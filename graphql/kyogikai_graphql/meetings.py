"""会議: meetings, and what belongs to one: numbers, attendance, decisions."""

from datetime import date
from typing import Any
from uuid import UUID

from graphene import Boolean, Field, Int, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, Node, PartialDate, listed, thing
from kyogikai_graphql.council import DatedName
from kyogikai_graphql.pages import Found, connection, page, paged
from kyogikai_graphql.papers import AgendaItem, Document, Minutes
from kyogikai_graphql.problems import BadUserInput
from kyogikai_graphql.scalars import JSON, DateTime
from kyogikai_graphql.things import RowType, Thing, asking, of, one, some
from kyogikai_projections.paging import BelongsTo, Condition, Equal, Link, Overlaps
from kyogikai_projections.reading import caption_of
from kyogikai_projections.standing import NamedOn
from kyogikai_tenants import fiscal_year as years
from kyogikai_tenants.vocabulary import MeetingState

BY_BODY = Link("meeting_body", "body_id", "meeting_id")
"""By what a meeting belongs to a body."""


class AttendanceCounts(RowType):
    """As recorded, also where no names are: 17 of 21."""

    expected = Int()
    present = Int()
    absent = Int()
    online = Int()
    proxy = Int()
    as_written = String()


class MeetingNumber(RowType):
    """The number of a meeting in the series of one of its bodies."""

    body = thing("bodies.Body", required=True)
    scheme = Field(enums.NumberingScheme, required=True)
    number = Int(required=True)
    label = String(required=True)

    @staticmethod
    async def resolve_body(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """In whose series."""
        return await one(info, "body", root.moment, root.row["body_id"])

    @staticmethod
    def resolve_label(root: Thing, _info: GraphQLResolveInfo) -> str:
        """As written, else 第N回."""
        return root.row["label"] or f"第{root.row['number']}回"


class Quorum(RowType):
    """The quorum of one body, as it was counted."""

    body = thing("bodies.Body", required=True)
    base = Int(required=True)
    needed = Int(required=True)
    present = Int(required=True)
    met = Boolean(required=True)

    resolve_body = MeetingNumber.resolve_body


class Attendance(RowType, interfaces=(Node,)):
    """What one invited person answered, and whether they came."""

    membership = thing("members.Membership")
    organization = thing("members.Organization")
    name = String()
    answer = Field(enums.AttendanceAnswer)
    status = Field(enums.AttendanceStatus)
    capacity = String()
    mode = Field(enums.MeetingMode)

    @staticmethod
    async def resolve_membership(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """As which member."""
        return await one(info, "membership", root.moment, root.row["membership_id"])

    @staticmethod
    async def resolve_organization(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """For whom."""
        return await one(info, "organization", root.moment, root.row["organization_id"])


AttendanceConnection = connection("meetings.Attendance")


class Decision(RowType):
    """What a meeting decided, on an item of its agenda or beside it."""

    item = Field(AgendaItem)
    result = String(required=True)
    method = String()
    votes = Field(JSON)

    @staticmethod
    async def resolve_item(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """On which item."""
        return await one(info, "agenda_item", root.moment, root.row["item_id"])


class Meeting(RowType, interfaces=(Node, Fact)):
    """A meeting of a body, or of several together; it appears from the day on which it was decided."""

    bodies = listed("bodies.Body", description="The lead body first.")
    bodies_as_held = listed(DatedName, description="What they were called on the meeting's day.")
    title = String(required=True)
    number = Int(description="In the lead body's series; a joint meeting has one numbering per body.")
    numberings = listed(MeetingNumber)
    fiscal_year = Int()
    kind = Field(enums.MeetingKind, required=True)
    mode = Field(enums.MeetingMode)
    state = Field(enums.MeetingState, required=True)
    date = Field(PartialDate, required=True)
    starts_at = DateTime()
    ends_at = DateTime()
    place = String()
    agenda = listed(AgendaItem)
    attendance = paged(AttendanceConnection)
    counts = Field(AttendanceCounts)
    presider = String()
    quorum = listed(Quorum)
    openness = Field(enums.Openness, required=True)
    observers = Int()
    decisions = listed(Decision)
    minutes = listed(Minutes)
    documents = listed(Document)

    @staticmethod
    async def resolve_bodies(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Those that met, or are to."""
        return await some(info, "body", root.moment, root.row["body_ids"])

    @staticmethod
    async def resolve_bodies_as_held(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Their official names of that day."""
        bodies = await some(info, "body", root.moment, root.row["body_ids"])
        day = date.fromisoformat(root.row["date"]["earliest"])
        names = await asking(info).load_many(NamedOn(root.moment), [(body.id, day) for body in bodies])
        return root.things("dated_name", names)

    @staticmethod
    def resolve_title(root: Thing, _info: GraphQLResolveInfo) -> str:
        """As given, else by its number or its date."""
        return caption_of(root.table, root.row)

    @staticmethod
    async def resolve_numberings(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """One for each body that numbers it."""
        found = await of(info, root, "meeting_body", "meeting_id")
        return [numbering for numbering in found if numbering.row["number"] is not None]

    @staticmethod
    async def resolve_agenda(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """In order."""
        return await of(info, root, "agenda_item", "meeting_id")

    @staticmethod
    async def resolve_attendance(root: Thing, info: GraphQLResolveInfo, **given: Any) -> Found:
        """By name, where names are open to the reader."""
        return await page(info, "attendance", root.moment, given, parent="meeting_id", key=root.id)

    @staticmethod
    async def resolve_quorum(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Counted in each body."""
        return await of(info, root, "quorum_count", "meeting_id")

    @staticmethod
    async def resolve_decisions(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """As on the agenda."""
        return await of(info, root, "decision", "meeting_id")

    @staticmethod
    async def resolve_minutes(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Published ones; drafts for those who work on them."""
        return await of(info, root, "minutes", "meeting_id")

    @staticmethod
    async def resolve_documents(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Papers."""
        return await of(info, root, "document", "meeting_id")


MeetingConnection = connection("meetings.Meeting")


def meeting_conditions(
    *,
    body: UUID | None = None,
    fiscal_year: int | None = None,
    first: date | None = None,
    last: date | None = None,
    state: MeetingState | None = None,
) -> list[Condition]:
    """The filters of a list of meetings; dates match where they overlap."""
    which: list[Condition] = []
    if body is not None:
        which.append(BelongsTo(BY_BODY, body))
    if fiscal_year is not None:
        which.append(Overlaps("date", *days_of(fiscal_year)))
    if first is not None or last is not None:
        which.append(Overlaps("date", first, last))
    if state is not None:
        which.append(Equal("state", (state.value,)))
    return which


def days_of(fiscal_year: int) -> tuple[date, date]:
    """The first and the last day of a fiscal year. Raises BadUserInput for what no calendar has."""
    if not date.min.year <= fiscal_year < date.max.year:
        raise BadUserInput(f"There is no fiscal year {fiscal_year}.")
    return years.first_day(fiscal_year), years.last_day(fiscal_year)
