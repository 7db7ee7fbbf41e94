"""What root fields look up: things by their ids, records by their names."""

from typing import Any
from uuid import UUID

from graphene import ID, Argument
from graphql import GraphQLResolveInfo

from kyogikai_graphql import ids, municipality
from kyogikai_graphql.audit import entry_by_id
from kyogikai_graphql.common import Entry, moment_arguments
from kyogikai_graphql.things import Thing, asking, one
from kyogikai_projections.finding import Named, Question
from kyogikai_projections.paging import Condition, Equal
from kyogikai_projections.reading import Moment

OWNERS = ("Body", "BodyGroup", "Council", "ExternalParty")


def by_id() -> dict[str, Any]:
    """What a field for one thing takes."""
    return {"id": Argument(ID, required=True), **moment_arguments()}


async def anything(info: GraphQLResolveInfo, text: str, moment: Moment, *kinds: str) -> Thing | Entry | None:
    """The thing of an id of one of those types (any, where none is named). Raises BadId."""
    kind, _ = ids.decode(text)
    if kind == ids.ENTRY and not kinds:
        return await entry_by_id(info, ids.decode_entry(text), moment)
    kind, record = ids.decode_as(text, *(kinds or ids.TABLES))
    if kind == "Municipality":
        return await municipality.by_id(info, moment, record)
    return await one(info, ids.TABLES[kind][0], moment, record)


async def named(info: GraphQLResolveInfo, moment: Moment, name: str | None, table: str) -> list[Condition]:
    """The condition that a record has, or had, such a name; an empty one is every record's."""
    question = Question(name or "", moment)
    if not question.needle:
        return []
    return [Equal("id", await asking(info).load(Named(question, table), None))]


def record(text: str | None, *kinds: str) -> UUID | None:
    """The record that an id in a filter names. Raises BadId."""
    return ids.decode_as(text, *kinds)[1] if text is not None else None
