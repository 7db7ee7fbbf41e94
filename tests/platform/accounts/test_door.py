"""The door: the host says which municipality, a token or a session who asks, and nobody is kept too long."""

from dataclasses import replace
from typing import Any

import pytest

from kyogikai_graphql import answering
from kyogikai_graphql.answering import Answering, Asked
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.problems import HttpProblem
from kyogikai_platform.accounts import judging, sessions
from kyogikai_platform.accounts.door import A_MINUTE, HouseDoor
from kyogikai_platform.accounts.keeping import Kept
from kyogikai_tenants.access import ApiClientRevoked
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.municipalities import TenantClosed, TenantResumed, TenantSuspended, done_on
from kyogikai_tenants.vocabulary import Role
from tests.book import Book
from tests.platform.accounts.house import PASSPHRASE, Browser, House, code
from tests.platform.web.visitor import HTML

BODIES = "{ bodies { nodes { name } } }"
WHO = "{ viewer { name } }"


@pytest.fixture(scope="module")
def council(house: House) -> House:
    """With a public body and one that only the council sees."""
    council = house.book.council(audience="public")
    house.book.body(council, name="公開部会", audience="public")
    house.book.body(council, name="内部部会", audience="council")
    return house


def seen(answer: Any) -> list[str]:
    return [node["name"] for node in answer.json["data"]["bodies"]["nodes"]]


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_shows_what_its_scopes_say(council: House) -> None:
    browser = council.browser()
    published, inside = council.client("published:read"), council.client("council:read", "meetings:write")
    assert seen(browser.ask(BODIES)) == ["公開部会"]
    assert seen(browser.ask(BODIES, **bearer(published))) == ["公開部会"]
    assert seen(browser.ask(BODIES, **bearer(inside))) == ["公開部会", "内部部会"]


def test_a_session_shows_what_its_roles_say(council: House) -> None:
    council.account("viewer@example.jp", Role.VIEWER)
    council.account("nobody@example.jp")
    for email, names in (
        ("viewer@example.jp", ["公開部会", "内部部会"]),
        ("nobody@example.jp", ["公開部会"]),
    ):
        browser = council.browser()
        assert browser.sign_in(email).status_code == 200
        assert seen(browser.ask(BODIES)) == names


def test_whatever_is_no_good_token_sounds_the_same(house: House, own_house: House) -> None:
    expired, revoked = house.client("council:read"), house.client("council:read")
    ended = house.people.register("終わり", ["council:read"])
    of_the_ended = house.people.token(ended).secret
    house.people.withdraw(ended)
    house.book.query(
        "UPDATE api_token SET expires_at = now() WHERE digest = sha256(:t) RETURNING 1", t=expired.encode()
    )
    house.book.query(
        "UPDATE api_token SET revoked_at = now() WHERE digest = sha256(:t) RETURNING 1", t=revoked.encode()
    )
    given = ["", "Bearer", "Bearer x", "Basic dTpw", f"Bearer kyo_{'A' * 43}", f"bearer {expired}",
             f"Bearer {revoked}", f"Bearer {of_the_ended}", f"Bearer {own_house.client('council:read')}",
             "Bearer \x00", f"Bearer {'A' * 5000}"]  # fmt: skip
    answers = [house.browser().ask(BODIES, Authorization=text) for text in given]
    assert {(a.status_code, code(a), a.headers["WWW-Authenticate"]) for a in answers} == {
        (401, "UNAUTHENTICATED", "Bearer")
    }
    assert len({a.data for a in answers}) == 1


def test_what_is_good_at_one_municipality_is_nothing_at_another(house: House, own_house: House) -> None:
    house.account("both@example.jp", Role.SECRETARIAT)
    browser, secret = house.browser(), house.client("council:read")
    browser.sign_in("both@example.jp")
    assert (browser.ask(BODIES).status_code, browser.ask(BODIES, **bearer(secret)).status_code) == (200, 200)
    there = browser.at(own_house)
    assert (there.ask(BODIES).status_code, code(there.ask(BODIES))) == (401, "UNAUTHENTICATED")
    there.client.delete_cookie("kyogikai", domain=own_house.host)
    assert there.ask(BODIES, **bearer(secret)).status_code == 401


def test_a_session_is_over_when_one_has_signed_out(house: House) -> None:
    house.account("leaving@example.jp", Role.SECRETARIAT)
    browser, elsewhere = house.browser(), house.browser()
    browser.sign_in("leaving@example.jp")
    token = browser.client.get_cookie("kyogikai", domain=house.host)
    assert token
    elsewhere.client.set_cookie("kyogikai", token.value, domain=house.host)
    assert elsewhere.ask(BODIES).status_code == 200
    assert browser.send("POST", "/sign-out", Sec_Fetch_Site="same-origin").status_code == 204
    assert [b.ask(BODIES).status_code for b in (browser, elsewhere)] == [200, 401]
    assert elsewhere.send("GET", "/session").status_code == 401


def test_a_door_that_forgot_to_ask_whether_a_session_stands_is_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = house.account("forgotten@example.jp", Role.SECRETARIAT)
    revoke = "UPDATE account_session SET revoked_at = now() WHERE user_id = :u RETURNING 1"
    for live, status in (("true", 200), (sessions.LIVE, 401)):
        monkeypatch.setattr(sessions, "LIVE", live)
        other = house.browser()
        other.sign_in("forgotten@example.jp")
        assert other.ask(BODIES).status_code == 200
        house.book.query(revoke, u=user)
        assert other.ask(BODIES).status_code == status


def test_a_session_ends_when_idle_and_its_use_is_noted_once_a_minute(house: House) -> None:
    user = house.account("idle@example.jp", Role.VIEWER)
    browser = house.browser()
    browser.sign_in("idle@example.jp")
    row = "SELECT idle_until, seen_at FROM account_session WHERE user_id = :u"
    later = (
        "UPDATE account_session SET idle_until = now() + interval '5 minutes' WHERE user_id = :u RETURNING 1"
    )
    house.book.query(later, u=user)
    seen_by = [browser.ask(BODIES).status_code and house.book.query(row, u=user) for _ in range(3)]
    assert seen_by[0] == seen_by[1] == seen_by[2]
    house.book.query("UPDATE account_session SET idle_until = now() WHERE user_id = :u RETURNING 1", u=user)
    assert browser.ask(BODIES).status_code == 401


def test_a_role_taken_away_is_without_effect_on_the_very_next_request(
    own_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    council = own_house.book.council(audience="council")
    own_house.book.body(council, name="内部部会", audience="council")
    user = own_house.account("was@example.jp", Role.VIEWER)
    door, asker = _judged(own_house, "was@example.jp")
    service = Answering(own_house.here.engine, door)
    asked = Asked(BODIES, None, None)
    assert "内部部会" in service.answer(asker, asked).body.decode()
    own_house.people.revoke(user, Role.VIEWER)
    assert "内部部会" not in service.answer(asker, asked).body.decode()
    with monkeypatch.context() as planted:
        planted.setattr(answering, "still", lambda *_: True)
        assert "内部部会" in service.answer(asker, asked).body.decode()

    again = door.again(asker)
    assert (again.viewer.role, again.holds.held) == (Role.PUBLIC, ())
    assert again.rights > asker.rights


def test_a_client_that_is_revoked_asks_no_more_from_the_very_next_request(house: House) -> None:
    client = house.people.register("短い", ["council:read"])
    secret, browser = house.people.token(client).secret, house.browser()
    assert browser.ask(BODIES, **bearer(secret)).status_code == 200
    administrator = Book(house.tenant, house.people.actor)
    administrator.say(ApiClientRevoked, client, done_on(today()))
    assert code(browser.ask(BODIES, **bearer(secret))) == "UNAUTHENTICATED"


def _judged(house: House, email: str) -> tuple[HouseDoor, Asker]:
    """A door, and somebody whom it has judged."""
    browser = house.browser()
    browser.sign_in(email)
    token = browser.client.get_cookie("kyogikai", domain=house.host)
    assert token
    door = HouseDoor(house.here)
    with browser.client.application.test_request_context(
        "/graphql", headers={"Host": house.host, "Cookie": f"kyogikai={token.value}"}
    ) as context:
        return door, door.admit(context.request)


def test_a_suspended_municipality_lets_nobody_in_whoever_was_kept(
    own_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_house.account("early@example.jp", Role.VIEWER)
    own_house.account("late@example.jp", Role.VIEWER)
    early, late = own_house.browser(), own_house.browser()
    early.sign_in("early@example.jp")
    late.sign_in("late@example.jp")
    assert early.ask(BODIES).status_code == 200
    assert late.send("GET", "/").status_code == 200
    operator = Book(own_house.tenant, replace(own_house.book.actor, role=Role.PLATFORM_OPERATOR))
    operator.say(TenantSuspended, own_house.tenant.id, done_on(today()), reason="未払い")
    for browser in (early, late, own_house.browser()):
        assert code(browser.ask(BODIES)) == "PAUSED"
        assert browser.send("GET", "/").status_code == 503
    with monkeypatch.context() as planted:
        planted.setattr(judging, "PAUSED", "")
        assert late.ask(BODIES).status_code == 200


SIGN_IN = {"email": "early@example.jp", "password": PASSPHRASE}
SENT: tuple[tuple[str, str, Any, dict[str, str]], ...] = (
    ("GET", "/", None, {}), ("GET", "/", None, {"Accept": HTML}), ("GET", "/org", None, {"Accept": HTML}),
    ("GET", "/sign-in", None, {"Accept": HTML}), ("GET", "/feed.atom", None, {}),
    ("GET", "/session", None, {}), ("GET", "/session", None, bearer("x" * 43)),
    ("POST", "/graphql", {"query": BODIES}, {}), ("POST", "/graphql", {"query": BODIES}, bearer("nonsense")),
    ("POST", "/graphql", {"query": BODIES}, bearer("x" * 43)), ("POST", "/sign-in", SIGN_IN, {}),
    ("POST", "/sign-in", SIGN_IN | {"password": "x"}, {}), ("POST", "/sign-out", None, {}),
    ("POST", "/oauth/token", None, {}),
)  # fmt: skip
"""What is sent to a host by a stranger, a program, a browser: with what is good and with what is not."""


def answers(browser: Browser, host: str) -> list[tuple[int, str]]:
    """What a host answers to all of it."""
    browser.client.set_cookie("kyogikai-form", "x" * 43, domain=host)
    found = [browser.send(*asked[:3], **asked[3], Host=host) for asked in SENT]
    return [(one.status_code, one.text.replace(host, "")) for one in found]


def test_whoever_asks_a_paused_municipality_learns_that_and_no_more(own_house: House) -> None:
    known, stranger = own_house.browser(), own_house.browser()
    own_house.account("early@example.jp", Role.VIEWER)
    assert known.sign_in("early@example.jp").status_code == 200
    operator = Book(own_house.tenant, replace(own_house.book.actor, role=Role.PLATFORM_OPERATOR))
    operator.say(TenantSuspended, own_house.tenant.id, done_on(today()), reason="未払い")
    head = own_house.book.head()
    told = answers(stranger, own_house.host)
    assert {status for status, _ in told} == {503}
    assert answers(known, own_house.host) == told, "whatever one shows"
    for _, text in told:
        assert "いま止めています" in text
        assert not [word for word in ("架空市", "未払い", "管理者", "部会") if word in text]
    assert own_house.book.head() == head, "nobody comes in meanwhile"
    assert "paused" in known.send("GET", "/", Accept_Language="en").text
    operator.say(TenantResumed, own_house.tenant.id, done_on(today()))
    assert known.ask(WHO).status_code == 200, "a session is what it was"


@pytest.mark.check
def test_a_closed_municipality_answers_as_one_that_never_was(own_house: House) -> None:
    known, unknown = own_house.browser(), f"t{new_id().hex[20:]}.localhost"
    own_house.account("early@example.jp", Role.VIEWER)
    assert known.sign_in("early@example.jp").status_code == 200
    operator = Book(own_house.tenant, replace(own_house.book.actor, role=Role.PLATFORM_OPERATOR))
    operator.say(TenantClosed, own_house.tenant.id, done_on(today()), reason="満了")
    head = own_house.book.head()
    found = answers(known, own_house.host)
    assert found == answers(own_house.browser(), unknown)
    assert {status for status, _ in found} == {404}
    assert own_house.book.head() == head, "its log has its last position"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec_Fetch_Site": "same-origin"}, 200),
        ({"Sec_Fetch_Site": "same-site", "Origin": "http://{host}"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "none"}, 403),
        ({"Origin": "http://{host}"}, 200),
        ({"Origin": "http://neighbour.localhost"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_a_session_acts_from_its_own_pages_only(
    house: House, headers: dict[str, str], status: int, request: pytest.FixtureRequest
) -> None:
    browser: Browser = request.getfixturevalue("signed_in")
    given = {name: value.format(host=house.host) for name, value in headers.items()}
    answer = browser.send("POST", "/graphql", {"query": "{ __typename }"}, **given)
    assert (answer.status_code, code(answer)) == (status, "CROSS_SITE" if status == 403 else "")
    assert browser.send("GET", "/graphql?query={__typename}", **given).status_code == 200
    assert house.browser().send("POST", "/graphql", {"query": "{ __typename }"}, **given).status_code == 200


@pytest.fixture(scope="module")
def signed_in(house: House) -> Browser:
    """Somebody who is signed in."""
    house.account("own@example.jp", Role.VIEWER)
    browser = house.browser()
    browser.sign_in("own@example.jp")
    return browser


def test_what_is_kept_is_bounded_and_the_least_used_goes_first() -> None:
    kept: Kept[str, int] = Kept(2)
    for number, key in enumerate("ab"):
        kept.put(key, number)
    assert kept.get("a") == 0
    kept.put("c", 2)
    assert ([kept.get(k) for k in "abc"], len(kept)) == ([0, None, 2], 2)


def test_a_door_keeps_whom_it_judged(house: House) -> None:
    house.account("kept@example.jp", Role.VIEWER)
    door, asker = _judged(house, "kept@example.jp")
    assert len(door.kept) == 1
    assert (asker.name, asker.client, A_MINUTE) == ("kept さん", f"user:{asker.holds.account}", 60)
    assert door.again(asker) == asker
    house.book.query(
        "UPDATE account_session SET revoked_at = now() WHERE user_id = :u RETURNING 1", u=asker.holds.account
    )
    with pytest.raises(HttpProblem, match="good token"):
        door.again(asker)


@pytest.mark.parametrize("path", ["/graphql", "/session"])
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Sign in again, or send a good token."),
        ("ja", "認証が無効です。（Sign in again, or send a good token）"),
    ],
)
def test_who_is_turned_away_is_told_once_in_their_words(
    house: House, path: str, language: str, told: str
) -> None:
    headers = {"Accept_Language": language, **bearer("kyo_none")}
    answer: Any = house.browser().send("GET", path, **headers).json
    assert answer["errors"][0]["message"] == told
