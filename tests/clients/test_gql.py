"""A partner in Python asks with gql: the schema, questions, pages, mutations, and what goes wrong."""

from typing import Any

import pytest
from gql import Client, GraphQLRequest
from gql.dsl import DSLQuery, DSLSchema, dsl_gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport
from graphql import GraphQLError, GraphQLSchema, build_schema, lexicographic_sort_schema, print_schema

from kyogikai_graphql.schema import printed_with_texts
from tests.clients.conftest import Desk

pytestmark = pytest.mark.check

SECONDS = 10
NOWHERE = "http://127.0.0.1:1/graphql"
"""Where nobody listens."""
PAGE = """query ($year: Int, $after: String, $size: Int = 25) {
  meetings(fiscalYear: $year, first: $size, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id title fiscalYear } } }"""
BODIES = "{ bodies(first: 100) { nodes { id name } } }"
RENAME = """mutation ($input: RenameBodyInput!) { renameBody(input: $input) {
  body { id name } entries { id sentence } userErrors { code field rule mayAllow message(lang: EN) } } }"""
DEAR = "{ bodies(first: 100) { nodes { meetings(first: 95) { nodes { title } } } } }"


def client(desk: Desk, token: str = "", schema: GraphQLSchema | None = None, **headers: str) -> Client:
    """Somebody who asks; with a schema what they ask is judged before it is sent."""
    shown = {"Authorization": f"Bearer {token}"} if token else {}
    own = {"Host": f"{desk.label}.localhost:{desk.port}"} | shown | headers
    url = f"http://127.0.0.1:{desk.port}/graphql"
    return Client(transport=RequestsHTTPTransport(url, headers=own, timeout=SECONDS), schema=schema)


def ask(by: Client, document: str, /, **variables: Any) -> Any:
    """The data; a problem is raised."""
    return by.execute(GraphQLRequest(document, variable_values=variables or None))


def problem(by: Client, document: str = BODIES) -> Any:
    """The code of the one thing that went wrong."""
    with pytest.raises(TransportQueryError) as told:
        ask(by, document)
    ((error),) = told.value.errors or []
    return error["extensions"]["code"]


@pytest.fixture(scope="module")
def known(desk: Desk) -> Client:
    """A program, which fetched the schema."""
    with client(desk, desk.program) as session:
        session.fetch_schema()
        return client(desk, desk.program, session.client.schema)


@pytest.fixture
def office(desk: Desk) -> Client:
    """The secretariat, from its own page."""
    return client(desk, Cookie=desk.office, Origin=desk.origin)


def test_a_token_fetches_the_schema_that_is_published(known: Client) -> None:
    assert known.schema
    published = build_schema(printed_with_texts())
    assert print_schema(lexicographic_sort_schema(known.schema)) == print_schema(
        lexicographic_sort_schema(published)
    )


def test_the_public_is_not_told_the_schema(desk: Desk) -> None:
    with client(desk) as session, pytest.raises(TransportQueryError, match="INTROSPECTION_CLOSED"):
        session.fetch_schema()


def test_a_misspelt_question_is_never_sent(known: Client) -> None:
    here = Client(transport=RequestsHTTPTransport(NOWHERE), schema=known.schema)
    with pytest.raises(GraphQLError, match="titel"):
        ask(here, "{ meetings { nodes { titel } } }")


def test_a_question_is_built_out_of_the_schema(known: Client) -> None:
    assert known.schema
    made = DSLSchema(known.schema)
    page = made.Query.meetings(fiscalYear=2024, state="HELD").select(made.MeetingConnection.totalCount)
    assert known.execute(dsl_gql(DSLQuery(page)))["meetings"]["totalCount"] > 0


def test_variables_reach_the_question(known: Client) -> None:
    found = ask(known, PAGE, year=2024)["meetings"]["nodes"]
    assert {m["fiscalYear"] for m in found} == {2024}


def test_pages_walked_to_the_end_are_everything_once(known: Client) -> None:
    seen, after = list[str](), None
    while True:
        page = ask(known, PAGE, after=after)["meetings"]
        seen += [m["id"] for m in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert len(seen) == len(set(seen)) == page["totalCount"] > 100


def test_a_program_sees_more_than_the_public(desk: Desk, known: Client) -> None:
    count = "{ meetings { totalCount } }"
    public = ask(client(desk), count)["meetings"]["totalCount"]
    assert 0 < public < ask(known, count)["meetings"]["totalCount"]


def test_a_mutation_that_is_repeated_under_its_key_happened_once(office: Client) -> None:
    body = ask(office, BODIES)["bodies"]["nodes"][0]
    given = {
        "bodyId": body["id"],
        "name": f"{body['name']}（新）",
        "effective": {"value": "2026-11-01"},
        "idempotencyKey": "gql-renames-a-body-once",
    }
    first, again = (ask(office, RENAME, input=given)["renameBody"] for _ in range(2))
    assert (first["userErrors"], first["body"]["name"]) == ([], given["name"])
    assert again == first
    other = ask(office, RENAME, input=given | {"name": "別の名称"})["renameBody"]
    assert [e["code"] for e in other["userErrors"]] == ["KEY_REUSED"]


def test_what_a_rule_refuses_says_the_field_the_rule_and_who_may_allow_it(known: Client) -> None:
    body = ask(known, BODIES)["bodies"]["nodes"][0]["id"]
    given = {"bodyId": body, "name": "別の名称", "effective": {"value": "2026-11-01"}}
    refused = ask(known, RENAME, input=given)["renameBody"]
    (error,) = refused["userErrors"]
    assert (refused["body"], refused["entries"]) == (None, [])
    assert (error["code"], error["rule"]) == ("READ_ONLY_ROLE", "ReadOnlyRole")
    assert error["mayAllow"] == ["SECRETARIAT", "TENANT_ADMINISTRATOR"]


def test_whoever_spent_the_points_of_the_hour_waits(desk: Desk) -> None:
    greedy = client(desk, desk.greedy)
    for _ in range(20):
        try:
            ask(greedy, DEAR)
        except TransportQueryError:
            break
    assert problem(greedy, DEAR) == "RATE_LIMITED"
    transport = greedy.transport
    assert isinstance(transport, RequestsHTTPTransport)
    headers = dict(transport.response_headers or {})
    assert int(headers["retry-after"]) > 0
    assert int(headers["x-ratelimit-remaining"]) < int(headers["x-ratelimit-limit"])


def test_a_token_that_is_none_is_told_so(desk: Desk) -> None:
    assert problem(client(desk, "kyo_none")) == "UNAUTHENTICATED"


def test_a_session_is_no_good_from_another_page(desk: Desk) -> None:
    stray = client(desk, Cookie=desk.office, Origin="http://elsewhere.localhost")
    assert problem(stray) == "CROSS_SITE"


def test_a_host_that_is_nobodys_is_told_so(desk: Desk) -> None:
    assert problem(client(desk, Host="nobody.localhost")) == "UNKNOWN_MUNICIPALITY"


def test_a_mutation_with_a_misspelt_input_names_it(office: Client) -> None:
    with pytest.raises(TransportQueryError, match="BAD_USER_INPUT"):
        ask(office, RENAME, input={"bodyId": "x"})
