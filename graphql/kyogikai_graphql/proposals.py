"""提言・答申: recommendations, and what was answered."""

from typing import Any

from graphene import Field, String
from graphql import GraphQLResolveInfo
from msgspec import convert

from kyogikai_graphql import enums
from kyogikai_graphql.common import Node, PartialDate, listed, partial, thing
from kyogikai_graphql.issues import ROUTE_END, route_end
from kyogikai_graphql.pages import connection
from kyogikai_graphql.things import RowType, Thing, some
from kyogikai_tenants.effective import Effective


class Response(RowType):
    """What the municipality answered."""

    text = String(required=True)
    decision = String()
    effective = Field(PartialDate, required=True)

    @staticmethod
    def resolve_text(root: Any, _info: GraphQLResolveInfo) -> str:
        """In summary."""
        return root.get("text") or ""

    @staticmethod
    def resolve_effective(root: Any, _info: GraphQLResolveInfo) -> Any:
        """When."""
        return partial(convert(root["effective"], Effective))


class Recommendation(RowType, interfaces=(Node,)):
    """A recommendation, report, opinion or request to the municipality."""

    title = String(required=True)
    kind = Field(enums.RecommendationKind, required=True)
    from_ = thing(ROUTE_END, name="from")
    in_answer_to = String()
    text = String()
    to = String(required=True)
    adopted = Field(PartialDate)
    delivered = Field(PartialDate)
    response = Field(Response)
    issues = listed("issues.Issue")

    @staticmethod
    async def resolve_from_(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Who adopted it."""
        return await route_end(info, root.moment, root.row["from_id"])

    @staticmethod
    def resolve_to(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """To whom."""
        return root.row["addressee"]

    @staticmethod
    async def resolve_issues(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Because of which issues."""
        return await some(info, "issue", root.moment, root.row["issue_ids"])


RecommendationConnection = connection("proposals.Recommendation")
