"""Who asks, as they themselves may know: ``viewer``."""

from datetime import date
from typing import Any

from graphene import ID, Field, ObjectType, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums, ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.common import listed, thing
from kyogikai_graphql.municipality import Tenant
from kyogikai_graphql.scalars import Date
from kyogikai_graphql.things import Thing, asking, one
from kyogikai_tenants.permission import Held


class GrantedRole(ObjectType):
    """A role of today: granted, or following from a membership or an office, and then in its body."""

    role = Field(enums.Role, required=True)
    body = thing("bodies.Body")
    from_ = Field(Date, name="from")
    to = Field(Date)

    @staticmethod
    async def resolve_body(root: Held, info: GraphQLResolveInfo) -> Thing | None:
        """In which body; null for a role of the whole council."""
        return await one(info, "body", asking(info).moment(), root.body_id)

    @staticmethod
    def resolve_from_(root: Held, _info: GraphQLResolveInfo) -> date | None:
        """The first day, as far as known."""
        return root.since

    @staticmethod
    def resolve_to(root: Held, _info: GraphQLResolveInfo) -> date | None:
        """The last day, as far as known."""
        return root.until


class Viewer(ObjectType):
    """A signed-in user, or an API client; the id is the one that the audit trail names."""

    id = ID(required=True)
    name = String(required=True)
    roles = listed(GrantedRole)
    municipality = thing("municipality.Municipality", resolver=Tenant())

    @staticmethod
    def resolve_id(root: Asker, _info: GraphQLResolveInfo) -> str:
        """Of the account or client."""
        return ids.encode(ids.ACTOR, root.actor.id if root.actor else "")

    @staticmethod
    def resolve_roles(root: Asker, _info: GraphQLResolveInfo) -> tuple[Held, ...]:
        """All that they hold today."""
        return root.holds.held


def viewer(_root: None, info: GraphQLResolveInfo) -> Any:
    """Whoever asks; null for the public."""
    found = asking(info).context.asker
    return found if found and found.actor else None
