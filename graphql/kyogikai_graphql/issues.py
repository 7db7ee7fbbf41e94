"""地域課題: issues, the way that each has taken, and the ways that there are."""

from datetime import date
from typing import Any
from uuid import UUID

from graphene import Boolean, Field, Int, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, Node, PartialDate, listed, thing
from kyogikai_graphql.pages import Found, connection, page, paged
from kyogikai_graphql.scalars import Date
from kyogikai_graphql.things import RowType, Thing, asking, of, one
from kyogikai_projections.paging import Condition, Equal, Overlaps
from kyogikai_projections.reading import Moment
from kyogikai_tenants.vocabulary import IssueState

ROUTE_END = "routes.RouteEnd"
ENDS = ("body", "body_group", "council", "external_party")
"""What an issue may come from or go to."""

OVER = frozenset({IssueState.RESOLVED.value, IssueState.CLOSED.value, IssueState.HANDED_OVER.value})
"""The states in which an issue grows no older."""


class ExternalParty(RowType, interfaces=(Node,)):
    """The mayor, a department, another council."""

    name = String(required=True)
    kind = String()


async def route_end(info: GraphQLResolveInfo, moment: Moment, record: UUID | None) -> Thing | None:
    """The body, group, council or party of an id."""
    for table in ENDS:
        found = await one(info, table, moment, record)
        if found is not None:
            return found
    return None


class Referral(RowType, interfaces=(Node,)):
    """One step of an issue's path."""

    act = Field(enums.ReferralAct, required=True)
    from_ = thing(ROUTE_END, name="from")
    to = thing(ROUTE_END)
    effective = Field(PartialDate, required=True)
    question = String()
    due = Date()
    meeting = thing("meetings.Meeting")
    outcome = String()

    @staticmethod
    async def resolve_from_(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Whence."""
        return await route_end(info, root.moment, root.row["from_id"])

    @staticmethod
    async def resolve_to(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Whither."""
        return await route_end(info, root.moment, root.row["to_id"])

    @staticmethod
    async def resolve_meeting(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Where it was decided."""
        return await one(info, "meeting", root.moment, root.row["meeting_id"])


class IssueRoute(RowType, interfaces=(Fact,)):
    """A way that issues may take."""

    from_ = thing(ROUTE_END, name="from")
    to = thing(ROUTE_END)
    act = Field(enums.ReferralAct, required=True)
    conditions = listed(String)
    as_written = String()

    resolve_from_ = Referral.resolve_from_
    resolve_to = Referral.resolve_to


class Feedback(RowType):
    """What was told to whoever raised an issue."""

    to = String(required=True)
    text = String(required=True)
    effective = Field(PartialDate, required=True)

    @staticmethod
    def resolve_to(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """Whom."""
        return root.row["recipient"]


ReferralConnection = connection("issues.Referral")


class Issue(RowType, interfaces=(Node, Fact)):
    """An issue of the region: one identity, an append-only path."""

    title = String(required=True)
    text = String()
    state = Field(enums.IssueState, required=True)
    category = String()
    raised = Field(PartialDate, required=True)
    raised_by = thing(ROUTE_END)
    owner = thing(ROUTE_END)
    path = paged(ReferralConnection)
    recommendations = listed("proposals.Recommendation")
    feedback = listed(Feedback)
    age_days = Int(description="Days from the first day it may have been raised on; null once it is settled.")
    feedback_due = Boolean(required=True)
    case_count = Int(description="Null for roles that may not count cases.")

    @staticmethod
    async def resolve_raised_by(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Who raised it."""
        return await route_end(info, root.moment, root.row["raised_by_id"])

    @staticmethod
    async def resolve_owner(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Who has it that day."""
        return await route_end(info, root.moment, root.row["owner_id"])

    @staticmethod
    async def resolve_path(root: Thing, info: GraphQLResolveInfo, **given: Any) -> Found:
        """Step by step, up to the day."""
        return await page(info, "referral", root.moment, given, parent="issue_id", key=root.id)

    @staticmethod
    async def resolve_recommendations(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """What was proposed because of it."""
        return await of(info, root, "recommendation", "issue_ids")

    @staticmethod
    async def resolve_feedback(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """What was told."""
        return await of(info, root, "feedback", "issue_id")

    @staticmethod
    def resolve_age_days(root: Thing, _info: GraphQLResolveInfo) -> int | None:
        """Up to the day asked for."""
        raised = root.row["raised"]["earliest"]
        if raised is None or root.row["state"] in OVER:
            return None
        return max((root.moment.day - date.fromisoformat(raised)).days, 0)

    @staticmethod
    def resolve_case_count(root: Thing, info: GraphQLResolveInfo) -> Any:
        """A number, never the cases."""
        return root.row["case_count"] if asking(info).viewer.counts_cases else None


IssueConnection = connection("issues.Issue")


def issue_conditions(
    *, state: IssueState | None, owner: UUID | None, first: date | None, last: date | None
) -> list[Condition]:
    """The filters of a list of issues."""
    which: list[Condition] = []
    if state is not None:
        which.append(Equal("state", (state.value,)))
    if owner is not None:
        which.append(Equal("owner_id", (owner,)))
    if first is not None or last is not None:
        which.append(Overlaps("raised", first, last))
    return which
