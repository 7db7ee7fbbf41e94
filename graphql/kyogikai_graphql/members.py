"""任期・委員: terms, who sits where, and the organisations and persons who do."""

from typing import Any

from graphene import Boolean, Field, Int, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql.common import Fact, Node, PartialDate, as_end, thing
from kyogikai_graphql.pages import Found, connection, page, paged
from kyogikai_graphql.things import RowType, Thing, one

MembershipConnection = connection("members.Membership")


class Organization(RowType, interfaces=(Node,)):
    """An organisation that is, or was, a member or a partner."""

    name = String(required=True)
    reading = String()
    parent_name = String()
    category = String()
    memberships = paged(MembershipConnection)

    @staticmethod
    async def resolve_memberships(root: Thing, info: GraphQLResolveInfo, **given: Any) -> Found:
        """Those of the day."""
        return await page(info, "membership", root.moment, given, parent="organization_id", key=root.id)


OrganizationConnection = connection("members.Organization")


class Person(RowType, interfaces=(Node,)):
    """A person who is, or was, a member."""

    name = String()
    reading = String()
    memberships = paged(MembershipConnection)

    @staticmethod
    async def resolve_memberships(root: Thing, info: GraphQLResolveInfo, **given: Any) -> Found:
        """Those of the day."""
        return await page(info, "membership", root.moment, given, parent="person_id", key=root.id)


class Term(RowType, interfaces=(Node, Fact)):
    """A term of a body."""

    body = thing("bodies.Body", required=True)
    number = Int()
    from_ = Field(PartialDate, name="from", required=True)
    to = Field(PartialDate)
    until_event = String()
    length_years = Int()
    as_written = String()
    memberships = paged(MembershipConnection)

    @staticmethod
    async def resolve_body(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Whose term it is."""
        return await one(info, "body", root.moment, root.row["body_id"])

    @staticmethod
    def resolve_from_(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """Stated, or when it was first seen."""
        return root.row["started"] or root.row["attested"]

    @staticmethod
    def resolve_to(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """When it ended, or is to end."""
        return as_end(root.row["ended"] or root.row["planned_end"])

    @staticmethod
    async def resolve_memberships(root: Thing, info: GraphQLResolveInfo, **given: Any) -> Found:
        """Those of the day."""
        return await page(info, "membership", root.moment, given, parent="term_id", key=root.id)


class Membership(RowType, interfaces=(Node, Fact)):
    """A place in a body: a person's, an organisation's, an office holder's, or vacant."""

    body = thing("bodies.Body", required=True)
    term = Field(Term)
    organization = Field(Organization)
    person = Field(Person)
    category = String()
    office = String()
    job_title = String()
    ex_officio = Boolean(required=True)
    substitute = Boolean(required=True)
    vacant = Boolean(required=True)
    from_ = Field(PartialDate, name="from")
    to = Field(PartialDate)

    @staticmethod
    async def resolve_body(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Where."""
        return await one(info, "body", root.moment, root.row["body_id"])

    @staticmethod
    async def resolve_term(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """In which term."""
        return await one(info, "term", root.moment, root.row["term_id"])

    @staticmethod
    async def resolve_organization(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """The member, or whom the member comes from."""
        return await one(info, "organization", root.moment, root.row["organization_id"])

    @staticmethod
    async def resolve_person(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Who, where that is known and may be."""
        return await one(info, "person", root.moment, root.row["person_id"])

    @staticmethod
    def resolve_from_(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """Since when, or when first seen."""
        return root.row["started"] or root.row["attested"]

    @staticmethod
    def resolve_to(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """Until when."""
        return as_end(root.row["ended"])
