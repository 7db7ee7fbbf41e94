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


Walk = Callable[[Any, Visit, str], Any]
"""(a value of one declared type, visit, path) -> the value with what ``visit`` returns for each reference.

Works on JSON forms (dicts and lists) and on declared objects alike; what does not have the declared form
is left for the type check to refuse.
"""


@once
def way_through(annotation: Any) -> Walk | None:
    """The way through a type, worked out once; None where no reference stands in it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        ref = next((m for m in arguments[1:] if isinstance(m, Ref)), None)
        return _visited(ref) if ref else way_through(arguments[0])
    if origin in {Union, UnionType}:
        some = [a for a in arguments if a is not NoneType]
        return way_through(some[0]) if len(some) == 1 else None
    if origin is tuple:
        return _each(arguments[0])
    return _within(annotation) if isinstance(annotation, type) and has_references(annotation) else None


def _visited(ref: Ref) -> Walk:
    return lambda value, visit, path: visit(path, ref, value)


def _each(inner: Any) -> Walk | None:
    """Every item of a list; anything else stays as it is."""
    walk = way_through(inner)

    def through(value: Any, visit: Visit, path: str) -> Any:
        if not isinstance(value, list | tuple):
            return value
        return [v if v is None else walk(v, visit, f"{path}[{n}]") for n, v in enumerate(value)]  # type: ignore[misc]

    return through if walk else None


def _within(kind: type) -> Walk:
    """Every field in which a reference stands, of a mapping or of a declared object."""
    names = members(kind)
    ways = {name: walk for name, hint in names.items() if (walk := way_through(hint))}

    def through(value: Any, visit: Visit, path: str) -> Any:
        known = dict(value) if isinstance(value, dict) else {n: getattr(value, n) for n in names}
        for name, walk in ways.items():
            if known.get(name) is not None:
                known[name] = walk(known[name], visit, f"{path}.{name}".lstrip("."))
        return known

    return through


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

    for name, walk in _referring(type(value)):
        if (own := getattr(value, name)) is not None:
            walk(own, note, name)
    return iter(found)


@once
def _referring(kind: type) -> list[tuple[str, Walk]]:
    """The declared fields in which a reference stands, each with the way through it."""
    return [(name, walk) for name, hint in members(kind).items() if (walk := way_through(hint))]
