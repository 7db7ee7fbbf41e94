"""The fictitious municipality with an account of each role, as tests of all pages look at it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from kyogikai_platform import proving
from kyogikai_platform.accounts import demo_accounts
from kyogikai_platform.accounts.demo_accounts import Account
from kyogikai_platform.demo_data import mihon, mihon_cases
from kyogikai_platform.importing import import_bytes
from kyogikai_platform.installation import Installation
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.visitor import Visitor


@dataclass(frozen=True)
class Town:
    """A house, and who may sign in there."""

    house: House
    accounts: Mapping[Role, Account]

    def visitor(self, role: Role) -> Visitor:
        """Somebody in a role, signed in; the public is not."""
        visitor = Visitor.at(self.house)
        if role is not Role.PUBLIC:
            account = self.accounts[role]
            assert visitor.sign_in(account.email, account.passphrase).status_code == 303
        return visitor


@contextmanager
def town(engine: sa.Engine, here: Installation) -> Iterator[Town]:
    """A new one, under a name of its own."""
    label = f"t{new_id().hex[20:]}"
    content = mihon.document().replace("host: mihon", f"host: {label}").encode()
    assert import_bytes(engine, content, name="mihon.yaml").new > 0
    house = House(here, here.tenant(label), label)
    proving.checkpoint(here, label)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Installation, "require_demo", lambda *_: None)  # the tests' database is no demo
        accounts, _ = demo_accounts.prepared(here, house.tenant)
    mihon_cases.record(house.tenant)
    proving.checkpoint(here, label)
    yield Town(house, {account.role: account for account in accounts})
