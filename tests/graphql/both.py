"""The same question asked both ways: field by field, and as one statement."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql import ids, mixed
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.compiled import Compiled, LeftToResolvers, Values
from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_graphql.compiler.plan import Plan
from kyogikai_graphql.execution import Answer, Judged, encoded, judged
from kyogikai_graphql.loading import Context
from kyogikai_graphql.points import uncounted
from kyogikai_graphql.rights import viewer
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import snapshot
from kyogikai_projections.search import SEARCHED
from kyogikai_projections.tables import TABLES, tenant_position
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Role
from tests.graphql.partner import TODAY, Partner
from tests.graphql.questions import Asking, Question


class Differs(AssertionError):
    """The two answers are not the same bytes."""


@dataclass
class Both:
    """A municipality, asked both ways; ``came`` counts what became of the questions."""

    tenant: Tenant
    lanes: Lanes
    came: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.compiled = Compiled(self.lanes, answers=None)

    def asker(self, role: Role, bodies: frozenset[UUID] = frozenset()) -> Asker:
        """Somebody of a role, judged now."""
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            rights = connection.execute(sa.select(tenant_position.c.rights)).scalar_one_or_none()
        return Asker(self.tenant.id, viewer(role, bodies), rights or 0, TODAY)

    def compare(self, question: Question, role: Role, bodies: frozenset[UUID] = frozenset()) -> None:
        """Ask it both ways. Raises Differs."""
        plain = Partner(self.tenant, role, bodies).answer(question.text, **question.variables)
        found = judged(question.text, question.variables, None, uncounted)
        if not isinstance(found, Judged):
            self.came["refused"] += 1
            return
        asker = self.asker(role, bodies)
        try:
            plan, values = self.compiled.find(asker, question.text, found)
            if plan.left:
                self._mixed(asker, found, plan, values, plain)
                return
            reply = self.compiled.reply(asker, plan, values, found.standing, frozenset())
        except LeftToResolvers:
            self.came["left"] += 1
            return
        assert reply is not None
        if plain.errors or reply.body != encoded({"data": plain.data}):
            raise Differs(f"{role}: {question}\n{encoded(plain.body).decode()}\n{reply.body.decode()}")
        self.came["same"] += 1

    def _mixed(self, asker: Asker, found: Judged, plan: Plan, values: Values, plain: Answer) -> None:
        with snapshot(self.tenant.engine, self.tenant.id) as connection:
            body = mixed.answer(
                found, plan, values, Context(connection, asker.tenant_id, asker.viewer, TODAY)
            )
        if body is None:
            assert plain.errors
        elif plain.errors or body != encoded({"data": plain.data}):
            raise Differs(f"{found}\n{encoded(plain.body).decode()}\n{body.decode()}")
        self.came["mixed"] += 1

    def ask(self, seeds: range, rounds: "Rounds") -> Counter[str]:
        """As many questions as seeds, each by somebody. Raises Differs."""
        for seed in seeds:
            random = Random(seed)
            question = Asking(random, rounds.ids, rounds.moments, rounds.words).question()
            role = random.choice(list(Role))
            self.compare(question, role, rounds.bodies)
        return self.came


@dataclass(frozen=True)
class Rounds:
    """What questions may name: a municipality's ids, moments and texts, and the bodies that are one's own."""

    ids: dict[str, list[str]]
    moments: list[str]
    bodies: frozenset[UUID]
    words: list[str]

    @classmethod
    def of(cls, tenant: Tenant) -> "Rounds":
        """All there is."""
        with transaction(tenant.engine, tenant.id) as connection:
            named = dict(_ids(connection))
            times = connection.exec_driver_sql("SELECT recorded_at FROM events ORDER BY position").scalars()
            own = connection.exec_driver_sql("SELECT DISTINCT id FROM body ORDER BY id LIMIT 2").scalars()
            return cls(named, [t.isoformat() for t in times][::7], frozenset(own), words(connection))


def words(connection: sa.Connection) -> list[str]:
    """Every text in which one may look, whoever sees it."""
    cells = (
        cell
        for table, columns in SEARCHED.items()
        for row in connection.execute(sa.select(*(TABLES[table].c[name] for name in columns)))
        for cell in row
    )
    told = {text for cell in cells for text in ([cell] if isinstance(cell, str) else cell or ())}
    return sorted(told - {""})


def _ids(connection: sa.Connection) -> Iterator[tuple[str, list[str]]]:
    for kind, tables in ids.TABLES.items():
        queries = [sa.select(TABLES[name].c.id).distinct() for name in tables]
        rows = [row for query in queries for row in connection.execute(query).scalars()]
        if rows:
            yield kind, [ids.encode(kind, row) for row in sorted(rows)]
