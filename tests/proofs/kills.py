"""kill -9 under load: what was acknowledged is found again, once and whole."""

import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from typing_extensions import override

from kyogikai_platform.embedded.home import Home
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.chain import ChainBroken
from kyogikai_tenants.log.connection import transaction
from tests.proofs.place import installation, superuser
from tests.proofs.report import Line, say
from tests.proofs.writer import WRITER, Acknowledged, establish

MUNICIPALITIES = 3
WRITERS = 2
PATIENCE = 60.0
EVENTS_OF = {"MergeBodies": 2}
"""A command with several events; all others have one."""


class WriterEnded(Exception):
    """A writer ended by itself: what it printed says why."""


class NothingWritten(Exception):
    """The writers come no further."""


# Load


@dataclass
class Load:
    """Writer processes, each for all municipalities, and what they acknowledged."""

    here: Installation
    folder: Path
    councils: dict[UUID, UUID]
    quiet: bool = False
    writers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    started: int = 0

    def start(self) -> None:
        """One more writer."""
        self.started += 1
        url = self.here.login.render_as_string(hide_password=False)
        municipalities = [f"{tenant}:{council}" for tenant, council in self.councils.items()]
        script = str(Path(__file__).with_name("writer.py"))
        with (self.folder / f"{self.started}.acknowledged").open("wb") as told:
            writer = subprocess.Popen(  # noqa: S603 - this very interpreter and our own file
                [sys.executable, script, url, f"w{self.started}", *municipalities],
                stdout=told,
                stderr=subprocess.DEVNULL if self.quiet else None,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            )
        self.writers.append(writer)

    def kill_one(self, random: Random) -> None:
        """End a writer without a warning, and start another."""
        victim = self.writers.pop(random.randrange(len(self.writers)))
        victim.kill()
        victim.wait()
        self.start()

    def stop(self) -> None:
        """Writers never end well."""
        for writer in self.writers:
            writer.kill()
            writer.wait()
        self.writers.clear()

    def acknowledged(self) -> list[Acknowledged]:
        """Every receipt that was given; a line that was cut off in the middle was not."""
        told = [path.read_text() for path in sorted(self.folder.glob("*.acknowledged"))]
        lines = [line for text in told for line in text.splitlines(keepends=True)]
        return [Acknowledged.parse(line) for line in lines if line.endswith("\n")]

    def until_more(self, wanted: int) -> None:
        """Wait until so many more receipts were given. Raises WriterEnded or NothingWritten."""
        enough, deadline = self._size() + wanted * 100, time.monotonic() + PATIENCE
        while self._size() < enough:
            if any(writer.poll() is not None for writer in self.writers):
                raise WriterEnded
            if time.monotonic() > deadline:
                raise NothingWritten
            time.sleep(0.01)

    def _size(self) -> int:
        """Bytes of receipts; one has over a hundred."""
        return sum(path.stat().st_size for path in self.folder.glob("*.acknowledged"))


@contextmanager
def load(here: Installation, *, quiet: bool = False) -> Iterator[Load]:
    """Municipalities with a council each, and writers at work for them."""
    folder = here.settings.home / "told"
    folder.mkdir()
    found = Load(here, folder, dict(_municipality(here) for _ in range(MUNICIPALITIES)), quiet)
    try:
        for _ in range(WRITERS):
            found.start()
        yield found
    finally:
        found.stop()


def _municipality(here: Installation) -> tuple[UUID, UUID]:
    tenant = Tenant(here.engine, new_id())
    return tenant.id, establish(tenant)


# Kills


def kill_server(home: Home) -> int:
    """Kill the server's first process and all that it started at once; how many they were."""
    first = home.postmaster()
    assert first is not None, "no server runs"
    os.kill(first, signal.SIGSTOP)  # it starts no other meanwhile, and none of its numbers is used anew
    family = [first, *_children(first)]
    for pid in family:
        os.kill(pid, signal.SIGKILL)
    while any(_runs(pid) for pid in family):
        time.sleep(0.005)
    return len(family)


def _status(pid: int) -> tuple[str, int]:
    """The state of a process, and its parent: what follows its name in parentheses."""
    state, parent, *_ = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return state, int(parent)


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if _status(int(entry.name))[1] == parent:
                found.append(int(entry.name))
    return found


def _runs(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return _status(pid)[0] not in "XZ"
    return False


def restart(here: Installation, *, durable: bool = True) -> int:
    """Kill the server, start it on what is left; how many processes were killed."""
    home = Home(here.settings.home)
    killed = kill_server(home)
    home.serve(durable=durable)
    here.engine.dispose()
    return killed


# What must hold afterwards


class Findings(NamedTuple):
    """What is wrong after the kills, each counted: all zeros, or the promise is broken."""

    lost_receipts: int
    """Receipts whose events are not at their positions under their key."""
    keys_used_twice: int
    """Keys under which more than one command was recorded."""
    torn_commands: int
    """Commands recorded in part."""
    broken_chains: int
    """Chains that are not whole."""
    gaps: int
    """Positions that are missing."""
    differences: int
    """Rows in which the read models differ from the log."""

    @override
    def __str__(self) -> str:
        """The figures with their names."""
        return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in self._asdict().items())


class Place(NamedTuple):
    """Where an event stands, and what it belongs to."""

    position: int
    record_id: UUID
    recorded_at: datetime
    command: str


def by_key(tenant: Tenant) -> dict[bytes, list[Place]]:
    """All that a log holds, command by command."""
    query = sa.text(
        "SELECT command_key, position, stream_id, recorded_at, command FROM events "
        "WHERE tenant_id = :tenant ORDER BY position"
    )
    found = defaultdict(list)
    with transaction(tenant.engine, tenant.id) as connection:
        for key, *place in connection.execute(query, {"tenant": tenant.id}):
            found[key].append(Place._make(place))
    return found


def key_of(told: Acknowledged) -> bytes:
    """The hashed key under which a command is recorded."""
    return sha256(f"{WRITER.id}\0{told.word}\0{told.key}".encode()).digest()


def is_there(told: Acknowledged, recorded: dict[bytes, list[Place]]) -> bool:
    """Whether a receipt's events stand at its positions, under its key, the first on its record."""
    places = recorded.get(key_of(told), [])
    return tuple(p.position for p in places) == told.positions and places[0].record_id == told.record_id


def examine(here: Installation, receipts: list[Acknowledged], tenants: list[UUID]) -> Findings:
    """Hold every receipt, chain, position and read model against what the server has now."""
    total = Findings(0, 0, 0, 0, 0, 0)
    for tenant_id in tenants:
        own = [told for told in receipts if told.tenant_id == tenant_id]
        found = _examine(Tenant(here.engine, tenant_id), own)
        total = Findings._make(map(sum, zip(total, found, strict=True)))
    return total


def _examine(tenant: Tenant, receipts: list[Acknowledged]) -> Findings:
    recorded = by_key(tenant)
    commands = recorded.values()
    positions = {place.position for places in commands for place in places}
    return Findings(
        lost_receipts=sum(not is_there(told, recorded) for told in receipts),
        keys_used_twice=sum(len({place.recorded_at for place in places}) > 1 for places in commands),
        torn_commands=sum(len(places) < EVENTS_OF.get(places[0].command, 1) for places in commands),
        broken_chains=int(not _whole(tenant)),
        gaps=len(set(range(1, max(positions, default=0) + 1)) - positions),
        differences=sum(d.missing + d.surplus for d in tenant.rebuild(check=True)),
    )


def _whole(tenant: Tenant) -> bool:
    try:
        tenant.verify()
    except ChainBroken:
        return False
    return True


# The proof


class Killed(NamedTuple):
    """What a series of kills left."""

    receipts: list[Acknowledged]
    tenants: list[UUID]
    writers: int
    servers: int
    processes: int
    wrong_early: int
    events: int

    @property
    def told(self) -> str:
        """The series in figures."""
        repeated = sum(receipt.repeated for receipt in self.receipts)
        unanswered = self.events - sum(len(receipt.positions) for receipt in self.receipts)
        return (
            f"{self.writers} kills of a writer, {self.servers} of the server ({self.processes} processes); "
            f"{len(self.receipts)} receipts of {len(self.tenants)} tenants, {repeated} of them got by asking "
            f"again; {unanswered} events committed without a receipt; "
            f"{self.wrong_early} receipts lost or chains broken right after a kill"
        )


def series(here: Installation, kills: int, random: Random) -> Killed:
    """Kill a writer and the server in turn at random moments; under load, find every receipt and verify."""
    processes = lost = broken = 0
    with load(here) as running:
        tenants = list(running.councils)
        for number in range(kills):
            running.until_more(20)
            time.sleep(random.uniform(0, 0.5))
            if number % 2:
                processes += restart(here)
            else:
                running.kill_one(random)
            lost += missing(here, running.acknowledged(), tenants)
            broken += sum(not _whole(Tenant(here.engine, tenant)) for tenant in tenants)
            if number % 10 == 9:
                say(f"  {number + 1} of {kills} kills")
        running.until_more(20)
        running.stop()
        receipts = running.acknowledged()
    events = sum(Tenant(here.engine, tenant).verify().position - 1 for tenant in tenants)
    return Killed(receipts, tenants, kills - kills // 2, kills // 2, processes, lost + broken, events)


def missing(here: Installation, receipts: list[Acknowledged], tenants: list[UUID]) -> int:
    """How many receipts, given before the question, are not found now."""
    recorded = {tenant: by_key(Tenant(here.engine, tenant)) for tenant in tenants}
    return sum(not is_there(told, recorded[told.tenant_id]) for told in receipts)


CUT_OFF = 5
"""More than two writers can have committed without a receipt: a command each, of two events at most."""
CUT = "DELETE FROM events WHERE tenant_id = :tenant AND position > :last"
FIT = (
    "UPDATE tenant_head h SET position = e.position, recorded_at = e.recorded_at, hash = e.hash "
    "FROM events e WHERE h.tenant_id = :tenant AND e.tenant_id = :tenant AND e.position = :last"
)
FAULTS = {
    "the last 5 events are deleted, the head stays": (CUT,),
    "the last 5 events are deleted, the head is put back": (CUT, FIT),
    "a row of a read table is deleted": (
        "DELETE FROM body WHERE ctid = (SELECT ctid FROM body WHERE tenant_id = :tenant LIMIT 1)",
    ),
}


def planted(here: Installation, killed: Killed) -> Iterator[tuple[str, Findings]]:
    """The same examination once a superuser has done damage, each time to another municipality."""
    for (fault, statements), tenant in zip(FAULTS.items(), killed.tenants, strict=True):
        last = Tenant(here.engine, tenant).verify().position - CUT_OFF
        with superuser(here).begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no trigger fires
            for statement in statements:
                connection.execute(sa.text(statement), {"tenant": tenant, "last": last})
        yield fault, examine(here, killed.receipts, [tenant])


def prove(kills: int, random: Random) -> Iterator[Line]:
    """The series, the planted faults, and a server that answers before it has written."""
    with installation() as here:
        killed = series(here, kills, random)
        found = examine(here, killed.receipts, killed.tenants)
        clean = not any(found) and not killed.wrong_early
        yield Line("acknowledged commands survive kill -9", killed.told, clean)
        yield Line("… held against receipts, keys, chains, read models", str(found), clean)
        for fault, wrong in planted(here, killed):
            yield Line(fault, str(wrong), not any(wrong), control=True)
    with installation() as here:
        tries, lost = hasty(here, kills)
        figures = f"{lost} receipts lost at kill {tries} of the server"
        yield Line("a server that answers before it has written", figures, not lost, control=True)


def hasty(here: Installation, kills: int) -> tuple[int, int]:
    """Kill a server that does not wait for its disk until receipts are lost; kills needed, receipts lost."""
    restart(here, durable=False)
    with load(here, quiet=True) as running:  # a writer whose records are lost complains
        for number in range(1, kills + 1):
            running.until_more(20)
            restart(here, durable=False)
            if lost := missing(here, running.acknowledged(), list(running.councils)):
                return number, lost
    return kills, 0
