"""The new value of a correction: given as the mutation that recorded the entry takes that field."""

from dataclasses import MISSING
from typing import Any

import msgspec
from graphql import GraphQLError, coerce_input_value

from kyogikai_graphql.mutations import naming
from kyogikai_graphql.mutations.given import Read, value
from kyogikai_graphql.mutations.inputs import Inputs
from kyogikai_projections.filling import field_of
from kyogikai_tenants.errors import BadInput
from kyogikai_tenants.events import Event
from kyogikai_tenants.references import members


def corrected(inputs: Inputs, event: type[Event], found: Read) -> None:
    """Put the field's own name and its declared value in place of what was given.

    Raises BadInput, BadReference. What is no field of the event is left for the record to refuse.
    """
    names = {naming.camel(name): name for name in members(event)}
    given = str(found.given["field"])
    name = found.given["field"] = names.get(given, given)
    asked = field_of(event, name) if name in members(event) else None
    if asked is None:
        return
    raw = found.given.get("new")
    if raw is None:
        found.given["new"] = _empty(event, name)
        return
    coerced = coerce_input_value(raw, inputs.type_of(asked), _refuse)
    found.given["new"] = msgspec.to_builtins(value(asked, coerced, "new", found))


def _empty(event: type[Event], name: str) -> Any:
    default = event.__dataclass_fields__[name].default
    if default is MISSING:
        raise BadInput(field="new", field_path="new", problem="the field is never empty")
    return msgspec.to_builtins(default)


def _refuse(path: list[str | int], _given: Any, error: GraphQLError) -> None:
    place = ".".join(["new", *map(str, path)])
    raise BadInput(field=place, field_path=place, problem=error.message)
