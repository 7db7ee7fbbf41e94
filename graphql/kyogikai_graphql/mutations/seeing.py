"""What an input names must be there for whoever sends it: what they may not see is not on record for them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from typing_extensions import override

from kyogikai_graphql import ids
from kyogikai_graphql.loading import Asking
from kyogikai_graphql.mutations.given import Named
from kyogikai_projections import trail
from kyogikai_projections.filling import Subject
from kyogikai_projections.reading import ById, Row
from kyogikai_tenants.commands import Actor, Command, Unit
from kyogikai_tenants.errors import NotFound

KNOWN = frozenset({"Municipality", "Seat", ids.ACTOR})
"""Types that are not asked about: one's own municipality, and what stands in no answer."""


@dataclass(frozen=True)
class Seen(Command):
    """A command by somebody who sees what it names. A retry is not asked again: it gets its first answer."""

    command: Command
    asking: Asking
    named: Sequence[Named]
    actor: Actor
    entry: Subject | None = None
    """The entry of the log that it is about, if it is about one."""

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
        self._records()
        if self.entry is not None and self.entry.version:
            self._entry(self.entry)
        return self.command.run(unit)

    def _records(self) -> None:
        wanted = defaultdict[str, dict[UUID, Named]](dict)
        for named in self.named:
            if named.type not in KNOWN:
                wanted[ids.TABLES[named.type][0]][named.id] = named
        for table, by_id in wanted.items():
            there = self._there(table, list(by_id))
            for record, named in by_id.items():
                if record not in there:
                    raise NotFound(field=named.place, kind=table, id=record)

    def _there(self, table: str, records: list[UUID]) -> set[UUID]:
        return set(ById(table, self.asking.moment()).fetch(self.asking.reading, records))

    def _entry(self, about: Subject) -> None:
        row = entry(self.asking, about)
        if row is not None:
            scope, table = self.asking.trail, row["kind"]
            own = row["actor"] == self.actor.id
            if (
                own
                or (scope and scope.admits(row))
                or (table in ids.TYPES and self._there(table, [about.id]))
            ):
                return
        raise NotFound(field="subject", kind="entry", id=ids.entry_id(*about))


def entry(asking: Asking, about: Subject) -> Row | None:
    """An entry of the log, whoever may read it."""
    key = (about.id, about.version)
    return trail.Entries().fetch(asking.reading, [key]).get(key)
