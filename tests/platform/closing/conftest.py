"""Two installations for all tests of this folder."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from kyogikai_platform.embedded import Server
from tests.platform.closing.two_houses import Place, another, place


@pytest.fixture(scope="session")
def old(pg_server: Server, engine: sa.Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The installation that a municipality leaves."""
    del engine  # it made the structure
    found = place(pg_server, tmp_path_factory.mktemp("old"))
    yield found
    found.here.close()


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The installation that it comes to."""
    with another(tmp_path_factory.mktemp("new")) as found:
        yield found
