"""What an issue, a rule or a recommendation may come from or belong to."""

from typing import Any

from graphene import Union
from graphql import GraphQLResolveInfo

from kyogikai_graphql.bodies import Body, BodyGroup
from kyogikai_graphql.common import Node
from kyogikai_graphql.council import Council
from kyogikai_graphql.issues import ExternalParty
from kyogikai_graphql.things import Thing


class RouteEnd(Union):
    """A move to a group names one live body of it; what goes to the council is owned by the council."""

    class Meta:
        """graphene's word."""

        types = (Body, BodyGroup, Council, ExternalParty)

    @classmethod
    def resolve_type(cls, instance: Thing, info: GraphQLResolveInfo) -> Any:
        """By its table."""
        return Node.resolve_type(instance, info)
