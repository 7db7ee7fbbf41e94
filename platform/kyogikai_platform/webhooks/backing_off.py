"""When a receiver that failed is asked again: later each time, and never all at once."""

from datetime import timedelta
from random import SystemRandom

CHANCE = SystemRandom()
FIRST, LONGEST = timedelta(seconds=5), timedelta(hours=6)
"""Until the same delivery is tried again: twice as long each time."""
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=5)
"""Until the same receiver is sent anything, for each failure since something arrived."""
DOUBLINGS = 20


def again_after(tries: int) -> timedelta:
    """After so many tries of one delivery."""
    return _spread(FIRST, LONGEST, tries)


def pause_after(failures: int) -> timedelta:
    """After so many failures of one receiver."""
    return _spread(SHORTEST_PAUSE, LONGEST_PAUSE, failures)


def _spread(first: timedelta, longest: timedelta, times: int) -> timedelta:
    """Half of it is certain, half by chance: whoever failed together does not come back together."""
    whole = min(first * 2 ** min(max(times - 1, 0), DOUBLINGS), longest)
    return timedelta(seconds=whole.total_seconds() * CHANCE.uniform(0.5, 1))
