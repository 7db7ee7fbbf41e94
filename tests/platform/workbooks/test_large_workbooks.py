"""A large workbook goes through its jobs in memory that grows with its rows, so that 100 000 fit."""

import tracemalloc
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs.keeping import State
from kyogikai_platform.jobs.running import Runner
from kyogikai_platform.workbooks import desk, limits
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Role
from tests.bench.imports import workbook
from tests.platform.accounts.house import House
from tests.platform.installed import here, master

pytestmark = pytest.mark.check
__all__ = ["here", "master"]
FEW, MANY = 50, 450
LARGE, GIGABYTE = 100_000, 1_000_000_000
CLERK = Actor("clerk", Role.SECRETARIAT)


def done(house: House, job: UUID) -> None:
    """By the runner, as any."""
    found = Runner(house.tenant.engine, desk.KINDS).finish(house.tenant.id, job)
    assert found.state is State.DONE, found.result
    assert found.done == found.total


def through(here: Installation, rows: int) -> int:
    """A workbook of so many rows is looked at and recorded; the most bytes that Python held for it."""
    house, content = House.opened(here, administered=False), workbook(rows)

    def asked(connection: sa.Connection) -> UUID:
        return desk.check(connection, desk.upload(connection, "large.xlsx", content), CLERK)

    tracemalloc.start()
    try:
        with transaction(house.tenant.engine, house.tenant.id) as connection:
            check = asked(connection)
        done(house, check)
        with transaction(house.tenant.engine, house.tenant.id) as connection:
            record = desk.confirm(connection, check, CLERK)
        done(house, record)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_each_further_row_takes_so_little_that_a_large_workbook_stays_below_a_gigabyte(
    here: Installation,
) -> None:
    through(here, FEW)  # what is read once is there
    few, many = through(here, FEW), through(here, MANY)
    each = (many - few) / (MANY - FEW)
    assert each * LARGE + few < GIGABYTE, f"{each:.0f} bytes a row"
    assert limits.MEMORY <= GIGABYTE, "the child that reads the file"
    assert limits.ROWS >= LARGE
