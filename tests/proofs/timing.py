"""Nobody finds out by the clock who has an account: what is known and what is not take the same time.

Tries of both kinds are made in turns that a die decides, in one process without a network in between, so
that nothing hides a difference. Each proof has its control: the same with the way that is the same for
everybody left out.
"""

import os
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random
from statistics import median
from typing import Any
from unittest.mock import patch
from uuid import UUID

import sqlalchemy as sa
from typing_extensions import override

from kyogikai_platform.accounts import passwords, secret, tickets
from kyogikai_platform.accounts.beginning import Came, SignInFailed
from kyogikai_platform.accounts.links import LinkOver, Links, Wording
from kyogikai_platform.accounts.mail import Letter
from kyogikai_platform.accounts.passwords import Hashing
from kyogikai_platform.accounts.sign_in import SignIn
from kyogikai_platform.accounts.tickets import Use
from kyogikai_platform.installation import Installation
from kyogikai_projections import rights_of
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import PASSPHRASE, House
from tests.proofs.report import Line
from tests.proofs.telling_apart import ALPHA, Apart, compared

TRIES = 200
KNOWN, INVITED, NOBODY = "known@example.jp", "invited@example.jp", "nobody@example.jp"
CAME = Came("address:192.0.2.7")
SAYS = Wording("忘れた", "{link}")
Try = Callable[[], None]


class Post:
    """Takes letters and lays them away."""

    def send(self, host: str, letter: Letter) -> bool:
        """Taken."""
        return True


class AtOnce(Executor):
    """Whatever should be done beside the answer is done before it."""

    @override
    def submit(self, fn: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*given, **named))
        return done


@dataclass(frozen=True)
class Guesser:
    """Somebody who tries, and looks at the clock."""

    house: House
    sign_in: SignIn
    random: Random

    @classmethod
    def at(cls, here: Installation, random: Random, **more: Any) -> "Guesser":
        """At a municipality of their own, with an account that signs in and one that was only invited."""
        house, sign_in = House.opened(here), SignIn(**more)
        people = replace(house.people, hashing=sign_in.hashing)
        for email in (KNOWN, INVITED):
            people.grant(people.invite(email, email), Role.VIEWER)
        people.passphrase(people.find(KNOWN), KNOWN, PASSPHRASE)
        return cls(house, sign_in, random)

    def times(self, kinds: Mapping[str, Try], tries: int) -> dict[str, list[float]]:
        """How long each kind took, in seconds, each so many times; the first of each is for nothing."""
        found: dict[str, list[float]] = {name: [] for name in kinds}
        for attempt in kinds.values():
            self._quiet()
            attempt()
        for _ in range(tries):
            for name in self.random.sample(list(kinds), len(kinds)):
                self._quiet()
                began = time.perf_counter()
                kinds[name]()
                found[name].append(time.perf_counter() - began)
        return found

    def _quiet(self) -> None:
        """Nothing is counted, and nothing goes on beside."""
        self.sign_in.beside.submit(int).result()
        with transaction(self.house.tenant.engine, self.house.tenant.id) as connection:
            for table in ("sign_in_attempt", "account_ticket WHERE kind = 'forgotten' AND used_at IS NULL"):
                driver(connection).execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables

    def signs_in(self, email: str) -> Try:
        """With a passphrase that is wrong."""

        def attempt() -> None:
            try:
                self.sign_in.enter(self.house.tenant, email, "not the passphrase", CAME)
            except SignInFailed:
                return
            raise AssertionError(email)

        return attempt

    @property
    def links(self) -> Links:
        """The links of the house."""
        return Links(self.house.tenant, f"http://{self.house.host}", Post())

    def forgets(self, email: str) -> Try:
        """As if one's passphrase were forgotten."""
        return lambda: self.links.forgotten(self.sign_in, email, CAME.place, SAYS)

    def shows(self, secret: str) -> Try:
        """An invitation's secret."""

        def attempt() -> None:
            try:
                self.links.holder(Use.INVITATION, secret)
            except LinkOver:
                return
            raise AssertionError(secret)

        return attempt

    def used(self) -> str:
        """The secret of an invitation that somebody has accepted."""
        user = self.house.people.find(INVITED)
        with transaction(self.house.tenant.engine, self.house.tenant.id) as connection:
            own = passwords.of(connection, user)
            found = tickets.issue(connection, Use.INVITATION, user, own.address)
            assert tickets.take(connection, Use.INVITATION, found, own.address)
        return found


def signing_in(own: Guesser) -> dict[str, Try]:
    """An account, one that has no passphrase yet, and none."""
    return {email: own.signs_in(email) for email in (KNOWN, INVITED, NOBODY)}


def forgetting(own: Guesser) -> dict[str, Try]:
    """An account, and none."""
    return {email: own.forgets(email) for email in (KNOWN, NOBODY)}


def showing(own: Guesser) -> dict[str, Try]:
    """A secret that was one, and one that never was."""
    return {"used": own.shows(own.used()), "never issued": own.shows("x" * 43)}


WAYS: Mapping[str, Callable[[Guesser], dict[str, Try]]] = {
    "signing in with a wrong passphrase": signing_in,
    "a forgotten passphrase": forgetting,
    "the secret of an invitation": showing,
}


# Faults


@contextmanager
def without_a_dummy() -> Iterator[dict[str, Any]]:
    """Nothing is compared where there is nothing to compare with."""
    compare = Hashing.matches

    def only_if_there(own: Hashing, stored: str | None, passphrase: str) -> bool:
        return bool(stored) and compare(own, stored, passphrase)

    with patch.object(Hashing, "matches", only_if_there):
        yield {}


@contextmanager
def before_the_answer() -> Iterator[dict[str, Any]]:
    """The mail is written before anybody is answered."""
    yield {"beside": AtOnce()}


@contextmanager
def looking_further() -> Iterator[dict[str, Any]]:
    """Of a secret that was one, it is looked up whose; only then is it found to be over."""
    whose = "SELECT user_id FROM account_ticket WHERE tenant_id = %s AND digest = %s"
    look = tickets.look

    def further(connection: sa.Connection, use: Use, shown: str) -> tickets.Ticket | None:
        digest = secret.digest(shown)
        row = driver(connection).execute(whose, (connection.info["tenant_id"], digest)).fetchone()
        if row is not None:
            rights_of.user(connection, UUID(str(row[0])), today())
        return look(connection, use, shown)

    with patch.object(tickets, "look", further):
        yield {}


FAULTS: Mapping[str, tuple[str, Callable[[], Any]]] = {
    "signing in with a wrong passphrase": ("no dummy hash", without_a_dummy),
    "a forgotten passphrase": ("the mail before the answer", before_the_answer),
    "the secret of an invitation": ("whose it was is looked up first", looking_further),
}


def measured(here: Installation, way: str, tries: int, random: Random, **more: Any) -> tuple[Apart, str]:
    """Whether the kinds of a way are told apart, and the figures."""
    guesser = Guesser.at(here, random, **more)
    found = guesser.times(WAYS[way](guesser), tries)
    (_, unknown), *known = reversed(found.items())
    apart = Apart(*map(min, zip(*(compared(lot, unknown) for _, lot in known), strict=True)))
    medians = ", ".join(f"{k.partition('@')[0]} {1000 * median(v):.2f} ms" for k, v in found.items())
    return apart, f"{tries} of each: {medians}; p = {apart.order:.2g} by order, {apart.shape:.2g} by shape"


def prove(here: Installation, random: Random, tries: int = TRIES) -> Iterator[Line]:
    """Each way in, and each with its fault planted."""
    os.environ.setdefault(MASTER_KEY, b64encode(Key.generate().secret).decode())
    for way, (fault, planted) in FAULTS.items():
        apart, figures = measured(here, way, tries, random)
        yield Line(f"{way} tells nobody by its time (alpha {ALPHA})", figures, not apart.told)
        with planted() as more:
            apart, figures = measured(here, way, tries, random, **more)
        yield Line(fault, figures, not apart.told, control=True)
