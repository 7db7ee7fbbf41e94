"""Whatever schemathesis makes of the schema, the running product answers it without a fault of its own."""

import http.client
import json
from typing import Any

import pytest
import requests

from tests.dose import DOSE
from tests.transport.anything import SECONDS, Asked, ask_anything
from tests.transport.conftest import Place

pytestmark = pytest.mark.check

CASES = 100 * DOSE
"""A small dose; ``tests/proofs/anything.py`` asks 10 000."""


def test_no_question_brings_a_fault_to_light(place: Place) -> None:
    with requests.Session() as session:

        def ask(question: str) -> requests.Response:
            headers = {"Host": f"{place.host}:{place.port}"}
            url = f"http://127.0.0.1:{place.port}/graphql"
            return session.post(url, json={"query": question}, headers=headers, timeout=SECONDS)

        found = ask_anything(ask, CASES)
    assert found.faults == []
    assert sum(found.statuses.values()) >= CASES
    assert found.codes["none"] > CASES / 10


def test_a_fault_would_be_noted() -> None:
    """Planted: an answer of 500, and one that hides its fault in 200."""
    found = Asked()
    for status in (500, 200):
        response = requests.Response()
        response.status_code = status
        told: dict[str, Any] = {"errors": [{"extensions": {"code": "INTERNAL_ERROR"}}]}
        response._content = json.dumps(told).encode()  # noqa: SLF001 - as a server would have sent it
        found.note("{ a }", response)
    assert len(found.faults) == 2


def test_a_body_as_large_as_may_be_is_read_whole(place: Place) -> None:
    question = json.dumps({"query": "{ council { name } }"}).encode()
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=SECONDS)
    headers = {"Host": f"{place.host}:{place.port}", "Content-Type": "application/json"}
    connection.request("POST", "/graphql", question + b" " * (100_000 - len(question)), headers)
    answer = connection.getresponse()
    assert (answer.status, b"council" in answer.read()) == (200, True)
    connection.close()
