"""Mutations through the real door: who signed in records as who they are, and no longer than that."""

from typing import Any
from uuid import UUID

import pytest

from kyogikai_graphql import ids
from kyogikai_tenants.council.members import MemberAppointed, OfficerElected
from kyogikai_tenants.council.parties import PersonRegistered
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, Browser, House, code

ACTORS = "entries { actor { id name role kind } }"
ERRORS = "userErrors { code rule field mayAllow }"
DAY = '{kind: FROM, value: "2025-06-01"}'


def sent(browser: Browser, mutation: str, given: str, secret: str = "", shown: str = "") -> Any:
    """The payload of a mutation."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    answer: Any = browser.ask(document(mutation, given, shown), **headers).json
    assert "errors" not in answer, answer
    return answer["data"][mutation]


def document(mutation: str, given: str, shown: str = "") -> str:
    return f"mutation {{ {mutation}(input: {{{given}}}) {{ {shown} {ACTORS} {ERRORS} }} }}"


def renaming(body: UUID, name: str = "乙") -> str:
    return f'bodyId: "{ids.encode("Body", body)}", name: "{name}", effective: {DAY}'


def meeting(body: UUID) -> str:
    when = 'date: {value: "2025-06-01"}, effective: {value: "2025-05-01"}'
    return f'bodies: [{{bodyId: "{ids.encode("Body", body)}"}}], {when}'


@pytest.fixture
def body(own_house: House) -> UUID:
    """A public body."""
    book = own_house.book
    return book.body(book.council(audience="public"), name="甲", audience="public")


def head(house: House) -> int:
    return house.book.head()


def test_who_signed_in_records_as_themselves(own_house: House, body: UUID) -> None:
    user = own_house.account("office@example.jp", Role.SECRETARIAT)
    browser = own_house.browser()
    browser.sign_in("office@example.jp")
    told = sent(browser, "renameBody", renaming(body), shown="body { name }")
    assert told["body"] == {"name": "乙"}
    assert told["entries"][0]["actor"] == {
        "id": ids.encode(ids.ACTOR, str(user)), "name": "office さん", "role": "SECRETARIAT", "kind": "user",
    }  # fmt: skip


def test_a_link_changes_nothing(own_house: House, body: UUID) -> None:
    own_house.account("office@example.jp", Role.SECRETARIAT)
    browser = own_house.browser()
    browser.sign_in("office@example.jp")
    before = head(own_house)
    query = document("renameBody", renaming(body))
    answer = browser.client.get("/graphql", query_string={"query": query}, headers={"Host": own_house.host})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert head(own_house) == before


def test_another_sites_page_changes_nothing(own_house: House, body: UUID) -> None:
    own_house.account("office@example.jp", Role.SECRETARIAT)
    browser = own_house.browser()
    browser.sign_in("office@example.jp")
    before = head(own_house)
    answer = browser.ask(document("renameBody", renaming(body)), Sec_Fetch_Site="cross-site")
    assert answer.status_code == 403
    assert head(own_house) == before


def test_the_public_is_told_who_may(own_house: House, body: UUID) -> None:
    (error,) = sent(own_house.browser(), "renameBody", renaming(body))["userErrors"]
    assert (error["code"], error["mayAllow"]) == ("FORBIDDEN", ["TENANT_ADMINISTRATOR", "SECRETARIAT"])


def test_a_client_schedules_within_its_scope(own_house: House, body: UUID) -> None:
    browser = own_house.browser()
    writer, reader = own_house.client("meetings:write", "published:read"), own_house.client("published:read")
    told = sent(browser, "scheduleMeeting", meeting(body), writer)
    assert told["entries"][0]["actor"]["kind"] == "client"
    assert sent(browser, "scheduleMeeting", meeting(body), reader)["userErrors"][0]["code"] == "SCOPE_MISSING"
    assert sent(browser, "renameBody", renaming(body), writer)["userErrors"][0]["code"] == "READ_ONLY_ROLE"


def test_a_chair_schedules_for_as_long_as_the_office_lasts(own_house: House, body: UUID) -> None:
    book = own_house.book
    person = book.say(PersonRegistered, None, "undated", name="架空 花子", audience="public").record_id
    given: dict[str, Any] = {"body_id": body, "person_id": person, "audience": "public"}
    member = book.say(MemberAppointed, None, "from 2024-04-01", **given).record_id
    book.say(OfficerElected, member, "at 2024-05-01", office="部会長")
    own_house.account("chair@example.jp", person=person)
    browser = own_house.browser()
    browser.sign_in("chair@example.jp")
    assert sent(browser, "scheduleMeeting", meeting(body))["entries"][0]["actor"]["role"] == "CHAIR"
    book.annul(member, 2)
    assert sent(browser, "scheduleMeeting", meeting(body))["userErrors"][0]["code"] == "READ_ONLY_ROLE"


def test_a_role_taken_away_records_nothing_from_the_next_request_on(own_house: House, body: UUID) -> None:
    user = own_house.account("office@example.jp", Role.SECRETARIAT)
    browser = own_house.browser()
    browser.sign_in("office@example.jp")
    sent(browser, "renameBody", renaming(body))
    administrator, secret = own_house.browser(), "みほんの管理者のとても長い合言葉"
    own_house.people.passphrase(own_house.people.find(ADMINISTRATOR), ADMINISTRATOR, secret)
    administrator.sign_in(ADMINISTRATOR, secret)
    day = f'effective: {{kind: FROM, value: "{today()}"}}'
    given = f'userId: "{ids.encode(ids.ACTOR, str(user))}", role: SECRETARIAT, {day}'
    told = sent(administrator, "revokeRole", given, shown="userId")
    assert (told["userErrors"], told["userId"]) == ([], ids.encode(ids.ACTOR, str(user)))
    assert sent(browser, "renameBody", renaming(body, "丙"))["userErrors"][0]["code"] == "READ_ONLY_ROLE"


def test_who_signed_out_is_nobody(own_house: House, body: UUID) -> None:
    own_house.account("office@example.jp", Role.SECRETARIAT)
    browser = own_house.browser()
    browser.sign_in("office@example.jp")
    cookie = browser.client.get_cookie("kyogikai", domain=own_house.host)
    assert cookie is not None
    browser.send("POST", "/sign-out", Sec_Fetch_Site="same-origin")
    browser.client.set_cookie("kyogikai", cookie.value, domain=own_house.host)
    answer = browser.ask(document("renameBody", renaming(body)))
    assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")
