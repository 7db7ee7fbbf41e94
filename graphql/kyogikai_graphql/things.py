"""What resolvers hand on: a row of a read table at its moment, and how its columns become fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from graphene import ObjectType
from graphql import GraphQLNonNull, GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql import ids
from kyogikai_projections.reading import ById, Moment, Related, Row

if TYPE_CHECKING:
    from kyogikai_graphql.loading import Asking


@dataclass(frozen=True, eq=False, slots=True)
class Thing:
    """A row, and the moment in which everything that it leads to is asked."""

    table: str
    row: Row
    moment: Moment

    @property
    def id(self) -> UUID:
        """The row's own id."""
        return cast(UUID, self.row["id"])

    @property
    def stream(self) -> UUID:
        """The record that it is, or is part of."""
        return cast(UUID, self.row["stream_id"])

    @property
    def type_name(self) -> str:
        """Its type in the API."""
        return ids.TYPES[self.table]

    @property
    def global_id(self) -> str:
        """Its id in the API."""
        return ids.encode(self.type_name, self.id)

    @property
    def facts(self) -> list[tuple[UUID, int]]:
        """The entries of the log that it rests on."""
        return [(self.stream, version) for version in self.row["facts"]]

    def things(self, table: str, rows: Iterable[Row] | None) -> list["Thing"]:
        """Rows in the same moment."""
        return [Thing(table, row, self.moment) for row in rows or ()]


def asking(info: GraphQLResolveInfo) -> "Asking":
    """The execution that a field is resolved in."""
    return cast("Asking", info.context)


def cell(attname: str, default: Any, root: Any, info: GraphQLResolveInfo, **_: Any) -> Any:
    """The column of the field's name; an empty text is null where null may be."""
    value = root.row[attname] if isinstance(root, Thing) else root.get(attname, default)
    return None if value == "" and not isinstance(info.return_type, GraphQLNonNull) else value


def stored(attname: str, _default: Any, root: Any, _info: GraphQLResolveInfo, **_: Any) -> Any:
    """The column of an entry of the log, of the field's name; an empty text is null."""
    value = root.row[attname]
    return None if value == "" else value


class RowType(ObjectType):
    """A type whose fields are the columns of a row, where nothing else is said of them."""

    class Meta:
        """graphene's word: no type of its own."""

        abstract = True

    if TYPE_CHECKING:

        @override
        def __init_subclass__(cls, *, interfaces: tuple[Any, ...] = (), default_resolver: Any = None) -> None:
            """What a type may say in its class line."""

    @classmethod
    def __init_subclass_with_meta__(cls, default_resolver: Any = cell, **options: Any) -> None:
        """Columns, unless the type resolves its fields in another way."""
        super().__init_subclass_with_meta__(default_resolver=default_resolver, **options)


async def one(info: GraphQLResolveInfo, table: str, moment: Moment, record_id: UUID | None) -> Thing | None:
    """The row of an id, in whatever state of existence."""
    row = await asking(info).load(ById(table, moment), record_id) if record_id is not None else None
    return Thing(table, row, moment) if row is not None else None


async def some(
    info: GraphQLResolveInfo, table: str, moment: Moment, record_ids: Sequence[UUID]
) -> list[Thing]:
    """The rows of some ids, in that order; what is hidden is absent."""
    rows = await asking(info).load_many(ById(table, moment), dict.fromkeys(record_ids))
    return [Thing(table, row, moment) for row in rows]


async def of(
    info: GraphQLResolveInfo, root: Thing, table: str, column: str, **equal: Sequence[Any]
) -> list[Thing]:
    """The rows of a table whose column names the thing: its own parts where that is ``stream_id``."""
    narrowed = tuple((name, tuple(values)) for name, values in equal.items())
    key = root.stream if column == "stream_id" else root.id
    return root.things(table, await asking(info).load(Related(table, column, root.moment, narrowed), key))


async def first(
    info: GraphQLResolveInfo, root: Thing, table: str, column: str, **equal: Sequence[Any]
) -> Thing | None:
    """The first of them."""
    found = await of(info, root, table, column, **equal)
    return found[0] if found else None
