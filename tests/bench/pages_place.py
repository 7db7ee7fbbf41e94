"""Where pages are measured: four councils in one database, and the same ones among 1 741 municipalities.

One council is generated in real size, three are as their published documents tell of them. The second
database is a copy of the first on the same server, in which light councils stand beside them.
"""

import os
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from kyogikai_platform import demo
from kyogikai_platform.accounts.people import People
from kyogikai_platform.importing import bundled
from kyogikai_platform.installation import Installation, opened
from kyogikai_platform.settings import Settings
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.vocabulary import Role
from tests.bench import api_council, api_place
from tests.platform.accounts.house import ADMINISTRATOR, FAST, House

HOSTS = ("kisarazu", "meguro", "asahi")
TENANTS = 1_741
LIGHT_BODIES = 4
CROWDED = "crowded"
"""The name of the second database."""


@contextmanager
def alone(*, kept: bool) -> Iterator[Installation]:
    """An empty installation on a server of its own; ``kept``: with the result cache of the API."""
    os.environ.setdefault(MASTER_KEY, b64encode(Key.generate().secret).decode())
    own = Settings.kept_bytes if kept else 0
    with tempfile.TemporaryDirectory(prefix="k-") as name:
        Path(name).chmod(0o711)  # the account that runs the server passes through
        with opened(Settings(None, Path(name).resolve() / "home", "localhost", kept_bytes=own)) as here:
            here.upgrade()
            yield here


def generated(here: Installation) -> House:
    """A council of the size that ``api_council`` says."""
    house = House.opened(here)
    api_council.record(here.engine, house.tenant.id, api_council.council())
    list(house.tenant.rebuild())
    return _staffed(house)


def published(here: Installation, host: str) -> House:
    """A council as its documents tell of it."""
    demo.load(here, bundled()[f"{host}.yaml"], f"{host}.yaml")
    house = House(here, here.tenant(host), host)
    first = People(house.tenant, hashing=FAST)
    first.grant(first.invite("管理者", ADMINISTRATOR), Role.TENANT_ADMINISTRATOR)
    return _staffed(house)


def _staffed(house: House) -> House:
    for role in (Role.SECRETARIAT, Role.AUDITOR):
        house.account(f"{role.value}@example.jp", role)
    return house


@contextmanager
def crowded(here: Installation, tenants: int) -> Iterator[Installation]:
    """A copy of a database in which there are so many municipalities altogether."""
    here.close()
    elsewhere = sa.create_engine(
        here.login.set(database="template1"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with elsewhere.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {CROWDED} TEMPLATE {here.login.database}")
    urls = [url.set(database=CROWDED) for url in (here.login, here.application)]
    with closing(Installation(here.settings, *urls)) as copy:
        _fill(copy, tenants - len(copy.hosts()))
        yield copy


def _fill(copy: Installation, beside: int) -> None:
    """Light councils: one is written, the others have its rows."""
    light = House.opened(copy)
    council = light.book.council(audience="public")
    for number in range(LIGHT_BODIES):
        light.book.body(council, "from 2012-04", f"第{number + 1}部会", audience="public")
    neighbours = [new_id() for _ in range(beside - 1)]
    admin = sa.create_engine(copy.login, poolclass=sa.NullPool)
    for name in api_place.COPIED:
        api_place.share(admin, name, light.tenant.id, neighbours)
    with admin.begin() as connection:
        for number, municipality in enumerate(neighbours, 1):
            api_place.enter(connection, number, municipality)


def settled(here: Installation) -> None:
    """Let the database know what it holds."""
    admin = sa.create_engine(here.login, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.exec_driver_sql("VACUUM (ANALYZE)")


def same(house: House, here: Installation) -> House:
    """The same municipality in the other database."""
    return House(here, Tenant(here.engine, house.tenant.id), house.label)
