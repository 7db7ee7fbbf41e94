"""Links of mails: whoever has the mail sets a passphrase, once. A forgotten one for an hour, an invitation.

A link is bound to the municipality and to the address that it was sent to. Whether an address is anybody's
is found out beside the answer, so that neither the answer nor its time tells.
"""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import attempts, calendar_links, passwords, sessions, tickets
from kyogikai_platform.accounts.beginning import Came, Entered, SignInFailed, actor_of, begin
from kyogikai_platform.accounts.mail import Letter, Post
from kyogikai_platform.accounts.passwords import address_of
from kyogikai_platform.accounts.sign_in import SignIn
from kyogikai_platform.accounts.tickets import Use
from kyogikai_platform.tenant import Tenant
from kyogikai_projections import rights_of
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import PasswordChanged, email_of
from kyogikai_tenants.commands import Say
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import ERASED, Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.session import Session

MOST_A_DAY = 5
"""Mails to an account that forgets: whoever asks in somebody's name fills nobody's box."""


class LinkOver(Exception):
    """The link was used, is too old, or belongs to another municipality or address."""


class Wording(NamedTuple):
    """What a mail says; ``{link}`` stands where the link does."""

    subject: str
    text: str


@dataclass(frozen=True)
class Links:
    """The links of one municipality's host, ``https://host``."""

    tenant: Tenant
    origin: str
    post: Post

    @property
    def host(self) -> str:
        """The host alone."""
        return self.origin.partition("://")[2]

    def forgotten(self, sign_in: SignIn, email: str, place: str, says: Wording) -> None:
        """Somebody forgot: the same for an address that nobody has. Raises Delayed, NoMasterKey."""
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            keys, address = Keys(connection), address_of(email)
            attempts.take(connection, keys.fingerprint(place), attempts.FREE_FROM_ONE_PLACE)
            attempts.take(connection, keys.fingerprint(f"forgotten {address}"))
        sign_in.beside.submit(self._remind, address, says)

    def _remind(self, address: str, says: Wording) -> None:
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            stored = passwords.find(connection, Keys(connection).fingerprint(address))
            if stored is None or not stored.hash or not _may(connection, stored.user_id):
                return
            if tickets.lately(connection, stored.user_id, Use.FORGOTTEN) >= MOST_A_DAY:
                return
            to, secret = self._issued(connection, Use.FORGOTTEN, stored.user_id)
        self.send(to, f"/forgotten/{secret}", says)

    def invite(self, user_id: UUID, says: Wording) -> bool:
        """Send an invitation, in place of any before; whether the mail is on its way."""
        return self.send(*self.invitation(user_id), says)

    def invitation(self, user_id: UUID) -> tuple[str, str]:
        """Whom an invitation goes to, and the path of its link, in place of any before."""
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            tickets.void(connection, user_id, Use.INVITATION)
            to, secret = self._issued(connection, Use.INVITATION, user_id)
        return to, f"/invitation/{secret}"

    def send(self, to: str, path: str, says: Wording) -> bool:
        """Send a link that was made; whether the mail is on its way."""
        if to == ERASED:
            return False
        text = says.text.replace("{link}", self.origin + path)
        return self.post.send(self.host, Letter(to, says.subject, text))

    @staticmethod
    def _issued(connection: sa.Connection, use: Use, user_id: UUID) -> tuple[str, str]:
        """The address that is on record, never one that was typed, and the secret of a link for it."""
        to = email_of(Log.within(connection), Keys(connection), user_id)
        own = passwords.of(connection, user_id)
        return to, tickets.issue(connection, use, user_id, own.address)

    def holder(self, use: Use, shown: str) -> str:
        """Whose a link is that is still good, by name. Raises LinkOver."""
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            known = rights_of.user(connection, _holder(connection, use, shown), today())
            if known is None:
                raise LinkOver
            return known.name

    def reset(self, shown: str, stored: str) -> None:
        """Another hash by a link: every session ends, and whatever was begun. Raises LinkOver."""
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            user = _taken(connection, Use.FORGOTTEN, shown)
            passwords.change(connection, user, stored)
            sessions.revoke_all(connection, user)
            tickets.void(connection, user)
            attempts.succeeded(connection, passwords.of(connection, user).address)
            session, actor = Session(connection, ReadModels()), actor_of(connection, user)
            session.execute(Say(PasswordChanged, user), actor=actor)
            calendar_links.revoke(connection, user, actor, "passphrase")

    def accept(self, shown: str, stored: str, came: Came) -> Entered:
        """Come in for the first time. Raises LinkOver."""
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            user = _taken(connection, Use.INVITATION, shown)
            passwords.change(connection, user, stored)
            tickets.void(connection, user)
            try:
                return begin(connection, user, "invitation", came)
            except SignInFailed as problem:
                raise LinkOver from problem


def _may(connection: sa.Connection, user_id: UUID) -> bool:
    return rights_of.user(connection, user_id, today()) is not None


def _holder(connection: sa.Connection, use: Use, shown: str) -> UUID:
    ticket = tickets.look(connection, use, shown)
    if ticket is None or ticket.user_id is None:
        raise LinkOver
    if passwords.of(connection, ticket.user_id).address != ticket.bound:
        raise LinkOver
    return ticket.user_id


def _taken(connection: sa.Connection, use: Use, shown: str) -> UUID:
    user = _holder(connection, use, shown)
    bound = passwords.of(connection, user).address
    if tickets.take(connection, use, shown, bound) is None or not _may(connection, user):
        raise LinkOver
    return user
