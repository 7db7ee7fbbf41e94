"""What we serve is what was promised: every name and meaning of the contract.

But for a list of what is still to come.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    Undefined,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
)

from kyogikai_graphql.schema import PRINTED, printed

CONTRACT = Path(__file__).parents[2] / "docs" / "contract" / "schema.graphql"
SERVED = build_schema(printed())

TO_COME: dict[str, set[str]] = {}
"""What the contract names and we do not serve yet, by what it waits for."""


WORDS = {
    GraphQLEnumType: "enum",
    GraphQLInputObjectType: "input",
    GraphQLInterfaceType: "interface",
    GraphQLObjectType: "type",
    GraphQLScalarType: "scalar",
    GraphQLUnionType: "union",
}


def promises(schema: GraphQLSchema) -> Iterator[str]:
    """Each type, field with its arguments, enumeration value, interface and member of a union, as a line."""
    for name, kind in schema.type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        yield f"{WORDS[type(kind)]} {name}"
        if isinstance(kind, GraphQLEnumType):
            yield from (f"{name}.{value}" for value in kind.values)
        if isinstance(kind, GraphQLUnionType):
            yield from (f"{name} = {member.name}" for member in kind.types)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            yield from (f"{name} implements {i.name}" for i in kind.interfaces)
            for field, declared in kind.fields.items():
                arguments = sorted(f"{a}: {_typed(arg)}" for a, arg in declared.args.items())
                listed = f"({', '.join(arguments)})" if arguments else ""
                yield f"{name}.{field}{listed}: {declared.type}"
        if isinstance(kind, GraphQLInputObjectType):
            yield from (f"{name}.{field}: {declared.type}" for field, declared in kind.fields.items())


def _typed(argument: GraphQLArgument) -> str:
    default = "" if argument.default_value is Undefined else f" = {_shown(argument.default_value)}"
    return f"{argument.type}{default}"


def _shown(value: object) -> str:
    return getattr(value, "name", str(value))


def owed(served: GraphQLSchema) -> set[str]:
    """What the contract promises and a schema does not keep."""
    return set(promises(build_schema(CONTRACT.read_text()))) - set(promises(served))


def _of_a_type_to_come(line: str) -> bool:
    heads = {
        line.split()[-1] for lines in TO_COME.values() for line in lines if " " in line and "." not in line
    }
    return line.split(".", maxsplit=1)[0].split(" ", maxsplit=1)[0] in heads


def test_every_promise_is_kept_but_for_what_is_to_come() -> None:
    listed = {line for lines in TO_COME.values() for line in lines}
    assert {line for line in owed(SERVED) if not _of_a_type_to_come(line)} == listed


def test_what_is_listed_as_to_come_is_not_there_yet() -> None:
    listed = {line for lines in TO_COME.values() for line in lines}
    assert listed & set(promises(SERVED)) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("enum Lang {\n  EN", "enum Lang {\n  FR"),
        ("interface Node {\n  id: ID!", "interface Node {\n  id: ID"),
        ("asOf: Date, id: ID!, knownAt: DateTime", "asOf: Date, id: ID!"),
        ("scalar JSON", "scalar Json"),
        ("union RouteEnd = Body |", "union RouteEnd ="),
        ("label(lang: Lang = JA)", "label(lang: Lang = EN)"),
        ("type Body implements Fact & Node", "type Body implements Node"),
    ],
)
def test_a_broken_promise_is_found(old: str, new: str) -> None:
    text = PRINTED.read_text()
    assert old in text
    broken = text.replace(old, new).replace(": JSON", ": String")
    assert owed(build_schema(broken, assume_valid=True)) > owed(SERVED)


def test_the_committed_schema_is_the_one_that_is_served() -> None:
    """Write it again with ``python -m kyogikai_graphql.schema``."""
    assert PRINTED.read_text() == printed()
