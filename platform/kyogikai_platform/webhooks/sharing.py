"""Who sends, and for how long: so many turns at a time, and each gives way where another waits for one."""

import threading
import time
from dataclasses import dataclass, field

SHARE, SHARE_SECONDS = 50, 5.0
"""So many deliveries, or so long, a turn has to itself; after them it ends where another webhook waits."""
TURN_SECONDS = 20.0
"""It ends after so long in any case: what a webhook still may be told, and how, is looked at again."""


class Slots:
    """Turns that are had at a time, and whether somebody waits for one."""

    def __init__(self, many: int, stop: threading.Event) -> None:
        self.stop = stop
        self._free = threading.Semaphore(many)
        self._lock = threading.Lock()
        self._wanted = False

    def enter(self) -> bool:
        """Take one, if one is free."""
        return self._free.acquire(blocking=False)

    def wait(self) -> None:
        """Ask for one until somebody leaves; of those that had their share, one gives way."""
        self._want(wanted=True)
        self._free.acquire()
        self._want(wanted=False)

    def leave(self) -> None:
        """The next may have it."""
        self._free.release()

    def gives_way(self) -> bool:
        """Whether somebody waits; only one who asks is told so."""
        return self._want(wanted=False)

    def _want(self, *, wanted: bool) -> bool:
        with self._lock:
            before, self._wanted = self._wanted, wanted
            return before


@dataclass
class Share:
    """What one turn has had."""

    slots: Slots
    begun: float = field(default_factory=time.monotonic)
    sent: int = 0

    def over(self) -> bool:
        """Whether it is another's turn, or nobody's any more."""
        lasted = time.monotonic() - self.begun
        if self.slots.stop.is_set() or lasted > TURN_SECONDS:
            return True
        return (self.sent >= SHARE or lasted > SHARE_SECONDS) and self.slots.gives_way()
