"""地域課題: issues, the way that each has taken, and the ways that there are."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from graphene import Boolean, Field, Int, String
from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql import enums, ids
from kyogikai_graphql.common import Fact, Node, PartialDate, listed, thing
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting
from kyogikai_graphql.compiler.statement import Row
from kyogikai_graphql.fields import Column, First, Many, OneOf, ToOne
from kyogikai_graphql.listing import Paged
from kyogikai_graphql.meetings import MeetingConnection
from kyogikai_graphql.pages import connection, paged
from kyogikai_graphql.plain_summaries import plain_summary
from kyogikai_graphql.scalars import Date
from kyogikai_graphql.things import RowType, Thing, asking, of
from kyogikai_projections.paging import Condition, Equal, Link, Overlaps
from kyogikai_tenants.vocabulary import IssueState

ROUTE_END = "routes.RouteEnd"
ENDS = ("body", "body_group", "council", "external_party")
"""What an issue may come from or go to."""

OWNERS = ("Body", "BodyGroup", "Council", "ExternalParty")
"""The types that they have in the API."""

OVER = frozenset({IssueState.RESOLVED.value, IssueState.CLOSED.value, IssueState.HANDED_OVER.value})
"""The states in which an issue grows no older."""

BY_STEP = Link("referral", "issue_id", "meeting_id")
BY_ITEM = Link("agenda_item", "issue_id", "meeting_id")
"""By what a meeting belongs to an issue."""


class ExternalParty(RowType, interfaces=(Node,)):
    """The mayor, a department, another council."""

    name = String(required=True)
    kind = String()


def route_end(column: str) -> OneOf:
    """The body, group, council or party that a column names."""
    return OneOf(ENDS, column)


class Referral(RowType, interfaces=(Node, Fact)):
    """One step of an issue's path."""

    act = Field(enums.ReferralAct, required=True)
    from_ = thing(ROUTE_END, name="from", resolver=route_end("from_id"))
    to = thing(ROUTE_END, resolver=route_end("to_id"))
    effective = Field(PartialDate, required=True)
    question = String()
    due = Date()
    meeting = thing("meetings.Meeting", resolver=ToOne("meeting", "meeting_id"))
    outcome = String()
    exception = String(description="Why it was moved although no route leads there.")


class IssueRoute(RowType, interfaces=(Fact,)):
    """A way that issues may take."""

    from_ = thing(ROUTE_END, name="from", resolver=route_end("from_id"))
    to = thing(ROUTE_END, resolver=route_end("to_id"))
    act = Field(enums.ReferralAct, required=True)
    conditions = listed(String)
    as_written = String()
    others_may = Boolean(required=True, description="Whether others than from may take it too (専門部会等).")


class Feedback(RowType, interfaces=(Fact,)):
    """What was told to whoever raised an issue."""

    to = String(required=True, resolver=Column("recipient"))
    text = String(required=True)
    effective = Field(PartialDate, required=True)


ReferralConnection = connection("issues.Referral")


class Because(Compiled):
    """What was proposed because of an issue."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """In order."""
        return await of(info, root, "recommendation", "issue_ids")

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        row = c.row("recommendation", at.moment)
        named = f"{at}.id = ANY({row}.issue_ids)"
        return c.listed(row, ask, f"{c.statement.rows(row, 'listed', 'issue_ids')} AND {named}")


class Age(Compiled):
    """Days from the first day that an issue may have been raised on to the day asked for, until settled."""

    def __call__(self, root: Thing, _info: GraphQLResolveInfo) -> int | None:
        """In days."""
        raised = root.row["raised"]["earliest"]
        if raised is None or root.row["state"] in OVER:
            return None
        return max((root.moment.day - date.fromisoformat(raised)).days, 0)

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        over = ", ".join(f"'{state}'" for state in sorted(OVER))
        first = f"({at}.raised->>'earliest')::date"
        young = f"{at}.state NOT IN ({over}) AND {first} IS NOT NULL"
        return f"CASE WHEN {young} THEN greatest({at.moment.day} - {first}, 0) END"


class Cases(Compiled):
    """How many cases stand behind an issue: a number, never the cases."""

    def __call__(self, root: Thing, info: GraphQLResolveInfo) -> Any:
        """Null for those who may not count them."""
        return root.row["case_count"] if asking(info).viewer.counts_cases else None

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        return f"{at}.case_count" if c.viewer.counts_cases else "NULL::bigint"


class Issue(RowType, interfaces=(Node, Fact)):
    """An issue of the region: one identity, an append-only path."""

    title = String(required=True)
    text = String()
    state = Field(enums.IssueState, required=True)
    category = String()
    raised = Field(PartialDate, required=True)
    raised_by = thing(ROUTE_END, resolver=route_end("raised_by_id"))
    owner = thing(ROUTE_END, resolver=route_end("owner_id"))
    path = paged(ReferralConnection, resolver=Paged("referral", "issue_id"))
    turn = thing(
        "issues.Referral",
        resolver=First(Many("referral", "issue_id", filled="to_id"), last=True),
        description="The step by which its owner has it: since when, what is asked, by when.",
    )
    last_step = thing(
        "issues.Referral",
        resolver=First(Many("referral", "issue_id"), last=True),
        description="The last step of its path.",
    )
    meetings = paged(
        MeetingConnection,
        resolver=Paged("meeting", (BY_STEP, BY_ITEM)),
        description="Those in which a step was taken, or that had it on their agenda.",
    )
    recommendations = listed("proposals.Recommendation", resolver=Because())
    feedback = listed(Feedback, resolver=Many("feedback", "issue_id"))
    age_days = Int(
        resolver=Age(),
        description="Days from the first day it may have been raised on; null once it is settled.",
    )
    feedback_due = Boolean(required=True)
    plain_summary = plain_summary()
    case_count = Int(resolver=Cases(), description="Null for roles that may not count cases.")


IssueConnection = connection("issues.Issue")


def issue_conditions(given: Mapping[str, Any]) -> list[Condition]:
    """The filters of a list of issues. Raises BadId."""
    which: list[Condition] = []
    if given.get("state") is not None:
        which.append(Equal("state", (given["state"].value,)))
    if given.get("states") is not None:
        which.append(Equal("state", tuple(state.value for state in given["states"])))
    if given.get("feedback_due") is not None:
        which.append(Equal("feedback_due", (given["feedback_due"],)))
    if (owner := ids.record(given.get("owner_id"), *OWNERS)) is not None:
        which.append(Equal("owner_id", (owner,)))
    first, last = given.get("raised_from"), given.get("raised_to")
    if first is not None or last is not None:
        which.append(Overlaps("raised", first, last))
    return which
