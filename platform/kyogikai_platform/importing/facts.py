"""One fact after the other: record it, see that it is on record, or put down what is wrong with it."""

from collections.abc import Collection, Iterator
from dataclasses import MISSING, fields
from typing import Any, cast
from uuid import UUID

import msgspec
import sqlalchemy as sa
from eventsourcing.persistence import EventStore
from msgspec.structs import replace as with_fields
from sqlalchemy.dialects import postgresql as pg

from kyogikai_platform.importing.drafts import COMPUTED, Draft, Drafting, Earlier
from kyogikai_platform.importing.layout import Entry, ImportFile
from kyogikai_platform.importing.naming import Names, may_open
from kyogikai_platform.importing.problems import Problem, RecordedDifferently
from kyogikai_projections.tables import audit_entry
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Event, Flag
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.session import Receipt, Session

WHERE_WRITTEN = frozenset({"source", "quality"})
"""What an edited copy of a file says in another place, or with another remark."""
Differences = Iterator[tuple[str, Any, Any]]


class Facts:
    """A run through one file, inside one transaction.

    With ``loose``, what is on record is compared by what it says, and not by where that was written.
    What rests on the facts and records that are ``refused`` beforehand is not judged.
    """

    def __init__(
        self, connection: sa.Connection, session: Session, file: ImportFile, actor: Actor, *,
        loose: bool = False, refused: Collection[str] = (),
    ) -> None:  # fmt: skip
        self._loose = loose
        self._connection, self._session, self._file, self._actor = connection, session, file, actor
        self._tenant_id: UUID = connection.info["tenant_id"]
        self._names = Names(self._tenant_id, session.log, file.entries)
        self._keys = {e.key for e in file.entries}
        self._recorded = dict(self._on_record([request(e.key) for e in file.entries]))
        self._streams: dict[UUID, list[Event]] = {}
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
        key = request(work.entry.key)
        try:
            receipt = self._session.execute(draft.command, actor=self._actor, key=key, request_id=key)
        except Refused as refusal:
            path = refusal.field if not refusal.field.startswith("$") else ""
            work.note(path, refusal, work.entry.given.get(path))
            return
        self.new += 1
        self._written(work.entry, draft, receipt)

    def _written(self, entry: Entry, draft: Draft, receipt: Receipt) -> None:
        """Remember where it went, and the flags under which a rule let it pass."""
        query = sa.select(audit_entry.c.stream_version, audit_entry.c.quality).where(
            audit_entry.c.tenant_id == self._tenant_id, audit_entry.c.position == receipt.positions[-1]
        )
        version, quality = self._connection.execute(query).one()
        self._recorded[request(entry.key)] = receipt.record_id, version
        self._streams.pop(receipt.record_id, None)
        added = msgspec.convert(quality, tuple[Flag, ...])[len(draft.fields.get("quality", ())) :]
        if added:
            self.flagged.append((entry, added))

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
        if stream_id not in self._streams:
            events = EventStore(log_mapper(), self._session.log).get(stream_id)
            self._streams[stream_id] = cast(list[Event], list(events))
        return Earlier(stream_id, version, self._streams[stream_id][version - 1])

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


def differences(draft: Draft, earlier: Earlier, *, loose: bool = False) -> Differences:
    """Where what the file says is not what was recorded under its key."""
    aside = COMPUTED - {"target"} | (WHERE_WRITTEN if loose else set())
    if type(earlier.event) is not draft.event:
        yield "command", earlier.event.COMMAND, draft.event.COMMAND
        return
    if earlier.stream_id != draft.subject:
        yield "id", str(earlier.stream_id), str(draft.subject)
    for one in fields(draft.event):
        if one.name in aside:
            continue
        default = None if one.default is MISSING else one.default
        old, new = getattr(earlier.event, one.name), draft.fields.get(one.name, default)
        if one.name == "quality":
            old = given_flags(old, new)
        if (_bare(old) != _bare(new)) if loose else old != new:
            yield one.name, old, new


def _bare(value: Any) -> Any:
    """A date without the words in which it was written."""
    return with_fields(value, as_written="") if isinstance(value, Effective) else value


def given_flags(recorded: tuple[Flag, ...], given: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """The flags that the file gave: those that rules added stand behind them."""
    rules = {kind.CODE.lower() for kind in _kinds(Refused)}
    added = next((n for n, f in enumerate(recorded) if n >= len(given) and f.flag in rules), len(recorded))
    return recorded[:added]


def _kinds(kind: type[Refused]) -> Iterator[type[Refused]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _kinds(sub)
