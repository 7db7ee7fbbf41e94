"""協議会の中身: how a council leads on to its bodies, terms and sources, and which council is in force."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql.common import moment_of
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting
from kyogikai_graphql.compiler.statement import Cell, Row, joined, latest, record
from kyogikai_graphql.fields import Many
from kyogikai_graphql.things import Thing, asking, of, some
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
