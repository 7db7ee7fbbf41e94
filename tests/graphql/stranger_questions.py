"""Every argument of every field of the schema in which a stranger may put what is of another municipality."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from graphql import GraphQLNonNull, GraphQLObjectType, get_named_type, is_introspection_type

from kyogikai_graphql.ids import encode
from kyogikai_graphql.schema import SCHEMA
from tests.graphql.golden_fields import selection_of

CURSORS = frozenset({"after", "before"})
CHOSEN = frozenset({"type"})
"""Texts of which there is a list: topics of events."""
SIZES = frozenset({"first", "last"})
MADE_UP: dict[str, Any] = {"Int": 1, "String": "部会", "ID": encode("Body", UUID(int=0))}


class Opening(NamedTuple):
    """An argument of a field of a type."""

    parent: str
    field: str
    argument: str
    kind: str
    """The type of the argument."""

    @property
    def declared(self) -> Any:
        """The field."""
        kind: Any = SCHEMA.get_type(self.parent)
        return kind.fields[self.field]

    @property
    def nullable(self) -> bool:
        """Whether one thing that is refused leaves the others in an answer."""
        return self.parent == "Query" and not isinstance(self.declared.type, GraphQLNonNull)

    def asked(self, variable: str = "x", alias: str = "") -> str:
        """The field with the argument from a variable."""
        given = ", ".join([f"{self.argument}: ${variable}", *self._others()])
        return f"{alias}{self.field}({given}) {selection_of(self.declared.type)}"

    def _others(self) -> list[str]:
        """What else a field needs."""
        args = self.declared.args.items()
        needed = [(n, its) for n, its in args if n != self.argument and isinstance(its.type, GraphQLNonNull)]
        return [f"{name}: {_literal(its.type)}" for name, its in needed]

    def document(self) -> str:
        """A question with one variable, and the id of a thing where the field is a thing's."""
        kind = self.declared.args[self.argument].type
        return self._placed(self.asked(), f"$x: {kind}")

    def listed(self) -> str:
        """The cursors of a list."""
        others = self._others()
        return self._placed(f"{self.field}{f'({others[0]})' if others else ''} {{ edges {{ cursor }} }}", "")

    def _placed(self, asked: str, variables: str) -> str:
        if self.parent == "Query":
            return f"query{f'({variables})' if variables else ''} {{ {asked} }}"
        named = ", ".join(filter(None, [variables, "$id: ID!"]))
        return f"query({named}) {{ node(id: $id) {{ __typename ... on {self.parent} {{ {asked} }} }} }}"

    def together(self, count: int) -> str:
        """The same question many times in one document, each with a variable of its own."""
        kind = self.declared.args[self.argument].type
        given = ", ".join(f"$x{n}: {kind}" for n in range(count))
        return f"query({given}) {{ {' '.join(self.asked(f'x{n}', f'a{n}: ') for n in range(count))} }}"


def _literal(kind: Any) -> str:
    value = MADE_UP[get_named_type(kind).name]
    return str(value) if isinstance(value, int) else f'"{value}"'


def openings(*kinds: str) -> Iterator[Opening]:
    """All arguments of some types."""
    for name, kind in sorted(SCHEMA.type_map.items()):
        if not isinstance(kind, GraphQLObjectType) or is_introspection_type(kind) or name == "Mutation":
            continue
        for field, declared in kind.fields.items():
            for argument, its in declared.args.items():
                if get_named_type(its.type).name in kinds:
                    yield Opening(name, field, argument, get_named_type(its.type).name)


def texts() -> Iterator[Opening]:
    """Arguments that take any text."""
    return (o for o in openings("String") if o.argument not in CURSORS | CHOSEN)


def numbers() -> Iterator[Opening]:
    """Arguments that take a moment at which something was known, or a length of the log."""
    return (o for o in openings("DateTime", "Int") if o.argument not in SIZES)


def cursors() -> Iterator[Opening]:
    """Arguments that take a place in a list."""
    return (o for o in openings("String") if o.argument in CURSORS)
