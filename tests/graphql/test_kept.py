"""A kept answer is never stale and never anybody else's; a lane is of use whatever happened on it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_graphql import compiled
from kyogikai_graphql.answering import Answering, Asked, Reply
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.compiled import Compiled
from kyogikai_graphql.compiler import lanes as lanes_module
from kyogikai_graphql.compiler import notes
from kyogikai_graphql.compiler import plan as plan_module
from kyogikai_graphql.compiler.lanes import LaneFailed, Lanes
from kyogikai_graphql.compiler.plan import Plan, probe
from kyogikai_graphql.kept import Answers, Kept
from kyogikai_graphql.rights import viewer
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.access import SignedIn, UserInvited
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.vocabulary import Role
from tests.graphql.counter import TestDoor
from tests.graphql.partner import TODAY
from tests.graphql.scribe import Scribe

BODIES = Asked("{ bodies { nodes { id name audience: kind } } council { name } }", None, None)


@dataclass
class Desk:
    """A municipality that is asked as a server does it."""

    book: Scribe
    lanes: Lanes

    def __post_init__(self) -> None:
        door = TestDoor(self.book.tenant.engine, self.book.tenant.id)
        self.door, self.asker = door, Asker(self.book.tenant.id, viewer(Role.PUBLIC), 0, TODAY)
        self.answering = Answering(self.book.tenant.engine, door, compiled=Compiled(self.lanes))

    def ask(self, asked: Asked = BODIES, role: Role = Role.PUBLIC, *known: str) -> Reply:
        """By somebody of a role."""
        asker = self.door.again(replace(self.asker, viewer=viewer(role)))
        return self.answering.answer(asker, asked, frozenset(known))


@pytest.fixture
def desk(tenant: Tenant, lanes: Lanes) -> Desk:
    book = Scribe(tenant)
    council = book.council("from 2010", "協議会", audience="public")
    book.body(council, "from 2010", "部会0", audience="public")
    book.body(council, "from 2010", "内部会", audience="council")
    return Desk(book, lanes)


@pytest.fixture
def body(desk: Desk) -> UUID:
    return UUID(str(desk.book.one("SELECT DISTINCT id FROM body WHERE name = '部会0'")))


def test_what_did_not_change_is_not_sent_again(desk: Desk, body: UUID) -> None:
    first = desk.ask()
    again = desk.ask(BODIES, Role.PUBLIC, first.etag)
    assert (again.body, again.unchanged, again.etag) == (b"", True, first.etag)
    desk.book.rename(body, "at 2012", "部会1")
    changed = desk.ask(BODIES, Role.PUBLIC, first.etag)
    assert not changed.unchanged
    assert "部会1" in changed.body.decode()
    assert changed.etag != first.etag


def test_a_sign_in_leaves_every_kept_answer_valid(desk: Desk) -> None:
    operator = replace(desk.book, actor=Actor("operator", Role.PLATFORM_OPERATOR))
    user = operator.say(UserInvited, None, "at 2025-01-01", name="人", email="", audience="secretariat")
    first = desk.ask()
    desk.book.say(SignedIn, user.record_id, method="password")
    assert desk.ask(BODIES, Role.PUBLIC, first.etag).unchanged


def test_a_rebuild_makes_every_kept_answer_void(desk: Desk) -> None:
    first = desk.ask()
    desk.book.tenant.rebuild()
    assert not desk.ask(BODIES, Role.PUBLIC, first.etag).unchanged


def test_every_day_and_role_has_an_answer_of_its_own(desk: Desk) -> None:
    tags = {desk.ask(BODIES, role).etag for role in (Role.PUBLIC, Role.VIEWER, Role.SECRETARIAT)}
    desk.asker = replace(desk.asker, day=TODAY.replace(day=2))
    assert len(tags | {desk.ask().etag}) == 4


def test_a_tag_is_the_same_in_every_process(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = Asked("{ bodies { nodes { started { label } } } }", None, None)
    first = desk.ask(noted)
    monkeypatch.setattr(notes, "WORD", "0" * 32)
    monkeypatch.setattr(notes, "NOTE", notes.pattern("0" * 32))
    other = Desk(desk.book, desk.lanes).ask(noted)
    assert (other.etag, other.body) == (first.etag, first.body)
    assert "平成22年" in other.body.decode()


def test_what_is_kept_is_bounded_by_its_bytes() -> None:
    answers = Answers(most=10_000)
    for n in range(100):
        answers.put(n, Kept(b"1", b"x" * 700, str(n)))
    assert answers.held <= 10_000
    assert answers.get(0) is None
    assert answers.get(99) is not None
    answers.put("big", Kept(b"1", b"x" * 9_000, "big"))
    assert answers.get("big") is None


# Never stale


def _unprobed(self: Compiled, asker: Asker, plan: Plan, values: Any) -> Kept | None:
    """The fault: what is kept is served without a word to the database."""
    key = (plan.tag, *(v for s, v in zip(plan.sources, values, strict=True) if s not in compiled.OURS))
    assert self.answers is not None
    found = self.answers.get(key)
    if found is None:
        state, _, data = self._row(asker, plan, values)
        if state is None or data is None:
            return None
        found = Kept(state, b'{"data":%b}' % data, "")
        self.answers.put(key, found)
    return found


class Race:
    """Somebody renames a body again and again; readers hold each answer against what was acknowledged."""

    def __init__(self, desk: Desk, body: UUID, renamings: int) -> None:
        self.desk, self.body, self.renamings, self.done = desk, body, renamings, 0
        self.stale: list[tuple[int, str]] = []
        self.asked = 0

    def write(self) -> None:
        for n in range(1, self.renamings + 1):
            self.desk.book.rename(self.body, "at 2012", f"部会{n}")
            self.done = n

    def read(self, role: Role) -> None:
        while self.done < self.renamings:
            acknowledged = self.done
            text = self.desk.ask(BODIES, role).body.decode()
            shown = int(text.partition('"name":"部会')[2].partition('"')[0])
            self.asked += 1
            if shown < acknowledged:
                self.stale.append((acknowledged, text))

    def run(self) -> list[tuple[int, str]]:
        with ThreadPoolExecutor(4) as pool:
            readers = [pool.submit(self.read, r) for r in (Role.PUBLIC, Role.PUBLIC, Role.SECRETARIAT)]
            self.write()
            for reader in readers:
                reader.result(60)
        return self.stale


def test_no_answer_is_older_than_what_was_acknowledged_before_it_was_asked(desk: Desk, body: UUID) -> None:
    race = Race(desk, body, 40)
    assert race.run() == []
    assert race.asked > 40


def test_an_answer_kept_without_asking_would_be_found(
    desk: Desk, body: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Compiled, "_kept", _unprobed)
    assert Race(desk, body, 10).run() != []


# Never anybody else's


class Neighbours:
    """Two municipalities on the same lanes and answers, asked by several at once in several roles."""

    ROLES = (Role.PUBLIC, Role.VIEWER, Role.SECRETARIAT)

    def __init__(self, engine: sa.Engine, lanes: Lanes) -> None:
        self.desks = [Desk(Scribe(Tenant(engine, new_id())), lanes) for _ in range(2)]
        for n, desk in enumerate(self.desks):
            desk.answering = replace(desk.answering, compiled=self.desks[0].answering.compiled)
            council = desk.book.council("from 2010", f"協議会{n}", audience="public")
            for audience in ("public", "council", "secretariat"):
                desk.book.body(council, "from 2010", f"{n}{audience}", audience=audience)
        places = [(n, role) for n in range(2) for role in self.ROLES]
        self.askers = {(n, r): self._asker(n, r) for n, r in places}
        self.right = {place: self._plainly(*place) for place in places}

    def _asker(self, n: int, role: Role) -> Asker:
        return self.desks[n].door.again(replace(self.desks[n].asker, viewer=viewer(role)))

    def _plainly(self, n: int, role: Role) -> bytes:
        return replace(self.desks[n].answering, compiled=None).answer(self.askers[n, role], BODIES).body

    def wrong(self, seed: int, times: int) -> list[tuple[int, Role]]:
        """Whose answers were not their own."""
        random, found = Random(seed), []
        for _ in range(times):
            n, role = random.choice(list(self.askers))
            if self.desks[n].answering.answer(self.askers[n, role], BODIES).body != self.right[n, role]:
                found.append((n, role))
        return found

    def run(self, times: int) -> list[tuple[int, Role]]:
        """The same by four at once."""
        with ThreadPoolExecutor(4) as pool:
            return [w for ws in pool.map(lambda seed: self.wrong(seed, times // 4), range(4)) for w in ws]


@pytest.fixture
def neighbours(engine: sa.Engine, lanes: Lanes) -> Neighbours:
    return Neighbours(engine, lanes)


def test_nobody_gets_a_neighbours_answer(neighbours: Neighbours) -> None:
    assert len(set(neighbours.right.values())) == len(neighbours.right)
    assert neighbours.run(800) == []


@pytest.mark.check
def test_nobody_gets_a_neighbours_answer_in_ten_thousand(neighbours: Neighbours) -> None:
    assert neighbours.run(10_000) == []


Plant = Callable[[pytest.MonkeyPatch], None]


def _key_without_tenant(patch: pytest.MonkeyPatch) -> None:
    """Two municipalities at the same position; the time of a rebuild, which parts them too, left out."""
    patch.setattr(compiled, "OURS", ("rights", "credential", "tenant_id"))
    patch.setattr(plan_module, "STATE", "coalesce(p.content::text, '')")
    probe.cache_clear()


def _plan_for_all_roles(patch: pytest.MonkeyPatch) -> None:
    from kyogikai_graphql.compiler import plans  # noqa: PLC0415 - where the name is looked up

    patch.setattr(plans, "kind_of", lambda _asker: "anybody")


@pytest.mark.parametrize("plant", [_key_without_tenant, _plan_for_all_roles], ids=lambda p: p.__name__)
def test_a_shared_answer_would_be_found(
    neighbours: Neighbours, monkeypatch: pytest.MonkeyPatch, plant: Plant
) -> None:
    plant(monkeypatch)
    try:
        assert neighbours.run(400) != []
    finally:
        probe.cache_clear()


# A lane


NULLED = [
    ('query($v: ID = "x") { node(id: $v) { id } }', "node"),
    ('query($v: String = "a") { search(text: $v) { totalCount } }', "search"),
    ("query($v: Boolean = true) { council @include(if: $v) { name } }", ""),
]


@pytest.mark.parametrize(("document", "field"), NULLED)
def test_null_for_a_variable_that_has_a_default_is_told(desk: Desk, document: str, field: str) -> None:
    reply = desk.ask(Asked(document, {"v": None}, None))
    plainly = replace(desk.answering, compiled=None).answer(
        desk.door.again(desk.asker), Asked(document, {"v": None}, None)
    )
    assert (reply.body, reply.code) == (plainly.body, "BAD_USER_INPUT")
    assert field in reply.body.decode()


@pytest.fixture
def own_lanes(lanes: Lanes) -> Iterator[Lanes]:
    own = Lanes(lanes.connect, most=2)
    yield own
    own.close()


def _state(lanes: Lanes, tenant: Tenant) -> Any:
    plan = probe("")
    asker = Asker(tenant.id, viewer(Role.PUBLIC), 0, TODAY)
    return lanes.row(tenant.id, (plan.name, plan.sql), plan.values(asker, {}))


def test_a_connection_that_was_cut_is_replaced(
    own_lanes: Lanes, tenant: Tenant, superuser: sa.Engine
) -> None:
    before = _state(own_lanes, tenant)
    with own_lanes.lane() as lane:
        number = lane.connection.info.backend_pid
    with superuser.connect() as connection:
        assert connection.exec_driver_sql(f"SELECT pg_terminate_backend({number}, 5000)").scalar()
    assert _state(own_lanes, tenant) == before


def test_what_takes_too_long_is_ended_and_the_lane_goes_on(own_lanes: Lanes, tenant: Tenant) -> None:
    with own_lanes.lane() as lane:
        lane.exchange_text(b"SET statement_timeout = '50ms'")
        for _ in range(3):
            with pytest.raises(LaneFailed) as failed:
                lane.row(tenant.id, (b"slow", b"SELECT 1, pg_sleep(5), 3"), [])
            assert failed.value.sqlstate == "57014"
        assert lane.row(tenant.id, (b"quick", b"SELECT 1, 2, 3"), []) == [b"1", b"2", b"3"]


def test_a_wrong_statement_leaves_the_lane_usable(own_lanes: Lanes, tenant: Tenant) -> None:
    for _ in range(3):
        with pytest.raises(LaneFailed) as failed:
            own_lanes.row(tenant.id, (b"wrong", b"SELECT nothing"), [])
        assert failed.value.sqlstate == "42703"
    assert own_lanes.row(tenant.id, (b"right", b"SELECT 1"), []) == [b"1"]


def test_a_lane_keeps_so_many_bytes_of_statements(
    own_lanes: Lanes, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes_module, "KEPT_BYTES", 30)
    with own_lanes.lane() as lane:
        for n in range(10):
            assert lane.row(tenant.id, (b"n%d" % n, b"SELECT %d" % n), []) == [b"%d" % n]
        assert lane.exchange_text(PREPARED) == b"3"


PREPARED = b"SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'n%'"


def test_only_what_is_asked_again_is_prepared(own_lanes: Lanes, tenant: Tenant) -> None:
    own = (b"n", b"SELECT 1")
    for expected in (b"0", b"1", b"1"):
        assert own_lanes.row(tenant.id, own, []) == [b"1"]
        with own_lanes.lane() as lane:
            assert lane.exchange_text(PREPARED) == expected
    long = (b"nlong", b"SELECT 1 " + b" " * lanes_module.LONGEST)
    for _ in range(3):
        assert own_lanes.row(tenant.id, long, []) == [b"1"]
    with own_lanes.lane() as lane:
        assert lane.exchange_text(PREPARED) == b"1"


def test_a_lane_carries_no_tenant_over(own_lanes: Lanes, new_tenant: Callable[[], Tenant]) -> None:
    shown = (b"tenant", b"SELECT current_setting('app.tenant_id', true)")
    for tenant in (new_tenant(), new_tenant()):
        assert own_lanes.row(tenant.id, shown, []) == [str(tenant.id).encode()]
        with own_lanes.lane() as lane:
            assert lane.exchange_text(b"SELECT coalesce(current_setting('app.tenant_id', true), '')") == b""


def test_many_threads_share_few_lanes(own_lanes: Lanes, tenant: Tenant) -> None:
    together = threading.Barrier(8)

    def ask(n: int) -> bytes | None:
        together.wait(10)
        return own_lanes.row(tenant.id, (b"n%d" % n, b"SELECT %d" % n), [])[0]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [b"%d" % n for n in range(8)]
