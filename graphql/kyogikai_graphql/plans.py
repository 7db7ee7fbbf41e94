"""段階計画: phases and their goals."""

from graphene import Field, Int, String

from kyogikai_graphql import enums
from kyogikai_graphql.bodies import CadenceRule
from kyogikai_graphql.common import Fact, Node, listed
from kyogikai_graphql.fields import Column, Many, Said, Some
from kyogikai_graphql.things import RowType


class Goal(RowType):
    """What a phase is to reach, in summary."""

    title = String()
    text = String()
    examples = listed(
        String,
        resolver=Said(lambda root: root.get("examples") or [], "coalesce({0}->'examples', '[]')"),
    )


class Phase(RowType, interfaces=(Node, Fact)):
    """A phase of a council's plan; durations may be relative, and overlap."""

    name = String(required=True)
    order = Int(resolver=Column("number"))
    duration = String()
    as_written = String()
    fiscal_years = listed(Int)
    state = Field(enums.PhaseState, required=True)
    goals = listed(Goal)
    cadence = listed(CadenceRule, resolver=Many("cadence", "stream_id"))
    bodies = listed(
        "bodies.Body", resolver=Some("body", "body_ids"), description="Those whose cadence it plans."
    )
