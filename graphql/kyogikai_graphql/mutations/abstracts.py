"""要旨の閲覧: the one mutation beside the commands: what it records is that its answer is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLString,
)  # fmt: skip

from kyogikai_graphql import ids
from kyogikai_graphql.abstracts import TABLE, PresentedAbstract, read
from kyogikai_graphql.mutations import payloads
from kyogikai_graphql.mutations.errors import BadReference, NobodyRecords, UserError
from kyogikai_graphql.mutations.inputs import EVERY_INPUT
from kyogikai_graphql.mutations.payloads import Outcome
from kyogikai_graphql.mutations.running import Recording
from kyogikai_graphql.problems import BadId
from kyogikai_tenants.errors import Refused

NAME = "readPresentedAbstract"
KIND = PresentedAbstract.__name__
PLACE = ["input", "presentedAbstractId"]
TEXT = "会議に提示された事例の要旨を閲覧。That it is read is recorded, each time anew, and auditors see it."


@dataclass(frozen=True)
class Looked(Outcome):
    """What became of it; the text stands in this answer alone."""

    text: str | None = None


def field(types: Mapping[str, Any], error: GraphQLObjectType) -> GraphQLField:
    """The mutation, with its input and payload. A retry is another look: it takes no idempotency key."""
    given = GraphQLInputObjectType(
        "ReadPresentedAbstractInput",
        {
            PLACE[1]: GraphQLInputField(GraphQLNonNull(GraphQLID), description="要旨", out_name="abstract"),
            "clientMutationId": EVERY_INPUT["clientMutationId"],
        },
        description=TEXT,
    )
    told = GraphQLObjectType(
        "ReadPresentedAbstractPayload",
        {
            "presentedAbstract": GraphQLField(types[KIND], resolve=payloads.thing),
            "text": GraphQLField(GraphQLString, resolve=lambda root, _: root.text),
            **payloads.common(types, error),
        },
        description="要旨の閲覧。The abstract and its text, or userErrors where it was refused.",
    )
    argument = GraphQLArgument(GraphQLNonNull(given))
    return GraphQLField(GraphQLNonNull(told), {"input": argument}, resolve=_look, description=TEXT)


def _look(
    _root: None,
    info: GraphQLResolveInfo,
    input: Mapping[str, Any],  # noqa: A002 - the contract's word
) -> Looked:
    recording, echo = cast(Recording, info.context), input.get("client_mutation_id")
    try:
        return _read(recording, input["abstract"], echo)
    except Refused as refused:
        return Looked((UserError(refused, PLACE, refused.MAY_ALLOW),), client_mutation_id=echo)


def _read(recording: Recording, text: str, echo: str | None) -> Looked:
    """Raises Refused."""
    if isinstance(recording.session, Refused):
        raise recording.session
    if recording.asker.actor is None:
        raise NobodyRecords
    try:
        _, abstract = ids.decode_as(text, KIND)
    except BadId as problem:
        raise BadReference(place=PLACE[1], kinds=KIND) from problem
    connection = recording.context.connection
    shown = read(recording.session, connection, recording.asker, abstract, recording.request_id)
    recording.settle()
    return Looked((), (TABLE, abstract), shown.receipt.positions, echo, shown.text)
