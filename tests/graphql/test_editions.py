"""Both editions' status codes, one beside the other: what a partner may switch on, and nothing more."""

from typing import Any

import pytest
import sqlalchemy as sa

from kyogikai_graphql.transport import PLAIN_JSON, RESPONSE_JSON
from kyogikai_graphql.transport_editions import EDITIONS
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from tests.graphql.counter import Counter
from tests.graphql.scribe import Scribe

ASKED: dict[str, Any] = {
    "good": {"query": "{ council { name } }"},
    "part": {"query": '{ council { name } node(id: "x") { id } }'},
    "unreadable": {"query": "{"},
    "invalid": {"query": "{ nothing }"},
    "unnamed": {"query": "query A { council { name } } query B { council { name } }"},
    "variable": {
        "query": "query($d: Date) { council(asOf: $d) { name } }",
        "variables": {"d": "2021-02-30"},
    },
    "dear": {"query": "{ " + " ".join(f"a{n}: council {{ name }}" for n in range(31)) + " }"},
    "no query": {},
    "batch": [],
    "no json": b"{",
}
NEW, OLD = "new", "old"
STATUS: dict[str, tuple[int, int, int, int]] = {
    # in 2025 to who takes the new type, the old; in 2026 the same
    "good": (200, 200, 200, 200),
    "part": (200, 200, 294, 200),
    "unreadable": (400, 200, 400, 400),
    "invalid": (400, 200, 422, 422),
    "unnamed": (400, 200, 422, 422),
    "variable": (400, 200, 422, 422),
    "dear": (400, 200, 422, 422),
    "no query": (400, 400, 422, 422),
    "batch": (400, 400, 422, 422),
    "no json": (400, 400, 400, 400),
}


@pytest.fixture(scope="module")
def home(engine: sa.Engine) -> Tenant:
    """One council, for tests that only read."""
    tenant = Tenant(engine, new_id())
    Scribe(tenant).council(name="協議会", audience="public")
    return tenant


@pytest.mark.parametrize("what", ASKED)
def test_each_edition_has_its_status_codes(home: Tenant, what: str) -> None:
    older, newer = (Counter.of(home, edition) for edition in EDITIONS)
    found = [c.post(ASKED[what], a) for c in (older, newer) for a in (RESPONSE_JSON, PLAIN_JSON)]
    assert tuple(r.status_code for r in found) == STATUS[what]
    assert [r.json for r in found[1:]] == [found[0].json] * 3


@pytest.mark.parametrize("what", ASKED)
def test_in_2026_only_what_went_well_is_told_in_the_older_type(home: Tenant, what: str) -> None:
    found = Counter.of(home, "2026").post(ASKED[what], PLAIN_JSON)
    assert found.mimetype == (PLAIN_JSON if found.status_code < 300 else RESPONSE_JSON)


@pytest.mark.parametrize(
    ("accept", "older", "newer"),
    [
        ("", PLAIN_JSON, RESPONSE_JSON),
        ("*/*", PLAIN_JSON, RESPONSE_JSON),
        ("application/*", PLAIN_JSON, RESPONSE_JSON),
        (f"{PLAIN_JSON}, */*", PLAIN_JSON, PLAIN_JSON),
        (f"{RESPONSE_JSON}, {PLAIN_JSON}", RESPONSE_JSON, RESPONSE_JSON),
    ],
)
def test_who_takes_anything_gets_the_type_of_the_edition(
    home: Tenant, accept: str, older: str, newer: str
) -> None:
    for edition, media in (("2025", older), ("2026", newer)):
        assert Counter.of(home, edition).post(accept=accept).mimetype == media


def test_what_is_not_acceptable_or_not_allowed_is_so_in_both(home: Tenant) -> None:
    for edition in EDITIONS:
        counter = Counter.of(home, edition)
        assert counter.post(accept="text/html").status_code == 406
        assert counter.client.put("/graphql").status_code == 405
        assert counter.post(b"x", Content_Type="text/plain").status_code == 415
        assert counter.post(Authorization="Bearer nobody").status_code == 401
