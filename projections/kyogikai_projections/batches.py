"""The read models after many commands at once: the rows that ``ReadModels.project`` would write, by COPY."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections import audit_trail, positions, search
from kyogikai_projections.runner import close_rows, columns_of, difference, follow_visibility, row_of
from kyogikai_tenants.changes import Change, Recorded
from kyogikai_tenants.log.connection import driver

Rows = Iterable[Sequence[Any]]


class BatchModels:
    """The projector that ``tenants.bulk`` asks for."""

    def project_many(self, connection: sa.Connection, changes: Sequence[Change], recorded: Recorded) -> None:
        """Close what no longer holds, insert what now does, and say who may see it."""
        tenant_id: UUID = connection.info["tenant_id"]
        position = recorded.events[-1].position
        inserted, closed = defaultdict[str, list[Sequence[Any]]](list), defaultdict[str, list[Any]](list)
        for change in changes:
            close, insert = difference(change.before, change.after)
            for version in close:
                closed[version.state.TABLE].append((position, tenant_id, version.id, version.valid_from))
            for version in insert:
                row = row_of(tenant_id, change.record.id, position, version, change.after)
                inserted[version.state.TABLE].append(list(row.values()))
        with driver(connection).pipeline():
            close_rows(connection, closed)
        for table, rows in inserted.items():
            put(connection, table, columns_of(table), rows)
        with driver(connection).pipeline():
            for change in changes:
                follow_visibility(connection, change)
        put(connection, "audit_entry", audit_trail.COLUMNS, audit_trail.rows(connection, changes, recorded))
        _search(connection, tenant_id, changes)
        kinds = {c.record.id: c.record.kind for c in changes}
        positions.write(connection, recorded, [kinds[p.event.originator_id] for p in recorded.events])


def put(
    connection: sa.Connection, table: str, columns: Sequence[str], rows: Rows, *, once: bool = False
) -> None:
    """Rows into a table; COPY into a row-secured one is refused, so they go by a temporary one."""
    beside, listed = f"beside_{table}", ", ".join(columns)
    own = driver(connection)
    own.execute(f"CREATE TEMPORARY TABLE {beside} (LIKE {table} INCLUDING DEFAULTS) ON COMMIT DROP")
    with own.cursor().copy(f"COPY {beside} ({listed}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    there = " ON CONFLICT DO NOTHING" if once else ""
    own.execute(f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {beside}{there}")  # noqa: S608 - our names
    own.execute(f"DROP TABLE {beside}")


def _search(connection: sa.Connection, tenant_id: UUID, changes: Sequence[Change]) -> None:
    told = {c.record.id: (c.record.kind, search.told_of(c)) for c in changes}
    pairs = (
        (tenant_id, pair, record) for record, (_, texts) in told.items() for pair in search.pairs_of(texts)
    )
    put(connection, "search_gram", search.COLUMNS, pairs, once=True)
    texts = ((tenant_id, record, kind, *text) for record, (kind, own) in told.items() for text in own)
    put(connection, "search_text", search.TEXTS, texts, once=True)
