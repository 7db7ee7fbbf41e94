"""Corrections, annulments and notes name an entry; what they set is written as the API writes it."""

from typing import Any

import pytest

from kyogikai_graphql import ids
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.vocabulary import Role
from tests.graphql.clerk import Clerk
from tests.graphql.partner import gid
from tests.graphql.scribe import Scribe
from tests.graphql.world import World

WRONG = {"reason": "誤記"}


@pytest.fixture
def clerk(tenant: Tenant) -> Clerk:
    """Somebody of its secretariat."""
    return Clerk(tenant)


def test_a_name_is_corrected_by_the_entry_that_said_it(clerk: Clerk, book: Scribe) -> None:
    body = book.body(book.council())
    entry = ids.entry_id(body, 1)
    told = clerk.record(
        "correctEvent", "subject { ... on Body { name } }", entryId=entry, field="name", new="乙", **WRONG
    )
    assert told["subject"]["name"] == "乙"
    assert told["entries"][0]["type"] == "record.corrected"
    assert book.seen("2016-01-01") == ["live 乙"]


@pytest.mark.parametrize(
    ("field", "new", "column", "expected"),
    [
        ("kind", "WORKING_GROUP", "kind", "working_group"),
        ("orderLabel", "第一", "order_label", "第一"),
        ("orderLabel", None, "order_label", ""),
        ("number", 3, "number", 3),
        ("standingMembers", True, "standing_members", True),
        ("aliases", [{"name": "別名", "kind": "SHORT"}], "name", "甲"),
    ],
)
def test_a_value_is_written_as_the_mutation_takes_it(
    clerk: Clerk, book: Scribe, field: str, new: Any, column: str, expected: Any
) -> None:
    body = book.body(book.council(), order_label="元")
    clerk.record("correctEvent", entryId=ids.entry_id(body, 1), field=field, new=new, **WRONG)
    assert book.on("2016-01-01")[0][column] == expected
    assert list(book.tenant.rebuild(check=True)) == []


def test_a_date_a_reference_and_a_source_are_corrected(clerk: Clerk, book: Scribe) -> None:
    council = book.council()
    body, parent = book.body(council), book.body(council, name="乙")
    document = book.record("RegisterSourceDocument", None, "undated", title="要綱", audience="public")
    source = {"documentId": gid("SourceDocument", document), "locator": "2頁"}
    for field, new in (
        ("effective", {"kind": "FROM", "value": "2009"}),
        ("parentId", gid("Body", parent)),
        ("source", source),
    ):
        clerk.record("correctEvent", entryId=ids.entry_id(body, 1), field=field, new=new, **WRONG)
    shown = "body { parent { name } started { value kind } provenance { document { title } locator } }"
    told = clerk.record(
        "renameBody", shown, bodyId=gid("Body", body), name="丙", effective={"value": "2020"}
    )["body"]
    assert told["parent"] == {"name": "乙"}
    assert told["started"] == {"value": "2009", "kind": "FROM"}
    assert {"document": {"title": "要綱"}, "locator": "2頁"} in told["provenance"]


@pytest.mark.parametrize(
    ("field", "new", "code", "path"),
    [
        ("kind", "NOTHING", "BAD_INPUT", ["input", "new"]),
        ("name", None, "BAD_INPUT", ["input", "new"]),
        ("number", "三", "BAD_INPUT", ["input", "new"]),
        ("effective", {"value": "昨日"}, "BAD_INPUT", ["input", "new", "value"]),
        ("effective", {"day": "2011"}, "BAD_INPUT", ["input", "new"]),
        ("aliases", [{"name": "別", "kind": "NO"}], "BAD_INPUT", ["input", "new", "0", "kind"]),
        ("parentId", "甲", "BAD_ID", ["input", "new"]),
        ("orderLabel", "長" * 41, "BAD_INPUT", ["input", "new"]),
        ("audience", "PUBLIC", "NOT_CORRECTABLE", None),
        ("colour", "red", "NOT_CORRECTABLE", None),
    ],
)
def test_a_wrong_value_is_named_within_it(
    clerk: Clerk, book: Scribe, field: str, new: Any, code: str, path: list[str] | None
) -> None:
    body = book.body(book.council())
    error = clerk.refused("correctEvent", entryId=ids.entry_id(body, 1), field=field, new=new, **WRONG)
    assert (error["code"], error["field"]) == (code, path), error


def test_an_entry_is_annulled_and_noted(clerk: Clerk, book: Scribe) -> None:
    body = book.body(book.council())
    book.rename(body, "at 2012", "乙")
    shown = "subject { id } entries { type corrects { type } }"
    told = clerk.record("annulEvent", shown, entryId=ids.entry_id(body, 2), **WRONG)
    assert told["subject"]["id"] == gid("Body", body)
    assert told["entries"][0]["corrects"] == {"type": "body.renamed"}
    told = clerk.record("annotateEvent", entryId=ids.entry_id(body, 1), note="要確認")
    assert told["entries"][0]["type"] == "record.annotated"
    assert book.seen("2016-01-01") == ["live 甲"]


@pytest.mark.parametrize("mutation", ["correctEvent", "annulEvent", "annotateEvent"])
def test_an_entry_that_there_is_not_is_not_found(clerk: Clerk, book: Scribe, mutation: str) -> None:
    body = book.body(book.council())
    more = {"correctEvent": {"field": "name", "new": "乙", **WRONG}, "annulEvent": WRONG}.get(
        mutation, {"note": "注"}
    )
    for entry in (ids.entry_id(new_id(), 1), ids.entry_id(body, 9)):
        error = clerk.refused(mutation, entryId=entry, **more)
        assert (error["code"], error["field"]) == ("NOT_FOUND", ["input", "entryId"])
    assert clerk.refused(mutation, entryId=gid("Body", body), **more)["code"] == "BAD_ID"


def test_a_chair_notes_nothing_about_what_they_do_not_see(own_world: World) -> None:
    """Its entries are as hidden as the record, where it is not of their own bodies."""
    book = own_world.book
    hidden = book.record(
        "RaiseIssue", None, "at 2025-01-01", title="内密", owner_id=own_world.work, audience="secretariat"
    )
    chair = Clerk(book.tenant).as_(Role.CHAIR, [own_world.work, own_world.assembly])
    entry, never = ids.entry_id(hidden, 1), ids.entry_id(new_id(), 1)
    errors = [chair.refused("annotateEvent", entryId=e, note="注") for e in (entry, never)]
    assert [e["code"] for e in errors] == ["NOT_FOUND", "NOT_FOUND"]
    listed = book.record("RegisterOrganization", None, "undated", name="内密", audience="secretariat")
    value = {"field": "name", "new": 5, "reason": "誤記"}
    errors = [chair.refused("correctEvent", entryId=ids.entry_id(e, 1), **value) for e in (listed, new_id())]
    assert [e["code"] for e in errors] == ["NOT_FOUND", "NOT_FOUND"], "neither its kind nor the rule is told"
    seen = ids.entry_id(own_world.issue, 1)
    assert chair.record("annotateEvent", entryId=seen, note="注")["entries"]


def test_several_bodies_merge_at_once(clerk: Clerk, book: Scribe) -> None:
    council = book.council()
    one, other, into = (book.body(council, name=n) for n in "甲乙丙")
    given = {"intoId": gid("Body", into), "effective": {"kind": "FROM", "value": "2015-04-01"}}
    error = clerk.refused("mergeBodies", sourceIds=[gid("Body", one)], **given)
    assert (error["code"], error["field"]) == ("MERGER_NEEDS_TWO", ["input", "sourceIds"])
    error = clerk.refused("mergeBodies", sourceIds=[], **given)
    assert (error["code"], error["field"]) == ("BAD_INPUT", ["input", "sourceIds"])
    told = clerk.record(
        "mergeBodies", "body { existence }", sourceIds=[gid("Body", b) for b in (one, other)], **given
    )
    assert told["body"] == {"existence": "ENDED"}
    assert [e["type"] for e in told["entries"]] == ["body.merged", "body.merged"]


def test_a_member_is_replaced_on_both_sides_at_once(own_world: World) -> None:
    clerk, work = Clerk(own_world.book.tenant), own_world
    person = work.say("RegisterPerson", "undated", name="架空 次郎", audience="council")
    given = {"membershipId": gid("Membership", work.chair), "effective": {"value": "2025-06-30"}}
    substitute = {"personId": gid("Person", person), "jobTitle": "次長"}
    shown = "membership { substitute jobTitle person { name } term { number } from { value kind } }"
    told = clerk.record("replaceMember", shown, substitute=substitute, **given)
    assert told["membership"] == {
        "substitute": True, "jobTitle": "次長", "person": {"name": "架空 次郎"}, "term": {"number": 3},
        "from": {"value": "2025-07-01", "kind": "FROM"},
    }  # fmt: skip
    assert {e["type"] for e in told["entries"]} == {"membership.appointed", "membership.replaced"}


def test_a_substitute_who_is_nobody_is_named_within_the_substitute(own_world: World) -> None:
    clerk = Clerk(own_world.book.tenant)
    given = {"membershipId": gid("Membership", own_world.chair), "effective": {"value": "2025-06-30"}}
    wrong = {"personId": gid("Person", new_id())}
    error = clerk.refused("replaceMember", substitute=wrong, **given)
    assert (error["code"], error["field"]) == ("NOT_FOUND", ["input", "substitute", "personId"])
    error = clerk.refused(
        "replaceMember", substitute={}, successorId=gid("Membership", own_world.chair), **given
    )
    assert (error["code"], error["field"]) == ("BAD_INPUT", ["input", "successorId"])


def test_a_scheduled_meeting_is_held_by_its_id(own_world: World) -> None:
    clerk = Clerk(own_world.book.tenant)
    given = {"meetingId": gid("Meeting", own_world.planned), "effective": {"value": "2025-10-30"}}
    told = clerk.record("holdMeeting", "meeting { id state title number }", **given)
    assert told["meeting"] == {
        "id": given["meetingId"], "state": "HELD", "title": "第2回就労部会", "number": 2,
    }  # fmt: skip


@pytest.mark.parametrize("field", ["originatorId", "originator_id", "originatorVersion", "sealedFor"])
def test_what_the_record_itself_sets_is_not_corrected(clerk: Clerk, book: Scribe, field: str) -> None:
    body = book.body(book.council())
    book.correct(body, 1, "name", "乙")
    for version in (1, 2):
        given = {"entryId": ids.entry_id(body, version), "field": field, "new": gid("Body", body)}
        assert clerk.refused("correctEvent", **given, **WRONG)["code"] == "NOT_CORRECTABLE"
