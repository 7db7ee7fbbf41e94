"""Deliveries across killed couriers: each arrives, at least once, and of one record in order."""

import os
import random
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import NamedTuple

import pytest

from kyogikai_graphql.changes import position_of
from kyogikai_platform.installation import Installation
from kyogikai_platform.webhooks import queueing
from kyogikai_platform.webhooks.queueing import Due, fill
from kyogikai_tenants.council.bodies import BodyRenamed
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from tests.platform.webhooks.hooked import Hooked
from tests.platform.webhooks.receiver import Got, Receiver, listening, says
from tests.proofs.report import Line
from tests.served import ROOTS

LEASE = 3.0
"""Seconds after which another goes on where one was killed: more than the receiver has for an answer."""
SUBJECTS = 12
PATIENCE = 600
GLANCE = 0.05
"""Seconds between two looks at what waits: each is a statement beside the courier's."""
FAILS = 0.1
"""How many of its answers the receiver gets wrong."""


class Figures(NamedTuple):
    """What came of a series."""

    told: int
    arrived: int
    again: int
    overtaken: int
    kills: int
    seconds: float

    @property
    def clean(self) -> bool:
        """All arrived, in order."""
        return self.arrived == self.told and not self.overtaken


@dataclass
class Series:
    """So many changes of a few records, put into the queue one by one, and a receiver that fails at times."""

    hooked: Hooked
    chance: random.Random

    def queued(self, count: int) -> int:
        """Make the changes; how many deliveries there are."""
        bodies = self.hooked.bodies(min(SUBJECTS, count))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(queueing, "PAGE", 10 * count)
            self._fill()
            while (made := self._count()) < count:
                for number, body in enumerate(bodies[: count - made]):
                    when, name = f"from {2011 + made // SUBJECTS}", f"第{made}回{number}"
                    self.hooked.house.book.say(BodyRenamed, body, when, name=name)
                self._fill()
        return made

    def _fill(self) -> None:
        tenant = self.hooked.house.tenant
        with transaction(tenant.engine, tenant.id) as connection:
            row = driver(connection).execute(
                "SELECT id, client_id, kinds, position, run, turn_at FROM webhook WHERE tenant_id = %s",
                (tenant.id,),
            ).fetchone()  # fmt: skip
            assert row is not None
            fill(connection, Due(*row))

    def _count(self) -> int:
        return int(self.hooked.house.book.one("SELECT count(*) FROM webhook_delivery"))

    def waiting(self) -> int:
        """How many have not arrived, as the courier knows."""
        query = "SELECT count(*) FROM webhook_delivery WHERE done_at IS NULL"
        return int(self.hooked.house.book.one(query))

    def moody(self, own: BaseHTTPRequestHandler, got: Got) -> None:
        """One in ten answers is wrong, and what was answered so has not arrived."""
        failing = self.chance.random() < FAILS
        got.headers["arrived"] = "" if failing else "yes"
        says(500 if failing else 204)(own, got)


def series(here: Installation, count: int, kills: int, fault: str = "", *, seed: int = 6) -> Figures:
    """Deliver so many, and kill the courier so often on the way."""
    begun = time.monotonic()
    with listening() as receiver:
        run = Series(Hooked.opened(here), random.Random(seed))
        receiver.answer = run.moody
        run.hooked.set(receiver.url, ["Body"])
        told = run.queued(count)
        killed = _carried(run, receiver, here, kills, fault)
        return _figures(receiver, told, killed, time.monotonic() - begun)


def _carried(run: Series, receiver: Receiver, here: Installation, kills: int, fault: str) -> int:
    """Couriers, one after the other, until nothing waits; how many were killed."""
    total, killed, until = run.waiting(), 0, time.monotonic() + PATIENCE
    while run.waiting() and time.monotonic() < until:
        courier = _courier(here, run.hooked, fault)
        mark = total * (killed + 1) // (kills + 1)
        while run.waiting() and time.monotonic() < until:
            if killed < kills and len(receiver.got) >= mark:
                killed += 1
                break
            time.sleep(GLANCE)
        courier.kill()
        courier.wait()
    return killed


def _courier(here: Installation, hooked: Hooked, fault: str) -> "subprocess.Popen[bytes]":
    script = str(Path(__file__).with_name("carrier.py"))
    address = here.application.render_as_string(hide_password=False)
    line = [sys.executable, script, address, str(hooked.house.tenant.id), str(LEASE), *filter(None, [fault])]
    own = {**os.environ, "PYTHONPATH": os.pathsep.join(ROOTS)}
    return subprocess.Popen(line, env=own)  # noqa: S603 - this very interpreter and our own file


def _figures(receiver: Receiver, told: int, killed: int, seconds: float) -> Figures:
    arrived = [got for got in receiver.got if got.headers.get("arrived")]
    overtaken, last = 0, dict[str, int]()
    seen = set[tuple[str, int]]()
    for got in arrived:
        position = position_of(got.cursor)
        first = (got.subject, position) not in seen
        overtaken += first and position < last.get(got.subject, 0)
        seen.add((got.subject, position))
        last[got.subject] = max(position, last.get(got.subject, 0))
    return Figures(told, len(seen), len(receiver.got) - len(seen), overtaken, killed, seconds)


def prove(here: Installation, count: int) -> Iterator[Line]:
    """The series, and two in which a courier does what it must not."""
    os.environ.setdefault(MASTER_KEY, b64encode(Key.generate().secret).decode())
    found = series(here, count, 5)
    yield Line(
        f"{count} deliveries across killed couriers arrive at least once, of one record in order",
        f"{found.arrived} of {found.told} arrived, {found.again} sent again, {found.overtaken} overtaken, "
        f"{found.kills} kills, {found.seconds:.0f} s",
        found.clean and found.kills > 0,
    )
    for fault, what in (
        ("early", "a courier that notes what it has not sent"),
        ("overtaking", "a courier that lets a change overtake an earlier one"),
    ):
        found = series(here, max(count // 10, 60), 2, fault)
        figures = f"{found.arrived} of {found.told} arrived, {found.overtaken} overtaken"
        yield Line(what, figures, found.clean, control=True)
