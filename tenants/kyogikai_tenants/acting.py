"""Who records, as a field of what is recorded: filled in by the command, never given and never corrected."""

from dataclasses import dataclass, fields
from typing import Annotated, Any, get_args, get_origin, get_type_hints
from uuid import UUID

from kyogikai_tenants.errors import BadInput
from kyogikai_tenants.once import once


@dataclass(frozen=True)
class Acting:
    """Marks a field that holds the account of whoever records the event."""


@once
def acting_fields(event: type) -> tuple[str, ...]:
    """The fields of an event that hold who records it."""
    hints = get_type_hints(event, include_extras=True)
    return tuple(f.name for f in fields(event) if _is_marked(hints[f.name]))


def _is_marked(hint: Any) -> bool:
    return get_origin(hint) is Annotated and any(isinstance(m, Acting) for m in get_args(hint)[1:])


def with_actor(event: type, given: dict[str, Any], actor: str) -> dict[str, Any]:
    """What is said of an event, and by whom. Raises BadInput for another's name, and for no account."""
    for name in acting_fields(event):
        if name in given:
            raise BadInput(field=name, field_path=name, problem="is whoever records it")
        try:
            given = given | {name: UUID(actor)}
        except ValueError as problem:
            raise BadInput(field=name, field_path=name, problem="is recorded by an account") from problem
    return given
