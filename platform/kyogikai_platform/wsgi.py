"""What a server worker imports: the application on the database that its parent opened."""

import os
import signal
import threading
import time

import sqlalchemy as sa

from kyogikai_platform.app import create_app
from kyogikai_platform.installation import Installation
from kyogikai_platform.settings import settings

LOGIN = sa.make_url(os.environ["KYOGIKAI_LOGIN"])
PARENT = os.getppid()


def end_with_parent() -> None:
    """A worker whose parent was killed would keep the port for ever."""
    while os.getppid() == PARENT:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


threading.Thread(target=end_with_parent, daemon=True).start()
application = create_app(Installation(settings(), LOGIN, LOGIN))
