"""Each page is made of a bounded number of statements, however large the council is and whoever looks."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Response
from werkzeug.routing import Rule

from kyogikai_graphql.compiler.lanes import LONGEST, Lanes, Statement, Values
from kyogikai_platform.installation import Installation
from kyogikai_platform.web import pages
from kyogikai_platform.web.families import FAMILIES
from kyogikai_platform.web.family import Family, Page
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.reading import Reading, Row
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.vocabulary import Role
from tests.platform.installed import here, master
from tests.platform.web import grown
from tests.platform.web.grown import Grown
from tests.platform.web.test_web_org import sent
from tests.platform.web.visitor import Visitor, own_server

__all__ = ["here", "master", "own_server"]
pytestmark = pytest.mark.check
MOST = 14
"""Statements of one page. Most take one to five."""
WIDE = {
    "/history": 20, "/roster": 18, "/feed.atom": 21, "/trail": 20, "/trail/<entry>": 19,
    "/trail/<entry>/views": 19, "/evidence": 17,
}  # fmt: skip
"""Pages that name records of nearly every kind: a statement for each kind, and two around each snapshot."""
MORE = 2
"""How many more a larger council may take: what a page names is asked for only where it names anything."""
WHOLE = frozenset({"/open/popolo.json", "/open/<name>.<form>", "/sitemap.xml"})
"""Files that hold everything: they are asked for page by page."""
PER_HUNDRED = 2
"""How many statements each hundred rows more may take there: of members, a dozen bodies'."""
ROWS = ("body", "membership", "organization", "meeting", "issue")
"""What there is most of."""
TIMES = 10
ROLES = (Role.PUBLIC, *grown.ROLES)
UNFILLED = {
    "/forgotten/<secret>": "a secret of a mail",
    "/invitation/<secret>": "a secret of a mail",
    "/calendar/<secret>/all.ics": "a secret of a calendar link",
    "/calendar/<secret>/own.ics": "a secret of a calendar link",
    "/calendar/<secret>/bodies/<body_id>.ics": "a secret of a calendar link",
    "/answer/<secret>": "a secret of a mail",
    "/account/passkeys/<handle>": "a passkey of one's own, which a browser makes",
    "/record/done": "a draft of one's own that was recorded",
    "/record/<command>/check": "a draft of one's own",
    "/record/april/check": "a draft of one's own",
    "/demo/mail": "there in a demo alone",
    "/entries/<entry>": "nothing: it sends its reader on to the entry's page",
    "/cases/new": "a case worker; test_web_cases counts",
    "/cases/<reference>": "a case of one's own; test_web_cases counts",
    "/cases/<reference>/abstract": "a case of one's own; test_web_cases counts",
    "/cases/<reference>/destroy": "a case of one's own that is closed",
    "/cases/<reference>/<word>": "a case of one's own; test_web_cases counts",
    "/meetings/<meeting_id>/abstracts/<abstract_id>": "an abstract that was presented; test_web_cases counts",
    "/imports/<uuid:job>": "a file that was sent; test_web_imports counts",
    "/imports/<uuid:job>/marked.xlsx": "a file that was sent",
    "/imports/<uuid:job>/record": "a file that was sent",
    "/imports/<uuid:job>/undo": "a file that was recorded",
    "/evidence/checks/<uuid:job>": "a verification that was asked for; test_web_checks looks at it",
    "/sign-in/oidc": "a provider of the municipality's",
    "/sign-in/oidc/callback": "a provider of the municipality's",
    "/sign-in/code": "a passphrase that was right a moment ago",
}
"""Pages whose address holds what the API does not give, and what that is."""
FORMS = ("csv", "docx", "txt")
"""Of files that have several; each is made of the same answers."""
ASKED: Mapping[str, tuple[str, ...]] = {
    "/roles": ("", "who=me", "role=chair"), "/org": ("", "view=table"), "/trail": ("", "change=1"),
    "/meetings": ("", "year=all", "view=month"), "/issues": ("", "view=list"),
    "/roster": ("", "view=handover"), "/search": ("", "q=部会"), "/organizations": ("", "name=センター"),
}  # fmt: skip
"""What else an address says that makes another page of it."""

Counts = dict[tuple[Role, str], int]


@pytest.fixture(scope="module")
def small(engine: sa.Engine, here: Installation) -> Grown:
    """A council."""
    del engine
    return Grown.by(here, 1)


@pytest.fixture(scope="module")
def large(engine: sa.Engine, here: Installation) -> Grown:
    """One ten times as large."""
    del engine
    return Grown.by(here, TIMES)


def visitor(council: Grown, role: Role) -> Visitor:
    """Somebody in a role, who has been judged."""
    found = Visitor.at(council.house)
    if role is not Role.PUBLIC:
        assert found.sign_in(grown.email_of(role)).status_code == 303
    found.get("/")
    return found


def rules(looking: Visitor) -> Iterator[Rule]:
    """Of all pages that are registered."""
    for rule in looking.client.application.url_map.iter_rules():
        ours = rule.endpoint.startswith("web.") and rule.endpoint != "web.static"
        if ours and "GET" in (rule.methods or ()):
            yield rule


def addresses(rule: Rule, parts: Mapping[str, str]) -> Iterator[str]:
    """A rule's, filled in; none where the API does not give what it asks for."""
    for form in FORMS if "form" in rule.arguments else ("",):
        known = {**parts, "form": form, "chapter": "meetings"}
        given = {name: known.get(name.removesuffix("_id"), "") for name in rule.arguments}
        if all(given.values()) and (built := rule.build(given)):
            yield built[1]


def counts(council: Grown) -> Counts:
    """How many statements each page takes, for each role."""
    found = Counts()
    for role in ROLES:
        looking = visitor(council, role)
        for rule in rules(looking):
            for path, word in product(addresses(rule, council.parts), ASKED.get(rule.rule, ("",))):
                with sent(council.house.here) as statements:
                    status = looking.get(f"{path}?{word}&asOf=2024-04-01").status_code
                if status == 200:
                    found[role, rule.rule] = max(found.get((role, rule.rule), 0), len(statements))
    return found


@pytest.fixture(scope="module")
def few(small: Grown) -> Counts:
    """Of the smaller council."""
    return counts(small)


@pytest.fixture(scope="module")
def many(large: Grown) -> Counts:
    """Of the larger one."""
    return counts(large)


def hundreds(council: Grown) -> int:
    """How many hundred rows there are, as a file holds them."""
    tables = (f"SELECT id FROM {name} WHERE known_to IS NULL" for name in ROWS)  # noqa: S608 - our names
    count = int(council.house.book.one(f"SELECT count(*) FROM ({' UNION '.join(tables)}) t"))  # noqa: S608
    return -(-count // 100)


def too_many(few: Counts, many: Counts, more: int) -> dict[tuple[Role, str], int]:
    """The pages that take too many statements, or more where there is more."""
    found = dict[tuple[Role, str], int]()
    for (role, page), count in (*few.items(), *many.items()):
        whole = more if page in WHOLE else 0
        most = WIDE.get(page, MOST)
        if count > min(most, few.get((role, page), most) + MORE) + whole:
            found[role, page] = count
    return found


def test_no_page_takes_more_statements_where_there_is_more(few: Counts, many: Counts, large: Grown) -> None:
    assert too_many(few, many, PER_HUNDRED * hundreds(large)) == {}


def test_every_page_is_looked_at(few: Counts, many: Counts) -> None:
    registered = {page.rule for one in FAMILIES for page in one.pages if "GET" in page.methods}
    for found in (few, many):
        assert registered - {page for _, page in found} == set(UNFILLED)


def too_long(statements: list[bytes]) -> list[int]:
    """The sizes of those that are planned anew each time."""
    return [len(one) for one in statements if len(one) > LONGEST]


def test_what_pages_ask_is_prepared(small: Grown, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[bytes]()
    row: Any = Lanes.row

    def noting(lanes: Lanes, tenant_id: UUID, plan: Statement, values: Values) -> Any:
        asked.append(plan[1])
        return row(lanes, tenant_id, plan, values)

    monkeypatch.setattr(Lanes, "row", noting)
    for role in (Role.PUBLIC, Role.SECRETARIAT):
        looking = visitor(small, role)
        for path in (path for rule in rules(looking) for path in addresses(rule, small.parts)):
            looking.get(path)
    assert too_long(asked) == []
    assert too_long([*asked, b" " * LONGEST + b"1"]) == [LONGEST + 1]
    assert len(set(asked)) > 20


def _one(name: str, reading: Reading) -> list[Row]:
    body = TABLES["body"]
    return reading.rows(sa.select(body.c.id).where(body.c.name == name).limit(1))


def _each(site: Site) -> Response:
    """A page that asks for each body by itself."""
    visit = Visit.at(site)
    answer = visit.ask("org")
    names = [b["name"] for b in (answer["council"] or {}).get("bodies", ())]
    for name in names:
        visit.read(partial(_one, name))
    return visit.page("moment.html", answer)


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> str:
    """A page with a statement a row."""
    monkeypatch.setattr(pages, "FAMILIES", (*FAMILIES, Family((Page("/planted", "planted", _each),))))
    return "/planted"


@pytest.mark.usefixtures("own_server")
def test_a_page_with_a_statement_a_row_is_found(small: Grown, large: Grown, planted: str) -> None:
    found = dict[str, Counts]()
    for name, council in (("few", small), ("many", large)):
        looking, found[name] = visitor(council, Role.PUBLIC), {}
        with sent(council.house.here) as statements:
            assert looking.get(planted).status_code == 200
        found[name][Role.PUBLIC, planted] = len(statements)
    assert set(too_many(found["few"], found["many"], more=1000)) == {(Role.PUBLIC, planted)}


def test_a_file_that_takes_more_than_its_rows_ask_for_is_found() -> None:
    (path, *_), most = sorted(WHOLE), MOST + PER_HUNDRED * 7
    assert too_many({}, {(Role.PUBLIC, path): most}, PER_HUNDRED * 7) == {}
    assert too_many({}, {(Role.PUBLIC, path): most + 1}, PER_HUNDRED * 7)
