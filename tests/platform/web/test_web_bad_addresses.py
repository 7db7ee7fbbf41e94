"""Whatever somebody types into an address is answered by a page that says so: never by a failure of ours."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from zlib import crc32

import pytest
import sqlalchemy as sa
from flask import Response, abort, request
from typing_extensions import override
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kyogikai_graphql import ids
from kyogikai_graphql.pages import cursor
from kyogikai_platform.installation import Installation
from kyogikai_platform.web import pages
from kyogikai_platform.web.families import FAMILIES
from kyogikai_platform.web.family import Family, Page
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.paging import Key
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.vocabulary import Role
from tests.dose import DOSE
from tests.platform.installed import here, master
from tests.platform.web.grown import Grown
from tests.platform.web.test_web_statements import addresses, rules, visitor
from tests.platform.web.visitor import Visitor, own_server

__all__ = ["here", "master", "own_server"]
pytestmark = [pytest.mark.check, pytest.mark.usefixtures("own_server")]
BAD = ("x", "\0", "a" * 900, "9" * 30, "２０２４", "'\"<&>")
"""No id, no place in a list, no day, no number."""
PLACES = ("after", "before")
LISTS = ("meetings", "issues", "organizations", "search", "recommendations", "activities", "auditTrail")
NOWHERE = {303, 400, 403, 404, 410}
"""What is answered where there is no such page, or only for others; a link of a mail may be over."""
ROLES = (Role.SECRETARIAT, *((Role.PUBLIC, Role.TENANT_ADMINISTRATOR) if DOSE > 1 else ()))
Heard = dict[str, set[str]]
Wrong = set[tuple[str, str, str, int]]


@pytest.fixture(scope="module")
def council(engine: sa.Engine, here: Installation) -> Grown:
    """With something of everything."""
    del engine
    return Grown.by(here, 1)


def unknown(rule: str) -> list[str]:
    """Ids in their form, of nothing that there is; the kinds take turns, or in a larger dose come all."""
    kinds = (*ids.TABLES, ids.ENTRY, ids.ACTOR)
    some = kinds if DOSE > 1 else kinds[crc32(rule.encode()) % 5 :: 5]
    return [ids.encode(kind, new_id()) for kind in some]


def places() -> list[str]:
    """Places in lists as nobody was ever given them."""
    return [cursor(f"Query.{name}", Key(sort, new_id())) for name in LISTS for sort in ("", "x", "9" * 40)]


def heard_by(looking: Visitor) -> Heard:
    """Which words of an address each page asks for, from now on."""
    heard: Heard = defaultdict(set)

    class Hearing(ImmutableMultiDict[str, str]):
        @override
        def get(self, key: str, *args: Any, **more: Any) -> Any:
            heard[request.endpoint or ""].add(key)
            return super().get(key, *args, **more)

    app = looking.client.application
    own = {"parameter_storage_class": Hearing}
    app.request_class = type("Request", (app.request_class,), own)
    return heard


def wrong_parts(looking: Visitor, rule: Rule) -> Iterator[tuple[str, str, int]]:
    """Parts of an address that name nothing, and are answered otherwise than by 404."""
    for part in rule.arguments:
        for bad in (*BAD, *unknown(rule.rule)):
            built = rule.build({name: bad if name == part else "x" for name in rule.arguments})
            if built and not is_a_page(answer := looking.get(built[1]), NOWHERE):
                yield part, bad, answer.status_code


def wrong_words(looking: Visitor, path: str, words: set[str]) -> Iterator[tuple[str, str, int]]:
    """Words after the question mark that are answered by a failure, or a wrong place in a list by a page."""
    for word in sorted(words):
        for bad in (*BAD, *(places() if word in PLACES else unknown(path)[:3])):
            answer = looking.get(f"{path}?{word}={quote(bad)}")
            expected = NOWHERE if word in PLACES and bad in BAD else NOWHERE | {200}
            if not is_a_page(answer, expected):
                yield word, bad, answer.status_code


def is_a_page(answer: TestResponse, expected: set[int]) -> bool:
    """Whether it is answered so, and a refusal by something to read."""
    return answer.status_code in expected and (answer.status_code < 400 or answer.mimetype == "text/html")


def wrong(council: Grown, role: Role, only: str = "") -> Wrong:
    """All of it, for one who looks."""
    looking = visitor(council, role)
    heard, found = heard_by(looking), Wrong()
    for rule in list(rules(looking)):
        if only and rule.rule != only:
            continue
        found |= {(rule.rule, *one) for one in wrong_parts(looking, rule)}
        for path in list(addresses(rule, council.parts))[:1]:
            looking.get(path)
            found |= {(rule.rule, *one) for one in wrong_words(looking, path, set(heard[rule.endpoint]))}
    return found


@pytest.mark.parametrize("role", ROLES)
def test_what_names_nothing_is_answered_by_a_page_that_says_so(council: Grown, role: Role) -> None:
    assert wrong(council, role) == set()


def _planted(site: Site, thing: str) -> Response:
    """A page that fails at what it is asked."""
    visit = Visit.at(site, "after", "year")
    if thing != "x":
        abort(404)
    if visit.when.kept["year"]:
        int(visit.when.kept["year"])
    return visit.page("moment.html", visit.ask("frame"))


def test_a_page_that_fails_at_an_address_is_found(council: Grown, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = "/planted/<thing>"
    monkeypatch.setattr(pages, "FAMILIES", (*FAMILIES, Family((Page(rule, "planted", _planted),))))
    with_thing = Grown(council.house, {**council.parts, "thing": "x"})
    found = {(name, status) for _, name, _, status in wrong(with_thing, Role.PUBLIC, rule)}
    assert found == {("thing", 200), ("after", 200), ("year", 500)}
