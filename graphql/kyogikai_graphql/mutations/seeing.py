"""What an input names must be there for whoever sends it: what they may not see is not on record for them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from typing_extensions import override

from kyogikai_graphql import ids
from kyogikai_graphql.loading import Asking
from kyogikai_graphql.mutations.given import Named, Read
from kyogikai_projections import trail
from kyogikai_projections.filling import Subject
from kyogikai_projections.reading import ById, Row
from kyogikai_tenants.commands import Command, Unit
from kyogikai_tenants.errors import NotFound

KNOWN = frozenset({"Municipality", "Seat", ids.ACTOR})
"""Types that are not asked about: one's own municipality, and what stands in no answer."""


@dataclass(frozen=True)
class Look:
    """What an input names, and who wants to see it."""

    asking: Asking
    input: Read
    actor_id: str

    def check(self) -> None:
        """Raises NotFound, the same for what is hidden and for what there is not."""
        wanted = defaultdict[str, dict[UUID, Named]](dict)
        for named in self.input.named:
            if named.type not in KNOWN:
                wanted[ids.TABLES[named.type][0]][named.id] = named
        for table, by_id in wanted.items():
            there = self._there(table, list(by_id))
            for record, named in by_id.items():
                if record not in there:
                    raise NotFound(field=named.place, kind=table, id=record)
        if self.input.subject is not None and self.input.subject.version:
            self.entry(self.input.subject)

    def entry(self, about: Subject) -> Row:
        """An entry of the log: one's own, one of the trail that one reads, or of a record that one sees."""
        key = (about.id, about.version)
        row = trail.Entries().fetch(self.asking.reading, [key]).get(key)
        if row is None or not self._open(row):
            raise NotFound(field="subject", kind="entry", id=ids.entry_id(*about))
        return row

    def _open(self, row: Row) -> bool:
        if row["actor"] == self.actor_id or (self.asking.trail and self.asking.trail.admits(row)):
            return True
        return row["kind"] in ids.TYPES and bool(self._there(row["kind"], [row["stream_id"]]))

    def _there(self, table: str, records: list[UUID]) -> set[UUID]:
        return set(ById(table, self.asking.moment()).fetch(self.asking.reading, records))


@dataclass(frozen=True)
class Seen(Command):
    """A command by somebody who sees what it names. A retry is not asked again: it gets its first answer."""

    command: Command
    look: Look

    @property
    @override
    def word(self) -> str:
        """The command's."""
        return self.command.word

    @property
    @override
    def input(self) -> Any:
        """The command's."""
        return self.command.input

    @override
    def run(self, unit: Unit) -> UUID:
        """Look, then run it."""
        self.look.check()
        return self.command.run(unit)
