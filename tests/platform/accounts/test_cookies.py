"""Where there is https, every cookie that opens or binds anything is of one host, secure, and no script's."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from kyogikai_platform.accounts import cookies
from kyogikai_platform.accounts.oidc import kept
from kyogikai_platform.app import create_app
from kyogikai_platform.installation import Installation
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import PASSPHRASE, House
from tests.platform.accounts.idp import CLIENT, SECRET
from tests.platform.accounts.idp import provider as running

DOMAIN = "kyogikai.example"
KEPT = {"__Host-kyogikai", "__Host-kyogikai-form", "__Host-kyogikai-oidc"}


@pytest.fixture(scope="module")
def public(here: Installation) -> Iterator[Installation]:
    """An installation as it is served to the world."""
    found = replace(here, settings=replace(here.settings, base_domain=DOMAIN, oidc_loopback=True))
    yield found
    found.close()


def left(house: House) -> dict[str, str]:
    """The cookies that a browser is left with after signing in, by their names."""
    client: FlaskClient = create_app(house.here).test_client()
    own = {"base_url": f"https://{house.label}.{DOMAIN}", "headers": {"Accept": "text/html"}}
    answers = [client.get("/sign-in", **own), client.get("/sign-in/oidc", **own)]
    given = {"email": "cookies@example.jp", "password": PASSPHRASE}
    answers.append(client.post("/sign-in", json=given, **own))
    assert [answer.status_code for answer in answers] == [200, 303, 200]
    every = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    return {cookie.partition("=")[0]: cookie for cookie in every}


def loose(found: dict[str, str]) -> set[str]:
    """Those that a neighbour, a script or a wire could have."""
    wanted = {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    return {
        name
        for name, text in found.items()
        if not name.startswith("__Host-") or not wanted <= set(text.split("; ")) or "Domain" in text
    }


def test_every_cookie_is_of_one_host_and_secure(
    public: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House.opened(public)
    house.account("cookies@example.jp", Role.VIEWER)
    with running() as idp:
        with transaction(house.tenant.engine, house.tenant.id) as connection:
            kept.save(connection, kept.Provider(idp.issuer, CLIENT, "市のID", "City ID"), SECRET)
        found = left(house)
        assert found.keys() == KEPT
        assert loose(found) == set()
        monkeypatch.setattr(cookies, "secure", lambda _: False)
        assert "kyogikai" in loose(left(house))
