"""What runs beside a server's workers, by ``python -m kyogikai_platform.runner``: the jobs of its pages."""

import os
import signal
import threading

import sqlalchemy as sa

from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs.running import Runner
from kyogikai_platform.orphans import end_with_parent
from kyogikai_platform.settings import settings
from kyogikai_platform.workbooks import desk
from kyogikai_platform.workbooks.sweeping import sweep


def main() -> None:
    """Until TERM; the server says when."""
    end_with_parent()
    login = sa.make_url(os.environ["KYOGIKAI_LOGIN"])
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to tell
    Runner(Installation(settings(), login, login).engine, desk.KINDS, sweep).forever(stop)


if __name__ == "__main__":
    main()
