"""A running server with one public council."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.importing import import_bytes
from kyogikai_platform.importing.bundled import bundled
from kyogikai_tenants.identity import new_id
from tests.served import served


class Place(NamedTuple):
    """Where a server answers for one municipality."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The API's address."""
        return f"http://{self.host}:{self.port}/graphql"


@pytest.fixture(scope="session")
def place(pg_server: Server, engine: sa.Engine) -> Iterator[Place]:
    """Meguro's record, under a host name of its own; nobody runs out of points."""
    label = f"t{new_id().hex[20:]}"
    content = bundled()["meguro.yaml"].replace(b"host: meguro", f"host: {label}".encode())
    assert import_bytes(engine, content, name="meguro.yaml").new > 0
    settings = {"KYOGIKAI_POINTS_PUBLIC": "2000000000", "KYOGIKAI_INTROSPECTION": "1"}
    with served(pg_server.url(SUPERUSER), **settings) as port:
        yield Place(f"{label}.localhost", port)
