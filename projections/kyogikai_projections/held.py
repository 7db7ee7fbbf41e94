"""What rules across records ask, held in memory: for a batch that is judged before any of it is written."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reads import CurrentKnowledge
from kyogikai_tenants.changes import Change
from kyogikai_tenants.rules import Known
from kyogikai_tenants.states import State, Version


class HeldKnowledge:
    """``tenants.rules.Reads`` on what is known now and what a batch adds to it.

    A table is read when the first rule asks for it; each question's column is then an index.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._asked = CurrentKnowledge(connection)
        self._rows: dict[type[State], dict[tuple[UUID, Any], Known]] = {}
        self._indexes: dict[tuple[type[State], str], dict[Hashable, list[Known]]] = {}
        self._moved: dict[type[State], list[Known]] = defaultdict(list)
        self._gone: dict[type[State], set[tuple[UUID, Any]]] = defaultdict(set)

    def move(self, changes: Sequence[Change]) -> None:
        """What the changes close is known no more, and what they add is."""
        for change in changes:
            before = change.before.versions if change.before else frozenset[Version]()
            for version in before - change.after.versions:
                self._gone[type(version.state)].add((version.id, version.valid_from))
            for version in change.after.versions - before:
                self._moved[type(version.state)].append(Known(change.record.id, version))
        self._rows.clear()
        self._indexes.clear()

    def versions(self, state: type[State], **equal: Collection[Any]) -> Sequence[Known]:
        """The versions whose columns have one of those values."""
        if not equal:
            return list(self._table(state).values())
        (first, values), *rest = equal.items()
        index = self._index(state, first)
        found = [known for value in dict.fromkeys(values) for known in index.get(value, ())]
        for name, wanted in rest:
            found = [known for known in found if _cell(known, name) in wanted]
        return found

    def _table(self, state: type[State]) -> dict[tuple[UUID, Any], Known]:
        if state not in self._rows:
            rows = {(k.version.id, k.version.valid_from): k for k in self._asked.versions(state)}
            for gone in self._gone[state]:
                rows.pop(gone, None)
            rows |= {(k.version.id, k.version.valid_from): k for k in self._moved[state]}
            self._rows[state] = rows
        return self._rows[state]

    def _index(self, state: type[State], name: str) -> dict[Hashable, list[Known]]:
        if (state, name) not in self._indexes:
            index: dict[Hashable, list[Known]] = defaultdict(list)
            for known in self._table(state).values():
                index[_cell(known, name)].append(known)
            self._indexes[state, name] = index
        return self._indexes[state, name]


def _cell(known: Known, name: str) -> Any:
    """A version's column, as a rule names it."""
    if name == "id":
        return known.version.id
    return known.record_id if name == "stream_id" else getattr(known.version.state, name)
