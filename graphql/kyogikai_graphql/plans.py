"""段階計画: phases and their goals."""

from typing import Any

from graphene import Field, Int, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums
from kyogikai_graphql.bodies import CadenceRule
from kyogikai_graphql.common import Fact, Node, listed
from kyogikai_graphql.things import RowType, Thing, of


class Goal(RowType):
    """What a phase is to reach, in summary."""

    title = String()
    text = String()
    examples = listed(String)

    @staticmethod
    def resolve_examples(root: Any, _info: GraphQLResolveInfo) -> list[str]:
        """As named."""
        return root.get("examples") or []


class Phase(RowType, interfaces=(Node, Fact)):
    """A phase of a council's plan; durations may be relative, and overlap."""

    name = String(required=True)
    order = Int()
    duration = String()
    as_written = String()
    fiscal_years = listed(Int)
    state = Field(enums.PhaseState, required=True)
    goals = listed(Goal)
    cadence = listed(CadenceRule)

    @staticmethod
    def resolve_order(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """As numbered."""
        return root.row["number"]

    @staticmethod
    async def resolve_cadence(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """How often bodies are to meet in it."""
        return await of(info, root, "cadence", "stream_id")
