"""条例・規則・要綱・会則: what is in force, and what it sets."""

from typing import Any

from graphene import Field, Int, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, Node, PartialDate, as_end, thing
from kyogikai_graphql.issues import ROUTE_END, route_end
from kyogikai_graphql.things import RowType, Thing


class Rule(RowType, interfaces=(Node, Fact)):
    """A rule in force (条例, 規則, 要綱, 会則) and what it sets, as far as known."""

    title = String(required=True)
    legal_form = String()
    number = String()
    scope = thing(ROUTE_END)
    from_ = Field(PartialDate, name="from")
    to = Field(PartialDate)
    max_members = Int()
    term_years = Int()
    quorum = String()
    decision = String()
    chair_method = String()
    openness = Field(enums.Openness)

    @staticmethod
    async def resolve_scope(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """What it is a rule of."""
        return await route_end(info, root.moment, root.row["scope_id"])

    @staticmethod
    def resolve_from_(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """In force since, or first seen."""
        return root.row["started"] or root.row["attested"]

    @staticmethod
    def resolve_to(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """Repealed."""
        return as_end(root.row["ended"])
