"""Every fact of the document of Meguro stands on some public page, with its date, its place and its flags."""

from typing import Any

import pytest
import sqlalchemy as sa

from kyogikai_platform.installation import Installation
from tests.journeys.checklist import Pages, facts
from tests.platform.installed import here, master

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
NAME = "meguro"


@pytest.fixture(scope="module")
def pages(here: Installation, engine: sa.Engine) -> Pages:
    """All that the public sees."""
    return Pages(here, engine, NAME)


@pytest.mark.parametrize("fact", facts(NAME), ids=lambda fact: fact["key"])
def test_a_public_page_says_all_of_it(pages: Pages, fact: dict[str, Any]) -> None:
    assert pages.missing(fact) == []
