"""協議会: councils, and what they say of themselves."""

from dataclasses import dataclass
from typing import Any

from graphene import Argument, Boolean, Field, Int, String
from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, Node, PartialDate, listed, moment_of, thing
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting
from kyogikai_graphql.compiler.statement import Cell, Row, joined, latest, record
from kyogikai_graphql.fields import First, Many, dated
from kyogikai_graphql.lineage import LineageLink, LinksAt
from kyogikai_graphql.municipality import Holders
from kyogikai_graphql.things import RowType, Thing, asking, of, some
from kyogikai_projections.reading import Related
from kyogikai_projections.standing import (
    CitedBy,
    Councils,
    HeldBy,
    LastHeld,
    cited_by,
    in_force,
    last_held,
    later,
)
from kyogikai_tenants.vocabulary import BodyKind, CouncilStanding, Existence

BEGUN = (Existence.LIVE.value, Existence.UNKNOWN.value, Existence.ENDED.value)
"""What may have been seen by a day."""
NAMES = Many("dated_name", "stream_id", whole_life=True)
"""All names of a record's life, whatever the day."""


class DatedName(RowType, interfaces=(Fact,)):
    """A name, with the dates between which it was used, as far as known."""

    kind = Field(enums.NameKind, required=True)
    name = String(required=True)
    reading = String()
    from_ = Field(PartialDate, name="from", resolver=dated("effective"))
    to = Field(PartialDate, resolver=dated("until", end=True))


@dataclass(frozen=True)
class Items(Compiled):
    """The statements that name a statement as what they are items of."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """In order."""
        own = await of(info, root, "statement", "stream_id")
        return [s for s in own if s.row["parent"] == root.row["name"]]

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        row = c.row("statement", at.moment)
        which = f"{row}.stream_id = {at}.stream_id AND {row}.parent = {at}.name"
        return c.listed(row, ask, f"{c.statement.rows(row, 'listed', 'stream_id')} AND {which}")


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


@dataclass(frozen=True)
class LastSeen(Compiled):
    """By its own facts, by those of its bodies, or by the latest meeting that one of them held."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> Any:
        """The latest of all."""
        read = Related("body", "council_id", root.moment, existence=BEGUN)
        bodies = await asking(info).load(read, root.id) or []
        held = await asking(info).load_many(LastHeld(root.moment), [row["id"] for row in bodies])
        return later(root.row["last_attested"], *(row["last_attested"] for row in bodies), *held)

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same; a tie goes to the first that Python comes to."""
        seen, body = c.statement.alias("s"), c.row("body", at.moment)
        begun = f"{body}.existence IN ('live', 'unknown', 'ended') AND {body}.council_id = {at}.id"
        which = f"{c.statement.rows(body, 'current')} AND {begun}"
        held = c.statement.query(last_held, body, f"{body}.id")
        order = f"{body}.sort, {body}.id, {body}.valid_from"
        place = f"row_number() OVER (ORDER BY {order})"
        dates = latest(
            f"SELECT {at}.last_attested, 0",
            f"SELECT {body}.last_attested, {place} FROM body {body} WHERE {which}",
            f"SELECT h.date, 1000000 + {place} FROM body {body} CROSS JOIN LATERAL ({held}) h WHERE {which}",
        )
        at.joins.append(f"LEFT JOIN LATERAL ({dates}) {seen} ON true")
        return c.cell(Cell(f"{seen}.date"), ask)


@dataclass(frozen=True)
class Counted(Compiled):
    """The members of its general assembly; null where none is known."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> int | None:
        """As known."""
        assemblies = await of(info, root, "body", "council_id", kind=(BodyKind.GENERAL_ASSEMBLY.value,))
        found = await asking(info).load_many(HeldBy(root.moment), [body.id for body in assemblies])
        return sum(found) or None

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        body, member = c.row("body", at.moment), c.row("membership", at.moment)
        assembly = f"{c.statement.rows(body, 'listed', 'council_id')} AND {body}.council_id = {at}.id"
        sits = f"{c.statement.rows(member, 'listed')} AND {member}.body_id = {body}.id"
        return (
            f"nullif((SELECT count(*) FROM body {body} JOIN membership {member} ON {sits} "
            f"WHERE {assembly} AND {body}.kind = '{BodyKind.GENERAL_ASSEMBLY.value}'), 0)"
        )


@dataclass(frozen=True)
class Bodies(Compiled):
    """Its bodies of the day."""

    async def __call__(
        self,
        root: Thing,
        info: GraphQLResolveInfo,
        *,
        kind: BodyKind | None = None,
        live: bool | None = None,
    ) -> list[Thing]:
        """In order."""
        narrowed: dict[str, tuple[str, ...]] = {"kind": (kind.value,)} if kind is not None else {}
        if live is not None:
            narrowed["existence"] = existence(live=live)
        return await of(info, root, "body", "council_id", **narrowed)

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        row, given = c.row("body", at.moment), c.arguments(ask)
        which = [c.statement.rows(row, "listed", "council_id"), f"{row}.council_id = {at}.id"]
        if given.get("kind") is not None:
            (kind,) = c.slot(ask, lambda asked: [asked["kind"].value])
            which.append(f"{row}.kind = {c.statement.parameter(kind, 'TEXT')}")
        if given.get("live") is not None:
            (state,) = existence(live=given["live"])
            which.append(f"{row}.existence = '{state}'")
        return c.listed(row, ask, " AND ".join(which))


@dataclass(frozen=True)
class Terms(Compiled):
    """The terms of its bodies, body by body."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """In order."""
        bodies = await of(info, root, "body", "council_id")
        read = Related("term", "body_id", root.moment)
        terms = await asking(info).load_many(read, [body.id for body in bodies])
        return root.things("term", [row for own in terms for row in own])

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        body, term = c.row("body", at.moment), c.row("term", at.moment)
        own = f"{c.statement.rows(body, 'listed', 'council_id')} AND {body}.council_id = {at}.id"
        term.joins.append(f"JOIN body {body} ON {own} AND {body}.id = {term}.body_id")
        ordered = ", ".join(f"{row}.sort, {row}.id, {row}.valid_from" for row in (body, term))
        return c.listed(term, ask, c.statement.rows(term, "listed", "body_id"), ordered)


@dataclass(frozen=True)
class CitedDocuments(Compiled):
    """The documents that its facts rest on, in order of their first mention."""

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Those that the reader may see."""
        documents = await asking(info).load(CitedBy(root.moment), root.id)
        return await some(info, "source_document", root.moment, documents or ())

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        row, cited = c.row("source_document", at.moment), c.statement.alias("c")
        query = c.statement.query(cited_by, at, f"{at}.id")
        row.joins.append(f"JOIN ({query}) {cited} ON {cited}.document_id = {row}.id")
        return c.listed(row, ask, c.statement.rows(row, "current"), f"{cited}.first")


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


def existence(*, live: bool) -> tuple[str, ...]:
    """What a list gives under ``live: true``, and under ``live: false``."""
    return (Existence.LIVE.value if live else Existence.UNKNOWN.value,)


@dataclass(frozen=True)
class AllCouncils(Compiled):
    """All that began by that day, predecessors and external ones included."""

    async def __call__(
        self,
        _root: None,
        info: GraphQLResolveInfo,
        standing: CouncilStanding | None = None,
        **given: Any,
    ) -> list[Thing]:
        """In order."""
        moment = moment_of(info, given)
        rows = await asking(info).load(Councils(moment), None)
        wanted = [r for r in rows if standing is None or r["standing"] == standing.value]
        return [Thing("council", row, moment) for row in wanted]

    @override
    def sql(self, c: Selecting, at: None, ask: Ask) -> str:
        """The same."""
        row = c.row("council", c.moment(ask))
        which = f"{c.statement.rows(row, 'current')} AND {row}.existence <> 'not_yet'"
        if c.arguments(ask).get("standing") is not None:
            (place,) = c.slot(ask, lambda given: [given["standing"].value])
            which += f" AND {row}.standing = {c.statement.parameter(place, 'TEXT')}"
        return c.listed(row, ask, which)


ORDER_IN_FORCE = """
  CASE {0}.existence WHEN 'live' THEN 0 WHEN 'unknown' THEN 1 ELSE 2 END,
  CASE {0}.existence WHEN 'ended' THEN coalesce({0}.ended->>'latest', '')
    ELSE coalesce(coalesce({0}.started, {0}.attested)->>'earliest', '') END COLLATE "C" DESC, {0}.id DESC"""
"""What lives, the latest begun; else what is unknown, else the last that ended."""


@dataclass(frozen=True)
class CouncilInForce(Compiled):
    """The one in force that day."""

    async def __call__(self, _root: None, info: GraphQLResolveInfo, **given: Any) -> Thing | None:
        """Of the tenant's own."""
        moment = moment_of(info, given)
        row = in_force(await asking(info).load(Councils(moment), None))
        return Thing("council", row, moment) if row is not None else None

    @override
    def sql(self, c: Selecting, at: None, ask: Ask) -> str:
        """The first in the order of force."""
        row = c.row("council", c.moment(ask))
        own = f"{row}.existence <> 'not_yet' AND {row}.standing <> '{CouncilStanding.EXTERNAL.value}'"
        first = (
            f"SELECT * FROM council {row} WHERE {c.statement.rows(row, 'current')} AND {own} "
            f"ORDER BY {ORDER_IN_FORCE.format(row)} LIMIT 1"
        )
        one = c.row("council", row.moment)
        columns = c.columns(ask.kind, c.inside(ask, one), one)
        return record(columns, c.statement.alias("y"), f" FROM ({first}) {one}{joined(one)}")
