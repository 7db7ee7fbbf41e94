"""Serving an installation over HTTP, until TERM or Ctrl-C."""

import os
from contextlib import nullcontext

from granian import Granian
from granian.constants import Interfaces

from kyogikai_platform import beside
from kyogikai_platform.installation import Installation

THREADS = 4
"""In each process: while one waits for the database, the others answer."""
GRACE = 10
"""Seconds that a process has for what it is answering when it is told to end."""


def serve(here: Installation, port: int, address: str = "127.0.0.1") -> None:
    """Run granian, one process a core, and the runner of jobs: all reach the database as the application."""
    here.hosts()
    here.close()  # each process opens connections of its own
    os.environ["KYOGIKAI_LOGIN"] = here.application.render_as_string(hide_password=False)
    server = Granian(
        target="kyogikai_platform.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=here.settings.workers or os.cpu_count() or 1,
        blocking_threads=THREADS,
        workers_kill_timeout=GRACE,
        log_access=False,
        websockets=False,
        log_enabled=True,
    )
    with beside.runner() if here.settings.runner else nullcontext():
        server.serve()
