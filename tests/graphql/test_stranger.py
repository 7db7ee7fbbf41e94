"""Nobody of one municipality is told anything of another's, or changes it, whatever ids they know.

Every argument of every query and every id of every mutation is probed as the schema has them: what is new is
probed without anybody thinking of it.
"""

import json
import secrets
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_graphql.compiled import Compiled
from kyogikai_graphql.compiler import predicates
from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_graphql.mutations import performing, seeing
from kyogikai_graphql.problems import BadId
from kyogikai_platform import structure
from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import Reading
from kyogikai_tenants.identity import new_id
from tests.dose import DOSE
from tests.graphql.golden_fields import documents
from tests.graphql.golden_mutations import known_of, taken_back
from tests.graphql.golden_roles import COLUMNS, House
from tests.graphql.golden_things import things
from tests.graphql.golden_world import Graded
from tests.graphql.scribe import Scribe
from tests.graphql.stranger_inputs import document, spots, writer
from tests.graphql.stranger_probe import Stranger
from tests.graphql.stranger_records import Recorder
from tests.graphql.stranger_worlds import MARK, Marked, Theirs, state

SOME = tuple(COLUMNS) if DOSE > 1 else ("SE", "TA", "CH")
"""As whom the whole of it is probed: one of each sort of right, all in a larger dose."""
WRITERS = {"secretariat": "SE", "tenant_administrator": "TA", "platform_operator": "PO"}


class Two(NamedTuple):
    """Two municipalities; the first is asked, the second is not to be told of."""

    mine: Graded
    theirs: Theirs


@pytest.fixture(scope="module")
def two(engine: sa.Engine) -> Two:
    return Two(Graded(Scribe(Tenant(engine, new_id()))), Theirs(Graded(Marked(Tenant(engine, new_id())))))


def house_of(world: Graded, lanes: Lanes, **given: Any) -> House:
    return House(world.book.tenant, lanes, world.work, world.assembly, **given)


def stranger_in(two: Two, house: House, way: str = "compiled") -> Stranger:
    mine: dict[str, list[str]] = {ids.ACTOR: [ids.encode(ids.ACTOR, str(two.mine.admin))]}
    for one in things(two.mine.book.tenant):
        mine.setdefault(one.kind, []).append(one.id)
    mine[ids.ENTRY] = mine[ids.ENTRY][::10]
    return Stranger(house, two.theirs, mine, way)


@pytest.fixture
def stranger(two: Two, lanes: Lanes) -> Stranger:
    return stranger_in(two, house_of(two.mine, lanes))


@pytest.fixture
def recorder(two: Two, lanes: Lanes) -> Recorder:
    own, their = known_of(two.mine), known_of(two.theirs.world)
    return Recorder(house_of(two.mine, lanes), two.theirs, own, their)


@pytest.fixture
def untouched(two: Two, superuser: sa.Engine) -> Iterator[None]:
    """Nothing of either municipality is another after the test."""
    tenants = (two.mine.book.tenant.id, two.theirs.tenant.id)
    before = [state(superuser, tenant) for tenant in tenants]
    yield
    assert [state(superuser, tenant) for tenant in tenants] == before


def probed(stranger: Stranger, two: Two, column: str) -> Iterator[str]:
    asker = stranger.house.asker(column)
    theirs = house_of(two.theirs.world, stranger.house.lanes)
    yield from stranger.crawled(asker)
    yield from stranger.ids(asker)
    yield from stranger.words(asker)
    yield from stranger.places(asker, theirs)
    yield from stranger.times(asker)


def clean(stranger: Stranger, two: Two, column: str) -> None:
    """Nothing is told to somebody, whatever they ask; said of the first few, where there is anything."""
    assert list(islice(probed(stranger, two, column), 3)) == []


def test_every_text_of_theirs_has_the_mark(two: Two, lanes: Lanes) -> None:
    """Else that it is found nowhere would mean nothing."""
    theirs = house_of(two.theirs.world, lanes)
    named = {kind: [i for k, i in two.theirs.ids if k == kind] for kind in (*ids.TABLES, ids.ENTRY)}
    told = list(Stranger(theirs, two.theirs, named).crawled(theirs.asker("SE")))
    assert len(told) > len(two.theirs.ids)
    assert {MARK in line for line in told} == {True, False}


@pytest.mark.usefixtures("untouched")
def test_nothing_is_told_of_another_municipality(stranger: Stranger, two: Two) -> None:
    clean(stranger, two, "PU")


@pytest.mark.check
@pytest.mark.parametrize(
    ("column", "way"), [*((c, "compiled") for c in SOME), ("PU", "plain"), ("SE", "plain")]
)
@pytest.mark.usefixtures("untouched")
def test_nothing_is_told_to_any_role_either_way(two: Two, lanes: Lanes, column: str, way: str) -> None:
    clean(stranger_in(two, house_of(two.mine, lanes), way), two, column)


def test_answers_that_are_kept_for_them_are_for_nobody_else(two: Two, lanes: Lanes) -> None:
    kept = Compiled(lanes)
    theirs = house_of(two.theirs.world, lanes, kept=kept)
    stranger = stranger_in(two, house_of(two.mine, lanes, kept=kept))
    for text, _ in documents(dict(stranger.mine)):
        theirs.ask(theirs.asker("SE"), text, **({"id": two.theirs.ids[0][1]} if "$id" in text else {}))
    assert list(stranger.crawled(stranger.house.asker("SE"))) == []


@pytest.mark.check
@pytest.mark.usefixtures("untouched")
def test_no_mutation_takes_an_id_of_another_municipality(recorder: Recorder) -> None:
    askers = {role: recorder.house.asker(column) for role, column in WRITERS.items()}
    assert [told for spot in spots() for told in recorder.spot(askers[writer(spot.command)], spot)] == []
    assert recorder.codes.keys() == {"NOT_FOUND"}


@pytest.mark.check
@pytest.mark.usefixtures("untouched")
def test_no_correction_takes_an_id_of_another_municipality(recorder: Recorder) -> None:
    assert list(recorder.corrections(recorder.house.asker("SE"))) == []
    assert recorder.codes["NOT_FOUND"] > 20


@pytest.mark.check
@pytest.mark.parametrize("column", SOME)
@pytest.mark.usefixtures("untouched")
def test_no_mutation_of_any_role_takes_an_id_of_another_municipality(recorder: Recorder, column: str) -> None:
    asker = recorder.house.asker(column)
    assert [told for spot in spots() for told in recorder.spot(asker, spot)] == []


def test_a_key_is_nobodys_in_another_municipality(two: Two, lanes: Lanes) -> None:
    """The same person, as it were, sends the same input under the same key to both."""
    given = {"name": "団体", "audience": "PUBLIC", "effective": {"kind": "UNDATED"}}
    key = {"idempotencyKey": secrets.token_hex(16)}
    text, told = document("RegisterOrganization", "organization { id }"), []
    for n, world in enumerate((two.theirs.world, two.mine)):
        house, before = house_of(world, lanes), world.book.head()
        told += [
            json.loads(house.ask(house.asker("SE"), text, i={**given, **key, "name": name}))
            for name in ("団体", f"団体{n}")
        ]
        assert world.book.head() == before + 1
    first, reused, other, other_reused = (answer["data"]["registerOrganization"] for answer in told)
    assert first["organization"]["id"] != other["organization"]["id"]
    assert [e["code"] for p in (reused, other_reused) for e in p["userErrors"]] == ["KEY_REUSED"] * 2


# Each guard, and what is found where it is missing


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Faults may be planted in what is rendered once and kept."""
    predicates.template.cache_clear()
    yield monkeypatch
    predicates.template.cache_clear()


@pytest.fixture
def mighty(pg_server: Server, superuser: sa.Engine, engine: sa.Engine) -> Iterator[dict[str, Any]]:
    """Answers by somebody for whom no row-level security holds."""
    assert engine.dialect.name == "postgresql"  # it made the structure
    own = structure.lanes(pg_server.url(SUPERUSER))
    yield {"engine": superuser, "lanes": own}
    own.close()


@pytest.mark.check
@pytest.mark.parametrize("way", ["plain", "compiled"])
@pytest.mark.parametrize(("secured", "asked"), [(True, False), (False, True), (False, False)])
def test_two_guards_keep_the_rows_of_another_and_one_is_enough(
    two: Two,
    lanes: Lanes,
    mighty: dict[str, Any],
    planted: pytest.MonkeyPatch,
    way: str,
    *,
    secured: bool,
    asked: bool,
) -> None:
    """Row-level security, and that every question names the tenant."""
    if not asked:
        planted.setattr(Reading, "own", lambda *_: sa.true())
    house = house_of(two.mine, **({"lanes": lanes} if secured else mighty))
    stranger, asker = stranger_in(two, house, way), house.asker("SE")
    assert bool(list(stranger.ids(asker))) is not (secured or asked)


@pytest.mark.parametrize("way", ["plain", "compiled"])
def test_a_hint_that_it_is_another_municipalitys_is_found(
    two: Two, lanes: Lanes, planted: pytest.MonkeyPatch, way: str
) -> None:
    decode, their = ids.decode_as, {text for _, text in two.theirs.ids}

    def hinting(text: str, *kinds: str) -> Any:
        if text in their:
            raise BadId("This is of another municipality.")
        return decode(text, *kinds)

    planted.setattr(ids, "decode_as", hinting)
    stranger = stranger_in(two, house_of(two.mine, lanes), way)
    assert any("of another municipality" in line for line in stranger.ids(stranger.house.asker("PU")))


def test_a_mutation_that_does_not_look_is_found(recorder: Recorder, planted: pytest.MonkeyPatch) -> None:
    planted.setattr(seeing.Look, "check", lambda *_: None)
    planted.setattr(performing, "transaction", taken_back)
    asker = recorder.house.asker("SE")
    chosen = [spot for spot in spots() if spot.command == "RaiseIssue" and spot.path == ("source_id",)]
    assert any("recorded" in told for spot in chosen for told in recorder.spot(asker, spot))
