"""What an administrator does to the accounts of all: judged anew in the transaction that does it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import (
    calendar_links,
    passkeys,
    passwords,
    recovery,
    sessions,
    tickets,
    totp,
)
from kyogikai_platform.accounts.oidc import binding
from kyogikai_platform.accounts.passwords import address_of
from kyogikai_platform.tenant import Tenant
from kyogikai_projections import rights_of
from kyogikai_projections.rights_of import Listed
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import (
    CalendarLinkRevoked,
    RoleGranted,
    RoleRevoked,
    SecondFactorRemoved,
    UserInvited,
    UserResumed,
    UserSuspended,
)
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.events import Event
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.municipalities import done_on
from kyogikai_tenants.permission import NotOpen, Touched, role_for
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Role

WAYS = """
SELECT p.user_id, p.hash <> '',
  EXISTS (SELECT FROM account_totp t WHERE t.tenant_id = p.tenant_id AND t.user_id = p.user_id
    AND t.confirmed_at IS NOT NULL),
  (SELECT count(*) FROM account_passkey k WHERE k.tenant_id = p.tenant_id AND k.user_id = p.user_id),
  (SELECT max(i.ends_at) FROM account_ticket i WHERE i.tenant_id = p.tenant_id AND i.user_id = p.user_id
    AND i.kind = 'invitation' AND i.used_at IS NULL AND i.ends_at > now()),
  (SELECT max(s.seen_at) FROM account_session s WHERE s.tenant_id = p.tenant_id AND s.user_id = p.user_id),
  EXISTS (SELECT FROM account_identity o WHERE o.tenant_id = p.tenant_id AND o.user_id = p.user_id)
FROM account_password p WHERE p.tenant_id = %s
"""


class Ways(NamedTuple):
    """How an account signs in: passphrase or provider, codes, passkeys; until when invited; last seen."""

    passphrase: bool = False
    totp: bool = False
    passkeys: int = 0
    invited_until: datetime | None = None
    seen: datetime | None = None
    provider: bool = False

    @property
    def came(self) -> bool:
        """Whether somebody has come in by it, or can."""
        return self.passphrase or self.provider


class Given(NamedTuple):
    """A role to be given: in which body, through which day."""

    role: Role
    body: UUID | None = None
    until: date | None = None


class Account(NamedTuple):
    """An account as its administrator sees it: never its address."""

    listed: Listed
    ways: Ways


@dataclass(frozen=True)
class Staff:
    """The accounts of a municipality, in the hand of somebody of it."""

    tenant: Tenant
    by: UUID

    def all(self) -> list[Account]:
        """Everybody who has an account today."""
        with self._connected() as connection:
            rows = driver(connection).execute(WAYS, (self.tenant.id,)).fetchall()
            ways = {row[0]: Ways(*row[1:]) for row in rows}
            return [Account(one, ways.get(one.id, Ways())) for one in rights_of.users(connection, today())]

    def invite(self, name: str, email: str, roles: Sequence[Given]) -> UUID:
        """A new account with its roles, all or nothing. Raises Refused."""
        with self._connected() as connection:
            given = {"name": name, "email": email, "audience": "secretariat"}
            user = self._say(connection, UserInvited, None, **given)
            passwords.keep(connection, user, Keys(connection).fingerprint(address_of(email)), "")
            for role in roles:
                self._say(connection, RoleGranted, user, **_fields(role))
            return user

    def grant(self, user: UUID, given: Given, reason: str) -> None:
        """Give a role. Raises Refused."""
        with self._connected() as connection:
            self._say(connection, RoleGranted, user, reason=reason, **_fields(given))

    def revoke(self, user: UUID, role: Role, body: UUID | None, reason: str) -> None:
        """Take a role away, from today on. Raises Refused."""
        with self._connected() as connection:
            self._say(connection, RoleRevoked, user, role=role, body_id=body, reason=reason)

    def suspend(self, user: UUID, reason: str) -> None:
        """Nobody signs in with it, and whoever did is out. Raises Refused."""
        with self._connected() as connection:
            self._say(connection, UserSuspended, user, reason=reason)
            sessions.revoke_all(connection, user)
            tickets.void(connection, user)
            self._end_calendar_link(connection, user, reason)

    def resume(self, user: UUID, reason: str) -> None:
        """It may be used again. Raises Refused."""
        with self._connected() as connection:
            self._say(connection, UserResumed, user, reason=reason)

    def remove_factors(self, user: UUID, reason: str) -> None:
        """For somebody who lost them: the passphrase alone, and signed out. Raises Refused."""
        with self._connected() as connection:
            self._say(connection, SecondFactorRemoved, user, method="all", reason=reason)
            totp.remove(connection, user)
            recovery.remove(connection, user)
            passkeys.remove_all(connection, user)
            binding.release(connection, user)
            sessions.revoke_all(connection, user)
            self._end_calendar_link(connection, user, reason)

    def _end_calendar_link(self, connection: sa.Connection, user: UUID, reason: str) -> None:
        actor = self._actor(connection, CalendarLinkRevoked, user)
        calendar_links.revoke(connection, user, actor, reason)

    def _say(self, connection: sa.Connection, event: type[Event], user: UUID | None, **fields: Any) -> UUID:
        actor = self._actor(connection, event, user)
        dated = {} if event is SecondFactorRemoved else {"effective": done_on(today())}
        session = Session(connection, ReadModels())
        return session.execute(Say(event, user, dated | fields), actor=actor).record_id

    def _actor(self, connection: sa.Connection, event: type[Event], user: UUID | None) -> Actor:
        known = rights_of.user(connection, self.by, today())
        if known is None:
            raise NotOpen
        return Actor(str(self.by), role_for(known.holdings, event, user, Touched()))

    @contextmanager
    def _connected(self) -> Iterator[sa.Connection]:
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            yield connection


def _fields(given: Given) -> dict[str, Any]:
    return {"role": given.role, "body_id": given.body, "until": given.until}
