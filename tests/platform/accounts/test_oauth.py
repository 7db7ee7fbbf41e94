"""Client credentials: an access token for a secret, at one host, for a while, and not after it is revoked."""

from base64 import b64encode
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from werkzeug.test import TestResponse

from kyogikai_platform.accounts import tokens
from kyogikai_platform.accounts.door import HouseDoor
from kyogikai_platform.accounts.oauth import endpoints
from kyogikai_platform.accounts.oauth.endpoints import METADATA, TOKEN
from kyogikai_platform.accounts.oauth.server import NOT_GOOD
from kyogikai_tenants.log.connection import transaction
from tests.platform.accounts.house import Browser, House, code

pytestmark = pytest.mark.check
SCOPES = ("council:read", "changes:read")
FORM = {"grant_type": "client_credentials"}


class Partner:
    """A program with a client of a house."""

    def __init__(self, house: House, *scopes: str) -> None:
        self.house, self.browser = house, house.browser()
        self.id = house.people.register("県の集計", list(scopes or SCOPES))
        self.secret = house.people.token(self.id).secret

    def basic(self, secret: str = "", client: str = "") -> dict[str, str]:
        shown = f"{client or self.id}:{secret or self.secret}"
        return {"Authorization": f"Basic {b64encode(shown.encode()).decode()}"}

    def asks(
        self, form: dict[str, Any], headers: dict[str, str], at: House | None = None, path: str = TOKEN
    ) -> TestResponse:
        own = {"Host": (at or self.house).host} | headers
        return self.browser.client.post(path, data=form, headers=own)

    def token(self, **form: str) -> str:
        answer = self.asks(FORM | form, self.basic())
        assert answer.status_code == 200, answer.text
        return str(answer.json["access_token"] if answer.json else "")

    def viewer(self, token: str, at: Browser | None = None) -> TestResponse:
        return (at or self.browser).ask("{ viewer { id } }", Authorization=f"Bearer {token}")


@pytest.fixture
def partner(house: House) -> Partner:
    """With a client of its own."""
    return Partner(house)


def error(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, str((answer.json or {}).get("error"))


def test_a_secret_shown_in_either_way_is_worth_an_access_token_for_an_hour(partner: Partner) -> None:
    for form, headers in (
        (FORM, partner.basic()),
        (FORM | {"client_id": str(partner.id), "client_secret": partner.secret}, {}),
    ):
        answer = partner.asks(form, headers)
        told = answer.json or {}
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert (told["token_type"], told["expires_in"], told["scope"]) == (
            "Bearer",
            3600,
            "changes:read council:read",
        )
        assert partner.viewer(told["access_token"]).status_code == 200


def test_an_access_token_is_narrowed_to_what_was_asked_for(partner: Partner) -> None:
    narrow, wide = partner.token(scope="council:read"), partner.token()
    asks = "{ changes { more } }"
    answers = [partner.browser.ask(asks, Authorization=f"Bearer {one}") for one in (narrow, wide)]
    assert [code(one) for one in answers] == ["FORBIDDEN", ""]


def test_what_is_not_the_clients_is_refused_as_the_standard_says(partner: Partner, house: House) -> None:
    access, other = partner.token(), Partner(house)
    wrong = 401, "invalid_client"
    assert error(partner.asks(FORM, partner.basic("kyo_" + "x" * 43))) == wrong
    assert error(partner.asks(FORM, partner.basic(other.secret))) == wrong
    assert error(partner.asks(FORM, partner.basic(access))) == wrong, "an access token is no secret"
    assert error(partner.asks(FORM, partner.basic(client="nobody")))[1] == "invalid_client"
    assert error(partner.asks(FORM, {})) == wrong
    assert error(partner.asks(FORM, {"Authorization": "Basic \xff\xfe"})) == wrong
    assert error(partner.asks(FORM, {"Authorization": "Basic " + b64encode(b"\xff:\xff").decode()})) == wrong
    said = [partner.asks(FORM, own).json for own in (partner.basic("x" * 43), partner.basic(client="nobody"))]
    assert said == [{"error": "invalid_client", "error_description": NOT_GOOD}] * 2, "which one is not told"
    assert error(partner.asks({}, partner.basic())) == (400, "invalid_request"), "nothing is asked for"
    assert "WWW-Authenticate" in partner.asks(FORM, partner.basic("x" * 43)).headers
    basic = partner.basic()
    assert error(partner.asks(FORM | {"scope": "meetings:write"}, basic)) == (400, "invalid_scope")
    assert error(partner.asks(FORM | {"scope": "root"}, basic)) == (400, "invalid_scope")
    assert error(partner.asks({"grant_type": "password"}, basic)) == (400, "unsupported_grant_type")
    malformed = 400, "invalid_request"
    assert error(partner.asks(FORM | {"client_secret": partner.secret}, basic)) == malformed
    assert error(partner.asks(FORM, basic, path=f"{TOKEN}?scope=council:read")) == malformed
    assert error(partner.asks({"grant_type": ["client_credentials"] * 2}, basic)) == malformed
    json = partner.browser.send("POST", TOKEN, FORM, **basic)
    assert error(json) == malformed


def test_another_house_knows_neither_the_client_nor_its_token(partner: Partner, own_house: House) -> None:
    assert error(partner.asks(FORM, partner.basic(), at=own_house))[1] == "invalid_client"
    there = partner.browser.at(own_house)
    assert partner.viewer(partner.token(), there).status_code == 401
    assert partner.browser.client.post(TOKEN, data=FORM, headers={"Host": "nowhere"}).status_code == 404


def test_an_access_token_ends_with_its_secret_and_is_good_no_longer_than_it(partner: Partner) -> None:
    token, house = partner.token(), partner.house
    assert partner.viewer(token).status_code == 200
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        assert tokens.revoke(connection, partner.id, partner.secret[:8]) == 1
    assert partner.viewer(token).status_code == 401
    assert error(partner.asks(FORM, partner.basic())) == (401, "invalid_client")
    partner.secret = house.people.token(partner.id).secret
    last = "UPDATE api_token SET expires_at = now() + interval '1 minute' WHERE client_id = :c RETURNING 1"
    house.book.query(last, c=partner.id)
    own = "SELECT max(expires_at) < now() + interval '2 minutes' FROM api_token WHERE parent IS NOT NULL"
    partner.token()
    assert house.book.one(f"{own} AND client_id = :c AND revoked_at IS NULL", c=partner.id)


def test_a_token_that_is_over_and_one_too_many_are_good_no_longer(
    partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_ACCESS", 2)
    first, second, third = (partner.token() for _ in range(3))
    assert [partner.viewer(one).status_code for one in (first, second, third)] == [401, 200, 200]
    over = "UPDATE api_token SET expires_at = now() WHERE digest = sha256(:t) RETURNING 1"
    partner.house.book.one(over, t=third.encode())
    assert partner.viewer(third).status_code == 401


def test_a_token_given_out_while_its_secret_is_revoked_is_good_for_nothing(
    partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The secret was good when it was looked at, and is not when the token is kept."""
    keep = tokens.give_access

    def late(connection: Any, parent: bytes, *more: Any) -> bool:
        with transaction(partner.house.tenant.engine, partner.house.tenant.id) as other:
            tokens.revoke(other, partner.id)
        return keep(connection, parent, *more)

    monkeypatch.setattr(tokens, "give_access", late)
    assert error(partner.asks(FORM, partner.basic())) == (401, "invalid_client")


def uses(house: House, client: UUID) -> dict[str, int]:
    rows = house.book.query(
        "SELECT way, sum(times) AS n FROM api_access WHERE client_id = :c GROUP BY 1", c=client
    )
    return {row["way"]: int(row["n"]) for row in rows}


def test_each_use_stands_in_the_access_log(partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    doors = list[HouseDoor]()
    note = HouseDoor.secret_used

    def noting(door: HouseDoor, *given: Any) -> None:
        doors.append(door)
        note(door, *given)

    monkeypatch.setattr(HouseDoor, "secret_used", noting)
    token = partner.token()
    for _ in range(3):
        partner.viewer(token)
    partner.viewer(partner.secret)
    partner.viewer("kyo_" + "x" * 43)
    doors[0].uses.write()
    assert uses(partner.house, partner.id) == {TOKEN: 1, "/graphql": 4}
    doors[0].uses.write()
    partner.viewer(token)
    doors[0].uses.write()
    assert uses(partner.house, partner.id)["/graphql"] == 5
    row = partner.house.book.query("SELECT used_at FROM api_token WHERE client_id = :c AND parent IS NULL",
                                   c=partner.id)  # fmt: skip
    assert row[0]["used_at"] is not None


def test_what_was_counted_is_written_down_before_the_connections_are_closed(partner: Partner) -> None:
    own = replace(partner.house.here)
    HouseDoor(own).uses.note(partner.house.tenant.id, partner.id, b"d" * 32, "/graphql", "")
    own.close()
    assert uses(partner.house, partner.id) == {"/graphql": 1}
    assert "Connections in pool: 0" in own.engine.pool.status()


def test_the_host_says_what_there_is(partner: Partner) -> None:
    told = partner.browser.send("GET", METADATA).json or {}
    assert told["issuer"] == f"http://{partner.house.host}"
    secure = {name: _secure(value) for name, value in told.items()}
    AuthorizationServerMetadata(secure).validate()
    assert partner.browser.client.get(METADATA, headers={"Host": "nowhere.localhost"}).status_code == 404
    assert partner.browser.send("GET", TOKEN).status_code == 405


def _secure(value: Any) -> Any:
    return value.replace("http://", "https://") if isinstance(value, str) else value


def test_a_form_that_is_not_looked_at_is_found(partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "_well_formed", lambda _: None)
    twice = partner.asks({"grant_type": "client_credentials", "scope": ["council:read"] * 2}, partner.basic())
    assert twice.status_code == 200
