"""API clients and webhooks: an administrator's to make, an auditor's to read, for others not there."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kyogikai_graphql.changes import mark
from kyogikai_graphql.schema import PRINTED
from kyogikai_platform.installation import Installation
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE, House
from tests.platform.web.visitor import Page, Visitor

pytestmark = pytest.mark.check
NEW = {"name": "県の集計", "scopes": "changes:read", "days": "90", "current": PASSPHRASE}
URL = "https://partner.example.jp/hook?key=s"


@pytest.fixture(scope="module")
def town(here: Installation) -> Iterator[House]:
    """A municipality of this file's, whose webhooks may lead to this machine."""
    allowed = replace(here, settings=replace(here.settings, webhook_loopback=True))
    house = House.opened(allowed)
    house.people.passphrase(house.people.find(ADMINISTRATOR), ADMINISTRATOR, PASSPHRASE)
    house.account("auditor@example.jp", Role.AUDITOR)
    house.account("office@example.jp", Role.SECRETARIAT)
    yield house
    allowed.close()


@pytest.fixture
def administrator(town: House) -> Visitor:
    """Somebody who administers the municipality, signed in."""
    return signed_in(town, ADMINISTRATOR)


def signed_in(house: House, email: str) -> Visitor:
    visitor = Visitor.at(house)
    assert visitor.sign_in(email).status_code == 303
    return visitor


def made(visitor: Visitor, **other: str) -> tuple[str, str]:
    """The page of a new client, and its secret."""
    answer = visitor.fill("/clients/new", "/clients/new", **(NEW | other))
    assert answer.status_code == 200, answer.text
    (page,) = {link for link in Page.of(answer).links if re.fullmatch(r"/clients/[0-9a-f-]{36}", link)}
    return page, re.findall(r"kyo_[\w-]{43}", answer.text)[0]


def hooked(visitor: Visitor, client: str, **other: str) -> tuple[str, str]:
    """The page of a new webhook, and its secret."""
    given = {"url": URL, "current": PASSPHRASE} | other
    answer = visitor.fill(f"{client}/webhooks/new", f"{client}/webhooks/new", **given)
    assert answer.status_code == 200, answer.text
    (page,) = {link for link in Page.of(answer).links if re.fullmatch(r"/clients/.{36}/webhooks/.{36}", link)}
    return page, re.findall(r"whsec_[\w+/=]{44}", answer.text)[0]


def asks(house: House, secret: str) -> int:
    headers = {"Host": house.host, "Authorization": f"Bearer {secret}"}
    return (
        Visitor.at(house)
        .client.post("/graphql", json={"query": "{ viewer { id } }"}, headers=headers)
        .status_code
    )


def test_who_may_read_and_who_may_act(town: House, administrator: Visitor) -> None:
    client, _ = made(administrator)
    hook, secret = hooked(administrator, client)
    auditor, office = signed_in(town, "auditor@example.jp"), signed_in(town, "office@example.jp")
    reading = ("/clients", client, hook)
    acting = ("/clients/new", f"{client}/roll", f"{client}/webhooks/new", f"{hook}/roll")
    for path in reading:
        assert [v.get(path).status_code for v in (administrator, auditor, office)] == [200, 200, 404]
        assert Visitor.at(town).get(path).status_code == 303
        assert secret not in administrator.get(path).text
        main = auditor.get(path).text.partition("<main")[2].partition("</main>")[0]
        assert "<form" not in main
    for path in acting:
        assert [v.get(path).status_code for v in (administrator, auditor, office)] == [200, 404, 404]
    before = town.book.head()
    posts = (
        *acting,
        f"{client}/revoke",
        f"{client}/secret",
        f"{hook}/replay",
        f"{hook}/off",
        f"{hook}/remove",
    )
    for path in posts:
        for visitor in (auditor, office):
            assert visitor.fill("/help", path, **NEW, reason="x").status_code == 404
        assert administrator.send(path, NEW).status_code == 403, "a form of another page"
    assert town.book.head() == before


def test_a_secret_is_shown_once_and_rolled_with_an_overlap(town: House, administrator: Visitor) -> None:
    client, first = made(administrator, days="30")
    assert first not in administrator.get(client).text
    assert first[:8] in administrator.get(client).text
    assert asks(town, first) == 200
    given = {"days": "90", "current": PASSPHRASE}
    rolled = administrator.fill(f"{client}/roll", f"{client}/roll", overlap="hour", **given)
    second = re.findall(r"kyo_[\w-]{43}", rolled.text)[0]
    assert [asks(town, one) for one in (first, second)] == [200, 200]
    left = "SELECT max(expires_at) < now() + interval '61 minutes' FROM api_token WHERE prefix = :p"
    assert town.book.one(left, p=first[:8])
    rolled = administrator.fill(f"{client}/roll", f"{client}/roll", overlap="none", **given)
    third = re.findall(r"kyo_[\w-]{43}", rolled.text)[0]
    assert [asks(town, one) for one in (first, second, third)] == [401, 401, 200]
    ended = administrator.fill(client, f"{client}/secret", prefix=third[:8], reason="漏えいのおそれ")
    assert ended.headers["Location"].endswith(f"{client}?done=secret")
    assert asks(town, third) == 401
    trail = town.book.query("SELECT topic FROM audit_entry WHERE topic LIKE 'api_client.%' ORDER BY position")
    assert [row["topic"] for row in trail][-5:] == [
        "api_client.registered", "api_client.secret_made", "api_client.secret_made", "api_client.secret_made",
        "api_client.secret_revoked",
    ]  # fmt: skip


def test_a_revoked_client_asks_nothing_and_is_told_nothing(town: House, administrator: Visitor) -> None:
    client, secret = made(administrator)
    hook, _ = hooked(administrator, client)
    nothing = administrator.fill(client, f"{client}/revoke", reason=" ")
    assert (nothing.status_code, asks(town, secret)) == (400, 200)
    done = administrator.fill(client, f"{client}/revoke", reason="契約の終了")
    assert done.status_code == 303
    assert "失効させました" in administrator.get(done.headers["Location"]).text
    assert asks(town, secret) == 401
    assert administrator.get(client).status_code == 200
    assert administrator.get(hook).status_code == 404
    assert administrator.get(f"{client}/roll").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 61), ("name", "a\x00b"), ("scopes", ""), ("scopes", "root"),
     ("days", "9999"), ("days", ""), ("current", ""), ("current", "ちがう合言葉です、たぶん")],
)  # fmt: skip
def test_a_wrong_form_registers_nothing_and_says_why(
    town: House, administrator: Visitor, field: str, value: str
) -> None:
    before = town.book.head()
    answer = administrator.fill("/clients/new", "/clients/new", **(NEW | {field: value}))
    assert answer.status_code in {400, 401}
    assert f'href="#{field}"' in answer.text
    assert "kyo_" not in answer.text
    assert town.book.head() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [("url", ""), ("url", "ftp://example.jp/"), ("url", "https://u:p@example.jp/"),
     ("url", "https://10.0.0.1/"), ("url", "https://0xa.1/"), ("url", "https://[::ffff:169.254.169.254]/"),
     ("url", "javascript:alert(1)"), ("url", "https://" + "x" * 500), ("kinds", "Case"),
     ("after", "nonsense"), ("current", "")],
)  # fmt: skip
def test_a_wrong_webhook_is_not_set_and_it_is_said_why(
    town: House, administrator: Visitor, field: str, value: str
) -> None:
    client, _ = made(administrator)
    given: dict[str, Any] = {"url": URL, "current": PASSPHRASE} | {field: value}
    before = town.book.head()
    answer = administrator.fill(f"{client}/webhooks/new", f"{client}/webhooks/new", **given)
    assert answer.status_code in {400, 401}
    assert f'href="#{field}"' in answer.text
    assert town.book.head() == before


def test_a_client_that_follows_nothing_has_no_webhook(administrator: Visitor) -> None:
    client, _ = made(administrator, scopes="council:read")
    path = f"{client}/webhooks/new"
    answer = administrator.fill(path, path, url=URL, current=PASSPHRASE)
    assert answer.status_code == 400
    assert "changes:read か published:read" in answer.text


def test_a_webhook_is_rolled_replayed_switched_and_removed(town: House, administrator: Visitor) -> None:
    client, _ = made(administrator)
    hook, first = hooked(administrator, client, kinds="Body", after="beginning")
    page = administrator.get(hook).text
    assert "partner.example.jp" in page
    assert first not in page
    rolled = administrator.fill(f"{hook}/roll", f"{hook}/roll", overlap="day", current=PASSPHRASE)
    assert re.findall(r"whsec_[\w+/=]{44}", rolled.text)[0] != first
    assert "前の秘密でも署名" in administrator.get(hook).text
    assert administrator.fill(hook, f"{hook}/replay", after="nonsense").status_code == 400
    again = administrator.fill(hook, f"{hook}/replay", after=mark(1))
    assert "送り直しを始めました" in administrator.get(again.headers["Location"]).text
    off = administrator.fill(hook, f"{hook}/off")
    assert "管理者が停止しました" in administrator.get(off.headers["Location"]).text
    administrator.fill(hook, f"{hook}/on")
    assert "停止中" not in administrator.get(hook).text
    gone = administrator.fill(hook, f"{hook}/remove")
    assert gone.headers["Location"].endswith("done=hook-removed")
    assert administrator.get(hook).status_code == 404
    said = town.book.query("SELECT topic FROM audit_entry WHERE topic LIKE '%webhook%' ORDER BY position")
    assert [row["topic"] for row in said][-3:] == [
        "api_client.webhook_set", "api_client.webhook_set", "api_client.webhook_removed"
    ]  # fmt: skip
    stored = town.book.query("SELECT to_json(events)::text AS t FROM events WHERE topic LIKE '%webhook%'")
    assert stored
    assert not any("key=s" in row["t"] for row in stored), "an address may hold a secret"


def test_a_client_sees_and_replays_its_own_webhooks_alone(town: House, administrator: Visitor) -> None:
    client, secret = made(administrator)
    hook, _ = hooked(administrator, client)
    other, _ = hooked(administrator, made(administrator)[0])

    def ask(method: str, path: str, given: Any = None, shown: str = secret) -> Any:
        headers = {"Host": town.host, "Authorization": f"Bearer {shown}"}
        return administrator.client.open(path, method=method, json=given, headers=headers)

    mine = hook.rpartition("/")[2]
    assert [one["id"] for one in ask("GET", "/webhooks").json["webhooks"]] == [mine]
    assert ask("POST", f"/webhooks/{mine}/replay", {"after": mark(0)}).status_code == 202
    assert ask("POST", f"/webhooks/{mine}/replay", {"after": "x"}).status_code == 400
    assert ask("POST", f"/webhooks/{mine}/replay", {"before": "x"}).status_code == 400
    assert ask("POST", f"/webhooks/{other.rpartition('/')[2]}/replay", {}).status_code == 404
    assert ask("GET", "/webhooks", shown="kyo_" + "x" * 43).status_code == 401
    assert administrator.get("/webhooks").status_code == 401, "an account has none"


def test_uses_stand_on_the_page(town: House, administrator: Visitor) -> None:
    client, secret = made(administrator)
    assert "まだ使われていません" in administrator.get(client).text
    headers = {"Host": town.host, "Authorization": f"Bearer {secret}"}
    for _ in range(3):
        administrator.client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    wait = "SELECT sum(times) FROM api_access WHERE client_id = :c"
    for _ in range(100):
        if town.book.one(wait, c=client.rpartition("/")[2]) == 3:
            break
        time.sleep(0.1)
    page = administrator.get(client).text
    assert "3回" in page
    assert secret[:8] in page


def test_the_schema_stands_as_a_file_on_every_host(town: House) -> None:
    answer = Visitor.at(town).get("/schema.graphql")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.data == PRINTED.read_bytes()
    again = Visitor.at(town).get("/schema.graphql", If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    nowhere = Visitor.at(town).client.get("/schema.graphql", headers={"Host": "nowhere.localhost"})
    assert nowhere.status_code == 404
