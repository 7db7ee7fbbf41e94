"""From a mutation's input to what became of it: one command in the transaction that answers it too."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.loading import Asking, Context
from kyogikai_graphql.mutations.correcting import corrected
from kyogikai_graphql.mutations.errors import NobodyRecords, told
from kyogikai_graphql.mutations.given import Read, read
from kyogikai_graphql.mutations.inputs import Inputs
from kyogikai_graphql.mutations.payloads import Outcome
from kyogikai_graphql.mutations.seeing import Seen, entry
from kyogikai_graphql.permitting import permitted
from kyogikai_graphql.problems import Standing
from kyogikai_projections import trail
from kyogikai_projections.filling import Filled, Whole
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.errors import NotFound, Refused
from kyogikai_tenants.events import DECLARED
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.session import Receipt, Session

FAILED = 3
"""The driver's word for a transaction in which a statement has failed (``INERROR``)."""


class Recording(Asking):
    """The execution of one mutation: a session under the head lock, and who records."""

    def __init__(
        self, context: Context, standing: Standing, asker: Asker, session: Session | None, request_id: str
    ) -> None:
        super().__init__(context, standing)
        self.asker, self.session, self.request_id = asker, session, request_id
        self._recorded: sa.NestedTransaction | None = None

    def record(self, whole: Whole, inputs: Inputs, raw: Mapping[str, Any]) -> Outcome:
        """Run a command. A refusal is part of the outcome."""
        found, echo = Read(), raw.get("client_mutation_id")
        try:
            receipt = self._run(whole, inputs, raw, found)
        except Refused as refused:
            error = told(refused, whole.form, found.given, found.subject)
            return Outcome((error,), client_mutation_id=echo)
        kinds = whole.form.about
        kind = kinds[0] if len(kinds) == 1 else self._kind(receipt)
        self._recorded = self.context.connection.begin_nested()
        return Outcome((), (kind, receipt.record_id), receipt.positions, echo)

    def _run(self, whole: Whole, inputs: Inputs, raw: Mapping[str, Any], found: Read) -> Receipt:
        if self.session is None:
            raise NobodyRecords
        read(whole.form, raw, found)
        if whole.form.command == "CorrectEvent":
            self._correct(inputs, found)
        filled = whole.filled(found.subject, found.given)
        actor = self._actor(filled)
        command = Seen(filled.command, self, found.named, actor, found.subject)
        key = raw.get("idempotency_key") or ""
        return self.session.execute(command, actor=actor, key=key, request_id=self.request_id)

    def _correct(self, inputs: Inputs, found: Read) -> None:
        assert found.subject is not None, "a correction names its entry"  # noqa: S101 - GraphQL has checked it
        row = entry(self, found.subject)
        if row is None:
            raise NotFound(field="subject", kind="entry", id=found.subject.id)
        corrected(inputs, DECLARED[row["topic"]], found)

    def _actor(self, filled: Filled) -> Actor:
        """As whom. Raises the Refused that says what is not permitted."""
        actors = [permitted(self.asker, *one, self.context.connection) for one in filled.records]
        return actors[0]

    def _kind(self, receipt: Receipt) -> str:
        """What the answer is about, where the command happens to several kinds of record."""
        first = receipt.positions[0]
        return str(trail.Placed().fetch(self.reading, [first])[first]["kind"])

    def close(self) -> None:
        """What was recorded stays so, though a statement that read for the answer has failed."""
        if self._recorded is None:
            return
        if driver(self.context.connection).info.transaction_status == FAILED:
            self._recorded.rollback()
        else:
            self._recorded.commit()
