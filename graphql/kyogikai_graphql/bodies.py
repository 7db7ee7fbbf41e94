"""会議体: bodies and groups of bodies: names, place in the chart, purpose, composition, cadence, descent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphene import Argument, Boolean, Field, Int, String
from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, Node, PartialDate, listed, thing
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting
from kyogikai_graphql.compiler.statement import Cell, Row, latest
from kyogikai_graphql.council import DatedName, Secretariat
from kyogikai_graphql.council_fields import NAMES, existence
from kyogikai_graphql.fields import Column, First, Many, Said, Some, Texts, ToOne, dated
from kyogikai_graphql.issues import IssueConnection, issue_conditions
from kyogikai_graphql.lineage import LineageLink, LinksAt
from kyogikai_graphql.listing import Paged
from kyogikai_graphql.meetings import BY_BODY, MeetingConnection, meeting_conditions
from kyogikai_graphql.members import MembershipConnection
from kyogikai_graphql.municipality import OwnWord
from kyogikai_graphql.pages import connection, paged
from kyogikai_graphql.plain_summaries import plain_summary
from kyogikai_graphql.things import RowType, Thing, asking, one
from kyogikai_projections.paging import Condition, Equal
from kyogikai_projections.standing import HeldBy, LastHeld, last_held, later
from kyogikai_tenants.vocabulary import Existence


class Composition(RowType, interfaces=(Fact,)):
    """Who sits in a body, as a rule: not a roster."""

    text = String()
    level = String()
    categories = listed(String)
    added = listed(String)
    ex_officio_of = listed(
        "bodies.Body",
        resolver=Some("body", "ex_officio_of"),
        description="The bodies whose chairs sit here by office.",
    )
    organization_count = Int()
    effective = Field(PartialDate)


class CadenceRule(RowType, interfaces=(Fact,)):
    """A norm, not a count: 年2回, 原則年4回程度, 随時."""

    per_year = Int()
    interval_months = Int()
    as_needed = Boolean(required=True)
    approximate = Boolean(required=True)
    meeting_kind = String()
    as_written = String()
    effective = Field(PartialDate)


class BodyGroup(RowType, interfaces=(Node, Fact)):
    """Bodies with a purpose, a cadence and a composition in common."""

    name = String(required=True)
    kind = Field(enums.BodyKind, required=True)
    purpose = String()
    composition = Field(Composition, resolver=First(Many("composition", "stream_id")))
    cadence = listed(CadenceRule, resolver=Many("cadence", "stream_id"))
    body_count = Int(description="How many the source counts, whether or not it names them.")
    bodies = listed("bodies.Body", resolver=Many("body", "group_id"))


@dataclass(frozen=True)
class ExistsSo(Compiled):
    """As known; what may exist does not before its council."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> Any:
        """Its own, or NOT_YET."""
        own = root.row["existence"]
        if own != Existence.UNKNOWN.value:
            return own
        council = await one(info, "council", root.moment, root.row["council_id"])
        to_come = council is not None and council.row["existence"] == Existence.NOT_YET.value
        return Existence.NOT_YET.value if to_come else own

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        council = c.row("council", at.moment)
        own = f"{c.statement.rows(council, 'current')} AND {council}.id = {at}.council_id"
        to_come = f"SELECT 1 FROM council {council} WHERE {own} AND {council}.existence = 'not_yet'"
        return (
            f"CASE WHEN {at}.existence = 'unknown' AND EXISTS ({to_come}) "
            f"THEN 'NOT_YET' ELSE upper({at}.existence) END"
        )


LIVE = Said(lambda root: bool(root.row["existence"] == Existence.LIVE.value), "{}.existence = 'live'")


@dataclass(frozen=True)
class LastSeen(Compiled):
    """By its own facts or by the latest meeting that it held."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> Any:
        """The later of the two."""
        return later(root.row["last_attested"], await asking(info).load(LastHeld(root.moment), root.id))

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        seen = c.statement.alias("s")
        held = f"SELECT h.date, 1 FROM ({c.statement.query(last_held, at, f'{at}.id')}) h"
        dates = latest(f"SELECT {at}.last_attested, 0", held)
        at.joins.append(f"LEFT JOIN LATERAL ({dates}) {seen} ON true")
        return c.cell(Cell(f"{seen}.date"), ask)


@dataclass(frozen=True)
class Counted(Compiled):
    """How many memberships a body has; null where none is known."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> int | None:
        """As known."""
        held: int | None = await asking(info).load(HeldBy(root.moment), root.id)
        return held

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        row = c.row("membership", at.moment)
        which = f"{c.statement.rows(row, 'listed')} AND {row}.body_id = {at}.id"
        return f"nullif((SELECT count(*) FROM membership {row} WHERE {which}), 0)"


class Body(RowType, interfaces=(Node, Fact)):
    """A body of a council."""

    name = String(required=True)
    kind = Field(enums.BodyKind, required=True)
    label = String(required=True, resolver=OwnWord(), description="The tenant's own word for the kind.")
    existence = Field(enums.Existence, required=True, resolver=ExistsSo())
    live = Boolean(required=True, resolver=LIVE)
    started = Field(PartialDate, description="Null where only attested.")
    attested = Field(PartialDate)
    last_attested = Field(PartialDate, resolver=LastSeen())
    ended = Field(PartialDate, resolver=dated("ended", end=True))
    names = listed(DatedName, resolver=NAMES)
    parent = thing("bodies.Body", resolver=ToOne("body", "parent_id"))
    children = listed("bodies.Body", resolver=Many("body", "parent_id"))
    group = Field(BodyGroup, resolver=ToOne("body_group", "group_id"))
    order = Int(resolver=Column("number"))
    order_label = String()
    purpose = listed(String, resolver=Texts(Many("purpose", "stream_id"), "text"))
    plain_summary = plain_summary()
    composition = Field(Composition, resolver=First(Many("composition", "stream_id")))
    cadence = listed(CadenceRule, resolver=Many("cadence", "stream_id"))
    secretariat = listed(Secretariat, resolver=Many("secretariat", "stream_id"))
    standing_members = Boolean()
    member_count = Int(
        resolver=Counted(), description="The memberships of that day; null where no roster is known."
    )
    roster_exhaustive = Boolean()
    predecessors = listed(
        LineageLink,
        resolver=LinksAt(("to_id",), to_others=True),
        description="What it came from; renamings are in names.",
    )
    successors = listed(
        LineageLink,
        resolver=LinksAt(("from_id",), to_others=True),
        description="What came of it; renamings are in names.",
    )
    terms = listed("members.Term", resolver=Many("term", "body_id"))
    memberships = paged(MembershipConnection, resolver=Paged("membership", "body_id"))
    officers = listed("members.Membership", resolver=Many("membership", "body_id", filled="office"))
    meetings = paged(
        MeetingConnection,
        resolver=Paged("meeting", (BY_BODY,), meeting_conditions),
        fiscal_year=Argument(Int),
        state=Argument(enums.MeetingState),
    )
    issues = paged(
        IssueConnection,
        resolver=Paged("issue", "owner_id", issue_conditions),
        state=Argument(enums.IssueState),
    )


BodyConnection = connection("bodies.Body")


def body_conditions(given: Mapping[str, Any]) -> list[Condition]:
    """The filters of a list of bodies, but for the name."""
    which: list[Condition] = []
    if given.get("kind") is not None:
        which.append(Equal("kind", (given["kind"].value,)))
    if given.get("live") is not None:
        which.append(Equal("existence", existence(live=given["live"])))
    return which
