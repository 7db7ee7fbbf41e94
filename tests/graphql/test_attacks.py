"""What strangers send to make it fall over is refused for what it is (``proofs/attacks.py`` times it)."""

import pytest
import sqlalchemy as sa
from graphql import DocumentNode

from kyogikai_graphql import cost, limits
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from tests.graphql.attacks import ATTACKS, asked
from tests.graphql.counter import Counter, code
from tests.graphql.scribe import Scribe


@pytest.fixture(scope="module")
def counter(engine: sa.Engine) -> Counter:
    """A council's endpoint."""
    tenant = Tenant(engine, new_id())
    Scribe(tenant).council(name="協議会", audience="public")
    return Counter.of(tenant)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused(counter: Counter, name: str) -> None:
    body, refusal = ATTACKS[name]
    answer = counter.post(body)
    assert code(answer) == refusal
    assert answer.status_code < 500
    assert len(answer.data) < 20_000


def test_the_check_would_see_an_attack_that_passes(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: no limit on aliases, root fields and repeated names, and no cost."""
    body = asked("{ " + " ".join(f"a{n}: __typename" for n in range(31)) + " }")
    assert code(counter.post(body)) == "QUERY_TOO_COMPLEX"
    monkeypatch.setattr(limits, "ALIASES", 1_000)
    monkeypatch.setattr(limits, "ROOT_FIELDS", 1_000)
    assert counter.post(body).status_code == 200

    dear = ATTACKS["pages of pages by variables"][0]
    assert code(counter.post(dear)) == "QUERY_TOO_COMPLEX"
    monkeypatch.setattr(cost, "MOST", 1_000_000)
    assert counter.post(dear).status_code == 200


def test_values_in_a_list_count_too(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    document = "query($t: [String!]) { auditTrail(type: $t) { totalCount } }"
    monkeypatch.setattr(cost, "MOST", 1_000)
    known = {"Authorization": "Bearer known"}
    assert counter.post(asked(document, t=["x"] * 900), **known).status_code == 200
    assert code(counter.post(asked(document, t=["x"] * 1_100), **known)) == "QUERY_TOO_COMPLEX"


@pytest.mark.parametrize("blanks", [0, 15_000])
def test_a_document_is_read_once_in_a_request(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, blanks: int
) -> None:
    """However long it is, and whatever words in it give reason to look into it."""
    read, real = [], limits.read

    def noted(text: str) -> DocumentNode:
        read.append(text)
        return real(text)

    monkeypatch.setattr(limits, "read", noted)
    document = f"# mutation __schema {'x' * blanks}\n{{ read{blanks} }}"
    assert code(counter.post(asked(document))) == "GRAPHQL_VALIDATION_FAILED"
    assert read == [document]
