"""Signing in with a passphrase: an address that nobody has takes the same way as one that somebody has.

Count the attempt, compare one hash, answer. Only who succeeds goes further: into the house, or halfway to
the second step. What the log is told of failures is written beside the answer, so that its time tells
nothing.
"""

import unicodedata
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import attempts, passwords, recovery, sessions, tickets, totp
from kyogikai_platform.accounts.attempts import Failures
from kyogikai_platform.accounts.beginning import Came, Entered, SignInFailed, actor_of, begin, counted
from kyogikai_platform.accounts.passwords import Hashing, Stored, address_of
from kyogikai_platform.accounts.tickets import Use
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import SessionRevoked
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Role

TOLD_AT = frozenset({attempts.FREE, *(attempts.FREE * 10**n for n in range(1, 6))})
"""At which number of failures the log is told: seldom, however long somebody tries."""
FIRST_STEPS = {Use.SECOND_STEP: "password", Use.STEP_AFTER_PROVIDER: "oidc"}
"""What a ticket to the second step was given for."""
DOOR = Actor("sign-in", Role.PUBLIC)
"""Who counts failures: nobody is signed in then."""


class SignInOver(Exception):
    """The first step is too long ago, or was made in another browser."""


class Halfway(NamedTuple):
    """The passphrase was right, and a code is asked for: a ticket to the second step, worth nothing else."""

    user_id: UUID
    ticket: str


class Try(NamedTuple):
    """An attempt: whose it would be, from where, and the how-manieth it is."""

    whose: bytes
    place: bytes
    stored: Stored | None
    number: int


@dataclass(frozen=True)
class SignIn:
    """The sign-in of one process."""

    hashing: Hashing = field(default_factory=Hashing)
    beside: Executor = field(default_factory=lambda: ThreadPoolExecutor(1, "sign-in"))
    """Where the log is told of failures."""

    def enter(
        self, tenant: Tenant, email: str, passphrase: str, came: Came, browser: bytes = b""
    ) -> Entered | Halfway:
        """Begin a session, or go halfway. Raises SignInFailed, Delayed, Busy, NoMasterKey."""
        with self.hashing.turn():
            tried = _counted(tenant, address_of(email), came.place)
            matches = self.hashing.matches(tried.stored.hash if tried.stored else None, passphrase)
        if not matches:
            self._failed(tenant, tried)
            raise SignInFailed
        assert tried.stored is not None  # noqa: S101 - only what is stored matches
        with transaction(tenant.engine, tenant.id) as connection:
            if not passwords.still(connection, tried.stored):
                raise SignInFailed
            user = tried.stored.user_id
            attempts.take_back(connection, tried.place)
            if totp.enrolled(connection, user):
                attempts.take_back(connection, tried.whose)
                return Halfway(user, tickets.issue(connection, Use.SECOND_STEP, user, browser))
            return begin(connection, user, "password", came, attempts.succeeded(connection, tried.whose))

    def finish(self, tenant: Tenant, half: str, code: str, came: Came, browser: bytes = b"") -> Entered:
        """Begin a session by the second step. Raises SignInOver, SignInFailed, Delayed, NoMasterKey."""
        tried = _counted_step(tenant, half, came.place, browser)
        try:
            with transaction(tenant.engine, tenant.id) as connection:
                use, user = _halfway(connection, half, browser)
                if tickets.take(connection, use, half, browser) is None:
                    raise SignInOver
                method = f"{FIRST_STEPS[use]}+{accepted(connection, user, code)}"
                return begin(connection, user, method, came, *_passed(connection, user, tried))
        except SignInFailed:
            self._failed(tenant, tried)
            raise

    def confirm(self, tenant: Tenant, user: UUID, passphrase: str, place: str) -> None:
        """Whoever is signed in says their passphrase again. Raises SignInFailed, Delayed, Busy."""
        with self.hashing.turn():
            tried = _counted_again(tenant, user, place)
            matches = self.hashing.matches(tried.stored.hash if tried.stored else None, passphrase)
        if not matches:
            self._failed(tenant, tried)
            raise SignInFailed
        with transaction(tenant.engine, tenant.id) as connection:
            attempts.take_back(connection, tried.whose)
            attempts.take_back(connection, tried.place)

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
                said = Say(SessionRevoked, user, {"reason": reason})
                session.execute(said, actor=actor_of(connection, user))
            return user is not None


def accepted(connection: sa.Connection, user: UUID, code: str) -> str:
    """Which second factor a code is of, used up now. Raises SignInFailed for none."""
    plain = unicodedata.normalize("NFKC", "".join(code.split()))
    if totp.accept(connection, user, plain):
        return "totp"
    if recovery.accept(connection, user, plain):
        return "recovery-code"
    raise SignInFailed


def _passed(connection: sa.Connection, user: UUID, tried: Try) -> list[Failures | None]:
    """Both steps begin anew, and say what failed before."""
    own = passwords.of(connection, user)
    attempts.take_back(connection, tried.place)
    first = attempts.succeeded(connection, own.address, own=0)
    return [first, attempts.succeeded(connection, tried.whose)]


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


def _counted_step(tenant: Tenant, half: str, place: str, browser: bytes) -> Try:
    """Take an attempt at the second step: counted for the account, however often it starts anew."""
    with transaction(tenant.engine, tenant.id) as connection:
        _, user = _halfway(connection, half, browser)
        keys = Keys(connection)
        own, where = keys.fingerprint(f"second step of {user}"), keys.fingerprint(place)
        attempts.take(connection, where, attempts.FREE_FROM_ONE_PLACE)
        number = attempts.take(connection, own)
        return Try(own, where, Stored(user, ""), number)


def _halfway(connection: sa.Connection, half: str, browser: bytes) -> tuple[Use, UUID]:
    """After which first step a browser is halfway in, and as whom. Raises SignInOver."""
    for use in FIRST_STEPS:
        ticket = tickets.look(connection, use, half)
        if ticket is not None and ticket.user_id is not None and ticket.bound == browser:
            return use, ticket.user_id
    raise SignInOver


def _counted_again(tenant: Tenant, user: UUID, place: str) -> Try:
    with transaction(tenant.engine, tenant.id) as connection:
        own, where = passwords.of(connection, user), Keys(connection).fingerprint(place)
        attempts.take(connection, where, attempts.FREE_FROM_ONE_PLACE)
        number = attempts.take(connection, own.address)
        return Try(own.address, where, Stored(user, own.hash), number)


def _tell(tenant: Tenant, tried: Try) -> None:
    """One entry for many failures; of an address that is nobody's there is nothing to tell."""
    if tried.stored is None:
        return
    with transaction(tenant.engine, tenant.id) as connection:
        failures = attempts.so_far(connection, tried.whose)
        if failures:
            session = Session(connection, ReadModels())
            session.execute(counted(tried.stored.user_id, *failures), actor=DOOR)
