"""活動: events, training, surveys and other activities, and their steps."""

from collections.abc import Mapping
from typing import Any

from graphene import Field, Int, String

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, Node, PartialDate, listed, thing
from kyogikai_graphql.fields import Many, Some, ToOne
from kyogikai_graphql.listing import Paged
from kyogikai_graphql.meetings import MeetingConnection, days_of
from kyogikai_graphql.pages import connection, paged
from kyogikai_graphql.plain_summaries import plain_summary
from kyogikai_graphql.things import RowType
from kyogikai_projections.paging import Condition, Either, Equal, Link, Overlaps

BY_STEP = Link("activity_step", "activity_id", "meeting_id")
BY_ITEM = Link("agenda_item", "activity_id", "meeting_id")
"""By what a meeting belongs to an activity."""


class ActivityStep(RowType, interfaces=(Fact,)):
    """A stage of an activity, and the meeting that dealt with it."""

    stage = String(required=True)
    text = String(description="What came of it.")
    meeting = thing("meetings.Meeting", resolver=ToOne("meeting", "meeting_id"))
    item = thing("meetings.AgendaItem", resolver=ToOne("agenda_item", "item_id"))
    effective = Field(PartialDate)


class Activity(RowType, interfaces=(Node, Fact)):
    """An activity, planned or held."""

    kind = Field(enums.ActivityKind, required=True)
    title = String(required=True)
    text = String()
    body = thing("bodies.Body", resolver=ToOne("body", "body_id"))
    fiscal_year = Int()
    date = Field(PartialDate)
    days = Int()
    state = Field(enums.ActivityState, required=True)
    steps = listed(ActivityStep, resolver=Many("activity_step", "activity_id"))
    partners = listed("members.Organization", resolver=Some("organization", "partner_ids"))
    functions = listed(String)
    plain_summary = plain_summary()
    meetings = paged(MeetingConnection, resolver=Paged("meeting", (BY_STEP, BY_ITEM)))


ActivityConnection = connection("activities.Activity")


def activity_conditions(given: Mapping[str, Any]) -> list[Condition]:
    """The filters of a list of activities; of a year: said to be of it, or with a date that may lie in it."""
    which: list[Condition] = []
    if given.get("kind") is not None:
        which.append(Equal("kind", (given["kind"].value,)))
    if given.get("state") is not None:
        which.append(Equal("state", (given["state"].value,)))
    if (year := given.get("fiscal_year")) is not None:
        which.append(Either((Equal("fiscal_year", (year,)), Overlaps("date", *days_of(year)))))
    return which
