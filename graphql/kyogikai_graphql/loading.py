"""Answering many fields with few statements: reads that wait at the same time are fetched together."""

import asyncio
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.points import uncounted
from kyogikai_graphql.problems import Standing
from kyogikai_graphql.rights import OWN_ACTS, Trail, Viewer
from kyogikai_projections import rights_of
from kyogikai_projections.reading import Moment, Read, Reading
from kyogikai_projections.trail import Scope
from kyogikai_tenants.fiscal_year import today

QUIET = 4
"""Rounds of the event loop without a new wish, after which all that can be asked for has been."""

Names = Callable[[Sequence[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Context:
    """What a request brings: a connection that sees one tenant, who asks, and which day it is."""

    connection: sa.Connection
    tenant_id: UUID
    viewer: Viewer
    today: date = field(default_factory=today)
    actor_names: Names | None = None
    """The names of users and clients by their ids (None: as on record); who has none is shown by the id."""
    asker: Asker | None = None
    """Who asks; None where nobody was let in: the command line, our own pages."""
    spend: Callable[[int], Standing] = uncounted
    """Takes the points of a question before it is answered. Raises RateLimited."""


def scope(viewer: Viewer) -> Scope | None:
    """Which entries of the log a viewer may read; None: none."""
    if not viewer.may_read_trail:
        return None
    trail = viewer.trail
    administration, cases = trail is Trail.ADMINISTRATION, trail is Trail.CASES
    return Scope(viewer.sight.audiences, administration_only=administration, cases=cases)


def own_acts(asker: Asker | None) -> Scope | None:
    """What somebody did themselves, for those who read that without the trail; None: nothing."""
    if asker is None or asker.actor is None or OWN_ACTS.isdisjoint(asker.holds.roles):
        return None
    return Scope(frozenset(), actor=asker.actor.id)


class Asking:
    """One execution: what resolvers find in ``info.context``."""

    def __init__(self, context: Context, standing: Standing | None = None) -> None:
        self.context, self.viewer = context, context.viewer
        self.standing = standing or uncounted(0)
        self.actor_names = context.actor_names or partial(rights_of.names, context.connection)
        self.trail = scope(context.viewer)
        self.reviewed = self.trail or own_acts(context.asker)
        """What is listed of the trail for them."""
        self.reading = Reading(context.connection, context.tenant_id, context.viewer.sight)
        self._moments: dict[tuple[date, datetime | None], Moment] = {}
        self._asked: dict[Read, dict[Hashable, asyncio.Future[Any]]] = {}
        self._waiting: dict[Read, list[Hashable]] = {}
        self._wishes = 0

    def moment(self, as_of: date | None = None, known_at: datetime | None = None) -> Moment:
        """The moment of a root field's arguments; without them, today as known now."""
        times = (as_of or self.context.today, known_at)
        if times not in self._moments:
            self._moments[times] = self.reading.moment(*times)
        return self._moments[times]

    def load(self, read: Read, key: Hashable) -> asyncio.Future[Any]:
        """The answer for a key, None where there is none; fetched with all others of the same read.

        Each who asks waits on their own, so that nobody who gives up takes it from the others.
        """
        asked = self._asked.setdefault(read, {})
        if key not in asked:
            loop = asyncio.get_running_loop()
            asked[key] = loop.create_future()
            if not self._waiting:
                loop.call_soon(self._when_quiet, self._wishes, QUIET)
            self._waiting.setdefault(read, []).append(key)
            self._wishes += 1
        return asyncio.shield(asked[key])

    async def load_many(self, read: Read, keys: Iterable[Hashable]) -> list[Any]:
        """The answers that there are, in the order of the keys."""
        found = await asyncio.gather(*(self.load(read, key) for key in keys))
        return [answer for answer in found if answer is not None]

    def _when_quiet(self, wishes: int, rounds: int) -> None:
        if wishes != self._wishes:
            wishes, rounds = self._wishes, QUIET
        if rounds:
            asyncio.get_running_loop().call_soon(self._when_quiet, wishes, rounds - 1)
            return
        waiting, self._waiting = self._waiting, {}
        for read, keys in waiting.items():
            fetching = asyncio.get_running_loop().create_task(self._fetch(read, keys))
            fetching.add_done_callback(partial(_deliver, {key: self._asked[read][key] for key in keys}))

    async def _fetch(self, read: Read, keys: list[Hashable]) -> Mapping[Any, Any]:
        return read.fetch(self.reading, keys)


def _deliver(
    waiting: Mapping[Hashable, asyncio.Future[Any]], fetching: asyncio.Task[Mapping[Any, Any]]
) -> None:
    """Hand out the answers, or to everybody who waits what went wrong; who has gone gets nothing."""
    problem = None if fetching.cancelled() else fetching.exception()
    for key, future in waiting.items():
        if future.done():
            continue
        if fetching.cancelled():
            future.cancel()
        elif problem is not None:
            future.set_exception(problem)
        else:
            future.set_result(fetching.result().get(key))
