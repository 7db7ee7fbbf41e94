"""The console of an installation, and an operator who signs in there."""

from dataclasses import dataclass

import pytest

from kyogikai_platform.accounts.people import People
from kyogikai_platform.installation import Installation
from kyogikai_platform.onboarding import operators
from kyogikai_platform.tenancy import CONSOLE
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import FAST, PASSPHRASE, House
from tests.platform.web.visitor import Visitor

OPERATOR = "operator@example.jp"


@dataclass(frozen=True)
class Console(House):
    """Tenant zero, at its host."""

    @classmethod
    def of(cls, here: Installation) -> "Console":
        """With an operator."""
        found = cls(here, operators.tenant_zero(here), CONSOLE)
        user = operators.operator(here, "運営 太郎", OPERATOR, FAST)
        actor = Actor(str(user), Role.PLATFORM_OPERATOR)
        People(found.tenant, actor, hashing=FAST).passphrase(user, OPERATOR, PASSPHRASE)
        return found

    def nobody(self, email: str) -> None:
        """Somebody of tenant zero without the role of an operator."""
        people = People(self.tenant, hashing=FAST)
        people.passphrase(people.invite("だれか", email), email, PASSPHRASE)

    def listed(self, label: str) -> Listed:
        """A municipality's row of the directory."""
        return self.here.listed(label)


@pytest.fixture(scope="module")
def console(here: Installation) -> Console:
    """The console."""
    return Console.of(here)


@pytest.fixture
def operator(console: Console) -> Visitor:
    """The operator, signed in."""
    visitor = Visitor.at(console)
    assert visitor.sign_in(OPERATOR).status_code == 303
    return visitor


def fresh_label() -> str:
    """A host label that nobody has."""
    return f"c{new_id().hex[20:]}"
