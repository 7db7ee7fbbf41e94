"""Fixtures of the door's tests: a master key, an installation, a municipality."""

from base64 import b64encode
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from kyogikai_platform.embedded import Server
from kyogikai_platform.installation import Installation
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.log.tables import APPLICATION
from tests.platform.accounts.house import House, installation


@pytest.fixture(scope="module", autouse=True)
def _master() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MASTER_KEY, b64encode(Key.generate().secret).decode())
        yield


@pytest.fixture(scope="module")
def here(pg_server: Server, engine: sa.Engine) -> Iterator[Installation]:
    """The test's database as an installation."""
    del engine  # it made the structure
    found = installation(pg_server.url(APPLICATION))
    yield found
    found.close()


@pytest.fixture(scope="module")
def house(here: Installation) -> House:
    """A municipality for tests that leave it as it is."""
    return House.opened(here)


@pytest.fixture
def own_house(here: Installation) -> House:
    """A municipality of the test's own."""
    return House.opened(here)
