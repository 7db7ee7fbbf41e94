"""How whoever asks stands: ``rateLimit``."""

from graphene import Int, ObjectType
from graphql import GraphQLResolveInfo

from kyogikai_graphql.problems import Standing
from kyogikai_graphql.scalars import DateTime
from kyogikai_graphql.things import asking


class RateLimit(ObjectType):
    """Points of the hour: a question costs one for each field that it may come to.

    Where nobody counts (the command line, our own pages) the limit is the largest number that there is.
    """

    limit = Int(required=True)
    cost = Int(required=True, description="Of this question.")
    remaining = Int(required=True, description="As far as the process that answers knows.")
    reset_at = DateTime(required=True)


def standing(_root: None, info: GraphQLResolveInfo) -> Standing:
    """Of whoever asks, after this question."""
    return asking(info).standing
