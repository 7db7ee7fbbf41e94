"""What is done to accounts and clients from the console: invited, given roles, passphrases and tokens.

The operator sees to a municipality's first administrator; whatever else is done is done as one of its
administrators, and the log says as whom.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import passwords, sessions, tickets, tokens
from kyogikai_platform.accounts.passwords import Hashing, address_of
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.webhooks import keeping as webhooks
from kyogikai_projections import rights_of
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import (
    ApiClientRegistered,
    ApiClientRevoked,
    PasswordChanged,
    PersonLinked,
    RoleGranted,
    RoleRevoked,
    UserInvited,
    email_of,
)
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.council.contacts import ADDRESS, NoAddress
from kyogikai_tenants.errors import NotFound
from kyogikai_tenants.events import Event
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.municipalities import done_on
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Role

OPERATOR = Actor("console", Role.PLATFORM_OPERATOR)


class NoSuchAccount(Exception):
    """No account of the municipality has that address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"nobody signs in here as {email!r}")


@dataclass(frozen=True)
class People:
    """The accounts and clients of one municipality, in the hand of somebody."""

    tenant: Tenant
    actor: Actor = OPERATOR
    day: date = field(default_factory=today)
    hashing: Hashing = field(default_factory=Hashing)

    def as_(self, email: str) -> "People":
        """In the hand of somebody of the municipality. Raises NoSuchAccount."""
        user = self.find(email)
        with self._connected() as connection:
            known = rights_of.user(connection, user, self.day)
        roles = known.holdings.roles if known else ()
        role = next((r for r in roles if r is Role.TENANT_ADMINISTRATOR), Role.PUBLIC)
        return People(self.tenant, Actor(str(user), role), self.day, self.hashing)

    def find(self, email: str) -> UUID:
        """Whose an address is, also before they have a passphrase. Raises NoSuchAccount."""
        address = address_of(email)
        with self._connected() as connection:
            keys = Keys(connection)
            if (stored := passwords.find(connection, keys.fingerprint(address))) is not None:
                return stored.user_id
            for user in _accounts(connection):
                if address_of(email_of(Log.within(connection), keys, user)) == address:
                    return user
        raise NoSuchAccount(email)

    def invite(self, name: str, email: str, person: UUID | None = None) -> UUID:
        """A new account; nobody else signs in with that address. Raises NoAddress, Refused."""
        if not ADDRESS.fullmatch(email.strip()):
            raise NoAddress(field="email")
        given: dict[str, Any] = {"name": name, "email": email, "person_id": person}

        def enter(connection: sa.Connection, user: UUID) -> None:
            passwords.keep(connection, user, Keys(connection).fingerprint(address_of(email)), "")

        return self._say(UserInvited, None, enter, audience="secretariat", **given)

    def link(self, user: UUID, person: UUID | None) -> None:
        """Who of the record an account is. Raises Refused."""
        self._say(PersonLinked, user, person_id=person)

    def grant(
        self, user: UUID, role: Role, body: UUID | None = None, until: date | None = None, *, key: str = ""
    ) -> None:
        """Give a role; with a key, once. Raises Refused."""
        self._say(RoleGranted, user, key=key, role=role, body_id=body, until=until)

    def revoke(self, user: UUID, role: Role, body: UUID | None = None) -> None:
        """Take a role away. Raises Refused."""
        self._say(RoleRevoked, user, role=role, body_id=body)

    def passphrase(self, user: UUID, email: str, text: str) -> None:
        """Set a passphrase: every session of the account ends. Raises Refused."""
        stored = self.hashing.hash(text)

        def keep(connection: sa.Connection, user: UUID) -> None:
            passwords.keep(connection, user, Keys(connection).fingerprint(address_of(email)), stored)
            sessions.revoke_all(connection, user)
            tickets.void(connection, user)

        self._said(Say(PasswordChanged, user), keep)

    def register(self, name: str, scopes: list[str], *, key: str = "") -> UUID:
        """A new API client; with a key, once. Raises Refused."""
        given: dict[str, Any] = {"name": name, "scopes": scopes, "audience": "secretariat"}
        return self._say(ApiClientRegistered, None, key=key, **given)

    def token(self, client: UUID, valid: timedelta = tokens.VALID, *, text: str = "") -> tokens.Issued:
        """A new token of a client, or for the demo one of known text. Raises NotFound."""
        with self._connected() as connection:
            if rights_of.client(connection, client, self.day) is None:
                raise NotFound(kind="api_client", id=client)
            return tokens.issue(connection, client, valid, text)

    def withdraw(self, client: UUID, prefix: str = "", reason: str = "") -> int:
        """End a client and all its tokens; with a prefix only the tokens that begin so. How many ended."""
        with self._connected() as connection:
            if not prefix:
                given = {"effective": done_on(self.day), "reason": reason}
                session = Session(connection, ReadModels())
                session.execute(Say(ApiClientRevoked, client, given), actor=self.actor)
                webhooks.remove_all(connection, client)
            return tokens.revoke(connection, client, prefix)

    def _say(
        self,
        event: type[Event],
        subject: UUID | None,
        beside: Callable[[sa.Connection, UUID], None] | None = None,
        *,
        key: str = "",
        **fields: Any,
    ) -> UUID:
        return self._said(Say(event, subject, {"effective": done_on(self.day), **fields}), beside, key)

    def _said(
        self, say: Say, beside: Callable[[sa.Connection, UUID], None] | None = None, key: str = ""
    ) -> UUID:
        """An event, and in the same transaction what stands beside the log."""
        with self._connected() as connection:
            done = Session(connection, ReadModels()).execute(say, actor=self.actor, key=key).record_id
            if beside:
                beside(connection, done)
            return done

    def _connected(self) -> AbstractContextManager[sa.Connection]:
        return transaction(self.tenant.engine, self.tenant.id)


def _accounts(connection: sa.Connection) -> list[UUID]:
    query = "SELECT DISTINCT id FROM user_account WHERE tenant_id = %s AND known_to IS NULL"
    found = driver(connection).execute(query, (connection.info["tenant_id"],))
    return [row[0] for row in found]
