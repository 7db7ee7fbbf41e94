"""The endpoint as tests ask it: a door that admits by header, and a client."""

import json
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Request
from werkzeug.test import Client, TestResponse

from kyogikai_graphql.answering import Answering
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.endpoint import Endpoint
from kyogikai_graphql.points import Points
from kyogikai_graphql.problems import HttpProblem
from kyogikai_graphql.rights import viewer
from kyogikai_graphql.transport import PLAIN_JSON, RESPONSE_JSON
from kyogikai_graphql.transport_editions import EDITIONS
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import snapshot
from kyogikai_projections.tables import tenant_position
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.permission import Held, Holdings
from kyogikai_tenants.vocabulary import Role
from tests.graphql.partner import TODAY

QUESTION: dict[str, Any] = {"query": "{ council { name } }"}


@dataclass
class TestDoor:
    """``Authorization: Bearer known`` is somebody of the secretariat, ``nobody`` nobody; else the public."""

    __test__ = False
    engine: sa.Engine
    tenant_id: UUID
    client: str = "somebody"

    def admit(self, request: Request) -> Asker:
        """By header. Raises HttpProblem."""
        shown = request.headers.get("Authorization", "")
        if shown == "Bearer nobody":
            raise HttpProblem(401, "UNAUTHENTICATED", "Who asks?", {"WWW-Authenticate": "Bearer"})
        known = shown == "Bearer known"
        actor = Actor("known", Role.SECRETARIAT) if known else None
        who = viewer(Role.SECRETARIAT if known else Role.PUBLIC)
        holds = Holdings((Held(Role.SECRETARIAT),)) if known else Holdings()
        return self.again(Asker(self.tenant_id, who, 0, TODAY, actor, client=self.client, holds=holds))

    def again(self, asker: Asker) -> Asker:
        """At the position that rights have now."""
        c = tenant_position.c
        query = sa.select(c.rights).where(c.tenant_id == asker.tenant_id)
        with snapshot(self.engine, self.tenant_id) as connection:
            rights = connection.execute(query).scalar_one_or_none() or 0
        return replace(asker, rights=rights)


def endpoint(tenant: Tenant, edition: str = "2025", points: Points | None = None, **given: Any) -> Endpoint:
    """The API of one municipality."""
    answering = Answering(tenant.engine, TestDoor(tenant.engine, tenant.id), points)
    return Endpoint(answering, EDITIONS[edition], **given)


@dataclass
class Counter:
    """Where requests are handed in."""

    client: Client

    @classmethod
    def of(cls, tenant: Tenant, edition: str = "2025", **given: Any) -> "Counter":
        """Before an endpoint of its own."""
        return cls(Client(endpoint(tenant, edition, **given)))

    def post(self, body: Any = QUESTION, accept: str = RESPONSE_JSON, **headers: str) -> TestResponse:
        """A question as JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"Accept": accept, "Content-Type": PLAIN_JSON, **named}
        return self.client.post("/graphql", data=data, headers=given)

    def get(self, query: dict[str, str], accept: str = RESPONSE_JSON, **headers: str) -> TestResponse:
        """A question in a link."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get("/graphql", query_string=query, headers={"Accept": accept, **named})


def code(response: TestResponse) -> str:
    """The code of the first error."""
    return str((response.json or {})["errors"][0]["extensions"]["code"])
