"""Windows of a list: every entry once, in one order, forward and backward; what is no page is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from kyogikai_graphql.pages import cursor
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.paging import Key
from kyogikai_tenants.identity import new_id
from tests.graphql.partner import Partner, gid
from tests.graphql.scribe import Scribe
from tests.graphql.world import World

COUNT = 7
ASK = """query($first: Int, $after: String, $last: Int, $before: String) {
  bodies(first: $first, after: $after, last: $last, before: $before) {
    totalCount totalCountExact nodes { name } edges { cursor node { name } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


@pytest.fixture(scope="module")
def listed(engine: sa.Engine) -> Partner:
    book = Scribe(Tenant(engine, new_id()))
    council = book.council()
    for number in range(COUNT):
        book.body(council, name=f"部会{number}", number=None if number % 2 else number)
    return Partner(book.tenant)


def pages(partner: Partner, size: int, *, backward: bool) -> Iterator[Any]:
    """Page after page, until there is no more."""
    place: str | None = None
    while True:
        given: dict[str, Any] = (
            {"last": size, "before": place} if backward else {"first": size, "after": place}
        )
        found = partner.ask(ASK, **given)["bodies"]
        yield found
        info = found["pageInfo"]
        if not info["hasPreviousPage" if backward else "hasNextPage"]:
            return
        place = info["startCursor" if backward else "endCursor"]


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, COUNT - 1, COUNT, 100])
def test_every_entry_is_on_one_page(listed: Partner, size: int, backward: bool) -> None:  # noqa: FBT001
    whole = [n["name"] for n in listed.ask(ASK)["bodies"]["nodes"]]
    assert len(whole) == len(set(whole)) == COUNT
    found = list(pages(listed, size, backward=backward))
    names = [[e["node"]["name"] for e in page["edges"]] for page in found]
    assert [name for page in (names[::-1] if backward else names) for name in page] == whole
    assert all(page["totalCount"] == COUNT and page["totalCountExact"] for page in found)
    assert all(page["nodes"] == [e["node"] for e in page["edges"]] for page in found)


def test_a_page_says_what_lies_before_and_after(listed: Partner) -> None:
    first = listed.ask(ASK, first=2)["bodies"]["pageInfo"]
    assert (first["hasPreviousPage"], first["hasNextPage"]) == (False, True)
    second = listed.ask(ASK, first=2, after=first["endCursor"])["bodies"]["pageInfo"]
    assert (second["hasPreviousPage"], second["hasNextPage"]) == (True, True)
    back = listed.ask(ASK, last=2, before=second["startCursor"])["bodies"]["pageInfo"]
    assert (back["startCursor"], back["hasPreviousPage"]) == (first["startCursor"], False)


def test_a_cursor_stays_good_when_its_entry_goes(tenant: Tenant) -> None:
    book = Scribe(tenant)
    council = book.council()
    ids = [book.body(council, name=name) for name in "甲乙丙"]
    partner = Partner(tenant)
    place = partner.ask(ASK, first=2)["bodies"]["pageInfo"]["endCursor"]
    whole = [n["name"] for n in partner.ask(ASK)["bodies"]["nodes"]]
    names = dict(zip("甲乙丙", ids, strict=True))
    book.annul(names[whole[1]], 1)
    assert [n["name"] for n in partner.ask(ASK, after=place)["bodies"]["nodes"]] == whole[2:]


def test_an_empty_list_has_no_cursors(partner: Partner) -> None:
    found = partner.ask(ASK)["bodies"]
    info = {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None}
    assert found == {"totalCount": 0, "totalCountExact": True, "nodes": [], "edges": [], "pageInfo": info}


def test_nested_lists_have_pages_of_their_own(tenant: Tenant) -> None:
    book = Scribe(tenant)
    council = book.council()
    organizations = [
        book.record("RegisterOrganization", None, "undated", name=f"機関{n}", audience="council")
        for n in range(3)
    ]
    bodies = [book.body(council, name=name) for name in "甲乙丙"]
    for body, members in zip(bodies, [organizations, organizations[:1], []], strict=True):
        for organization in members:
            book.record(
                "EnrolOrganization",
                None,
                "from 2009",
                body_id=body,
                organization_id=organization,
                audience="council",
            )
    ask = """query($a: String) { bodies { nodes { name memberships(first: 2, after: $a) {
      totalCount nodes { id } pageInfo { hasNextPage endCursor } } } } }"""
    found = {b["name"]: b["memberships"] for b in Partner(tenant).ask(ask)["bodies"]["nodes"]}
    assert {name: (m["totalCount"], len(m["nodes"])) for name, m in found.items()} == {
        "甲": (3, 2),
        "乙": (1, 1),
        "丙": (0, 0),
    }
    assert {name: m["pageInfo"]["hasNextPage"] for name, m in found.items()} == {
        "甲": True,
        "乙": False,
        "丙": False,
    }
    rest = Partner(tenant).ask(ask, a=found["甲"]["pageInfo"]["endCursor"])["bodies"]["nodes"]
    assert {b["name"]: b["memberships"]["totalCount"] for b in rest} == {"甲": 3, "乙": 1, "丙": 0}
    assert len(next(b for b in rest if b["name"] == "甲")["memberships"]["nodes"]) == 1


GOOD = cursor("Query.bodies", Key("00 0001 甲", new_id()))
OTHER = cursor("Query.meetings", Key("00 0001 甲", new_id()))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"first": 0}, "BAD_PAGE"),
        ({"first": -1}, "BAD_PAGE"),
        ({"first": 101}, "BAD_PAGE"),
        ({"last": 101}, "BAD_PAGE"),
        ({"first": 1, "last": 1}, "BAD_PAGE"),
        ({"after": "あ"}, "BAD_CURSOR"),
        ({"after": ""}, "BAD_CURSOR"),
        ({"after": "W10"}, "BAD_CURSOR"),
        ({"after": "x" * 5000}, "BAD_CURSOR"),
        ({"after": OTHER}, "BAD_CURSOR"),
        ({"before": OTHER}, "BAD_CURSOR"),
        ({"before": GOOD + "="}, "BAD_CURSOR"),
        ({"before": GOOD[:-2]}, "BAD_CURSOR"),
        ({"after": "A" * 20_001}, "BAD_USER_INPUT"),
        ({"after": gid("Body", new_id())}, "BAD_CURSOR"),
        ({"first": 2**31}, "BAD_USER_INPUT"),
        ({"first": "1"}, "BAD_USER_INPUT"),
    ],
)
def test_what_is_no_page_is_refused(listed: Partner, given: dict[str, Any], code: str) -> None:
    assert listed.codes(ASK, **given) == [code]


def test_a_good_cursor_is_only_a_place(listed: Partner) -> None:
    assert listed.codes(ASK, after=GOOD) == []


def test_a_list_takes_no_cursor_of_another_list(world: World, reader: Partner) -> None:
    """Not of another record's field either, though it holds the same things."""
    own = reader.ask("query($b: ID!) { body(id: $b) { meetings(first: 1) { pageInfo { endCursor } } } }",
                     b=gid("Body", world.work))["body"]["meetings"]["pageInfo"]["endCursor"]  # fmt: skip
    for ask in (
        "query($c: String) { meetings(after: $c) { totalCount } }",
        'query($c: String) { search(text: "就労", after: $c) { totalCount } }',
        "query($c: String) { auditTrail(after: $c) { totalCount } }",
        "query($c: String) { checkpoints(before: $c) { totalCount } }",
    ):
        assert reader.codes(ask, c=own) == ["BAD_CURSOR"]
