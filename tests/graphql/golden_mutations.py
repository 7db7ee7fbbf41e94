"""Who may record what: every mutation sent by everybody, and taken back before it is committed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.mutations import naming, performing
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.log.connection import tenant_setting
from tests.graphql.golden_roles import House
from tests.graphql.golden_world import Graded
from tests.graphql.stranger_inputs import FORMS, Filler, document, unknown

REFUSED = {
    "READ_ONLY_ROLE": ".",
    "FORBIDDEN": "F",
    "NOT_YOUR_BODY": "b",
    "SCOPE_MISSING": "s",
    "NOT_FOUND": "N",
}
"""Why somebody may not; whatever else is refused, they might have recorded."""
MAY = "v"


@contextmanager
def taken_back(engine: sa.Engine, tenant_id: UUID) -> Iterator[sa.Connection]:
    """A transaction of one tenant of which nothing stays."""
    with engine.connect() as connection, connection.begin() as attempt:
        connection.exec_driver_sql(tenant_setting(tenant_id))
        connection.info["tenant_id"] = tenant_id
        yield connection
        attempt.rollback()


def known_of(world: Graded) -> dict[str, str]:
    """An id of each kind of record, of those that matter where there are several."""
    own = {
        "body": world.work, "meeting": world.meeting, "issue": world.issue, "user_account": world.admin,
        "api_client": world.client, "seat": world.seat, "municipality_profile": world.book.tenant.id,
    }  # fmt: skip
    found = {kind: unknown(kind, record) for kind, record in own.items()}
    found["entry"] = ids.entry_id(world.meeting, 1)
    for table in set(TABLES) & set(ids.TYPES) - {*own, "municipality_member"}:
        first = world.book.one(f"SELECT id FROM {table} ORDER BY known_from LIMIT 1")  # noqa: S608 - ours
        found[table] = unknown(table, first)
    return found


class Mutations:
    """A world in which every mutation is tried."""

    def __init__(self, world: Graded, patch: pytest.MonkeyPatch) -> None:
        self.known = known_of(world)
        patch.setattr(performing, "transaction", taken_back)

    def tried(self, house: House, asker: Asker) -> dict[str, str]:
        """What becomes of each."""
        return {naming.mutation(command): self._one(house, asker, command) for command in sorted(FORMS)}

    def _one(self, house: House, asker: Asker, command: str) -> str:
        given = Filler(self.known.__getitem__).of(FORMS[command])
        answer = json.loads(house.ask(asker, document(command), i=given))
        assert "errors" not in answer, (command, given, answer)
        (payload,) = answer["data"].values()
        codes = [error["code"] for error in payload["userErrors"]]
        return REFUSED.get(codes[0], MAY) if codes else MAY
