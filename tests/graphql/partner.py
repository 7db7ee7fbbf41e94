"""Somebody who asks the API, as tests do: a role, a document, the answer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from kyogikai_graphql import ids
from kyogikai_graphql.execution import Answer, execute
from kyogikai_graphql.loading import Context
from kyogikai_graphql.rights import viewer
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.vocabulary import Role

TODAY = date(2025, 11, 1)


@dataclass(frozen=True)
class Partner:
    """A tenant, and who asks about it."""

    tenant: Tenant
    role: Role = Role.SECRETARIAT
    bodies: frozenset[UUID] = frozenset()
    today: date = TODAY

    def answer(self, document: str, operation: str | None = None, /, **variables: Any) -> Answer:
        """All that comes back."""
        with snapshot(self.tenant.engine, self.tenant.id) as connection:
            who = viewer(self.role, self.bodies)
            context = Context(connection, self.tenant.id, who, self.today)
            return execute(document, variables, operation, context)

    def ask(self, document: str, /, **variables: Any) -> Any:
        """The data, where nothing went wrong."""
        answer = self.answer(document, **variables)
        assert answer.errors is None, answer.errors
        return answer.data

    def codes(self, document: str, /, **variables: Any) -> list[str]:
        """What went wrong, by code."""
        errors = self.answer(document, **variables).errors or []
        return [(error.extensions or {})["code"] for error in errors]

    def as_(self, role: Role, bodies: Iterable[UUID] = ()) -> "Partner":
        """The same question by somebody else."""
        return replace(self, role=role, bodies=frozenset(bodies))


def gid(kind: str, record: UUID) -> str:
    """An id of the API."""
    return ids.encode(kind, record)
