"""Who is measured: servers in processes of their own, and what answers inside this one."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from kyogikai_tenants.fiscal_year import today
from tests.bench import api_queries
from tests.bench.api_load import Slice, Wire, ask, inside, loop, spent, tree, used
from tests.bench.api_place import HOST, Place
from tests.bench.api_queries import Question
from tests.bench.api_tools import Tools

ROOT = Path(__file__).parents[2]
FLOORS = ("platform", "graphql", "projections", "tenants")
KEPT = "KYOGIKAI_KEPT_BYTES"
"""The product's setting of what it keeps of answers; 0: nothing."""
POINTS = {"KYOGIKAI_POINTS_PUBLIC": "2000000000"}
STARTS_WITHIN = 60
Ask = Callable[[str, dict[str, Any]], Question]
Shape = Callable[[Any], Any]


@dataclass
class Backends:
    """PostgreSQL's processes by the application that they serve."""

    admin: sa.Engine

    def of(self, name: str) -> list[int]:
        """Those of a contender."""
        query = sa.text("SELECT pid FROM pg_stat_activity WHERE application_name = :name")
        with self.admin.connect() as connection:
            return list(connection.execute(query, {"name": name}).scalars())


@dataclass
class Served:
    """A server that is asked over HTTP."""

    name: str
    port: int
    pid: int
    backends: Backends
    asks: Ask = api_queries.ours
    shape: Shape = api_queries.plain
    wires: list[Wire] = field(default_factory=list)
    over_http = True

    def request(self, question: Question) -> bytes:
        """The bytes of a request."""
        body = json.dumps({"query": question.document, "variables": question.variables}).encode()
        return (
            f"POST /graphql HTTP/1.1\r\nHost: {HOST}.localhost\r\nContent-Type: application/json\r\n"
            f"Accept: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body

    def data(self, question: Question) -> Any:
        """What it answers."""
        answer = json.loads(ask(self._wires(1)[0], self.request(question)))
        assert "errors" not in answer, (self.name, answer["errors"])
        return answer["data"]

    def run(self, question: Question, seconds: float, connections: int) -> Slice:
        """A stretch of requests."""
        wires, request = self._wires(connections), self.request(question)
        before = self._used()
        times, took = loop(wires, request, seconds)
        return Slice(times, took, spent(before, self._used()))

    def _used(self) -> dict[int, int]:
        return used([*tree(self.pid), *self.backends.of(self.name)])

    def _wires(self, count: int) -> list[Wire]:
        self.wires = [wire for wire in self.wires if wire.open]
        self.wires += [Wire(self.port) for _ in range(count - len(self.wires))]
        return self.wires[:count]


@dataclass
class Inside:
    """What is called in this process."""

    name: str
    answer: Callable[[Question], bytes]
    backends: Backends
    asks: Ask = api_queries.ours
    shape: Shape = api_queries.plain
    over_http = False

    def data(self, question: Question) -> Any:
        """What it answers."""
        answer = json.loads(self.answer(question))
        assert "errors" not in answer, (self.name, answer["errors"])
        return answer["data"]

    def run(self, question: Question, seconds: float, connections: int) -> Slice:
        """A stretch of calls; there is one thread, whatever is asked for."""
        own, before = time.process_time(), used(self.backends.of(self.name))
        times, took = inside(lambda: self.answer(question), seconds)
        own = time.process_time() - own
        return Slice(times, took, own + spent(before, used(self.backends.of(self.name))))


Contender = Served | Inside


def environment(place: Place, name: str) -> dict[str, str]:
    """What every server is told."""
    url = place.application
    here = {
        "BENCH_SOCKET": str(url.query["host"]),
        "BENCH_DATABASE": str(url.database),
        "BENCH_ROLE": str(url.username),
        "BENCH_TENANT": str(place.tenant_id),
        "BENCH_DAY": today().isoformat(),
    }
    path = os.pathsep.join(str(ROOT / floor) for floor in ("", *FLOORS))
    return {**os.environ, **here, "PGAPPNAME": name, "PYTHONPATH": path}


@contextmanager
def _running(name: str, command: list[str], environ: dict[str, str], backends: Backends) -> Iterator[Served]:
    """A server as long as it is needed; its port is the last word of the command."""
    port = int(command[-1]) if command[-1].isdigit() else int(environ["BENCH_PORT"])
    process = subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
    try:
        _wait(port, process)
        yield Served(name, port, process.pid, backends)
    finally:
        process.terminate()
        process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"{process.args!r} does not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def product(place: Place, name: str, backends: Backends, *, cached: bool) -> Iterator[Served]:
    """Ours as it is hosted: one worker at a municipality's host."""
    url = place.application.set(drivername="postgresql").render_as_string(hide_password=False)
    own = {"DATABASE_URL": url, "KYOGIKAI_WORKERS": "1", **POINTS, **({} if cached else {KEPT: "0"})}
    start = "from kyogikai_platform.cli import main; main()"
    command = [sys.executable, "-c", start, "serve", "--port", str(_free_port())]
    with _running(name, command, environment(place, name) | own, backends) as served:
        yield served


@contextmanager
def competitors(place: Place, tools: Tools, backends: Backends) -> Iterator[list[Served]]:
    """The others, each in one process."""
    granian = ["-m", "granian", "--workers", "1", "--no-ws", "--host", "127.0.0.1", "--interface"]
    asgi, wsgi = [*granian, "asgi", "--loop", "uvloop"], [*granian, "wsgi", "--blocking-threads", "4"]
    graphene, strawberry = str(tools.graphene), str(tools.strawberry)
    commands = {
        "strawberry": [strawberry, *asgi, "tests.bench.api_strawberry:app"],
        "strawberry, tuned": [strawberry, *asgi, "tests.bench.api_strawberry:tuned"],
        "graphene": [graphene, *asgi, "tests.bench.api_graphene:app"],
        "graphene, tuned": [graphene, *asgi, "tests.bench.api_graphene:tuned"],
        "hand-written SQL": [graphene, *wsgi, "tests.bench.api_sql_app:app"],
    }
    with ExitStack() as stack:
        found = []
        for name, command in commands.items():
            whole = [*command, "--port", str(_free_port())]
            found.append(stack.enter_context(_running(name, whole, environment(place, name), backends)))
        own = {"BENCH_PORT": str(_free_port()), "NODE_ENV": "production", "GRAPHILE_ENV": "production"}
        command = [str(tools.node), str(tools.postgraphile)]
        environ = environment(place, "PostGraphile") | own
        node = stack.enter_context(_running("PostGraphile", command, environ, backends))
        node.asks, node.shape = api_queries.postgraphile, api_queries.plain_postgraphile
        yield [*found, node]
