"""Fixtures of the API's tests."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from tests.graphql.partner import Partner
from tests.graphql.scribe import Scribe
from tests.graphql.world import World


@pytest.fixture
def book(tenant: Tenant) -> Scribe:
    """What is written down."""
    return Scribe(tenant)


@pytest.fixture
def partner(tenant: Tenant) -> Partner:
    """Who asks."""
    return Partner(tenant)


@pytest.fixture(scope="module")
def world(engine: sa.Engine) -> World:
    """A municipality with something of everything, for tests that only read."""
    return World(Scribe(Tenant(engine, new_id())))


@pytest.fixture
def reader(world: World) -> Partner:
    """Somebody of its secretariat."""
    return Partner(world.book.tenant)


@pytest.fixture
def own_world(book: Scribe) -> World:
    """The same for a test that adds to it."""
    return World(book)


@pytest.fixture
def statements(tenant: Tenant) -> Iterator[list[str]]:
    """What is sent to the database while the test runs."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    sa.event.listen(tenant.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(tenant.engine, "before_cursor_execute", note)
