"""A mutation is one command in one transaction, answered from it, and recorded once per key."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from typing_extensions import override

from kyogikai_graphql.answering import Answering, Asked
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.loading import Asking
from kyogikai_graphql.mutations import payloads
from kyogikai_graphql.points import Points
from kyogikai_graphql.problems import RateLimited, Standing
from kyogikai_platform.tenant import Tenant
from kyogikai_projections import trail
from kyogikai_tenants.identity import new_id
from tests.graphql.clerk import TOLD, Clerk
from tests.graphql.partner import gid
from tests.graphql.scribe import Scribe

RENAME = f"mutation($i: RenameBodyInput!) {{ renameBody(input: $i) {{ body {{ name }} {TOLD} }} }}"
IN_2015 = {"value": "2015-04-01"}


@pytest.fixture
def body(book: Scribe) -> str:
    """A body called 甲."""
    return gid("Body", book.body(book.council()))


@pytest.fixture
def clerk(tenant: Tenant) -> Clerk:
    """Somebody of its secretariat."""
    return Clerk(tenant)


def renamed(body: str, name: str = "乙", **more: Any) -> dict[str, Any]:
    return {"bodyId": body, "name": name, "effective": IN_2015, **more}


def test_the_answer_comes_from_the_commands_own_transaction(clerk: Clerk, body: str, book: Scribe) -> None:
    names = "body { name names { name from { value kind } } }"
    shown = f"{names} clientMutationId entries {{ actor {{ name }} requestId }}"
    told = clerk.record("renameBody", shown, **renamed(body, clientMutationId="one"))
    assert told["body"]["name"] == "乙"
    assert told["body"]["names"][1] == {"name": "乙", "from": {"value": "2015-04-01", "kind": "AT"}}
    assert told["clientMutationId"] == "one"
    (entry,) = told["entries"]
    assert (entry["type"], entry["actor"]["name"], entry["requestId"]) == (
        "body.renamed", "secretary", "request-1",
    )  # fmt: skip
    assert book.seen("2016-01-01") == ["live 乙"]


def test_an_opening_returns_what_it_opened_for_the_council_to_see(clerk: Clerk, book: Scribe) -> None:
    given = {"name": "架空市協議会", "standing": "STATUTORY", "effective": {"kind": "FROM", "value": "2010"}}
    told = clerk.record("establishCouncil", "council { id name existence }", **given)
    assert told["council"]["name"] == "架空市協議会"
    assert book.one("SELECT audience FROM council WHERE known_to IS NULL AND existence = 'live'") == "council"
    assert clerk.record(
        "registerOrganization", "organization { name }", name="機関", effective={"kind": "UNDATED"}
    )


def test_what_has_no_type_is_told_by_its_id(clerk: Clerk, body: str) -> None:
    seat = clerk.record("defineSeat", "seatId", bodyId=body, label="一号", effective={"kind": "UNDATED"})[
        "seatId"
    ]
    office = clerk.record(
        "registerOrganization", "organization { id }", name="機関", effective={"kind": "UNDATED"}
    )["organization"]["id"]
    given = {"bodyId": body, "seatId": seat, "organizationId": office, "effective": {"value": "2015-04-01"}}
    assert clerk.record("appointMember", "membership { organization { name } }", **given)["membership"]


def test_a_retry_gets_the_first_answer_and_records_nothing(clerk: Clerk, body: str, book: Scribe) -> None:
    first = clerk.reply(RENAME, i=renamed(body, idempotencyKey="key"))
    clerk.record("renameBody", **renamed(body, "丙") | {"effective": {"value": "2016-04-01"}})
    head = book.head()
    assert clerk.reply(RENAME, i=renamed(body, idempotencyKey="key")).body == first.body
    assert book.head() == head


def test_fifty_retries_at_once_record_one_event_and_hear_the_same(
    clerk: Clerk, body: str, book: Scribe
) -> None:
    head, asker = book.head(), clerk.asker()

    def send(_: int) -> bytes:
        return clerk.reply(RENAME, asker, i=renamed(body, idempotencyKey="key")).body

    with ThreadPoolExecutor(12) as threads:
        replies = set(threads.map(send, range(50)))
    assert len(replies) == 1
    assert "乙" in replies.pop().decode()
    assert book.head() == head + 1


def test_without_a_key_what_is_sent_twice_is_recorded_twice(clerk: Clerk, body: str, book: Scribe) -> None:
    head = book.head()
    for _ in range(2):
        clerk.record("renameBody", **renamed(body))
    assert book.head() == head + 2


def test_a_key_stands_for_one_input(clerk: Clerk, body: str) -> None:
    clerk.record("renameBody", **renamed(body, idempotencyKey="key"))
    error = clerk.refused("renameBody", **renamed(body, "丙", idempotencyKey="key"))
    assert (error["code"], error["field"]) == ("KEY_REUSED", ["input", "idempotencyKey"])


def test_a_key_is_of_one_actor(clerk: Clerk, body: str, tenant: Tenant) -> None:
    clerk.record("renameBody", **renamed(body, idempotencyKey="key"))
    other = Clerk(tenant, name="other")
    assert other.record("renameBody", **renamed(body, "丙", idempotencyKey="key"))["entries"]


def test_fields_run_one_after_the_other_each_on_what_the_one_before_left(clerk: Clerk, body: str) -> None:
    document = """
    mutation($id: ID!, $not: Boolean = false) {
      __typename
      ...Both
      no: renameBody(input: {bodyId: $id, name: "丁", effective: {value: "2013"}}) @include(if: $not) { ...N }
    }
    fragment Both on Mutation {
      first: renameBody(input: {bodyId: $id, name: "乙", effective: {value: "2011"}}) { ...N }
      second: renameBody(input: {bodyId: $id, name: "丙", effective: {value: "2012"}}) { ...N }
    }
    fragment N on RenameBodyPayload { body { names { name } } }"""
    data = clerk.send(document, id=body)["data"]
    assert list(data) == ["__typename", "first", "second"]
    assert data["__typename"] == "Mutation"
    assert [n["name"] for n in data["first"]["body"]["names"]] == ["甲", "乙"]
    assert [n["name"] for n in data["second"]["body"]["names"]] == ["甲", "乙", "丙"]


def test_a_refusal_leaves_the_fields_before_and_after_it_standing(
    clerk: Clerk, body: str, book: Scribe
) -> None:
    document = """
    mutation($id: ID!, $no: ID!) {
      first: renameBody(input: {bodyId: $id, name: "乙", effective: {value: "2011"}}) { entries { id } }
      wrong: renameBody(input: {bodyId: $no, name: "丙", effective: {value: "2012"}}) { userErrors { code } }
      last: renameBody(input: {bodyId: $id, name: "丁", effective: {value: "2013"}}) { entries { id } }
    }"""
    head = book.head()
    data = clerk.send(document, id=body, no=gid("Body", new_id()))["data"]
    assert data["wrong"]["userErrors"] == [{"code": "NOT_FOUND"}]
    assert book.head() == head + 2


def test_a_field_that_is_null_was_not_recorded(
    clerk: Clerk, body: str, book: Scribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the answer cannot be told at all, its transaction is rolled back; what came before stands."""

    def fail(*_: Any) -> Any:
        raise ZeroDivisionError

    document = """
    mutation($id: ID!) {
      first: renameBody(input: {bodyId: $id, name: "乙", effective: {value: "2011"}}) { userErrors { code } }
      second: renameBody(input: {bodyId: $id, name: "丙", effective: {value: "2012"}}) { entries { id } }
      third: renameBody(input: {bodyId: $id, name: "丁", effective: {value: "2013"}}) { userErrors { code } }
    }"""
    monkeypatch.setattr(trail.Placed, "fetch", fail)
    answer = clerk.send(document, id=body)
    assert answer["data"] is None
    assert [e["extensions"]["code"] for e in answer["errors"]] == ["INTERNAL_ERROR"]
    assert book.seen("2020-01-01") == ["live 乙"]


def test_what_is_recorded_stays_though_a_read_for_its_answer_failed(
    clerk: Clerk, body: str, book: Scribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL would roll back at the commit, and say nothing."""

    async def fail(info: Any, *_: Any) -> Any:
        asking: Asking = info.context
        asking.context.connection.exec_driver_sql("SELECT 1 / 0")

    monkeypatch.setattr(payloads, "one", fail)
    answer = clerk.send(RENAME.replace("entries { type sentence }", ""), i=renamed(body))
    assert answer["data"]["renameBody"]["body"] is None
    assert len(answer["errors"]) == 1
    assert book.seen("2020-01-01") == ["live 乙"]


class Spent(Points):
    """Nothing is left."""

    @override
    def spend(self, asker: Asker, cost: int) -> Standing:
        """Raises RateLimited."""
        raise RateLimited(Standing(10, cost, 0, datetime(2025, 11, 1, tzinfo=UTC)))


def test_whose_points_are_spent_records_nothing(clerk: Clerk, body: str, book: Scribe) -> None:
    answering, head = Answering(book.tenant.engine, clerk, Spent(book.tenant.engine)), book.head()
    reply = answering.answer(clerk.asker(), Asked(RENAME, {"i": renamed(body)}, None))
    assert (reply.code, reply.executed) == ("RATE_LIMITED", False)
    assert book.head() == head


def test_an_answer_that_recorded_something_is_not_kept(clerk: Clerk, body: str) -> None:
    reply = clerk.reply(RENAME, i=renamed(body))
    assert (reply.etag, reply.unchanged, reply.executed) == ("", False, True)


def test_the_book_is_sound_after_it_all(clerk: Clerk, body: str, book: Scribe) -> None:
    clerk.record("renameBody", **renamed(body))
    clerk.refused("renameBody", **renamed(gid("Body", new_id())))
    assert book.sound()
