"""Somebody who records over the API, as tests do: a role, a mutation, what came of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Request

from kyogikai_graphql.answering import Answering, Asked, Reply
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.rights import viewer
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.tables import tenant_position
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.permission import Held, Holdings
from kyogikai_tenants.vocabulary import Role

TODAY = date(2025, 11, 1)
TOLD = "entries { type sentence } userErrors { code message field rule mayAllow }"


@dataclass(frozen=True)
class Clerk:
    """A tenant, who records in it, and the door that judges them: for the role that they are said to have."""

    tenant: Tenant
    role: Role = Role.SECRETARIAT
    bodies: frozenset[UUID] = frozenset()
    name: str = "secretary"
    scopes: frozenset[str] = frozenset({"meetings:write"})
    judged: list[int] = field(default_factory=list, compare=False)
    """The positions at which somebody was judged anew."""

    def asker(self) -> Asker:
        """Who asks, judged now."""
        actor = None if self.role is Role.PUBLIC else Actor(self.name, self.role)
        held = tuple(Held(self.role, body) for body in self.bodies or [None])
        holds = Holdings(() if self.role is Role.PUBLIC else held, self.scopes)
        who, rights = viewer(self.role, self.bodies), self.rights()
        return Asker(self.tenant.id, who, rights, TODAY, actor, client=self.name, holds=holds)

    def rights(self) -> int:
        """The position at which rights last moved."""
        p = tenant_position.c
        asked = sa.select(p.rights).where(p.tenant_id == self.tenant.id)
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            return connection.execute(asked).scalar() or 0

    def admit(self, request: Request) -> Asker:
        """Nobody comes over HTTP here."""
        raise NotImplementedError

    def again(self, asker: Asker) -> Asker:
        """Judged anew."""
        found = self.asker()
        self.judged.append(found.rights)
        return found

    def reply(self, document: str, asker: Asker | None = None, /, **variables: Any) -> Reply:
        """All that comes back."""
        answering = Answering(self.tenant.engine, self)
        return answering.answer(asker or self.asker(), Asked(document, variables, None, "request-1"))

    def send(self, document: str, asker: Asker | None = None, /, **variables: Any) -> Any:
        """The response."""
        return json.loads(self.reply(document, asker, **variables).body)

    def try_(self, mutation: str, given: dict[str, Any], selection: str = "") -> Any:
        """The payload of one mutation."""
        kind = mutation[0].upper() + mutation[1:]
        document = f"mutation($i: {kind}Input!) {{ {mutation}(input: $i) {{ {selection} {TOLD} }} }}"
        answer = self.send(document, i=given)
        assert "errors" not in answer, answer
        return answer["data"][mutation]

    def record(self, mutation: str, selection: str = "", /, **given: Any) -> Any:
        """The payload of one that is not refused."""
        payload = self.try_(mutation, given, selection)
        assert payload["userErrors"] == [], payload
        return payload

    def refused(self, mutation: str, /, **given: Any) -> Any:
        """The one refusal of one that is refused."""
        payload = self.try_(mutation, given)
        assert payload["entries"] == []
        (error,) = payload["userErrors"]
        return error

    def as_(self, role: Role, bodies: Iterable[UUID] = ()) -> "Clerk":
        """Somebody else."""
        return replace(self, role=role, bodies=frozenset(bodies), name=role.value)
