"""The facts of a file, one after the other: said in a batch, seen to be on record, or put down as wrong."""

from collections.abc import Collection, Iterator
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_platform.importing.comparing import differences
from kyogikai_platform.importing.drafts import Draft, Drafting, Earlier
from kyogikai_platform.importing.layout import Entry, ImportFile
from kyogikai_platform.importing.naming import Names, may_open
from kyogikai_platform.importing.problems import Problem, RecordedDifferently
from kyogikai_projections.tables import audit_entry
from kyogikai_tenants.bulk import Bulk, Projector
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Flag


class Facts:
    """A run through one file, inside one transaction.

    With ``loose``, what is on record is compared by what it says, and not by where that was written.
    What rests on the facts and records that are ``refused`` beforehand is not judged.
    """

    def __init__(
        self, connection: sa.Connection, bulk: Bulk, file: ImportFile, *,
        loose: bool = False, refused: Collection[str] = (),
    ) -> None:  # fmt: skip
        self._loose, self._connection, self._file = loose, connection, file
        self._tenant_id: UUID = connection.info["tenant_id"]
        self._names = Names(self._tenant_id, bulk.log, file.entries)
        self._ids = [self._names.id(key) for key in {e.id for e in file.entries if e.id}]
        self._names.fetch(self._ids)
        self.begin(bulk)
        self._keys = {e.key for e in file.entries}
        self._recorded = dict(self._on_record([request(e.key) for e in file.entries]))
        self._refused: set[str] = set(refused)
        self._names.refused |= self._refused
        self._taken: set[str] = set()
        self._broken = False
        self.new = self.already = 0
        self.flagged: list[tuple[Entry, tuple[Flag, ...]]] = []
        self.problems: list[Problem] = []

    def begin(self, bulk: Bulk) -> None:
        """What is taken from now on is said in that batch; what was said in another is on record."""
        bulk.unit.fetch(self._ids)
        self._bulk, self._said = bulk, dict[str, Entry]()

    def follows(self, entry: Entry) -> bool:
        """Whether it can only be recorded after what the batch holds: what is put right was known before."""
        return bool(self._said) and (entry.later or entry.of in self._said)

    def take(self, entry: Entry) -> None:
        """Say a fact, unless it is on record or something is wrong with it."""
        if entry.key in self._taken:
            return
        self._taken.add(entry.key)
        work = Drafting(
            self._file.name, entry, self._names, self._file.header.source, self._file.header.audience.value,
            self._earlier, self._refused,
        )  # fmt: skip
        draft = work.draft()
        if draft is not None and (earlier := self._earlier(entry.key)):
            self._compare(work, draft, earlier)
            self.already += not work.problems
        elif draft is not None:
            self._record(work, draft)
        self.problems += work.problems
        if draft is None or work.problems:
            self._refuse(entry)

    def _refuse(self, entry: Entry) -> None:
        """What names it, or a record that it alone would have opened, is not judged either."""
        self._refused.add(entry.key)
        first = self._names.opened(entry.id) in {0, entry.line}
        if first and may_open(entry) and not self._names.on_record(entry.id):
            self._names.refused.add(entry.id)

    def _record(self, work: Drafting, draft: Draft) -> None:
        try:
            where = self._say(work.entry, draft, request(work.entry.key))
        except Refused as refusal:
            path = refusal.field if not refusal.field.startswith("$") else ""
            work.note(path, refusal, work.entry.given.get(path))
            return
        self.new += 1
        self._recorded[request(work.entry.key)] = where

    def _say(self, entry: Entry, draft: Draft, key: str) -> tuple[UUID, int]:
        """Say a fact; in which stream it stands, and where. Raises Refused."""
        said = self._bulk.say(draft.command, key, key)
        self._said[entry.key] = entry
        return said.record.id, said.version

    def judge(self) -> None:
        """What the facts break together: refused, or flagged. After a refusal nothing more is judged."""
        if self._broken:
            return
        said = list(self._said.values())
        for number, problem, flag in self._bulk.judge():
            entry = said[number]
            if flag is None:
                self.problems.append(Problem(self._file.name, entry.line, entry.key, "", "", problem))
                self._broken = True
            else:
                self.flagged.append((entry, (flag,)))

    def record(self, projector: Projector) -> None:
        """Write down what was said and judged."""
        self._bulk.record(projector)

    def _on_record(self, requests: list[str]) -> Iterator[tuple[str, tuple[UUID, int]]]:
        """Which facts of the file were recorded before, whoever did it."""
        c = audit_entry.c
        query = sa.select(c.request_id, c.stream_id, c.stream_version).where(
            c.tenant_id == self._tenant_id, c.request_id == sa.any_(sa.literal(requests, pg.ARRAY(sa.Text)))
        )
        for row in self._connection.execute(query):
            yield row.request_id, (row.stream_id, row.stream_version)

    def _earlier(self, key: str) -> Earlier | None:
        """A fact that is on record, by its key: one of this file, or of another."""
        if key and key not in self._keys:
            self._recorded.update(self._on_record([request(key)]))
            self._keys.add(key)
        where = self._recorded.get(request(key))
        if where is None:
            return None
        stream_id, version = where
        return Earlier(stream_id, version, self._bulk.unit.get_any(stream_id).events[version - 1])

    def _compare(self, work: Drafting, draft: Draft, earlier: Earlier) -> None:
        for path, old, new in differences(draft, earlier, loose=self._loose):
            shown = {
                n: v if isinstance(v, str) else msgspec.json.encode(v).decode()
                for n, v in (("old", old), ("new", new))
            }
            work.note(path, RecordedDifferently(**shown))


def request(key: str) -> str:
    """What a fact is recorded under: its idempotency key, and its request id in the trail."""
    return f"import:{key}"
