"""What 沿革 is told from: the whole lives of councils, groups and bodies, and what was defined of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kyogikai_projections.descent import Descent, Step
from kyogikai_projections.lives import Grounds, Life, lives, rows_of
from kyogikai_projections.reading import Moment, Reading, Row

RECORDS = ("council", "body_group", "body", "term", "enactment")
PARTS = (
    "external_context", "secretariat", "legal_basis", "statement", "composition", "cadence", "purpose",
    "dated_name",
)  # fmt: skip


@dataclass(frozen=True)
class Past:
    """All of it, as one reader sees it and as known at one moment."""

    day: date
    records: dict[str, dict[UUID, Life]]
    parts: dict[str, list[Row]]
    """Each once, in the order of its days."""
    steps: Sequence[Step]
    grounds: Grounds

    @classmethod
    def read(cls, reading: Reading, moment: Moment) -> "Past":
        """One statement a table, one for the descent, three for the sources."""
        rows = {name: rows_of(reading, moment, name) for name in (*RECORDS, *PARTS)}
        steps = Descent(moment).fetch(reading, [None])[None]
        linked = [row for step in steps for row in step.rows]
        every = [row for own in rows.values() for row in own]
        return cls(
            moment.day,
            {name: lives(name, rows[name]) for name in RECORDS},
            {name: once(rows[name]) for name in PARTS},
            steps,
            Grounds.read(reading, moment, [*every, *linked]),
        )

    def whose(self, record: UUID) -> Life | None:
        """The council, group or body of an id."""
        found = (self.records[name].get(record) for name in ("council", "body_group", "body"))
        return next((life for life in found if life), None)

    def name(self, record: UUID, day: date) -> str:
        """What it was called on a day."""
        life = self.whose(record)
        return str(life.on(day)["name"]) if life else ""

    def has_begun(self, cell: Row | None) -> bool:
        """Whether a date lies on or before the day; an undated fact always does."""
        return cell is not None and (cell["earliest"] or "") <= self.day.isoformat()


def once(rows: Sequence[Row]) -> list[Row]:
    """The first version of each part."""
    found = {row["id"]: row for row in sorted(rows, key=lambda r: r["valid_from"], reverse=True)}
    return sorted(found.values(), key=lambda row: (row["valid_from"], row["sort"], str(row["id"])))
