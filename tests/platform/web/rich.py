"""The fictitious municipality at a host of its own, for tests of pages that take a long record."""

import pytest
import sqlalchemy as sa

from kyogikai_platform.accounts.people import People
from kyogikai_platform.demo_data import mihon
from kyogikai_platform.importing import import_bytes
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import directory
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, FAST, House
from tests.platform.web.visitor import OFFICE, Visitor


@pytest.fixture(scope="module")
def rich(here: Installation, engine: sa.Engine) -> House:
    """Ten years of a council, with an account of the secretariat."""
    label = f"t{new_id().hex[20:]}"
    content = mihon.document().replace("host: mihon", f"host: {label}").encode()
    assert import_bytes(engine, content, name="mihon.yaml").new > 0
    with engine.begin() as connection:
        listed = directory.tenant_by_host(connection, label)
    assert listed
    house = House(here, Tenant(here.engine, listed.tenant_id), label)
    first = People(house.tenant, hashing=FAST)
    first.grant(first.invite("管理者", ADMINISTRATOR), Role.TENANT_ADMINISTRATOR)
    house.account(OFFICE, Role.SECRETARIAT)
    return house


@pytest.fixture
def reader(rich: House) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor.at(rich)


@pytest.fixture
def clerk(rich: House) -> Visitor:
    """Somebody of the secretariat."""
    visitor = Visitor.at(rich)
    assert visitor.sign_in().status_code == 303
    return visitor
