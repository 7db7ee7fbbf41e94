"""最近公開されたもの: what a reader sees, by when it was last recorded so, or shown to them.

Read of the same rows as everything else: what the reader may not see has no time here either.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
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
    found = _recorded(reading, moment, tables)
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
    found = _recorded(reading, moment, tables)
    last = sa.select(found.c.table, sa.func.max(found.c.position).label("position"))
    each = last.group_by(found.c.table).subquery()
    which = sa.and_(reading.own(audit_entry), audit_entry.c.position == each.c.position)
    query = sa.select(each.c.table, audit_entry.c.recorded_at).join(audit_entry, which)
    return {row["table"]: row["recorded_at"] for row in reading.rows(query)}


def _recorded(reading: Reading, moment: Moment, tables: Sequence[str]) -> sa.Subquery:
    """Each row of the tables, with the position of the log at which the reader came to see it so."""
    shown = _shown(reading)
    parts = []
    for name in tables:
        t = TABLES[name]
        position = sa.func.greatest(t.c.known_from, shown.c.position).label("position")
        rows = t.outerjoin(shown, shown.c.stream_id == t.c.stream_id)
        seen = reading.listed(t, name, moment)
        parts.append(
            sa.select(sa.literal(name).label("table"), t.c.id, position).select_from(rows).where(seen)
        )
    return sa.union_all(*parts).subquery()


def _shown(reading: Reading) -> sa.CTE:
    """When the audience of a whole record last changed."""
    e = audit_entry.c
    whole = sa.func.coalesce(sa.func.json_array_length(e.fields["fields"]), 0) == 0
    which = [reading.own(audit_entry), e.topic == AudienceChanged.TOPIC, whole]
    last = sa.select(e.stream_id, sa.func.max(e.position).label("position"))
    return last.where(*which).group_by(e.stream_id).cte("shown")
