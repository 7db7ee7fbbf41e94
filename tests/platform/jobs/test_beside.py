"""The runner beside a server: it does what pages ask for, and is begun again when it dies."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from kyogikai_platform import beside
from kyogikai_platform.embedded import Server
from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs import keeping
from kyogikai_platform.workbooks import desk
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.tables import APPLICATION
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.installed import here, master
from tests.platform.workbooks.books import SOUND, xlsx
from tests.served import ROOTS

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
PATIENCE = 30


def until(true: Callable[[], object]) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < end:
        time.sleep(0.1)
    return bool(true())


def runners() -> list[int]:
    """The processes of runners that this one has begun."""
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = [int(pid) for found in children for pid in found.read_text().split()]
    return [pid for pid in pids if b"kyogikai_platform.runner" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def asked(house: House) -> UUID:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        file = desk.upload(connection, "a.xlsx", xlsx(SOUND))
        return desk.check(connection, file, Actor("x", Role.SECRETARIAT))


def over(house: House, job: UUID) -> bool:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        return keeping.of(connection, job).over


def test_a_runner_that_dies_is_begun_again_and_none_is_left(
    pg_server: Server, here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(ROOTS))
    login = pg_server.url(APPLICATION).render_as_string(hide_password=False)
    monkeypatch.setenv("KYOGIKAI_LOGIN", login)
    monkeypatch.setenv("KYOGIKAI_NIGHTLY", "0")  # the logs of other tests are not its own to seal
    monkeypatch.setattr(beside, "AGAIN", 0.1)
    house = House.opened(here)
    first = asked(house)
    assert not over(house, first), "without a runner it waits"
    with beside.runner():
        assert until(lambda: over(house, first))
        (pid,) = runners()
        os.kill(pid, signal.SIGKILL)
        second = asked(house)
        assert until(lambda: over(house, second))
        assert pid not in runners()
    assert runners() == []
