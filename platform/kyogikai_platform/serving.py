"""Serving an installation over HTTP, until TERM or Ctrl-C."""

import os

from granian import Granian
from granian.constants import Interfaces

from kyogikai_platform.installation import Installation


def serve(here: Installation, port: int, address: str = "127.0.0.1") -> None:
    """Run granian: its worker reaches the database as the application, and ends with this process."""
    here.hosts()
    os.environ["KYOGIKAI_LOGIN"] = here.application.render_as_string(hide_password=False)
    Granian(
        target="kyogikai_platform.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_access=False,
        websockets=False,
        log_enabled=True,
    ).serve()
