"""A server that is begun anew under load: nobody's request is lost.

Each client opens a connection for each question, as a reverse proxy without keep-alive does, and never asks
again: whatever has no answer is counted.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kyogikai_platform import demo
from kyogikai_platform.importing import bundled
from kyogikai_platform.installation import Installation
from kyogikai_platform.serving import BACKLOG
from tests.proofs.report import Line, say
from tests.served import free_port, running

HOST = "kisarazu"
CLIENTS, PAUSE = 8, 0.01
PATIENCE = 120
"""Seconds for a server to begin, on a machine that is busy otherwise."""
QUESTION = json.dumps({"query": "{ council { name } bodies(first: 5) { nodes { name } } }"})


@dataclass
class Load:
    """Clients that ask the API and a page in turn, until they are stopped."""

    port: int
    answers: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, number: int) -> str:
        """One question; its status, or how it was lost."""
        own = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Host": f"{HOST}.localhost", "Connection": "close"}
        try:
            if number % 2:
                own.request("GET", "/org", headers=headers | {"Accept": "text/html"})
            else:
                own.request("POST", "/graphql", QUESTION, headers | {"Content-Type": "application/json"})
            found = own.getresponse()
            found.read()
        except (OSError, http.client.HTTPException) as lost:
            return type(lost).__name__
        finally:
            own.close()
        return str(found.status)

    def run(self) -> None:
        """One client."""
        number = 0
        while not self._over.is_set():
            began, number = time.monotonic(), number + 1
            found = self.ask(number)
            with self._lock:
                self.answers[found] += 1
                self.slowest = max(self.slowest, time.monotonic() - began)
            time.sleep(PAUSE)

    def stop(self) -> None:
        """No more questions."""
        self._over.set()

    @property
    def lost(self) -> int:
        """Questions without an answer, or with another than they should have."""
        return sum(self.answers.values()) - self.answers["200"]

    @property
    def told(self) -> str:
        """In figures."""
        lost = {name: count for name, count in self.answers.items() if name != "200"}
        return (
            f"{sum(self.answers.values())} requests, {self.lost} dropped {lost or ''}; "
            f"the slowest took {self.slowest:.1f} s"
        )

    def until_more(self, wanted: int) -> None:
        """Wait for so many more answers."""
        enough, until = self.answers["200"] + wanted, time.monotonic() + PATIENCE
        while self.answers["200"] < enough and time.monotonic() < until:
            time.sleep(0.05)


@contextmanager
def load(port: int) -> Iterator[Load]:
    """Clients at work, once the server answers."""
    found = Load(port)
    assert found.ask(0) == found.ask(1) == "200"
    clients = [threading.Thread(target=found.run) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        yield found
    finally:
        found.stop()
        for client in clients:
            client.join()


def workers(server: subprocess.Popen[bytes]) -> set[int]:
    """The processes that answer."""
    text = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
    children = Path(f"/proc/{server.pid}/task").glob("*/children")
    pids = {int(pid) for found in children for pid in found.read_text().split()} | set(map(int, text.split()))
    return {pid for pid in pids if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()}


def anew(server: subprocess.Popen[bytes], running_load: Load) -> None:
    """HUP, and wait until every worker is another one."""
    before = workers(server)
    server.send_signal(signal.SIGHUP)
    _until(lambda: len(workers(server)) == len(before) and not workers(server) & before)
    running_load.until_more(50)


def killed(server: subprocess.Popen[bytes], running_load: Load) -> None:
    """End a worker without a warning, and wait until there is another."""
    before = workers(server)
    os.kill(min(before), signal.SIGKILL)
    _until(lambda: len(workers(server) - before) == 1)
    running_load.until_more(50)


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "it does not come back"
        time.sleep(0.1)


def rolling(here: Installation, times: int) -> Load:
    """The server is told HUP under load, again and again."""
    port = free_port()
    with running(here.login, port, settings(here)) as server, load(port) as found:
        found.until_more(100)
        for _ in range(times):
            anew(server, found)
    return found


def worker_killed(here: Installation, times: int) -> Load:
    """Workers are killed under load."""
    port = free_port()
    with running(here.login, port, settings(here)) as server, load(port) as found:
        found.until_more(100)
        for _ in range(times):
            killed(server, found)
            time.sleep(6)  # two within 5.5 s are taken for a server that cannot run, and end it
    return found


def replaced(here: Installation, *, handed: bool) -> Load:
    """The whole server ends and another begins, at a socket that outlives both, or at one of its own."""
    with ExitStack() as stack:
        held = (
            stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)) if handed else None
        )
        port = held.getsockname()[1] if held else free_port()
        with ExitStack() as first:
            first.enter_context(running(here.login, port, settings(here), held))
            found = stack.enter_context(load(port))
            found.until_more(100)
        with running(here.login, port, settings(here), held):
            found.until_more(200)
            found.stop()
    return found


def settings(here: Installation) -> dict[str, str]:
    """Of the servers."""
    return {"KYOGIKAI_HOME": str(here.settings.home), "KYOGIKAI_WORKERS": "2",
            "KYOGIKAI_POINTS_PUBLIC": "1000000000"}  # fmt: skip


def prove(here: Installation, times: int = 3) -> Iterator[Line]:
    """A rolling restart, a killed worker, an upgrade, and a restart as it would be without care."""
    demo.load(here, bundled()[f"{HOST}.yaml"], f"{HOST}.yaml")
    found = rolling(here, times)
    yield Line(f"{times} rolling restarts (HUP) under load drop nothing", found.told, not found.lost)
    found = worker_killed(here, times)
    own = CLIENTS * times
    told = f"{found.told}; at most {own} were in flight"
    yield Line(f"{times} killed workers drop only their own", told, found.lost <= own)
    say("  replacing the whole server")
    found = replaced(here, handed=True)
    yield Line("a server replaced at a socket handed over drops nothing", found.told, not found.lost)
    found = replaced(here, handed=False)
    yield Line("a plain restart", found.told, not found.lost, control=True)
