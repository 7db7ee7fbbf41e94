"""Fixtures of the door's tests: a master key, an installation, a municipality."""

import pytest

from kyogikai_platform.installation import Installation
from tests.platform.accounts.house import House
from tests.platform.installed import here, master

__all__ = ["here", "master"]


@pytest.fixture(scope="module")
def house(here: Installation) -> House:
    """A municipality for tests that leave it as it is."""
    return House.opened(here)


@pytest.fixture
def own_house(here: Installation) -> House:
    """A municipality of the test's own."""
    return House.opened(here)
