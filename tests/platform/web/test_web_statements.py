"""Each page is made of a bounded number of statements, however large the council is and whoever looks."""

from functools import partial
from itertools import product
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Response

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
from tests.bench import api_council
from tests.platform.accounts.house import House
from tests.platform.installed import here, master
from tests.platform.web.test_web_org import sent
from tests.platform.web.visitor import Visitor

__all__ = ["here", "master"]
MOST = 14
"""Statements of one page. Most take one to five; the trail puts each entry into words of both languages."""
MORE = 2
"""How many more a larger council may take: what a page names is asked for only where it names anything."""
TIMES = 10
SIZES = {"BODIES": 20, "MEMBERSHIPS": 60, "MEETINGS": 30, "AGENDA": 60, "ATTENDANCES": 30, "ISSUES": 30}
ROLES = (
    Role.PUBLIC, Role.SECRETARIAT, Role.AUDITOR, Role.TENANT_ADMINISTRATOR, Role.MEMBER, Role.VIEWER,
    Role.CASE_WORKER,
)  # fmt: skip
UNFILLED = frozenset[str]()
"""Rules whose address holds what the API does not give: a secret of a mail."""
ASKED = {"/roles": ("", "who=me", "role=chair"), "/org": ("", "view=table"), "/trail": ("", "change=1")}
"""What else an address says that makes another page of it."""
IDS = """{ bodies(first: 1) { nodes { id } } organizations(first: 1) { nodes { id } }
  meetings(first: 1) { nodes { id } } issues(first: 1) { nodes { id } }
  auditTrail(last: 1) { nodes { id } } }"""

Counts = dict[tuple[Role, str], int]


def council(here: Installation, times: int) -> House:
    """A generated council, some times as large, and an account of each role."""
    house = House.opened(here)
    with pytest.MonkeyPatch.context() as patch:
        for name, size in SIZES.items():
            patch.setattr(api_council, name, size * times)
        api_council.record(here.engine, house.tenant.id, api_council.council())
    list(house.tenant.rebuild())
    for role in ROLES[1:]:
        house.account(f"{role.value}@example.jp", role)
    return house


@pytest.fixture(scope="module")
def small(engine: sa.Engine, here: Installation) -> House:
    """A council."""
    del engine
    return council(here, 1)


@pytest.fixture(scope="module")
def large(engine: sa.Engine, here: Installation) -> House:
    """One ten times as large."""
    del engine
    return council(here, TIMES)


def visitor(house: House, role: Role) -> Visitor:
    """Somebody in a role, who has been judged."""
    found = Visitor.at(house)
    if role is not Role.PUBLIC:
        assert found.sign_in(f"{role.value}@example.jp").status_code == 303
    found.get("/")
    return found


def ids_of(house: House) -> list[str]:
    """One id of each kind that the API gives."""
    asking = visitor(house, Role.AUDITOR)
    asked = asking.client.get("/graphql", query_string={"query": IDS}, headers={"Host": house.host})
    found = [node["id"] for part in (asked.json or {})["data"].values() for node in part["nodes"]]
    return [*found, "1"]


def addresses(looking: Visitor, ids: list[str]) -> dict[str, list[str]]:
    """Rule -> its addresses that answer, for every page that is registered."""
    found = dict[str, list[str]]()
    for rule in looking.client.application.url_map.iter_rules():
        ours = rule.endpoint.startswith("web.") and rule.endpoint != "web.static"
        if not ours or "GET" not in (rule.methods or ()):
            continue
        filled = [dict(zip(sorted(rule.arguments), given, strict=True)) for given in
                  product(ids, repeat=len(rule.arguments))]  # fmt: skip
        paths = [built[1] for values in filled if (built := rule.build(values))]
        found[rule.rule] = [path for path in paths if looking.get(path).status_code in {200, 303}]
    return found


def counts(house: House) -> Counts:
    """How many statements each page takes, for each role."""
    ids, found = ids_of(house), Counts()
    for role in ROLES:
        looking = visitor(house, role)
        for rule, paths in addresses(looking, ids).items():
            for path, word in product(paths[:2], ASKED.get(rule, ("",))):
                with sent(house.here) as statements:
                    looking.get(f"{path}?{word}&asOf=2024-04-01")
                found[role, rule] = max(found.get((role, rule), 0), len(statements))
    return found


@pytest.fixture(scope="module")
def few(small: House) -> Counts:
    """Of the smaller council."""
    return counts(small)


@pytest.fixture(scope="module")
def many(large: House) -> Counts:
    """Of the larger one."""
    return counts(large)


def too_many(few: Counts, many: Counts) -> set[str]:
    """The pages that take too many statements, or more where there is more."""
    return {
        page for (role, page), count in many.items()
        if count > MOST or count > few.get((role, page), 0) + MORE
    }  # fmt: skip


def test_no_page_takes_more_statements_where_there_is_more(few: Counts, many: Counts) -> None:
    assert too_many(few, many) == set()
    assert {"/", "/org", "/roles", "/trail", "/trail/<entry>"} <= {page for _, page in many}


def test_every_page_is_looked_at(many: Counts) -> None:
    registered = {page.rule for one in FAMILIES for page in one.pages if "GET" in page.methods}
    assert registered - {page for _, page in many} == UNFILLED


def too_long(statements: list[bytes]) -> list[int]:
    """The sizes of those that are planned anew each time."""
    return [len(one) for one in statements if len(one) > LONGEST]


def test_what_pages_ask_is_prepared(small: House, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[bytes]()
    row: Any = Lanes.row

    def noting(lanes: Lanes, tenant_id: UUID, plan: Statement, values: Values) -> Any:
        asked.append(plan[1])
        return row(lanes, tenant_id, plan, values)

    monkeypatch.setattr(Lanes, "row", noting)
    ids = ids_of(small)
    for role in (Role.PUBLIC, Role.SECRETARIAT):
        addresses(visitor(small, role), ids)
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


def test_a_page_with_a_statement_a_row_is_found(small: House, large: House, planted: str) -> None:
    found = dict[str, Counts]()
    for name, house in (("few", small), ("many", large)):
        looking, found[name] = visitor(house, Role.PUBLIC), {}
        with sent(house.here) as statements:
            assert looking.get(planted).status_code == 200
        found[name][Role.PUBLIC, planted] = len(statements)
    assert too_many(found["few"], found["many"]) == {planted}
