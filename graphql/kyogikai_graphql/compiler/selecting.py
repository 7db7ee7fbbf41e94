"""Compiling a selection: each field says its own SQL, beside how it is resolved plainly."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLWrappingType,
    ValueNode,
    VariableNode,
    Visitor,
    get_named_type,
    is_object_type,
    visit,
)  # fmt: skip
from graphql.execution.collect_fields import collect_sub_fields
from graphql.execution.values import get_argument_values

from kyogikai_graphql.compiler.statement import (
    LONGEST_KEY,
    Cell,
    Moment,
    NotCompilable,
    Place,
    Prepare,
    Row,
    Statement,
    array,
    encoded,
    joined,
    record,
)  # fmt: skip
from kyogikai_graphql.ids import ENTRY, TYPES
from kyogikai_graphql.rights import Viewer
from kyogikai_graphql.things import cell, stored
from kyogikai_projections.tables import TABLES, audit_entry

UUID_LENGTH = 36
COLUMNS: tuple[Any, ...] = (cell, stored)
"""The resolvers of fields that are columns."""
Fields = Mapping[str, Sequence[FieldNode]]


@dataclass(frozen=True)
class Ask:
    """A field that is asked for: whose, declared how, written where."""

    parent: GraphQLObjectType
    field: GraphQLField
    nodes: Sequence[FieldNode]

    @property
    def name(self) -> str:
        """The field's name."""
        return self.nodes[0].name.value

    @property
    def kind(self) -> Any:
        """The type within lists and non-nulls."""
        return get_named_type(self.field.type)

    @property
    def nullable(self) -> bool:
        """Whether null may be answered."""
        return not isinstance(self.field.type, GraphQLNonNull)


class Compiled(ABC):
    """A field's resolver that also knows its SQL; both give the same."""

    @abstractmethod
    def sql(self, c: "Selecting", at: Any, ask: Ask) -> str:
        """The value as an SQL expression, about the object ``at``. Raises NotCompilable."""


@dataclass(frozen=True)
class Slot:
    """A field whose arguments bring values: what it makes of them."""

    ask: Ask
    prepare: Prepare
    constant: Sequence[Any] | None
    """The values themselves, where no argument is a variable."""

    def values(self, variables: Mapping[str, Any]) -> Sequence[Any]:
        """The values of one request. Raises Problem for arguments that are no good."""
        if self.constant is not None:
            return self.constant
        return self.prepare(get_argument_values(self.ask.field, self.ask.nodes[0], dict(variables)))


class Selecting:
    """One operation, compiled for one shape of its variables and one kind of viewer."""

    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, Any], variables: dict[str, Any], viewer: Viewer
    ) -> None:
        self.schema, self.fragments, self.variables, self.viewer = schema, dict(fragments), variables, viewer
        self.statement = Statement(viewer.sight)
        self.slots: list[Slot] = []

    # What a field brings

    def arguments(self, ask: Ask) -> dict[str, Any]:
        """A field's arguments in this shape: their values stand for others of the same shape."""
        return get_argument_values(ask.field, ask.nodes[0], self.variables)

    def slot(self, ask: Ask, prepare: Prepare) -> list[Place]:
        """The places of the values that a field brings. Raises Problem."""
        values = prepare(self.arguments(ask))
        given = [argument.value for argument in ask.nodes[0].arguments or ()]
        fixed = not any(variables_in(value) for value in given)
        self.slots.append(Slot(ask, prepare, values if fixed else None))
        return [Place(len(self.slots) - 1, n) for n in range(len(values))]

    def moment(self, ask: Ask) -> Moment:
        """The moment of a root field."""
        given = self.arguments(ask)
        if given.get("as_of") is not None:
            (place,) = self.slot(ask, lambda a: [a["as_of"]])
            day = self.statement.parameter(place, "DATE")
        else:
            day = self.statement.parameter("today", "DATE")
        if given.get("known_at") is None:
            return Moment(day)
        (known,) = self.slot(ask, lambda a: [a["known_at"].isoformat()])
        return Moment(day, self.statement.known_at(known))

    def mark(self) -> tuple[int, int]:
        """Where the statement stands."""
        return len(self.slots), len(self.statement.known)

    def reset(self, mark: tuple[int, int]) -> None:
        """Forget what a field brought that did not compile; parameters that nobody uses are dropped later."""
        del self.slots[mark[0] :]
        del self.statement.known[mark[1] :]

    # Rows

    def row(self, table: str, moment: Moment) -> Row:
        """A row of a FROM of its own."""
        return Row(self.statement.alias(), table, moment)

    def join(self, at: Row, table: str, on: str, way: str = "current", moment: Moment | None = None) -> Row:
        """The one row of another table that ``on`` names ({} is its alias), or none; joined to a FROM."""
        row = Row(self.statement.alias(), table, moment or at.moment, at.joins)
        which = self.statement.rows(row, way)
        at.joins.append(f"LEFT JOIN {table} {row} ON {which} AND {on.format(row)}")
        return row

    def found(self, row: Row, ask: Ask) -> str:
        """A joined row as an object, or null."""
        return f"CASE WHEN {row}.id IS NOT NULL THEN {self.object(ask, row)} END"

    def listed(self, row: Row, ask: Ask, which: str, order: str = "") -> str:
        """The rows of a FROM as a list of objects."""
        columns = self.columns(self.object_type(ask, row), self.inside(ask, row), row)
        ordered = order or f"{row}.sort, {row}.id"
        source = f"FROM {row.table} {row}{joined(row)} WHERE {which} ORDER BY {ordered}"
        return array(columns, self.statement.alias("x"), source)

    # Objects

    def object_type(self, ask: Ask, at: Any) -> GraphQLObjectType:
        """The type of what a field gives: of a union or an interface, the one of the row's table."""
        if is_object_type(ask.kind):
            return ask.kind  # type: ignore[no-any-return]
        found = self.schema.get_type(TYPES.get(at.table, ENTRY))
        assert isinstance(found, GraphQLObjectType)  # noqa: S101 - every table's type is one
        return found

    def inside(self, ask: Ask, at: Any) -> Fields:
        """The fields asked of what a field gives."""
        kind = self.object_type(ask, at)
        return collect_sub_fields(self.schema, self.fragments, self.variables, kind, list(ask.nodes))

    def object(self, ask: Ask, at: Any) -> str:
        """What a field gives, as a composite value."""
        columns = self.columns(self.object_type(ask, at), self.inside(ask, at), at)
        return record(columns, self.statement.alias("y"))

    def columns(self, kind: GraphQLObjectType, fields: Fields, at: Any) -> list[str]:
        """Each field as ``expression AS "key"``."""
        return [f"{self.value(kind, nodes, at)} AS {key_of(key)}" for key, nodes in fields.items()]

    def value(self, kind: GraphQLObjectType, nodes: Sequence[FieldNode], at: Any) -> str:
        """A field's value. Raises NotCompilable."""
        name = nodes[0].name.value
        if name == "__typename":
            return f"'{kind.name}'::text"
        if name not in kind.fields:  # __schema and __type
            raise NotCompilable(name)
        ask = Ask(kind, kind.fields[name], nodes)
        resolve: Any = ask.field.resolve
        if isinstance(resolve, Compiled):
            return resolve.sql(self, at, ask)
        if isinstance(resolve, partial) and resolve.func in COLUMNS:
            return self.column(at, str(resolve.args[0]), ask)
        raise NotCompilable(f"{kind.name}.{name}")

    # Leaves

    def column(self, at: Row | Cell, name: str, ask: Ask) -> str:
        """A column, or a member of a JSON object, as its field has it."""
        if isinstance(at, Cell):
            return member(at, name, ask)
        own = f'{at}."{name}"'
        if is_object_type(ask.kind):
            return self.cells(own, ask) if is_list(ask) else self.cell(Cell(own), ask)
        if isinstance(ask.kind, GraphQLEnumType):
            return f"upper({own})"
        if ask.kind.name == "DateTime":
            return moment_text(own)
        text = str(TABLES.get(at.table, audit_entry).c[name].type) == "TEXT"
        return f"nullif({own}, '')" if text and ask.nullable else own

    def cell(self, at: Cell, ask: Ask) -> str:
        """A JSON object as an object, or null."""
        return f"CASE WHEN {at.json} IS NOT NULL THEN {self.object(ask, at)} END"

    def cells(self, json: str, ask: Ask) -> str:
        """A JSON array of objects as a list."""
        each = self.statement.alias("e")
        columns = self.columns(ask.kind, self.inside(ask, None), Cell(f"{each}.value"))
        source = f"FROM json_array_elements({json}) WITH ORDINALITY {each}(value, n) ORDER BY {each}.n"
        return array(columns, self.statement.alias("x"), source)


def key_of(key: str) -> str:
    """A response key as an identifier. Raises NotCompilable for one that is too long."""
    if len(key) > LONGEST_KEY:
        raise NotCompilable(f"a response key of {len(key)} bytes")
    return f'"{key}"'


def is_list(ask: Ask) -> bool:
    """Whether a field gives a list."""
    kind: Any = ask.field.type
    while isinstance(kind, GraphQLNonNull):
        kind = kind.of_type
    return isinstance(kind, GraphQLWrappingType)


def member(at: Cell, name: str, ask: Ask) -> str:
    """A member of a JSON object: texts as texts, everything else as JSON."""
    if is_list(ask) or is_object_type(ask.kind):
        raise NotCompilable(f"{ask.parent.name}.{ask.name}")
    if ask.kind.name in {"Int", "Boolean"}:
        return f"{at.json}->'{name}'"
    text = f"{at.json}->>'{name}'"
    return f"nullif({text}, '')" if ask.nullable else f"({text})"


def moment_text(column: str) -> str:
    """A moment in the time of Japan, to the microsecond, with the offset that Japan had then."""
    local = f"({column} AT TIME ZONE 'Asia/Tokyo')"
    ahead = f"to_char({local} - ({column} AT TIME ZONE 'UTC'), 'HH24:MI')"
    return f"""to_char({local}, 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+' || {ahead}"""


def id_text(type_name: str, of: str) -> str:
    """An id of the API, by a uuid, as SQL.

    Of ASCII only > ? ~ and DEL bring a + or a / into base64, and up to 57 bytes have no line break: a type's
    name and a uuid need no replacing, which would cost four times as much as all the rest.
    """
    own = f"encode(('{type_name}:'||{of})::bytea, 'base64')"
    return own if (len(type_name) + 1 + UUID_LENGTH) % 3 == 0 else f"rtrim({own}, '=')"


def entry_text(stream: str, version: str) -> str:
    """The id of an entry of the log as SQL."""
    return encoded(f"'{ENTRY}:'||{stream}||':'||{version}")


class _Variables(Visitor):
    """The variables in a value."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[VariableNode] = []

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        """Wherever it stands."""
        self.found.append(node)


def variables_in(value: ValueNode) -> list[VariableNode]:
    """The variables of an argument: itself, or those in a list or an object."""
    if isinstance(value, VariableNode):
        return [value]
    visitor = _Variables()
    visit(value, visitor)
    return visitor.found
