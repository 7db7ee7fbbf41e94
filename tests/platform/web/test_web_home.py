"""The first page: what needs whoever asks, counted and named, and nothing that they may not see."""

import re

import pytest
import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_platform.installation import Installation
from kyogikai_platform.web.home_waiting import KINDS, asked
from kyogikai_platform.web.words import words
from kyogikai_projections.waiting import HEAPS
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.permission import Held, Holdings
from kyogikai_tenants.vocabulary import Role
from tests.platform.installed import here, master
from tests.platform.web.matrix_world import ROLES, Marked
from tests.platform.web.visitor import Page

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
OWN, OTHER = new_id(), new_id()


@pytest.fixture(scope="module")
def world(engine: sa.Engine, here: Installation) -> Marked:
    """A municipality with marks."""
    del engine
    return Marked.made(here, "丙市")


def heaps(world: Marked, role: Role, path: str = "/") -> dict[str, int]:
    """What the page counts."""
    text = world.visitor(role).get(path).text
    found = re.findall(r'<h2 id="heap-(\w+)">.*?<span class="count">([\d,]+)件</span>', text, re.DOTALL)
    return {what: int(count.replace(",", "")) for what, count in found}


def test_the_secretariat_is_told_what_waits_in_the_whole_council(world: Marked) -> None:
    found = heaps(world, Role.SECRETARIAT)
    assert found.pop("issues") in {4, 5}  # a member of this test's raises one
    assert found == {"coming": 4, "feedback": 0, "unfinished": 3, "unrecorded": 0, "ending": 0}


def test_a_chair_and_a_member_are_told_of_their_own_bodies(world: Marked) -> None:
    assert heaps(world, Role.CHAIR)["coming"] == heaps(world, Role.MEMBER)["coming"] == 1
    assert heaps(world, Role.CHAIR)["drafts"] == 1
    text = world.visitor(Role.CHAIR).get("/").text
    assert "丙市の会議-own" in text
    assert "丙市の会議-other" not in text
    assert "自分の会議体のもの" in text


def test_the_public_is_told_of_what_is_published(world: Marked) -> None:
    assert heaps(world, Role.PUBLIC) == {"coming": 1, "published": 1, "recommendations": 1}
    assert heaps(world, Role.VIEWER) == {"coming": 4, "published": 1, "recommendations": 2}


def test_an_auditor_begins_with_the_trail(world: Marked) -> None:
    text = world.visitor(Role.AUDITOR).get("/").text
    assert set(heaps(world, Role.AUDITOR)) == {"trail"}
    assert "署名つきの封印（チェックポイント）は、まだ作られていません。" in text
    (latest,) = re.findall(r'<h2 id="heap-trail">.*?</section>', text, re.DOTALL)
    entry = re.compile(r'href="(/trail/[A-Za-z0-9_=-]{20,})"')
    named = list(dict.fromkeys(entry.findall(latest)))
    every = list(dict.fromkeys(entry.findall(world.visitor(Role.AUDITOR).get("/trail").text)))
    assert named == every[: len(named)], "what was recorded last"
    assert len(named) == 5


def test_what_one_raised_oneself_is_named(world: Marked) -> None:
    visitor = world.visitor(Role.MEMBER)
    (body,) = [b for s, b in world.bodies.items() if s == "own"]
    given = f'ownerId: "{ids.encode("Body", body)}", effective: {{value: "2026-11-01"}}'
    question = (
        f'mutation {{ raiseIssue(input: {{title: "自分の課題", {given}}}) {{ userErrors {{ code }} }} }}'
    )
    assert world.asked(visitor, question)["data"]["raiseIssue"]["userErrors"] == []
    assert "自分の課題" in visitor.get("/").text
    assert heaps(world, Role.MEMBER)["raised"] == 1
    assert heaps(world, Role.CHAIR)["raised"] == 0


def test_a_past_day_has_its_own_heaps(world: Marked) -> None:
    then = heaps(world, Role.SECRETARIAT, "/?asOf=2026-01-15")
    assert (then["coming"], then["issues"], then["unfinished"]) == (4, 0, 0)
    before = heaps(world, Role.SECRETARIAT, "/?knownAt=2020-01-01")
    assert set(before.values()) == {0}


@pytest.mark.parametrize("role", ROLES)
def test_an_empty_heap_says_so_in_one_line_and_comes_last(world: Marked, role: Role) -> None:
    page = Page.of(world.visitor(role).get("/?asOf=2001-01-01")).text
    for what in heaps(world, role, "/?asOf=2001-01-01"):
        if what != "trail":
            assert words(KINDS[what].none, "ja") in page
    counts = [count for what, count in heaps(world, role).items() if what != "trail"]
    assert [bool(count) for count in counts] == sorted((bool(count) for count in counts), reverse=True)


def test_every_heap_has_its_words() -> None:
    assert HEAPS.keys() == KINDS.keys()


def test_who_sees_the_whole_council_in_one_role_is_not_narrowed_in_another() -> None:
    chair = Holdings((Held(Role.CHAIR, OWN), Held(Role.MEMBER, OWN), Held(Role.MEMBER, OTHER)))
    assert {one.what: one.bodies for one in asked(chair)}["coming"] == frozenset({OWN, OTHER})
    both = Holdings((Held(Role.SECRETARIAT), *chair.held))
    assert {one.what: one.bodies for one in asked(both)}["coming"] is None
    assert {one.what: one.bodies for one in asked(both)}["drafts"] == frozenset({OWN})
