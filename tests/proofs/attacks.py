"""How long each attack takes to be refused, and what a neighbour notices of one who sends nothing else."""

import http.client
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from statistics import quantiles

from kyogikai_platform import demo
from kyogikai_platform.importing import bundled
from kyogikai_platform.installation import Installation
from tests.graphql.attacks import ATTACKS, COMPLEX, asked
from tests.proofs.report import Line, say
from tests.served import served

VICTIM, NEIGHBOUR, THIRD = "kisarazu", "meguro", "asahi"
QUESTION = asked("{ bodies(first: 20) { nodes { id name kind existence } } }")
DEAR = asked("{ bodies(first: 40) { nodes { meetings(first: 30) { nodes { title agenda { title } } } } } }")
SLOWEST = 0.1
"""Seconds in which an attack is refused."""
TIMES = 5
SECONDS, PAUSE = 10.0, 0.02
WORST = 2.0
"""How much longer the slowest of a hundred answers to a neighbour may take."""


class Caller:
    """One connection that is kept open."""

    def __init__(self, port: int, host: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.headers = {"Host": f"{host}.localhost:{port}", "Content-Type": "application/json"}

    def ask(self, body: bytes) -> tuple[float, bytes]:
        """Seconds, and what came back; a server may hang up on a body that is too large."""
        began = time.perf_counter()
        try:
            self.connection.request("POST", "/graphql", body, self.headers)
            found = self.connection.getresponse().read()
        except (ConnectionError, http.client.HTTPException):
            self.connection.close()
            return time.perf_counter() - began, b""
        return time.perf_counter() - began, found


def refused(port: int, attacks: Mapping[str, tuple[bytes, str]], *, control: bool = False) -> Line:
    """Each attack alone; the best of five, because a busy machine is nobody's attack."""
    caller, slow, passed = Caller(port, VICTIM), [], []
    for name, (body, code) in attacks.items():
        found = [caller.ask(body) for _ in range(TIMES)]
        taken = min(seconds for seconds, _ in found)
        slow.append((taken, name))
        if any(answer and code not in answer.decode(errors="replace") for _, answer in found):
            passed.append(name)
    worst, name = max(slow)
    for taken, slowest in sorted(slow, reverse=True)[:5]:
        say(f"  {taken * 1000:6.1f} ms  {slowest}")
    figures = f"{len(attacks)} sent, {len(passed)} passed, the slowest took {worst * 1000:.0f} ms ({name})"
    what = "a question that is no attack" if control else "attacks are refused within 100 ms"
    return Line(what, figures, worst < SLOWEST and not passed, control)


def _attacking(port: int, end: Event, bodies: list[bytes]) -> None:
    os.nice(19)  # an attacker has a machine of their own
    caller = Caller(port, VICTIM)
    while not end.is_set():
        for body in bodies:
            caller.ask(body)
            if end.is_set():
                return


@contextmanager
def attacked(port: int, bodies: list[bytes]) -> Iterator[None]:
    """Somebody sends these one after the other, without a pause, from a process of their own."""
    end = multiprocessing.Event()
    attacker = multiprocessing.Process(target=_attacking, args=(port, end, bodies), daemon=True)
    attacker.start()
    yield
    end.set()
    attacker.join(20)


def p99(port: int) -> float:
    """What the slowest of a hundred answers to the neighbour takes, asked fifty times a second."""
    caller, taken, until = Caller(port, NEIGHBOUR), [], time.monotonic() + SECONDS
    while time.monotonic() < until:
        seconds, found = caller.ask(QUESTION)
        assert b'"data"' in found
        taken.append(seconds)
        time.sleep(PAUSE)
    return quantiles(taken, n=100)[98]


def noticed(port: int, bodies: list[bytes]) -> tuple[float, float]:
    """The neighbour's p99 in peace and under attack, the best of three rounds of each."""
    peace, war = [], []
    for _ in range(3):
        peace.append(p99(port))
        with attacked(port, bodies):
            war.append(p99(port))
    return min(peace), min(war)


def prove(here: Installation) -> Iterator[Line]:
    """On a running server with two real councils."""
    for host in (VICTIM, NEIGHBOUR, THIRD):
        demo.load(here, bundled()[f"{host}.yaml"], f"{host}.yaml")
    with served(here.login, KYOGIKAI_POINTS_PUBLIC="2000000000") as port:
        _warm(Caller(port, NEIGHBOUR).ask)
        yield refused(port, ATTACKS)
        yield refused(port, {"a plain question": (QUESTION, COMPLEX)}, control=True)
        peace, war = noticed(port, [body for body, _ in ATTACKS.values()])
        figures = f"p99 {peace * 1000:.1f} ms in peace, {war * 1000:.1f} ms under attack: {war / peace:.2f}×"
        yield Line("a neighbour's p99 at most doubles", figures, war / peace <= WORST)
    with served(here.login) as port:
        spent = _until_refused(port)
        figures = f"after {spent} dear questions of one address"
        yield Line("who asks too much is told to wait", figures, 0 < spent < 1_000)


def _warm(ask: Callable[[bytes], object]) -> None:
    for _ in range(200):
        ask(QUESTION)


def _until_refused(port: int) -> int:
    caller = Caller(port, THIRD)
    for count in range(1_000):
        if b"RATE_LIMITED" in caller.ask(DEAR)[1]:
            return count
    return 1_000
