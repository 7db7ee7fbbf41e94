"""Signing in with a passphrase and a code, and with a passkey of a virtual device, in a real Chromium."""

import re
import time
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Page, expect

from kyogikai_tenants.vocabulary import Role
from tests.journeys.browser import Place, signed_in
from tests.journeys.browser import own_place as place

__all__ = ["place"]
pytestmark = pytest.mark.check

STEP = 30


@pytest.fixture
def device(page: Page) -> Iterator[None]:
    """A device with a screen lock that knows its user, as Chromium plays it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    session.detach()


def passphrase(page: Page, text: str) -> None:
    page.get_by_label("いまのパスフレーズ", exact=True).fill(text)


def fresh(app: pyotp.TOTP) -> str:
    """The next code, which is good already; the last one was used."""
    return app.at(int(time.time()) + STEP)


def signed_out(page: Page) -> None:
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_text("公開されている記録を表示しています")).to_be_visible()


def test_somebody_signs_in_with_passphrase_and_code(page: Page, place: Place) -> None:
    account = place.accounts[Role.VIEWER]
    signed_in(page, place, Role.VIEWER)
    page.goto("/account")
    page.get_by_role("link", name="認証アプリを登録する").click()
    passphrase(page, account.passphrase)
    page.get_by_role("button", name="次へ").click()
    expect(page.get_by_role("img", name="認証アプリに読み取らせるQRコード")).to_be_visible()
    app = pyotp.TOTP((page.locator("strong.mono").text_content() or "").replace(" ", ""))
    used = app.now()
    page.get_by_label("確認コード").fill(used)
    page.get_by_role("button", name="確かめて登録する").click()
    expect(page.locator(".codes li")).to_have_count(10)
    recovery = page.locator(".codes li").first.text_content() or ""
    page.get_by_role("link", name="保管しました").click()
    signed_out(page)

    first_step(page, account.email, account.passphrase)
    expect(page.get_by_role("heading", name="確認コードの入力")).to_be_visible()
    page.get_by_label("確認コード").fill(used)
    page.get_by_role("button", name="ログインする").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("確認コード").fill(fresh(app))
    page.get_by_role("button", name="ログインする").click()
    expect(page).to_have_url(re.compile("/org$"))
    page.goto("/account")
    expect(page.get_by_text("パスフレーズと認証アプリ").first).to_be_visible()
    signed_out(page)

    first_step(page, account.email, account.passphrase)
    page.get_by_label("確認コード").fill(recovery)
    page.get_by_role("button", name="ログインする").click()
    page.goto("/account")
    expect(page.get_by_text("予備コードの残り 9件")).to_be_visible()
    page.get_by_role("link", name="認証アプリを解除する").click()
    passphrase(page, account.passphrase)
    page.get_by_role("button", name="認証アプリを解除する").click()
    expect(page.get_by_text("認証アプリを解除しました。")).to_be_visible()


def first_step(page: Page, email: str, text: str) -> None:
    page.goto("/sign-in?next=/org")
    page.get_by_label("メールアドレス").fill(email)
    page.get_by_label("パスフレーズ", exact=True).fill(text)
    page.get_by_role("button", name="ログインする", exact=True).click()


@pytest.mark.usefixtures("device")
def test_somebody_makes_a_passkey_and_signs_in_with_it(page: Page, place: Place) -> None:
    account = place.accounts[Role.AUDITOR]
    signed_in(page, place, Role.AUDITOR)
    page.goto("/account/passkeys/new")
    page.get_by_label("パスキーの名前").fill("庁舎のPC")
    passphrase(page, "not the passphrase of mine")
    page.get_by_role("button", name="パスキーを作る").click()
    expect(page.get_by_role("alert")).to_have_text("いまのパスフレーズが正しくありません。")
    passphrase(page, account.passphrase)
    page.get_by_role("button", name="パスキーを作る").click()
    expect(page.get_by_text("パスキーを登録しました。")).to_be_visible()
    expect(page.get_by_text("庁舎のPC").first).to_be_visible()
    signed_out(page)

    page.goto("/sign-in?next=/account")
    page.get_by_role("button", name="パスキーで入る").click()
    expect(page.get_by_role("heading", name="利用者情報")).to_be_visible()
    expect(page.get_by_text("監査として表示しています")).to_be_visible()
    page.get_by_role("link", name="変更 庁舎のPC").click()
    passphrase(page, account.passphrase)
    page.get_by_role("button", name="パスキーを削除する").click()
    expect(page.get_by_text("パスキーを削除しました。")).to_be_visible()
    signed_out(page)
    page.goto("/sign-in")
    page.get_by_role("button", name="パスキーで入る").click()
    expect(page.get_by_text("このパスキーではログインできませんでした。")).to_be_visible()


def test_an_administrator_gives_and_takes_a_role_without_a_script(place: Place) -> None:
    page = place.new_page(script=False)
    signed_in(page, place, Role.TENANT_ADMINISTRATOR)
    page.goto("/users")
    page.get_by_role("link", name="見本 庁内").click()
    grant = page.get_by_role("region", name="役割を付与する")
    grant.get_by_label("役割").select_option(label="事務局")
    grant.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("理由を入力してください。")
    grant.get_by_label("理由").fill("応援のため")
    grant.get_by_role("button").click()
    expect(page.get_by_text("役割を付与しました。")).to_be_visible()
    revoke = page.get_by_role("region", name="役割を取り消す")
    revoke.get_by_label("役割").select_option(label="事務局")
    revoke.get_by_label("理由").fill("応援の終わり")
    revoke.get_by_role("button").click()
    expect(page.get_by_text("役割を取り消しました。")).to_be_visible()
    page.context.close()
