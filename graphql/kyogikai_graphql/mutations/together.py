"""Several mutations in one transaction: they stand or fall together, or are only tried.

A trial runs the same commands under the same lock and the same rules, and takes everything back: so a
page can say what would be recorded, and what would be refused, before anybody records it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from typing_extensions import override

from kyogikai_graphql.asker import still
from kyogikai_graphql.execution import Answer, judged, mutates, run_plainly
from kyogikai_graphql.mutations.errors import RightsMoved
from kyogikai_graphql.mutations.performing import ATTEMPTS, Desk, perform
from kyogikai_graphql.mutations.running import Recording
from kyogikai_graphql.problems import Standing
from kyogikai_graphql.questions import Asked
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.session import Session


@dataclass
class Open(Desk):
    """A desk in a transaction that is open already."""

    connection: sa.Connection = field(kw_only=True)
    session: Session = field(kw_only=True)

    @override
    @contextmanager
    def opened(self, standing: Standing) -> Iterator[Recording]:
        """In the same transaction as what came before."""
        recording = self._recording(self.connection, standing, self.session)
        yield recording
        recording.close()


@dataclass(frozen=True)
class Sitting:
    """An open transaction, for somebody whose rights hold in it."""

    desk: Open

    def ask(self, asked: Asked) -> Answer:
        """Answer a question, or record: whatever comes after it sees it."""
        if mutates(asked.document, asked.operation_name):
            return perform(*asked[:3], self.desk)
        found = judged(*asked[:3], self.desk.spend)
        if isinstance(found, Answer):
            return found
        return run_plainly(found, self.desk.context(self.desk.connection, self.desk.asker))


@contextmanager
def together(desk: Desk, *, keep: bool) -> Iterator[Sitting]:
    """One transaction at a desk; without ``keep`` nothing of it stays.

    Raises RightsMoved, and what the door raises where nothing is left of the asker's right.
    """
    for _ in range(ATTEMPTS if desk.asker.actor else 0):
        with transaction(desk.engine, desk.asker.tenant_id) as connection:
            session = Session(connection, ReadModels())
            if still(connection, desk.asker):
                with connection.begin_nested() as everything:
                    yield Sitting(_open(desk, connection, session))
                    if not keep:
                        everything.rollback()
                return
        desk = replace(desk, asker=desk.door.again(desk.asker))
    raise RightsMoved


def _open(desk: Desk, connection: sa.Connection, session: Session) -> Open:
    own = (desk.engine, desk.door, desk.asker, desk.context, desk.spend, desk.request_id, desk.trusted)
    return Open(*own, connection=connection, session=session)
