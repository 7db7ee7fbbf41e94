"""Compiled or field by field, an answer is the same bytes: for questions that nobody thought of."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from kyogikai_graphql.compiler import notes
from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_graphql.compiler.selecting import Ask, Selecting
from kyogikai_graphql.compiler.statement import Row, Statement
from kyogikai_platform.demo_data import mihon
from kyogikai_platform.importing import bundled, import_bytes
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.log import directory
from kyogikai_tenants.vocabulary import Role
from tests.dose import DOSE
from tests.graphql.both import Both, Differs, Rounds
from tests.graphql.partner import Partner
from tests.graphql.questions import Question
from tests.graphql.world import World

FEW = range(80)


@pytest.fixture
def both(world: World, lanes: Lanes) -> Both:
    return Both(world.book.tenant, lanes)


@pytest.fixture(scope="module")
def rounds(world: World) -> Rounds:
    return Rounds.of(world.book.tenant)


def test_both_ways_give_the_same_bytes(both: Both, rounds: Rounds) -> None:
    came = both.ask(FEW, rounds)
    assert came["same"] > 8 * came["left"]


def test_every_page_of_a_list_is_the_same_in_both_directions(both: Both) -> None:
    ask = """query($a: String, $b: String, $f: Int, $l: Int) {
      bodies(after: $a, before: $b, first: $f, last: $l) { totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes { name } edges { cursor node { id } } } }"""
    listed = Partner(both.tenant).ask("{ bodies { edges { cursor } } }")["bodies"]["edges"]
    cursors = [edge["cursor"] for edge in listed]
    for given in [{}, *({end: cursor} for cursor in cursors for end in "ab")]:
        for size in [{"f": 1}, {"f": 2}, {"l": 1}, {"l": 2}, {}]:
            both.compare(Question(ask, {**given, **size}), Role.SECRETARIAT)
    assert both.came["same"] == 5 * (1 + 2 * len(cursors))


Plant = Callable[[pytest.MonkeyPatch], None]


def _sees_everything(patch: pytest.MonkeyPatch) -> None:
    rows = Statement.rows

    def seen(self: Statement, row: Row, way: str, of: str = "") -> str:
        return re.sub(rf"{row}\.audience IN \([^)]*\)", "true", rows(self, row, way, of))

    patch.setattr(Statement, "rows", seen)


def _knows_only_now(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Statement, "known_at", lambda *_: "9000000000000000000")


def _forgets_the_order(patch: pytest.MonkeyPatch) -> None:
    listed = Selecting.listed

    def anyhow(self: Selecting, row: Row, ask: Ask, which: str, _order: str = "") -> str:
        return listed(self, row, ask, which, f"{row}.id DESC")

    patch.setattr(Selecting, "listed", anyhow)


def _labels_no_end(patch: pytest.MonkeyPatch) -> None:
    text = notes.text
    patch.setattr(
        notes, "text", lambda kind, lang, years, value, *, end: text(kind, lang, years, value, end=not end)
    )


@pytest.mark.check
@pytest.mark.parametrize(
    "plant", [_sees_everything, _knows_only_now, _forgets_the_order, _labels_no_end], ids=lambda p: p.__name__
)
def test_a_planted_fault_is_found(
    both: Both, rounds: Rounds, monkeypatch: pytest.MonkeyPatch, plant: Plant
) -> None:
    plant(monkeypatch)
    with pytest.raises(Differs):
        both.ask(range(400), rounds)


@pytest.mark.check
def test_thousands_of_questions_are_answered_alike(both: Both, rounds: Rounds) -> None:
    came = both.ask(range(1_000, 1_000 + 250 * DOSE), rounds)
    assert came["same"] > 8 * came["left"]


@pytest.mark.check
@pytest.mark.parametrize("name", ["kisarazu", "meguro", "asahi", "mihon"])
def test_the_councils_of_the_demo_are_told_alike(engine: sa.Engine, lanes: Lanes, name: str) -> None:
    with engine.connect() as connection:
        there = directory.tenant_by_host(connection, name)
    if there is None:
        content = mihon.document().encode() if name == "mihon" else bundled()[f"{name}.yaml"]
        import_bytes(engine, content, name=f"{name}.yaml")
        with engine.connect() as connection:
            there = directory.tenant_by_host(connection, name)
    assert there is not None
    tenant = Tenant(engine, there.tenant_id)
    came = Both(tenant, lanes).ask(range(3_000, 3_000 + 50 * DOSE), Rounds.of(tenant))
    assert came["same"] > 5 * came["left"]
