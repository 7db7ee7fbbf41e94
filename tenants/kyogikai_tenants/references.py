"""References: a field ``Annotated[UUID, Ref("body")]`` names a record of one of those kinds.

One walk over the declared types serves the check that what is named exists, the import's
keys and the API's ids.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from msgspec import Struct

from kyogikai_tenants.once import once


@dataclass(frozen=True)
class Ref:
    """The kinds of record (their table names) that an id may name."""

    kinds: tuple[str, ...]

    def __init__(self, *kinds: str) -> None:
        object.__setattr__(self, "kinds", kinds)


Visit = Callable[[str, Ref, Any], Any]
"""(path, reference, value) -> the value to put there."""


def mapped(annotation: Any, value: Any, visit: Visit, path: str = "") -> Any:
    """The value with each reference in it replaced by what ``visit`` returns.

    Works on JSON forms (dicts and lists) and on declared objects alike; what does not have
    the declared form is left for the type check to refuse.
    """
    if value is None:
        return None
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        ref = next((m for m in marks if isinstance(m, Ref)), None)
        return visit(path, ref, value) if ref else mapped(inner, value, visit, path)
    if get_origin(annotation) in {Union, UnionType}:
        some = [a for a in get_args(annotation) if a is not NoneType]
        return mapped(some[0], value, visit, path) if len(some) == 1 else value
    if get_origin(annotation) is tuple and isinstance(value, list | tuple):
        inner = get_args(annotation)[0]
        return [mapped(inner, v, visit, f"{path}[{n}]") for n, v in enumerate(value)]
    if isinstance(annotation, type) and has_references(annotation):
        return _members(annotation, value, visit, path)
    return value


def _members(kind: type, value: Any, visit: Visit, path: str) -> Any:
    known = value if isinstance(value, dict) else {n: getattr(value, n) for n in members(kind)}
    hints = members(kind)
    return {
        n: mapped(hints[n], v, visit, f"{path}.{n}".lstrip(".")) if n in hints else v
        for n, v in known.items()
    }


@once
def members(kind: type) -> dict[str, Any]:
    """The declared fields of an event or a value, with their full types."""
    if not (is_dataclass(kind) or issubclass(kind, Struct)):
        return {}
    return {n: h for n, h in get_type_hints(kind, include_extras=True).items() if not _is_class_var(h)}


def _is_class_var(hint: Any) -> bool:
    return "ClassVar" in str(get_origin(hint) or hint)


@once
def has_references(kind: type) -> bool:
    """Whether a reference stands anywhere in the declared fields."""
    return any(_mentions(hint) for hint in members(kind).values())


def _mentions(hint: Any) -> bool:
    if isinstance(hint, Ref):
        return True
    if isinstance(hint, type) and not get_args(hint):
        return has_references(hint)
    return any(_mentions(a) for a in get_args(hint))


def references(value: Any) -> Iterator[tuple[str, Ref, UUID]]:
    """Every reference in an event: where it stands, what it may name, what it names."""
    found: list[tuple[str, Ref, UUID]] = []

    def note(path: str, ref: Ref, target: UUID) -> UUID:
        found.append((path, ref, target))
        return target

    for name, hint in _referring(type(value)):
        mapped(hint, getattr(value, name), note, name)
    return iter(found)


@once
def _referring(kind: type) -> list[tuple[str, Any]]:
    """The declared fields in which a reference stands."""
    return [(name, hint) for name, hint in members(kind).items() if _mentions(hint)]
