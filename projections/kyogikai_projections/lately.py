"""最近公開されたもの: what a reader sees, by when it was last recorded so, or shown to them.

Read of the same rows as everything else: what the reader may not see has no time here either.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import Moment, Reading
from kyogikai_projections.tables import TABLES, audit_entry
from kyogikai_tenants.events import AudienceChanged


class Recorded(NamedTuple):
    """Something as it is now, and since when it is on record so."""

    table: str
    id: UUID
    at: datetime


def lately(reading: Reading, moment: Moment, tables: Sequence[str], most: int) -> list[Recorded]:
    """The latest, latest first, in one statement."""
    found = sa.union_all(*(_recorded(reading, moment, name) for name in tables)).subquery()
    which = sa.and_(reading.own(audit_entry), audit_entry.c.position == found.c.position)
    query = (
        sa.select(found.c.table, found.c.id, audit_entry.c.recorded_at)
        .join(audit_entry, which)
        .order_by(found.c.position.desc(), found.c.table, found.c.id)
        .limit(most)
    )
    return [Recorded(row["table"], row["id"], row["recorded_at"]) for row in reading.rows(query)]


def last_recorded(reading: Reading, moment: Moment, tables: Sequence[str]) -> Mapping[str, datetime]:
    """For each table with anything in it: when it last changed for this reader."""
    found = sa.union_all(*(_recorded(reading, moment, name) for name in tables)).subquery()
    last = sa.select(found.c.table, sa.func.max(found.c.position).label("position"))
    each = last.group_by(found.c.table).subquery()
    which = sa.and_(reading.own(audit_entry), audit_entry.c.position == each.c.position)
    query = sa.select(each.c.table, audit_entry.c.recorded_at).join(audit_entry, which)
    return {row["table"]: row["recorded_at"] for row in reading.rows(query)}


def _recorded(reading: Reading, moment: Moment, name: str) -> sa.Select[Any]:
    """Each row of a table, with the position of the log at which the reader came to see it so."""
    table, shown = TABLES[name], audit_entry.alias(f"shown_{name}")
    whole = sa.func.coalesce(sa.func.json_array_length(shown.c.fields["fields"]), 0) == 0
    changed = [reading.own(shown), shown.c.stream_id == table.c.stream_id]
    changed += [shown.c.topic == AudienceChanged.TOPIC, whole]
    last = sa.select(sa.func.max(shown.c.position)).where(*changed).scalar_subquery()
    position = sa.func.greatest(table.c.known_from, last).label("position")
    columns = (sa.literal(name).label("table"), table.c.id, position)
    return sa.select(*columns).where(reading.listed(table, name, moment))
