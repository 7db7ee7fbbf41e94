"""Every coordinate of the schema with its text, written into the schema for whoever asks it.

A coordinate is ``Type``, ``Type.field``, ``Type.field(argument:)`` or ``Enum.VALUE``, as GraphQL has them.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from graphql import (
    GraphQLEnumType,
    GraphQLNamedType,
    GraphQLSchema,
    is_introspection_type,
    is_specified_directive,
    specified_scalar_types,
)

from kyogikai_graphql.described import book
from kyogikai_graphql.described.book import SHARED, Words, own, shared
from kyogikai_graphql.described.forms import of_commands, of_groups
from kyogikai_projections.labels import ENUMS, word

CALLED = {"Kind": "EffectiveKind", "EraDisplay": "Years"}
CONNECTION, EDGE = "Connection", "Edge"


class Element(NamedTuple):
    """Something of the schema: where it stands, and what bears its description."""

    coordinate: str
    kind: str
    name: str
    """What it is called in its type; empty for the type itself."""
    argument: str
    bearer: Any

    @property
    def of_the_library(self) -> bool:
        """Whether it is a scalar that every schema has: all share one object."""
        return self.kind in specified_scalar_types


def elements(schema: GraphQLSchema) -> Iterator[Element]:
    """All that a description belongs to, but what every schema has; directives are the library's."""
    assert all(is_specified_directive(one) for one in schema.directives)  # noqa: S101 - else they want texts
    for name, kind in schema.type_map.items():
        if not is_introspection_type(kind):
            yield Element(name, name, "", "", kind)
            yield from _inside(name, kind)


def _inside(name: str, kind: GraphQLNamedType) -> Iterator[Element]:
    if isinstance(kind, GraphQLEnumType):
        for value, declared in kind.values.items():
            yield Element(f"{name}.{value}", name, value, "", declared)
        return
    for field, declared in getattr(kind, "fields", {}).items():
        yield Element(f"{name}.{field}", name, field, "", declared)
        for argument, given in getattr(declared, "args", {}).items():
            yield Element(f"{name}.{field}({argument}:)", name, field, argument, given)


def texts(schema: GraphQLSchema) -> dict[str, Words | None]:
    """The text of each coordinate; None where one is missing in either language."""
    made = {**dict(of_commands()), **dict(of_groups())}
    return {one.coordinate: made.get(one.coordinate) or _text(schema, one) for one in elements(schema)}


def _text(schema: GraphQLSchema, one: Element) -> Words | None:
    written = one.bearer.description or ""
    if one.argument:
        inside = own(one.kind, f"{one.name}({one.argument})", written)
        return inside or shared("arguments", one.argument, written)
    found = own(one.kind, one.name, written)
    if found is not None:
        return found
    if not one.name:
        return _of_list(schema, one.kind) or shared("groups", one.kind, written)
    if isinstance(schema.type_map[one.kind], GraphQLEnumType):
        return _of_value(one)
    everywhere = shared("everywhere", one.name) if one.kind.endswith("Input") else None
    return everywhere or shared("fields", one.name, written)


def _of_list(schema: GraphQLSchema, name: str) -> Words | None:
    """A page of a list, and what stands on it: called as what it lists."""
    listed = name.removesuffix(CONNECTION).removesuffix(EDGE)
    kind = schema.type_map.get(listed)
    inner = own(listed, "", (kind.description or "") if kind and listed != name else "")
    if inner is None:
        return None
    noun = inner.ja.partition("。")[0]
    if name.endswith(CONNECTION):
        return Words(f"{noun}の一覧の1ページ。", f"A page of a list of {listed}.")
    return Words(f"{noun}の一覧の中の一つと、その場所。", f"An entry of a list of {listed}, with its place.")


def _of_value(one: Element) -> Words | None:
    """What the reader's words for it are."""
    kinds: dict[str, type[StrEnum]] = {CALLED.get(kind.__name__, kind.__name__): kind for kind in ENUMS}
    kinds |= {kind.__name__: kind for kind in ENUMS}
    member = kinds[one.kind].__members__.get(one.name) if one.kind in kinds else None
    return Words(f"{word(member, 'ja')}。", f"{word(member, 'en').capitalize()}.") if member else None


def unused(schema: GraphQLSchema) -> set[str]:
    """Lines of the book that nothing of the schema is described by."""
    own_lines = {
        (one.kind, f"{one.name}({one.argument})" if one.argument else one.name) for one in elements(schema)
    }
    names = {one.argument or one.name for one in elements(schema)}
    commands = {coordinate.removesuffix("Input") for coordinate, _ in of_commands()}
    groups = {coordinate for coordinate, _ in of_groups()} | {"EffectiveInput"}
    known = dict.fromkeys(("fields", "arguments", "everywhere", "inputs"), names)
    inputs = names | {one.coordinate for one in elements(schema)}
    known |= {"commands": commands, "groups": groups, "inputs": inputs}
    return {
        f"{table}.{name}"
        for table, lines in book.book().items()
        for name in lines
        if table != "limits" and not (name in known[table] if table in SHARED else (table, name) in own_lines)
    }


def describe(schema: GraphQLSchema) -> dict[str, Words]:
    """Write every text into the schema, in both languages; the library's scalars, which all share, stay.

    What has no text keeps what the code says.
    """
    found = {name: text for name, text in texts(schema).items() if text is not None}
    for one in elements(schema):
        text = found.get(one.coordinate)
        if text is not None and not one.of_the_library:
            one.bearer.description = f"{text.ja}\n{text.en}"
    return found
