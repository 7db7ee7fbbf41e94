"""Points of an hour: whatever many workers do at once, no client gets more than its limit."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kyogikai_graphql import leases, points
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.points import Allowance, Points
from kyogikai_graphql.problems import RateLimited
from kyogikai_graphql.rights import viewer
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Role
from tests.graphql.counter import QUESTION, Counter, code
from tests.graphql.partner import TODAY
from tests.graphql.scribe import Scribe

LIMIT = 1_000
NOON = datetime(2025, 11, 1, 12, 20, tzinfo=UTC)


@dataclass
class Clock:
    """A time that stands still."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Office:
    """A municipality whose workers share one database."""

    tenant: Tenant
    clock: Clock = field(default_factory=Clock)

    def worker(self, limit: int = LIMIT) -> Points:
        return Points(self.tenant.engine, Allowance(limit, limit * 10), self.clock)

    def asker(self, client: str = "somebody", *, known: bool = False, of: UUID | None = None) -> Asker:
        actor = Actor(client, Role.API_CLIENT) if known else None
        return Asker(of or self.tenant.id, viewer(Role.PUBLIC), 0, TODAY, actor, client=client)

    def rows(self) -> list[tuple[str, int]]:
        with transaction(self.tenant.engine, self.tenant.id) as connection:
            found = connection.exec_driver_sql("SELECT client, taken FROM api_points ORDER BY 1")
            return [tuple(row) for row in found]


@pytest.fixture
def office(tenant: Tenant) -> Office:
    return Office(tenant)


def spent(worker: Points, asker: Asker, cost: int = 7) -> int:
    """Everything that a worker hands out, to a little more than the limit."""
    total = 0
    while total <= LIMIT:
        try:
            total += worker.spend(asker, cost).cost
        except RateLimited:
            break
    return total


def test_what_is_spent_is_gone_until_the_next_hour(office: Office) -> None:
    worker, asker = office.worker(), office.asker()
    assert worker.spend(asker, 300) == (LIMIT, 300, 700, NOON.replace(hour=13, minute=0))
    assert worker.spend(asker, 0).cost == 1
    with pytest.raises(RateLimited) as refused:
        worker.spend(asker, 700)
    assert refused.value.standing == (LIMIT, 700, 699, NOON.replace(hour=13, minute=0))
    assert worker.spend(asker, 699).remaining == 0
    office.clock.now += timedelta(minutes=40)
    assert worker.spend(asker, 1).remaining == LIMIT - 1


def together(office: Office, workers: int = 4, limit: int = LIMIT) -> int:
    """What all workers hand out at once."""
    asker = office.asker()
    with ThreadPoolExecutor(workers * 2) as pool:
        own = [office.worker(limit) for _ in range(workers)]
        return sum(pool.map(lambda worker: spent(worker, asker), own * 2))


def test_workers_together_hand_out_no_more_than_the_limit(office: Office) -> None:
    total = together(office)
    blocks = LIMIT // leases.BLOCKS
    assert LIMIT - 4 * blocks <= total <= LIMIT
    assert office.rows()[0][1] <= LIMIT


def test_the_check_would_see_workers_that_do_not_share(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a lease does not count what was taken before."""
    forgetful = leases.LEASE.replace("taken = p.taken + ", "taken = ")
    assert forgetful != leases.LEASE
    monkeypatch.setattr(leases, "LEASE", forgetful.replace("p.taken", "0"))
    assert together(office, limit=200) > 200


def test_a_worker_asks_the_database_once_a_block(office: Office, statements: list[str]) -> None:
    worker, asker = office.worker(100_000), office.asker()
    for _ in range(1_000):
        worker.spend(asker, 2)
    assert (
        len(statements) == 2
    )  # one block of 2 000 points, one sweep of the hours before: each sets its tenant


def test_who_is_refused_for_the_hour_costs_the_database_nothing(
    office: Office, statements: list[str]
) -> None:
    worker, asker = office.worker(), office.asker()
    spent(worker, asker, 1)
    statements.clear()
    assert spent(worker, asker, 1) == 0
    with pytest.raises(RateLimited):
        worker.check(asker, 1)
    assert statements == []


def test_what_is_too_dear_takes_nothing_from_what_is_not(office: Office) -> None:
    worker, other, asker = office.worker(), office.worker(), office.asker()
    with pytest.raises(RateLimited):
        worker.spend(asker, LIMIT + 1)
    assert other.spend(asker, LIMIT - LIMIT // leases.BLOCKS).cost > 900


def test_everybody_has_points_of_their_own(office: Office, new_tenant: Callable[[], Tenant]) -> None:
    worker = office.worker()
    assert spent(worker, office.asker("one"), LIMIT) == LIMIT
    for other in (office.asker("two"), office.asker("one", of=new_tenant().id)):
        assert worker.spend(other, LIMIT).remaining == 0
    assert worker.spend(office.asker("three", known=True), LIMIT).remaining == 9 * LIMIT


def test_points_given_back_are_there_again(office: Office) -> None:
    worker, asker = office.worker(), office.asker()
    standing = worker.spend(asker, LIMIT)
    assert worker.give_back(asker, standing) == (LIMIT, 0, LIMIT, standing.reset_at)
    assert worker.spend(asker, LIMIT).remaining == 0


def test_the_hours_before_are_swept_out(office: Office) -> None:
    worker = office.worker()
    worker.spend(office.asker("yesterday"), 1)
    office.clock.now += timedelta(hours=1)
    worker.spend(office.asker("today"), 1)
    assert [client for client, _ in office.rows()] == ["today"]


def test_only_so_many_purses_are_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points, "PURSES", 3)
    worker = office.worker()
    for number in range(5):
        worker.spend(office.asker(f"address:{number}"), 1)
    assert len(worker._purses) == 3  # noqa: SLF001 - what is bounded


# Over HTTP


@pytest.fixture
def metered(office: Office) -> Counter:
    """An endpoint that counts."""
    Scribe(office.tenant).council(name="協議会", audience="public")
    return Counter.of(office.tenant, points=Points(office.tenant.engine, Allowance(100, 1_000)))


def test_headers_and_the_field_tell_how_a_client_stands(metered: Counter) -> None:
    asked = {"query": "{ rateLimit { limit cost remaining resetAt } council { name } }"}
    found = metered.post(asked, Authorization="Bearer known")
    told, headers = (found.json or {})["data"]["rateLimit"], found.headers
    assert (told["limit"], told["cost"], told["remaining"]) == (1_000, 7, 993)
    assert [headers[f"x-ratelimit-{n}"] for n in ("limit", "cost", "remaining")] == ["1000", "7", "993"]
    reset = datetime.fromisoformat(told["resetAt"])
    assert int(headers["x-ratelimit-reset"]) == reset.timestamp()
    assert timedelta() < reset - datetime.now(UTC) <= timedelta(hours=1)


def test_who_has_spent_all_is_told_when_to_come_again(metered: Counter) -> None:
    found = metered.post()
    while found.status_code == 200:
        assert int(found.headers["x-ratelimit-remaining"]) >= 0
        found = metered.post()
    assert (found.status_code, code(found)) == (429, "RATE_LIMITED")
    assert 0 < int(found.headers["Retry-After"]) <= 3600
    assert found.headers["x-ratelimit-limit"] == "100"
    assert metered.post(QUESTION, "application/json").status_code == 429


def test_a_question_too_dear_for_what_is_left_is_told_when_to_come_again(metered: Counter) -> None:
    found = metered.post({"query": "{ bodies(first: 100) { nodes { id } } }"})
    assert (found.status_code, code(found)) == (429, "RATE_LIMITED")
    assert 0 < int(found.headers["Retry-After"]) <= 3600
    assert found.headers["x-ratelimit-remaining"] == "100"


def test_the_schema_has_its_price(metered: Counter) -> None:
    schema = '{ rateLimit { cost } __type(name: "Body") { name } }'
    told = metered.post({"query": schema}, Authorization="Bearer known").json or {}
    assert told["data"]["rateLimit"]["cost"] == 202
    dear = metered.post({"query": "{ __schema { queryType { name } } }"}, Authorization="Bearer known")
    assert (code(dear), (dear.json or {})["errors"][0]["extensions"]["cost"]) == ("RATE_LIMITED", 2_000)
    many = " ".join(f"a{n}: __schema {{ description }}" for n in range(11))
    assert code(metered.post({"query": f"{{ {many} }}"}, Authorization="Bearer known")) == "QUERY_TOO_COMPLEX"


def test_a_document_that_is_refused_is_not_free(metered: Counter) -> None:
    statuses = [metered.post({"query": "{"}, "application/json").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
