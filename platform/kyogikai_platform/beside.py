"""The runner beside a server: a process of its own, begun again when it dies, ended with the server."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LINE = (sys.executable, "-m", "kyogikai_platform.runner")
AGAIN = 2.0
"""Seconds after which one that died is begun again."""
GRACE = 10.0
"""Seconds that it has for the job at hand; what it leaves is taken up by the next."""


@contextmanager
def runner() -> Iterator[Callable[[], None]]:
    """For as long as it serves; what is handed out begins it anew. The login stands in the environment."""
    over, anew = threading.Event(), threading.Event()
    keeper = threading.Thread(target=_keep, args=(over, anew))
    keeper.start()
    try:
        yield anew.set
    finally:
        over.set()
        keeper.join()


def _keep(over: threading.Event, anew: threading.Event) -> None:
    while not over.is_set():
        anew.clear()
        with subprocess.Popen(LINE) as process:  # noqa: S603 - our own program
            while process.poll() is None and not (over.wait(0.2) or anew.is_set()):
                pass
            _end(process)
        over.wait(AGAIN)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
