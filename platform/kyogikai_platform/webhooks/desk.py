"""What an administrator does to webhooks: judged anew in the transaction that does it, and on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql.changes import position_of
from kyogikai_graphql.problems import BadCursor
from kyogikai_platform.fetching import NotFetched, is_loopback, is_open, numbers, plain
from kyogikai_platform.webhooks import keeping
from kyogikai_platform.webhooks.queueing import Follower
from kyogikai_platform.webhooks.telling import host_of
from kyogikai_tenants.access import WebhookRemoved, WebhookSet
from kyogikai_tenants.log.connection import driver

if TYPE_CHECKING:
    from kyogikai_platform.accounts.clients import Clients

MOST = 5
"""Webhooks of one client."""
NOW, BEGINNING = "", "beginning"
"""From where a webhook is told of changes, beside a cursor: of what comes, or of all there is."""


class BadUrl(ValueError):
    """A webhook leads to a plain https address; on a demo to this machine too."""

    def __init__(self, url: str) -> None:
        super().__init__(
            "a webhook leads to a plain https address, "
            f"and where KYOGIKAI_WEBHOOK_LOOPBACK=1 is set to this machine too, not to {url}"
        )


class InsideUrl(ValueError):
    """Nothing is told to an address inside a network; a name is looked up and judged when it is told."""

    def __init__(self, url: str) -> None:
        super().__init__(f"a webhook leads to a public address, not to {url}")


class BadStart(ValueError):
    """A start is a cursor of changes, or the beginning."""

    def __init__(self, after: str) -> None:
        super().__init__(f"a webhook begins after a cursor of changes, or at the {BEGINNING}, not at {after}")


class TooMany(ValueError):
    """A client has a few webhooks, and no more."""

    def __init__(self) -> None:
        super().__init__(f"a client has {MOST} webhooks at most")


class CannotFollow(ValueError):
    """A client is told of changes within its scopes: changes:read, or published:read."""

    def __init__(self) -> None:
        super().__init__("a client follows changes with the scope changes:read or published:read")


@dataclass(frozen=True)
class Desk:
    """The webhooks of a municipality, in the hand of somebody of it."""

    clients: "Clients"
    loopback: bool = False

    def add(self, client: UUID, url: str, kinds: Sequence[str], after: str = NOW) -> tuple[UUID, str]:
        """Another one, and its secret, shown now or never. Raises what is wrong with it, Refused."""
        self._check(url)
        with self.clients.connected() as connection:
            self.clients.living(connection, client)
            if Follower.of(connection, client) is None:
                raise CannotFollow
            if len(keeping.of_client(connection, client)) >= MOST:
                raise TooMany
            start = _head(connection) if after == NOW else start_of(after)
            self.clients.say(connection, WebhookSet, client, host=host_of(url))
            return keeping.add(connection, client, url, kinds, start)

    def one(self, client: UUID, webhook: UUID) -> keeping.Listed:
        """One of a client's. Raises NoSuchWebhook."""
        with self.clients.connected() as connection:
            return keeping.of(connection, client, webhook)

    def deliveries(self, client: UUID, webhook: UUID) -> list[keeping.Delivery]:
        """What it was told last. Raises NoSuchWebhook."""
        with self.clients.connected() as connection:
            keeping.of(connection, client, webhook)
            return keeping.deliveries(connection, webhook)

    def roll(self, client: UUID, webhook: UUID, overlap: timedelta) -> str:
        """Another secret, shown now or never. Raises NoSuchWebhook, Refused."""
        with self.clients.connected() as connection:
            found = keeping.of(connection, client, webhook)
            self.clients.say(connection, WebhookSet, client, host=host_of(found.url))
            return keeping.roll(connection, webhook, overlap)

    def replay(self, client: UUID, webhook: UUID, after: str) -> None:
        """Tell it again of all after a cursor. Raises NoSuchWebhook, BadStart."""
        start = start_of(after)
        with self.clients.connected() as connection:
            keeping.of(connection, client, webhook)
            keeping.replay(connection, webhook, start)

    def switch(self, client: UUID, webhook: UUID, *, on: bool) -> None:
        """Stop, or go on where it was. Raises NoSuchWebhook."""
        with self.clients.connected() as connection:
            keeping.of(connection, client, webhook)
            keeping.switch(connection, webhook, on=on)

    def remove(self, client: UUID, webhook: UUID) -> None:
        """It is told nothing any more. Raises NoSuchWebhook, Refused."""
        with self.clients.connected() as connection:
            found = keeping.of(connection, client, webhook)
            self.clients.say(connection, WebhookRemoved, client, host=host_of(found.url))
            keeping.remove(connection, webhook)

    def _check(self, url: str) -> None:
        try:
            parts = plain(url)
        except NotFetched as problem:
            raise BadUrl(url) from problem
        if parts.scheme != "https" and not self.loopback:
            raise BadUrl(url)
        written = numbers(parts.hostname or "")
        if written and not is_open(written) and not (self.loopback and is_loopback(written)):
            raise InsideUrl(url)


def start_of(after: str) -> int:
    """The position that a start stands for. Raises BadStart."""
    if after == BEGINNING:
        return 0
    try:
        return position_of(after)
    except BadCursor as problem:
        raise BadStart(after) from problem


def _head(connection: sa.Connection) -> int:
    query = "SELECT coalesce(max(position), 0) FROM audit_entry WHERE tenant_id = %s"
    row = driver(connection).execute(query, (connection.info["tenant_id"],)).fetchone()
    return int(row[0]) if row else 0
