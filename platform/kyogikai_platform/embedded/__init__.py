"""A real PostgreSQL beside the process, for the demo, the tests and a single small machine.

It listens on a Unix socket only. Its folder of sockets is 0700 and owned by the account that runs the
server: our own, or, as PostgreSQL refuses root, an unprivileged one whose folders root may enter. So the
file system is the lock on the door and `trust` is enough behind it; no password has to be kept anywhere.

Processes share a home by holding a shared lock on `users` while they use it. Whoever starts or stops the
server holds `gate` exclusively, so nobody stops a server that another process uses, and two never start it.
The kernel drops the locks of a killed process: its server is found by the next one, and reused.

    programs.py   where the server's programs are, and how they are run without privileges
    home.py       one home: its data, its folder of sockets, its server
    server.py     sharing a home between processes; temporary homes
"""

from kyogikai_platform.embedded.home import (
    DATABASE,
    SUPERUSER,
    HomeOfAnother,
    HomeOutOfReach,
    ServerStuck,
    default_home,
)
from kyogikai_platform.embedded.programs import NoServerPrograms, ProgramFailed
from kyogikai_platform.embedded.server import Server, provided, server

__all__ = [
    "DATABASE",
    "SUPERUSER",
    "HomeOfAnother",
    "HomeOutOfReach",
    "NoServerPrograms",
    "ProgramFailed",
    "Server",
    "ServerStuck",
    "default_home",
    "provided",
    "server",
]
