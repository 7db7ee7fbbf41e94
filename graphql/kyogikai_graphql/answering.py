"""From a question to the bytes of its answer, for somebody who asks."""

from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import sqlalchemy as sa

from kyogikai_graphql.asker import Asker, Door, still
from kyogikai_graphql.execution import Answer, Spend, encoded, execute, mutates
from kyogikai_graphql.loading import Context
from kyogikai_graphql.mutations.performing import Desk, perform
from kyogikai_graphql.points import Points, uncounted
from kyogikai_graphql.problems import Standing
from kyogikai_projections.reading import snapshot


class Asked(NamedTuple):
    """What a request holds."""

    document: str
    variables: dict[str, Any] | None
    operation_name: str | None
    request_id: str = ""
    """What the log notes of the commands that it asks for."""
    lang: str = "ja"
    """In which language it wants to be told what went wrong: ``ja`` or ``en``."""


class Reply(NamedTuple):
    """An answer: its bytes, whether the document was executed, and its strong entity tag where it has one."""

    body: bytes
    executed: bool
    etag: str = ""
    unchanged: bool = False
    """Whether the client already has these bytes, by the tags that it named; then there is no body."""
    code: str = ""
    """The code of the first error, where there is one."""
    standing: Standing | None = None
    """What is left of the client's points, where they were counted."""


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

    def answer(self, asker: Asker, asked: Asked, known: frozenset[str] = frozenset()) -> Reply:
        """Answer a question; ``known`` are the entity tags of answers that the client has kept."""
        if mutates(asked.document, asked.operation_name):
            desk = Desk(self.engine, self.door, asker, self._context, self._spend(asker), asked.request_id)
            return told(perform(*asked[:3], desk), asker, asked)
        while True:
            with snapshot(self.engine, asker.tenant_id) as connection:
                if still(connection, asker):
                    return told(execute(*asked[:3], self._context(connection, asker)), asker, asked)
            asker = self.door.again(asker)

    def _context(self, connection: sa.Connection, asker: Asker) -> Context:
        """What an answer is made with."""
        spend = self._spend(asker)
        return Context(connection, asker.tenant_id, asker.viewer, asker.day, spend=spend)

    def _spend(self, asker: Asker) -> Spend:
        return partial(self.points.spend, asker) if self.points else uncounted
