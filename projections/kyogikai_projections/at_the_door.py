"""What was done lately at the door of an account, for its own user to look over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import Reading
from kyogikai_projections.tables import audit_entry
from kyogikai_tenants.permission import AT_THE_DOOR

t = audit_entry.c


class DoorEntry(NamedTuple):
    """An entry of the log: what, when, by which way or factor, how often, and whether by somebody else."""

    topic: str
    at: datetime
    method: str
    times: int
    by_other: bool


@dataclass(frozen=True)
class Lately:
    """The last entries about one account, the newest first; for that account's user alone."""

    user_id: UUID
    most: int = 20

    def fetch(self, reading: Reading) -> Sequence[DoorEntry]:
        """They are the user's own acts: no audience is asked."""
        which = (reading.own(audit_entry), t.stream_id == self.user_id, t.topic.in_(AT_THE_DOOR))
        query = sa.select(audit_entry).where(*which).order_by(t.position.desc()).limit(self.most)
        return [
            DoorEntry(
                row["topic"], row["recorded_at"], row["fields"].get("method", ""),
                row["fields"].get("count", 0), row["actor"] not in {str(self.user_id), "sign-in"},
            )
            for row in reading.rows(query)
        ]  # fmt: skip
