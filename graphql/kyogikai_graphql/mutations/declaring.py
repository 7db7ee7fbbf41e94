"""The mutation type: a field for every command that is offered, in the types that the queries answer with."""

from collections.abc import Mapping
from functools import partial
from typing import Any, cast

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLResolveInfo,
)  # fmt: skip

from kyogikai_graphql.mutations import abstracts, naming, payloads
from kyogikai_graphql.mutations.inputs import Inputs
from kyogikai_graphql.mutations.offered import offered
from kyogikai_graphql.mutations.payloads import Outcome
from kyogikai_graphql.mutations.running import Recording
from kyogikai_projections.filling import Whole


def mutation_type(served: Mapping[str, GraphQLNamedType]) -> GraphQLObjectType:
    """One per command of the domain, camelCase of its name, each with one input and one payload.

    Beside them stands one that records that its answer is read. One transaction each, in the order of
    the document. A field that is null was not recorded.
    """
    inputs, error = Inputs(served), payloads.user_error(served)
    fields = {naming.mutation(command): _field(whole, inputs, served, error) for command, whole in offered()}
    fields[abstracts.NAME] = abstracts.field(served, error)
    return GraphQLObjectType("Mutation", fields, description=mutation_type.__doc__)


def _field(whole: Whole, inputs: Inputs, served: Mapping[str, Any], error: GraphQLObjectType) -> GraphQLField:
    form = whole.form
    return GraphQLField(
        GraphQLNonNull(payloads.payload(form, served, error)),
        {"input": GraphQLArgument(GraphQLNonNull(inputs.of(form)))},
        resolve=partial(_record, whole, inputs),
        description=f"{form.label('ja')}。{form.text}",
    )


def _record(
    whole: Whole,
    inputs: Inputs,
    _root: None,
    info: GraphQLResolveInfo,
    input: Mapping[str, Any],  # noqa: A002 - the contract's word
) -> Outcome:
    return cast(Recording, info.context).record(whole, inputs, input)
