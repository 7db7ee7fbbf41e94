"""The product as it runs: granian on the tests' database, asked over loopback."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

MAIN = "from kyogikai_platform.cli import main; main()"
ROOTS = [str(Path(__file__).parents[1] / root) for root in ("platform", "graphql", "projections", "tenants")]
PATIENCE = 120
"""Seconds for a start."""


def environment(database: sa.URL, more: Mapping[str, str]) -> dict[str, str]:
    """What a server of its own finds: this database, and nobody's settings."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("KYOGIKAI_")}
    login = database.render_as_string(hide_password=False)
    return given | {"DATABASE_URL": login, "PYTHONPATH": os.pathsep.join(ROOTS)} | dict(more)


def free_port() -> int:
    """One that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def lives(port: int) -> bool:
    """Whether a worker answers: the socket is open, and whoever comes waits, before there is one."""
    own = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        own.request("GET", "/health/live", headers={"Connection": "close"})
        return own.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        own.close()


@contextmanager
def served(database: sa.URL, **settings: str) -> Iterator[int]:
    """A running server's port; it is ended by TERM. Raises TimeoutError.

    Without a runner, unless a test wants one: it would do the jobs of other tests.
    """
    port = free_port()
    with TemporaryDirectory() as home, running(database, port, {"KYOGIKAI_HOME": home, **settings}):
        yield port


@contextmanager
def running(
    database: sa.URL, port: int, settings: Mapping[str, str], held: socket.socket | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server at a port, or at a socket that it is handed; ended by TERM. Raises TimeoutError."""
    line = [sys.executable, "-c", MAIN, "serve", "--port", str(port)]
    fds = (held.fileno(),) if held else ()
    if held:  # as systemd does (sd_listen_fds(3)): descriptor 3, and for this process alone
        handed = f'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@" 3<&{held.fileno()}'
        line = ["bash", "-c", handed, "bash", *line]
    own = environment(
        database, {"KYOGIKAI_RUNNER": "0", "KYOGIKAI_NIGHTLY": "0", "KYOGIKAI_LOG": "plain"} | dict(settings)
    )
    process = subprocess.Popen(line, env=own, pass_fds=fds)  # noqa: S603 - our own program
    try:
        until = time.monotonic() + PATIENCE
        while not lives(port):
            if process.poll() is not None or time.monotonic() > until:
                raise TimeoutError(line)
            time.sleep(0.1)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
