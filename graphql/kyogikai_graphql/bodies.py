"""会議体: bodies and groups of bodies: names, place in the chart, purpose, composition, cadence, descent."""

from typing import Any

from graphene import Argument, Boolean, Field, Int, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, Node, PartialDate, as_end, listed, thing
from kyogikai_graphql.council import DatedName, Secretariat, names_of
from kyogikai_graphql.issues import IssueConnection
from kyogikai_graphql.lineage import LineageLink, Link, links_of
from kyogikai_graphql.meetings import BY_BODY, MeetingConnection, meeting_conditions
from kyogikai_graphql.members import MembershipConnection
from kyogikai_graphql.municipality import own_word
from kyogikai_graphql.pages import Found, connection, page, paged
from kyogikai_graphql.things import RowType, Thing, asking, first, of, one, some
from kyogikai_projections.paging import Equal
from kyogikai_projections.standing import HeldBy, LastHeld, later
from kyogikai_tenants.vocabulary import BodyKind, Existence, IssueState, MeetingState


class Composition(RowType, interfaces=(Fact,)):
    """Who sits in a body, as a rule: not a roster."""

    text = String()
    level = String()
    categories = listed(String)
    added = listed(String)
    ex_officio_of = listed("bodies.Body", description="The bodies whose chairs sit here by office.")
    organization_count = Int()
    effective = Field(PartialDate)

    @staticmethod
    async def resolve_ex_officio_of(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """As named."""
        return await some(info, "body", root.moment, root.row["ex_officio_of"])


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
    composition = Field(Composition)
    cadence = listed(CadenceRule)
    body_count = Int(description="How many the source counts, whether or not it names them.")
    bodies = listed("bodies.Body")

    @staticmethod
    async def resolve_composition(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """In common."""
        return await first(info, root, "composition", "stream_id")

    @staticmethod
    async def resolve_cadence(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """In common."""
        return await of(info, root, "cadence", "stream_id")

    @staticmethod
    async def resolve_bodies(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Those of the day."""
        return await of(info, root, "body", "group_id")


class Body(RowType, interfaces=(Node, Fact)):
    """A body of a council."""

    name = String(required=True)
    kind = Field(enums.BodyKind, required=True)
    label = String(required=True, description="The tenant's own word for the kind.")
    existence = Field(enums.Existence, required=True)
    live = Boolean(required=True)
    started = Field(PartialDate, description="Null where only attested.")
    attested = Field(PartialDate)
    last_attested = Field(PartialDate)
    ended = Field(PartialDate)
    names = listed(DatedName)
    parent = thing("bodies.Body")
    children = listed("bodies.Body")
    group = Field(BodyGroup)
    order = Int()
    order_label = String()
    purpose = listed(String)
    composition = Field(Composition)
    cadence = listed(CadenceRule)
    secretariat = listed(Secretariat)
    standing_members = Boolean()
    member_count = Int(description="The memberships of that day; null where no roster is known.")
    roster_exhaustive = Boolean()
    predecessors = listed(LineageLink, description="What it came from; renamings are in names.")
    successors = listed(LineageLink, description="What came of it; renamings are in names.")
    terms = listed("members.Term")
    memberships = paged(MembershipConnection)
    officers = listed("members.Membership")
    meetings = paged(MeetingConnection, fiscal_year=Argument(Int), state=Argument(enums.MeetingState))
    issues = paged(IssueConnection, state=Argument(enums.IssueState))

    @staticmethod
    async def resolve_label(root: Thing, info: GraphQLResolveInfo) -> str:
        """The municipality's word, or else everybody's."""
        return await own_word(info, BodyKind(root.row["kind"]), root.moment)

    @staticmethod
    async def resolve_existence(root: Thing, info: GraphQLResolveInfo) -> Any:
        """As known; what may exist does not before its council."""
        own = root.row["existence"]
        if own != Existence.UNKNOWN.value:
            return own
        council = await one(info, "council", root.moment, root.row["council_id"])
        to_come = council is not None and council.row["existence"] == Existence.NOT_YET.value
        return Existence.NOT_YET.value if to_come else own

    @staticmethod
    def resolve_live(root: Thing, _info: GraphQLResolveInfo) -> bool:
        """Whether it is LIVE."""
        return bool(root.row["existence"] == Existence.LIVE.value)

    @staticmethod
    def resolve_ended(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """Until when."""
        return as_end(root.row["ended"])

    @staticmethod
    async def resolve_last_attested(root: Thing, info: GraphQLResolveInfo) -> Any:
        """By its own facts or by the latest meeting that it held."""
        return later(root.row["last_attested"], await asking(info).load(LastHeld(root.moment), root.id))

    @staticmethod
    async def resolve_names(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """All names of its life, whatever the day."""
        return await names_of(info, root)

    @staticmethod
    async def resolve_parent(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """The body that it stands under."""
        return await one(info, "body", root.moment, root.row["parent_id"])

    @staticmethod
    async def resolve_children(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """The bodies under it."""
        return await of(info, root, "body", "parent_id")

    @staticmethod
    async def resolve_group(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """The group that it is one of."""
        return await one(info, "body_group", root.moment, root.row["group_id"])

    @staticmethod
    def resolve_order(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """As numbered."""
        return root.row["number"]

    @staticmethod
    async def resolve_purpose(root: Thing, info: GraphQLResolveInfo) -> list[str]:
        """In the order of the document."""
        return [p.row["text"] for p in await of(info, root, "purpose", "stream_id")]

    @staticmethod
    async def resolve_composition(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Its own."""
        return await first(info, root, "composition", "stream_id")

    @staticmethod
    async def resolve_cadence(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Its own."""
        return await of(info, root, "cadence", "stream_id")

    @staticmethod
    async def resolve_secretariat(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Its own."""
        return await of(info, root, "secretariat", "stream_id")

    @staticmethod
    async def resolve_member_count(root: Thing, info: GraphQLResolveInfo) -> int | None:
        """As known."""
        held: int | None = await asking(info).load(HeldBy(root.moment), root.id)
        return held

    @staticmethod
    async def resolve_predecessors(root: Thing, info: GraphQLResolveInfo) -> list[Link]:
        """Links from others to it."""
        return await links_of(info, root, "to_id", to_others=True)

    @staticmethod
    async def resolve_successors(root: Thing, info: GraphQLResolveInfo) -> list[Link]:
        """Links from it to others."""
        return await links_of(info, root, "from_id", to_others=True)

    @staticmethod
    async def resolve_terms(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Those of the day."""
        return await of(info, root, "term", "body_id")

    @staticmethod
    async def resolve_memberships(root: Thing, info: GraphQLResolveInfo, **given: Any) -> Found:
        """Those of the day."""
        return await page(info, "membership", root.moment, given, parent="body_id", key=root.id)

    @staticmethod
    async def resolve_officers(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Memberships with an office that day."""
        return [m for m in await of(info, root, "membership", "body_id") if m.row["office"]]

    @staticmethod
    async def resolve_meetings(
        root: Thing,
        info: GraphQLResolveInfo,
        fiscal_year: int | None = None,
        state: MeetingState | None = None,
        **given: Any,
    ) -> Found:
        """Joint meetings too."""
        which = meeting_conditions(fiscal_year=fiscal_year, state=state)
        return await page(info, "meeting", root.moment, given, *which, parent=(BY_BODY,), key=root.id)

    @staticmethod
    async def resolve_issues(
        root: Thing, info: GraphQLResolveInfo, state: IssueState | None = None, **given: Any
    ) -> Found:
        """Those that it owns that day."""
        which = [Equal("state", (state.value,))] if state else []
        return await page(info, "issue", root.moment, given, *which, parent="owner_id", key=root.id)


BodyConnection = connection("bodies.Body")
