"""One municipality's book, as tests write and read it: short sentences in, rows of two times out."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.tenant import Tenant
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.commands import Actor, AnnulEvent, CorrectEvent, Say
from kyogikai_tenants.council.bodies import BodyCreated, BodyDissolved, BodyRenamed
from kyogikai_tenants.council.councils import CouncilEstablished
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.events import Event
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.session import Receipt
from kyogikai_tenants.vocabulary import Role

SECRETARY = Actor("secretary", Role.SECRETARIAT)


@dataclass(frozen=True)
class Book:
    """A tenant, and who writes in its book."""

    tenant: Tenant
    actor: Actor = SECRETARY

    def say(
        self,
        event: type[Event],
        subject: UUID | None = None,
        effective: str | Effective | dict[str, str] | None = None,
        *,
        key: str = "",
        expected: int | None = None,
        **fields: Any,
    ) -> Receipt:
        """Record one event; the date in the short notation (``from FY2011``)."""
        if effective is not None:
            fields["effective"] = Effective.parse(effective) if isinstance(effective, str) else effective
        return self.tenant.execute(Say(event, subject, fields, expected), actor=self.actor, key=key)

    def council(self, effective: str = "from 2007", name: str = "協議会", **fields: Any) -> UUID:
        """A new council."""
        given: dict[str, Any] = {"audience": "council", "standing": "statutory"} | fields
        return self.say(CouncilEstablished, None, effective, name=name, **given).record_id

    def body(
        self,
        council: UUID,
        effective: str | Effective = "from 2008",
        name: str = "甲",
        *,
        key: str = "",
        **fields: Any,
    ) -> UUID:
        """A new body of a council."""
        given: dict[str, Any] = {
            "audience": "council",
            "kind": "subcommittee",
            "council_id": council,
        } | fields
        return self.say(BodyCreated, None, effective, key=key, name=name, **given).record_id

    def rename(self, body: UUID, effective: str, name: str) -> Receipt:
        """A change of name in the world."""
        return self.say(BodyRenamed, body, effective, name=name)

    def dissolve(self, body: UUID, effective: str) -> Receipt:
        """The end of a body."""
        return self.say(BodyDissolved, body, effective)

    def correct(self, subject: UUID, target: int, name: str, new: Any, reason: str = "誤記") -> Receipt:
        """A clerical error put right."""
        return self.tenant.execute(CorrectEvent(subject, target, name, new, reason), actor=self.actor)

    def annul(self, subject: UUID, target: int, reason: str = "誤り") -> Receipt:
        """What never was so."""
        return self.tenant.execute(AnnulEvent(subject, target, reason), actor=self.actor)

    def query(self, statement: str, **parameters: Any) -> list[dict[str, Any]]:
        """Rows, as the application role sees them for this tenant."""
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            return [dict(row) for row in connection.execute(sa.text(statement), parameters).mappings()]

    def on(
        self, day: str | date, table: str = "body", *, known_at: int | None = None
    ) -> list[dict[str, Any]]:
        """The versions of a day as known at a position (now): the predicate of two times."""
        asked = date.fromisoformat(day) if isinstance(day, str) else day
        return self.query(
            TWO_TIMES.format(table=TABLES[table].name), day=asked, known=known_at or self.head()
        )

    def seen(self, day: str | date, *, known_at: int | None = None) -> list[str]:
        """The bodies of a day in short: ``live 甲``."""
        return [f"{row['existence']} {row['name']}" for row in self.on(day, known_at=known_at)]

    def one(self, statement: str, **parameters: Any) -> Any:
        """The one value that a statement returns."""
        (row,) = self.query(statement, **parameters)
        (value,) = row.values()
        return value

    def head(self) -> int:
        """The last position of the log."""
        return int(self.one("SELECT coalesce(max(position), 0) FROM events"))

    def sound(self) -> bool:
        """The chain is whole, and the read models are what the log says."""
        return self.tenant.verify().position == self.head() and list(self.tenant.rebuild(check=True)) == []


TWO_TIMES = (
    "SELECT * FROM {table} WHERE valid_from <= :day AND (valid_to IS NULL OR valid_to > :day) "
    'AND known_from <= :known AND (known_to IS NULL OR known_to > :known) ORDER BY sort COLLATE "C", id'
)
