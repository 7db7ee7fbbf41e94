"""Signing in at a provider of identities: who is invited comes in, and each lie is told apart and refused."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from authlib.oidc.core import CodeIDToken
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from kyogikai_platform.accounts import totp
from kyogikai_platform.accounts.oidc import kept, provider
from kyogikai_platform.accounts.oidc import sign_in as by_provider
from kyogikai_platform.accounts.staff import Staff
from kyogikai_platform.app import create_app
from kyogikai_platform.installation import Installation
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE, House
from tests.platform.accounts.idp import CLIENT, SECRET, Provider
from tests.platform.accounts.idp import provider as running

pytestmark = pytest.mark.check
HTML = "text/html,application/xhtml+xml"


@pytest.fixture(scope="module")
def idp() -> Iterator[Provider]:
    """A provider that tells the truth until a test says otherwise."""
    with running() as found:
        yield found


@pytest.fixture
def honest(idp: Provider) -> Provider:
    """The same, without the lies of the test before."""
    return idp.truth()


@pytest.fixture(scope="module")
def allowed(here: Installation) -> Iterator[Installation]:
    """An installation that asks providers of this machine."""
    found = replace(here, settings=replace(here.settings, oidc_loopback=True))
    yield found
    found.close()


@pytest.fixture(scope="module")
def town(allowed: Installation, idp: Provider) -> House:
    """A municipality that signs in at the provider."""
    return agreed(House.opened(allowed), idp.issuer)


def agreed(house: House, issuer: str, **more: Any) -> House:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        own = kept.Provider(issuer, CLIENT, "市の共通IDでログイン", "Sign in with the city's ID", **more)
        kept.save(connection, own, SECRET)
    return house


class Person:
    """Somebody with a browser, who is known at the provider."""

    def __init__(self, house: House, idp: Provider, name: str, **claims: Any) -> None:
        self.house, self.idp = house, idp
        self.client: FlaskClient = create_app(house.here).test_client()
        self.claims = {"sub": f"id of {name}", "email": f"{name}@example.jp", "email_verified": True} | claims

    def get(self, address: str, house: House | None = None) -> TestResponse:
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return self.client.get(path, headers={"Host": (house or self.house).host, "Accept": HTML})

    def out(self, path: str = "/sign-in/oidc") -> str:
        """To the provider: where the browser is sent."""
        answer = self.get(path)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def back(self, address: str, **more: str) -> str:
        """From the provider: where the browser is sent."""
        self.idp.person = self.claims
        return self.idp.authorize(address, **more)

    def sign_in(self, **more: str) -> TestResponse:
        return self.get(self.back(self.out(), **more))

    def who(self) -> str:
        answer = self.client.get("/session", headers={"Host": self.house.host})
        return str(answer.json["user"]["name"]) if answer.status_code == 200 and answer.json else ""


def topics(house: House) -> list[tuple[str, str | None]]:
    rows = house.book.query("SELECT topic, fields ->> 'method' AS method FROM audit_entry ORDER BY position")
    return [(row["topic"], row["method"]) for row in rows]


def invited(house: House, name: str) -> str:
    user = house.people.invite(f"{name} さん", f"{name}@example.jp")
    house.people.grant(user, Role.VIEWER)
    return name


def test_who_was_invited_comes_in_and_the_trail_says_by_what(town: House, honest: Provider) -> None:
    person = Person(town, honest, invited(town, "first"))
    assert "市の共通IDでログイン" in person.get("/sign-in").text
    before = len(topics(town))
    answer = person.get(person.back(person.out("/sign-in/oidc?next=/org")))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/org")
    assert person.who() == "first さん"
    again = Person(town, honest, "first", email="elsewhere@example.jp", email_verified=False)
    assert again.sign_in().status_code == 303
    assert again.who() == "first さん"
    assert topics(town)[before:] == [
        ("user.invitation_accepted", None), ("user.signed_in", "oidc-first"), ("user.signed_in", "oidc"),
    ]  # fmt: skip


def test_the_cookie_of_a_sign_in_is_short_lived_and_of_this_host(town: House, honest: Provider) -> None:
    answer = Person(town, honest, "cookie").get("/sign-in/oidc")
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("kyogikai-oidc=")]
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=600"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def refused(answer: TestResponse, person: Person, words: str, status: int = 401) -> None:
    assert (answer.status_code, words in answer.text) == (status, True), answer.text[:3000]
    assert not person.who()


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email": "nobody@example.jp"}, "招待されていません"),
        ({"email_verified": False}, "確認されていません"),
        ({"email_verified": "true"}, "確認されていません"),
        ({"email_verified": None}, "確認されていません"),
        ({"email": None}, "確認されていません"),
        ({"iss": "http://127.0.0.1:9"}, "発行者"),
        ({"iss": None}, "発行者"),
        ({"aud": "another client"}, "このサイトあて"),
        ({"aud": [CLIENT, "another"]}, "このサイトあて"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "このサイトあて"),
        ({"azp": "another"}, "このサイトあて"),
        ({"exp": int(time.time()) - 3600}, "有効期間"),
        ({"exp": None}, "有効期間"),
        ({"iat": int(time.time()) + 3600}, "有効期間"),
        ({"nonce": "another"}, "このログインのため"),
        ({"nonce": None}, "このログインのため"),
        ({"sub": ""}, "IDトークンが、正しく"),
        ({"sub": 5}, "IDトークンが、正しく"),
    ],
)
def test_a_token_that_is_not_right_is_refused_and_the_page_says_why(
    town: House, honest: Provider, claims: dict[str, Any], words: str
) -> None:
    if not town.book.query("SELECT id FROM user_account WHERE name = 'claimed さん'"):
        invited(town, "claimed")
    honest.claims = claims
    person = Person(town, honest, "claimed")
    refused(person.sign_in(), person, words)


def parts(header: dict[str, str], said: dict[str, Any]) -> str:
    return ".".join(urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in (header, said))


def unsigned(said: dict[str, Any]) -> str:
    return parts({"alg": "none"}, said) + "."


def by_what_everybody_knows(said: dict[str, Any], key: RSAKey) -> str:
    """HS256 with the public key as the secret; no library would write such a thing."""
    text = parts({"alg": "HS256", "kid": "one"}, said)
    made = hmac.digest(key.as_pem(private=False), text.encode(), "sha256")
    return f"{text}.{urlsafe_b64encode(made).decode().rstrip('=')}"


def test_a_token_is_signed_by_the_providers_own_key(town: House, honest: Provider) -> None:
    invited(town, "signed")
    other = RSAKey.generate_key(2048, {"kid": "one"})
    ways: list[Any] = [
        unsigned,
        lambda said: by_what_everybody_knows(said, honest.key),
        lambda said: jwt.encode({"alg": "RS256", "kid": "one"}, said, other),
        lambda said: jwt.encode({"alg": "RS256", "kid": "two"}, said, honest.key),
    ]
    for way in ways:
        honest.sign = way
        person = Person(town, honest, "signed")
        refused(person.sign_in(), person, "署名")
    honest.sign = lambda _: "no token"
    person = Person(town, honest, "signed")
    refused(person.sign_in(), person, "IDトークン")


def test_a_state_is_good_once_in_one_browser_at_one_host(town: House, honest: Provider) -> None:
    invited(town, "stateful")
    person, other = Person(town, honest, "stateful"), Person(town, honest, "stateful")
    address = person.back(person.out())
    refused(other.get(address), other, "この画面から始めたものではない")
    other.out()
    refused(other.get(address), other, "この画面から始めたものではない")

    neighbour = agreed(House.opened(town.here), honest.issuer)
    invited(neighbour, "stateful")
    cookie = person.client.get_cookie("kyogikai-oidc", domain=town.host)
    assert cookie
    person.client.set_cookie("kyogikai-oidc", cookie.value, domain=neighbour.host)
    foreign = person.get(address, neighbour)
    assert (foreign.status_code, "この画面から始めたものではない" in foreign.text) == (401, True)

    assert person.get(address).status_code == 303
    person.client.set_cookie("kyogikai-oidc", cookie.value, domain=town.host)
    again = person.get(address)
    assert (again.status_code, "この画面から始めたものではない" in again.text) == (401, True)


def test_a_code_is_of_no_use_to_who_did_not_begin(town: House, honest: Provider) -> None:
    """Somebody puts the code of another sign-in into an address of their own: PKCE and nonce differ."""
    invited(town, "injected")
    victim, thief = Person(town, honest, "injected"), Person(town, honest, "injected")
    code = parse_qs(urlsplit(victim.back(victim.out())).query)["code"][0]
    own = parse_qs(urlsplit(thief.out()).query)["state"][0]
    stolen = thief.get("/sign-in/oidc/callback?" + urlencode({"code": code, "state": own}))
    refused(stolen, thief, "完了しませんでした")


def test_an_answer_of_another_provider_is_refused(town: House, honest: Provider) -> None:
    invited(town, "mixed")
    person = Person(town, honest, "mixed")
    refused(person.sign_in(iss="https://evil.example"), person, "別のログイン連携先")
    honest.metadata = {"authorization_response_iss_parameter_supported": True}
    person = Person(town, honest, "mixed")
    refused(person.sign_in(), person, "別のログイン連携先")
    assert person.sign_in(iss=honest.issuer).status_code == 303


def test_who_says_no_at_the_provider_is_told_so(town: House, honest: Provider) -> None:
    person = Person(town, honest, "reluctant")
    refused(person.sign_in(code="", error="access_denied"), person, "完了しませんでした")


def test_an_account_belongs_to_one_identity(town: House, honest: Provider) -> None:
    invited(town, "bound")
    assert Person(town, honest, "bound").sign_in().status_code == 303
    person = Person(town, honest, "bound", sub="somebody else")
    refused(person.sign_in(), person, "別のアカウント")
    staff, user = Staff(town.tenant, town.people.find(ADMINISTRATOR)), town.people.find("bound@example.jp")
    (account,) = [one for one in staff.all() if one.listed.id == user]
    assert (account.ways.provider, account.ways.came, account.ways.passphrase) == (True, True, False)
    staff.remove_factors(user, "連携先のIDが変わった")
    assert person.sign_in().status_code == 303
    former = Person(town, honest, "bound")
    refused(former.sign_in(), former, "別のアカウント")


def test_the_provider_says_of_itself_what_was_agreed(town: House, honest: Provider) -> None:
    for metadata, words in (
        ({"issuer": f"{honest.issuer}/"}, "発行者"),
        ({"jwks_uri": None}, "構成情報"),
        ({"token_endpoint": "file:///etc/passwd"}, "構成情報"),
        ({"jwks_uri": "https://user@keys.example/"}, "構成情報"),
    ):
        honest.metadata = metadata
        person = Person(town, honest, "told")
        answer = person.get("/sign-in/oidc")
        assert words in answer.text, metadata
        assert answer.status_code in {401, 502}


def test_a_second_factor_of_ours_is_asked_for_where_the_municipality_says_so(
    allowed: Installation, honest: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = agreed(House.opened(allowed), honest.issuer, second_factor=True)
    user = house.account("careful@example.jp", Role.VIEWER)
    person = Person(house, honest, "careful")
    assert person.sign_in().headers["Location"] == "/"
    monkeypatch.setattr(totp, "enrolled", lambda *_: True)
    monkeypatch.setattr(totp, "accept", lambda _c, whose, code: (whose, code) == (user, "123456"))
    person = Person(house, honest, "careful")
    assert person.sign_in().headers["Location"] == "/sign-in/code"
    assert not person.who()
    token = person.client.get_cookie("kyogikai-form", domain=house.host)
    assert token
    own = {"Host": house.host, "Accept": HTML, "Sec-Fetch-Site": "same-origin"}
    form = {"form_token": token.value, "code": "123456"}
    assert person.client.post("/sign-in/code", data=form, headers=own).status_code == 303
    assert person.who()
    assert topics(house)[-1] == ("user.signed_in", "oidc+totp")


def test_who_is_suspended_does_not_come_in(town: House, honest: Provider) -> None:
    house, name = town, invited(town, "suspended")
    user = house.people.find(f"{name}@example.jp")
    Staff(house.tenant, house.people.find(ADMINISTRATOR)).suspend(user, "退職")
    person = Person(town, honest, name)
    refused(person.sign_in(), person, "いまログインできません")


def test_without_a_provider_there_is_no_such_way(here: Installation, honest: Provider) -> None:
    person = Person(House.opened(here), honest, "nobody")
    for path in ("/sign-in/oidc", "/sign-in/oidc/callback?state=x&code=y"):
        answer = person.get(path)
        assert answer.status_code in {401, 404}
    assert "oidc" not in person.get("/sign-in").text


def test_the_secret_is_sealed_and_other_settings_leave_it(town: House) -> None:
    (row,) = town.book.query("SELECT * FROM sign_in_provider")
    assert SECRET not in str(row)
    with transaction(town.tenant.engine, town.tenant.id) as connection:
        assert kept.secret_of(connection) == SECRET
        found = kept.load(connection)
        assert found
        kept.save(connection, found._replace(label_en="Other"), "")
        assert kept.secret_of(connection) == SECRET
        with pytest.raises(LookupError):
            kept.save(connection, found._replace(issuer="https://other.example"), "")
    assert PASSPHRASE not in str(row)


# Each guard left out: the lie comes in


def believed(monkeypatch: pytest.MonkeyPatch, guard: str) -> None:
    """Leave one guard out."""
    if guard == "claims":
        monkeypatch.setattr(CodeIDToken, "validate", lambda *_, **__: None)
    elif guard == "issuer":
        look = provider._agreed  # noqa: SLF001 - the guard itself
        monkeypatch.setattr(provider, "_agreed", lambda own, said: look(own, {**said, "issuer": own}))
    elif guard == "browser":
        monkeypatch.setattr(by_provider, "_bound", lambda *_: b"any")
        monkeypatch.setattr(by_provider, "_derived", lambda *_: "x" * 43)


@pytest.mark.parametrize(
    ("guard", "claims", "metadata"),
    [
        ("claims", {"nonce": "another"}, {}),
        ("claims", {"aud": "another client"}, {}),
        ("claims", {"iss": "https://evil.example"}, {}),
        ("claims", {"exp": 1}, {}),
        ("issuer", {}, {"issuer": "https://evil.example"}),
    ],
)
def test_a_lie_that_nobody_looks_for_comes_in(
    allowed: Installation,
    honest: Provider,
    monkeypatch: pytest.MonkeyPatch,
    guard: str,
    claims: dict[str, Any],
    metadata: dict[str, Any],
) -> None:
    house = agreed(House.opened(allowed), honest.issuer)
    believed(monkeypatch, guard)
    honest.claims, honest.metadata = claims, metadata
    person = Person(house, honest, invited(house, "lied"))
    assert person.sign_in().status_code == 303
    assert person.who()


def test_a_state_that_is_bound_to_no_browser_signs_somebody_else_in(
    town: House, honest: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    believed(monkeypatch, "browser")
    person, other = Person(town, honest, invited(town, "unbound")), Person(town, honest, "unbound")
    address = person.back(person.out())
    assert other.get(address).status_code == 303
    assert other.who() == "unbound さん"
