"""The fictitious municipality, served as it runs, and whoever asks there: the public, programs, an office."""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import pytest
import requests
import sqlalchemy as sa

from kyogikai_platform.accounts.people import People
from kyogikai_platform.demo_data import mihon
from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.importing import import_bytes
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.log.tables import APPLICATION
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, FAST, PASSPHRASE, House, installation
from tests.served import served

OFFICE = "office@example.jp"
PROGRAM = ("council:read", "meetings:write", "changes:read")
POINTS = "200000"
"""Of an hour: enough for every client here (a copy takes 40 000), and soon spent by one that wants to."""


@dataclass(frozen=True)
class Desk:
    """Where a municipality's API answers, and what to show there."""

    label: str
    port: int
    program: str
    """A token that reads what is the council's, and records meetings."""
    client: str
    """The id of the client that it is of."""
    greedy: str
    """A token to spend all the points of."""
    office: str
    """The cookie of the secretariat's session."""
    tenant: str = ""
    master: str = ""
    """With which the command line does what an administrator does."""

    @property
    def origin(self) -> str:
        """The municipality's address."""
        return f"http://{self.label}.localhost:{self.port}"

    @property
    def url(self) -> str:
        """The API's address."""
        return f"{self.origin}/graphql"

    def told(self) -> str:
        """All of it, for a client in another language."""
        return json.dumps({**asdict(self), "origin": self.origin, "url": self.url})


def _peopled(house: House) -> tuple[str, str, str]:
    """Whoever comes in: an office, and two programs, whose tokens these are, with the id of the first."""
    first = People(house.tenant, hashing=FAST)
    first.grant(first.invite("管理者", ADMINISTRATOR), Role.TENANT_ADMINISTRATOR)
    house.account(OFFICE, Role.SECRETARIAT)
    client = house.people.register("県の集計", list(PROGRAM))
    return house.people.token(client).secret, str(client), house.client("published:read")


def _signed_in(port: int, label: str) -> str:
    given = {"email": OFFICE, "password": PASSPHRASE}
    headers = {"Host": f"{label}.localhost:{port}"}
    answer = requests.post(f"http://127.0.0.1:{port}/sign-in", json=given, headers=headers, timeout=10)
    answer.raise_for_status()
    return answer.headers["Set-Cookie"].partition(";")[0]


@pytest.fixture(scope="session")
def desk(pg_server: Server, engine: sa.Engine) -> Iterator[Desk]:
    """A running server, and somebody of each kind."""
    label, master = f"t{new_id().hex[20:]}", b64encode(Key.generate().secret).decode()
    content = mihon.document().replace("host: mihon", f"host: {label}").encode()
    assert import_bytes(engine, content, name="mihon.yaml").new > 0
    here = installation(pg_server.url(APPLICATION))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MASTER_KEY, master)
        program, client, greedy = _peopled(House(here, here.tenant(label), label))
        tenant = str(here.tenant(label).id)
    here.close()
    with served(pg_server.url(SUPERUSER), KYOGIKAI_MASTER_KEY=master, KYOGIKAI_POINTS=POINTS) as port:
        yield Desk(label, port, program, client, greedy, _signed_in(port, label), tenant, master)
