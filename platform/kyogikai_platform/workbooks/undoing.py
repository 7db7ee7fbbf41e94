"""Taking an import back, as one batch: every fact of it is annulled, the last first, in one transaction.

Nothing is erased: the log says that it was recorded, and that it was taken back.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID

import sqlalchemy as sa
from eventsourcing.persistence import StoredEvent

from kyogikai_platform.importing.facts import request
from kyogikai_platform.workbooks.telling import PREFIX
from kyogikai_platform.workbooks.undone import UNDO
from kyogikai_projections.batches import BatchModels
from kyogikai_projections.held import HeldKnowledge
from kyogikai_tenants.bulk import Bulk
from kyogikai_tenants.commands import Actor, AnnulEvent
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Begins, Event, EventAnnulled, Fact
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.log.recorder import Entry, Log
from kyogikai_tenants.references import references
from kyogikai_tenants.vocabulary import Role

WITHIN = timedelta(hours=24)
MOST_NAMED = 5
"""Facts that a refusal names."""


class UndoTooLate(Refused):
    """An import can be taken back within 24 hours; later, each fact is corrected or annulled by itself."""

    CODE = "UNDO_TOO_LATE"
    JA = "取り込みから 24 時間を過ぎたため、まとめて取り消せません。個々の記録を訂正・取消ししてください。"
    EN = "More than 24 hours have passed: correct or annul single facts instead."


class UndoDepends(Refused):
    """An import on which later facts rest stands: what rests on it is annulled first."""

    CODE = "UNDO_DEPENDS"
    JA = "あとから記録されたことが、この取り込みに基づいています: {facts}"
    EN = "Later facts rest on this import: {facts}"
    MAY_ALLOW = (Role.SECRETARIAT,)


class NotABatch(Refused):
    """Only what one import recorded is taken back together, and once."""

    CODE = "NOT_A_BATCH"
    JA, EN = "取り消せる取り込みではありません。", "There is no such import to take back."


@dataclass(frozen=True)
class Batch:
    """What one import recorded: the positions in the log, both included."""

    id: UUID
    first: int
    last: int


def undo(
    connection: sa.Connection, batch: Batch, actor: Actor, why: str = "", *, now: datetime | None = None
) -> int:
    """Annul every fact of a batch inside a transaction; how many. Raises Refused."""
    bulk = Bulk(connection, actor, HeldKnowledge(connection))
    own, later = _split(bulk.log, batch)
    _judge(own, later, now or datetime.now(UTC))
    reason = f"取り込みの取消し（{own[0][0].position}〜{own[-1][0].position}）{why}"
    bulk.unit.fetch(entry.stream_id for entry, _ in own)
    for entry in [entry for entry, event in reversed(own) if isinstance(event, Fact)]:
        command = AnnulEvent(entry.stream_id, entry.stream_version, reason)
        bulk.say(command, f"{UNDO}{batch.id}:{entry.position}", f"{UNDO}{batch.id}")
    if refused := [t.problem for t in bulk.judge() if t.flag is None]:
        raise refused[0]
    bulk.record(BatchModels())
    return len(bulk.said)


Placed = tuple[Entry, Event]


def _split(log: Log, batch: Batch) -> tuple[list[Placed], list[Placed]]:
    """The entries of the batch, and those after it."""
    mapper = log_mapper()
    with closing(log.entries(batch.first - 1)) as entries:
        found = [
            (
                e,
                cast(
                    Event,
                    mapper.to_domain_event(StoredEvent(e.stream_id, e.stream_version, e.topic, e.state)),
                ),
            )
            for e in entries
        ]
    size = batch.last - batch.first + 1
    return found[:size], found[size:]


def _judge(own: Sequence[Placed], later: Sequence[Placed], now: datetime) -> None:
    imported = request(f"{PREFIX}/")
    if not own or any(not e.request_id.startswith(imported) for e, _ in own):
        raise NotABatch
    if now - own[0][0].recorded_at > WITHIN:
        raise UndoTooLate
    mine = {(e.stream_id, e.stream_version) for e, _ in own}
    gone = {(e.stream_id, event.target) for e, event in later if isinstance(event, EventAnnulled)}
    if gone & mine:
        raise NotABatch
    if resting := list(_resting(own, later, gone)):
        facts = "; ".join(f"{e.position} {event.LABEL}" for e, event in resting[:MOST_NAMED])
        raise UndoDepends(facts=facts)


def _resting(own: Sequence[Placed], later: Sequence[Placed], gone: set[tuple[UUID, int]]) -> Iterator[Placed]:
    """What was recorded later, stands, and is about a record of the batch or names one."""
    touched = {e.stream_id for e, _ in own}
    opened = {e.stream_id for e, event in own if isinstance(event, Begins)}
    for entry, event in later:
        standing = (entry.stream_id, entry.stream_version) not in gone and not isinstance(
            event, EventAnnulled
        )
        named = entry.stream_id in touched or any(target in opened for _, _, target in references(event))
        if standing and named:
            yield entry, event
