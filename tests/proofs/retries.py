"""The same command many times at once is one command."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from kyogikai_platform import structure
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Say
from kyogikai_tenants.council.bodies import BodyRenamed
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.session import Receipt
from tests.proofs.report import Line
from tests.proofs.writer import WRITER

TIMES = 50
ROUNDS = 20


def at_once(tenant: Tenant, command: Say, keys: Sequence[str]) -> list[Receipt]:
    """The command under each key, all started together, each on a connection of its own."""
    start = Barrier(len(keys))

    def one(key: str) -> Receipt:
        start.wait()
        return tenant.execute(command, actor=WRITER, key=key)

    with ThreadPoolExecutor(len(keys)) as pool:
        return list(pool.map(one, keys))


def renaming(body: UUID, name: str) -> Say:
    """A command that would be accepted any number of times."""
    return Say(BodyRenamed, body, {"name": name, "effective": Effective.parse("at 2099")})


def prove(here: Installation, tenant: Tenant, body: UUID) -> Iterator[Line]:
    """Rounds under one key, and a round without keys."""
    engine = structure.application_engine(here.login, pool_size=TIMES)
    many = Tenant(engine, tenant.id)
    answers, first_ones, before = 0, 0, many.verify().position
    for number in range(ROUNDS):
        receipts = at_once(many, renaming(body, f"第{number}"), [f"proof-{number}"] * TIMES)
        answers += len({(receipt.record_id, receipt.positions) for receipt in receipts})
        first_ones += sum(not receipt.repeated for receipt in receipts)
    events = many.verify().position - before
    yield Line(
        f"the same command {TIMES} times at once is one event",
        f"{ROUNDS} rounds of {TIMES}: {events} events, {answers} different receipts, "
        f"{first_ones} not marked as repeated",
        events == answers == first_ones == ROUNDS,
    )
    before += events
    at_once(many, renaming(body, "鍵なし"), [""] * TIMES)
    events = many.verify().position - before
    engine.dispose()
    yield Line("the same without a key", f"1 round of {TIMES}: {events} events", events == 1, control=True)
