"""Every page, by the links that each role is offered: none is dead, and each page is offered to somebody."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_platform.demo_data import mihon_cases
from kyogikai_platform.installation import Installation
from kyogikai_platform.web import family
from kyogikai_platform.web.families import FAMILIES
from kyogikai_tenants.vocabulary import Role
from tests.dose import DOSE
from tests.journeys.every_page import Walked, asked, endpoint_of, walk
from tests.platform.installed import here, master
from tests.platform.web.demo_town import Town, town
from tests.platform.web.visitor import Page, Visitor

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
ROLES = (Role.PUBLIC, Role.TENANT_ADMINISTRATOR, Role.SECRETARIAT, Role.CHAIR, Role.AUDITOR)
"""A member and a case worker are offered what a chair is, a viewer what the public is."""
PAGES = [page for one in FAMILIES for page in one.pages if "GET" in page.methods]
UNLINKED = {
    "robots": "for search engines", "sitemap": "for search engines",
    "reset": "from a mail", "invitation": "from a mail", "answer": "from a mail",
    "demo_mail": "in a demo alone",
    "code": "follows a passphrase where there is a second factor",
    "to_provider": "where the municipality has a provider", "from_provider": "from a provider",
    "totp_removal": "of somebody with a second factor", "recovery_codes": "of somebody with a second factor",
    "passkey": "of somebody with a passkey",
    "linked_feed": "from a calendar program", "linked_feed_own": "from a calendar program",
    "linked_feed_body": "from a calendar program",
    "record_check": "follows a form that was sent", "record_april_check": "follows a form that was sent",
    "record_done": "follows what was recorded",
    "case_new": "of a case worker", "case": "of a case worker", "case_act": "of a case worker",
    "case_destroy": "of a case worker whose case is closed",
    "case_abstract": "of an abstract that waits for approval",
    "evidence_check": "of a verification that was asked for",
    "webhook": "of a webhook that was set", "roll_webhook": "of a webhook that was set",
    "import": "of a file that was sent", "import_marked": "of a file that was sent",
    "import_record": "of a file that was sent", "import_undo": "of a file that was recorded",
}  # fmt: skip
"""Pages that no link leads to for those who only look, and what does lead there."""


@pytest.fixture(scope="module")
def shown(engine: sa.Engine, here: Installation) -> Iterator[Town]:
    """The fictitious municipality."""
    with town(engine, here) as found:
        yield found


@pytest.fixture(scope="module")
def walks(shown: Town) -> dict[Role, Walked]:
    """What each role comes to."""
    return {role: walk(shown.visitor(role), most=6 * DOSE) for role in ROLES}


@pytest.mark.parametrize("role", ROLES)
def test_no_link_that_a_role_is_offered_is_dead(role: Role, walks: dict[Role, Walked]) -> None:
    assert walks[role].broken == []


def test_each_page_is_offered_to_somebody(walks: dict[Role, Walked]) -> None:
    reached = {endpoint for walked in walks.values() for endpoint in walked.pages}
    assert {f"web.{page.name}" for page in PAGES} - reached == {f"web.{name}" for name in UNLINKED}


def test_an_issue_leads_only_to_days_on_which_its_reader_sees_it(shown: Town) -> None:
    chair, told = shown.visitor(Role.CHAIR), set[bool]()
    rows = shown.house.book.query("SELECT id FROM issue WHERE known_to IS NULL")
    for own in {f"/issues/{ids.encode('Issue', row['id'])}" for row in rows}:
        answer = chair.get(own)
        told |= {f"{own}?asOf=" in step for step in answer.text.split('<li><div class="step">')[1:]}
        days = {link for link in Page.of(answer).links if link.startswith(f"{own}?asOf=")}
        assert {chair.get(link).status_code for link in days} <= {200}
    assert told == {True, False}


def test_in_the_demo_it_is_answered_who_read_which_case(shown: Town) -> None:
    assert mihon_cases.record(shown.house.tenant) == 0, "a second start changes nothing"
    auditor = shown.visitor(Role.AUDITOR)
    assert "/trail?cases=1" in Page.of(auditor.get("/")).links
    told = auditor.get("/trail?cases=1").text
    assert all(word in told for word in ("を閲覧（担当として）", "を閲覧（緊急閲覧）", "の鍵を破棄"))
    assert "架空の例" not in told
    worker = shown.visitor(Role.CASE_WORKER)
    cases = [link for link in Page.of(worker.get("/cases")).links if link.startswith("/cases/K-")]
    assert len(cases) == 3
    assert sum("鍵は破棄されました" in worker.get(link).text for link in cases) == 1


def test_a_dead_link_and_a_page_that_nothing_leads_to_are_seen(
    shown: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(family.Entry, "shown", lambda *_: True)
    walked = walk(shown.visitor(Role.VIEWER), most=2)
    assert {(found.link.partition("?")[0], found.status) for found in walked.broken} == {
        ("/trail", 404),
        ("/imports", 404),
        ("/users", 404),
        ("/settings", 404),
        ("/cases", 404),
    }
    assert not {"web.trail", "web.users", "web.settings", "web.imports", "web.cases"} & set(walked.pages)
    assert len(walk(Visitor.at(shown.house), "/nothing").broken) == 1


def test_two_addresses_of_a_page_are_alike_that_ask_for_the_same_things(shown: Town) -> None:
    app = Visitor.at(shown.house).client.application
    assert asked("/org?asOf=2021-05-01&view=") == {"asOf"}
    assert endpoint_of(app, "/org?asOf=2021-05-01") == "web.org"
    assert endpoint_of(app, "/nothing") == ""


def test_the_walk_stays_in_the_house(walks: dict[Role, Walked]) -> None:
    assert all(address.startswith("/") for walked in walks.values() for address in walked.addresses)
