"""Serving an installation over HTTP, until TERM or Ctrl-C; HUP begins every worker anew, one after the other.

All workers take connections from one socket, which is opened here or handed over by systemd (LISTEN_FDS): a
worker that ends, however it ends, leaves no connection behind that nobody answers, and a server that is
replaced finds those that came meanwhile.
"""

import multiprocessing
import os
import socket
from collections.abc import Mapping
from contextlib import ExitStack

from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.server.mp import MPServer
from typing_extensions import override

from kyogikai_platform import beside
from kyogikai_platform.installation import Installation
from kyogikai_platform.operations import logs, meters, traces

THREADS = 4
"""In each process: while one waits for the database, the others answer."""
GRACE = 10
"""Seconds that a process has for what it is answering when it is told to end."""
BEGIN = 4.0
"""Seconds that a new worker has to begin before the one in its place is told to end: both serve meanwhile."""
BACKLOG = 1024
"""Connections that wait while everybody is busy, or while the server is replaced."""
FIRST_FD = 3
"""Where systemd hands over (sd_listen_fds(3))."""


class Server(MPServer):
    """Granian, with one socket for all of its workers."""

    own: socket.socket

    @override
    def _init_shared_socket(self) -> None:
        """With a socket for each worker, the kernel would drop those that wait at one that ends."""
        self.own = listening(self.bind_addr, self.bind_port)
        shared = SocketHolder(*(self.own.fileno(), False, BACKLOG))  # its stub leaves out what it takes
        self._sso, self._sfd, self._shd, self._ssp = self.own, self.own.fileno(), shared, None  # type: ignore[assignment]

    @override
    def _drop_shared_socket(self) -> None:
        """From now on nobody comes in."""
        self.own.close()


def listening(address: str, port: int, environ: Mapping[str, str] = os.environ) -> socket.socket:
    """The socket that was handed over to this process, or a new one."""
    if environ.get("LISTEN_PID") == str(os.getpid()) and environ.get("LISTEN_FDS") == "1":
        found = socket.socket(fileno=FIRST_FD)
    else:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        found = socket.create_server((address, port), family=family, backlog=BACKLOG)
    found.settimeout(0)
    found.set_inheritable(True)
    return found


def serve(here: Installation, port: int, address: str = "127.0.0.1") -> None:
    """Run granian, one process a core, and the runner of jobs: all reach the database as the application."""
    here.hosts()
    here.close()  # each process opens connections of its own
    traces.require()
    os.environ["KYOGIKAI_LOGIN"] = here.application.render_as_string(hide_password=False)
    multiprocessing.set_start_method("spawn", force=True)  # a fork takes along what other threads had locked
    logs.configure(here.settings.log)
    with ExitStack() as around:
        around.enter_context(meters.served(here.settings.metrics))
        server = _server(here, port, address)
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
        respawn_interval=BEGIN,
        log_access=False,
        log_dictconfig=logs.dictconfig(here.settings.log),
        websockets=False,
        log_enabled=True,
    )
