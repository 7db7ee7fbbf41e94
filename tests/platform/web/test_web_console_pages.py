"""Every page of the console: no link is dead, each is offered, each takes a bounded number of statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from kyogikai_platform.onboarding import checklist, listing
from kyogikai_platform.onboarding.operator import Operator
from kyogikai_platform.web.console.families import CONSOLE_FAMILIES
from kyogikai_tenants.vocabulary import MunicipalityKind
from tests.journeys.every_page import addresses_of, walk
from tests.platform.accounts.house import House
from tests.platform.console_house import Console, console, fresh_label, operator
from tests.platform.installed import here, master
from tests.platform.web.visitor import Visitor

__all__ = ["console", "here", "master", "operator"]
pytestmark = pytest.mark.check
MOST = 24
"""Statements of one page, those that begin and end a snapshot too."""
EACH = 8
"""And for each tenant of a page of the list: it is asked in its own scope."""
MANY = 10
UNLINKED = {
    "forgotten": "of who is not signed in",
    "reset": "from a mail", "invitation": "from a mail", "demo_mail": "in a demo alone",
    "code": "follows a passphrase where there is a second factor",
    "totp_removal": "of somebody with a second factor", "recovery_codes": "of somebody with a second factor",
    "passkey": "of somebody with a passkey",
    "tenant_members": "of several municipalities' council", "certificate": "of who was destroyed",
    "arrival": "of a file that was sent",
}  # fmt: skip
"""Pages that no link leads to for an operator who only looks, and what does lead there."""
PAGES = [page for one in CONSOLE_FAMILIES for page in one.pages if "GET" in page.methods]


def register(console: Console, count: int) -> str:
    """So many tenants more; the path of the last."""
    for _ in range(count):
        label = fresh_label()
        given: dict[str, Any] = {"code": "", "reading": "", "parent_name": "", "fictitious": True}
        Operator(console.here).register(name="架空町", kind=MunicipalityKind.TOWN, host=label, **given)
    return f"/tenants/{console.listed(label).tenant_id}"


@contextmanager
def counted() -> Iterator[list[str]]:
    """Whatever is sent to the database meanwhile."""
    found, execute = list[str](), psycopg.Cursor.execute

    def noting(cursor: Any, query: Any, *given: Any, **more: Any) -> Any:
        found.append(str(query))
        return execute(cursor, query, *given, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", noting)
        yield found


def paths(own: str) -> Iterator[str]:
    """Of all pages of the console that need nothing but a tenant."""
    for page in PAGES:
        path = page.rule.replace("/tenants/<uuid:tenant_id>", own)
        if page.name not in UNLINKED and "<" not in path:
            yield path


def counts(operator: Visitor, own: str) -> dict[str, int]:
    """Statements by path, the tenant's id left out."""
    found = {}
    for path in paths(own):
        operator.get(path)
        with counted() as sent:
            answer = operator.get(path)
        if answer.status_code == 200:
            found[path.replace(own, "/tenants/-")] = len(sent)
    return found


def too_many(few: dict[str, int], many: dict[str, int]) -> dict[str, int]:
    """The pages that take too many statements, or more where there are more tenants."""
    most = {path: MOST + (EACH * listing.PAGE if path == "/" else 0) for path in many}
    same = {path: few.get(path, count) + (EACH * MANY if path == "/" else 0) for path, count in many.items()}
    return {path: count for path, count in many.items() if count > min(most[path], same[path])}


def test_no_link_of_the_console_is_dead_and_each_page_is_offered(console: Console, operator: Visitor) -> None:
    register(console, 1)
    in_use = House.opened(console.here, administered=False)  # its end is offered
    starts = ("/", f"/tenants/{in_use.tenant.id}")
    walks = [walk(operator, start, most=6, app=addresses_of(CONSOLE_FAMILIES)) for start in starts]
    assert [broken for walked in walks for broken in walked.broken] == []
    found = {endpoint for walked in walks for endpoint in walked.pages}
    assert {f"web.{p.name}" for p in PAGES} - found == {f"web.{name}" for name in UNLINKED}


def test_no_page_of_the_console_takes_more_statements_where_there_are_more_tenants(
    console: Console, operator: Visitor
) -> None:
    own = register(console, 1)
    few = counts(operator, own)
    register(console, MANY)
    assert {f"/tenants/-/{step}" for step in ("settings", "template", "history", "go-live")} < set(few)
    assert too_many(few, counts(operator, own)) == {}


def test_a_page_with_a_statement_a_line_is_found(
    console: Console, operator: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, read = register(console, 1), checklist.read
    few = counts(operator, own)
    monkeypatch.setattr(checklist, "read", lambda c: [line for _ in range(MOST) for line in read(c)][-10:])
    assert "/tenants/-/history" in too_many(few, counts(operator, own))
