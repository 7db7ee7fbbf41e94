"""How a field leads on from a row: one declaration that is resolved plainly and compiled alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql import ids
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting, entry_text, id_text
from kyogikai_graphql.compiler.statement import Cell, Row, array, joined, record
from kyogikai_graphql.things import Thing, asking, cell, one, some
from kyogikai_projections.reading import Related


@dataclass(frozen=True)
class Column(Compiled):
    """A column under another name than the field's."""

    name: str

    def __call__(self, root: Any, info: GraphQLResolveInfo, **_: Any) -> Any:
        """Its value."""
        return cell(self.name, None, root, info)

    @override
    def sql(self, c: Selecting, at: Any, ask: Ask) -> str:
        """Its value."""
        return c.column(at, self.name, ask)


@dataclass(frozen=True)
class Said(Compiled):
    """A value that follows from a row: said once in Python and once in SQL (``{}`` is the row)."""

    plain: Callable[[Any], Any]
    text: str

    def __call__(self, root: Any, _info: GraphQLResolveInfo, **_: Any) -> Any:
        """In Python."""
        return self.plain(root)

    @override
    def sql(self, c: Selecting, at: Any, ask: Ask) -> str:
        """In SQL."""
        return self.text.format(at.json if isinstance(at, Cell) else at)


@dataclass(frozen=True)
class Dated(Compiled):
    """A date: the first of some columns that has one; as an end, its label says until when."""

    columns: tuple[str, ...]
    end: bool = False

    def __call__(self, root: Thing, _info: GraphQLResolveInfo) -> Any:
        """As PartialDate has it."""
        found = next((root.row[name] for name in self.columns if root.row[name]), None)
        return {**found, END: True} if self.end and found else found

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        own = ", ".join(f'{at}."{name}"' for name in self.columns)
        return c.cell(Cell(f"coalesce({own})", is_an_end=self.end), ask)


END = "is_an_end"
"""What marks a date as the end of something, for its label."""


def dated(*columns: str, end: bool = False) -> Dated:
    """A date of some columns."""
    return Dated(columns, end)


class GlobalId(Compiled):
    """base64url("Type:uuid")."""

    def __call__(self, root: Any, _info: GraphQLResolveInfo) -> str:
        """As the API gives it out."""
        return str(root.global_id)

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The same."""
        if at.table == "audit_entry":
            return entry_text(f"{at}.stream_id", f"{at}.stream_version")
        return id_text(ids.TYPES[at.table], f"{at}.id")


@dataclass(frozen=True)
class ToOne(Compiled):
    """The row of another table that a column names, in whatever state of existence."""

    table: str
    column: str

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """It, or null where it is hidden."""
        return await one(info, self.table, root.moment, root.row[self.column])

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """A join."""
        return c.found(c.join(at, self.table, f"{{}}.id = {at}.{self.column}"), ask)


@dataclass(frozen=True)
class OneOf(Compiled):
    """What a column names in one of several tables."""

    tables: tuple[str, ...]
    column: str

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """The first that has it."""
        for table in self.tables:
            found = await one(info, table, root.moment, root.row[self.column])
            if found is not None:
                return found
        return None

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """A join for each table."""
        ways = []
        for table in self.tables:
            row = c.join(at, table, f"{{}}.id = {at}.{self.column}")
            ways.append(f"WHEN {row}.id IS NOT NULL THEN row_to_json({c.object(ask, row)})")
        return f"CASE {' '.join(ways)} END"


@dataclass(frozen=True)
class Many(Compiled):
    """The rows of a table whose column names the thing: its own parts where that is ``stream_id``."""

    table: str
    column: str
    equal: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Other columns, each with the values that it may have."""
    filled: str = ""
    """A column that is not empty."""
    whole_life: bool = False

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """In order."""
        read = Related(self.table, self.column, root.moment, self.equal, self.whole_life)
        key = root.stream if self.column == "stream_id" else root.id
        found = root.things(self.table, await asking(info).load(read, key))
        return [thing for thing in found if not self.filled or thing.row[self.filled] not in {None, ""}]

    def which(self, c: Selecting, row: Row, at: Row) -> str:
        """Which rows of another table."""
        way = "standing" if self.whole_life else "listed"
        text = [c.statement.rows(row, way, self.column if way == "listed" else "")]
        text += [f"{row}.existence IN ('live', 'unknown')"] if self.whole_life else []
        text.append(f"{row}.{self.column} = {at}.{'stream_id' if self.column == 'stream_id' else 'id'}")
        for name, values in self.equal:
            text.append(f"{row}.{name} IN ({', '.join(repr(v) for v in values)})")
        text += [f"nullif({row}.{self.filled}::text, '') IS NOT NULL"] if self.filled else []
        return " AND ".join(text)

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """A list."""
        row = c.row(self.table, at.moment)
        of_life = f"{row}.sort, {row}.id, {row}.valid_from"
        return c.listed(row, ask, self.which(c, row, at), of_life if self.whole_life else "")


@dataclass(frozen=True)
class First(Compiled):
    """The first of such rows, or the last."""

    many: Many
    last: bool = False

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> Thing | None:
        """It, or null."""
        found = await self.many(root, info)
        return next(reversed(found) if self.last else iter(found), None)

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """A list of one."""
        row = c.row(self.many.table, at.moment)
        which = self.many.which(c, row, at)
        columns = c.columns(c.object_type(ask, row), c.inside(ask, row), row)
        turn = " DESC" if self.last else ""
        ordered = f"ORDER BY {row}.sort{turn}, {row}.id{turn} LIMIT 1"
        source = f" FROM {row.table} {row}{joined(row)} WHERE {which} {ordered}"
        return record(columns, c.statement.alias("y"), source)


@dataclass(frozen=True)
class Texts(Compiled):
    """A text of each of such rows."""

    many: Many
    column: str

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> list[str]:
        """In order."""
        return [thing.row[self.column] for thing in await self.many(root, info)]

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """An array."""
        row = c.row(self.many.table, at.moment)
        which = self.many.which(c, row, at)
        ordered = f"ORDER BY {row}.sort, {row}.id"
        return f"ARRAY(SELECT {row}.{self.column} FROM {row.table} {row} WHERE {which} {ordered})"


@dataclass(frozen=True)
class Some(Compiled):
    """The rows that a column names, in its order; what is hidden is absent."""

    table: str
    column: str

    async def __call__(self, root: Thing, info: GraphQLResolveInfo) -> list[Thing]:
        """Each once."""
        return await some(info, self.table, root.moment, root.row[self.column])

    @override
    def sql(self, c: Selecting, at: Row, ask: Ask) -> str:
        """The array, joined."""
        named, row = c.statement.alias("n"), c.row(self.table, at.moment)
        columns = c.columns(c.object_type(ask, row), c.inside(ask, row), row)
        own = f"{at}.{self.column}"
        source = (
            f"FROM unnest({own}) WITH ORDINALITY {named}(id, n) "
            f"JOIN {row.table} {row} ON {c.statement.rows(row, 'current')} AND {row}.id = {named}.id"
            f"{joined(row)} WHERE array_position({own}, {named}.id) = {named}.n ORDER BY {named}.n"
        )
        return array(columns, c.statement.alias("x"), source)
