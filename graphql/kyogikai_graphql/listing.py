"""Lists with pages: one declaration that is resolved plainly and compiled alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo
from typing_extensions import override

from kyogikai_graphql.common import moment_of
from kyogikai_graphql.compiler import predicates
from kyogikai_graphql.compiler.seeking import Sought
from kyogikai_graphql.compiler.selecting import Ask, Compiled, Selecting, key_of
from kyogikai_graphql.compiler.statement import (
    Place,
    Row,
    array,
    joined,
    place_text,
    record,
    used,
)
from kyogikai_graphql.pages import Found, page, window_of
from kyogikai_graphql.things import asking
from kyogikai_projections.finding import Named as NamedSo
from kyogikai_projections.finding import Question
from kyogikai_projections.paging import COUNTED, Condition, Equal, Parent, Window
from kyogikai_projections.search import normal, plain

Conditions = Callable[[Mapping[str, Any]], Sequence[Condition]]
PLACE = "place_on_page"


def _all(_: Mapping[str, Any]) -> Sequence[Condition]:
    """No condition."""
    return ()


@dataclass(frozen=True)
class Paged(Compiled):
    """A page of a table: of the tenant, or of the rows that belong to the thing."""

    table: str
    parent: Parent | None = None
    conditions: Conditions = _all
    """The field's arguments as conditions. Raises Problem."""

    async def __call__(self, root: Any, info: GraphQLResolveInfo, **given: Any) -> Found:
        """The page."""
        moment = moment_of(info, given) if self.parent is None else root.moment
        key = None if self.parent is None else root.id
        which = await self.also(info, moment, given)
        return await page(
            info, self.table, moment, given, *self.conditions(given), *which, parent=self.parent, key=key
        )

    async def also(
        self, _info: GraphQLResolveInfo, _moment: Any, _given: Mapping[str, Any]
    ) -> Sequence[Condition]:
        """Conditions that have to be looked up."""
        return ()

    def sought(self, _given: Mapping[str, Any]) -> Sequence[str]:
        """Texts that a request looks for, as they are compared."""
        return ()

    def narrowed(self, _c: Selecting, _row: Row, _places: Sequence[Place]) -> list[str]:
        """The condition of those texts, by their places."""
        return []

    @override
    def sql(self, c: Selecting, at: Row | None, ask: Ask) -> str:
        """The page and what is asked about it. Raises Problem, NotCompilable."""
        moment = at.moment if at is not None else c.moment(ask)
        return Pager(self, c, at, ask, c.row(self.table, moment)).sql()


def _values(paged: Paged, of: str, given: Mapping[str, Any]) -> list[Any]:
    """What a request brings: the places that it pages from, then what its conditions ask for."""
    w = window_of(of, given)
    keys = [value for key in (w.after, w.before) if key is not None for value in key]
    asked = (value for condition in paged.conditions(given) for value in condition.values())
    return [*keys, *asked, *paged.sought(given)]


class Pager:
    """One connection while it is compiled."""

    def __init__(self, paged: Paged, c: Selecting, at: Row | None, ask: Ask, row: Row) -> None:
        self.paged, self.c, self.at, self.row = paged, c, at, row
        self.of = f"{ask.parent.name}.{ask.name}"
        self.given = c.arguments(ask)
        self.window: Window = window_of(self.of, self.given)
        places = c.slot(ask, lambda given: _values(paged, self.of, given))
        self.which = self._which(places)
        self.fields = c.inside(ask, None)
        self.kind = ask.kind
        self.page = c.statement.alias("page")
        self.used = {"id", "sort"}
        """The columns of the page that somebody looks at: the others are not carried along."""

    def _which(self, places: Sequence[Place]) -> str:
        waiting, row, statement = list(places), self.row, self.c.statement
        of = self.paged.parent if isinstance(self.paged.parent, str) else ""
        text = [statement.rows(row, "listed", of), *self._belongs()]
        keyset = self._keyset(waiting)
        for asked in self.paged.conditions(self.given):
            own = [waiting.pop(0) for _ in asked.values()]
            text.append(statement.condition(row, asked, own))
        text += self.paged.narrowed(self.c, row, waiting)
        self.counted = " AND ".join(text)
        return " AND ".join([*text, *keyset])

    def _keyset(self, waiting: list[Place]) -> list[str]:
        """What lies between the places that are paged from; they are taken from those that wait."""
        row, keyset = self.row, []
        for key, sign in ((self.window.after, ">"), (self.window.before, "<")):
            if key is not None:
                sort = self.c.statement.parameter(waiting.pop(0), "TEXT")
                record_id = self.c.statement.parameter(waiting.pop(0), "UUID")
                keyset.append(f"({row}.sort, {row}.id) {sign} ({sort}, {record_id})")
        return keyset

    def _inner(self) -> Row:
        """A row of the page."""
        return Row(self.c.statement.alias(), self.paged.table, self.row.moment)

    def _belongs(self) -> list[str]:
        parent, row, at = self.paged.parent, self.row, self.at
        if parent is None or at is None:
            return []
        if isinstance(parent, str):
            return [f"{row}.{parent} = {at}.id"]
        statement = self.c.statement
        symbols, when = predicates.Symbols(statement.sight), row.moment.symbol
        pairs = " UNION ".join(predicates.rendered(link.pairs(symbols, when)) for link in parent)
        own, text = statement.alias("pairs"), statement.sub(pairs, row.moment)
        return [f"{row}.id IN (SELECT {own}.child FROM ({text}) {own} WHERE {own}.parent = {at}.id)"]

    def _rows(self, size: int, extra: str = "") -> str:
        row, turn = self.row, " DESC" if self.window.backward else ""
        ordered = f"{row}.sort{turn}, {row}.id{turn}"
        columns = [f'{row}."{name}"' for name in sorted(self.used)]
        columns += [f"row_number() OVER (ORDER BY {ordered}) AS {extra}"] if extra else []
        return (
            f"SELECT {', '.join(columns)} FROM {row.table} {row} WHERE {self.which} "
            f"ORDER BY {ordered} LIMIT {size}"
        )

    def sql(self) -> str:
        """The connection as an object."""
        names = [nodes[0].name.value for nodes in self.fields.values()]
        lists = [name for name in names if name in {"nodes", "edges"}]
        whole = len(lists) > 1 or "pageInfo" in names
        ask = self._ask
        columns = [
            f"{self._value(ask(nodes), whole=whole)} AS {key_of(key)}" for key, nodes in self.fields.items()
        ]
        text = record(columns, self.c.statement.alias("y"))
        if not whole:
            return text.replace(f"FROM {self.page} ", f"FROM ({self._rows(self.window.size)}) ")
        rows = self._rows(self.window.size + 1, PLACE)
        return f"(WITH {self.page} AS MATERIALIZED ({rows}) SELECT {text})"

    def _ask(self, nodes: Any) -> Ask:
        name = nodes[0].name.value
        return Ask(self.kind, self.kind.fields.get(name), nodes)

    def _value(self, ask: Ask, *, whole: bool) -> str:
        if ask.name == "__typename":
            return f"'{self.kind.name}'::text"
        if ask.name in {"totalCount", "totalCountExact"}:
            return self._total(ask.name)
        if ask.name == "pageInfo":
            return self._info(ask)
        inner = self._inner()
        if ask.name == "nodes":
            columns = self.c.columns(self.c.object_type(ask, inner), self.c.inside(ask, inner), inner)
        else:
            columns = self._edge(ask, inner)
        self.used |= used(inner, [*columns, *inner.joins])
        only = f" WHERE {inner}.{PLACE} <= {self.window.size}" if whole else ""
        source = f"FROM {self.page} {inner}{joined(inner)}{only} ORDER BY {inner}.sort, {inner}.id"
        return array(columns, self.c.statement.alias("x"), source)

    def _edge(self, ask: Ask, inner: Row) -> list[str]:
        columns = []
        for key, nodes in self.c.inside(ask, None).items():
            name = nodes[0].name.value
            if name == "cursor":
                value = self._cursor(inner.alias)
            elif name == "node":
                value = self.c.object(Ask(ask.kind, ask.kind.fields["node"], nodes), inner)
            else:
                value = f"'{ask.kind.name}'::text"
            columns.append(f"{value} AS {key_of(key)}")
        return columns

    def _cursor(self, row: str) -> str:
        return place_text(f"'{self.of} '||{row}.id||' '||{row}.sort")

    def _total(self, name: str) -> str:
        row = self.row
        some = f"SELECT 1 FROM {row.table} {row} WHERE {self.counted} LIMIT {COUNTED + 1}"
        count = f"least(count(*), {COUNTED})" if name == "totalCount" else f"count(*) <= {COUNTED}"
        return f"(SELECT {count} FROM ({some}) {self.c.statement.alias('n')})"

    def _info(self, ask: Ask) -> str:
        w, page = self.window, self.page
        more = f"(SELECT count(*) FROM {page}) > {w.size}"
        near = f"(SELECT {self._cursor(page)} FROM {page} WHERE {PLACE} = 1)"
        last = f"SELECT * FROM {page} WHERE {PLACE} <= {w.size} ORDER BY {PLACE} DESC LIMIT 1"
        far = f"(SELECT {self._cursor('l')} FROM ({last}) l)"
        said = {
            "hasNextPage": str(w.before is not None).lower() if w.backward else more,
            "hasPreviousPage": more if w.backward else str(w.after is not None).lower(),
            "startCursor": far if w.backward else near,
            "endCursor": near if w.backward else far,
            "__typename": "'PageInfo'::text",
        }
        fields = self.c.inside(ask, None).items()
        columns = [f"{said[nodes[0].name.value]} AS {key_of(key)}" for key, nodes in fields]
        return record(columns, self.c.statement.alias("y"))


@dataclass(frozen=True)
class Named(Paged):
    """Records that have, or once had, a name."""

    names: str = ""
    """The table whose names are looked in."""

    @override
    async def also(
        self, info: GraphQLResolveInfo, moment: Any, given: Mapping[str, Any]
    ) -> Sequence[Condition]:
        """The records of that name."""
        question = Question(given.get("name") or "", moment)
        if not question.needle:
            return ()
        return [Equal("id", await asking(info).load(NamedSo(question, self.names), None))]

    @override
    def sought(self, given: Mapping[str, Any]) -> Sequence[str]:
        """The name in both forms."""
        name = given.get("name")
        return [] if name is None else [plain(name), normal(name)]

    @override
    def narrowed(self, c: Selecting, row: Row, places: Sequence[Place]) -> list[str]:
        """The same in SQL: an empty name is none."""
        if not places:
            return []
        sought = Sought(c, *places)
        names = sought.named(c.row(self.names, row.moment))
        return [f"({sought.plain} = '' OR {row}.id IN ({names}))"]
