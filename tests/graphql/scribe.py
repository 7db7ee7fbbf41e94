"""Who writes the book that a test asks about: events by their commands, wherever those are declared."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kyogikai_projections.tables import TABLES
from kyogikai_tenants.council.lineage import MergeBodies
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.events import COMMANDS
from tests.book import Book

assert TABLES, "all events are declared with the tables"


@dataclass(frozen=True)
class Scribe(Book):
    """A book that takes commands by name."""

    def record(
        self, command: str, subject: UUID | None = None, effective: str | None = None, **fields: Any
    ) -> UUID:
        """Say an event by its command."""
        return self.say(COMMANDS[command], subject, effective, **fields).record_id

    def merge(self, sources: list[UUID], into: UUID, effective: str) -> None:
        """Several bodies become one."""
        self.tenant.execute(MergeBodies(tuple(sources), into, Effective.parse(effective)), actor=self.actor)
