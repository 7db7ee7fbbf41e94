"""Whatever is put into a mutation, it is recorded or refused: nothing fails inside."""

import random
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_graphql.mutations import naming
from kyogikai_graphql.mutations.offered import offered
from kyogikai_graphql.schema import SCHEMA
from kyogikai_projections.filling import form
from kyogikai_projections.forms import ENTRY, Asked, Form, Shape
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.council.bodies import BodyCreated
from kyogikai_tenants.references import members
from kyogikai_tenants.rights import writers
from kyogikai_tenants.vocabulary import Role
from tests.dose import DOSE
from tests.graphql.clerk import Clerk
from tests.graphql.filled import resolves
from tests.graphql.world import World

MUTATIONS = sorted(command for command, _ in offered())
CREATED = [naming.camel(name) for name in members(BodyCreated)]
ROUNDS = 12 * DOSE
TEXTS = [
    "",
    " ",
    "甲",
    "𠮷野家",
    "長" * 41,
    "a" * 19_999,
    "'; DROP TABLE body; --",
    "{name} %s $1",
    "[sealed]",
]
MOMENTS = ((1, 1, 1, 0), (2024, 4, 1, 9), (9999, 12, 31, 14))
SHAPES: dict[Shape, list[Any]] = {
    Shape.TEXT: TEXTS,
    Shape.NUMBER: [0, -1, 1, 4, 2024, 9999, 2**31 - 1, -(2**31)],
    Shape.FLAG: [True, False],
    Shape.DAY: [date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)],
    Shape.MOMENT: [datetime(*moment, tzinfo=UTC) for moment in MOMENTS],
    Shape.ANYTHING: [None, 3, "甲", [], {}, [[]], {"kind": "AT"}, {"value": 3}, True, 1.5],
}
DATES: list[dict[str, Any]] = [
    *({"value": value} for value in ("2025-04-01", "0001-01-01", "9999-12-31", "9999", "FY9999", "FY0000")),
    *({"value": value} for value in ("0000", "2024-13", "2024/2023")),
    {"kind": "AS_OF", "value": "2019-05-10/2019-07-01"},
    {"kind": None, "value": "2011", "basis": "LIVE"},
    {"kind": "UNDATED"},
    {},
]


class Picking:
    """Values of every shape: sensible ones first, then what nobody means."""

    def __init__(self, world: World, seed: str) -> None:
        self._world, self._random = world, random.Random(seed)
        self._records = {
            table: world.book.query(str(sa.select(t.c.id).distinct())) for table, t in TABLES.items()
        }

    def one(self, asked: Asked) -> Any:
        """A value in the API's words."""
        if asked.many:
            return [self._plain(asked) for _ in range(self._random.choice([0, 1, 2]))]
        return self._plain(asked)

    def _plain(self, asked: Asked) -> Any:
        if asked.shape is Shape.REFERENCE:
            return self.reference(asked)
        if asked.shape is Shape.EFFECTIVE:
            return self._random.choice(DATES)
        if asked.choices is not None:
            return self._random.choice(list(asked.choices)).name
        if asked.shape is Shape.GROUP:
            return {
                naming.camel(f.name): self.one(f)
                for f in asked.fields
                if f.required or self._random.random() < 0.6
            }
        found = self._random.choice(SHAPES[asked.shape])
        return found.isoformat() if isinstance(found, date | datetime) else found

    def reference(self, asked: Asked) -> str:
        """Something of the right kind, or now and then of none."""
        if asked.kinds == (ENTRY,):
            return ids.entry_id(self._world.work, self._random.choice([1, 2, 99, 10**17]))
        kind = self._random.choice(asked.kinds or ("body", "meeting"))
        known = [row["id"] for row in self._records[kind]] if kind in self._records else []
        if not known or self._random.random() < 0.1:
            return self._random.choice(
                ["", "甲", ids.encode("Body", "x"), ids.encode(naming.type_of(kind), UUID(int=1))]
            )
        return ids.encode(naming.type_of(kind), self._random.choice(known))

    def input(self, asked: Form, share: float) -> dict[str, Any]:
        """A whole input; ``share``: of what is optional, how much is given."""
        given = [f for f in asked.everything if f.required or self._random.random() < share]
        found = {naming.field(asked, f): self.one(f) for f in given}
        corrected = {"field": self._random.choice(CREATED)} if asked.command == "CorrectEvent" else {}
        return found | corrected


def as_whom(world: World, asked: Form) -> Clerk:
    """Somebody who may record it."""
    able = writers(asked.event) & {Role.SECRETARIAT, Role.TENANT_ADMINISTRATOR, Role.PLATFORM_OPERATOR}
    return Clerk(world.book.tenant, min(able, key=list(Role).index), name="somebody")


def check(world: World, command: str, given: dict[str, Any]) -> bool:
    """Send it; whether it was recorded."""
    asked = form(command)
    payload = as_whom(world, asked).try_(naming.mutation(command), given)
    mutations = SCHEMA.mutation_type
    assert mutations is not None
    kind = mutations.fields[naming.mutation(command)].args["input"].type
    for error in payload["userErrors"]:
        assert error["message"]
        assert error["field"] is None or resolves(kind, error["field"]), (given, error)
    assert bool(payload["entries"]) != bool(payload["userErrors"])
    return bool(payload["entries"])


@pytest.mark.parametrize("command", MUTATIONS)
def test_a_mutation_is_recorded_or_refused(world: World, command: str) -> None:
    picking = Picking(world, command)
    check(world, command, picking.input(form(command), 0.3))


@pytest.mark.check
def test_mutations_are_recorded_or_refused_in_any_order_whatever_is_put_in(own_world: World) -> None:
    chance = random.Random("any order")
    recorded = Counter[str]()
    for turn in range(ROUNDS):
        picking = Picking(own_world, str(turn))
        for command in chance.sample(MUTATIONS, len(MUTATIONS)):
            given = picking.input(form(command), chance.choice((0, 0.5, 1)))
            recorded[command] += check(own_world, command, given)
    assert len(recorded - Counter(dict.fromkeys(recorded, 0))) > len(MUTATIONS) / 3
    assert own_world.book.sound()
