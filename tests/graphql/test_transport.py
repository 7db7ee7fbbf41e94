"""What goes beside an answer: its tag, its language, its request's id, and what a link may not do."""

import hashlib
import logging
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from typing_extensions import override
from werkzeug.test import Client

from kyogikai_graphql.answering import Answering, Asked, Reply
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.endpoint import Endpoint
from kyogikai_graphql.transport import PLAIN_JSON, RESPONSE_JSON
from kyogikai_platform import structure
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from tests.graphql.counter import Counter, TestDoor, code, endpoint
from tests.graphql.scribe import Scribe

LINK = {"query": "{ council { name } }"}
MISSPELT = {"query": "{ counci { name } }"}
SCHEMA = {"query": "{ __schema { queryType { name } } }"}


@dataclass(frozen=True)
class Tagging(Answering):
    """Answers whose tag is the digest of their bytes."""

    @override
    def answer(self, asker: Asker, asked: Asked, known: frozenset[str] = frozenset()) -> Reply:
        reply = super().answer(asker, asked)
        digest = hashlib.sha256(reply.body).hexdigest()
        tag = f'"{digest[:16]}"' if reply.executed and not reply.code else ""
        return reply._replace(etag=tag, unchanged=tag in known)


@pytest.fixture(scope="module")
def home(engine: sa.Engine) -> Tenant:
    """One council, for tests that only read."""
    tenant = Tenant(engine, new_id())
    Scribe(tenant).council(name="協議会", audience="public")
    return tenant


@pytest.fixture(scope="module")
def counter(home: Tenant) -> Counter:
    """Its endpoint."""
    return Counter.of(home)


@pytest.fixture(scope="module")
def tagging(home: Tenant) -> Counter:
    """Its endpoint, with tags."""
    return Counter(Client(Endpoint(Tagging(home.engine, TestDoor(home.engine, home.id)))))


# Tags


def test_an_answer_may_be_kept_and_asked_for_again(tagging: Counter) -> None:
    first = tagging.get(LINK)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Vary"] == "Accept, Authorization, Cookie"
    again = tagging.get(LINK, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Content-Type" not in again.headers


@pytest.mark.parametrize("given", ["*", "W/{}", '"other", {}', ' W/"x" , W/{} ', "{},"])
def test_a_tag_matches_weakly_and_in_a_list(tagging: Counter, given: str) -> None:
    tag = tagging.get(LINK).headers["ETag"]
    assert tagging.get(LINK, If_None_Match=given.format(tag)).status_code == 304


@pytest.mark.parametrize("given", ["", "x", '"x"', '"', "W/", '"' * 5_000])
def test_another_tag_matches_nothing(tagging: Counter, given: str) -> None:
    assert tagging.get(LINK, If_None_Match=given).status_code == 200


def test_the_same_answer_in_two_types_has_two_tags(tagging: Counter) -> None:
    strict, plain = tagging.get(LINK), tagging.get(LINK, PLAIN_JSON)
    assert strict.data == plain.data
    assert strict.headers["ETag"] != plain.headers["ETag"]
    assert tagging.get(LINK, PLAIN_JSON, If_None_Match=strict.headers["ETag"]).status_code == 200


def test_a_post_with_a_tag_that_holds_is_told_so_as_the_standard_has_it(tagging: Counter) -> None:
    first = tagging.post(LINK)
    again = tagging.post(LINK, If_None_Match=first.headers["ETag"])
    assert (again.status_code, code(again)) == (412, "PRECONDITION_FAILED")


def test_what_went_wrong_has_no_tag_and_is_not_kept(tagging: Counter) -> None:
    wrong = tagging.get(MISSPELT)
    assert "ETag" not in wrong.headers
    assert wrong.headers["Cache-Control"] == "no-store"
    assert tagging.get(MISSPELT, If_None_Match="*").status_code == 400


# Whose request it is


def test_a_request_keeps_its_id(counter: Counter) -> None:
    assert counter.get(LINK, X_Request_Id="partner-0001").headers["x-request-id"] == "partner-0001"


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "with space 1", "ünicode-12", "-leading-1", "a\tb-123456"]
)
def test_an_id_that_is_none_is_replaced(counter: Counter, given: str) -> None:
    made = counter.get(LINK, X_Request_Id=given).headers["x-request-id"]
    assert made != given
    assert len(made) == 32


def test_a_command_is_recorded_under_its_requests_id(tenant: Tenant) -> None:
    Scribe(tenant).council()
    asked = """mutation { registerSourceDocument(input: {title: "要綱", effective: {kind: UNDATED}}) {
      entries { requestId } userErrors { code message(lang: EN) field } } }"""
    found = Counter.of(tenant).post(
        {"query": asked}, Authorization="Bearer known", X_Request_Id="partner-0003"
    )
    told = (found.json or {})["data"]["registerSourceDocument"]
    assert told == {"entries": [{"requestId": "partner-0003"}], "userErrors": []}


def test_headers_of_the_house_go_with_every_answer(home: Tenant) -> None:
    guarded = Counter.of(home, headers={"X-Frame-Options": "DENY"})
    for response in (guarded.get(LINK), guarded.get({}), guarded.client.put("/graphql")):
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["x-request-id"]


# In whose words


@pytest.mark.parametrize(
    ("accepted", "start"),
    [
        ("", "スキーマ"),
        ("ja", "スキーマ"),
        ("en", "Cannot query"),
        ("en-GB,en;q=0.9,ja;q=0.8", "Cannot query"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "スキーマ"),
        ("fr", "スキーマ"),
        ("en;q=0", "スキーマ"),
        (";;,=,en;q=x", "スキーマ"),
    ],
)
def test_what_went_wrong_is_said_in_the_clients_language(counter: Counter, accepted: str, start: str) -> None:
    (error,) = (counter.post(MISSPELT, Accept_Language=accepted).json or {})["errors"]
    assert error["message"].startswith(start)
    (error,) = (counter.get({}, Accept_Language=accepted).json or {})["errors"]
    assert error["message"].startswith("リ" if start == "スキーマ" else "query is missing")


def test_a_stranger_is_not_helped_to_guess(counter: Counter) -> None:
    known = counter.post(MISSPELT, Authorization="Bearer known", Accept_Language="en").text
    public = counter.post(MISSPELT, Accept_Language="en").text
    assert "Did you mean" in known
    assert "Did you mean" not in public
    assert "Cannot query field 'counci'" in public
    value = {"query": "{ bodies(kind: SUBCOMITTEE) { totalCount } }"}
    assert "SUBCOMMITTEE" not in counter.post(value, Accept_Language="en").text


# What a link and a stranger may not do


@pytest.mark.parametrize("document", [SCHEMA["query"], '{ __type(name: "Body") { name } }',
    "{ ...F } fragment F on Query { a: __schema { description } }"])  # fmt: skip
def test_the_public_is_not_told_the_schema(counter: Counter, home: Tenant, document: str) -> None:
    asked = {"query": document}
    refused = counter.post(asked)
    assert (refused.status_code, code(refused)) == (400, "INTROSPECTION_CLOSED")
    assert counter.post(asked, Authorization="Bearer known").status_code == 200
    assert Counter.of(home, introspection=True).post(asked).status_code == 200


def test_the_name_of_a_type_is_told_to_everybody(counter: Counter) -> None:
    found = counter.post({"query": '{ __typename council { __typename name(x: "__schema") } }'})
    assert code(found) == "GRAPHQL_VALIDATION_FAILED"
    found = counter.post({"query": "{ __typename council { __typename } }"})
    assert found.json == {"data": {"__typename": "Query", "council": {"__typename": "Council"}}}


def test_a_link_changes_nothing(counter: Counter) -> None:
    asked = {"query": "mutation M { __typename } query Q { council { name } }"}
    refused = counter.get({**asked, "operationName": "M"})
    assert (refused.status_code, code(refused)) == (405, "METHOD_NOT_ALLOWED")
    assert refused.headers["Allow"] == "POST"
    assert counter.get({**asked, "operationName": "Q"}).status_code != 405


# What nobody foresaw


def test_no_statement_runs_longer_than_it_may(home: Tenant) -> None:
    hurried = structure.application_engine(home.engine.url, seconds=1)
    with hurried.connect() as connection, pytest.raises(sa.exc.OperationalError, match="statement timeout"):
        connection.exec_driver_sql("SELECT pg_sleep(5)")
    hurried.dispose()


@dataclass(frozen=True)
class Slow(Answering):
    """Whose statement never ends in time."""

    @override
    def answer(self, asker: Asker, asked: Asked, known: frozenset[str] = frozenset()) -> Reply:
        with self.engine.connect() as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = '10ms'")
            connection.exec_driver_sql("SELECT pg_sleep(5)")
        raise AssertionError


@dataclass(frozen=True)
class Broken(Answering):
    """With a fault of ours."""

    @override
    def answer(self, asker: Asker, asked: Asked, known: frozenset[str] = frozenset()) -> Reply:
        raise ZeroDivisionError("SELECT secret")


def test_a_question_that_takes_too_long_was_executed_without_a_result(home: Tenant) -> None:
    slow = Counter(Client(Endpoint(Slow(home.engine, TestDoor(home.engine, home.id)))))
    found = slow.post()
    assert (found.status_code, code(found)) == (200, "TIMED_OUT")
    assert (found.json or {})["data"] is None


def test_a_fault_of_ours_is_logged_under_the_id_that_the_client_is_told(
    home: Tenant, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Counter(Client(Endpoint(Broken(home.engine, TestDoor(home.engine, home.id)))))
    with caplog.at_level(logging.ERROR):
        found = broken.post(X_Request_Id="partner-0002")
    assert found.status_code == 500
    (error,) = (found.json or {})["errors"]
    assert error["extensions"] == {"code": "INTERNAL_ERROR", "requestId": "partner-0002"}
    assert "partner-0002" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert not any(word in found.text for word in ("SELECT", "Traceback", "Zero", "/"))


def test_without_a_database_the_client_is_told_to_wait(home: Tenant) -> None:
    gone = sa.create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none", poolclass=sa.NullPool)
    lost = endpoint(home)
    lost.answering = Answering(gone, TestDoor(gone, home.id))
    found = Counter(Client(lost)).post()
    assert (found.status_code, code(found)) == (503, "SERVICE_UNAVAILABLE")
    assert found.headers["Retry-After"] == "5"


def test_the_type_to_answer_in_goes_for_problems_too(counter: Counter) -> None:
    for accept in (RESPONSE_JSON, PLAIN_JSON):
        assert counter.get({}, accept).headers["Content-Type"].startswith(accept)
