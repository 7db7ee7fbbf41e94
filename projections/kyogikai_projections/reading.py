"""Asking the read models: which row of which day, as known when, by whom.

Two times select facts, never rights: who may see a row is judged as of now. Every read is a
value that names what is asked, and answers for many keys with one statement.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Any, Protocol, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_projections.tables import ENTITIES, TABLES, state_from
from kyogikai_tenants.log.connection import tenant_setting
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.states import Entity
from kyogikai_tenants.vocabulary import Audience, Existence, MinutesState

Row = Mapping[str, Any]
Clause = sa.ColumnElement[bool]

INSIDE = (Existence.LIVE.value, Existence.UNKNOWN.value)
"""What a list gives; by its id a record answers in all four states."""

OF_A_COUNCIL = ("body", "body_group")
"""Records that are not there before their council is, even where it is unknown when they began."""

REQUIRED: dict[str, dict[str, tuple[str, ...]]] = {
    "lineage": {"from_id": ("body", "council"), "to_id": ("body", "council")},
    "meeting_body": {"body_id": ("body",)},
    "membership": {"body_id": ("body",)},
    "presented_abstract": {"meeting_id": ("meeting",)},
    "quorum_count": {"body_id": ("body",)},
    "term": {"body_id": ("body",)},
}
"""Table -> reference -> what it may name: a row is hidden where what it cannot do without is hidden."""


@dataclass(frozen=True)
class Moment:
    """A day in the world, and a position of the log (None: all that is known now)."""

    day: date
    position: int | None = None

    @property
    def iso(self) -> Any:
        """The day as texts compare it."""
        return self.day.isoformat()


class Drafts(Enum):
    """Whose minutes a reader sees before they are published."""

    NOBODYS = auto()
    OWN = auto()
    """Of meetings of their own bodies."""
    ALL = auto()


@dataclass(frozen=True)
class Sight:
    """Which rows somebody sees: by audience, and what is meant for a body if it is one of their own."""

    audiences: frozenset[str] = frozenset()
    bodies: frozenset[UUID] = frozenset()
    drafts: Drafts = Drafts.NOBODYS
    limited: frozenset[str] = frozenset()
    """Tables of which what is meant for the council is seen only where it is of their own bodies …"""
    beside: frozenset[UUID] = frozenset()
    """… or of these."""


@contextmanager
def snapshot(engine: sa.Engine, tenant_id: UUID) -> Iterator[sa.Connection]:
    """A read-only transaction of one tenant that sees one state of the log.

    However many statements it takes.
    """
    options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        connection.exec_driver_sql(tenant_setting(tenant_id))
        connection.info["tenant_id"] = tenant_id
        yield connection


class Reading:
    """One tenant's read models as one reader sees them, on one connection."""

    def __init__(self, connection: sa.Connection, tenant_id: UUID, sight: Sight) -> None:
        self.connection, self.tenant_id, self.sight = connection, tenant_id, sight

    def rows(self, statement: sa.Select[Any]) -> list[Row]:
        """What a statement selects."""
        return [dict(row) for row in self.connection.execute(statement).mappings()]

    def moment(self, day: date, known_at: datetime | None) -> Moment:
        """The moment of a day and of a recorded time; that time is inclusive."""
        if known_at is None:
            return Moment(day)
        return Moment(day, Log.within(self.connection).position_at(known_at))

    def own(self, table: sa.FromClause) -> Clause:
        """The tenant's rows."""
        return table.c.tenant_id == self.tenant_id

    def standing(self, table: sa.FromClause, name: str, moment: Moment) -> Clause:
        """The rows known at a moment, whatever their days, that this reader sees."""
        needed = [self._needs(table, c, kinds, moment) for c, kinds in REQUIRED.get(name, {}).items()]
        return sa.and_(self.own(table), known(table, moment), self.seen(table, name), *needed)

    def current(self, table: sa.FromClause, name: str, moment: Moment) -> Clause:
        """The rows known at a moment that speak of its day."""
        return sa.and_(self.standing(table, name, moment), valid(table, moment.day))

    def listed(self, table: sa.FromClause, name: str, moment: Moment, *, of: str = "") -> Clause:
        """What a list of a day gives: what exists then, or may.

        A term is listed while it lasts, and so is a membership of it; in the list ``of`` its term a
        membership always is. What may exist does not before its council.
        """
        there = sa.and_(self.current(table, name, moment), table.c.existence.in_(INSIDE))
        if name == "term":
            return sa.and_(there, _on(table, moment))
        if name == "membership" and of != "term_id":
            return sa.and_(there, sa.or_(table.c.term_id.is_(None), self._lasts(table.c.term_id, moment)))
        if name in OF_A_COUNCIL:
            unknown = table.c.existence == Existence.UNKNOWN.value
            return sa.and_(there, sa.not_(sa.and_(unknown, self._too_early(table, moment))))
        return there

    def _lasts(self, term_id: sa.ColumnElement[Any], moment: Moment) -> Clause:
        """A term lasts until it is ended, and no longer than planned."""
        term = TABLES["term"].alias("lasting_term")
        which = sa.and_(term.c.id == term_id, self.own(term), known(term, moment), valid(term, moment.day))
        lasting = sa.and_(which, term.c.existence.in_(INSIDE), _on(term, moment))
        return sa.exists(sa.select(sa.literal(1)).select_from(term).where(lasting))

    def _too_early(self, table: sa.FromClause, moment: Moment) -> Clause:
        """Its council, as far as the reader knows of it, has not begun."""
        council = TABLES["council"].alias("council_to_come")
        to_come = council.c.existence == Existence.NOT_YET.value
        which = [council.c.id == table.c.council_id, to_come, self.current(council, "council", moment)]
        return sa.exists(sa.select(sa.literal(1)).select_from(council).where(*which))

    def seen(self, table: sa.FromClause, name: str) -> Clause:
        """What the reader's audiences, and bodies of their own, show."""
        shown = self._shown(table, name)
        if name != "minutes" or self.sight.drafts is Drafts.ALL:
            return shown
        published = table.c.state == MinutesState.PUBLISHED.value
        if self.sight.drafts is Drafts.OWN and self.sight.bodies:
            published = sa.or_(published, self.of_own_bodies(table))
        return sa.and_(shown, published)

    def _shown(self, table: sa.FromClause, name: str) -> Clause:
        sight = self.sight
        limited = {Audience.COUNCIL.value} if name in sight.limited else set[str]()
        ways: list[Clause] = [table.c.audience.in_(sorted(sight.audiences - limited))]
        own = limited | ({Audience.BODY.value} - sight.audiences)
        if own and sight.bodies:
            ways.append(sa.and_(table.c.audience.in_(sorted(own)), self.of_own_bodies(table)))
        if limited and sight.beside:
            ways.append(sa.and_(table.c.audience.in_(sorted(limited)), self.of_bodies(table, "beside")))
        return sa.or_(*ways)

    def _needs(self, table: sa.FromClause, column: str, kinds: Sequence[str], moment: Moment) -> Clause:
        return sa.or_(*(self._there(table.c[column], kind, moment) for kind in kinds))

    def _there(self, reference: sa.ColumnElement[Any], kind: str, moment: Moment) -> Clause:
        target = TABLES[kind].alias(f"needed_{kind}")
        which = sa.and_(target.c.id == reference, self.standing(target, kind, moment))
        return sa.exists(sa.select(sa.literal(1)).select_from(target).where(which))

    def bodies(self, which: str) -> sa.BindParameter[Any]:
        """Some bodies of the reader (``bodies``: their own, ``beside``), as one array."""
        return sa.bindparam(which, sorted(getattr(self.sight, which)), pg.ARRAY(sa.Uuid))

    def of_own_bodies(self, table: sa.FromClause) -> Clause:
        """The rows of bodies that are the reader's own, and of what belongs to them."""
        return self.of_bodies(table, "bodies")

    def of_bodies(self, table: sa.FromClause, which: str) -> Clause:
        """The same of some of the reader's bodies."""
        bodies = self.bodies(which)
        named = [table.c[n] for n in ("stream_id", "body_id", "owner_id") if n in table.c]
        ways: list[Clause] = [column == sa.any_(bodies) for column in named]
        if "body_ids" in table.c:
            ways.append(table.c.body_ids.overlap(bodies))
        ways += [
            self._part_of(table, container, which)
            for container in ("meeting", "issue")
            if f"{container}_id" in table.c
        ]
        return sa.or_(*ways)

    def _part_of(self, table: sa.FromClause, container: str, which: str) -> Clause:
        whole = TABLES[container].alias(f"own_{container}")
        mine = [whole.c.id == table.c[f"{container}_id"], self.own(whole), self.of_bodies(whole, which)]
        return sa.exists(sa.select(sa.literal(1)).select_from(whole).where(*mine))


def known(table: sa.FromClause, moment: Moment) -> Clause:
    """What the log knew at a position, or knows now."""
    if moment.position is None:
        return table.c.known_to.is_(None)
    later = sa.or_(table.c.known_to.is_(None), table.c.known_to > moment.position)
    # The plain comparison would be a condition of the primary key's index, behind valid_from: PostgreSQL 18
    # would plan a skip scan for it, reckon every look-up by id at thousands of pages, and read whole
    # municipalities instead. Nor is it rare that something was known: "is not null" is reckoned so.
    earlier = sa.case((table.c.known_from <= moment.position, 1)).is_not(None)
    return sa.and_(earlier, later)


def _on(term: sa.FromClause, moment: Moment) -> Clause:
    """A term's planned end, a JSON date, has not passed."""
    planned = term.c.planned_end["latest"].as_string()
    return sa.or_(planned.is_(None), planned >= moment.iso)


def valid(table: sa.FromClause, day: date) -> Clause:
    """What speaks of a day."""
    return sa.and_(table.c.valid_from <= day, sa.or_(table.c.valid_to.is_(None), table.c.valid_to > day))


class Read(Protocol):
    """A question that is asked of many keys at once; equal questions are answered together."""

    def fetch(self, reading: Reading, keys: Sequence[Any]) -> Mapping[Any, Any]:
        """The answers that there are; a key may have none."""


@dataclass(frozen=True)
class ById:
    """The version of a moment of each id, in whatever state of existence."""

    table: str
    moment: Moment

    def fetch(self, reading: Reading, keys: Sequence[UUID]) -> Mapping[UUID, Row]:
        """Id -> row."""
        table = TABLES[self.table]
        which = sa.and_(reading.current(table, self.table, self.moment), table.c.id.in_(keys))
        return {row["id"]: row for row in reading.rows(sa.select(table).where(which))}


@dataclass(frozen=True)
class Related:
    """The rows whose column names (or, an array, holds) each key, in order."""

    table: str
    column: str
    moment: Moment
    equal: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    """Other columns, each with the values that it may have."""
    whole_life: bool = False
    """Whether the day does not matter."""
    existence: tuple[str, ...] = INSIDE

    def fetch(self, reading: Reading, keys: Sequence[Any]) -> Mapping[Any, list[Row]]:
        """Key -> rows."""
        table = TABLES[self.table]
        which = [self._scope(reading, table), self._names(table, keys)]
        which += [table.c[name].in_(values) for name, values in self.equal]
        found: dict[Any, list[Row]] = defaultdict(list)
        for row in reading.rows(sa.select(table).where(*which).order_by(*order(table))):
            for key in _keys(row[self.column]):
                found[key].append(row)
        return found

    def _scope(self, reading: Reading, table: sa.Table) -> Clause:
        if self.existence == INSIDE and not self.whole_life:
            return reading.listed(table, self.table, self.moment, of=self.column)
        scope = reading.standing if self.whole_life else reading.current
        return sa.and_(scope(table, self.table, self.moment), table.c.existence.in_(self.existence))

    def _names(self, table: sa.Table, keys: Sequence[Any]) -> Clause:
        column = table.c[self.column]
        if isinstance(column.type, pg.ARRAY):
            overlap: Clause = column.overlap(sa.cast(list(keys), column.type))
            return overlap
        return column.in_(keys)


def order(table: sa.FromClause, *, backward: bool = False) -> tuple[sa.ColumnElement[Any], ...]:
    """The order of every list: as the record sorts itself, then by id, then (of a whole life) by day."""
    columns = [table.c.sort, table.c.id, table.c.valid_from]
    return tuple(c.desc() if backward else c.asc() for c in columns)


def _keys(value: Any) -> Collection[Any]:
    return dict.fromkeys(value) if isinstance(value, list | tuple) else (value,)


def caption_of(table: str, row: Row) -> str:
    """What a record is called on the day of a row."""
    return cast(Entity, state_from(ENTITIES[table], row)).caption()
