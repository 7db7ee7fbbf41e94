"""The courier: gives each webhook its turn, sends what is due, and lets no receiver hold up another.

A receiver has a few seconds and a few kilobytes for its answer, of which the status alone is kept; a turn has
an end; and several turns are had at a time. Addresses inside a network are not connected to (``Fetching``).
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import sqlalchemy as sa

from kyogikai_platform.fetching import Fetching, NotFetched
from kyogikai_platform.webhooks import sending, signing
from kyogikai_platform.webhooks.queueing import Due, fill
from kyogikai_platform.webhooks.sending import Outcome, Parcel
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import directory
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import NoMasterKey, SealBroken
from kyogikai_tenants.vocabulary import TenantStatus

log = logging.getLogger(__name__)
SECONDS, BYTES = 10.0, 16 * 1024
"""What a receiver has for its answer."""
LEASE = timedelta(seconds=30)
"""Longer than an answer may take; after it another runner goes on."""
TURN, TURN_SECONDS = 50, 20.0
"""A webhook's turn: so many deliveries, or so long."""
AT_ONCE = 4
PAUSE = 1.0
"""Seconds after which a courier that found nothing looks again."""
NO_DATABASE = (sa.exc.OperationalError, sa.exc.TimeoutError, psycopg.OperationalError)
Told = Callable[[UUID], None]


def _nobody(_: UUID) -> None:
    """Where nobody is to be told."""


@dataclass(frozen=True)
class Courier:
    """Delivers what the municipalities' webhooks are to be told."""

    engine: sa.Engine
    fetching: Fetching
    tell: Told = _nobody
    """Tells the administrators of a municipality which of its webhooks were switched off."""
    lease: timedelta = LEASE
    patience: timedelta = sending.PATIENCE
    me: UUID = field(default_factory=new_id)

    @classmethod
    def of(cls, engine: sa.Engine, *, loopback: bool, tell: Told = _nobody) -> "Courier":
        """For an installation; with ``loopback`` receivers on this machine are sent to as well."""
        return cls(engine, Fetching(loopback=loopback, seconds=SECONDS, most=BYTES), tell)

    def once(self) -> int:
        """A turn for each webhook that is due now; how many there were."""
        count = 0
        for tenant in self.tenants():
            since = None
            while (due := self.take(tenant, since)) is not None:
                since = since or due.turn_at
                self.turn(tenant, due)
                count += 1
            self._tell(tenant)
        return count

    def forever(self, stop: threading.Event) -> None:
        """Several turns at a time, until it is told to stop; what is being sent then is settled."""
        free = threading.Semaphore(AT_ONCE)
        with ThreadPoolExecutor(AT_ONCE, "courier") as pool:
            while not stop.is_set():
                try:
                    found = sum(self._round(tenant, pool, free, stop) for tenant in self.tenants())
                except NO_DATABASE as problem:
                    log.warning("the database does not answer the courier: %s", type(problem).__name__)
                    found = 0
                if not found:
                    stop.wait(PAUSE)

    def _round(
        self, tenant: UUID, pool: ThreadPoolExecutor, free: threading.Semaphore, stop: threading.Event
    ) -> int:
        """One municipality's turns; how many were begun."""
        count, since = 0, None
        own = replace(self, me=new_id())
        while not stop.is_set() and free.acquire():
            due = None
            try:
                due = own.take(tenant, since)
            finally:
                if due is None:
                    free.release()
            if due is None:
                break
            since = since or due.turn_at
            pool.submit(own.turn, tenant, due, stop).add_done_callback(lambda done: _over(done, free))
            count += 1
        self._tell(tenant)
        return count

    def _tell(self, tenant: UUID) -> None:
        try:
            self.tell(tenant)
        except (NoMasterKey, SealBroken) as problem:
            log.warning("an administrator is not told: %s", type(problem).__name__)

    def tenants(self) -> list[UUID]:
        """The municipalities in use."""
        with self.engine.connect() as connection:
            found = list(directory.tenants(connection))
        return [one.tenant_id for one in found if one.status is TenantStatus.ACTIVE]

    def take(self, tenant: UUID, since: datetime | None = None) -> Due | None:
        """A webhook whose turn it is, for this courier alone."""
        with transaction(self.engine, tenant) as connection:
            return sending.take(connection, self.me, self.lease, since)

    def turn(self, tenant: UUID, due: Due, stop: threading.Event | None = None) -> None:
        """Fill the queue, send what is ready, and let others have theirs."""
        sent = 0
        try:
            with transaction(self.engine, tenant) as connection:
                fill(connection, due)
            until = time.monotonic() + TURN_SECONDS
            for _ in range(TURN):
                over = time.monotonic() > until or (stop is not None and stop.is_set())
                if over or not self._send_next(tenant, due):
                    break
                sent += 1
        except (NoMasterKey, SealBroken) as problem:
            log.warning("a webhook is not told anything: %s", type(problem).__name__)
        with transaction(self.engine, tenant) as connection:
            sending.release(connection, due, self.me, rest=PAUSE if not sent else 0)

    def _send_next(self, tenant: UUID, due: Due) -> bool:
        """Whether there was one, and it arrived: a receiver that fails has a pause."""
        begun = time.monotonic()
        with transaction(self.engine, tenant) as connection:
            parcel = sending.begin(connection, due, self.me, self.lease)
        if parcel is None or time.monotonic() - begun > self.lease.total_seconds() - self.fetching.seconds:
            return False
        outcome = self._sent(parcel)
        with transaction(self.engine, tenant) as connection:
            sending.settle(connection, parcel, outcome, self.patience)
        return outcome.arrived

    def _sent(self, parcel: Parcel) -> Outcome:
        """Send it; whatever is wrong with the receiver is its outcome."""
        begun = time.monotonic()
        headers = signing.headers(parcel.secrets, parcel.message, int(time.time()), parcel.body)
        headers |= {"Content-Type": "application/json", "User-Agent": "Kyogikai-Webhooks/1"}
        status: int | None
        try:
            status, problem = self.fetching.post(parcel.url, parcel.body.decode(), headers).status, ""
        except NotFetched as found:
            status, problem = found.status, found.why
        return Outcome(status, problem, int((time.monotonic() - begun) * 1000))


def _over(done: "Future[None]", free: threading.Semaphore) -> None:
    """A turn is over; what the database broke off is taken up when its lease ends."""
    free.release()
    problem = done.exception()
    if problem is not None:
        log.error("a turn was broken off", exc_info=problem)
