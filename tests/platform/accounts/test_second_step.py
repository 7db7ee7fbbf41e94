"""A second factor: its code is asked for, accepted once, and nothing leads around it."""

from typing import Any

import pyotp
import pytest

from kyogikai_platform.accounts import recovery, tickets, totp
from kyogikai_platform.accounts.attempts import FREE, Delayed
from kyogikai_platform.accounts.beginning import Came, Entered, SignInFailed
from kyogikai_platform.accounts.own_account import OwnAccount
from kyogikai_platform.accounts.sign_in import Halfway, SignIn, SignInOver
from kyogikai_platform.accounts.totp import STEP
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import FAST, PASSPHRASE, House, code

CAME = Came("address:192.0.2.1", "Firefox / Linux")
WORKER = SignIn(FAST)


class Clock:
    """The time as a test says it."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now

    def step(self, steps: int = 1) -> None:
        self.now += steps * STEP


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(totp, "time", found)
    return found


def enrolled(house: House, email: str, clock: Clock) -> tuple[pyotp.TOTP, list[str]]:
    """Somebody with an authenticator, and their recovery codes."""
    user = house.account(email, Role.VIEWER)
    own = OwnAccount(house.tenant, user, b"")
    app = pyotp.TOTP(own.propose_totp().text)
    codes = own.confirm_totp(app.at(clock.now))
    clock.step()
    return app, codes


def half(house: House, email: str, browser: bytes = b"b") -> str:
    found = WORKER.enter(house.tenant, email, PASSPHRASE, CAME, browser)
    assert isinstance(found, Halfway)
    return found.ticket


def finish(house: House, ticket: str, text: str, browser: bytes = b"b") -> Entered:
    return WORKER.finish(house.tenant, ticket, text, CAME, browser)


def test_with_a_second_factor_the_passphrase_leads_halfway_and_a_code_the_rest(
    own_house: House, clock: Clock
) -> None:
    app, _ = enrolled(own_house, "two@example.jp", clock)
    entered = finish(own_house, half(own_house, "two@example.jp"), app.at(clock.now))
    said = own_house.book.query(
        "SELECT topic, fields ->> 'method' AS m FROM audit_entry WHERE stream_id = :u ORDER BY position",
        u=entered.user_id,
    )
    assert [(r["topic"], r["m"]) for r in said][-2:] == [
        ("user.invitation_accepted", None), ("user.signed_in", "password+totp"),
    ]  # fmt: skip
    row = own_house.book.query("SELECT method, device, place FROM account_session")
    assert [dict(r) for r in row] == [
        {"method": "password+totp", "device": "Firefox / Linux", "place": "192.0.2.0/24"}
    ]
    assert own_house.book.sound()


def test_the_json_sign_in_is_no_way_around_it(own_house: House, clock: Clock) -> None:
    app, _ = enrolled(own_house, "json@example.jp", clock)
    browser = own_house.browser()
    refused = browser.sign_in("json@example.jp")
    assert (refused.status_code, code(refused)) == (401, "SECOND_FACTOR_NEEDED")
    assert "Set-Cookie" not in refused.headers
    given = {"email": "json@example.jp", "password": PASSPHRASE}
    wrong = browser.send("POST", "/sign-in", given | {"code": "000000"})
    assert (wrong.status_code, code(wrong)) == (401, "SIGN_IN_FAILED")
    assert browser.send("GET", "/session").status_code == 401
    right = browser.send("POST", "/sign-in", given | {"code": app.at(clock.now)})
    assert right.status_code == 200
    assert browser.send("GET", "/session").status_code == 200


def test_a_sign_in_that_forgot_the_second_factor_is_found(
    own_house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolled(own_house, "forgot@example.jp", clock)
    monkeypatch.setattr(totp, "enrolled", lambda *_: False)
    assert own_house.browser().sign_in("forgot@example.jp").status_code == 200


def test_half_a_session_opens_nothing(own_house: House, clock: Clock) -> None:
    enrolled(own_house, "half@example.jp", clock)
    ticket, browser = half(own_house, "half@example.jp"), own_house.browser()
    browser.client.set_cookie("kyogikai", ticket, domain=own_house.host)
    assert browser.send("GET", "/session").status_code == 401
    assert browser.send("GET", "/session", Authorization=f"Bearer {ticket}").status_code == 401
    for use in tickets.Use:
        with transaction(own_house.tenant.engine, own_house.tenant.id) as connection:
            found = tickets.look(connection, use, ticket)
        assert bool(found) == (use is tickets.Use.SECOND_STEP)


def test_half_a_session_is_of_its_browser_its_municipality_and_its_time(
    own_house: House, house: House, clock: Clock
) -> None:
    app, _ = enrolled(own_house, "bound@example.jp", clock)
    ticket = half(own_house, "bound@example.jp")
    with pytest.raises(SignInOver):
        finish(own_house, ticket, app.at(clock.now), b"another browser")
    with pytest.raises(SignInOver):
        finish(house, ticket, app.at(clock.now))
    own_house.book.query("UPDATE account_ticket SET ends_at = now() RETURNING 1")
    with pytest.raises(SignInOver):
        finish(own_house, ticket, app.at(clock.now))


def test_another_passphrase_ends_what_was_begun(own_house: House, clock: Clock) -> None:
    app, _ = enrolled(own_house, "begun@example.jp", clock)
    ticket = half(own_house, "begun@example.jp")
    user = own_house.people.find("begun@example.jp")
    OwnAccount(own_house.tenant, user, b"").change_passphrase(FAST.hash("another one, long enough"))
    with pytest.raises(SignInOver):
        finish(own_house, ticket, app.at(clock.now))


@pytest.mark.parametrize(
    ("off", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False), (3, False)]
)
def test_a_code_is_of_now_or_of_the_step_beside_it(
    own_house: House, clock: Clock, off: int, *, good: bool
) -> None:
    app, _ = enrolled(own_house, "window@example.jp", clock)
    clock.step(4)
    text = app.at(clock.now + off * STEP)
    with transaction(own_house.tenant.engine, own_house.tenant.id) as connection:
        user = own_house.people.find("window@example.jp")
        assert totp.accept(connection, user, text) == good


def test_a_code_is_good_once_and_none_before_it(own_house: House, clock: Clock) -> None:
    app, _ = enrolled(own_house, "once@example.jp", clock)
    user = own_house.people.find("once@example.jp")
    text, before = app.at(clock.now), app.at(clock.now - STEP)
    with transaction(own_house.tenant.engine, own_house.tenant.id) as connection:
        assert [totp.accept(connection, user, t) for t in (text, text, before)] == [True, False, False]
        clock.step()
        assert not totp.accept(connection, user, text)
        assert totp.accept(connection, user, app.at(clock.now))
    own_house.book.query("UPDATE account_totp SET last_step = 0 RETURNING 1")  # planted: it was forgotten
    with transaction(own_house.tenant.engine, own_house.tenant.id) as connection:
        assert totp.accept(connection, user, text)


def test_the_code_that_confirms_is_used_then(own_house: House, clock: Clock) -> None:
    user = own_house.account("confirm@example.jp", Role.VIEWER)
    own = OwnAccount(own_house.tenant, user, b"")
    app = pyotp.TOTP(own.propose_totp().text)
    text = app.at(clock.now)
    assert own.confirm_totp("000000") == []
    assert len(own.confirm_totp(text)) == recovery.NUMBER
    with pytest.raises(SignInFailed):
        finish(own_house, half(own_house, "confirm@example.jp"), text)


def test_codes_are_tried_slowly_however_often_the_first_step_begins_anew(
    own_house: House, clock: Clock
) -> None:
    app, _ = enrolled(own_house, "slow@example.jp", clock)
    for _ in range(FREE):
        with pytest.raises(SignInFailed):
            finish(own_house, half(own_house, "slow@example.jp"), "000000")
    with pytest.raises(Delayed):
        finish(own_house, half(own_house, "slow@example.jp"), app.at(clock.now))
    own_house.book.query("UPDATE sign_in_attempt SET free_at = now() RETURNING 1")
    entered = finish(own_house, half(own_house, "slow@example.jp"), app.at(clock.now))
    counted = own_house.book.query(
        "SELECT fields ->> 'count' AS n FROM audit_entry WHERE topic = 'user.sign_in_failures_counted' "
        "AND actor = :u",
        u=str(entered.user_id),
    )
    assert [r["n"] for r in counted] == [str(FREE)]


def test_a_recovery_code_is_good_once_in_any_writing_and_kept_as_a_digest(
    own_house: House, clock: Clock
) -> None:
    _, codes = enrolled(own_house, "lost@example.jp", clock)
    assert len(set(codes)) == recovery.NUMBER
    written = codes[0].upper().replace("-", " ")
    entered = finish(own_house, half(own_house, "lost@example.jp"), written)
    with pytest.raises(SignInFailed):
        finish(own_house, half(own_house, "lost@example.jp"), codes[0])
    stored = str(own_house.book.query("SELECT * FROM account_recovery_code"))
    assert not any(c in stored or c.replace("-", "") in stored for c in codes)
    own = OwnAccount(own_house.tenant, entered.user_id, b"")
    renewed = own.renew_recovery()
    with pytest.raises(SignInFailed):
        finish(own_house, half(own_house, "lost@example.jp"), codes[1])
    assert finish(own_house, half(own_house, "lost@example.jp"), renewed[0])


def test_the_secret_is_sealed_and_goes_with_its_user(own_house: House, clock: Clock) -> None:
    app, _ = enrolled(own_house, "sealed@example.jp", clock)
    user = own_house.people.find("sealed@example.jp")
    stored: Any = own_house.book.one("SELECT sealed FROM account_totp")
    assert app.secret not in stored
    with transaction(own_house.tenant.engine, own_house.tenant.id) as connection:
        Keys(connection).destroy(user)
    with pytest.raises(SignInFailed):
        finish(own_house, half(own_house, "sealed@example.jp"), app.at(clock.now))


def test_whoever_removes_it_signs_in_with_the_passphrase_alone(own_house: House, clock: Clock) -> None:
    enrolled(own_house, "gone@example.jp", clock)
    user = own_house.people.find("gone@example.jp")
    OwnAccount(own_house.tenant, user, b"").remove_totp()
    assert own_house.browser().sign_in("gone@example.jp").status_code == 200
    assert own_house.book.query("SELECT 1 FROM account_recovery_code") == []
    assert own_house.book.one(
        "SELECT count(*) FROM audit_entry WHERE topic = 'user.second_factor_removed'"
    ) == 1  # fmt: skip
