"""The database is killed under a server that answers: what was acknowledged is there, and it comes back.

Clients record through the API with a key for each command; who got no answer sends it again under the same
key, as docs/partner-api.md asks. The database is started again each time, the server never.
"""

import http.client
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random
from uuid import UUID, uuid4

import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_platform import master_key
from kyogikai_platform.accounts.people import People
from kyogikai_platform.embedded.home import Home
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Say
from kyogikai_tenants.council.bodies import BodyCreated
from kyogikai_tenants.log.connection import transaction
from tests.platform.accounts.house import FAST, House
from tests.proofs.kills import kill_server
from tests.proofs.report import Line, say
from tests.proofs.writer import WRITER, body, establish
from tests.served import free_port, running

WRITERS, PATIENCE = 4, 120
MADE = re.compile(r'"meeting":{"id":"([^"]+)"}')
SCHEDULE = (
    "mutation ($input: ScheduleMeetingInput!) { scheduleMeeting(input: $input) "
    "{ meeting { id } userErrors { code } } }"
)


@dataclass
class Writers:
    """Clients that record meetings, and what they were told."""

    port: int
    host: str
    token: str
    body: str
    acknowledged: list[UUID] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    longest: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """One client, one command after the other."""
        while not self._over.is_set():
            key, began = uuid4().hex, time.monotonic()
            while not self._over.is_set() and not self._sent(key):
                time.sleep(0.05)
            with self._lock:
                self.longest = max(self.longest, time.monotonic() - began)

    def _sent(self, key: str) -> bool:
        """Send a command; whether it was acknowledged."""
        said = {"bodies": [{"bodyId": self.body}], "date": {"value": "2027-06-10"},
                "effective": {"value": "2026-04-01"}, "idempotencyKey": key}  # fmt: skip
        headers = {"Host": self.host, "Authorization": f"Bearer {self.token}",
                   "Content-Type": "application/json", "Connection": "close"}  # fmt: skip
        own = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            own.request(
                "POST", "/graphql", json.dumps({"query": SCHEDULE, "variables": {"input": said}}), headers
            )
            answer = own.getresponse()
            status, text = answer.status, answer.read()
        except (OSError, http.client.HTTPException) as lost:
            status, text = 0, type(lost).__name__.encode()
        finally:
            own.close()
        made = MADE.search(text.decode(errors="replace")) if status == HTTPStatus.OK else None
        with self._lock:
            self.answers[str(status)] += 1
            if made:
                self.acknowledged.append(ids.decode_as(made[1], "Meeting")[1])
            elif status not in {0, HTTPStatus.SERVICE_UNAVAILABLE} and b"SERVICE_UNAVAILABLE" not in text:
                self.wrong.append(f"{status} {text[:300].decode(errors='replace')}")
        return made is not None

    def until_more(self, wanted: int) -> float:
        """Wait until so many more were acknowledged; the seconds that it took."""
        began, enough = time.monotonic(), len(self.acknowledged) + wanted
        while len(self.acknowledged) < enough:
            assert time.monotonic() - began < PATIENCE, f"it does not come back: {self.answers}"
            time.sleep(0.01)
        return time.monotonic() - began


@contextmanager
def writers(found: Writers) -> Iterator[Writers]:
    """Clients at work."""
    clients = [threading.Thread(target=found.run) for _ in range(WRITERS)]
    for client in clients:
        client.start()
    try:
        yield found
    finally:
        found._over.set()  # noqa: SLF001 - of this module
        for client in clients:
            client.join()


def prepared(here: Installation) -> tuple[House, str, str]:
    """A municipality with a body, and a client that may record its meetings."""
    house = House.opened(here)
    council = establish(house.tenant)
    made = house.tenant.execute(Say(BodyCreated, None, body(council, "全体会")), actor=WRITER).record_id
    people = People(house.tenant, hashing=FAST).as_("admin@example.jp")
    client = people.register("記録", ["council:read", "meetings:write"])
    return house, people.token(client).secret, ids.encode("Body", made)


def recorded(tenant: Tenant) -> Counter[UUID]:
    """How often each meeting stands in the log as scheduled."""
    query = sa.text("SELECT stream_id FROM events WHERE tenant_id = :id AND topic = 'meeting.scheduled'")
    with transaction(tenant.engine, tenant.id) as connection:
        return Counter(connection.execute(query, {"id": tenant.id}).scalars())


def lost(found: Writers, tenant: Tenant) -> int:
    """How many that were acknowledged are not there."""
    there = recorded(tenant)
    return sum(meeting not in there for meeting in found.acknowledged)


def killed(here: Installation, found: Writers, kills: int, random: Random) -> float:
    """So many kills of the database's whole server; the longest until twenty more were acknowledged."""
    home, slowest = Home(here.settings.home), 0.0
    with writers(found):
        found.until_more(20)
        for number in range(kills):
            time.sleep(random.uniform(0, 0.5))
            kill_server(home)
            time.sleep(random.uniform(0, 0.5))
            home.serve(durable=True)
            slowest = max(slowest, found.until_more(20))
            say(f"  {number + 1} of {kills} kills")
    here.engine.dispose()
    return slowest


def prove(here: Installation, kills: int, random: Random) -> Iterator[Line]:
    """The kills, what is there afterwards, and the same look where something is missing."""
    master_key.provide(here.settings.home)
    house, token, own = prepared(here)
    port = free_port()
    settings = {"KYOGIKAI_HOME": str(here.settings.home), "KYOGIKAI_WORKERS": "2",
                "KYOGIKAI_POINTS": "1000000000"}  # fmt: skip
    with running(here.login, port, settings) as server:
        found = Writers(port, f"{house.label}.localhost", token, own)
        slowest = killed(here, found, kills, random)
        alive = server.poll() is None
    yield from judged(found, house.tenant, f"{kills} kills", slowest)
    first = "its first process is the same" if alive else "it has ended"
    yield Line("… and the server comes back without a hand", first, alive)
    with sa.create_engine(here.login, poolclass=sa.NullPool).begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        cut = sa.text("DELETE FROM events WHERE stream_id = ANY(:ids)")
        connection.execute(cut, {"ids": found.acknowledged[:9]})
    missing = lost(found, house.tenant)
    yield Line("nine of them are deleted", f"{missing} lost", not missing, control=True)


def judged(found: Writers, tenant: Tenant, told: str, slowest: float) -> Iterator[Line]:
    """Hold what was acknowledged against the log, the log against itself, and the read models against it."""
    missing, twice = lost(found, tenant), sum(count > 1 for count in recorded(tenant).values())
    tenant.verify()
    differ = sum(d.missing + d.surplus for d in tenant.rebuild(check=True))
    told += f", {len(found.acknowledged)} acknowledged: {missing} lost, {twice} twice, {differ} rows differ"
    told += f"; 20 more at most {slowest:.1f} s after a kill"
    yield Line("a killed database loses nothing acknowledged", told, not (missing or twice or differ))
    for wrong in found.wrong[:5]:
        say(f"  {wrong}")
    said = f"{dict(found.answers)}, {len(found.wrong)} others than 200, 503 or none"
    yield Line("… whoever is not answered is told to try again", said, not found.wrong)
