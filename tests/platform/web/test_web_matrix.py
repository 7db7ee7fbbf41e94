"""The roles' matrix on the pages: it is read, and each page and fact is held to it, in every role."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from kyogikai_graphql import ids
from kyogikai_platform.installation import Installation
from kyogikai_platform.web.roles import matrix
from kyogikai_platform.web.roles.pages import FAMILY
from kyogikai_platform.web.words import words
from kyogikai_tenants import permission
from kyogikai_tenants.access.roles import NotYoursToGrant
from kyogikai_tenants.events import DECLARED
from kyogikai_tenants.vocabulary import Role
from tests.dose import DOSE
from tests.journeys.every_page import walk
from tests.platform.installed import here, master
from tests.platform.web.matrix_world import CASES, COUNTED, HELD, ROLES, SIGNED_IN, TRAIL, USERS, Marked
from tests.platform.web.visitor import Visitor
from tests.tenants import test_permission as card

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXTS = {"application/json", "application/atom+xml", "application/xml"}
LOOKED_AT = ("/", "/org", "/roles?who=me", "/roles", "/trail")
SIGN_IN = "/sign-in?next="


@pytest.fixture(scope="module")
def world(engine: sa.Engine, here: Installation) -> Marked:
    """A municipality with marks."""
    del engine
    return Marked.made(here, "甲市")


@pytest.fixture(scope="module")
def other(engine: sa.Engine, here: Installation) -> Marked:
    """A neighbour."""
    del engine
    return Marked.made(here, "乙市")


def cells(row: str, role: Role) -> set[str]:
    """What the matrix says of a role, and of what goes with it."""
    return {card.MATRIX[row][one] for one in HELD.get(role, (role,))} - {"–"}


# Facts


def wrong_facts(world: Marked, role: Role) -> set[str]:
    """Marks that are shown and should not be, or the other way round."""
    return world.told(world.visitor(role)) ^ world.may_see(role)


@pytest.mark.parametrize("role", ROLES)
def test_each_fact_is_shown_to_exactly_those_whom_the_matrix_names(world: Marked, role: Role) -> None:
    assert wrong_facts(world, role) == set()


def text_of(answer: TestResponse) -> str:
    """What stands in an answer: of a Word file what is written in it, nothing of what is no text."""
    kind = answer.mimetype or ""
    if kind in TEXTS or kind.startswith("text/"):
        return answer.text
    if kind != WORD:
        return ""
    with ZipFile(BytesIO(answer.data)) as parts:
        return parts.read("word/document.xml").decode()


@pytest.mark.parametrize("role", ROLES)
def test_no_page_that_a_role_comes_to_says_more(world: Marked, role: Role) -> None:
    visitor = world.visitor(role)
    texts = [text_of(visitor.get(address)) for address in walk(visitor, most=2 * DOSE).addresses]
    shown = {mark for text in texts for mark in world.seen_in(text)}
    assert shown - world.may_see(role) == set()
    assert not any(world.sealed in text for text in texts)
    assert any(world.case in text for text in texts) == (role in {Role.CASE_WORKER, Role.AUDITOR})
    assert shown


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.MEMBER, Role.VIEWER, Role.PUBLIC])
def test_the_first_page_and_the_chart_show_what_they_may(world: Marked, role: Role) -> None:
    visitor = world.visitor(role)
    text = visitor.get("/").text + visitor.get("/org").text
    may = {mark for mark in world.may_see(role) if "会議体" in mark}
    assert may <= world.seen_in(text)
    meeting = "甲市の会議-public" if role in {Role.PUBLIC, Role.VIEWER} else "甲市の会議-own"
    assert meeting in text


def counts_cases(world: Marked, role: Role) -> bool:
    return str(COUNTED) in str(world.asked(world.visitor(role), "{ issues { nodes { caseCount } } }"))


@pytest.mark.parametrize("role", ROLES)
def test_who_counts_cases(world: Marked, role: Role) -> None:
    assert counts_cases(world, role) == bool(cells(CASES, role))


# The trail


def wrong_trail(world: Marked, role: Role) -> str:
    """What the trail shows otherwise than the matrix has it; empty where it does not."""
    question = "{ auditTrail(last: 100) { nodes { type actor { id } } } }"
    answer, open_to = world.asked(world.visitor(role), question), cells(TRAIL, role)
    if "errors" in answer:
        return "closed" if open_to else ""
    entries = answer["data"]["auditTrail"]["nodes"]
    own = world.actor(role) if role in world.accounts else ""
    others = any(e["actor"]["id"] != own for e in entries) if own else True
    council = any(e["type"].startswith("meeting.") for e in entries)
    reads, access = any(cell.startswith("R") for cell in open_to), "access events" in open_to
    cases = any(e["type"].startswith("case.") and e["actor"]["id"] != own for e in entries)
    looks = any("case metadata" in cell for cell in open_to)
    if council != reads or others != (reads or access) or cases != looks:
        return f"council: {council}, others: {others}, cases: {cases}"
    return "" if open_to else "open"


@pytest.mark.parametrize("role", ROLES)
def test_the_trail_shows_to_each_what_the_matrix_names(world: Marked, role: Role) -> None:
    assert wrong_trail(world, role) == ""


# Pages


def opened(visitor: Visitor, path: str) -> str:
    """200, 404, or where one is led."""
    answer = visitor.get(path)
    return answer.headers.get("Location", "") if answer.status_code == 303 else str(answer.status_code)


def expected(world: Marked, role: Role) -> dict[str, str]:
    """What each page of this family answers, by the matrix."""
    users, trail = cells(USERS, role), cells(TRAIL, role)
    public, someone = role is Role.PUBLIC, f"/roles?who={world.actor(Role.VIEWER)}"
    reads = bool(users & {"W", "R"}) or role is Role.VIEWER
    signed = {
        "/roles": "200" if users else "/roles?who=me",
        "/roles?role=chair": "200" if users else "/roles?who=me",
        "/roles?who=me": "200",
        someone: "200" if reads else "404",
        "/trail": "200" if trail else "404",
        f"/trail/{meeting_entry(world)}": "200" if any(t.startswith("R") for t in trail) else "404",
        f"/trail/{grant_entry(world)}": "200" if trail - {"own acts"} else "404",
        f"/trail/{own_entry(world, role)}": "200" if trail else "404",
        views(world): "200" if any(t.startswith("R") for t in trail) else "404",
        f"/trail/of/{world.actor(Role.VIEWER if public else role)}": "200" if trail else "404",
    }
    led = {path: SIGN_IN + ("/trail" if path.startswith("/trail") else "/roles") for path in signed}
    return led if public else signed


def views(world: Marked) -> str:
    """Before and after an entry about a meeting."""
    asked = "SELECT stream_id, stream_version FROM audit_entry WHERE position = :at"
    (row,) = world.house.book.query(asked, at=meeting_entry(world))
    return f"/trail/{ids.entry_id(row['stream_id'], row['stream_version'])}/views"


def meeting_entry(world: Marked) -> int:
    """The number of an entry about a meeting, which the secretariat made."""
    return int(
        world.house.book.one("SELECT max(position) FROM audit_entry WHERE topic = 'meeting.scheduled'")
    )


def grant_entry(world: Marked) -> int:
    """Of one about a role, which the administrator gave."""
    return int(
        world.house.book.one("SELECT max(position) FROM audit_entry WHERE topic = 'user.role_granted'")
    )


def own_entry(world: Marked, role: Role) -> int:
    """Of one's own sign-in."""
    who = str(world.accounts.get(role, world.accounts[Role.VIEWER]))
    asked = "SELECT max(position) FROM audit_entry WHERE topic = 'user.signed_in' AND actor = :who"
    return int(world.house.book.one(asked, who=who))


def wrong_pages(world: Marked, role: Role) -> dict[str, str]:
    """Pages that answer otherwise than the matrix has it; a number leads to the entry that it stands for."""
    visitor, found = world.visitor(role), dict[str, str]()
    for path, answer in expected(world, role).items():
        told = opened(visitor, path)
        if told.startswith("/trail/"):
            told = opened(visitor, told)
        if told != answer:
            found[path] = told
    return found


@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_to_those_whom_the_matrix_names(world: Marked, role: Role) -> None:
    assert wrong_pages(world, role) == {}
    looked_at = {page.rule for page in FAMILY.pages if "GET" in page.methods}
    assert looked_at == {"/roles", "/trail", "/trail/<entry>", "/trail/<entry>/views", "/trail/of/<subject>"}


@pytest.mark.parametrize("role", SIGNED_IN)
def test_the_list_of_users_is_for_those_who_see_to_them(world: Marked, role: Role) -> None:
    text = world.visitor(role).get("/roles").text
    assert ("auditor さん" in text) == bool({"W", "R"} & cells(USERS, role))
    assert "@example.jp" not in text


def test_who_may_only_read_their_own_acts_reads_no_others(world: Marked) -> None:
    text = world.visitor(Role.MEMBER).get("/trail").text
    assert "member さんがログイン" in text
    assert "甲市の" not in text
    assert "secretariat さん" not in text


def test_the_operator_has_no_account_at_a_municipality(world: Marked) -> None:
    with pytest.raises(NotYoursToGrant):
        world.house.people.grant(world.accounts[Role.VIEWER], Role.PLATFORM_OPERATOR)
    assert cells(USERS, Role.PLATFORM_OPERATOR) == {"invite first TA"}


# Another tenant


@pytest.mark.parametrize("role", SIGNED_IN)
def test_at_a_neighbour_everybody_is_the_public(world: Marked, other: Marked, role: Role) -> None:
    stranger = world.visitor(role, at=other.house)
    for path in LOOKED_AT:
        text = stranger.get(path).text
        assert other.seen_in(text) <= other.may_see(Role.PUBLIC), path
        assert world.seen_in(text) == set(), path
    assert opened(stranger, "/trail") == SIGN_IN + "/trail"
    at_home = world.visitor(role)
    who = other.actor(Role.VIEWER)
    entry = other.house.book.one("SELECT stream_id FROM audit_entry ORDER BY position DESC LIMIT 1")
    assert opened(at_home, f"/roles?who={who}") == "404"
    assert opened(at_home, f"/trail/{ids.entry_id(entry, 1)}") == "404"


# What is said of the rights


def said_wrong(world: Marked) -> set[tuple[str, Role]]:
    """Cells of the page that say otherwise than the card, of what is recorded."""
    text = world.visitor(Role.SECRETARIAT).get("/roles").text
    rows = re.findall(r'<tr><th scope="row"><strong>(.*?)</strong></th>(.*?)</tr>', text, re.DOTALL)
    found = set[tuple[str, Role]]()
    for area, (name, row) in zip(matrix.AREAS, rows, strict=True):
        assert name == words(area.name, "ja")
        for role, cell in zip(matrix.ROLES, re.findall(r"<td.*?>(.*?)</td>", row, re.DOTALL), strict=True):
            if area.name != "role_area_trail" and records(cell) != by_the_card(area, role):
                found.add((area.name, role))
    return found


def records(cell: str) -> str:
    said = re.search(r'<span class="may">(.*?)</span>', cell)
    names = {words(f"role_records_{n}", "ja"): n for n in ("all", "own", "some")}
    return names[said[1]] if said else ""


def by_the_card(area: matrix.Area, role: Role) -> str:
    found = {card.expected(topic, role) for topic in matrix.topics(area)}
    if found <= {"no"}:
        return ""
    return {"yes": "all", "own": "own"}[found.pop()] if len(found) == 1 else "some"


def test_the_page_of_roles_says_what_the_card_says(world: Marked) -> None:
    assert said_wrong(world) == set()


def test_every_topic_is_of_one_area() -> None:
    told = [topic for area in matrix.AREAS for topic in matrix.topics(area)]
    assert len(told) == len(set(told))
    left = {t for t in DECLARED if t not in told and t not in permission.AT_THE_DOOR}
    assert {topic.partition(".")[0] for topic in left} == {"record"}
