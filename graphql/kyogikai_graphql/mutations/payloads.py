"""What a mutation answers: the record as it now is, the entries that were recorded, or what refused it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLID,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLString,
)  # fmt: skip

from kyogikai_graphql import enums, ids
from kyogikai_graphql.common import Entry, lang_of
from kyogikai_graphql.mutations import naming
from kyogikai_graphql.mutations.errors import UserError
from kyogikai_graphql.things import Thing, asking, one
from kyogikai_projections import trail
from kyogikai_projections.forms import Form
from kyogikai_projections.reading import Moment

Types = Mapping[str, Any]
USER_ERROR = "code is stable; rule names what refused it; mayAllow who could permit it."


@dataclass(frozen=True)
class Outcome:
    """What became of a command."""

    errors: tuple[UserError, ...] = ()
    record: tuple[str, UUID] | None = None
    """The kind and the id of what the answer is about."""
    positions: tuple[int, ...] = ()
    client_mutation_id: str | None = None

    def moment(self, info: GraphQLResolveInfo) -> Moment:
        """Today, as known when it was recorded: so a retry gets the first answer, whatever came since."""
        return Moment(asking(info).context.today, self.positions[-1])


def every(kind: Any) -> Any:
    """``[X!]!``."""
    return GraphQLNonNull(GraphQLList(GraphQLNonNull(kind)))


def payload(form: Form, types: Types, user_error: GraphQLObjectType) -> GraphQLObjectType:
    """The payload of a command: its record is null where it was refused."""
    text = f"{form.label('ja')}。The record, or userErrors where it was refused."
    fields = {**_record(form, types), **common(types, user_error)}
    return GraphQLObjectType(f"{form.command}Payload", fields, description=text)


def common(types: Types, user_error: GraphQLObjectType) -> dict[str, GraphQLField]:
    """What every payload has."""
    return {
        "entries": GraphQLField(every(types["AuditEntry"]), resolve=_entries),
        "userErrors": GraphQLField(every(user_error), resolve=lambda root, _: root.errors),
        "clientMutationId": GraphQLField(GraphQLString, resolve=lambda root, _: root.client_mutation_id),
    }


def _record(form: Form, types: Types) -> dict[str, GraphQLField]:
    """By its type; of what is no thing to ask about, the id alone."""
    name = naming.record(form.about)
    if len(form.about) != 1:
        return {name: GraphQLField(types["Node"], resolve=thing)}
    if form.about[0] in ids.TYPES:
        return {name: GraphQLField(types[ids.TYPES[form.about[0]]], resolve=thing)}
    return {f"{name}Id": GraphQLField(GraphQLID, resolve=_id)}


async def thing(root: Outcome, info: GraphQLResolveInfo) -> Thing | None:
    """The record that the answer is about."""
    if root.record is None or root.record[0] not in ids.TYPES:
        return None
    return await one(info, root.record[0], root.moment(info), root.record[1])


def _id(root: Outcome, _info: GraphQLResolveInfo) -> str | None:
    return ids.encode(naming.type_of(root.record[0]), root.record[1]) if root.record else None


async def _entries(root: Outcome, info: GraphQLResolveInfo) -> list[Entry]:
    """What the command recorded: one's own acts are readable to whoever did them."""
    rows = await asking(info).load_many(trail.Placed(), root.positions)
    return [Entry(row, root.moment(info)) for row in rows]


def user_error(types: Types) -> GraphQLObjectType:
    """The type of what a payload tells of a refusal."""
    lang = GraphQLArgument(types["Lang"], default_value=enums.Languages.JA)
    fields = {
        "code": GraphQLField(GraphQLNonNull(GraphQLString), resolve=lambda root, _: root.refused.CODE),
        "message": GraphQLField(
            GraphQLNonNull(GraphQLString),
            {"lang": lang},
            resolve=lambda root, _, lang: root.message(lang_of(lang)),
        ),
        "field": GraphQLField(
            GraphQLList(GraphQLNonNull(GraphQLString)),
            description="The path within the mutation's arguments.",
        ),
        "rule": GraphQLField(GraphQLString, resolve=lambda root, _: type(root.refused).__name__),
        "mayAllow": GraphQLField(
            GraphQLList(GraphQLNonNull(types["Role"])), resolve=lambda root, _: root.may_allow or None
        ),
    }
    return GraphQLObjectType("UserError", fields, description=USER_ERROR)
