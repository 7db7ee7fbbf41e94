"""Everything that may be asked of a type, as a document; and where each value of an answer belongs."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

from kyogikai_graphql.schema import SCHEMA

DEPTH = 7
"""Fields within fields, below what is asked for."""
ABSTRACT = GraphQLInterfaceType | GraphQLUnionType


def is_node(kind: Any) -> bool:
    """Whether a type's things are found by their id."""
    return isinstance(kind, GraphQLObjectType) and any(i.name == "Node" for i in kind.interfaces)


def selection(kind: Any, path: tuple[str, ...] = ()) -> str:
    """All fields of a type; of a thing with an id that it leads to, the id alone."""
    if isinstance(kind, ABSTRACT):
        each = [f"... on {k.name} {{ {_own(k)} }}" for k in SCHEMA.get_possible_types(kind)]
        return f"__typename {' '.join(each)}"
    if path and is_node(kind):
        return "__typename id"
    found = [_field(kind, name, path) for name in kind.fields]
    return " ".join(["__typename", *(text for text in found if text)])


def parts(kind: Any, size: int = 6) -> Iterator[str]:
    """The same in several documents, each within the limits."""
    found = [text for name in kind.fields if (text := _field(kind, name, ()))]
    for start in range(0, len(found), size):
        yield " ".join(found[start : start + size])


def _own(kind: Any) -> str:
    return "id" if is_node(kind) else "__typename"


def _field(kind: Any, name: str, path: tuple[str, ...]) -> str:
    inner = get_named_type(kind.fields[name].type)
    if is_leaf_type(inner):
        return name
    if not is_node(inner) and (inner.name in path or len(path) > DEPTH):
        return ""
    size = "(first: 2)" if "first" in kind.fields[name].args else ""
    return f"{name}{size} {{ {selection(inner, (*path, kind.name))} }}"


def values(kind: Any, data: Any) -> Iterator[tuple[str, Any]]:
    """``Type.field`` and its value, of every object in an answer."""
    if isinstance(kind, GraphQLNonNull):
        yield from values(kind.of_type, data)
    elif isinstance(kind, GraphQLList):
        for one in data or ():
            yield from values(kind.of_type, one)
    elif isinstance(data, dict) and not is_leaf_type(kind):
        own: Any = SCHEMA.get_type(data.get("__typename", kind.name))
        for name, value in data.items():
            if name != "__typename":
                yield f"{own.name}.{name}", value
                yield from values(own.fields[name].type, value)


def place(path: list[Any], kind: Any) -> str:
    """``Type.field`` of an error's path, as far as types tell."""
    found = ""
    for word in path:
        if isinstance(word, str):
            named: Any = get_named_type(kind)
            if isinstance(named, ABSTRACT):
                return f"{named.name}.{word}"
            found, kind = f"{named.name}.{word}", named.fields[word].type
    return found
