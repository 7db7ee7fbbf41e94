"""The statement that grows while a selection is compiled: aliases, parameters, moments, rows."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlalchemy as sa
from typing_extensions import override

from kyogikai_graphql.compiler import predicates
from kyogikai_projections.paging import Condition
from kyogikai_projections.reading import Clause, Reading, Sight
from kyogikai_projections.tables import TABLES

LONGEST_KEY = 63
"""Bytes of a PostgreSQL identifier: a longer response key takes the other way."""


class NotCompilable(Exception):
    """A selection, or a part of one, that is left to the plain resolvers."""


class Place(NamedTuple):
    """Where a parameter's value comes from: the n-th value of a slot."""

    slot: int
    number: int


Query = Callable[[Reading, Any, Callable[[Any], Clause]], sa.Select[Any]]
"""A question: whose read models, at which moment, about which rows of its key column."""
Prepare = Callable[[Mapping[str, Any]], Sequence[Any]]
"""A field's coerced arguments -> the values that its part of the statement needs. Raises Problem."""


@dataclass(frozen=True)
class Moment:
    """A day and a position as SQL."""

    day: str
    position: str | None = None

    @property
    def symbol(self) -> predicates.Symbol:
        """The same while it is not known yet."""
        return predicates.moment(known_at=self.position is not None)


@dataclass
class Row:
    """A row in a FROM: its alias, its table, its moment, and the joins that hang on that FROM."""

    alias: str
    table: str
    moment: Moment
    joins: list[str] = field(default_factory=list)

    @override
    def __str__(self) -> str:
        """The alias."""
        return self.alias

    def facts(self, alias: str) -> str:
        """The facts that it rests on, as a FROM of (stream_id, version, n)."""
        own = f"unnest({self}.facts) WITH ORDINALITY u(version, n)"
        return f"(SELECT {self}.stream_id, u.version, u.n FROM {own}) {alias}"


@dataclass(frozen=True)
class Cell:
    """A JSON object in a column."""

    json: str
    is_an_end: bool = False


class Statement:
    """Aliases and parameters of one statement."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self.parameters: list[tuple[str | Place, str]] = []
        self.known: list[str] = []
        """The positions of the moments at which something is asked as known then."""
        self.needed: list[str] = []
        """Conditions without which there is no answer: the plain resolvers say what is missing."""
        self._aliases = 0

    def alias(self, stem: str = "t") -> str:
        """A name of its own."""
        self._aliases += 1
        return f"{stem}{self._aliases}"

    def parameter(self, source: str | Place, kind: str) -> str:
        """``$n`` with its type; the same source is the same parameter."""
        if (source, kind) not in self.parameters:
            self.parameters.append((source, kind))
        return f"${self.parameters.index((source, kind)) + 1}::{kind}"

    def known_at(self, place: Place) -> str:
        """The position of a recorded time, looked up once: all events of a command have the same time."""
        name = self.alias("known")
        own = f"tenant_id = {self.parameter('tenant_id', 'UUID')}"
        upto = f"recorded_at <= {self.parameter(place, 'TIMESTAMPTZ')}"
        last = f"SELECT position FROM audit_entry WHERE {own} AND {upto}"
        first = f"{last} ORDER BY recorded_at DESC, position DESC LIMIT 1"
        self.known.append(f"{name} AS MATERIALIZED (SELECT coalesce(({first}), 0) AS position)")
        return f"(SELECT position FROM {name})"

    def _fill(self, moment: Moment, asked: Sequence[Place] = ()) -> Callable[[str, str], str]:
        waiting = iter(asked)

        def fill(name: str, kind: str) -> str:
            if name == "day":
                return moment.day
            if name == "iso":
                return f"({moment.day})::text"
            if name == "position":
                assert moment.position is not None  # noqa: S101 - a template without it has no such hole
                return moment.position
            return self.parameter(next(waiting) if name == "asked" else name, kind)

        return fill

    def rows(self, row: Row, way: str, of: str = "") -> str:
        """Which rows of a table there are: ``listed``, ``current`` or ``standing``."""
        text = predicates.template(way, row.table, of, self.sight, known_at=row.moment.position is not None)
        return predicates.filled(text, row.alias, self._fill(row.moment))

    def condition(self, row: Row, asked: Condition, places: Sequence[Place]) -> str:
        """What narrows a list, with the places of what was asked for."""
        text = predicates.condition(row.table, self.sight, asked, known_at=row.moment.position is not None)
        return f"({predicates.filled(text, row.alias, self._fill(row.moment, places))})"

    def query(self, select: Query, at: Row, key: str) -> str:
        """A question that is asked about a row, as SQL; ``key`` is the column that it is asked by."""
        symbols, when = predicates.Symbols(self.sight), at.moment.symbol
        text = predicates.rendered(select(symbols, when, lambda column: column == sa.literal_column(key)))
        return self.sub(text, at.moment)

    def clause(self, which: Callable[[Reading, Any, Any], Clause], row: Row) -> str:
        """A clause about a row of a FROM, as SQL."""
        table = TABLES[row.table].alias(row.alias)
        text = predicates.where(table, which(predicates.Symbols(self.sight), table, row.moment.symbol))
        return self.sub(text, row.moment)

    def sub(self, text: str, moment: Moment) -> str:
        """Any rendered statement with its holes filled."""
        return predicates.HOLE.sub(lambda hole: self._fill(moment)(hole[1], hole[2]), text)


def record(columns: Sequence[str], alias: str, source: str = "") -> str:
    """A composite value of some columns."""
    return f"(SELECT {alias} FROM (SELECT {', '.join(columns)}{source}) {alias})"


def array(columns: Sequence[str], alias: str, source: str) -> str:
    """A JSON array of the rows of a FROM, without spaces."""
    return f"array_to_json(ARRAY(SELECT {alias} FROM (SELECT {', '.join(columns)} {source}) {alias}))"


def joined(row: Row) -> str:
    """A row's joins as they stand after its FROM."""
    return "".join(f" {join}" for join in row.joins)


def used(row: Row, texts: Sequence[str]) -> set[str]:
    """The columns of a row that stand in some texts."""
    return {name for text in texts for name in re.findall(rf'\b{row}\."?(\w+)', text)}


def place_text(text: str) -> str:
    """base64 of a SQL text without line breaks, as a cursor has it."""
    return f"replace(encode(convert_to({text}, 'UTF8'), 'base64'), E'\\n', '')"


def encoded(text: str) -> str:
    """base64url without padding or line breaks of a SQL text."""
    return f"translate(encode(convert_to({text}, 'UTF8'), 'base64'), E'+/=\\n', '-_')"


def latest(*selects: str) -> str:
    """The latest of some dates by its first day, of the selects of (date, place) the first that has it."""
    rows = " UNION ALL ".join(selects)
    return (
        f"SELECT l.date FROM ({rows}) l(date, place) WHERE l.date IS NOT NULL "
        """ORDER BY coalesce(l.date->>'earliest', '') COLLATE "C" DESC, l.place LIMIT 1"""
    )
