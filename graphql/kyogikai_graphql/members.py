"""任期・委員: terms, who sits where, and the organisations and persons who do."""

from graphene import Boolean, Field, Int, String

from kyogikai_graphql.common import Fact, Node, PartialDate, thing
from kyogikai_graphql.fields import ToOne, dated
from kyogikai_graphql.listing import Paged
from kyogikai_graphql.pages import connection, paged
from kyogikai_graphql.things import RowType

MembershipConnection = connection("members.Membership")


class Organization(RowType, interfaces=(Node,)):
    """An organisation that is, or was, a member or a partner."""

    name = String(required=True)
    reading = String()
    parent_name = String()
    category = String()
    memberships = paged(MembershipConnection, resolver=Paged("membership", "organization_id"))


OrganizationConnection = connection("members.Organization")


class Person(RowType, interfaces=(Node,)):
    """A person who is, or was, a member."""

    name = String()
    reading = String()
    memberships = paged(MembershipConnection, resolver=Paged("membership", "person_id"))


class Term(RowType, interfaces=(Node, Fact)):
    """A term of a body."""

    body = thing("bodies.Body", required=True, resolver=ToOne("body", "body_id"))
    number = Int()
    from_ = Field(PartialDate, name="from", required=True, resolver=dated("started", "attested"))
    to = Field(PartialDate, resolver=dated("ended", "planned_end", end=True))
    until_event = String()
    length_years = Int()
    as_written = String()
    memberships = paged(MembershipConnection, resolver=Paged("membership", "term_id"))


class Membership(RowType, interfaces=(Node, Fact)):
    """A place in a body: a person's, an organisation's, an office holder's, or vacant."""

    body = thing("bodies.Body", required=True, resolver=ToOne("body", "body_id"))
    term = Field(Term, resolver=ToOne("term", "term_id"))
    organization = Field(Organization, resolver=ToOne("organization", "organization_id"))
    person = Field(Person, resolver=ToOne("person", "person_id"))
    category = String()
    office = String()
    job_title = String()
    ex_officio = Boolean(required=True)
    substitute = Boolean(required=True)
    vacant = Boolean(required=True)
    from_ = Field(PartialDate, name="from", resolver=dated("started", "attested"))
    to = Field(PartialDate, resolver=dated("ended", end=True))
