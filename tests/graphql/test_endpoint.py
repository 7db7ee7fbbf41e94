"""GraphQL over HTTP: the media types, the status codes, and JSON whatever comes in."""

import json
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from kyogikai_graphql.execution import encoded
from kyogikai_graphql.limits import BODY_BYTES
from kyogikai_graphql.transport import PLAIN_JSON, RESPONSE_JSON
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from tests.graphql.counter import QUESTION, Counter, code
from tests.graphql.scribe import Scribe


@pytest.fixture(scope="module")
def counter(engine: sa.Engine) -> Counter:
    """One council's endpoint, for tests that only read."""
    tenant = Tenant(engine, new_id())
    Scribe(tenant).council(name="協議会", audience="public")
    return Counter.of(tenant)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (RESPONSE_JSON, RESPONSE_JSON),
        (PLAIN_JSON, PLAIN_JSON),
        (f"{RESPONSE_JSON}, {PLAIN_JSON}", RESPONSE_JSON),
        (f"{RESPONSE_JSON}, {PLAIN_JSON};q=0.9", RESPONSE_JSON),
        (f"{RESPONSE_JSON};q=0.5, {PLAIN_JSON}", PLAIN_JSON),
        ("*/*", PLAIN_JSON),
        ("application/*", PLAIN_JSON),
        ("text/html, */*;q=0.1", PLAIN_JSON),
        ("", PLAIN_JSON),
    ],
)
def test_the_answer_has_the_type_that_was_asked_for(counter: Counter, accept: str, media: str) -> None:
    response = counter.post(accept=accept)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"{media}; charset=utf-8"
    assert response.headers["Vary"] == "Accept, Authorization, Cookie"
    assert response.data == '{"data":{"council":{"name":"協議会"}}}'.encode()


def test_a_type_that_there_is_not_is_not_acceptable(counter: Counter) -> None:
    response = counter.post(accept="text/html")
    assert (response.status_code, code(response)) == (406, "NOT_ACCEPTABLE")


@pytest.mark.parametrize("document", ["{", "{ nothing }", "mutation { x }"])
def test_what_was_not_executed_has_no_data(counter: Counter, document: str) -> None:
    strict, plain = (counter.post({"query": document}, accept) for accept in (RESPONSE_JSON, PLAIN_JSON))
    assert (strict.status_code, plain.status_code) == (400, 200)
    assert set(strict.json or ()) == set(plain.json or ()) == {"errors"}


def test_a_wrong_variable_is_not_executed(counter: Counter) -> None:
    body = {"query": "query($d: Date) { council(asOf: $d) { name } }", "variables": {"d": "2021-02-30"}}
    response = counter.post(body)
    assert (response.status_code, code(response)) == (400, "BAD_USER_INPUT")
    assert "data" not in (response.json or {})


def test_what_was_executed_is_200_with_its_errors(counter: Counter) -> None:
    response = counter.post({"query": '{ council { name } node(id: "x") { id } }'})
    assert (response.status_code, code(response)) == (200, "BAD_ID")
    assert (response.json or {})["data"] == {"council": {"name": "協議会"}, "node": None}


def test_a_question_in_a_link(counter: Counter) -> None:
    asked = {
        "query": "query A($d: Date) { council(asOf: $d) { name } } query B { municipality { name } }",
        "variables": '{"d": "2020-01-01"}',
        "operationName": "A",
    }
    response = counter.client.get("/graphql?" + urlencode(asked), headers={"Accept": RESPONSE_JSON})
    assert response.json == {"data": {"council": {"name": "協議会"}}}
    head = counter.client.head("/graphql?" + urlencode(asked))
    assert (head.status_code, head.data) == (200, b"")


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        (b"", 400, "BAD_JSON"),
        (b"{", 400, "BAD_JSON"),
        (b'{"query": NaN}', 400, "BAD_JSON"),
        (b"\xff", 400, "BAD_JSON"),
        (b'{"query": "\xed\xa0\x80"}', 400, "BAD_JSON"),
        (b"[" * 50_000, 400, "BAD_JSON"),
        (b'{"variables": {"a": ' + b"1" * 5000 + b'}, "query": "{"}', 400, "BAD_JSON"),
        (b"[]", 400, "BAD_REQUEST"),
        (b'[{"query": "{ council { name } }"}]', 400, "BAD_REQUEST"),
        (b"{}", 400, "BAD_REQUEST"),
        (b'{"query": 1}', 400, "BAD_REQUEST"),
        (b'{"query": ""}', 400, "BAD_REQUEST"),
        (b'{"query": "{ a }", "variables": []}', 400, "BAD_REQUEST"),
        (b'{"query": "{ a }", "variables": "{}"}', 400, "BAD_REQUEST"),
        (b'{"query": "{ a }", "operationName": 1}', 400, "BAD_REQUEST"),
        (b'{"query": "{ a }", "extensions": 1}', 400, "BAD_REQUEST"),
        (b'{"query": "\\ud800"}', 400, "GRAPHQL_PARSE_FAILED"),
        (b" " * (BODY_BYTES + 1), 413, "BODY_TOO_LARGE"),
    ],
)
def test_a_body_without_a_question(counter: Counter, body: bytes, status: int, problem: str) -> None:
    for accept in (RESPONSE_JSON, PLAIN_JSON):
        response = counter.post(body, accept)
        assert code(response) == problem
        assert response.status_code == (
            200 if problem.startswith("GRAPHQL") and accept == PLAIN_JSON else status
        )


def test_the_largest_body_is_read(counter: Counter) -> None:
    body = json.dumps(QUESTION).encode()
    assert counter.post(body + b" " * (BODY_BYTES - len(body))).status_code == 200


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/graphql", ""],
)
def test_another_type_of_body_is_not_read(counter: Counter, kind: str) -> None:
    response = counter.post(Content_Type=kind)
    assert (response.status_code, code(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_not_allowed(counter: Counter, method: str) -> None:
    response = counter.client.open("/graphql", method=method)
    assert (response.status_code, code(response)) == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    "link",
    [
        "/graphql",
        "/graphql?query=",
        "/graphql?query={a}&variables={",
        "/graphql?query={a}&variables=[]",
        "/graphql?query=%FF",
    ],
)
def test_a_link_without_a_question(counter: Counter, link: str) -> None:
    response = counter.client.get(link, headers={"Accept": RESPONSE_JSON})
    assert response.status_code == 400
    assert code(response)


def test_who_is_nobody_is_told_so_in_json(counter: Counter) -> None:
    response = counter.post(Authorization="Bearer nobody")
    assert (response.status_code, code(response)) == (401, "UNAUTHENTICATED")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_half_a_surrogate_pair_goes_back_as_its_escape() -> None:
    assert encoded({"a": "\ud800あ"}) == b'{"a":"\\ud800' + "あ".encode() + b'"}'


def test_half_a_surrogate_pair_is_refused_in_json(counter: Counter) -> None:
    response = counter.post(
        {"query": "query($k: BodyKind) { bodies(kind: $k) { totalCount } }", "variables": {"k": "\ud800"}},
    )
    assert response.status_code == 400
    assert "errors" in json.loads(response.data.decode())
