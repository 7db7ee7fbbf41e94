"""Fixtures of the pages' tests: a municipality whose record is partly published, and a visitor."""

import pytest
import sqlalchemy as sa

from kyogikai_platform.accounts.people import People
from kyogikai_platform.importing import import_bytes
from kyogikai_platform.importing.bundled import bundled
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import directory
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, FAST, House
from tests.platform.installed import here, master
from tests.platform.web.visitor import OFFICE, Visitor

__all__ = ["here", "master"]


@pytest.fixture(scope="module")
def house(here: Installation, engine: sa.Engine) -> House:
    """Kisarazu's published record under a name of its own, a secretariat's draft beside it, an account."""
    label = f"t{new_id().hex[20:]}"
    content = bundled()["kisarazu.yaml"].replace(b"host: kisarazu", f"host: {label}".encode())
    assert import_bytes(engine, content, name="kisarazu.yaml").new > 0
    with engine.begin() as connection:
        listed = directory.tenant_by_host(connection, label)
    assert listed
    house = House(here, Tenant(here.engine, listed.tenant_id), label)
    first = People(house.tenant, hashing=FAST)
    first.grant(first.invite("管理者", ADMINISTRATOR), Role.TENANT_ADMINISTRATOR)
    (council,) = house.book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    house.book.body(council["id"], "from 2022-04-01", "準備中の部会", audience="secretariat")
    house.account(OFFICE, Role.SECRETARIAT)
    return house


@pytest.fixture
def public(house: House) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor.at(house)


@pytest.fixture
def office(house: House) -> Visitor:
    """Somebody of the secretariat, signed in."""
    visitor = Visitor.at(house)
    assert visitor.sign_in().status_code == 303
    return visitor
