"""Reads that wait at the same time are fetched together, each key once; a failure is everybody's."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from kyogikai_graphql.loading import Asking, Context
from kyogikai_graphql.rights import viewer
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import Reading, snapshot
from kyogikai_tenants.vocabulary import Role


@dataclass(frozen=True, eq=False)
class Doubling:
    """Answers twice the key, and notes what it was asked."""

    asked: list[list[int]] = field(default_factory=list)

    def fetch(self, reading: Reading, keys: Sequence[int]) -> Mapping[int, int]:
        self.asked.append(list(keys))
        return {key: 2 * key for key in keys if key}


class Failing:
    def fetch(self, reading: Reading, keys: Sequence[int]) -> Mapping[int, int]:
        raise LookupError(keys)


@pytest.fixture
def asking(tenant: Tenant) -> Iterator[Asking]:
    with snapshot(tenant.engine, tenant.id) as connection:
        yield Asking(Context(connection, tenant.id, viewer(Role.PUBLIC)))


async def _after(turns: int, asking: Asking, read: Doubling, key: int) -> int | None:
    for _ in range(turns):
        await asyncio.sleep(0)
    found: int | None = await asking.load(read, key)
    return found


def test_who_comes_a_few_turns_later_is_waited_for(asking: Asking) -> None:
    read = Doubling()

    async def all_of_them() -> list[int | None]:
        return await asyncio.gather(*(_after(turns, asking, read, turns) for turns in range(4)))

    assert asyncio.run(all_of_them()) == [None, 2, 4, 6]
    assert read.asked == [[0, 1, 2, 3]]


def test_a_key_is_asked_once(asking: Asking) -> None:
    read = Doubling()

    async def again() -> list[int]:
        first = await asking.load_many(read, [1, 0, 1, 2])
        return first + await asking.load_many(read, [2, 3])

    assert asyncio.run(again()) == [2, 2, 4, 4, 6]
    assert read.asked == [[1, 0, 2], [3]]


def test_what_fails_fails_for_all_who_wait(asking: Asking) -> None:
    read = Failing()

    async def both() -> list[type]:
        found = await asyncio.gather(asking.load(read, 1), asking.load(read, 2), return_exceptions=True)
        return [type(f) for f in found]

    assert asyncio.run(both()) == [LookupError, LookupError]
