"""One webhook's turn, as the database sees it: taken, its next delivery begun, and what became of it.

A turn is a lease: whoever has it, alone sends to that webhook. Of a runner that was killed it ends by itself,
and what was begun and not settled is sent again: at least once. Of one record nothing is sent before what
changed of it earlier has arrived.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_graphql.changes import mark
from kyogikai_platform.webhooks import keeping
from kyogikai_platform.webhooks.backing_off import again_after, pause_after
from kyogikai_platform.webhooks.queueing import Due, Follower
from kyogikai_tenants.log.connection import driver

PATIENCE = timedelta(days=5)
"""A delivery that has failed for so long switches its webhook off."""
GONE = 410
"""What a receiver answers that wants to be told nothing any more."""

LOCK = "SELECT FROM webhook WHERE tenant_id = %(tenant)s"

FIRST_OF_EACH = "DISTINCT ON (d.kind, d.subject_id)"
HEADS = f"""
SELECT {FIRST_OF_EACH} d.* FROM webhook_delivery d
WHERE d.tenant_id = %(tenant)s AND d.webhook_id = w.id AND d.run = w.run AND d.done_at IS NULL
ORDER BY d.kind, d.subject_id, d.position
"""  # noqa: S608 - a constant
"""Of each record what changed first of all that waits: found in one look at it, however much it is."""
DUE = f"""
  SELECT w.id FROM webhook w WHERE w.tenant_id = %(tenant)s AND w.off_at IS NULL AND w.resume_at <= now()
    AND (w.taken_until IS NULL OR w.taken_until < now())
    AND w.turn_at < coalesce(%(since)s::timestamptz, 'infinity')
    AND (w.position < (SELECT p.content FROM tenant_position p WHERE p.tenant_id = %(tenant)s)
      OR EXISTS (SELECT FROM ({HEADS}) head WHERE head.next_at <= now()))
"""  # noqa: S608 - a constant
TAKEN = "id, client_id, kinds, position, run, turn_at"
TAKE = f"""
UPDATE webhook SET taken_by = %(me)s, taken_until = now() + %(lease)s, turn_at = now()
WHERE tenant_id = %(tenant)s AND id = ({DUE} ORDER BY w.turn_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING {TAKEN}
"""  # noqa: S608 - a constant
MINE = f"""
SELECT {TAKEN} FROM webhook WHERE tenant_id = %(tenant)s AND id = %(id)s AND taken_by = %(me)s
"""  # noqa: S608 - a constant
NEXT = f"""
SELECT head.id, head.position, head.kind, head.subject_id, head.removed, head.queued_at, w.url
FROM webhook w CROSS JOIN LATERAL ({HEADS}) head
WHERE w.tenant_id = %(tenant)s AND w.id = %(id)s AND w.taken_by = %(me)s AND w.off_at IS NULL
  AND w.resume_at <= now() AND head.next_at <= now()
ORDER BY head.tries > 0, head.position LIMIT 1 FOR UPDATE OF w
"""  # noqa: S608 - a constant
"""What was not tried yet comes first: one record that the receiver never takes holds up no others."""


class Parcel(NamedTuple):
    """What is sent now: to where, with which secrets signed."""

    delivery: UUID
    webhook: UUID
    url: str
    body: bytes
    secrets: Sequence[str]
    tries: int

    @property
    def message(self) -> str:
        """The id that stays the same however often it is sent."""
        return f"msg_{self.delivery.hex}"


class Outcome(NamedTuple):
    """What came of an attempt: the status that was answered, or why there was none."""

    status: int | None
    problem: str
    millis: int

    @property
    def arrived(self) -> bool:
        """Whether the receiver has it."""
        return not self.problem and self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - 2xx


def take(connection: sa.Connection, me: UUID, lease: timedelta, since: datetime | None = None) -> Due | None:
    """The webhook that waited longest, of those to which something is to be sent; nobody else gets it.

    With ``since`` only one whose last turn was before: so a round has an end.
    """
    row = driver(connection).execute(TAKE, _given(connection, me=me, lease=lease, since=since)).fetchone()
    return _due(row)


def is_due(connection: sa.Connection, since: datetime | None = None) -> bool:
    """Whether there is one to take."""
    row = driver(connection).execute(f"{DUE} LIMIT 1", _given(connection, since=since)).fetchone()
    return row is not None


def mine(connection: sa.Connection, due: Due, me: UUID) -> Due | None:
    """How far it is by now, if the turn is still this one's."""
    return _due(driver(connection).execute(MINE, _given(connection, id=due.id, me=me)).fetchone())


def _due(row: Sequence[Any] | None) -> Due | None:
    return Due(row[0], row[1], tuple(row[2]), *row[3:]) if row else None


def begin(connection: sa.Connection, due: Due, me: UUID, lease: timedelta) -> Parcel | None:
    """The next delivery, if the turn is still this one's and the client may still follow changes."""
    given = _given(connection, id=due.id, me=me, lease=lease)
    row = driver(connection).execute(NEXT, given).fetchone()
    if row is None or Follower.of(connection, due.client_id) is None:
        return None
    secrets = keeping.secrets_of(connection, due.id)
    if not secrets:
        return None
    driver(connection).execute(
        "UPDATE webhook SET taken_until = now() + %(lease)s WHERE tenant_id = %(tenant)s AND id = %(id)s",
        given,
    )
    tries = driver(connection).execute(
        "UPDATE webhook_delivery SET tries = tries + 1, first_at = coalesce(first_at, now()) "
        "WHERE tenant_id = %s AND id = %s AND done_at IS NULL RETURNING tries",
        (given["tenant"], row[0]),
    ).fetchone()  # fmt: skip
    return Parcel(row[0], due.id, row[6], _body(*row[1:6]), secrets, tries[0]) if tries else None


def settle(
    connection: sa.Connection, parcel: Parcel, outcome: Outcome, patience: timedelta = PATIENCE
) -> None:
    """Note what came of it, whoever has the turn by now."""
    given = _given(connection, delivery=parcel.delivery, webhook=parcel.webhook, number=parcel.tries)
    cursor = driver(connection)
    cursor.execute(f"{LOCK} AND id = %(webhook)s FOR UPDATE", given)  # as everybody: it before its deliveries
    cursor.execute(
        "INSERT INTO webhook_attempt (tenant_id, delivery_id, number, status, problem, millis) "
        "SELECT tenant_id, id, %(number)s, %(status)s, %(problem)s, %(millis)s FROM webhook_delivery "
        "WHERE tenant_id = %(tenant)s AND id = %(delivery)s ON CONFLICT DO NOTHING",
        given | outcome._asdict(),
    )
    if outcome.arrived:
        cursor.execute(
            "UPDATE webhook_delivery SET done_at = now() WHERE tenant_id = %(tenant)s AND id = %(delivery)s",
            given,
        )
        cursor.execute("UPDATE webhook SET failures = 0 WHERE tenant_id = %(tenant)s AND id = %(webhook)s "
                       "AND failures > 0", given)  # fmt: skip
        return
    _failed(connection, parcel, given, patience, gone=outcome.status == GONE)


def release(connection: sa.Connection, due: Due, me: UUID, *, rest: float) -> None:
    """The turn is over; one in which nothing arrived is not had again at once."""
    driver(connection).execute(
        "UPDATE webhook SET taken_by = NULL, taken_until = NULL, turn_at = clock_timestamp(), "
        "resume_at = greatest(resume_at, now() + %(rest)s * interval '1 second') "
        "WHERE tenant_id = %(tenant)s AND id = %(id)s AND taken_by = %(me)s",
        _given(connection, id=due.id, me=me, rest=rest),
    )


def _failed(
    connection: sa.Connection, parcel: Parcel, given: dict[str, object], patience: timedelta, *, gone: bool
) -> None:
    """It is tried again later; the receiver has a pause, and after long failure its rest."""
    cursor = driver(connection)
    first = cursor.execute(
        "UPDATE webhook_delivery SET next_at = now() + %(after)s WHERE tenant_id = %(tenant)s "
        "AND id = %(delivery)s RETURNING first_at < now() - %(patience)s::interval",
        given | {"after": again_after(parcel.tries), "patience": patience},
    ).fetchone()  # fmt: skip
    failures = cursor.execute(
        "UPDATE webhook SET failures = failures + 1 WHERE tenant_id = %(tenant)s AND id = %(webhook)s "
        "RETURNING failures",
        given,
    ).fetchone()  # fmt: skip
    if first is None or failures is None:
        return
    cursor.execute(
        "UPDATE webhook SET resume_at = now() + %(pause)s WHERE tenant_id = %(tenant)s AND id = %(webhook)s",
        given | {"pause": pause_after(failures[0])},
    )
    if gone or first[0]:
        cursor.execute(
            "UPDATE webhook SET off_at = now(), off_why = %(why)s "
            "WHERE tenant_id = %(tenant)s AND id = %(webhook)s AND off_at IS NULL",
            given | {"why": keeping.GONE if gone else keeping.FAILED},
        )


def _body(position: int, kind: str, subject: UUID, removed: bool, queued_at: datetime) -> bytes:  # noqa: FBT001 - a row's
    """Ids, kinds and a cursor: nothing that only somebody with a right may read, and nobody's name."""
    typename = ids.TYPES[kind]
    data = {
        "typename": typename, "subjectId": ids.encode(typename, subject), "removed": removed,
        "cursor": mark(position),
    }  # fmt: skip
    told = {"type": f"{kind}.{'removed' if removed else 'changed'}", "timestamp": queued_at, "data": data}
    return msgspec.json.encode(told)


def _given(connection: sa.Connection, **given: object) -> dict[str, object]:
    return {"tenant": connection.info["tenant_id"], **given}
