"""What a server worker imports: the application on the database that its parent opened."""

import gc
import os
import signal
import sys
import threading
import time

import sqlalchemy as sa

from kyogikai_platform.app import create_app
from kyogikai_platform.installation import Installation
from kyogikai_platform.settings import settings

LOGIN = sa.make_url(os.environ["KYOGIKAI_LOGIN"])
PARENT = os.getppid()
SWITCH = 0.0005
"""Seconds after which a thread that computes lets another go on: a neighbour's answer waits no longer."""


def end_with_parent() -> None:
    """A worker whose parent was killed would keep the port for ever."""
    while os.getppid() == PARENT:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


sys.setswitchinterval(SWITCH)
threading.Thread(target=end_with_parent, daemon=True).start()
application = create_app(Installation(settings(), LOGIN, LOGIN))
gc.collect()
gc.freeze()  # what is there now stays: a collection that walks through it would hold up everybody's answers
