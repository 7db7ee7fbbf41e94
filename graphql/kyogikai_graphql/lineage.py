"""沿革: links of descent, each end called as it was called then."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from graphene import Field, ObjectType, String
from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, PartialDate, listed, moment_of, thing
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting, key_of
from kyogikai_graphql.compiler.statement import Row, array, joined
from kyogikai_graphql.things import RowType, Thing, asking, one
from kyogikai_projections.descent import Descent, LinksOf, Step
from kyogikai_projections.reading import Moment


@dataclass(frozen=True, eq=False, slots=True)
class Link:
    """A link, and the moment in which its ends are asked."""

    step: Step
    moment: Moment

    @property
    def row(self) -> Any:
        """What it says of itself."""
        return self.step.row

    @property
    def facts(self) -> list[tuple[UUID, int]]:
        """Every source of a merger says so of itself."""
        return [(row["stream_id"], version) for row in self.step.rows for version in row["facts"]]


@dataclass(frozen=True, eq=False, slots=True)
class End:
    """A body or council at one end of a link, as it was called on a day of its own."""

    thing: Thing
    name: str


@dataclass
class LinkRow(Row):
    """A link as its first row; ``links`` gives the rows of all of them."""

    links: str = ""

    @override
    def facts(self, alias: str) -> str:
        """Those of all its rows."""
        return (
            f"(SELECT r.stream_id, u.version, r.nth * 1000 + u.n AS n FROM ({self.links}) r "
            f"CROSS JOIN LATERAL unnest(r.facts) WITH ORDINALITY u(version, n) "
            f"WHERE r.link = {self}.link) {alias}"
        )


class EndRow(NamedTuple):
    """A record at an end, of one table or the other, and what it was called."""

    body: Row
    council: Row
    name: str


@dataclass(frozen=True)
class OfLink(Compiled):
    """What a link says of itself."""

    column: str

    def __call__(self, root: Link, _info: GraphQLResolveInfo) -> Any:
        """As its first row says."""
        return root.row[self.column] or None

    @override
    def sql(self, c: Selecting, at: LinkRow, ask: Ask) -> str:
        """The same."""
        return c.column(at, self.column, ask)


@dataclass(frozen=True)
class EndAs(Compiled):
    """What stands at an end, if it is of this table."""

    table: str

    def __call__(self, root: End, _info: GraphQLResolveInfo) -> Thing | None:
        """It, or null."""
        return root.thing if root.thing.table == self.table else None

    @override
    def sql(self, c: Selecting, at: EndRow, ask: Ask) -> str:
        """The same."""
        return c.found(at.body if self.table == "body" else at.council, ask)


@dataclass(frozen=True)
class Ends(Compiled):
    """The records at one end of a link, called as on the day itself, or on the day before."""

    column: str
    before: bool = False

    async def __call__(self, root: Link, info: GraphQLResolveInfo) -> list[End]:
        """Each once."""
        day = root.row["valid_from"]
        then = Moment(_before(day) if self.before else day, root.moment.position)
        pairs = await asyncio.gather(
            *(
                asyncio.gather(end_of(info, root.moment, i), end_of(info, then, i))
                for i in root.step.ends(self.column)
            )
        )
        return [End(now, old.row["name"]) for now, old in pairs if now is not None and old is not None]

    @override
    def sql(self, c: Selecting, at: LinkRow, ask: Ask) -> str:
        """The same."""
        each = c.statement.alias("e")
        day = f"greatest({at}.valid_from - 1, '0001-01-01')" if self.before else f"{at}.valid_from"
        then = replace(at.moment, day=day)
        here = Row(each, "lineage", at.moment)
        rows = [_either(c, here, f"{each}.id", moment) for moment in (at.moment, then)]
        (body, council), (old_body, old_council) = rows
        name = f"coalesce({old_body}.name, {old_council}.name)"
        ends = EndRow(body, council, name)
        columns = []
        for key, nodes in c.inside(ask, None).items():
            if nodes[0].name.value == "name":
                columns.append(f"{name} AS {key_of(key)}")
            else:
                columns += c.columns(ask.kind, {key: nodes}, ends)
        there = f"({body}.id IS NOT NULL OR {council}.id IS NOT NULL) AND {name} IS NOT NULL"
        source = (
            f"FROM (SELECT r.{self.column} AS id, min(r.nth) AS n FROM ({at.links}) r "
            f"WHERE r.link = {at}.link GROUP BY r.{self.column}) {each}{joined(here)} "
            f"WHERE {there} ORDER BY {each}.n"
        )
        return array(columns, c.statement.alias("x"), source)


def _either(c: Selecting, at: Row, record: str, moment: Any) -> tuple[Row, Row]:
    """The body of an id, else the council."""
    body = c.join(at, "body", f"{{}}.id = {record}", moment=moment)
    return body, c.join(at, "council", f"{{}}.id = {record} AND {body}.id IS NULL", moment=moment)


def _links(c: Selecting, moment: Any) -> str:
    """Every row whose date has begun, numbered within its link."""
    row = c.row("lineage", moment)
    begun = f"{row}.effective->>'earliest'"
    which = f"{c.statement.rows(row, 'standing')} AND {begun} <= ({moment.day})::text"
    order = f"{begun}, {row}.link, {row}.id"
    return (
        f"SELECT {row}.*, row_number() OVER (PARTITION BY {row}.link ORDER BY {order}) AS nth, "
        f"{begun} AS begun FROM lineage {row} WHERE {which}"
    )


def _listed(c: Selecting, moment: Any, ask: Ask, touching: str = "") -> str:
    """Links in order, each as its first row."""
    links, alias = _links(c, moment), c.statement.alias()
    at = LinkRow(alias, "lineage", moment, [], links)
    columns = c.columns(ask.kind, c.inside(ask, None), at)
    near = f" AND {alias}.link IN (SELECT r.link FROM ({links}) r WHERE {touching})" if touching else ""
    source = (
        f"FROM ({links}) {alias}{joined(at)} WHERE {alias}.nth = 1{near} "
        f"ORDER BY {alias}.begun, {alias}.link, {alias}.id"
    )
    return array(columns, c.statement.alias("x"), source)


class EveryLink(Compiled):
    """All links up to the day."""

    async def __call__(self, _root: None, info: GraphQLResolveInfo, **given: Any) -> list[Link]:
        """In order."""
        moment = moment_of(info, given)
        return [Link(step, moment) for step in await asking(info).load(Descent(moment), None)]

    @override
    def sql(self, c: Selecting, at: None, ask: Ask) -> str:
        """The same."""
        return _listed(c, c.moment(ask), ask)


@dataclass(frozen=True)
class LinksAt(Compiled):
    """The links that a body or council stands at an end of."""

    columns: tuple[str, ...]
    to_others: bool = False

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> list[Link]:
        """In order."""
        steps = await asking(info).load(LinksOf(root.moment, self.columns, self.to_others), root.id)
        return [Link(step, root.moment) for step in steps or ()]

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        here = " OR ".join(f"r.{column} = {at}.id" for column in self.columns)
        others = " AND r.from_id <> r.to_id" if self.to_others else ""
        return _listed(c, at.moment, ask, f"({here}){others}")


class LineageEnd(ObjectType):
    """A body or a council, called as it was called just before the step, or just after it."""

    name = String(required=True)
    council = thing("council.Council", resolver=EndAs("council"))
    body = thing("bodies.Body", resolver=EndAs("body"))


class LineageLink(RowType, interfaces=(Fact,)):
    """How something became something else; one link for all ends of a merger or split."""

    change = Field(enums.LineageChange, required=True, resolver=OfLink("change"))
    from_ = listed(LineageEnd, name="from", resolver=Ends("from_id", before=True))
    to = listed(LineageEnd, resolver=Ends("to_id"))
    effective = Field(PartialDate, required=True, resolver=OfLink("effective"))
    reason = String(resolver=OfLink("reason"))


def _before(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else day


async def end_of(info: GraphQLResolveInfo, moment: Moment, record: UUID) -> Thing | None:
    """The body or council of an id."""
    return await one(info, "body", moment, record) or await one(info, "council", moment, record)
