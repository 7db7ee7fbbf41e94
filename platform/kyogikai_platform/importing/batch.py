"""The facts of a file as one batch: said in memory, judged together, recorded at once."""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from typing_extensions import override

from kyogikai_platform.importing.drafts import Draft
from kyogikai_platform.importing.facts import Taking
from kyogikai_platform.importing.layout import Entry, ImportFile
from kyogikai_platform.importing.problems import Problem
from kyogikai_tenants.bulk import Bulk
from kyogikai_tenants.events import Event


class BatchFacts(Taking):
    """Says every fact of a file in a batch; nothing is written before ``Bulk.record``."""

    def __init__(
        self, connection: sa.Connection, bulk: Bulk, file: ImportFile, *, refused: Collection[str] = ()
    ) -> None:
        super().__init__(connection, bulk.log, file, loose=True, refused=refused)
        self._bulk = bulk
        self._entries: list[Entry] = []
        ids = [self._names.id(key) for key in {e.id for e in file.entries if e.id}]
        self._names.fetch(ids)
        bulk.unit.fetch(ids)

    @override
    def _say(self, entry: Entry, draft: Draft, key: str) -> tuple[UUID, int]:
        said = self._bulk.say(draft.command, key, key)
        self._entries.append(entry)
        return said.record.id, said.version

    @override
    def _stream(self, stream_id: UUID) -> Sequence[Event]:
        return self._bulk.unit.get_any(stream_id).events

    def judge(self) -> None:
        """What the facts break together: refused, or flagged."""
        for number, problem, flag in self._bulk.judge():
            entry = self._entries[number]
            if flag is None:
                self.problems.append(Problem(self._file.name, entry.line, entry.key, "", "", problem))
            else:
                self.flagged.append((entry, (flag,)))
