"""活動: events, training, surveys and other activities, and their steps."""

from typing import Any

from graphene import Field, Int, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, Node, PartialDate, listed, thing
from kyogikai_graphql.meetings import MeetingConnection
from kyogikai_graphql.pages import Found, connection, page, paged
from kyogikai_graphql.things import RowType, Thing, of, one, some
from kyogikai_projections.paging import Link

BY_STEP = Link("activity_step", "activity_id", "meeting_id")
BY_ITEM = Link("agenda_item", "activity_id", "meeting_id")
"""By what a meeting belongs to an activity."""


class ActivityStep(RowType):
    """A stage of an activity, and the meeting that dealt with it."""

    stage = String(required=True)
    meeting = thing("meetings.Meeting")
    item = thing("meetings.AgendaItem")
    effective = Field(PartialDate)

    @staticmethod
    async def resolve_meeting(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Where."""
        return await one(info, "meeting", root.moment, root.row["meeting_id"])

    @staticmethod
    async def resolve_item(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Under which item."""
        return await one(info, "agenda_item", root.moment, root.row["item_id"])


class Activity(RowType, interfaces=(Node, Fact)):
    """An activity, planned or held."""

    kind = Field(enums.ActivityKind, required=True)
    title = String(required=True)
    text = String()
    body = thing("bodies.Body")
    fiscal_year = Int()
    date = Field(PartialDate)
    days = Int()
    state = Field(enums.ActivityState, required=True)
    steps = listed(ActivityStep)
    partners = listed("members.Organization")
    functions = listed(String)
    meetings = paged(MeetingConnection)

    @staticmethod
    async def resolve_body(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Whose it is."""
        return await one(info, "body", root.moment, root.row["body_id"])

    @staticmethod
    async def resolve_steps(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """In order."""
        return await of(info, root, "activity_step", "activity_id")

    @staticmethod
    async def resolve_partners(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """The organisations with which it was done."""
        return await some(info, "organization", root.moment, root.row["partner_ids"])

    @staticmethod
    async def resolve_meetings(root: Thing, info: GraphQLResolveInfo, **given: Any) -> Found:
        """Those that a step, or an agenda item, ties it to."""
        return await page(info, "meeting", root.moment, given, parent=(BY_STEP, BY_ITEM), key=root.id)


ActivityConnection = connection("activities.Activity")
