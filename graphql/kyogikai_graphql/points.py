"""What a client may spend in an hour: one point for each field that a question may come to.

Each worker hands out what it has leased (``leases``), without a word to the database; what it shows
as remaining is what it knows of. A refusal is final for the hour only where nothing is left to lease.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.leases import forget, lease
from kyogikai_graphql.problems import RateLimited, Standing

HOUR = timedelta(hours=1)
PURSES = 10_000
"""Clients whose leased points are kept in a process; the points of one who is put out lapse."""
ENDLESS = 2_147_483_647
"""What is said where nobody counts: on the command line and to our own pages."""


@dataclass(frozen=True)
class Allowance:
    """Points an hour: for an address of the public, and for an account or a client."""

    public: int = 500_000
    known: int = 5_000_000

    def of(self, asker: Asker) -> int:
        """The limit of whoever asks."""
        return self.public if asker.actor is None else self.known


@dataclass
class _Purse:
    """One client's points of an hour: leased and unspent, and left to lease as far as is known."""

    hour: datetime
    held: int = 0
    left: int = ENDLESS

    def covers(self, cost: int) -> bool:
        """Whether there may be enough."""
        return self.held + self.left >= cost


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def uncounted(cost: int) -> Standing:
    """Where nobody counts."""
    return Standing(ENDLESS, cost, ENDLESS, _hour(now()) + HOUR)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


@dataclass
class Points:
    """One worker's purses."""

    engine: sa.Engine
    allowance: Allowance = Allowance()
    clock: Callable[[], datetime] = now
    _purses: OrderedDict[tuple[UUID, str], _Purse] = field(default_factory=OrderedDict)
    _swept: dict[UUID, datetime] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, asker: Asker, cost: int) -> Standing:
        """Take the points of a question before it is answered. Raises RateLimited."""
        limit, hour = self.allowance.of(asker), _hour(self.clock())
        cost = max(cost, 1)
        while True:
            with self._lock:
                purse = self._purse(asker, hour)
                if purse.held >= cost:
                    purse.held -= cost
                    return _standing(purse, limit, cost)
                if not purse.covers(cost):
                    raise RateLimited(_standing(purse, limit, cost))
                need = cost - purse.held
            self._fill(asker, hour, need, limit)

    def check(self, asker: Asker, cost: int) -> None:
        """Raises RateLimited where it is known that so much is not left; takes nothing, asks nobody."""
        with self._lock:
            purse = self._purse(asker, _hour(self.clock()))
            if not purse.covers(cost):
                raise RateLimited(_standing(purse, self.allowance.of(asker), cost))

    def give_back(self, asker: Asker, standing: Standing) -> Standing:
        """Return the points of a question that was not answered again (304)."""
        with self._lock:
            purse = self._purse(asker, standing.reset_at - HOUR)
            purse.held += standing.cost if purse.hour + HOUR == standing.reset_at else 0
            return _standing(purse, standing.limit, standing.cost)._replace(cost=0)

    def _purse(self, asker: Asker, hour: datetime) -> _Purse:
        key = (asker.tenant_id, asker.client)
        found = self._purses.get(key)
        if found is None or found.hour < hour:
            found = self._purses[key] = _Purse(hour)
        self._purses.move_to_end(key)
        if len(self._purses) > PURSES:
            self._purses.popitem(last=False)
        return found

    def _fill(self, asker: Asker, hour: datetime, need: int, limit: int) -> None:
        """Lease, and sweep out the hours before once in an hour."""
        taken = lease(self.engine, asker.tenant_id, asker.client, hour, need, limit)
        with self._lock:
            purse = self._purse(asker, hour)
            purse.held, purse.left = purse.held + taken.granted, min(purse.left, taken.left)
            stale = self._swept.get(asker.tenant_id) != hour
            self._swept[asker.tenant_id] = hour
        if stale:
            forget(self.engine, asker.tenant_id, hour)


def _standing(purse: _Purse, limit: int, cost: int) -> Standing:
    remaining = min(purse.held + min(purse.left, limit), limit)
    return Standing(limit, cost, remaining, purse.hour + HOUR)
