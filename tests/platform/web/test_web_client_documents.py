"""Trusted documents: asked for by their hash, and the only ones that a bound client may ask."""

import re
from typing import Any

import pytest

from kyogikai_graphql.trusted import id_of
from kyogikai_platform.accounts import client_documents
from kyogikai_platform.accounts.client_documents import Register
from kyogikai_platform.accounts.clients import Clients
from kyogikai_platform.installation import Installation
from kyogikai_platform.web.documents import documents
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE, House
from tests.platform.installed import here, master
from tests.platform.web.test_web_clients import made, signed_in
from tests.platform.web.visitor import Page, Visitor

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
GRAPHQL = "application/graphql-response+json"
ASKED = "query Own {\n  municipality { name }\n}\n"
OTHER = "{ viewer { name } }"
ANSWER = {"data": {"municipality": {"name": "A市"}}}


@pytest.fixture(scope="module")
def town(here: Installation) -> House:
    """A municipality of this file's."""
    house = House.opened(here)
    house.people.passphrase(house.people.find(ADMINISTRATOR), ADMINISTRATOR, PASSPHRASE)
    house.account("auditor@example.jp", Role.AUDITOR)
    return house


@pytest.fixture
def administrator(town: House) -> Visitor:
    """Somebody who administers the municipality, signed in."""
    return signed_in(town, ADMINISTRATOR)


def ask(house: House, secret: str = "", **body: Any) -> tuple[int, Any]:
    """What the API answers."""
    shown = {"Authorization": f"Bearer {secret}"} if secret else {}
    headers = {"Host": house.host, "Accept": GRAPHQL} | shown
    answer = Visitor.at(house).client.post("/graphql", json=body, headers=headers)
    return answer.status_code, answer.json


def access(house: House, client: str, secret: str) -> str:
    """A short-lived token for a client's secret."""
    login = (client.rpartition("/")[2], secret)
    given = {"grant_type": "client_credentials"}
    told = Visitor.at(house).client.post("/oauth/token", data=given, auth=login, headers={"Host": house.host})
    return str((told.json or {})["access_token"])


def code(answer: tuple[int, Any]) -> tuple[int, str]:
    """Its status and the code of its first error."""
    return answer[0], answer[1]["errors"][0]["extensions"]["code"]


def registered(visitor: Visitor, client: str, text: str = ASKED) -> str:
    """A document, registered by the form."""
    way = f"{client}/documents/new"
    answer = visitor.fill(way, way, document=text.replace("\n", "\r\n"), current=PASSPHRASE)
    assert answer.headers["Location"].endswith("?done=add"), answer.text
    return id_of(text)


def test_a_document_is_asked_for_by_its_hash(town: House, administrator: Visitor) -> None:
    client, secret = made(administrator)
    assert code(ask(town, secret, documentId=id_of(ASKED))) == (400, "DOCUMENT_NOT_FOUND")
    own = registered(administrator, client)
    status, found = ask(town, secret, documentId=own)
    assert (status, found) == ask(town, secret, query=ASKED)
    assert found["data"]["municipality"]
    link = {"Host": town.host, "Accept": GRAPHQL, "Authorization": f"Bearer {secret}"}
    assert Visitor.at(town).client.get(f"/graphql?documentId={own}", headers=link).json == found
    assert own in administrator.get(f"{client}/documents").text
    another, other_secret = made(administrator)
    assert code(ask(town, other_secret, documentId=own)) == (400, "DOCUMENT_NOT_FOUND"), "of another client"
    assert code(ask(town, documentId=own)) == (400, "DOCUMENT_NOT_FOUND")
    gone = administrator.fill(f"{client}/documents", f"{client}/documents/remove", digest=own)
    assert gone.status_code == 303
    assert code(ask(town, secret, documentId=own)) == (400, "DOCUMENT_NOT_FOUND")
    assert "まだ登録されていません" in administrator.get(f"{another}/documents").text


def test_a_bound_client_asks_nothing_else_from_the_next_request_on(
    town: House, administrator: Visitor
) -> None:
    client, secret = made(administrator, scopes="council:read")
    own, page = registered(administrator, client), f"{client}/documents"
    assert ask(town, secret, query=OTHER)[0] == 200, "it is kept as one that may ask anything"
    assert administrator.fill(page, f"{page}/bind").status_code == 303
    assert code(ask(town, secret, query=OTHER)) == (400, "DOCUMENT_NOT_TRUSTED")
    assert code(ask(town, secret, query=OTHER)) == (400, "DOCUMENT_NOT_TRUSTED")
    assert code(ask(town, secret, documentId=documents()["frame"].id)) == (400, "DOCUMENT_NOT_TRUSTED")
    assert code(ask(town, secret, query=f"{ASKED} ")) == (400, "DOCUMENT_NOT_TRUSTED")
    assert code(ask(town, secret, query="{ __schema { types { name } } }"))[1] == "DOCUMENT_NOT_TRUSTED"
    for sent in ({"documentId": own}, {"query": ASKED}):
        assert ask(town, secret, **sent)[0] == 200
    short = access(town, client, secret)
    assert code(ask(town, short, query=OTHER)) == (400, "DOCUMENT_NOT_TRUSTED")
    assert ask(town, short, documentId=own)[0] == 200
    assert "登録した文書だけに限定中" in administrator.get(page).text
    wrong = administrator.fill(page, f"{page}/unbind", current="not this passphrase")
    assert wrong.status_code == 401
    assert code(ask(town, secret, query=OTHER)) == (400, "DOCUMENT_NOT_TRUSTED")
    assert administrator.fill(page, f"{page}/unbind", current=PASSPHRASE).status_code == 303
    assert ask(town, secret, query=OTHER)[0] == 200


def test_a_mutation_of_a_bound_client_is_one_that_was_registered(town: House, administrator: Visitor) -> None:
    client, secret = made(administrator, scopes="meetings:write")
    given = '{meetingId: "x", effective: {value: "2024"}}'
    change = f"mutation {{ cancelMeeting(input: {given}) {{ userErrors {{ rule }} }} }}"
    assert ask(town, secret, query=change)[0] == 200
    assert administrator.fill(f"{client}/documents", f"{client}/documents/bind").status_code == 303
    refused = ask(town, secret, query=change)[1]["data"]["cancelMeeting"]["userErrors"]
    assert [error["rule"] for error in refused] == ["RightsMoved"], "it was kept as one that may ask anything"
    assert code(ask(town, secret, query=change)) == (400, "DOCUMENT_NOT_TRUSTED")
    own = registered(administrator, client, change)
    assert ask(town, secret, documentId=own)[0] == 200
    link = {"Host": town.host, "Accept": GRAPHQL, "Authorization": f"Bearer {secret}"}
    assert Visitor.at(town).client.get(f"/graphql?documentId={own}", headers=link).status_code == 405


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "文書を入力してください"), ("{ nothing }", "nothing"), ("{", "Syntax Error"),
        ("{ " + "bodies { totalCount } " * 21 + "}", "Too many"),
    ],
)  # fmt: skip
def test_only_what_would_be_answered_is_registered(administrator: Visitor, text: str, told: str) -> None:
    client, _ = made(administrator)
    way = f"{client}/documents/new"
    answer = administrator.fill(way, way, document=text, current=PASSPHRASE)
    assert answer.status_code == 400
    assert told in answer.text
    assert f"<code>{text}" not in administrator.get(f"{client}/documents").text or not text


def test_so_many_and_no_more_and_none_of_a_client_that_was_revoked(
    town: House, administrator: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_documents, "MOST", 3)
    page, secret = made(administrator)
    clients = Clients(town.tenant, town.people.find(ADMINISTRATOR))
    client = next(row.client.id for row in clients.all() if str(row.client.id) == page.rpartition("/")[2])
    for number in range(3):
        Register(clients).add(client, f"{{ a{number}: __typename }}")
    assert Register(clients).add(client, "{ a0: __typename }") == id_of("{ a0: __typename }"), "it is there"
    way = f"{page}/documents/new"
    answer = administrator.fill(way, way, document=ASKED, current=PASSPHRASE)
    assert answer.status_code == 400
    assert administrator.fill(page, f"{page}/revoke", reason="終わり").status_code == 303
    rows = "SELECT count(*) FROM client_document WHERE client_id = :c"
    assert town.book.one(rows, c=client) == 0
    assert ask(town, secret, documentId=id_of("{ a0: __typename }"))[0] == 401


def test_who_reads_and_who_acts_and_what_is_on_record(town: House, administrator: Visitor) -> None:
    client, _ = made(administrator)
    own, auditor = registered(administrator, client), signed_in(town, "auditor@example.jp")
    shown = auditor.get(f"{client}/documents")
    assert own in shown.text
    assert "<form" not in shown.text.partition("<main")[2].partition("</main>")[0]
    assert auditor.get(f"{client}/documents/new").status_code == 404
    for act in ("bind", "unbind", "remove", "nothing"):
        assert auditor.fill("/help", f"{client}/documents/{act}").status_code == 404
    assert administrator.fill(f"{client}/documents", f"{client}/documents/nothing").status_code == 404
    administrator.fill(f"{client}/documents", f"{client}/documents/bind")
    newest = "WHERE topic LIKE 'api_client.%' ORDER BY position DESC LIMIT 2"
    rows = town.book.query(f"SELECT topic FROM audit_entry {newest}")  # noqa: S608 - our own words
    assert [row["topic"] for row in rows] == ["api_client.bound", "api_client.document_registered"]


def test_what_our_own_pages_ask_may_be_asked_by_its_hash(town: House) -> None:
    assert len(documents()) > 40
    for own in documents().values():
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", own.id)
        assert id_of(own.text) == own.id
    frame = documents()["frame"]
    told = ask(town, documentId=frame.id)
    assert told == ask(town, query=frame.text)
    assert told[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        {"documentId": id_of(ASKED), "query": ASKED}, {"documentId": id_of(ASKED), "query": ""},
        {"documentId": 1}, {"documentId": ""}, {"documentId": "x"},
        {"documentId": id_of(ASKED).upper()}, {"documentId": f"{id_of(ASKED)}0"}, {"documentId": None},
    ],
)  # fmt: skip
def test_a_document_is_named_in_one_way(town: House, body: dict[str, Any]) -> None:
    assert code(ask(town, **body)) == (400, "BAD_REQUEST")


def test_a_page_of_a_client_leads_there(administrator: Visitor) -> None:
    client, _ = made(administrator)
    assert f"{client}/documents" in Page.of(administrator.get(client)).links
