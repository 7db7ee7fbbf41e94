"""A small municipality with something of everything, served: for tests of public pages and papers."""

from dataclasses import dataclass

import pytest
from typing_extensions import override

from kyogikai_platform.installation import Installation
from kyogikai_tenants.vocabulary import Role
from tests.graphql.scribe import Scribe
from tests.graphql.world import World
from tests.platform.accounts.house import House
from tests.platform.web.visitor import OFFICE, Visitor

HIDDEN = "架空 花子"
"""A member whose name is not published."""


class Record(World):
    """The record of a municipality that is registered already."""

    @override
    def _municipality(self) -> None:
        """It is."""


@dataclass(frozen=True)
class Town:
    """A municipality's house, and what is on record there."""

    house: House
    world: World

    @property
    def book(self) -> Scribe:
        """Its record, in the secretariat's hand."""
        return Scribe(self.house.tenant)

    @property
    def anybody(self) -> Visitor:
        """Somebody who is not signed in."""
        return Visitor.at(self.house)

    @property
    def secretary(self) -> Visitor:
        """Somebody of the secretariat, signed in."""
        visitor = Visitor.at(self.house)
        assert visitor.sign_in().status_code == 303
        return visitor

    @classmethod
    def built(cls, here: Installation) -> "Town":
        """A new one."""
        house = House.opened(here)
        house.account(OFFICE, Role.SECRETARIAT)
        return cls(house, Record(Scribe(house.tenant)))


@pytest.fixture(scope="module")
def town(here: Installation) -> Town:
    """One that is only looked at."""
    return Town.built(here)


@pytest.fixture
def own(here: Installation) -> Town:
    """A test's own, to write in."""
    return Town.built(here)


@pytest.fixture
def anybody(town: Town) -> Visitor:
    """Somebody who is not signed in."""
    return town.anybody


@pytest.fixture
def secretary(town: Town) -> Visitor:
    """Somebody of the secretariat, signed in."""
    return town.secretary
