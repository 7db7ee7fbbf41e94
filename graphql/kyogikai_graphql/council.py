"""協議会: councils, and what they say of themselves."""

from collections.abc import Sequence
from typing import Any

from graphene import Argument, Boolean, Field, Int, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, Node, PartialDate, as_end, listed, thing
from kyogikai_graphql.lineage import LineageLink, Link, links_of
from kyogikai_graphql.municipality import holders
from kyogikai_graphql.things import RowType, Thing, asking, first, of, some
from kyogikai_projections.reading import Moment, Related
from kyogikai_projections.standing import CitedBy, Councils, HeldBy, LastHeld, in_force, later
from kyogikai_tenants.vocabulary import BodyKind, CouncilStanding, Existence

BEGUN = (Existence.LIVE.value, Existence.UNKNOWN.value, Existence.ENDED.value)
"""What may have been seen by a day."""


class DatedName(RowType, interfaces=(Fact,)):
    """A name, with the dates between which it was used, as far as known."""

    kind = Field(enums.NameKind, required=True)
    name = String(required=True)
    reading = String()
    from_ = Field(PartialDate, name="from")
    to = Field(PartialDate)

    @staticmethod
    def resolve_from_(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """Since when."""
        return root.row["effective"]

    @staticmethod
    def resolve_to(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """Until when another name replaced it."""
        return as_end(root.row["until"])


class Statement(RowType, interfaces=(Fact,)):
    """Nested and labelled as the document has it (①, (1)).

    text is a summary in our words; asWritten only for a slogan or a short phrase.
    """

    kind = Field(enums.StatementKind, required=True)
    label = String()
    title = String()
    text = String()
    as_written = String()
    items = listed("council.Statement")
    effective = Field(PartialDate)

    @staticmethod
    async def resolve_items(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """The statements that name it as what they are items of."""
        return [
            s for s in await of(info, root, "statement", "stream_id") if s.row["parent"] == root.row["name"]
        ]


class LegalBasis(RowType, interfaces=(Fact,)):
    """A law, ordinance or guideline that a council rests on."""

    title = String(required=True)
    form = String()
    effective = Field(PartialDate)


class Secretariat(RowType, interfaces=(Fact,)):
    """Who runs the office."""

    names = listed(String)
    mode = Field(enums.SecretariatMode, required=True)
    from_ = Field(PartialDate, name="from")
    to = Field(PartialDate)

    resolve_from_ = DatedName.resolve_from_
    resolve_to = DatedName.resolve_to


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
    names = listed(DatedName)
    standing = Field(enums.CouncilStanding, required=True)
    jurisdiction = String()
    background = String(description="How it came about, in summary.")
    existence = Field(enums.Existence, required=True)
    established = Field(PartialDate, description="When it began; null where only attested.")
    attested = Field(PartialDate)
    last_attested = Field(PartialDate)
    ended = Field(PartialDate)
    statements = listed(Statement)
    legal_bases = listed(LegalBasis)
    rules = listed("rules.Rule")
    municipalities = listed("municipality.Municipality")
    member_count = Int(
        description="The members of its general assembly that day; null where no roster is known."
    )
    secretariat = listed(Secretariat)
    composition = thing("bodies.Composition")
    bodies = listed("bodies.Body", kind=Argument(enums.BodyKind), live=Argument(Boolean))
    body_groups = listed("bodies.BodyGroup")
    routes = listed("issues.IssueRoute")
    lineage = listed(LineageLink, description="The links that the council itself stands at an end of.")
    terms = listed("members.Term")
    phases = listed("plans.Phase")
    themes = listed(AnnualTheme)
    context = listed(ExternalContext)
    sources = listed(
        "sources.SourceDocument", description="The documents that facts of it and of its bodies rest on."
    )

    @staticmethod
    def resolve_established(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """The stated beginning."""
        return root.row["started"]

    @staticmethod
    def resolve_ended(root: Thing, _info: GraphQLResolveInfo) -> Any:
        """Until when."""
        return as_end(root.row["ended"])

    @staticmethod
    async def resolve_last_attested(root: Thing, info: GraphQLResolveInfo) -> Any:
        """By its own facts, by those of its bodies, or by the latest meeting that one of them held."""
        read = Related("body", "council_id", root.moment, existence=BEGUN)
        bodies = await asking(info).load(read, root.id) or []
        held = await asking(info).load_many(LastHeld(root.moment), [row["id"] for row in bodies])
        return later(root.row["last_attested"], *(row["last_attested"] for row in bodies), *held)

    @staticmethod
    async def resolve_names(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """All names of its life, whatever the day."""
        return await names_of(info, root)

    @staticmethod
    async def resolve_statements(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Those that are no items."""
        return await of(info, root, "statement", "stream_id", parent=("",))

    @staticmethod
    async def resolve_legal_bases(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """What it rests on."""
        return await of(info, root, "legal_basis", "stream_id")

    @staticmethod
    async def resolve_rules(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Rules in force."""
        return await of(info, root, "enactment", "council_id")

    @staticmethod
    async def resolve_municipalities(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Those that hold it together, or else the one that keeps the record."""
        return await holders(info, root.moment)

    @staticmethod
    async def resolve_member_count(root: Thing, info: GraphQLResolveInfo) -> int | None:
        """Of its general assembly."""
        assemblies = await of(info, root, "body", "council_id", kind=(BodyKind.GENERAL_ASSEMBLY.value,))
        found = await asking(info).load_many(HeldBy(root.moment), [body.id for body in assemblies])
        return sum(found) or None

    @staticmethod
    async def resolve_secretariat(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Who runs its office."""
        return await of(info, root, "secretariat", "stream_id")

    @staticmethod
    async def resolve_composition(root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """Of the council itself, where it is not said of a body."""
        return await first(info, root, "composition", "stream_id")

    @staticmethod
    async def resolve_bodies(
        root: Thing, info: GraphQLResolveInfo, *, kind: BodyKind | None = None, live: bool | None = None
    ) -> list[Thing]:
        """Its bodies of the day."""
        narrowed: dict[str, Sequence[str]] = {} if kind is None else {"kind": (kind.value,)}
        if live is not None:
            narrowed["existence"] = existence(live=live)
        return await of(info, root, "body", "council_id", **narrowed)

    @staticmethod
    async def resolve_body_groups(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Its groups of the day."""
        return await of(info, root, "body_group", "council_id")

    @staticmethod
    async def resolve_routes(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """The ways that issues may take."""
        return await of(info, root, "issue_route", "stream_id")

    @staticmethod
    async def resolve_lineage(root: Thing, info: GraphQLResolveInfo) -> list[Link]:
        """Renamings and restarts of its own, and what it came from or became."""
        return await links_of(info, root, "from_id", "to_id")

    @staticmethod
    async def resolve_terms(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """The terms of its bodies."""
        bodies = await of(info, root, "body", "council_id")
        read = Related("term", "body_id", root.moment)
        terms = await asking(info).load_many(read, [body.id for body in bodies])
        return root.things("term", [row for own in terms for row in own])

    @staticmethod
    async def resolve_phases(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Its plan."""
        return await of(info, root, "phase", "council_id")

    @staticmethod
    async def resolve_themes(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Its themes by year."""
        return await of(info, root, "annual_theme", "stream_id")

    @staticmethod
    async def resolve_context(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """What happened around it."""
        return await of(info, root, "external_context", "stream_id")

    @staticmethod
    async def resolve_sources(root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Documents, in order of their first mention."""
        documents = await asking(info).load(CitedBy(root.moment), root.id)
        return await some(info, "source_document", root.moment, documents or ())


def existence(*, live: bool) -> tuple[str, ...]:
    """What a list gives under ``live: true``, and under ``live: false``."""
    return (Existence.LIVE.value if live else Existence.UNKNOWN.value,)


async def names_of(info: GraphQLResolveInfo, root: Thing) -> list[Thing]:
    """The names of a record's whole life, as known."""
    read = Related("dated_name", "stream_id", root.moment, whole_life=True)
    return root.things("dated_name", await asking(info).load(read, root.stream))


async def councils(info: GraphQLResolveInfo, moment: Moment, standing: CouncilStanding | None) -> list[Thing]:
    """All that began by that day, predecessors and external ones included."""
    rows = await asking(info).load(Councils(moment), None)
    wanted = [r for r in rows if standing is None or r["standing"] == standing.value]
    return [Thing("council", row, moment) for row in wanted]


async def council(info: GraphQLResolveInfo, moment: Moment) -> Thing | None:
    """The one in force that day."""
    row = in_force(await asking(info).load(Councils(moment), None))
    return Thing("council", row, moment) if row is not None else None
