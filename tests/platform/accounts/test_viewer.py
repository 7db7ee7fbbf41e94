"""Who one is to the API: the viewer, the names in the trail, and what a client's scopes let it follow."""

from typing import Any
from uuid import UUID

import pytest

from kyogikai_graphql import ids, permitting
from kyogikai_tenants.council.members import MemberAppointed, OfficerElected
from kyogikai_tenants.council.parties import PersonRegistered
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import Browser, House, code

VIEWER = "{ viewer { id name roles { role body { name } from to } municipality { name } } }"
CHANGES = "{ changes(first: 1) { cursor } }"
TRAIL = '{ auditTrail(type: ["body.created"]) { nodes { actor { id name } } } }'


def data(browser: Browser, query: str, secret: str = "") -> Any:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    answer: Any = browser.ask(query, **headers).json
    assert "errors" not in answer, answer
    return answer["data"]


def chaired(house: House) -> tuple[UUID, UUID]:
    """A public body, and the person who heads it."""
    book = house.book
    body = book.body(book.council(audience="public"), name="就労部会", audience="public")
    person = book.say(PersonRegistered, None, "undated", name="架空 花子", audience="public").record_id
    given: dict[str, Any] = {"body_id": body, "person_id": person, "audience": "public"}
    member = book.say(MemberAppointed, None, "from 2024-04-01", **given).record_id
    book.say(OfficerElected, member, "at 2024-05-01", office="部会長")
    return body, person


def test_the_public_is_nobody(house: House) -> None:
    assert data(house.browser(), VIEWER) == {"viewer": None}


def test_a_chair_sees_in_which_body_and_since_when(own_house: House) -> None:
    _, person = chaired(own_house)
    user = own_house.account("chair@example.jp", Role.VIEWER, person=person)
    browser = own_house.browser()
    browser.sign_in("chair@example.jp")
    body = {"name": "就労部会"}
    assert data(browser, VIEWER)["viewer"] == {
        "id": ids.encode(ids.ACTOR, str(user)),
        "name": "chair さん",
        "roles": [
            {"role": "CHAIR", "body": body, "from": "2024-05-01", "to": None},
            {"role": "MEMBER", "body": body, "from": "2024-05-01", "to": None},
            {"role": "VIEWER", "body": None, "from": today().isoformat(), "to": None},
        ],
        "municipality": {"name": "架空市"},
    }


def test_a_client_is_one_and_follows_changes_by_its_scope(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows, reads = house.client("changes:read"), house.client("council:read")
    browser = house.browser()
    found = data(browser, VIEWER, reads)["viewer"]
    assert (found["name"], [r["role"] for r in found["roles"]]) == ("県の集計", ["API_CLIENT"])
    assert data(browser, CHANGES, follows)["changes"]["cursor"]
    assert data(browser, CHANGES, house.client("published:read"))["changes"]["cursor"]
    assert data(browser, CHANGES)["changes"]["cursor"]
    assert code(browser.ask(CHANGES, Authorization=f"Bearer {reads}")) == "FORBIDDEN"
    monkeypatch.setattr(permitting, "may_read", lambda *_: None)
    assert data(browser, CHANGES, reads)["changes"]["cursor"]


def test_the_trail_calls_accounts_by_their_names(own_house: House) -> None:
    user = own_house.account("clerk@example.jp", Role.SECRETARIAT)
    browser = own_house.browser()
    browser.sign_in("clerk@example.jp")
    given = {"name": "協議会", "standing": "STATUTORY", "effective": {"kind": "FROM", "value": "2010"}}
    query = (
        "mutation($i: EstablishCouncilInput!) { establishCouncil(input: $i) "
        "{ council { id } userErrors { code } } }"
    )
    answer: Any = browser.send(
        "POST", "/graphql", {"query": query, "variables": {"i": given}}, Sec_Fetch_Site="same-origin"
    ).json
    assert answer["data"]["establishCouncil"]["userErrors"] == []
    trail = data(browser, TRAIL.replace("body.created", "council.established"))["auditTrail"]["nodes"]
    assert trail == [{"actor": {"id": ids.encode(ids.ACTOR, str(user)), "name": "clerk さん"}}]


def test_a_role_taken_away_changes_nothing_more(own_house: House) -> None:
    user = own_house.account("gone@example.jp", Role.SECRETARIAT)
    browser = own_house.browser()
    browser.sign_in("gone@example.jp")
    query = (
        'mutation { establishCouncil(input: {name: "協議会", standing: STATUTORY, '
        'effective: {kind: FROM, value: "2010"}}) { council { id } userErrors { code rule mayAllow } } }'
    )
    assert data(browser, "{ __typename }")
    own_house.people.revoke(user, Role.SECRETARIAT)
    refused = data(browser, query)["establishCouncil"]
    assert refused["council"] is None
    assert [e["code"] for e in refused["userErrors"]] == ["READ_ONLY_ROLE"]
    assert own_house.book.query("SELECT 1 FROM council") == []
