"""From a question to the bytes of its answer, for somebody who asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from kyogikai_graphql import mixed
from kyogikai_graphql.asker import Asker, Door, still
from kyogikai_graphql.compiled import Compiled, LeftToResolvers, Values, late
from kyogikai_graphql.compiler.lanes import LaneFailed
from kyogikai_graphql.compiler.plan import Plan
from kyogikai_graphql.execution import Answer, Judged, Spend, encoded, judged, mutates, run_plainly
from kyogikai_graphql.loading import Context
from kyogikai_graphql.mutations.performing import Desk, perform
from kyogikai_graphql.mutations.together import Sitting, together
from kyogikai_graphql.points import Points, uncounted
from kyogikai_graphql.questions import Asked, Reply
from kyogikai_graphql.trusted import not_trusted
from kyogikai_projections.reading import snapshot

__all__ = ["Answering", "Asked", "Reply", "told"]


def told(found: Answer, asker: Asker, asked: Asked) -> Reply:
    """A result as bytes, in the words of whoever asks; only those who are known are helped to guess."""
    body = found.told(asked.lang, hints=asker.actor is not None)
    return Reply(encoded(body), found.executed, code=found.code, standing=found.standing)


@dataclass(frozen=True)
class Answering:
    """One installation's answers."""

    engine: sa.Engine
    door: Door
    points: Points | None = None
    """Counts what is asked; None: nobody counts."""
    compiled: Compiled | None = None
    """Answers with one statement what can be; None: every answer is made field by field."""

    def answer(self, asker: Asker, asked: Asked, known: frozenset[str] = frozenset()) -> Reply:
        """Answer a question; ``known`` are the entity tags of answers that the client has kept."""
        if mutates(asked.document, asked.operation_name):
            own = (self._context, self._spend(asker), asked.request_id, asked.trusted)
            desk = Desk(self.engine, self.door, asker, *own)
            return told(perform(*asked[:3], desk), asker, asked)
        found = judged(*asked[:3], self._spend(asker))
        if isinstance(found, Answer):
            return told(found, asker, asked)
        while True:
            reply = self._once(asker, asked, found, known)
            if reply is not None:
                return reply
            asker = self.door.again(asker)
            if asker.trusted_only and not asked.trusted:
                return told(Answer(None, [not_trusted()], executed=False), asker, asked)

    @contextmanager
    def together(self, asker: Asker, *, keep: bool) -> Iterator[Sitting]:
        """Several mutations and questions in one transaction; without ``keep`` all is only tried.

        Raises RightsMoved, and what the door raises where nothing is left of the asker's right.
        """
        desk = Desk(self.engine, self.door, asker, self._context, self._spend(asker))
        with together(desk, keep=keep) as sitting:
            yield sitting

    def _once(self, asker: Asker, asked: Asked, found: Judged, known: frozenset[str]) -> Reply | None:
        """The answer, or None where the asker is no longer who they were judged to be."""
        planned: tuple[Plan, Values] | None = None
        try:
            if self.compiled:
                planned = self.compiled.find(asker, asked.document, found)
                if not planned[0].left:
                    return self.compiled.reply(asker, *planned, found.standing, known)
        except LeftToResolvers:
            planned = None
        except LaneFailed as failed:
            return told(late(failed, found), asker, asked)
        with snapshot(self.engine, asker.tenant_id) as connection:
            if not still(connection, asker):
                return None
            context = self._context(connection, asker)
            body = mixed.answer(found, *planned, context) if planned else None
            if body is not None:
                return Reply(body, executed=True, standing=found.standing)
            return told(run_plainly(found, context), asker, asked)

    def _context(self, connection: sa.Connection, asker: Asker) -> Context:
        """What an answer is made with."""
        spend = self._spend(asker)
        return Context(connection, asker.tenant_id, asker.viewer, asker.day, spend=spend, asker=asker)

    def _spend(self, asker: Asker) -> Spend:
        return partial(self.points.spend, asker) if self.points else uncounted
