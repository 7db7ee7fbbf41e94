"""Whether two lots of times can be told apart: by order (Mann-Whitney), by shape (Kolmogorov-Smirnov).

Both ask how likely it is that lots of one kind look as different as these do; below ``ALPHA`` they are told
apart. Plain Python: normal approximation with ties for the one, the asymptotic series for the other.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from math import erfc, exp, sqrt
from typing import NamedTuple

ALPHA = 0.001
"""How often two lots of one kind are told apart by mistake: once in a thousand, by either test."""
TERMS = 100


class Apart(NamedTuple):
    """How likely differences as large are among lots of one kind."""

    order: float
    shape: float

    @property
    def told(self) -> bool:
        """Whether they are told apart, by either."""
        return min(self) < ALPHA


def compared(ones: Sequence[float], others: Sequence[float]) -> Apart:
    """Both tests of two lots."""
    return Apart(mann_whitney(ones, others), kolmogorov_smirnov(ones, others))


def mann_whitney(ones: Sequence[float], others: Sequence[float]) -> float:
    """How likely it is, both sides counted, that one lot ranks as far before the other."""
    m, n = len(ones), len(others)
    rank, ranks, ties = 0.0, dict[float, float](), 0
    for value, count in sorted(Counter([*ones, *others]).items()):
        ranks[value] = rank + (count + 1) / 2
        rank += count
        ties += count**3 - count
    before = sum(ranks[value] for value in ones) - m * (m + 1) / 2
    total = m + n
    spread = sqrt(m * n / 12 * (total + 1 - ties / (total * (total - 1))))
    if spread == 0:
        return 1.0
    off = max(0.0, abs(before - m * n / 2) - 0.5) / spread
    return erfc(off / sqrt(2))


def kolmogorov_smirnov(ones: Sequence[float], others: Sequence[float]) -> float:
    """How likely it is that their distributions lie as far apart somewhere."""
    first, second = sorted(ones), sorted(others)
    m, n = len(first), len(second)
    gap = max(abs(bisect_right(first, x) / m - bisect_right(second, x) / n) for x in (*first, *second))
    size = sqrt(m * n / (m + n))
    scaled = (size + 0.12 + 0.11 / size) * gap
    if scaled < 0.3:  # the series does not settle there, and the answer is 1 to five places
        return 1.0
    series = sum((1.0 if k % 2 else -1.0) * exp(-2 * (k * scaled) ** 2) for k in range(1, TERMS + 1))
    return min(1.0, max(0.0, 2 * series))
