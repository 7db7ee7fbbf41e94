"""The clock tells nobody who has an account: a small dose of ``make proofs ARGS="timing"``."""

from itertools import combinations
from random import Random

import pytest
from argon2 import PasswordHasher

from kyogikai_platform.accounts import passwords
from kyogikai_platform.accounts.passwords import Hashing
from kyogikai_platform.installation import Installation
from tests.platform.accounts.house import PASSPHRASE
from tests.proofs import timing
from tests.proofs.telling_apart import ALPHA, compared, kolmogorov_smirnov, mann_whitney

pytestmark = pytest.mark.check
TRIES = 40
QUICKER = Hashing(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1))
"""As much work for everybody as a small dose has time for."""


@pytest.fixture(autouse=True)
def quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "DUMMY", QUICKER.hasher.hash(PASSPHRASE))


@pytest.mark.parametrize("way", timing.WAYS)
def test_no_way_in_tells_by_its_time_who_is_known(here: Installation, way: str) -> None:
    """By chance it does once in a thousand times; then it is asked once more."""
    found = [timing.measured(here, way, TRIES, Random(seed), hashing=QUICKER) for seed in (1, 2)]
    assert not all(apart.told for apart, _ in found), found


@pytest.mark.parametrize("way", timing.FAULTS)
def test_a_way_in_that_tells_is_found(here: Installation, way: str) -> None:
    with timing.FAULTS[way][1]() as more:
        apart, figures = timing.measured(here, way, 2 * TRIES, Random(3), hashing=QUICKER, **more)
    assert apart.told, figures


def test_lots_of_one_kind_are_seldom_told_apart_and_others_always() -> None:
    random = Random(11)
    lots = [[random.gammavariate(4, 1) for _ in range(200)] for _ in range(400)]
    pairs = [compared(one, other) for one, other in zip(lots[::2], lots[1::2], strict=True)]
    assert sum(apart.order < 0.05 for apart in pairs) in range(2, 22)
    assert sum(apart.shape < 0.05 for apart in pairs) in range(2, 22)
    later = [value + 1 for value in lots[1]]
    assert compared(lots[0], later).told
    wider = [4 + (value - 4) * 3 for value in lots[1]]
    assert kolmogorov_smirnov(lots[0], wider) < ALPHA


def test_the_chance_of_an_order_is_that_of_all_orders_that_there_are() -> None:
    ones, others = [1.0, 2, 2, 3, 5, 8, 13, 21], [2.0, 3, 4, 8, 9, 30, 40, 50, 60]
    both = ones + others
    off = [abs(before(set(chosen), both) - 36) for chosen in combinations(range(17), 8)]
    exact = sum(one >= off[0] for one in off) / len(off)
    assert mann_whitney(ones, others) == pytest.approx(exact, abs=0.01)
    assert mann_whitney([1.0] * 5, [1.0] * 5) == 1.0
    assert kolmogorov_smirnov(ones, ones) == 1.0
    assert kolmogorov_smirnov([1.0] * 50, [2.0] * 50) < 1e-9


def before(chosen: set[int], values: list[float]) -> float:
    """In how many pairs the chosen come first; a tie counts half."""
    pairs = ((values[a], values[b]) for a in chosen for b in range(len(values)) if b not in chosen)
    return sum((one < other) + (one == other) / 2 for one, other in pairs)
