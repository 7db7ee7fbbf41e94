"""提言・答申: recommendations, and what was answered."""

from typing import Any

from graphene import Field, String
from graphql import GraphQLResolveInfo
from msgspec import convert

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, Node, PartialDate, listed, partial, thing
from kyogikai_graphql.fields import Column, Said, Some
from kyogikai_graphql.issues import ROUTE_END, route_end
from kyogikai_graphql.pages import connection
from kyogikai_graphql.plain_summaries import plain_summary
from kyogikai_graphql.things import RowType
from kyogikai_tenants.effective import Effective


class Response(RowType):
    """What the municipality answered."""

    text = String(
        required=True,
        resolver=Said(lambda root: root.get("text") or "", "coalesce({0}->>'text', '')"),
    )
    decision = String()
    effective = Field(PartialDate, required=True)

    @staticmethod
    def resolve_effective(root: Any, _info: GraphQLResolveInfo) -> Any:
        """When."""
        return partial(convert(root["effective"], Effective))


class Recommendation(RowType, interfaces=(Node, Fact)):
    """A recommendation, report, opinion or request to the municipality."""

    title = String(required=True)
    kind = Field(enums.RecommendationKind, required=True)
    from_ = thing(ROUTE_END, name="from", resolver=route_end("from_id"))
    in_answer_to = String()
    text = String()
    to = String(required=True, resolver=Column("addressee"))
    adopted = Field(PartialDate)
    delivered = Field(PartialDate)
    responded = Field(PartialDate, description="When the response was received.")
    response = Field(Response)
    plain_summary = plain_summary()
    issues = listed("issues.Issue", resolver=Some("issue", "issue_ids"))


RecommendationConnection = connection("proposals.Recommendation")
