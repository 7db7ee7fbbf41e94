"""Pages of a list: keyset windows over (sort, id), for many parents at once.

And exact totals up to a bound.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import Clause, Moment, Reading, Row, order
from kyogikai_projections.tables import TABLES

COUNTED = 10_000
"""Totals are exact up to here."""


class Key(NamedTuple):
    """A place in a list."""

    sort: str
    id: UUID


@dataclass(frozen=True)
class Window:
    """Which stretch of a list: so many from its beginning or, ``backward``, from its end."""

    size: int
    after: Key | None = None
    before: Key | None = None
    backward: bool = False


class Slice(NamedTuple):
    """A page's rows in order, and whether the list goes on beyond it."""

    rows: list[Row]
    more: bool


class Condition(Protocol):
    """What narrows a list; a frozen value, so that equal lists are read together."""

    def clause(self, table: sa.FromClause, reading: Reading, moment: Moment) -> Clause:
        """The condition on a row; what was asked for stands in it as ``asked`` parameters."""

    def values(self) -> Iterator[Any]:
        """What was asked for, in the order in which it stands in the clause."""


def asked(value: Any, kind: Any) -> sa.BindParameter[Any]:
    """A value that somebody asked for: the same clause serves any other."""
    return sa.bindparam("asked", value, kind, unique=True)


@dataclass(frozen=True)
class Equal:
    """A column has one of some values."""

    column: str
    allowed: tuple[Any, ...]

    def clause(self, table: sa.FromClause, reading: Reading, moment: Moment) -> Clause:
        """IN."""
        column = table.c[self.column]
        return column.in_([asked(value, column.type) for value in self.allowed])

    def values(self) -> Iterator[Any]:
        """Each."""
        yield from self.allowed


@dataclass(frozen=True)
class Present:
    """A column has a value, or none."""

    column: str
    present: bool

    def clause(self, table: sa.FromClause, reading: Reading, moment: Moment) -> Clause:
        """IS (NOT) NULL."""
        return table.c[self.column].is_not(None) if self.present else table.c[self.column].is_(None)

    def values(self) -> Iterator[Any]:
        """None: which of the two stands in the clause itself."""
        return iter(())


@dataclass(frozen=True)
class Overlaps:
    """A date, as coarse as it is, may lie in a stretch of days, both included; what has no date does not."""

    column: str
    first: date | None
    last: date | None

    def clause(self, table: sa.FromClause, reading: Reading, moment: Moment) -> Clause:
        """ISO dates compare as texts."""
        cell, ways = table.c[self.column], list[Clause]()
        if self.first is not None:
            ways.append(cell["latest"].as_string() >= asked(self.first.isoformat(), sa.Text()))
        if self.last is not None:
            ways.append(cell["earliest"].as_string() <= asked(self.last.isoformat(), sa.Text()))
        return sa.and_(sa.true(), *ways)

    def values(self) -> Iterator[Any]:
        """The days that there are."""
        yield from (day.isoformat() for day in (self.first, self.last) if day is not None)


@dataclass(frozen=True)
class Either:
    """One of several conditions."""

    ways: tuple[Condition, ...]

    def clause(self, table: sa.FromClause, reading: Reading, moment: Moment) -> Clause:
        """OR."""
        return sa.or_(*(way.clause(table, reading, moment) for way in self.ways))

    def values(self) -> Iterator[Any]:
        """Those of each."""
        for way in self.ways:
            yield from way.values()


@dataclass(frozen=True)
class Link:
    """A table of pairs by which rows belong to parents that they do not name."""

    table: str
    parent: str
    child: str

    def pairs(self, reading: Reading, moment: Moment) -> sa.Select[Any]:
        """The pairs of a moment, as columns ``parent`` and ``child``."""
        table = TABLES[self.table]
        columns = [table.c[self.parent].label("parent"), table.c[self.child].label("child")]
        return sa.select(*columns).where(reading.current(table, self.table, moment))


Parent = str | tuple[Link, ...]
"""A column of the table itself, or the links of which any makes a row belong."""


@dataclass(frozen=True)
class BelongsTo:
    """A row belongs to a parent by a link."""

    link: Link
    parent: UUID

    def clause(self, table: sa.FromClause, reading: Reading, moment: Moment) -> Clause:
        """IN the pairs."""
        pairs = self.link.pairs(reading, moment).subquery()
        return table.c.id.in_(sa.select(pairs.c.child).where(pairs.c.parent == asked(self.parent, sa.Uuid())))

    def values(self) -> Iterator[Any]:
        """The parent."""
        yield self.parent


@dataclass(frozen=True)
class Listing:
    """A list: which rows of a table, in a moment, of which parent (None: of the tenant)."""

    table: str
    moment: Moment
    conditions: tuple[Condition, ...] = ()
    parent: Parent | None = None

    def select(self, reading: Reading, keys: Sequence[Any]) -> sa.Select[Any]:
        """The whole list's rows; with a parent, each with it."""
        table = TABLES[self.table]
        of = self.parent if isinstance(self.parent, str) else ""
        which = [reading.listed(table, self.table, self.moment, of=of)]
        which += [c.clause(table, reading, self.moment) for c in self.conditions]
        if self.parent is None:
            return sa.select(table).where(*which)
        if isinstance(self.parent, str):
            column = table.c[self.parent]
            return sa.select(table, column.label("parent_key")).where(*which, column.in_(keys))
        pairs = sa.union(*(link.pairs(reading, self.moment) for link in self.parent)).subquery("pairs")
        joined = table.join(pairs, pairs.c.child == table.c.id)
        return (
            sa.select(table, pairs.c.parent.label("parent_key"))
            .select_from(joined)
            .where(*which, pairs.c.parent.in_(keys))
        )


@dataclass(frozen=True)
class Page:
    """One window of a list, for each parent."""

    listing: Listing
    window: Window

    def fetch(self, reading: Reading, keys: Sequence[Any]) -> Mapping[Any, Slice]:
        """Parent -> slice; what has no rows has no slice."""
        found: dict[Any, list[Row]] = defaultdict(list)
        for row in reading.rows(self._select(reading, keys)):
            found[row["parent_key"] if self.listing.parent is not None else None].append(row)
        return {key: self._cut(rows) for key, rows in found.items()}

    def _select(self, reading: Reading, keys: Sequence[Any]) -> sa.Select[Any]:
        rows = self.listing.select(reading, keys).subquery("listed")
        place, w = sa.tuple_(rows.c.sort, rows.c.id), self.window
        which: list[Clause] = []
        if w.after is not None:
            which.append(place > sa.tuple_(sa.literal(w.after.sort), sa.literal(w.after.id, sa.Uuid)))
        if w.before is not None:
            which.append(place < sa.tuple_(sa.literal(w.before.sort), sa.literal(w.before.id, sa.Uuid)))
        ordered = order(rows, backward=w.backward)
        if self.listing.parent is None:
            return sa.select(rows).where(*which).order_by(*ordered).limit(w.size + 1)
        number = (
            sa.func.row_number().over(partition_by=rows.c.parent_key, order_by=ordered).label("place_on_page")
        )
        ranked = sa.select(rows, number).where(*which).subquery("ranked")
        return sa.select(ranked).where(ranked.c.place_on_page <= w.size + 1).order_by(ranked.c.place_on_page)

    def _cut(self, rows: list[Row]) -> Slice:
        page = rows[: self.window.size]
        return Slice(page[::-1] if self.window.backward else page, len(rows) > self.window.size)


@dataclass(frozen=True)
class Total:
    """How long a list is, for each parent; never more than one above ``COUNTED``."""

    listing: Listing

    def fetch(self, reading: Reading, keys: Sequence[Any]) -> Mapping[Any, int]:
        """Parent -> count; what has no rows has none."""
        rows = self.listing.select(reading, keys)
        if self.listing.parent is None:
            some = rows.limit(COUNTED + 1).subquery("counted")
            return {
                None: reading.connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()
            }
        each = rows.subquery("counted")
        grouped = sa.select(each.c.parent_key, sa.func.count()).group_by(each.c.parent_key)
        return {key: min(count, COUNTED + 1) for key, count in reading.connection.execute(grouped)}
