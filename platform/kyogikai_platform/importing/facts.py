"""One fact after the other: record it, see that it is on record, or put down what is wrong with it."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from typing import cast
from uuid import UUID

import msgspec
import sqlalchemy as sa
from eventsourcing.persistence import EventStore
from sqlalchemy.dialects import postgresql as pg
from typing_extensions import override

from kyogikai_platform.importing.comparing import differences
from kyogikai_platform.importing.drafts import Draft, Drafting, Earlier
from kyogikai_platform.importing.layout import Entry, ImportFile
from kyogikai_platform.importing.naming import Names, may_open
from kyogikai_platform.importing.problems import Problem, RecordedDifferently
from kyogikai_projections.tables import audit_entry
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Event, Flag
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.session import Session


class Taking(ABC):
    """A run through one file, inside one transaction.

    With ``loose``, what is on record is compared by what it says, and not by where that was written.
    What rests on the facts and records that are ``refused`` beforehand is not judged.
    """

    def __init__(
        self, connection: sa.Connection, log: Log, file: ImportFile, *,
        loose: bool = False, refused: Collection[str] = (),
    ) -> None:  # fmt: skip
        self._loose, self._connection, self._log, self._file = loose, connection, log, file
        self._tenant_id: UUID = connection.info["tenant_id"]
        self._names = Names(self._tenant_id, log, file.entries)
        self._keys = {e.key for e in file.entries}
        self._recorded = dict(self._on_record([request(e.key) for e in file.entries]))
        self._refused: set[str] = set(refused)
        self._names.refused |= self._refused
        self._taken: set[str] = set()
        self.new = self.already = 0
        self.flagged: list[tuple[Entry, tuple[Flag, ...]]] = []
        self.problems: list[Problem] = []

    def take(self, entry: Entry) -> None:
        """Record a fact, unless it is on record or something is wrong with it."""
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

    @abstractmethod
    def _say(self, entry: Entry, draft: Draft, key: str) -> tuple[UUID, int]:
        """Say a fact; in which stream it stands, and where. Raises Refused."""

    @abstractmethod
    def _stream(self, stream_id: UUID) -> Sequence[Event]:
        """The events of a record, those of the file included."""

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
        return Earlier(stream_id, version, self._stream(stream_id)[version - 1])

    def _compare(self, work: Drafting, draft: Draft, earlier: Earlier) -> None:
        for path, old, new in differences(draft, earlier, loose=self._loose):
            shown = {
                n: v if isinstance(v, str) else msgspec.json.encode(v).decode()
                for n, v in (("old", old), ("new", new))
            }
            work.note(path, RecordedDifferently(**shown))


class Facts(Taking):
    """Records one fact after the other, each as a command of its own."""

    def __init__(self, connection: sa.Connection, session: Session, file: ImportFile, actor: Actor) -> None:
        super().__init__(connection, session.log, file)
        self._session, self._actor = session, actor
        self._streams: dict[UUID, list[Event]] = {}

    @override
    def _say(self, entry: Entry, draft: Draft, key: str) -> tuple[UUID, int]:
        """Record it, and remember the flags under which a rule let it pass."""
        receipt = self._session.execute(draft.command, actor=self._actor, key=key, request_id=key)
        query = sa.select(audit_entry.c.stream_version, audit_entry.c.quality).where(
            audit_entry.c.tenant_id == self._tenant_id, audit_entry.c.position == receipt.positions[-1]
        )
        version, quality = self._connection.execute(query).one()
        self._streams.pop(receipt.record_id, None)
        added = msgspec.convert(quality, tuple[Flag, ...])[len(draft.fields.get("quality", ())) :]
        if added:
            self.flagged.append((entry, added))
        return receipt.record_id, version

    @override
    def _stream(self, stream_id: UUID) -> Sequence[Event]:
        if stream_id not in self._streams:
            events = EventStore(log_mapper(), self._session.log).get(stream_id)
            self._streams[stream_id] = cast(list[Event], list(events))
        return self._streams[stream_id]


def request(key: str) -> str:
    """What a fact is recorded under: its idempotency key, and its request id in the trail."""
    return f"import:{key}"
