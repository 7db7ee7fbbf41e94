"""For partners' engineers: everything in the schema is read and found, and the examples run."""

import json
import re
from collections.abc import Iterator
from html import unescape
from importlib.util import find_spec
from typing import Any

import pytest
import sqlalchemy as sa
from graphql import introspection_from_schema

from kyogikai_graphql.api_errors import refusals
from kyogikai_graphql.codes import CODES
from kyogikai_graphql.described.book import book
from kyogikai_graphql.mutations.offered import offered
from kyogikai_graphql.schema import SCHEMA, WORDS, printed_with_texts
from kyogikai_platform.installation import Installation
from kyogikai_platform.web.developers.chapters import AREAS, ROOMS, TITLES, address, chapters
from kyogikai_platform.web.developers.searching import MOST, find
from kyogikai_platform.web.site import POLICY
from kyogikai_tenants.vocabulary import Role
from tests.platform.installed import here, master
from tests.platform.web.demo_town import Town, town
from tests.platform.web.visitor import Page, Visitor

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
PAGES = ("/developers", "/developers/errors", "/developers/graphiql", "/developers?q=asOf")


@pytest.fixture(scope="module")
def shown(engine: sa.Engine, here: Installation) -> Iterator[Town]:
    """The fictitious municipality."""
    with town(engine, here) as found:
        yield found


@pytest.fixture(scope="module")
def public(shown: Town) -> Visitor:
    """Somebody of the public."""
    return Visitor.at(shown.house)


def plain(text: str) -> str:
    """As a page has it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_everything_in_the_schema_is_read_in_its_chapter(shown: Town, lang: str) -> None:
    reader = Visitor.at(shown.house)
    reader.fill("/help", "/preferences", lang=lang, next="/help")
    pages = {name: reader.get(f"/developers/reference/{name}").text for name in TITLES}
    missing = []
    for coordinate, words in WORDS.items():
        where, _, anchor = address(coordinate).partition("#")
        text = pages[where.rpartition("/")[2]]
        if f'id="{anchor}"' not in text or plain(words.said(lang)) not in text:
            missing.append(coordinate)
    assert missing == []
    assert all(page.count("<h1>") == 1 for page in pages.values())


def test_every_type_stands_in_one_chapter_and_no_chapter_is_empty() -> None:
    listed = [name for names in chapters().values() for name in names]
    assert len(listed) == len(set(listed)) == len({name for name in WORDS if "." not in name})
    assert all(chapters().values())


def test_every_command_has_a_chapter_by_what_it_is_about() -> None:
    about = {whole.form.event.__module__.rpartition(".")[2] for _, whole in offered()}
    assert about == {room for rooms in AREAS.values() for room in rooms}
    for names in ROOMS.values():
        assert all(find_spec(f"kyogikai_graphql.{name}") for name in names)


def test_every_code_limit_and_rule_is_read(public: Visitor) -> None:
    text = public.get("/developers/errors").text
    assert [code for code in CODES if f'id="{code}"' not in text] == []
    assert [rule for rule in refusals() if f'id="{rule.__name__}"' not in text] == []
    limits = [line[0] for line in book()["limits"].values()]
    assert [line for line in limits if plain(str(line)) not in text] == []
    assert "20,000" in text


@pytest.mark.parametrize(
    ("sought", "first"),
    [
        ("quorum", "Quorum"), ("asOf", "Query.body(asOf:)"), ("定足数", "Quorum"), ("ｂｏｄｙ", "Body"),
        ("Meeting.agenda", "Meeting.agenda"), ("BODY", "Body"), ("raiseIssue", "Mutation.raiseIssue"),
        ("MeetingNeedsABody", "MeetingNeedsABody"), ("RATE_LIMITED", "RATE_LIMITED"),
    ],
)  # fmt: skip
def test_what_is_looked_for_is_found(sought: str, first: str) -> None:
    names = [entry.name for entry in find(sought).entries]
    assert names[0] == first or first in names[:20]


@pytest.mark.parametrize(("sought", "first"), [("会議", "Meeting"), ("任期", "Term"), ("定足数", "Quorum")])
def test_what_a_word_is_the_meaning_of_comes_first(sought: str, first: str) -> None:
    assert next(iter(find(sought).entries)).name == first


@pytest.mark.parametrize("sought", ["", " ", "ここには決して無い言葉", "<script>"])
def test_what_is_not_there_is_not_found(public: Visitor, sought: str) -> None:
    assert find(sought).total == 0
    page = public.get("/developers") if not sought.strip() else public.get(f"/developers?q={sought}")
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_much_that_is_found_is_counted_and_cut() -> None:
    found = find("id")
    assert len(found.entries) == MOST < found.total


def test_links_within_the_reference_lead_somewhere(public: Visitor) -> None:
    ids, links = dict[str, set[str]](), set[str]()
    for name in TITLES:
        page = Page.of(public.get(f"/developers/reference/{name}"))
        assert len(page.ids) == len(set(page.ids)), name
        ids[f"/developers/reference/{name}"] = set(page.ids)
        links |= {link for link in page.links if link.startswith("/developers/reference/") and "#" in link}
    assert len(links) > 200
    assert [link for link in links if link.partition("#")[2] not in ids[link.partition("#")[0]]] == []
    assert public.get("/developers/reference/nothing").status_code == 404


def test_the_schema_is_drawn_on_as_a_file(public: Visitor) -> None:
    sdl, told = public.get("/developers/schema.graphql"), public.get("/developers/schema.json")
    assert sdl.text == printed_with_texts()
    assert json.loads(told.data) == {"data": introspection_from_schema(SCHEMA)}
    packed = public.get("/developers/schema.json", Accept_Encoding="gzip")
    assert len(packed.data) < len(told.data) / 5
    assert packed.headers["ETag"] != told.headers["ETag"]
    for answer, more in ((sdl, {}), (packed, {"Accept_Encoding": "gzip"})):
        again = public.get(answer.request.path, If_None_Match=answer.headers["ETag"], **more)
        assert (again.status_code, again.data) == (304, b"")
    nowhere = public.client.get("/developers/schema.json", headers={"Host": "nowhere.localhost"})
    assert nowhere.status_code == 404


def test_graphiql_alone_has_a_policy_of_its_own_and_its_scripts(public: Visitor) -> None:
    for path in PAGES:
        answer = public.get(path)
        own = "graphiql" in path
        policy = answer.headers["Content-Security-Policy"]
        assert ("vendor/" in answer.text, policy != POLICY) == (own, own)
        assert Page.of(answer).inline == []
    policy = public.get("/developers/graphiql").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "require-trusted-types-for 'script'; trusted-types default" in policy
    assert not re.search(r"unsafe|https?:|\*", policy)


QUERY = re.compile(r"<code data-query>(.*?)</code>", re.DOTALL)
VARIABLES = re.compile(r"<code data-variables>(.*?)</code>", re.DOTALL)


def of_page(visitor: Visitor) -> Iterator[dict[str, Any]]:
    """The examples as they stand on the page."""
    for section in visitor.get("/developers/graphiql").text.split("data-example ")[1:]:
        query, given = QUERY.search(section), VARIABLES.search(section)
        assert query is not None
        yield {"query": unescape(query[1]), "variables": json.loads(unescape(given[1])) if given else None}


@pytest.mark.parametrize(
    ("role", "count"), [(Role.PUBLIC, 8), (Role.MEMBER, 8), (Role.SECRETARIAT, 9), (Role.AUDITOR, 9)]
)
def test_each_example_runs_on_the_readers_own_record(shown: Town, role: Role, count: int) -> None:
    visitor = shown.visitor(role) if role is not Role.PUBLIC else Visitor.at(shown.house)
    found = list(of_page(visitor))
    assert len(found) == count
    headers = {"Host": shown.house.host, "Sec-Fetch-Site": "same-origin"}
    for example in found:
        answer = visitor.client.post("/graphql", json=example, headers=headers).json
        assert answer is not None
        assert "errors" not in answer, (example, answer)
        if example["variables"] and "id" in example["variables"]:
            assert all(answer["data"].values()), "it is filled with what is there"
    assert any("auditTrail" in one["query"] for one in found) == (role in {Role.SECRETARIAT, Role.AUDITOR})


def test_whoever_has_no_script_reads_the_examples(public: Visitor) -> None:
    text = public.get("/developers/graphiql").text
    assert "スクリプトが必要です" in text
    assert text.count("data-example") == text.count("<pre") - text.count("data-variables>")


def test_every_page_leads_there(public: Visitor) -> None:
    assert "/developers" in Page.of(public.get("/")).links
    assert {
        "/developers/graphiql",
        "/developers/errors",
        "/schema.graphql",
        "/developers/schema.graphql",
    } <= set(Page.of(public.get("/developers")).links)
