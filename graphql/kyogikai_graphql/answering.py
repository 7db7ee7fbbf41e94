"""From a question to the bytes of its answer, for somebody who asks."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from kyogikai_graphql.asker import Asker, Door, still
from kyogikai_graphql.execution import encoded, execute
from kyogikai_graphql.loading import Context
from kyogikai_projections.reading import snapshot


class Asked(NamedTuple):
    """What a request holds."""

    document: str
    variables: dict[str, Any] | None
    operation_name: str | None


class Reply(NamedTuple):
    """An answer: its bytes, whether the document was executed, and its strong entity tag where it has one."""

    body: bytes
    executed: bool
    etag: str = ""
    unchanged: bool = False
    """Whether the client already has these bytes, by the tags that it named; then there is no body."""


@dataclass(frozen=True)
class Answering:
    """One installation's answers."""

    engine: sa.Engine
    door: Door

    def answer(self, asker: Asker, asked: Asked, known: frozenset[str] = frozenset()) -> Reply:
        """Answer a question; ``known`` are the entity tags of answers that the client has kept."""
        while True:
            with snapshot(self.engine, asker.tenant_id) as connection:
                if still(connection, asker):
                    context = Context(connection, asker.tenant_id, asker.viewer, asker.day)
                    found = execute(*asked, context)
                    return Reply(encoded(found.body), found.executed)
            asker = self.door.again(asker)
