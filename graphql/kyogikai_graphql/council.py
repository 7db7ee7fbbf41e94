"""協議会: councils, and what they say of themselves."""

from graphene import Argument, Boolean, Field, Int, String

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, Node, PartialDate, listed, thing
from kyogikai_graphql.council_fields import (
    NAMES,
    Bodies,
    CitedDocuments,
    Counted,
    Items,
    LastSeen,
    Terms,
)
from kyogikai_graphql.fields import First, Many, dated
from kyogikai_graphql.lineage import LineageLink, LinksAt
from kyogikai_graphql.municipality import Holders
from kyogikai_graphql.things import RowType


class DatedName(RowType, interfaces=(Fact,)):
    """A name, with the dates between which it was used, as far as known."""

    kind = Field(enums.NameKind, required=True)
    name = String(required=True)
    reading = String()
    from_ = Field(PartialDate, name="from", resolver=dated("effective"))
    to = Field(PartialDate, resolver=dated("until", end=True))


class Statement(RowType, interfaces=(Fact,)):
    """Nested and labelled as the document has it (①, (1)).

    text is a summary in our words; asWritten only for a slogan or a short phrase.
    """

    kind = Field(enums.StatementKind, required=True)
    label = String()
    title = String()
    text = String()
    as_written = String()
    items = listed("council.Statement", resolver=Items())
    effective = Field(PartialDate)


class LegalBasis(RowType, interfaces=(Fact,)):
    """A law, ordinance or guideline that a council rests on."""

    title = String(required=True)
    form = String()
    effective = Field(PartialDate)


class Secretariat(RowType, interfaces=(Fact,)):
    """Who runs the office."""

    names = listed(String)
    mode = Field(enums.SecretariatMode, required=True)
    from_ = Field(PartialDate, name="from", resolver=dated("effective"))
    to = Field(PartialDate, resolver=dated("until", end=True))


class AnnualTheme(RowType):
    """The theme of a fiscal year."""

    fiscal_year = Int(required=True)
    text = String(required=True)


class ExternalContext(RowType, interfaces=(Fact,)):
    """What happened around a council."""

    text = String(required=True)
    effective = Field(PartialDate)


class Council(RowType, interfaces=(Node, Fact)):
    """A council, a network before it, or somebody else's council."""

    name = String(required=True)
    names = listed(DatedName, resolver=NAMES)
    standing = Field(enums.CouncilStanding, required=True)
    jurisdiction = String()
    background = String(description="How it came about, in summary.")
    existence = Field(enums.Existence, required=True)
    established = Field(
        PartialDate, resolver=dated("started"), description="When it began; null where only attested."
    )
    attested = Field(PartialDate)
    last_attested = Field(PartialDate, resolver=LastSeen())
    ended = Field(PartialDate, resolver=dated("ended", end=True))
    statements = listed(Statement, resolver=Many("statement", "stream_id", (("parent", ("",)),)))
    legal_bases = listed(LegalBasis, resolver=Many("legal_basis", "stream_id"))
    rules = listed("rules.Rule", resolver=Many("enactment", "council_id"))
    municipalities = listed("municipality.Municipality", resolver=Holders())
    member_count = Int(
        resolver=Counted(),
        description="The members of its general assembly that day; null where no roster is known.",
    )
    secretariat = listed(Secretariat, resolver=Many("secretariat", "stream_id"))
    composition = thing("bodies.Composition", resolver=First(Many("composition", "stream_id")))
    bodies = listed("bodies.Body", resolver=Bodies(), kind=Argument(enums.BodyKind), live=Argument(Boolean))
    body_groups = listed("bodies.BodyGroup", resolver=Many("body_group", "council_id"))
    routes = listed("issues.IssueRoute", resolver=Many("issue_route", "stream_id"))
    lineage = listed(
        LineageLink,
        resolver=LinksAt(("from_id", "to_id")),
        description="The links that the council itself stands at an end of.",
    )
    terms = listed("members.Term", resolver=Terms())
    phases = listed("plans.Phase", resolver=Many("phase", "council_id"))
    themes = listed(AnnualTheme, resolver=Many("annual_theme", "stream_id"))
    context = listed(ExternalContext, resolver=Many("external_context", "stream_id"))
    sources = listed(
        "sources.SourceDocument",
        resolver=CitedDocuments(),
        description="The documents that facts of it and of its bodies rest on.",
    )
