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
from kyogikai_graphql.mutations.seeing import Look, Seen
from kyogikai_graphql.permitting import permitted
from kyogikai_graphql.problems import Standing
from kyogikai_projections import belonging, trail
from kyogikai_projections.filling import May, Subject, Whole
from kyogikai_tenants.cases.refusals import AtTheCaseDesk
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import DECLARED, EventCorrected
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.rights import ABOUT_RECORDS
from kyogikai_tenants.session import Receipt, Session

FAILED = 3
"""The driver's word for a transaction in which a statement has failed (``INERROR``)."""


class Recording(Asking):
    """The execution of one mutation: who records, and a session under the head lock or why there is none."""

    def __init__(
        self,
        context: Context,
        standing: Standing,
        asker: Asker,
        session: Session | Refused,
        request_id: str,
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
        self.settle()
        return Outcome((), (kind, receipt.record_id), receipt.positions, echo)

    def settle(self) -> None:
        """What is recorded stays so, whatever becomes of the reads that answer."""
        self._recorded = self.context.connection.begin_nested()

    def _run(self, whole: Whole, inputs: Inputs, raw: Mapping[str, Any], found: Read) -> Receipt:
        if isinstance(self.session, Refused):
            raise self.session
        if self.asker.actor is None:
            raise NobodyRecords
        read(whole.form, raw, found)
        look = Look(self, found, self.asker.actor.id)
        if found.subject is not None and whole.form.event.TOPIC.startswith(ABOUT_RECORDS):
            self._no_case(found.subject, look)
        if found.subject is not None and whole.form.event is EventCorrected:
            self._as_corrected(inputs, found, found.subject, look)
        filled = whole.filled(found.subject, found.given)
        actors = [self._permitted(one, look) for one in filled.records]
        key = raw.get("idempotency_key") or ""
        return self.session.execute(
            Seen(filled.command, look), actor=actors[0], key=key, request_id=self.request_id
        )

    def _no_case(self, about: Subject, look: Look) -> None:
        """Raises AtTheCaseDesk for whoever may know of the entry, NotFound for all others."""
        record = belonging.record(self.context.connection, about.id)
        if record is not None and record.topic.startswith("case."):
            look.check()
            raise AtTheCaseDesk

    def _as_corrected(self, inputs: Inputs, found: Read, about: Subject, look: Look) -> None:
        """The new value in the form of the entry's event, for somebody who may know of what event it is."""
        look.check()
        self._permitted(May(EventCorrected, about.id, found.given), look)
        corrected(inputs, DECLARED[look.entry(about)["topic"]], found)

    def _permitted(self, one: May, look: Look) -> Actor:
        """As whom. Raises the Refused that says why not; of what is hidden, that it is not on record."""
        try:
            return permitted(self.asker, *one, self.context.connection)
        except Refused:
            look.check()
            raise

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
