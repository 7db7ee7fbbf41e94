"""Letters of a meeting, one row each: queued, begun, then sent or failed. A row is begun once.

An edition is one calling of the meeting (convened, or moved). In it round 0 is the notice and each later
round a reminder, so that a form that is sent twice queues nothing twice. What was begun and never settled
(the server stopped in between) may have arrived: it is sent again only where somebody says so.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import secret
from kyogikai_platform.retention import forget
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.retention import Kept

UNSURE = timedelta(minutes=2)
"""After which a letter that was begun is no longer being sent."""
OF = "tenant_id = %(tenant)s AND meeting_id = %(meeting)s AND edition = %(edition)s AND round = %(round)s"


class Batch(NamedTuple):
    """A round of letters."""

    meeting: UUID
    edition: int
    round: int


class Written(NamedTuple):
    """A letter, as the secretariat sees it."""

    membership: UUID
    edition: int
    round: int
    begun_at: datetime | None
    sent_at: datetime | None
    failed_at: datetime | None
    unsure: bool


def of_meeting(connection: sa.Connection, meeting: UUID) -> list[Written]:
    """All of them, the first first."""
    rows = driver(connection).execute(
        "SELECT membership_id, edition, round, begun_at, sent_at, failed_at, "
        "coalesce(sent_at IS NULL AND failed_at IS NULL AND begun_at < now() - %s::interval, false) "
        "FROM meeting_letter WHERE tenant_id = %s AND meeting_id = %s "
        "ORDER BY edition, round, queued_at, membership_id",
        (UNSURE, connection.info["tenant_id"], meeting),
    ).fetchall()  # fmt: skip
    return [Written(*row) for row in rows]


def queue(connection: sa.Connection, batch: Batch, members: Collection[UUID], *, unsure: bool) -> int:
    """How many of these letters are now to be sent: new ones, failed ones, and if asked those unsure."""
    own = _of(connection, batch) | {"members": list(members), "unsure": unsure, "after": UNSURE}
    forget(connection, Kept.LETTERS)
    rows = driver(connection).execute(
        "INSERT INTO meeting_letter (tenant_id, meeting_id, edition, round, membership_id) "
        "SELECT %(tenant)s, %(meeting)s, %(edition)s, %(round)s, unnest(%(members)s::uuid[]) "
        "ON CONFLICT ON CONSTRAINT meeting_letter_pkey DO UPDATE SET begun_at = NULL, failed_at = NULL "
        "WHERE meeting_letter.failed_at IS NOT NULL OR (%(unsure)s AND meeting_letter.sent_at IS NULL "
        "AND meeting_letter.begun_at < now() - %(after)s::interval) RETURNING 1",
        own,
    ).fetchall()  # fmt: skip
    return len(rows)


def waiting(connection: sa.Connection, batch: Batch) -> list[UUID]:
    """Whose letters of a round are not begun."""
    query = f"SELECT membership_id FROM meeting_letter WHERE {OF} AND begun_at IS NULL"  # noqa: S608 - a constant
    return [row[0] for row in driver(connection).execute(query, _of(connection, batch)).fetchall()]


def begin(connection: sa.Connection, batch: Batch, membership: UUID) -> str | None:
    """The secret of a letter that is to be sent now; of several who begin it, one gets it."""
    fresh = secret.fresh()
    found = driver(connection).execute(
        "UPDATE meeting_letter SET begun_at = now(), digest = %(digest)s "  # noqa: S608 - a constant
        f"WHERE {OF} AND membership_id = %(member)s AND begun_at IS NULL RETURNING 1",
        _of(connection, batch) | {"digest": secret.digest(fresh), "member": membership},
    ).fetchone()  # fmt: skip
    return fresh if found else None


def settle(connection: sa.Connection, batch: Batch, membership: UUID, *, sent: bool) -> None:
    """Whether it is on its way."""
    column = "sent_at" if sent else "failed_at"
    driver(connection).execute(
        f"UPDATE meeting_letter SET {column} = now() WHERE {OF} AND membership_id = %(member)s",  # noqa: S608
        _of(connection, batch) | {"member": membership},
    )


def whose(connection: sa.Connection, shown: str) -> tuple[UUID, UUID] | None:
    """The meeting and the membership of a link, in one statement for whatever is shown."""
    row = driver(connection).execute(
        "SELECT meeting_id, membership_id FROM meeting_letter WHERE tenant_id = %s AND digest = %s",
        (connection.info["tenant_id"], secret.digest(shown)),
    ).fetchone()  # fmt: skip
    return (row[0], row[1]) if row else None


def _of(connection: sa.Connection, batch: Batch) -> dict[str, object]:
    return {"tenant": connection.info["tenant_id"], **batch._asdict()}
