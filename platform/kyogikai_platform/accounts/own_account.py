"""What somebody does to their own account, each act with what the log is told of it, in one transaction.

Whoever changes how one signs in has said just before who they are (``SignIn.confirm``, ``stepping_up``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import calendar_links, passkeys, passwords, recovery, sessions, tickets, totp
from kyogikai_platform.accounts.beginning import actor_of
from kyogikai_platform.accounts.passkeys import Host, Owner, Passkey
from kyogikai_platform.accounts.sessions import Open
from kyogikai_platform.accounts.stepping_up import Confirming, confirming
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import (
    CalendarLinkMade,
    PasswordChanged,
    SecondFactorEnrolled,
    SecondFactorRemoved,
    SessionRevoked,
)
from kyogikai_tenants.commands import Say
from kyogikai_tenants.events import Event
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.session import Session


class Factors(NamedTuple):
    """With what an account signs in beside its passphrase, and where it is signed in."""

    totp: bool
    recovery_left: int
    passkeys: list[Passkey]
    sessions: list[Open]


@dataclass(frozen=True)
class OwnAccount:
    """One's own account, in the session in which one acts."""

    tenant: Tenant
    user_id: UUID
    session: bytes
    """The digest of its token: the session that stays when the others end."""

    def factors(self) -> Factors:
        """All that there is."""
        with self._connected() as connection:
            return Factors(
                totp.enrolled(connection, self.user_id),
                recovery.left(connection, self.user_id),
                passkeys.of_user(connection, self.user_id),
                sessions.of_user(connection, self.user_id, self.session),
            )

    def confirming(self) -> Confirming:
        """What is asked of them before that."""
        with self._connected() as connection:
            return confirming(connection, self.user_id, self.session)

    def change_passphrase(self, stored: str) -> None:
        """Another hash: every other session ends, and whatever was begun."""
        with self._saying(PasswordChanged) as connection:
            passwords.change(connection, self.user_id, stored)
            sessions.revoke_all(connection, self.user_id, but=self.session)
            tickets.void(connection, self.user_id)
            calendar_links.revoke(connection, self.user_id, actor_of(connection, self.user_id), "passphrase")

    def propose_totp(self) -> totp.Secret:
        """A secret to be confirmed. Raises AlreadyEnrolled."""
        with self._connected() as connection:
            return totp.propose(connection, self.user_id)

    def proposed_totp(self) -> totp.Secret | None:
        """The secret that waits."""
        with self._connected() as connection:
            return totp.proposed(connection, self.user_id)

    def confirm_totp(self, code: str) -> list[str]:
        """Sign in with codes from now on: the recovery codes, shown once; none where the code is wrong."""
        with self._connected() as connection:
            if not totp.confirm(connection, self.user_id, code):
                return []
            self._say(connection, SecondFactorEnrolled, method="totp")
            return recovery.issue(connection, self.user_id)

    def remove_totp(self) -> None:
        """Sign in without codes."""
        with self._connected() as connection:
            if totp.remove(connection, self.user_id):
                recovery.remove(connection, self.user_id)
                self._say(connection, SecondFactorRemoved, method="totp")

    def renew_recovery(self) -> list[str]:
        """Other recovery codes in place of all; none without an authenticator."""
        with self._connected() as connection:
            if not totp.enrolled(connection, self.user_id):
                return []
            self._say(connection, SecondFactorEnrolled, method="recovery-codes")
            return recovery.issue(connection, self.user_id)

    def offer_passkey(self, host: Host, name: str, municipality: str) -> str:
        """What a browser needs to make a passkey."""
        with self._connected() as connection:
            return passkeys.offer(connection, host, Owner(self.user_id, name, municipality))

    def add_passkey(self, host: Host, sent: str, name: str) -> None:
        """Sign in with a new passkey too. Raises PasskeyRefused."""
        with self._connected() as connection:
            passkeys.register(connection, host, self.user_id, sent, name)
            self._say(connection, SecondFactorEnrolled, method="passkey")

    def rename_passkey(self, handle: str, name: str) -> bool:
        """Call one otherwise; whether there is one."""
        with self._connected() as connection:
            return passkeys.rename(connection, self.user_id, handle, name)

    def remove_passkey(self, handle: str) -> bool:
        """Let one sign in no more; whether there was one."""
        with self._connected() as connection:
            gone = passkeys.remove(connection, self.user_id, handle)
            if gone:
                self._say(connection, SecondFactorRemoved, method="passkey")
            return gone

    def calendar_link(self) -> calendar_links.Link | None:
        """The link from which a calendar program reads."""
        with self._connected() as connection:
            return calendar_links.of_user(connection, self.user_id)

    def make_calendar_link(self) -> str:
        """A new one's secret, in place of the one before."""
        with self._saying(CalendarLinkMade) as connection:
            return calendar_links.make(connection, self.user_id)

    def revoke_calendar_link(self) -> bool:
        """End it; whether there was one."""
        with self._connected() as connection:
            actor = actor_of(connection, self.user_id)
            return calendar_links.revoke(connection, self.user_id, actor, "own-account")

    def end(self, handle: str) -> bool:
        """End one of one's sessions; whether there was one."""
        with self._connected() as connection:
            ended = sessions.revoke_of(connection, self.user_id, handle)
            if ended:
                self._say(connection, SessionRevoked, reason="own-account")
            return ended

    def end_others(self) -> int:
        """End all others; how many there were."""
        with self._connected() as connection:
            ended = sessions.revoke_all(connection, self.user_id, but=self.session)
            if ended:
                self._say(connection, SessionRevoked, reason="own-account")
            return ended

    @contextmanager
    def _saying(self, event: type[Event], **fields: Any) -> Iterator[sa.Connection]:
        with self._connected() as connection:
            self._say(connection, event, **fields)
            yield connection

    def _say(self, connection: sa.Connection, event: type[Event], **fields: Any) -> None:
        session = Session(connection, ReadModels())
        session.execute(Say(event, self.user_id, fields), actor=actor_of(connection, self.user_id))

    @contextmanager
    def _connected(self) -> Iterator[sa.Connection]:
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            yield connection
