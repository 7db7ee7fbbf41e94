"""A council with some bodies, and short ways to say things about it and to ask what it adds up to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_platform.tenant import Tenant
from kyogikai_projections.runner import ReadModels
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.commands import Actor, AnnulEvent, Command, CorrectEvent, Say
from kyogikai_tenants.council.bodies import BodyCreated, BodyGroupDefined
from kyogikai_tenants.council.councils import CouncilEstablished
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Begins, Event
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.session import Session

Row = dict[str, Any]


@dataclass
class Scene:
    """A municipality and the one who speaks there; times are in the short notation (``at 2021-05``)."""

    tenant: Tenant
    actor: Actor

    def say(self, event: type[Event], when: str, subject: UUID | None = None, **fields: Any) -> UUID:
        return self.do(Say(event, subject, _said(event, when, fields)))

    def do(self, command: Command) -> UUID:
        return self.tenant.execute(command, actor=self.actor).record_id

    def correct(self, subject: UUID, target: int, field: str, new: Any) -> None:
        self.do(CorrectEvent(subject, target, field, new, "誤記"))

    def annul(self, subject: UUID, target: int) -> None:
        self.do(AnnulEvent(subject, target, "誤り"))

    def import_old(self, event: type[Event], when: str, subject: UUID | None = None, **fields: Any) -> UUID:
        """Say it as old history, where a broken business rule is a flag."""
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            session = Session(connection, ReadModels(), lenient=True)
            return session.execute(
                Say(event, subject, _said(event, when, fields)), actor=self.actor
            ).record_id

    def council(self, name: str = "協議会", when: str = "from 2010-04-01") -> UUID:
        return self.say(CouncilEstablished, when, name=name, standing="statutory")

    def body(self, council: UUID, name: str, when: str = "from 2010-04-01", **more: Any) -> UUID:
        return self.say(BodyCreated, when, council_id=council, name=name, kind="subcommittee", **more)

    def group(self, council: UUID, name: str = "専門部会") -> UUID:
        return self.say(
            BodyGroupDefined, "from 2010-04-01", council_id=council, name=name, kind="subcommittee"
        )

    def position(self) -> int:
        return self.tenant.verify().position

    def rows(self, table: str, day: str = "2030-01-01", known: int | None = None, **equal: Any) -> list[Row]:
        """What a read table holds for a day, as known at a position (now, if none is given), in order."""
        t, d = TABLES[table], date.fromisoformat(day)
        known = self.position() if known is None else known
        query = sa.select(t).where(
            t.c.tenant_id == self.tenant.id, t.c.valid_from <= d,
            sa.or_(t.c.valid_to.is_(None), t.c.valid_to > d), t.c.known_from <= known,
            sa.or_(t.c.known_to.is_(None), t.c.known_to > known), *(t.c[n] == v for n, v in equal.items()),
        )  # fmt: skip
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            return [dict(r) for r in connection.execute(query.order_by(t.c.sort, t.c.id)).mappings()]

    def row(self, table: str, row_id: UUID, day: str = "2030-01-01", known: int | None = None) -> Row:
        return self.rows(table, day, known, id=row_id)[0]

    def flags(self, subject: UUID) -> set[str]:
        """The quality flags of what a record says."""
        t = sa.table("audit_entry", *map(sa.column, ("stream_id", "quality")))
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            found = connection.execute(sa.select(t.c.quality).where(t.c.stream_id == subject)).scalars()
            return {flag["flag"] for quality in found for flag in quality}


def _said(event: type[Event], when: str, fields: dict[str, Any]) -> dict[str, Any]:
    own = {"audience": "council"} if issubclass(event, Begins) else {}
    return {"effective": Effective.parse(when), **own, **fields}


def refused(*rules: type[Refused]) -> Any:
    """The block is refused by that rule, which speaks both languages and has a code of its own."""
    assert all(rule.CODE != Refused.CODE and rule.JA and rule.EN for rule in rules)
    return pytest.raises(rules)


def plucked(rows: Collection[Row], *names: str) -> list[Any]:
    """One or more columns of rows."""
    found = [tuple(row[n] for n in names) for row in rows]
    return [f[0] for f in found] if len(names) == 1 else found
