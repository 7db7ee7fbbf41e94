"""One's own account by its pages: by our forms only, and the passphrase before what matters."""

import re

import pyotp
import pytest

from kyogikai_platform.accounts import totp
from kyogikai_platform.web import form_token
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import PASSPHRASE, House
from tests.platform.web.visitor import Page, Visitor

ANOTHER = "another passphrase of mine"
OWN = (
    "/account", "/account/passphrase", "/account/totp", "/account/totp/remove", "/account/recovery-codes",
    "/account/passkeys/new",
)  # fmt: skip
ACTS = (
    "/account/passphrase", "/account/totp", "/account/totp/confirm", "/account/totp/remove",
    "/account/recovery-codes", "/account/passkeys/options", "/account/passkeys/new", "/account/passkeys/00",
    "/account/passkeys/00/remove", "/account/sessions",
)  # fmt: skip
ENTRIES = ("/sign-in/code", "/sign-in/passkey", "/sign-in/passkey/options", "/forgotten")


def somebody(house: House, email: str, role: Role = Role.VIEWER) -> Visitor:
    """Somebody with an account, signed in."""
    house.account(email, role)
    visitor = Visitor.at(house)
    assert visitor.sign_in(email).status_code == 303
    return visitor


def enrol(visitor: Visitor) -> tuple[pyotp.TOTP, list[str]]:
    """With an authenticator, by the pages; and its recovery codes."""
    shown = visitor.fill("/account/totp", "/account/totp", current=PASSPHRASE)
    found = re.search(r'<strong class="mono">([A-Z2-7 ]+)</strong>', shown.text)
    assert found
    app = pyotp.TOTP(found[1].replace(" ", ""))
    codes = visitor.fill("/account", "/account/totp/confirm", code=app.now()).text
    return app, re.findall(r'<li class="mono">([a-z2-7-]+)</li>', codes)


def later(house: House) -> None:
    """As if no code had been used."""
    house.book.query("UPDATE account_totp SET last_step = 0 RETURNING 1")


@pytest.mark.parametrize("path", OWN)
def test_the_public_signs_in_first(public: Visitor, path: str) -> None:
    answer = public.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign-in?next={path}")


@pytest.mark.parametrize("path", [*ACTS, *ENTRIES])
def test_no_form_of_another_page_does_anything(office: Visitor, path: str) -> None:
    given = {"current": PASSPHRASE, "new": ANOTHER, "session": "others", "email": "a@example.jp"}
    assert office.send(path, given).status_code == 403
    token = Page.of(office.get("/")).hidden["form_token"]
    elsewhere = office.send(path, given | {"form_token": token}, Sec_Fetch_Site="same-site")
    assert elsewhere.status_code == 403


def test_a_form_that_is_not_asked_for_its_token_is_found(
    office: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_token, "require", lambda *_: None)
    assert office.send("/account/sessions", {"session": "others"}).status_code == 303


@pytest.mark.parametrize("path", OWN)
def test_every_page_is_plain_and_has_one_title(house: House, office: Visitor, path: str) -> None:
    page = office.get(path)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert Page.of(page).inline == []
    assert len(Page.of(page).ids) == len(set(Page.of(page).ids))
    office.fill("/", "/preferences", lang="en", next="/")
    main = office.get(path).text.partition("<main")[2].partition("</main>")[0]
    told = re.sub(r"office さん|調整会議|木更津市\S*", "", main)
    assert not re.search(r"[ぁ-んァ-ヶ]", told), told
    office.fill("/", "/preferences", lang="ja", next="/")
    assert house.label


def test_the_page_says_who_one_is_since_when_and_where_one_is_signed_in(house: House) -> None:
    visitor = somebody(house, "who@example.jp", Role.SECRETARIAT)
    page = visitor.get("/account").text
    for text in ("who さん", "事務局", "から", "この端末", "ログインしました", "ネットワーク 127.0.0.0/24"):
        assert text in page, text
    assert "who@example.jp" not in page


def test_another_passphrase_ends_the_other_sessions_and_keeps_this_one(house: House) -> None:
    visitor = somebody(house, "change@example.jp")
    other = Visitor.at(house)
    other.sign_in("change@example.jp")
    page = "/account/passphrase"
    wrong = visitor.fill(page, page, current="not my passphrase", new=ANOTHER)
    assert (wrong.status_code, "いまのパスフレーズが正しくありません" in wrong.text) == (401, True)
    short = visitor.fill(page, page, current=PASSPHRASE, new="short")
    assert (short.status_code, 'id="new-error"' in short.text) == (400, True)
    done = visitor.fill(page, page, current=PASSPHRASE, new=ANOTHER)
    assert done.headers["Location"] == "/account?done=passphrase"
    assert "パスフレーズを変更し" in visitor.get("/account?done=passphrase").text
    assert "公開されている記録を表示しています" in other.get("/").text
    assert Visitor.at(house).sign_in("change@example.jp").status_code == 401
    assert Visitor.at(house).sign_in("change@example.jp", ANOTHER).status_code == 303


def kept(visitor: Visitor) -> str:
    """The secret of the session in a browser."""
    cookie = visitor.client.get_cookie("kyogikai", domain=visitor.house.host)
    assert cookie
    return cookie.value


def stolen(house: House, secret: str) -> Visitor:
    """Another browser with what was read off the first."""
    found = Visitor.at(house)
    found.client.set_cookie("kyogikai", secret, domain=house.host)
    return found


def still(house: House, secret: str) -> bool:
    """Whether a session is still open under a secret, as a page and as the API tell."""
    thief = stolen(house, secret)
    own = {"Host": house.host, "Sec-Fetch-Site": "same-origin"}
    open_to = thief.get("/account").status_code == 200
    assert open_to == (stolen(house, secret).client.get("/session", headers=own).status_code == 200)
    return open_to


@pytest.mark.check
@pytest.mark.parametrize("act", ["passphrase", "totp", "confirm", "wrong"])
def test_whoever_says_again_who_they_are_goes_on_under_another_secret(house: House, act: str) -> None:
    visitor = somebody(house, f"anew-{act}@example.jp")
    first = kept(visitor)
    assert still(house, first)
    if act == "passphrase":
        visitor.fill("/account/passphrase", "/account/passphrase", current=PASSPHRASE, new=ANOTHER)
    elif act == "wrong":
        visitor.fill("/account/totp", "/account/totp", current=ANOTHER)
    else:
        visitor.fill("/account/totp", "/account/totp", current=PASSPHRASE)
    second = kept(visitor)
    if act == "confirm":
        page = visitor.fill("/account/totp", "/account/totp", current=PASSPHRASE).text
        second, (secret,) = kept(visitor), re.findall(r'<strong class="mono">([A-Z2-7 ]+)</strong>', page)
        code = pyotp.TOTP(secret.replace(" ", "")).now()
        assert visitor.fill("/account", "/account/totp/confirm", code=code).status_code == 200
        assert not still(house, second)
    assert (still(house, first), first != second) == ((True, False) if act == "wrong" else (False, True))
    assert still(house, kept(visitor)), "who said it goes on"
    sessions = "SELECT count(*) FROM account_session WHERE user_id = :u AND revoked_at IS NULL"
    (user,) = house.book.query("SELECT user_id FROM account_session ORDER BY created_at DESC LIMIT 1")
    assert house.book.one(sessions, u=user["user_id"]) == 1, "it is the same session"


@pytest.mark.check
def test_a_sign_in_ends_the_session_that_the_browser_brought(house: House) -> None:
    visitor, elsewhere = somebody(house, "again@example.jp"), Visitor.at(house)
    assert elsewhere.sign_in("again@example.jp").status_code == 303
    first = kept(visitor)
    token = Page.of(visitor.get("/sign-in?again=1")).hidden["form_token"]
    given = {"form_token": token, "email": "again@example.jp", "password": PASSPHRASE}
    assert visitor.send("/sign-in", given).status_code == 303
    assert (still(house, first), still(house, kept(visitor))) == (False, True)
    assert still(house, kept(elsewhere)), "of another browser nothing is known"
    json = {"email": "again@example.jp", "password": PASSPHRASE}
    second = kept(visitor)
    assert visitor.client.post("/sign-in", json=json, headers={"Host": house.host}).status_code == 200
    assert (still(house, second), still(house, kept(visitor))) == (False, True)


def test_a_session_is_ended_by_its_user_and_by_nobody_else(house: House) -> None:
    visitor, stranger = somebody(house, "ends@example.jp"), somebody(house, "stranger@example.jp")
    others = [Visitor.at(house) for _ in range(2)]
    for other in others:
        other.sign_in("ends@example.jp")
    handles = re.findall(r'name="session" value="([0-9a-f]{64})"', visitor.get("/account").text)
    assert len(handles) == 2
    assert stranger.fill("/account", "/account/sessions", session=handles[0]).status_code == 404
    assert visitor.fill("/account", "/account/sessions", session=handles[0]).status_code == 303
    left = [o for o in others if "公開されている記録" not in o.get("/").text]
    assert len(left) == 1
    assert visitor.fill("/account", "/account/sessions", session="others").status_code == 303
    assert "公開されている記録を表示しています" in left[0].get("/").text
    assert visitor.get("/account").status_code == 200


def test_an_authenticator_is_shown_once_and_asked_for_from_then_on(house: House) -> None:
    visitor = somebody(house, "app@example.jp")
    app, codes = enrol(visitor)
    assert len(codes) == 10
    for path in ("/account", "/account/totp", "/account/recovery-codes"):
        text = visitor.get(path).text
        assert app.secret not in text.replace(" ", ""), path
        assert not any(code in text for code in codes), path

    again = Visitor.at(house)
    first = again.sign_in("app@example.jp", next="/org")
    assert first.headers["Location"] == "/sign-in/code?next=%2Forg"
    assert "公開されている記録を表示しています" in again.get("/").text
    later(house)
    form = again.get("/sign-in/code?next=%2Forg")
    assert Page.of(form).hidden["next"] == "/org"
    wrong = again.fill("/sign-in/code", "/sign-in/code", code="000000", next="/org")
    assert (wrong.status_code, 'id="code-error"' in wrong.text) == (401, True)
    done = again.fill("/sign-in/code", "/sign-in/code", code=app.now(), next="/org")
    assert (done.status_code, done.headers["Location"]) == (303, "/org")
    assert "庁内閲覧として表示しています" in again.get("/").text
    assert again.get("/sign-in/code").headers["Location"] == "/sign-in"
    assert "パスフレーズと認証アプリ" in again.get("/account").text


def test_the_second_step_is_of_the_browser_that_took_the_first(house: House) -> None:
    app, _ = enrol(somebody(house, "steal@example.jp"))
    later(house)
    visitor, thief = Visitor.at(house), Visitor.at(house)
    visitor.sign_in("steal@example.jp")
    ticket = visitor.client.get_cookie("kyogikai-half", domain=house.host)
    assert ticket
    assert ticket.http_only
    thief.client.set_cookie("kyogikai-half", ticket.value, domain=house.host)
    answer = thief.fill("/sign-in/code", "/sign-in/code", code=app.now())
    assert answer.headers["Location"] == "/sign-in?over=1"
    assert "はじめからやり直してください" in thief.get("/sign-in?over=1").text
    assert visitor.fill("/sign-in/code", "/sign-in/code", code=app.now()).status_code == 303


def test_whoever_removes_it_says_the_passphrase(house: House) -> None:
    visitor = somebody(house, "remove@example.jp")
    enrol(visitor)
    page = "/account/totp/remove"
    assert visitor.fill(page, page, current="not my passphrase").status_code == 401
    assert "使っています" in visitor.get("/account").text
    assert visitor.fill(page, page, current=PASSPHRASE).status_code == 303
    assert Visitor.at(house).sign_in("remove@example.jp").headers["Location"] == "/"


def test_recovery_codes_are_made_anew(house: House) -> None:
    visitor = somebody(house, "renew@example.jp")
    page = "/account/recovery-codes"
    assert "認証アプリが登録されていません" in visitor.fill(page, page, current=PASSPHRASE).text
    _, codes = enrol(visitor)
    renewed = re.findall(
        r'<li class="mono">([a-z2-7-]+)</li>', visitor.fill(page, page, current=PASSPHRASE).text
    )
    assert len(renewed) == 10
    assert not set(codes) & set(renewed)


def test_a_second_authenticator_waits_for_the_removal_of_the_first(house: House) -> None:
    visitor = somebody(house, "twice@example.jp")
    enrol(visitor)
    assert visitor.fill("/account", "/account/totp", current=PASSPHRASE).status_code == 409
    assert totp.DIGITS == 6


def test_guesses_at_the_passphrase_inside_are_slowed_down_too(house: House) -> None:
    visitor = somebody(house, "guess@example.jp")
    page = "/account/totp"
    told = [visitor.fill(page, page, current="a guess of mine").status_code for _ in range(7)]
    assert told[:6] == [401] * 5 + [429]
    house.book.query("UPDATE sign_in_attempt SET free_at = now() + interval '1 hour' RETURNING 1")
    assert Visitor.at(house).sign_in("guess@example.jp").status_code == 429
    house.book.query("DELETE FROM sign_in_attempt RETURNING 1")


@pytest.mark.parametrize("path", ["/account/passkeys/00", "/account/passkeys/nonsense"])
def test_a_passkey_that_is_not_ones_own_is_not_there(office: Visitor, path: str) -> None:
    assert office.get(path).status_code == 404


def test_a_program_has_no_account(house: House) -> None:
    secret = house.client("council:read")
    answer = Visitor.at(house).get("/account", Authorization=f"Bearer {secret}")
    assert answer.status_code == 404
