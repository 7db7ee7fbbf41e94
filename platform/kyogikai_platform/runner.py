"""What runs beside a server's workers, by ``python -m kyogikai_platform.runner``: jobs, and webhooks."""

import os
import signal
import threading

import sqlalchemy as sa

from kyogikai_platform import work
from kyogikai_platform.installation import Installation
from kyogikai_platform.operations import logs
from kyogikai_platform.orphans import end_with_parent
from kyogikai_platform.settings import settings


def main() -> None:
    """Until TERM; the server says when."""
    end_with_parent()
    login = sa.make_url(os.environ["KYOGIKAI_LOGIN"])
    logs.configure(settings().log)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to tell
    work.forever(Installation(settings(), login, login), stop)


if __name__ == "__main__":
    main()
