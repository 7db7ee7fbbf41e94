"""Fixtures of whatever needs an installation: a master key, and the test's database as one."""

from base64 import b64encode
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from kyogikai_platform.embedded import Server
from kyogikai_platform.installation import Installation
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.log.tables import APPLICATION
from tests.platform.accounts.house import installation


@pytest.fixture(scope="module", autouse=True)
def master() -> Iterator[None]:
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
