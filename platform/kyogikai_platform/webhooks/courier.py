"""The courier: gives each webhook its turn, sends what is due, and lets no receiver hold up another.

A receiver has a few seconds and a few kilobytes for its answer, of which the status alone is kept. A turn
goes on as long as there is something to send and no other webhook waits for one, and has an end; several are
had at a time. Addresses inside a network are not connected to (``Fetching``).
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
from kyogikai_platform.webhooks.sharing import Share, Slots
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
        slots = Slots(1, threading.Event())

        def have(own: Courier, tenant: UUID, due: Due) -> None:
            try:
                own.turn(tenant, due, slots)
            finally:
                slots.leave()

        return self._anew().a_round(slots, have)

    def forever(self, stop: threading.Event) -> None:
        """Several turns at a time, until it is told to stop; what is being sent then is settled."""
        slots = Slots(AT_ONCE, stop)
        with ThreadPoolExecutor(AT_ONCE, "courier") as pool:

            def have(own: Courier, tenant: UUID, due: Due) -> None:
                pool.submit(own.turn, tenant, due, slots).add_done_callback(lambda done: _over(done, slots))

            while not stop.is_set():
                try:
                    found = self._anew().a_round(slots, have)
                except NO_DATABASE as problem:
                    log.warning("the database does not answer the courier: %s", type(problem).__name__)
                    found = 0
                if not found:
                    stop.wait(PAUSE)

    def _anew(self) -> "Courier":
        """For a round: whose lease ran out in an earlier one is not taken for this one."""
        return replace(self, me=new_id())

    def a_round(self, slots: Slots, have: "Have") -> int:
        """A turn for each webhook that is due; how many. Each municipality has one before any has another."""
        since, count = dict[UUID, datetime](), 0
        every = waiting = self.tenants()
        while waiting and not slots.stop.is_set():
            waiting = [tenant for tenant in waiting if self._begun(tenant, since, slots, have)]
            count += len(waiting)
        for tenant in every:
            self._tell(tenant)
        return count

    def _begun(self, tenant: UUID, since: dict[UUID, datetime], slots: Slots, have: "Have") -> bool:
        """Whether a webhook of this municipality has its turn now; nobody gives way where none is due."""
        if not slots.enter():
            with transaction(self.engine, tenant) as connection:
                if not sending.is_due(connection, since.get(tenant)):
                    return False
            slots.wait()
        due = None
        try:
            due = self.take(tenant, since.get(tenant))
        finally:
            if due is None:
                slots.leave()
        if due is None:
            return False
        since.setdefault(tenant, due.turn_at)
        have(self, tenant, due)
        return True

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

    def turn(self, tenant: UUID, due: Due, slots: Slots) -> None:
        """Send what is ready, and what is behind it, until the turn is over."""
        share = Share(slots)
        try:
            while self._sends_page(tenant, due, share):
                pass
        except (NoMasterKey, SealBroken) as problem:
            log.warning("a webhook is not told anything: %s", type(problem).__name__)
        with transaction(self.engine, tenant) as connection:
            sending.release(connection, due, self.me, rest=0 if share.sent else PAUSE)

    def _sends_page(self, tenant: UUID, due: Due, share: Share) -> bool:
        """Fill the queue and send it; whether all of it arrived, and there may be more behind it."""
        with transaction(self.engine, tenant) as connection:
            now = sending.mine(connection, due, self.me)
            more = now is not None and fill(connection, now)
        before = share.sent
        while not share.over():
            arrived = self._send_next(tenant, due)
            if arrived is None:
                return more and share.sent > before
            if not arrived:
                return False
            share.sent += 1
        return False

    def _send_next(self, tenant: UUID, due: Due) -> bool | None:
        """Whether it arrived: a receiver that fails has a pause. None where nothing is ready."""
        begun = time.monotonic()
        with transaction(self.engine, tenant) as connection:
            parcel = sending.begin(connection, due, self.me, self.lease)
        if parcel is None:
            return None
        if time.monotonic() - begun > self.lease.total_seconds() - self.fetching.seconds:
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


Have = Callable[[Courier, UUID, Due], None]
"""Has a turn in a slot, and leaves it."""


def _over(done: "Future[None]", slots: Slots) -> None:
    """A turn is over; what the database broke off is taken up when its lease ends."""
    slots.leave()
    problem = done.exception()
    if problem is not None:
        log.error("a turn was broken off", exc_info=problem)
