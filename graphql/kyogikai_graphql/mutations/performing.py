"""A mutation operation: one field after the other, each recorded, answered and committed before the next."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from graphql import (
    ExecutionContext,
    ExecutionResult,
    FieldNode,
    GraphQLObjectType,
    OperationType,
    execute,
)
from graphql.pyutils import Path
from typing_extensions import override

from kyogikai_graphql.asker import Asker, Door, still
from kyogikai_graphql.execution import Answer, Judged, Spend, answered, judged
from kyogikai_graphql.loading import Context
from kyogikai_graphql.mutations.errors import NobodyRecords, RightsMoved
from kyogikai_graphql.mutations.running import Recording
from kyogikai_graphql.problems import Standing
from kyogikai_graphql.schema import SCHEMA
from kyogikai_projections.reading import snapshot
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.session import Session

ATTEMPTS = 5
"""How often rights may move between judging an asker and taking the head's lock."""

ContextFor = Callable[[sa.Connection, Asker], Context]


@dataclass
class Desk:
    """Where mutations are recorded, and by whom."""

    engine: sa.Engine
    door: Door
    asker: Asker
    context: ContextFor
    spend: Spend
    request_id: str = ""
    trusted: bool = False
    """Whether what is asked is registered for the client that asks."""

    @contextmanager
    def opened(self, standing: Standing) -> Iterator[Recording]:
        """One transaction, under rights that hold in it; committed at the end.

        The public records nothing, and waits for no lock to be told so. Raises what the door raises where
        nothing is left of the asker's right.
        """
        for _ in range(ATTEMPTS if self.asker.actor else 0):
            with transaction(self.engine, self.asker.tenant_id) as connection:
                session = Session(connection, ReadModels())
                if still(connection, self.asker):
                    recording = self._recording(connection, standing, session)
                    yield recording
                    recording.close()
                    return
            self.asker = self.door.again(self.asker)
            if self.asker.trusted_only and not self.trusted:
                break
        with snapshot(self.engine, self.asker.tenant_id) as connection:
            refusal = RightsMoved() if self.asker.actor else NobodyRecords()
            yield self._recording(connection, standing, refusal)

    def _recording(
        self, connection: sa.Connection, standing: Standing, session: Session | Refused
    ) -> Recording:
        context = self.context(connection, self.asker)
        return Recording(context, standing, self.asker, session, self.request_id)


class Serial(ExecutionContext):
    """graphql-core's execution, whose fields at the root each have a transaction of their own."""

    @override
    async def execute_fields_serially(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        fields: dict[str, list[FieldNode]],
    ) -> dict[str, Any]:
        """One after the other; the first that cannot be answered is the last."""
        desk, standing = cast("tuple[Desk, Standing]", self.context_value)
        results = {}
        for name, nodes in fields.items():
            place = Path(path, name, parent_type.name)
            if nodes[0].name.value == "__typename":
                results[name] = self.execute_field(parent_type, source_value, nodes, place)
                continue
            with desk.opened(standing) as self.context_value:
                found = self.execute_field(parent_type, source_value, nodes, place)
                results[name] = await found if self.is_awaitable(found) else found
        return results


def perform(
    document: str, variables: Mapping[str, Any] | None, operation_name: str | None, desk: Desk
) -> Answer:
    """Answer a mutation. What goes wrong is an error with a code, what is refused part of the answer."""
    found = judged(document, variables, operation_name, desk.spend, OperationType.MUTATION)
    return found if isinstance(found, Answer) else asyncio.run(_perform(found, desk))


async def _perform(question: Judged, desk: Desk) -> Answer:
    answer = execute(
        SCHEMA,
        question.document,
        context_value=(desk, question.standing),
        variable_values=question.given,
        operation_name=question.operation_name,
        execution_context_class=Serial,
    )
    result = answer if isinstance(answer, ExecutionResult) else await answer
    return answered(result, question.standing)
