"""Signing in with a passphrase: an address that nobody has takes the same way as one that somebody has.

Count the attempt, compare one hash, answer. Only who succeeds goes further. What the log is told of
failures is written beside the answer, so that its time tells nothing.
"""

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import attempts, passwords, sessions
from kyogikai_platform.accounts.passwords import Hashing, Stored, address_of
from kyogikai_platform.tenant import Tenant
from kyogikai_projections import rights_of
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import InvitationAccepted, SessionRevoked, SignedIn, SignInFailuresCounted
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.municipalities import done_on
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Role

TOLD_AT = frozenset({attempts.FREE, *(attempts.FREE * 10**n for n in range(1, 6))})
"""At which number of failures the log is told: seldom, however long somebody tries."""
DOOR = Actor("sign-in", Role.PUBLIC)
"""Who counts failures: nobody is signed in then."""


class SignInFailed(Exception):
    """The address or the passphrase is wrong; which of them, nobody is told."""


class Entered(NamedTuple):
    """Who came in, and the token of their session."""

    user_id: UUID
    token: str


class Try(NamedTuple):
    """An attempt: whose it would be, from where, and the how-manieth it is."""

    address: bytes
    place: bytes
    stored: Stored | None
    number: int


@dataclass(frozen=True)
class SignIn:
    """The sign-in of one process."""

    hashing: Hashing = field(default_factory=Hashing)
    beside: Executor = field(default_factory=lambda: ThreadPoolExecutor(1, "sign-in"))
    """Where the log is told of failures."""

    def enter(self, tenant: Tenant, email: str, passphrase: str, place: str) -> Entered:
        """Begin a session. Raises SignInFailed, Delayed, Busy, NoMasterKey."""
        with self.hashing.turn():
            tried = _counted(tenant, address_of(email), place)
            matches = self.hashing.matches(tried.stored.hash if tried.stored else None, passphrase)
        if not matches:
            self._failed(tenant, tried)
            raise SignInFailed
        assert tried.stored is not None  # noqa: S101 - only what is stored matches
        with transaction(tenant.engine, tenant.id) as connection:
            return _begun(connection, tried, tried.stored)

    def _failed(self, tenant: Tenant, tried: Try) -> None:
        if tried.number in TOLD_AT:
            self.beside.submit(_tell, tenant, tried)

    @staticmethod
    def leave(tenant: Tenant, digest: bytes, reason: str = "sign-out") -> bool:
        """End a session; whether there was one."""
        with transaction(tenant.engine, tenant.id) as connection:
            session = Session(connection, ReadModels())
            user = sessions.revoke(connection, digest)
            if user is not None:
                session.execute(Say(SessionRevoked, user, {"reason": reason}), actor=_actor(connection, user))
            return user is not None


def _counted(tenant: Tenant, address: str, place: str) -> Try:
    """Take an attempt, and look up whose it would be: the same statements for everybody. Raises Delayed.

    The municipality's key is made when first needed; of two who need it at once, one comes again.
    """
    try:
        return _count_once(tenant, address, place)
    except sa.exc.IntegrityError:
        return _count_once(tenant, address, place)


def _count_once(tenant: Tenant, address: str, place: str) -> Try:
    with transaction(tenant.engine, tenant.id) as connection:
        keys = Keys(connection)
        own, where = keys.fingerprint(address), keys.fingerprint(place)
        attempts.take(connection, where, attempts.FREE_FROM_ONE_PLACE)
        number = attempts.take(connection, own)
        return Try(own, where, passwords.find(connection, own), number)


def _begun(connection: sa.Connection, tried: Try, stored: Stored) -> Entered:
    """A session, in one transaction with what the log is told of it. Raises SignInFailed."""
    session = Session(connection, ReadModels())
    known = rights_of.user(connection, stored.user_id, today())
    if known is None or not passwords.still(connection, stored):
        raise SignInFailed
    actor = Actor(str(stored.user_id), known.holdings.roles[0])
    if not known.accepted:
        came = {"effective": done_on(today())}
        session.execute(Say(InvitationAccepted, stored.user_id, came), actor=actor)
    failures = attempts.succeeded(connection, tried.address)
    attempts.take_back(connection, tried.place)
    if failures:
        session.execute(_count(stored.user_id, *failures), actor=actor)
    session.execute(Say(SignedIn, stored.user_id, {"method": "password"}), actor=actor)
    return Entered(stored.user_id, sessions.begin(connection, stored.user_id, "password"))


def _actor(connection: sa.Connection, user: UUID) -> Actor:
    known = rights_of.user(connection, user, today())
    return Actor(str(user), known.holdings.roles[0] if known else Role.PUBLIC)


def _count(user: UUID, number: int, since: object) -> Say:
    return Say(SignInFailuresCounted, user, {"count": number, "since": since})


def _tell(tenant: Tenant, tried: Try) -> None:
    """One entry for many failures; of an address that is nobody's there is nothing to tell."""
    if tried.stored is None:
        return
    with transaction(tenant.engine, tenant.id) as connection:
        failures = attempts.so_far(connection, tried.address)
        if failures:
            session = Session(connection, ReadModels())
            session.execute(_count(tried.stored.user_id, *failures), actor=DOOR)
