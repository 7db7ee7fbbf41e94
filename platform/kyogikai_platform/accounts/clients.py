"""What an administrator does to API clients: judged anew in the transaction that does it, and on record."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import access_log, client_documents, tokens
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.webhooks import keeping as webhooks
from kyogikai_projections import rights_of
from kyogikai_projections.rights_of import Client
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import (
    ApiClientRegistered,
    ApiClientRevoked,
    ApiClientSecretMade,
    ApiClientSecretRevoked,
)
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.errors import NotFound
from kyogikai_tenants.events import Begins, Ends, Event
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.municipalities import done_on
from kyogikai_tenants.permission import NotOpen, Touched, role_for
from kyogikai_tenants.session import Session

OVERLAPS = {"none": timedelta(0), "hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(7)}
"""How long the secrets of before are good when one is rolled."""


class Row(NamedTuple):
    """A client in the list: how many good secrets, until when, last used when."""

    client: Client
    secrets: int
    until: datetime | None
    used: datetime | None


class Own(NamedTuple):
    """All about one client."""

    client: Client
    secrets: list[tokens.Listed]
    uses: list[access_log.Used]
    webhooks: list[webhooks.Listed]


SUMMARY = """
SELECT client_id, count(*) FILTER (WHERE revoked_at IS NULL AND expires_at > now()),
  max(expires_at) FILTER (WHERE revoked_at IS NULL AND expires_at > now()), max(used_at)
FROM api_token WHERE tenant_id = %s AND parent IS NULL GROUP BY client_id
"""


@dataclass(frozen=True)
class Clients:
    """The API clients of a municipality, in the hand of somebody of it."""

    tenant: Tenant
    by: UUID

    def all(self) -> list[Row]:
        """Every client that there ever was."""
        with self.connected() as connection:
            rows = driver(connection).execute(SUMMARY, (self.tenant.id,)).fetchall()
            known = {row[0]: row[1:] for row in rows}
            listed = rights_of.clients(connection, today())
        return [Row(one, *known.get(one.id, (0, None, None))) for one in listed]

    def one(self, client: UUID) -> Own:
        """One of them. Raises NotFound."""
        with self.connected() as connection:
            found = next((one for one in rights_of.clients(connection, today()) if one.id == client), None)
            if found is None:
                raise NotFound(kind="api_client", id=client)
            secrets, uses = tokens.of_client(connection, client), access_log.of_client(connection, client)
            return Own(found, secrets, uses, webhooks.of_client(connection, client))

    def register(
        self, name: str, scopes: Sequence[str], valid: timedelta = tokens.VALID
    ) -> tuple[UUID, tokens.Issued]:
        """A new client with its first secret, which is shown now or never. Raises Refused."""
        with self.connected() as connection:
            given = {"name": name, "scopes": list(scopes), "audience": "secretariat"}
            client = self.say(connection, ApiClientRegistered, None, **given)
            return client, self._issued(connection, client, valid)

    def roll(self, client: UUID, valid: timedelta, overlap: timedelta) -> tokens.Issued:
        """Another secret; those of before are good for the overlap. Raises Refused."""
        with self.connected() as connection:
            self.living(connection, client)
            tokens.shorten(connection, client, overlap)
            return self._issued(connection, client, valid)

    def end_secret(self, client: UUID, prefix: str, reason: str) -> int:
        """A secret is good no longer; how many began so. Raises Refused."""
        with self.connected() as connection:
            ended = tokens.revoke(connection, client, prefix)
            if ended:
                self.say(connection, ApiClientSecretRevoked, client, prefix=prefix, reason=reason)
            return ended

    def revoke(self, client: UUID, reason: str) -> None:
        """The client asks no longer, and is told nothing any more. Raises Refused."""
        with self.connected() as connection:
            self.say(connection, ApiClientRevoked, client, reason=reason)
            tokens.revoke(connection, client)
            webhooks.remove_all(connection, client)
            client_documents.remove_all(connection, client)

    def _issued(self, connection: sa.Connection, client: UUID, valid: timedelta) -> tokens.Issued:
        issued = tokens.issue(connection, client, valid)
        until = today() + timedelta(days=valid.days)
        self.say(connection, ApiClientSecretMade, client, prefix=issued.prefix, until=until)
        return issued

    @staticmethod
    def living(connection: sa.Connection, client: UUID) -> None:
        """Raises NotFound for one that is unknown or revoked."""
        if rights_of.client(connection, client, today()) is None:
            raise NotFound(kind="api_client", id=client)

    def say(self, connection: sa.Connection, event: type[Event], client: UUID | None, **fields: Any) -> UUID:
        """Put an act on record, as whoever does it. Raises Refused."""
        known = rights_of.user(connection, self.by, today())
        if known is None:
            raise NotOpen
        actor = Actor(str(self.by), role_for(known.holdings, event, client, Touched()))
        dated = {"effective": done_on(today())} if issubclass(event, Begins | Ends) else {}
        said = Say(event, client, dated | fields)
        return Session(connection, ReadModels()).execute(said, actor=actor).record_id

    @contextmanager
    def connected(self) -> Iterator[sa.Connection]:
        """A transaction of the municipality."""
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            yield connection
