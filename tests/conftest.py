"""What every test may ask for. Tests run on a real PostgreSQL: DATABASE_URL's, else one of their own.

CITUS_URL names the coordinator of a cluster: the database is distributed there before anything is tested.
"""

import gc
import os
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from deploy.citus.distribute import distribute, spread

from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_platform import structure
from kyogikai_platform.embedded import SUPERUSER, Server, provided
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.tables import APPLICATION
from kyogikai_tenants.vocabulary import Role

LONGEST = frozenset(f"test_{name}.py" for name in (
    "every_page_in_chromium", "differential", "web_every_page", "forms_in_chromium", "golden", "web_matrix",
    "web_bad_addresses", "stranger", "any_history", "imports_in_chromium", "demo", "roles_in_chromium",
    "web_statements", "console_in_chromium", "brute_force", "provider_in_chromium", "account_in_chromium",
    "seeking", "large_workbooks", "notices_in_chromium", "stranger_at_the_door", "pages_bench", "anything",
    "killed_courier", "taken_away", "kills", "gql", "restart", "courier",
))  # fmt: skip
"""The files that take longest, which begin first: so at the end no worker waits for another."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within both parts the order stays the random one."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not walk over it again and again (a sixth of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def pg_server() -> Iterator[Server]:
    """A server that is up; without DATABASE_URL a temporary one that forgets everything."""
    with provided(
        os.environ.get("CITUS_URL") or os.environ.get("DATABASE_URL"), None, durable=False
    ) as running:
        yield running


@pytest.fixture(scope="session")
def engine(pg_server: Server) -> Iterator[sa.Engine]:
    """The application role's connections to a database with the whole structure."""
    owner = sa.create_engine(pg_server.url(SUPERUSER))
    structure.prepare(owner)
    structure.upgrade(owner)
    if os.environ.get("CITUS_URL") and not spread(owner):
        distribute(owner)
    owner.dispose()
    application = structure.application_engine(pg_server.url(APPLICATION), pool_size=16)
    yield application
    application.dispose()


@pytest.fixture(scope="session")
def lanes(pg_server: Server, engine: sa.Engine) -> Iterator[Lanes]:
    """The application role's connections for answers of one statement."""
    assert engine.dialect.name == "postgresql"  # asked for because it makes the structure
    own = structure.lanes(pg_server.url(APPLICATION))
    yield own
    own.close()


@pytest.fixture
def superuser(pg_server: Server) -> Iterator[sa.Engine]:
    """Whoever may do anything to the server: what a test plants faults with."""
    owner = sa.create_engine(pg_server.url(SUPERUSER))
    yield owner
    owner.dispose()


@pytest.fixture
def new_tenant(engine: sa.Engine) -> Callable[[], Tenant]:
    """Makes municipalities, each with an empty log."""
    return lambda: Tenant(engine, new_id())


@pytest.fixture
def tenant(new_tenant: Callable[[], Tenant]) -> Tenant:
    """A municipality of the test's own."""
    return new_tenant()


@pytest.fixture
def secretary() -> Actor:
    """Somebody of the secretariat."""
    return Actor("secretary", Role.SECRETARIAT)
