"""A process that writes for several municipalities without a pause, and acknowledges what was committed.

    python writer.py URL MARK TENANT:COUNCIL …

Standard output gets one line a command, only after its commit. A command without an answer, because the
server went away, is sent again under the same key until it has one, as any client should.
"""

import logging
import os
import sys
import threading
import time
from itertools import count
from typing import NamedTuple
from uuid import UUID

import psycopg
import sqlalchemy as sa
from eventsourcing.persistence import PersistenceError

from kyogikai_platform import structure
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor, Command, Say
from kyogikai_tenants.council.bodies import BodyCreated, BodyRenamed
from kyogikai_tenants.council.councils import CouncilEstablished
from kyogikai_tenants.council.lineage import MergeBodies
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.session import Receipt
from kyogikai_tenants.vocabulary import Audience, CouncilStanding, Role

WRITER = Actor("writer", Role.SECRETARIAT)
LOST = (sa.exc.DBAPIError, psycopg.Error, PersistenceError)
"""No answer: the connection went away, or there is no server yet."""


class Acknowledged(NamedTuple):
    """What a client was told: its command under its key is recorded at these positions."""

    tenant_id: UUID
    word: str
    key: str
    record_id: UUID
    positions: tuple[int, ...]
    repeated: bool

    @property
    def line(self) -> str:
        """As it is written down."""
        places = ",".join(map(str, self.positions))
        return f"{self.tenant_id} {self.word} {self.key} {self.record_id} {places} {int(self.repeated)}\n"

    @classmethod
    def parse(cls, line: str) -> "Acknowledged":
        """Read what ``line`` writes."""
        tenant, word, key, record, places, repeated = line.split()
        positions = tuple(map(int, places.split(",")))
        return cls(UUID(tenant), word, key, UUID(record), positions, repeated == "1")


def send(tenant: Tenant, key: str, command: Command) -> UUID:
    """Send a command until it is answered, and acknowledge it; the id of its record."""
    while True:
        try:
            receipt = tenant.execute(command, actor=WRITER, key=key)
        except LOST:
            time.sleep(0.02)
        else:
            acknowledge(tenant, key, command, receipt)
            return receipt.record_id


def acknowledge(tenant: Tenant, key: str, command: Command, receipt: Receipt) -> None:
    """One write of the whole line: it is there, or not."""
    told = Acknowledged(tenant.id, command.word, key, receipt.record_id, receipt.positions, receipt.repeated)
    os.write(sys.stdout.fileno(), told.line.encode())


def write(tenant: Tenant, council: UUID, mark: str) -> None:
    """Three bodies, one renamed, two merged into the third (two events in one command), and so on."""
    for turn in count():
        name = f"{mark}/{turn}"
        bodies = [
            send(tenant, f"{name}/{number}", Say(BodyCreated, None, body(council, f"{name}の{number}")))
            for number in range(3)
        ]
        renamed = {"name": f"{name}の新", "effective": Effective.parse("at 2012")}
        send(tenant, f"{name}/renamed", Say(BodyRenamed, bodies[0], renamed))
        merged = MergeBodies((bodies[0], bodies[1]), bodies[2], Effective.parse("at 2015"))
        send(tenant, f"{name}/merged", merged)


def establish(tenant: Tenant) -> UUID:
    """A council to write for."""
    return tenant.say(
        CouncilEstablished, actor=WRITER, audience=Audience.PUBLIC, effective=Effective.parse("from 2007"),
        name="証明の協議会", standing=CouncilStanding.STATUTORY,
    ).record_id  # fmt: skip


def body(council: UUID, name: str) -> dict[str, object]:
    """What opens a body."""
    since = Effective.parse("from 2010")
    return {"audience": "public", "effective": since, "council_id": council, "kind": "other", "name": name}


def end(failed: threading.ExceptHookArgs) -> None:
    """What was not expected ends the whole process, and shows."""
    threading.__excepthook__(failed)
    os._exit(1)


def main(url: str, mark: str, *municipalities: str) -> None:
    """A thread a municipality."""
    threading.excepthook = end
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # connections go away here
    engine = structure.application_engine(sa.make_url(url))
    for number, municipality in enumerate(municipalities):
        tenant, council = map(UUID, municipality.split(":"))
        arguments = (Tenant(engine, tenant), council, f"{mark}.{number}")
        threading.Thread(target=write, args=arguments).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
