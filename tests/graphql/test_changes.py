"""Keeping a copy in step: each subject once by its last change, in order.

And told when it is there no longer.
"""

from typing import Any
from uuid import UUID

import pytest

from kyogikai_tenants.vocabulary import Role
from tests.graphql.partner import Partner, gid
from tests.graphql.scribe import Scribe

ASK = """query($after: String, $first: Int) { changes(after: $after, first: $first) { cursor more changes
  { subjectId typename removed } } }"""


def since(partner: Partner, after: str | None = None, first: int | None = None) -> Any:
    return partner.ask(ASK, after=after, **({"first": first} if first else {}))["changes"]


def test_each_subject_comes_once_in_the_order_of_its_last_change(book: Scribe, partner: Partner) -> None:
    council = book.council()
    one, other = book.body(council, name="甲"), book.body(council, name="乙")
    book.rename(one, "from 2010", "丙")
    found = since(partner)
    wanted = [gid("Council", council), gid("Body", other), gid("Body", one)]
    assert [c["subjectId"] for c in found["changes"]] == wanted
    assert (found["more"], [c["removed"] for c in found["changes"]]) == (False, [False] * 3)
    assert since(partner, found["cursor"]) == {"cursor": found["cursor"], "more": False, "changes": []}
    book.rename(other, "from 2011", "丁")
    assert [c["subjectId"] for c in since(partner, found["cursor"])["changes"]] == [gid("Body", other)]


def test_pages_follow_on_each_other(book: Scribe, partner: Partner) -> None:
    council = book.council()
    for number in range(4):
        book.body(council, name=f"部会{number}")
    first = since(partner, first=2)
    second = since(partner, first["cursor"], 2)
    third = since(partner, second["cursor"], 2)
    assert [first["more"], second["more"], third["more"]] == [True, True, False]
    ids = [c["subjectId"] for page in (first, second, third) for c in page["changes"]]
    assert len(ids) == len(set(ids)) == 5


def test_what_is_annulled_is_removed(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council())
    book.annul(body, 1)
    assert since(partner)["changes"][-1] == {
        "subjectId": gid("Body", body),
        "typename": "Body",
        "removed": True,
    }


def test_what_was_public_and_is_no_longer_is_removed_for_the_public_only(
    book: Scribe, partner: Partner
) -> None:
    body = book.body(book.council(audience="public"), audience="public")
    public = partner.as_(Role.PUBLIC)
    before = since(public)
    assert [c["removed"] for c in before["changes"]] == [False, False]
    book.record("ChangeAudience", body, audience="council", reason="誤って公開")
    assert since(public, before["cursor"])["changes"] == [
        {"subjectId": gid("Body", body), "typename": "Body", "removed": True}
    ]
    assert since(partner, before["cursor"])["changes"][0]["removed"] is False


def test_what_was_never_public_is_never_named_to_the_public(book: Scribe, partner: Partner) -> None:
    council = book.council(audience="public")
    body = book.body(council, audience="council")
    book.annul(book.body(council, name="乙", audience="council"), 1)
    book.rename(body, "from 2010", "丙")
    found = since(partner.as_(Role.PUBLIC))
    assert [c["subjectId"] for c in found["changes"]] == [gid("Council", council)]


def test_accounts_and_other_records_without_a_type_are_no_changes(book: Scribe, partner: Partner) -> None:
    book.council()
    assert {c["typename"] for c in since(partner)["changes"]} == {"Council"}


@pytest.mark.parametrize("audience", ["body", "council"])
def test_what_was_meant_for_another_body_only_is_never_named(
    book: Scribe, partner: Partner, audience: str
) -> None:
    council = book.council()
    own, other = book.body(council, name="甲"), book.body(council, name="乙")
    given = {"kind": "ordinary", "agenda": [], "audience": audience}
    each = [{"bodies": [{"body_id": b}], **given} for b in (own, other)]
    held = [book.record("HoldMeeting", None, "at 2024-06-10", **fields) for fields in each]
    member = partner.as_(Role.MEMBER, [own])
    told = {c["subjectId"]: c["removed"] for c in since(member)["changes"]}
    assert told.get(gid("Meeting", held[0])) is False
    assert gid("Meeting", held[1]) not in told
    book.record("ChangeAudience", held[0], audience="secretariat", reason="個人情報")
    removed = {c["subjectId"]: c["removed"] for c in since(member)["changes"]}
    assert removed[gid("Meeting", held[0])] is True
    assert gid("Meeting", held[1]) not in removed


def seat(book: Scribe, body: UUID) -> UUID:
    """A seat that is published, whatever its body is."""
    person = book.record("RegisterPerson", None, "undated", name="架空 花子", audience="public")
    given: dict[str, Any] = {"body_id": body, "person_id": person, "audience": "public"}
    return book.record("AppointMember", None, "from 2024-04-01", **given)


def test_a_seat_goes_and_comes_with_its_body(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(audience="public"), audience="public")
    own = gid("Membership", seat(book, body))
    public = partner.as_(Role.PUBLIC)
    before = since(public)
    assert own in {c["subjectId"] for c in before["changes"] if not c["removed"]}
    book.record("ChangeAudience", body, audience="council", reason="誤って公開")
    gone = since(public, before["cursor"])
    assert {c["subjectId"]: c["removed"] for c in gone["changes"]} == {gid("Body", body): True, own: True}
    book.record("ChangeAudience", body, audience="public", reason="公開")
    again = since(public, gone["cursor"])
    assert {c["subjectId"]: c["removed"] for c in again["changes"]} == {gid("Body", body): False, own: False}


def test_what_one_event_hides_is_told_whole_and_in_one_order(book: Scribe, partner: Partner) -> None:
    """However small the page: a cursor is a position, and what is left of a position would be lost."""
    council = book.council(audience="public")
    body = book.body(council, audience="public")
    own = [gid("Membership", one) for one in sorted(seat(book, body) for _ in range(5))]
    public = partner.as_(Role.PUBLIC)
    before = since(public)["cursor"]
    book.record("ChangeAudience", body, audience="council", reason="誤って公開")
    later = book.body(council, name="乙", audience="public")
    page = since(public, before, 2)
    assert [c["subjectId"] for c in page["changes"]] == [gid("Body", body), *own]
    assert {c["removed"] for c in page["changes"]} == {True}
    rest = since(public, page["cursor"], 1)
    assert page["more"] is True
    assert ([c["subjectId"] for c in rest["changes"]], rest["more"]) == ([gid("Body", later)], False)
    whole = since(public, before)
    assert whole == {"cursor": rest["cursor"], "more": False, "changes": [*page["changes"], *rest["changes"]]}
    assert [since(public, before, 3) for _ in range(3)] == [page] * 3


def test_a_published_seat_of_a_body_that_never_was_is_never_named(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(audience="public"), audience="council")
    own = gid("Membership", seat(book, body))
    assert own not in {c["subjectId"] for c in since(partner.as_(Role.PUBLIC))["changes"]}
    assert own in {c["subjectId"] for c in since(partner)["changes"]}


def test_any_cursor_may_be_asked_again(book: Scribe, partner: Partner) -> None:
    council = book.council()
    for number in range(3):
        book.body(council, name=f"部会{number}")
    whole, cursor, told = since(partner)["changes"], None, list[Any]()
    cursors = [cursor]
    while True:
        page = since(partner, cursor, 1)
        told, cursor = [*told, *page["changes"]], page["cursor"]
        cursors.append(cursor)
        if not page["more"]:
            break
    assert told == whole
    for number, one in enumerate(cursors):
        assert since(partner, one)["changes"] == whole[number:]


def test_what_begins_in_the_future_is_there_when_it_is_recorded(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), "from 2030-04-01", "来年の部会")
    assert since(partner)["changes"][-1] == {
        "subjectId": gid("Body", body),
        "typename": "Body",
        "removed": False,
    }
