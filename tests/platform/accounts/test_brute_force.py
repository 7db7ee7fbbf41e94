"""Several workers of a server that runs have one limit: what each would allow does not add up."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from math import log2
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from kyogikai_platform.accounts.attempts import FREE
from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_tenants.log.personal_data import MASTER_KEY
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.served import ROOTS, served

pytestmark = pytest.mark.check
WORKERS, TRIES, ROUNDS = 3, 45, 3
IN_MEMORY = """
from kyogikai_platform.accounts import attempts

seen = {}


def take(connection, whose, free=attempts.FREE):
    seen[whose] = seen.get(whose, 0) + 1
    if seen[whose] > free:
        raise attempts.Delayed(60)
    return seen[whose]


attempts.take = take
"""
"""A limiter that each process has for itself."""


@contextmanager
def running(pg_server: Server, *places: str) -> Iterator[int]:
    """A server of several workers; whatever stands in ``sitecustomize`` at a place is planted in each."""
    path, master = os.pathsep.join([*places, *ROOTS]), os.environ[MASTER_KEY]
    settings = {"KYOGIKAI_WORKERS": str(WORKERS), MASTER_KEY: master, "PYTHONPATH": path}
    with served(pg_server.url(SUPERUSER), **settings) as port:
        yield port


class Storm(NamedTuple):
    """How many of many tries at once were compared with a passphrase, and how many one limit lets through."""

    compared: int
    limit: float


def storm(house: House, port: int, email: str) -> Storm:
    """Tries from several sides; one limit doubles its delay with each that it lets through."""
    began = time.monotonic()

    def attempt(number: int) -> int:
        for _ in range(200):
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            body = f'{{"email": "{email}", "password": "guess number {number:04}"}}'
            own = {"Host": house.host, "Content-Type": "application/json"}
            connection.request("POST", "/sign-in", body, own)
            status = connection.getresponse().status
            connection.close()
            if status != 503:  # nobody's turn: it comes again
                return status
            time.sleep(0.02)
        return 503

    found: Counter[int] = Counter()
    with ThreadPoolExecutor(9) as pool:
        for _ in range(ROUNDS):  # the workers come up one after the other
            found.update(pool.map(attempt, range(TRIES)))
            time.sleep(1)
    assert found.keys() <= {401, 429}, found
    return Storm(found[401], FREE + log2(1 + time.monotonic() - began))


@pytest.mark.parametrize("email", ["attacked@example.jp", "nobody@example.jp"])
def test_several_workers_have_one_limit(
    house: House, engine: sa.Engine, pg_server: Server, email: str, tmp_path: Path
) -> None:
    del engine
    if email.startswith("attacked"):
        house.account(email, Role.VIEWER)
    with running(pg_server) as port:
        found = storm(house, port, email)
        assert FREE <= found.compared <= found.limit
    if email.startswith("attacked"):
        (tmp_path / "sitecustomize.py").write_text(IN_MEMORY, encoding="utf-8")
        with running(pg_server, str(tmp_path)) as port:
            found = storm(house, port, email)
            assert found.compared > found.limit
