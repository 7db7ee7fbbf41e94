"""A process of a server ends with it: alone, it would keep its port and its work for ever."""

import os
import signal
import threading
import time


def end_with_parent() -> None:
    """From now on, as long as this process runs."""
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)
