"""条例・規則・要綱・会則: what is in force, and what it sets."""

from graphene import Field, Int, String

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, Node, PartialDate, thing
from kyogikai_graphql.fields import dated
from kyogikai_graphql.issues import ROUTE_END, route_end
from kyogikai_graphql.things import RowType


class Rule(RowType, interfaces=(Node, Fact)):
    """A rule in force (条例, 規則, 要綱, 会則) and what it sets, as far as known."""

    title = String(required=True)
    legal_form = String()
    number = String()
    scope = thing(ROUTE_END, resolver=route_end("scope_id"))
    from_ = Field(PartialDate, name="from", resolver=dated("started", "attested"))
    to = Field(PartialDate, resolver=dated("ended", end=True))
    max_members = Int()
    term_years = Int()
    quorum = String()
    decision = String()
    chair_method = String()
    openness = Field(enums.Openness)
