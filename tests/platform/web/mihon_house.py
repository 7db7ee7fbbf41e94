"""The fictitious municipality, for tests of pages that only read it; with accounts of several roles."""

from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_platform.accounts.people import People
from kyogikai_platform.demo_data import mihon
from kyogikai_platform.importing import import_bytes
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import directory
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, FAST, House
from tests.platform.installed import here, master
from tests.platform.web.visitor import Visitor

__all__ = ["here", "master"]


@dataclass
class Mihon:
    """Its house, and who has signed in so far."""

    house: House
    known: dict[Role, Visitor] = field(default_factory=dict)

    def visitor(self, role: Role) -> Visitor:
        """Somebody of a role, signed in; the public is not."""
        if role not in self.known:
            visitor, email = Visitor.at(self.house), f"{role.value}@example.jp"
            if role is not Role.PUBLIC:
                self.house.account(email, role)
                assert visitor.sign_in(email).status_code == 303
            self.known[role] = visitor
        return self.known[role]

    def id(self, kind: str, title: str) -> str:
        """A record's id in the API."""
        table, column = kind.lower(), "name" if kind == "Body" else "title"
        query = f"SELECT id FROM {table} WHERE known_to IS NULL AND {column} = '{title}' LIMIT 1"  # noqa: S608 - ours
        (found,) = self.house.book.query(query)
        return ids.encode(kind, found["id"])


@pytest.fixture(scope="module")
def place(here: Installation, engine: sa.Engine) -> Mihon:
    """The municipality under a name of its own, with an administrator and nobody signed in."""
    label = f"t{new_id().hex[20:]}"
    content = mihon.document().replace("host: mihon", f"host: {label}").encode()
    assert import_bytes(engine, content, name="mihon.yaml").new > 0
    with engine.begin() as connection:
        listed = directory.tenant_by_host(connection, label)
    assert listed
    house = House(here, Tenant(here.engine, listed.tenant_id), label)
    first = People(house.tenant, hashing=FAST)
    first.grant(first.invite("管理者", ADMINISTRATOR), Role.TENANT_ADMINISTRATOR)
    return Mihon(house)


@pytest.fixture
def office(place: Mihon) -> Visitor:
    """Somebody of the secretariat."""
    return place.visitor(Role.SECRETARIAT)


@pytest.fixture
def public(place: Mihon) -> Visitor:
    """Somebody who is not signed in."""
    return place.visitor(Role.PUBLIC)
