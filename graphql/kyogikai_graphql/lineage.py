"""沿革: links of descent, each end called as it was called then."""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from graphene import Field, ObjectType, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql import enums
from kyogikai_graphql.common import Fact, PartialDate, listed, thing
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


class LineageEnd(ObjectType):
    """A body or a council, called as it was called just before the step, or just after it."""

    name = String(required=True)
    council = thing("council.Council")
    body = thing("bodies.Body")

    @staticmethod
    def resolve_council(root: End, _info: GraphQLResolveInfo) -> Thing | None:
        """The council, if it is one."""
        return root.thing if root.thing.table == "council" else None

    @staticmethod
    def resolve_body(root: End, _info: GraphQLResolveInfo) -> Thing | None:
        """The body, if it is one."""
        return root.thing if root.thing.table == "body" else None


class LineageLink(RowType, interfaces=(Fact,)):
    """How something became something else; one link for all ends of a merger or split."""

    change = Field(enums.LineageChange, required=True)
    from_ = listed(LineageEnd, name="from")
    to = listed(LineageEnd)
    effective = Field(PartialDate, required=True)
    reason = String()

    @staticmethod
    def resolve_change(root: Link, _info: GraphQLResolveInfo) -> Any:
        """How."""
        return root.row["change"]

    @staticmethod
    def resolve_effective(root: Link, _info: GraphQLResolveInfo) -> Any:
        """When."""
        return root.row["effective"]

    @staticmethod
    def resolve_reason(root: Link, _info: GraphQLResolveInfo) -> Any:
        """Why, if it is known."""
        return root.row["reason"] or None

    @staticmethod
    async def resolve_from_(root: Link, info: GraphQLResolveInfo) -> list[End]:
        """What was there, called as on the day before."""
        return await _ends(info, root, "from_id", _before(root.row["valid_from"]))

    @staticmethod
    async def resolve_to(root: Link, info: GraphQLResolveInfo) -> list[End]:
        """What came of it, called as on the day itself."""
        return await _ends(info, root, "to_id", root.row["valid_from"])


def _before(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else day


async def _ends(info: GraphQLResolveInfo, link: Link, column: str, day: date) -> list[End]:
    then = Moment(day, link.moment.position)
    pairs = await asyncio.gather(
        *(asyncio.gather(end_of(info, link.moment, i), end_of(info, then, i)) for i in link.step.ends(column))
    )
    return [End(now, old.row["name"]) for now, old in pairs if now is not None and old is not None]


async def end_of(info: GraphQLResolveInfo, moment: Moment, record: UUID) -> Thing | None:
    """The body or council of an id."""
    return await one(info, "body", moment, record) or await one(info, "council", moment, record)


async def every_link(info: GraphQLResolveInfo, moment: Moment) -> list[Link]:
    """All links up to the day."""
    return [Link(step, moment) for step in await asking(info).load(Descent(moment), None)]


async def links_of(
    info: GraphQLResolveInfo, root: Thing, *columns: str, to_others: bool = False
) -> list[Link]:
    """The links that a body or council stands at an end of."""
    steps = await asking(info).load(LinksOf(root.moment, columns, to_others), root.id)
    return [Link(step, root.moment) for step in steps or ()]
