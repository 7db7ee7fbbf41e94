"""Passkeys: of one host, one user, a browser's own ceremony, with the user verified, and never backwards."""

import json
from dataclasses import replace
from typing import Any

import pytest

from kyogikai_platform.accounts import passkey_sign_in, tickets
from kyogikai_platform.accounts.beginning import Came, Entered, SignInFailed
from kyogikai_platform.accounts.own_account import OwnAccount
from kyogikai_platform.accounts.passkeys import Host, PasskeyRefused
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.accounts.key_device import KeyDevice

CAME = Came("address:192.0.2.1")


def host(house: House) -> Host:
    return Host(house.host, f"http://{house.host}")


def device_of(house: House) -> KeyDevice:
    return KeyDevice(house.host, f"http://{house.host}")


def own(house: House, email: str) -> OwnAccount:
    return OwnAccount(house.tenant, house.account(email, Role.VIEWER), b"")


def offered(account: OwnAccount, house: House) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(account.offer_passkey(host(house), "だれか", "架空市"))
    return found


def asked(house: House, browser: bytes = b"b") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        passkey_sign_in.ask(house.tenant, host(house), browser, "address:192.0.2.1")
    )
    return found


def registered(house: House, email: str) -> tuple[KeyDevice, OwnAccount]:
    account, device = own(house, email), device_of(house)
    account.add_passkey(host(house), device.create(offered(account, house)), "庁舎のPC")
    return device, account


def enter(house: House, sent: str, browser: bytes = b"b") -> Entered:
    return passkey_sign_in.enter(house.tenant, host(house), sent, browser, CAME)


def test_a_passkey_signs_in_without_a_name_or_a_passphrase(own_house: House) -> None:
    device, account = registered(own_house, "key@example.jp")
    options = asked(own_house)
    assert (options["rpId"], options["userVerification"], options["allowCredentials"]) == (
        own_house.host, "required", [],
    )  # fmt: skip
    entered = enter(own_house, device.get(options))
    assert entered.user_id == account.user_id
    methods = own_house.book.query(
        "SELECT fields ->> 'method' AS m FROM audit_entry WHERE topic = 'user.signed_in'"
    )
    assert [row["m"] for row in methods] == ["passkey"]
    (found,) = account.factors().passkeys
    assert found.name == "庁舎のPC"
    assert found.used is not None


def test_a_new_passkey_is_discoverable_and_knows_its_user(own_house: House) -> None:
    account = own(own_house, "options@example.jp")
    options = offered(account, own_house)
    chosen = options["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert options["rp"] == {"id": own_house.host, "name": "架空市"}
    assert options["attestation"] == "none"


@pytest.mark.parametrize(
    "wrong",
    [
        {"verifies": False},
        {"rp_id": "elsewhere.localhost"},
        {"origin": "http://elsewhere.localhost"},
    ],
)
def test_what_is_made_without_the_user_or_for_another_host_is_refused(
    own_house: House, wrong: dict[str, Any]
) -> None:
    account = own(own_house, "wrong@example.jp")
    device = replace(device_of(own_house), **wrong)
    with pytest.raises(PasskeyRefused):
        account.add_passkey(host(own_house), device.create(offered(account, own_house)), "x")
    assert account.factors().passkeys == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"verifies": False},
        {"rp_id": "elsewhere.localhost"},
        {"origin": "http://elsewhere.localhost"},
        {"id": b"unknown here"},
        {"user": "AAAA"},
    ],
)
def test_what_is_shown_otherwise_signs_nobody_in(own_house: House, wrong: dict[str, Any]) -> None:
    device, _ = registered(own_house, "shown@example.jp")
    with pytest.raises(SignInFailed):
        enter(own_house, replace(device, **wrong).get(asked(own_house)))
    assert enter(own_house, device.get(asked(own_house)))


def test_another_key_signs_nobody_in(own_house: House) -> None:
    device, _ = registered(own_house, "other@example.jp")
    forged = replace(device_of(own_house), id=device.id, user=device.user)
    with pytest.raises(SignInFailed):
        enter(own_house, forged.get(asked(own_house)))


def test_a_ceremony_is_good_once_and_of_its_browser(own_house: House) -> None:
    device, _ = registered(own_house, "replay@example.jp")
    sent = device.get(asked(own_house))
    with pytest.raises(SignInFailed):
        enter(own_house, sent, b"another browser")
    assert enter(own_house, sent)
    with pytest.raises(SignInFailed):
        enter(own_house, sent)


def test_a_forgotten_ticket_would_be_found(own_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    device, _ = registered(own_house, "planted@example.jp")
    device.count = -1  # a device that does not count, as many are
    sent = device.get(asked(own_house))
    assert enter(own_house, sent)
    with monkeypatch.context() as planted:
        planted.setattr(tickets, "take", lambda *_, **__: tickets.Ticket(None, b""))
        assert enter(own_house, sent)


def test_a_count_that_goes_backwards_is_a_copy(own_house: House) -> None:
    device, _ = registered(own_house, "copy@example.jp")
    for _ in range(2):
        assert enter(own_house, device.get(asked(own_house)))
    device.count = 1
    with pytest.raises(SignInFailed):
        enter(own_house, device.get(asked(own_house)))


def test_a_passkey_is_of_one_municipality(own_house: House, house: House) -> None:
    device, _ = registered(own_house, "here@example.jp")
    sent = device.get(asked(own_house))
    with pytest.raises(SignInFailed):
        passkey_sign_in.enter(house.tenant, host(own_house), sent, b"b", CAME)
    there = replace(device, rp_id=house.host, origin=f"http://{house.host}")
    with pytest.raises(SignInFailed):
        enter(house, there.get(asked(house)))


def test_one_offered_to_somebody_else_is_not_ones_own(own_house: House) -> None:
    one, other = own(own_house, "one@example.jp"), own(own_house, "another@example.jp")
    sent = device_of(own_house).create(offered(one, own_house))
    with pytest.raises(PasskeyRefused):
        other.add_passkey(host(own_house), sent, "x")


def test_a_passkey_is_named_and_removed_by_its_own_user(own_house: House) -> None:
    device, account = registered(own_house, "named@example.jp")
    stranger = own(own_house, "stranger@example.jp")
    (found,) = account.factors().passkeys
    assert not stranger.rename_passkey(found.handle, "x")
    assert not stranger.remove_passkey(found.handle)
    assert account.rename_passkey(found.handle, "電話")
    assert account.factors().passkeys[0].name == "電話"
    assert account.remove_passkey(found.handle)
    assert not account.remove_passkey("no hex")
    with pytest.raises(SignInFailed):
        enter(own_house, device.get(asked(own_house)))


NONSENSE = (
    "", "{}", "null", "[]", "\ud800", "x" * 30_000, '{"id": "a", "response": {"clientDataJSON": "e30"}}',
    '{"id": "*", "response": {"clientDataJSON": "*"}}',
)  # fmt: skip


@pytest.mark.parametrize("sent", NONSENSE)
def test_what_is_no_passkey_is_refused(own_house: House, sent: str) -> None:
    account = own(own_house, f"none{abs(hash(sent))}@example.jp")
    with pytest.raises(PasskeyRefused):
        account.add_passkey(host(own_house), sent, "x")
    with pytest.raises(SignInFailed):
        enter(own_house, sent)
