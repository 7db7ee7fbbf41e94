"""Every page answers: the quick look at all of them; what is in them is told apart elsewhere."""

import pytest
import sqlalchemy as sa

from kyogikai_platform.installation import Installation
from kyogikai_platform.web.families import FAMILIES
from kyogikai_tenants.vocabulary import Role
from tests.platform.installed import here, master
from tests.platform.web.grown import Grown
from tests.platform.web.test_web_statements import UNFILLED, addresses, rules, visitor

__all__ = ["here", "master"]
pytestmark = pytest.mark.check


@pytest.fixture(scope="module")
def council(engine: sa.Engine, here: Installation) -> Grown:
    """With something of everything."""
    del engine
    return Grown.by(here, 1)


def answering(council: Grown, *roles: Role) -> set[str]:
    """The rules that have a page for one of these roles, or lead to one; a failure is no page for anybody."""
    found = set[str]()
    for role in roles:
        looking = visitor(council, role)
        for rule in rules(looking):
            status = {looking.get(path).status_code for path in addresses(rule, council.parts)}
            assert max(status, default=0) < 500, rule.rule
            found |= {rule.rule} if status & {200, 303} else set()
    return found


def test_every_page_answers(council: Grown) -> None:
    registered = {page.rule for one in FAMILIES for page in one.pages if "GET" in page.methods}
    found = answering(council, Role.SECRETARIAT, Role.TENANT_ADMINISTRATOR)
    elsewhere, of_auditors = {"/sign-in/code", "/entries/<entry>"}, {"/contacts"}
    assert registered - found == (set(UNFILLED) - elsewhere) | of_auditors


def test_no_page_fails_for_the_public(council: Grown) -> None:
    assert {"/", "/org", "/history", "/meetings/<meeting>/minutes", "/open"} <= answering(
        council, Role.PUBLIC
    )
