"""Read models, brought up to date in the command's transaction, and rebuilt or checked from the log.

Both ways derive the same versions with the same function and take the same difference, so
that a rebuilt table equals the live one row by row.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from eventsourcing.persistence import StoredEvent

from kyogikai_projections import audit_trail, positions, search
from kyogikai_projections.positions import Positions
from kyogikai_projections.reads import CurrentKnowledge
from kyogikai_projections.tables import TABLES, cells
from kyogikai_tenants.changes import Change, Recorded
from kyogikai_tenants.events import Event
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.log.recorder import Entry, Log
from kyogikai_tenants.record import NARROWNESS, Derived, Record
from kyogikai_tenants.states import Version
from kyogikai_tenants.vocabulary import Audience

Row = dict[str, Any]
FIRST = (
    "tenant_id", "id", "stream_id", "valid_from", "valid_to", "known_from", "known_to", "existence", "sort",
    "facts",    "audience", "own_audience",
)  # fmt: skip
"""The columns that every read table has, in the order of ``row_of``."""


class ReadModels:
    """The projector that ``tenants`` asks for."""

    def project(self, connection: sa.Connection, changes: Sequence[Change], recorded: Recorded) -> None:
        """Close what no longer holds, insert what now does, and say who may see it."""
        tenant_id, position = connection.info["tenant_id"], recorded.events[-1].position
        with driver(connection).pipeline():  # one round trip for all that is written
            for change in changes:
                _write(connection, tenant_id, position, change)
            audit_trail.write(connection, changes, recorded)
            search.write(connection, tenant_id, changes)
            kinds = {c.record.id: c.record.kind for c in changes}
            positions.write(connection, recorded, [kinds[p.event.originator_id] for p in recorded.events])

    def reads(self, connection: sa.Connection) -> CurrentKnowledge:
        """What rules may ask."""
        return CurrentKnowledge(connection)


def difference(before: Derived | None, after: Derived) -> tuple[set[Version], set[Version]]:
    """The versions to close and the versions to insert."""
    old = before.versions if before else frozenset[Version]()
    return set(old - after.versions), set(after.versions - old)


def row_of(tenant_id: UUID, stream_id: UUID, position: int, version: Version, derived: Derived) -> Row:
    """A version as a row known from a position on."""
    own = version.state.own_audience()
    return {
        "tenant_id": tenant_id, "id": version.id, "stream_id": stream_id,
        "valid_from": version.valid_from, "valid_to": version.valid_to, "known_from": position,
        "known_to": None,
        "existence": version.existence.value, "sort": version.state.sort_key(), "facts": list(version.facts),
        "audience": derived.seen_by(version.state.TABLE, version.id, own).value, "own_audience": own,
        **cells(version.state),
    }  # fmt: skip


def _write(connection: sa.Connection, tenant_id: UUID, position: int, change: Change) -> None:
    close, insert = difference(change.before, change.after)
    closed, inserted = defaultdict[str, list[Any]](list), defaultdict[str, list[Any]](list)
    for version in close:
        closed[version.state.TABLE].append((position, tenant_id, version.id, version.valid_from))
    for version in insert:
        row = row_of(tenant_id, change.record.id, position, version, change.after)
        inserted[version.state.TABLE].append(list(row.values()))
    close_rows(connection, closed)
    cursor = driver(connection).cursor()
    for table, rows in inserted.items():
        cursor.executemany(_insert(table), rows)
    follow_visibility(connection, change)


def close_rows(connection: sa.Connection, closed: Mapping[str, Sequence[Any]]) -> None:
    """Rows that no longer hold are known up to a position: (position, tenant, id, valid_from) by table."""
    cursor = driver(connection).cursor()
    for table, arguments in closed.items():
        cursor.executemany(
            f"UPDATE {table} SET known_to = %s WHERE tenant_id = %s AND id = %s "  # noqa: S608
            "AND valid_from = %s AND known_to IS NULL",
            arguments,
        )


def follow_visibility(connection: sa.Connection, change: Change) -> None:
    """Where a change moves who sees a record, every row of it follows."""
    if change.before and change.before.visibility() != change.after.visibility():
        _show(driver(connection).cursor(), connection.info["tenant_id"], change)


@cache
def _insert(table: str) -> str:
    order = columns_of(table)
    return f"INSERT INTO {table} ({', '.join(order)}) VALUES ({', '.join(['%s'] * len(order))})"  # noqa: S608


def columns_of(table: str) -> list[str]:
    """The columns in the order in which ``row_of`` gives them."""
    return [*FIRST, *(c.name for c in TABLES[table].columns if c.name not in FIRST)]


def _show(cursor: Any, tenant_id: UUID, change: Change) -> None:
    """Visibility has one time, now: every version of the record follows, closed ones too."""
    before, after = change.before, change.after
    assert before is not None  # noqa: S101 - the caller has seen it
    if (before.audience, before.by_table) != (after.audience, after.by_table):
        for table in TABLES:
            _follow(cursor, (tenant_id, change.record.id), table, after)
        return
    moved = {row_id for row_id, _ in set(before.latest.items()) ^ set(after.latest.items())}
    for row_id, table in {(v.id, v.state.TABLE) for v in before.versions | after.versions if v.id in moved}:
        _follow(cursor, (tenant_id, change.record.id), table, after, row_id)


def _follow(
    cursor: Any, record: tuple[UUID, UUID], table: str, after: Derived, row_id: UUID | None = None
) -> None:
    """Give a record's rows in a table, or one of them, the audience that they have now."""
    own = (
        f"'{after.by_table[table]}'"
        if table in after.by_table
        else f"coalesce(own_audience, '{after.audience}')"
    )
    which = "tenant_id = %s AND stream_id = %s" + (" AND id = %s" if row_id else "")
    only = (row_id,) if row_id else ()
    cursor.execute(f"UPDATE {table} SET audience = {own} WHERE {which}", (*record, *only))  # noqa: S608
    latest = {i: a for i, a in after.latest.items() if row_id in {None, i}}
    if table not in after.by_table and latest:
        _narrow(cursor, table, record, latest)


def _narrow(cursor: Any, table: str, record: tuple[UUID, UUID], latest: dict[UUID, Audience]) -> None:
    """No version is seen by more than see the last one."""
    order = [a.value for a in NARROWNESS]
    cursor.executemany(
        f"UPDATE {table} SET audience = %s WHERE tenant_id = %s AND stream_id = %s AND id = %s "  # noqa: S608
        "AND array_position(%s::text[], audience) < array_position(%s::text[], %s)",
        [(a.value, *record, row_id, order, order, a.value) for row_id, a in latest.items()],
    )


@dataclass
class Folding:
    """A whole log folded in memory: what every read table would hold."""

    tenant_id: UUID
    records: dict[UUID, list[Event]] = field(default_factory=dict)
    derived: dict[UUID, Derived] = field(default_factory=dict)
    current: dict[tuple[UUID, Any], Row] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    entries: list[Row] = field(default_factory=list)
    positions: Positions = field(default_factory=Positions)

    def command(self, entries: Sequence[Entry]) -> None:
        """Fold the events of one command, which share their recorded time."""
        mapper, touched = log_mapper(), dict[UUID, None]()
        for e in entries:
            event = cast(
                Event, mapper.to_domain_event(StoredEvent(e.stream_id, e.stream_version, e.topic, e.state))
            )
            self.records.setdefault(e.stream_id, []).append(event)
            if event.FOLDED or e.stream_version == 1:
                touched[e.stream_id] = None
        for stream in touched:
            self._fold(stream, entries[-1].position)
        for e in entries:
            event = self.records[e.stream_id][e.stream_version - 1]
            kind = self._kind(e.stream_id)
            self.positions.note(e.position, event, kind)
            title, record = audit_trail.title(self.derived[e.stream_id]), self.records[e.stream_id]
            self.entries.append(audit_trail.row(e, event, kind, title, record))

    def _kind(self, stream: UUID) -> str:
        return Record.OPENED_BY[type(self.records[stream][0])].STATE.TABLE

    def _fold(self, stream: UUID, position: int) -> None:
        after = Record.load(self.records[stream]).derived
        close, insert = difference(self.derived.get(stream), after)
        for version in close:
            self.current.pop((version.id, version.valid_from))["known_to"] = position
        for version in insert:
            row = row_of(self.tenant_id, stream, position, version, after)
            self.current[version.id, version.valid_from] = row
            self.rows[version.state.TABLE].append(row)
        self.derived[stream] = after

    def finish(self) -> None:
        """Visibility has one time: every row takes the audience that it has now."""
        for table, rows in self.rows.items():
            for row in rows:
                own = Audience(row["own_audience"]) if row["own_audience"] else None
                row["audience"] = self.derived[row["stream_id"]].seen_by(table, row["id"], own).value

    def tables(self) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
        """Each table with its columns and rows."""
        for name, rows in self.rows.items():
            yield name, columns_of(name), [list(row.values()) for row in rows]
        yield (
            "audit_entry",
            audit_trail.COLUMNS,
            [[row[c] for c in audit_trail.COLUMNS] for row in self.entries],
        )
        found, own = search.fold(self.rows), self.tenant_id
        pairs = {record: search.pairs_of(texts) for record, texts in found.items()}
        yield "search_gram", search.COLUMNS, [[own, p, r] for r, of in pairs.items() for p in of]
        told = [[own, r, self._kind(r), *text] for r, texts in found.items() for text in texts]
        yield "search_text", search.TEXTS, told
        known = self.positions
        yield (
            "tenant_position",
            positions.COLUMNS,
            [[self.tenant_id, known.content, known.rights]] if known != Positions() else [],
        )


def fold(connection: sa.Connection) -> Folding:
    """Derive everything before anything is written: a query inside COPY would wait for ever."""
    folding = Folding(connection.info["tenant_id"])
    pending: list[Entry] = []
    with closing(Log.within(connection).entries()) as entries:
        for entry in entries:
            if pending and entry.recorded_at != pending[-1].recorded_at:
                folding.command(pending)
                pending = []
            pending.append(entry)
    if pending:
        folding.command(pending)
    folding.finish()
    return folding


@dataclass(frozen=True)
class Difference:
    """How many rows of a table the live one lacks, and how many it has too many."""

    table: str
    missing: int
    surplus: int


def rebuild(connection: sa.Connection, *, check: bool = False) -> list[Difference]:
    """Derive the tables beside the live ones; say where they differ, and put them in place unless checking.

    COPY into a row-secured table is refused, so the rows go into temporary tables first.
    """
    Log.within(connection).lock()
    found = []
    for name, columns, rows in fold(connection).tables():
        found.append(_compare(connection, name, columns, rows))
        if not check:
            listed = ", ".join(columns)
            connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608
            connection.exec_driver_sql(f"INSERT INTO {name} ({listed}) SELECT {listed} FROM shadow_{name}")  # noqa: S608
        connection.exec_driver_sql(f"DROP TABLE shadow_{name}")
    return [d for d in found if d.missing or d.surplus]


def _compare(connection: sa.Connection, name: str, columns: list[str], rows: list[list[Any]]) -> Difference:
    shadow = f"shadow_{name}"
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE {shadow} (LIKE {name} INCLUDING DEFAULTS) ON COMMIT DROP"
    )
    with driver(connection).cursor().copy(f"COPY {shadow} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    texts = ", ".join(f"{c}::text" for c in columns)
    live, derived = (f"SELECT {texts} FROM {t}" for t in (name, shadow))  # noqa: S608
    counts = connection.exec_driver_sql(
        f"SELECT (SELECT count(*) FROM ({derived} EXCEPT ALL {live}) m), "  # noqa: S608
        f"(SELECT count(*) FROM ({live} EXCEPT ALL {derived}) s)"
    ).one()
    return Difference(name, *counts)
