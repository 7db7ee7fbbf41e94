"""Everybody who may ask: one column of the golden files for each, in short."""

from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql.answering import Answering, Asked
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.compiled import Compiled
from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_graphql.rights import viewer_of
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.permission import Held, Holdings
from kyogikai_tenants.vocabulary import Role
from tests.graphql.counter import TestDoor
from tests.graphql.partner import TODAY

COLUMNS = {
    "PU": (Role.PUBLIC, ""),
    "VI": (Role.VIEWER, ""),
    "Ap": (Role.API_CLIENT, "published:read"),
    "Ac": (Role.API_CLIENT, "council:read"),
    "Aw": (Role.API_CLIENT, "meetings:write"),
    "Ah": (Role.API_CLIENT, "changes:read"),
    "ME": (Role.MEMBER, "own"),
    "Me": (Role.MEMBER, "other"),
    "CW": (Role.CASE_WORKER, "own"),
    "Cw": (Role.CASE_WORKER, "other"),
    "CH": (Role.CHAIR, "own"),
    "Ch": (Role.CHAIR, "other"),
    "SE": (Role.SECRETARIAT, ""),
    "AU": (Role.AUDITOR, ""),
    "TA": (Role.TENANT_ADMINISTRATOR, ""),
    "PO": (Role.PLATFORM_OPERATOR, ""),
}
"""Whom a column is about; capitals sit in the body that matters, small letters in another."""


def holdings(column: str, own: UUID, other: UUID) -> Holdings:
    """What they hold, of whom a column is about."""
    role, more = COLUMNS[column]
    if role is Role.PUBLIC:
        return Holdings()
    body = {"own": own, "other": other}.get(more)
    scopes = frozenset({more}) if role is Role.API_CLIENT else frozenset[str]()
    return Holdings((Held(role, body),), scopes, UUID(int=list(COLUMNS).index(column) + 1))


@dataclass
class House:
    """A municipality with all who may ask it, each as a server lets them in."""

    tenant: Tenant
    lanes: Lanes
    own: UUID
    other: UUID
    engine: sa.Engine | None = None
    """Who answers: the application role, unless a test says otherwise."""
    kept: Compiled | None = None
    """Answers that are kept, and shared with other houses; None: nothing is kept."""

    def __post_init__(self) -> None:
        engine = self.engine or self.tenant.engine
        self.door = TestDoor(engine, self.tenant.id)
        plain = Answering(engine, self.door)
        compiled = self.kept or Compiled(self.lanes, answers=None)
        self.ways = {"plain": plain, "compiled": replace(plain, compiled=compiled)}

    def asker(self, column: str) -> Asker:
        """Somebody of a column, judged now."""
        holds = holdings(column, self.own, self.other)
        actor = Actor(column, holds.roles[0]) if holds.held else None
        who = viewer_of(holds)
        return self.door.again(
            Asker(self.tenant.id, who, 0, TODAY, actor, client=column, name=column, holds=holds)
        )

    def ask(self, asker: Asker, text: str, way: str = "compiled", /, **variables: object) -> bytes:
        """The answer one way."""
        return self.ways[way].answer(asker, Asked(text, variables, None, lang="en")).body

    def both(self, asker: Asker, text: str, /, **variables: object) -> bytes:
        """The answer both ways, which must be the same."""
        plain, compiled = (self.ask(asker, text, way, **variables) for way in ("plain", "compiled"))
        assert compiled == plain, (asker.actor, text, variables, plain, compiled)
        return plain
