"""Where clients are told of changes: one row each, its secret sealed, on until it fails for long."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.webhooks import signing
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.personal_data import ERASED, Keys, place

BY_HAND, REVOKED, GONE, FAILED = "by_hand", "revoked", "gone", "failed"
"""Why one is off: by hand, as its client was revoked, as its receiver said so (410) or failed for long."""
SHOWN = 100
COLUMNS = "id, client_id, url, kinds, position, made_at, off_at, off_why, failures, before_until"


class NoSuchWebhook(LookupError):
    """A client has no webhook of that id."""

    def __init__(self, webhook: UUID) -> None:
        super().__init__(f"this client has no webhook {webhook}")


class Listed(NamedTuple):
    """A webhook as its administrator sees it; its secret is told to nobody."""

    id: UUID
    client_id: UUID
    url: str
    kinds: tuple[str, ...]
    position: int
    made_at: datetime
    off_at: datetime | None
    off_why: str
    failures: int
    before_until: datetime | None
    waiting: int


class Attempt(NamedTuple):
    """One try, and what was answered."""

    at: datetime
    status: int | None
    problem: str
    millis: int


class Delivery(NamedTuple):
    """What is told, and how it stands."""

    id: UUID
    position: int
    kind: str
    subject_id: UUID
    removed: bool
    queued_at: datetime
    next_at: datetime
    done_at: datetime | None
    attempts: list[Attempt]


def add(
    connection: sa.Connection, client: UUID, url: str, kinds: Sequence[str], position: int
) -> tuple[UUID, str]:
    """A new one, which is told of what changes after a position; its secret is shown now or never."""
    own, secret, tenant = new_id(), signing.fresh(), connection.info["tenant_id"]
    driver(connection).execute(
        "INSERT INTO webhook (tenant_id, id, client_id, url, kinds, sealed, position) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (tenant, own, client, url, sorted(kinds), _sealed(connection, own, secret), position),
    )
    return own, secret


def of_client(connection: sa.Connection, client: UUID) -> list[Listed]:
    """A client's, the first first."""
    return _listed(connection, "client_id = %(client)s", client=client)


def of(connection: sa.Connection, client: UUID, webhook: UUID) -> Listed:
    """One of a client's. Raises NoSuchWebhook."""
    found = _listed(connection, "client_id = %(client)s AND id = %(id)s", client=client, id=webhook)
    if not found:
        raise NoSuchWebhook(webhook)
    return found[0]


def _listed(connection: sa.Connection, which: str, **given: object) -> list[Listed]:
    waiting = (
        "(SELECT count(*) FROM webhook_delivery d WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.id "
        "AND d.run = w.run AND d.done_at IS NULL)"
    )
    rows = driver(connection).execute(
        f"SELECT {COLUMNS}, {waiting} FROM webhook w WHERE tenant_id = %(tenant)s AND {which} "  # noqa: S608 - constants
        "ORDER BY made_at, id",
        given | {"tenant": connection.info["tenant_id"]},
    ).fetchall()  # fmt: skip
    return [Listed._make((*row[:3], tuple(row[3]), *row[4:])) for row in rows]


def roll(connection: sa.Connection, webhook: UUID, overlap: timedelta) -> str:
    """Another secret, shown now or never; for the overlap the one before signs beside it."""
    secret = signing.fresh()
    _set(
        connection, webhook,
        "sealed_before = sealed, sealed = %(sealed)s, before_until = now() + %(overlap)s",
        sealed=_sealed(connection, webhook, secret), overlap=overlap,
    )  # fmt: skip
    return secret


def secrets_of(connection: sa.Connection, webhook: UUID) -> list[str]:
    """The secrets that sign now, the last first; none where the municipality's key is gone."""
    row = driver(connection).execute(
        "SELECT sealed, CASE WHEN before_until > now() THEN sealed_before END FROM webhook "
        "WHERE tenant_id = %s AND id = %s",
        (connection.info["tenant_id"], webhook),
    ).fetchone()  # fmt: skip
    tenant, keys = connection.info["tenant_id"], Keys(connection)
    own = place(tenant, tenant, 0, "webhook", str(webhook))
    opened = [keys.open({"sealed": one, "of": str(tenant)}, own) for one in row or () if one]
    return [one for one in opened if one != ERASED]


def replay(connection: sa.Connection, webhook: UUID, position: int) -> None:
    """Tell it again of all that changed after a position; what still waited comes with it."""
    _set(connection, webhook, "position = %(position)s, run = run + 1, failures = 0, resume_at = now()",
         position=position)  # fmt: skip
    tenant = connection.info["tenant_id"]
    over = "DELETE FROM webhook_delivery WHERE tenant_id = %s AND webhook_id = %s AND done_at IS NULL"
    driver(connection).execute(over, (tenant, webhook))
    tidy(connection)


def switch(connection: sa.Connection, webhook: UUID, *, on: bool) -> None:
    """Stop, or go on where it was."""
    if not on:
        stop(connection, webhook, BY_HAND)
        return
    _set(connection, webhook,
         "off_at = NULL, off_why = '', told_at = NULL, failures = 0, resume_at = now()")  # fmt: skip
    driver(connection).execute(
        "UPDATE webhook_delivery SET next_at = now(), first_at = NULL "
        "WHERE tenant_id = %s AND webhook_id = %s AND done_at IS NULL",
        (connection.info["tenant_id"], webhook),
    )


def stop(connection: sa.Connection, webhook: UUID, why: str) -> None:
    """Tell it nothing from now on."""
    _set(connection, webhook, "off_at = now(), off_why = %(why)s", why=why)


def remove(connection: sa.Connection, webhook: UUID) -> None:
    """It is told nothing any more, and nothing of it is kept."""
    _removed(connection, "id = %(value)s", webhook)


def remove_all(connection: sa.Connection, client: UUID) -> None:
    """The same for all of a client's."""
    _removed(connection, "client_id = %(value)s", client)


def deliveries(connection: sa.Connection, webhook: UUID, most: int = SHOWN) -> list[Delivery]:
    """What it was told last and is to be told, the last first, with the attempts."""
    given = (connection.info["tenant_id"], webhook, most)
    rows = driver(connection).execute(
        "SELECT id, position, kind, subject_id, removed, queued_at, next_at, done_at FROM webhook_delivery "
        "WHERE tenant_id = %s AND webhook_id = %s ORDER BY run DESC, position DESC LIMIT %s",
        given,
    ).fetchall()  # fmt: skip
    tries: dict[UUID, list[Attempt]] = {}
    for row in driver(connection).execute(
        "SELECT delivery_id, at, status, problem, millis FROM webhook_attempt "
        "WHERE tenant_id = %s AND delivery_id = ANY(%s) ORDER BY delivery_id, number",
        (given[0], [row[0] for row in rows]),
    ):  # fmt: skip
        tries.setdefault(row[0], []).append(Attempt(*row[1:]))
    return [Delivery._make((*row, tries.get(row[0], []))) for row in rows]


def _removed(connection: sa.Connection, which: str, value: UUID) -> None:
    own = f"SELECT id FROM webhook WHERE tenant_id = %(tenant)s AND {which}"  # noqa: S608 - a constant
    given = {"tenant": connection.info["tenant_id"], "value": value}
    driver(connection).execute(f"{own} FOR UPDATE", given)
    for statement in (
        f"DELETE FROM webhook_delivery WHERE tenant_id = %(tenant)s AND webhook_id IN ({own})",  # noqa: S608
        f"DELETE FROM webhook WHERE tenant_id = %(tenant)s AND {which}",  # noqa: S608
    ):
        driver(connection).execute(statement, given)
    tidy(connection)


def tidy(connection: sa.Connection) -> None:
    """Forget attempts of deliveries that there are no more."""
    driver(connection).execute(
        "DELETE FROM webhook_attempt a WHERE a.tenant_id = %(tenant)s AND NOT EXISTS (SELECT FROM "
        "webhook_delivery d WHERE d.tenant_id = a.tenant_id AND d.id = a.delivery_id)",
        {"tenant": connection.info["tenant_id"]},
    )


def _set(connection: sa.Connection, webhook: UUID, what: str, **given: object) -> None:
    driver(connection).execute(
        f"UPDATE webhook SET {what} WHERE tenant_id = %(tenant)s AND id = %(id)s",  # noqa: S608 - constants
        given | {"tenant": connection.info["tenant_id"], "id": webhook},
    )


def _sealed(connection: sa.Connection, webhook: UUID, secret: str) -> str:
    tenant = connection.info["tenant_id"]
    own = place(tenant, tenant, 0, "webhook", str(webhook))
    return str(Keys(connection).seal(tenant, secret, own)["sealed"])
