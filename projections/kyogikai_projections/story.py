"""The story of one record or of one user: every entry about it, in the order of the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import Clause, Reading, Row
from kyogikai_projections.tables import TABLES, audit_entry
from kyogikai_projections.trail import Scope

t = audit_entry.c
COLUMNS = {
    "body": ("body_id", "owner_id", "from_id", "to_id"), "council": ("council_id",),
    "issue": ("issue_id",), "meeting": ("meeting_id",), "organization": ("organization_id",),
    "person": ("person_id",),
}  # fmt: skip
"""Kind of record -> the columns in which rows of other records name it."""


@dataclass(frozen=True)
class Story:
    """Whose story: a record's, with what is said of it elsewhere too, or an account's with all it did."""

    scope: Scope
    record: UUID
    kind: str = ""
    actor: str = ""
    own_only: bool = False

    def rows(self, reading: Reading, after: int, limit: int) -> list[Row]:
        """So many entries after a position."""
        each = [self._positions(reading, which, after, limit) for which in self._ways(reading)]
        found = sa.union(*each).subquery("found")
        query = sa.select(audit_entry).where(
            reading.own(audit_entry), t.position.in_(sa.select(found.c.position)), self.scope.clause()
        )
        return reading.rows(query.order_by(t.position).limit(limit))

    def _positions(self, reading: Reading, which: Clause, after: int, limit: int) -> sa.Select[Any]:
        query = sa.select(t.position).where(
            reading.own(audit_entry), which, t.position > after, self.scope.clause()
        )
        return sa.select(query.order_by(t.position).limit(limit).subquery().c.position)

    def _ways(self, reading: Reading) -> Sequence[Clause]:
        """About the record itself; by the account; of records that name it."""
        ways: list[Clause] = [t.stream_id == self.record]
        if self.actor:
            ways.append(t.actor == self.actor)
        named = None if self.own_only else self._naming(reading)
        return ways if named is None else [*ways, t.stream_id.in_(named)]

    def _naming(self, reading: Reading) -> sa.CompoundSelect[Any] | None:
        each = [
            sa.select(table.c.stream_id).where(reading.own(table), table.c[column] == self.record)
            for table in TABLES.values()
            for column in COLUMNS.get(self.kind, ())
            if column in table.c
        ]
        return sa.union(*each) if each else None
