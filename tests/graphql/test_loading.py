"""Reads that wait at the same time are fetched together, each key once; a failure is everybody's."""

import asyncio
import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from kyogikai_graphql.loading import Asking, Context, _deliver
from kyogikai_graphql.rights import viewer
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import Reading, snapshot
from kyogikai_tenants.vocabulary import Role
from tests.graphql.partner import Partner
from tests.graphql.world import World


@dataclass(frozen=True, eq=False)
class Doubling:
    """Answers twice the key, and notes what it was asked."""

    asked: list[list[int]] = field(default_factory=list)

    def fetch(self, reading: Reading, keys: Sequence[int]) -> Mapping[int, int]:
        self.asked.append(list(keys))
        return {key: 2 * key for key in keys if key}


@dataclass(frozen=True, eq=False)
class Leaving:
    """Answers, but one who waits has gone meanwhile."""

    gone: list[asyncio.Task[None]] = field(default_factory=list)

    def fetch(self, reading: Reading, keys: Sequence[int]) -> Mapping[int, int]:
        for task in self.gone:
            task.cancel()
        return {key: key for key in keys}


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


@pytest.mark.parametrize("shared", [1, 2])
def test_who_gives_up_takes_nothing_from_the_others(asking: Asking, shared: int) -> None:
    read, complaints = Leaving(), list[dict[str, Any]]()

    async def wait(key: int) -> None:
        await asking.load(read, key)

    async def all_of_them() -> list[int]:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        read.gone.append(asyncio.create_task(wait(1)))
        found = await asyncio.gather(asking.load(read, shared), asking.load(read, 3))
        await asyncio.sleep(0)
        assert read.gone[0].cancelled()
        return list(found)

    assert asyncio.run(all_of_them()) == [shared, 3]
    gc.collect()
    assert complaints == []


def test_a_future_that_is_done_is_passed_over() -> None:
    """A batch whose keys somebody else has settled, or given up, is delivered to the rest."""
    complaints = list[dict[str, Any]]()

    async def deliver() -> list[asyncio.Future[Any]]:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: complaints.append(context))
        waiting = [loop.create_future() for _ in range(3)]
        waiting[0].cancel()
        waiting[1].set_result("before")
        fetching = loop.create_task(answers())
        fetching.add_done_callback(partial(_deliver, dict(enumerate(waiting))))
        await asyncio.wait_for(waiting[2], 1)
        return waiting

    async def answers() -> Mapping[int, str]:
        return dict.fromkeys(range(3), "now")

    gone, settled, waited = asyncio.run(deliver())
    assert (gone.cancelled(), settled.result(), waited.result()) == (True, "before", "now")
    assert complaints == []


def test_what_is_refused_beside_other_fields_leaves_no_traceback(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    partner = Partner(world.book.tenant)
    assert partner.codes('{ issues(after: "x") { totalCount } meetings { totalCount } council { name } }')
    gc.collect()
    assert [r.getMessage() for r in caplog.records if r.name == "asyncio"] == []
