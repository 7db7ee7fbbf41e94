"""Serving an installation over HTTP, until TERM or Ctrl-C; HUP begins every worker anew, one after the other.

All workers take connections from one socket, which is opened here or handed over by systemd (LISTEN_FDS): a
worker that ends, however it ends, leaves no connection behind that nobody answers, and a server that is
replaced finds those that came meanwhile.
"""

import multiprocessing
import os
import socket
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.server.mp import MPServer, WorkerProcess
from typing_extensions import override

from kyogikai_platform import beside
from kyogikai_platform.installation import Installation
from kyogikai_platform.operations import hooks, logs, metering, traces
from kyogikai_platform.operations.proxies import Proxies
from kyogikai_platform.operations.standing import BEGUN

THREADS = 4
"""In each process: while one waits for the database, the others answer."""
GRACE = 10
"""Seconds that a process has for what it is answering when it is told to end."""
PATIENCE = 60
"""Seconds that a new worker has to begin before the one in its place is told to end: both serve meanwhile."""
LOOK = 0.05
BACKLOG = 1024
"""Connections that wait while everybody is busy, or while the server is replaced."""
FIRST_FD = 3
"""Where systemd hands over (sd_listen_fds(3))."""


class Worker(WorkerProcess):
    """A worker that takes another's place once it can."""

    parent: "Server"

    @override
    def start(self) -> None:
        """Where others serve already, be back when this one does too."""
        super().start()  # type: ignore[no-untyped-call] # granian's
        until = time.monotonic() + PATIENCE
        while self.parent.up and self.inner.is_alive() and not begun(self.inner.pid):
            if time.monotonic() > until:
                return
            time.sleep(LOOK)


class Server(MPServer):
    """Granian, with one socket for all of its workers."""

    own: socket.socket
    up = False
    """Whether it serves already."""

    @override
    def _init_shared_socket(self) -> None:
        """With a socket for each worker, the kernel would drop those that wait at one that ends."""
        self.own = listening(self.bind_addr, self.bind_port)
        shared = SocketHolder(*(self.own.fileno(), False, BACKLOG))  # type: ignore[call-arg] # its stub takes none
        self._sso, self._sfd, self._shd, self._ssp = self.own, self.own.fileno(), shared, None  # type: ignore[assignment]

    @override
    def _spawn_workers(self, spawn_target: Any, target_loader: Any) -> None:
        """The first ones, all at once; later ones are no forks, for by then this process has threads."""
        super()._spawn_workers(spawn_target, target_loader)  # type: ignore[no-untyped-call] # granian's
        self.up = True
        multiprocessing.set_start_method("spawn", force=True)

    @override
    def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> WorkerProcess:  # type: ignore[override] # as granian's own
        """One more, or another in the place of one."""
        found = super()._spawn_worker(idx, target, callback_loader)
        found.__class__ = Worker  # granian makes its own, of thirty arguments
        return found

    @override
    def _drop_shared_socket(self) -> None:
        """From now on nobody comes in."""
        self.own.close()


def begun(pid: int | None) -> bool:
    """Whether a worker serves."""
    return (Path(os.environ[BEGUN]) / str(pid)).exists()


def begin() -> None:
    """Say that this process serves from now on."""
    if folder := os.environ.get(BEGUN):
        (Path(folder) / str(os.getpid())).touch()


class NoSocket(Exception):
    """Nobody can be served at an address: somebody else is there, or it is none of this machine's."""

    def __init__(self, address: str, port: int, problem: OSError) -> None:
        super().__init__(f"{address} port {port}: {problem.strerror or problem}")


def listening(address: str, port: int, environ: Mapping[str, str] = os.environ) -> socket.socket:
    """The socket that was handed over to this process, or a new one. Raises NoSocket."""
    if environ.get("LISTEN_PID") == str(os.getpid()) and environ.get("LISTEN_FDS") == "1":
        found = socket.socket(fileno=FIRST_FD)
    else:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            found = socket.create_server((address, port), family=family, backlog=BACKLOG)
        except OSError as problem:
            raise NoSocket(address, port, problem) from problem
    found.settimeout(0)
    found.set_inheritable(True)
    return found


def serve(here: Installation, port: int, address: str = "127.0.0.1") -> None:
    """Run granian, one process a core, and the runner of jobs: all reach the database as the application."""
    here.hosts()
    Proxies.of(here.settings.trusted_proxies, here.settings.forwarded)  # told once, and not by each worker
    here.close()  # each process opens connections of its own
    traces.require()
    os.environ["KYOGIKAI_LOGIN"] = here.application.render_as_string(hide_password=False)
    logs.configure(here.settings.log)
    with ExitStack() as around:
        os.environ[BEGUN] = around.enter_context(TemporaryDirectory(prefix="kyogikai-begun-"))
        server = _server(here, port, address)

        def look() -> Mapping[str, hooks.Hooks] | None:
            """Not while workers are forked off: what another thread holds then, they hold for ever."""
            return hooks.by_class(here) if server.up else None

        around.enter_context(metering.served(here.settings.metrics, look))
        if here.settings.runner:
            server.on_reload(around.enter_context(beside.runner()))
        server.serve()


def _server(here: Installation, port: int, address: str) -> Server:
    return Server(
        target="kyogikai_platform.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=here.settings.workers or os.cpu_count() or 1,
        blocking_threads=THREADS,
        workers_kill_timeout=GRACE,
        respawn_failed_workers=True,
        respawn_interval=0,
        log_access=False,
        log_dictconfig=logs.dictconfig(here.settings.log),
        websockets=False,
        log_enabled=True,
    )
