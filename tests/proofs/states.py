"""Pages that no link leads to: what follows a form that was sent, a mail, a first step, or a failure."""

import time
from collections.abc import Callable, Iterator

import pyotp
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from kyogikai_platform.accounts.demo_accounts import Account
from kyogikai_tenants.vocabulary import Role
from tests.journeys.browser import SIZES, Place, signed_in
from tests.journeys.soundness import Heard, faults
from tests.proofs.place import superuser

CHECK, RECORD = "内容を確認する", "この内容で記録する"

States = Iterator[str]
"""The page stands in a state: its name."""


def looked_at(place: Place, size: str) -> tuple[int, list[tuple[str, str]]]:
    """Each state, in the size: how many, and what is wrong."""
    count, found = 0, []
    for led in LED:
        page = place.new_page(size)
        heard = Heard.of(page, _nowhere(place) if led is nobody else place.origin)
        heard.failing = led is failing
        for name in led(page, place):
            count += 1
            found += [(f"{name} {SIZES[size]['width']}", fault) for fault in faults(page, heard)]
        page.context.close()
    return count, found


def pressed(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()


def recording(page: Page, place: Place) -> States:
    """A form left empty, then filled in, checked, recorded; the entry, and its undoing."""
    signed_in(page, place)
    page.goto("/record/raiseIssue")
    pressed(page, CHECK)
    yield "a form that was left empty"
    page.locator("[name='title']").fill(f"証明のための課題 {time.time_ns()}")
    page.locator("select[name='ownerId']").select_option(index=1)
    pressed(page, CHECK)
    yield "what was answered, to be checked"
    pressed(page, RECORD)
    yield "the receipt"
    page.get_by_role("link", name="この記録を見る").click()
    yield "the entry"
    page.goto("/record")
    yield "what may be recorded, with drafts"


def april(page: Page, place: Place) -> States:
    """A term's change: those who sit, and all of it to be checked."""
    signed_in(page, place)
    page.goto("/record/april")
    page.locator("select[name='bodyId']").select_option(index=1)
    pressed(page, "委員を表示する")
    yield "the members of the next term"
    pressed(page, "一括の内容を確認する")
    yield "the next term, to be checked"


def refused(page: Page, place: Place) -> States:
    """At the door, of a form that is too old, of a form of others."""
    page.goto("/sign-in")
    pressed(page, "ログインする")
    yield "a passphrase that is missing"
    _first(page, place.accounts[Role.VIEWER]._replace(passphrase="not the passphrase of mine"))
    yield "a passphrase that is wrong"
    page.goto("/forgotten")
    page.evaluate("document.querySelector('main [name=form_token]').value = 'old'")
    page.locator("main form button").first.click()
    yield "a form that is too old (403)"
    signed_in(page, place, Role.AUDITOR)
    page.goto("/record/raiseIssue")
    yield "a form of others (403)"


def nobody(page: Page, place: Place) -> States:
    """At a host that is no municipality's."""
    page.goto(_nowhere(place))
    yield "no municipality (404)"


def failing(page: Page, place: Place) -> States:
    """When the record cannot be read."""
    owner = superuser(place.house.here)
    _do(owner, "ALTER TABLE body RENAME TO body_elsewhere")
    try:
        page.goto("/org")
        yield "the record does not answer (5xx)"
    finally:
        _do(owner, "ALTER TABLE body_elsewhere RENAME TO body")


def second_step(page: Page, place: Place) -> States:
    """An app that makes codes: enrolled, asked for, its spare codes, removed."""
    account = place.accounts[Role.VIEWER]
    signed_in(page, place, Role.VIEWER)
    page.goto("/account/totp")
    _confirm(page, account)
    pressed(page, "次へ")
    yield "an app to be enrolled"
    app = pyotp.TOTP((page.locator("strong.mono").text_content() or "").replace(" ", ""))
    page.get_by_label("確認コード").fill(app.now())
    pressed(page, "確かめて登録する")
    yield "spare codes"
    spare = page.locator(".codes li").first.text_content() or ""
    page.get_by_role("link", name="保管しました").click()
    for path in ("/account", "/account/totp", "/account/recovery-codes", "/account/totp/remove"):
        page.goto(path)
        yield f"{path} with an app"
    pressed(page, "ログアウト")
    _first(page, account)
    yield "a code is asked for"
    page.get_by_label("確認コード").fill("000000")
    pressed(page, "ログインする")
    yield "a code that is wrong"
    page.get_by_label("確認コード").fill(spare)
    pressed(page, "ログインする")
    page.goto("/account/totp/remove")
    _confirm(page, account)
    pressed(page, "認証アプリを解除する")
    yield "an app that was removed"


def passkey(page: Page, place: Place) -> States:
    """A passkey of a virtual device: its page."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    account = place.accounts[Role.AUDITOR]
    signed_in(page, place, Role.AUDITOR)
    page.goto("/account/passkeys/new")
    page.get_by_label("パスキーの名前").fill("庁舎のPC")
    _confirm(page, account)
    pressed(page, "パスキーを作る")
    expect(page.get_by_text("パスキーを登録しました。")).to_be_visible()
    page.get_by_role("link", name="変更 庁舎のPC").click()
    yield "a passkey"
    _confirm(page, account)
    pressed(page, "パスキーを削除する")


def mailed(page: Page, place: Place) -> States:
    """What links in mails lead to, and the demo's viewer of mails."""
    page.goto("/forgotten")
    page.get_by_label("メールアドレス").fill(place.accounts[Role.MEMBER].email)
    page.locator("main form button").first.click()
    yield "a mail is on its way"
    page.goto("/demo/mail")
    yield "mails of a demo"
    page.goto(page.locator("main a[href^='/forgotten/']").first.get_attribute("href") or "")
    yield "a new passphrase, by a link of a mail"
    signed_in(page, place, Role.TENANT_ADMINISTRATOR)
    page.goto("/users/new")
    pressed(page, "招待のメールを送る")
    yield "an invitation of nobody"
    page.get_by_label("氏名").fill("見本 新任")
    page.get_by_label("メールアドレス").fill(f"new{time.time_ns()}@mihon.example")
    page.get_by_label("役割").select_option(label="事務局")
    pressed(page, "招待のメールを送る")
    yield "somebody who was invited"
    pressed(page, "ログアウト")
    page.goto("/demo/mail")
    page.goto(page.locator("main a[href^='/invitation/']").first.get_attribute("href") or "")
    yield "an invitation, by a link of a mail"


LED: tuple[Callable[[Page, Place], States], ...] = (
    recording, april, refused, nobody, failing, second_step, passkey, mailed,
)  # fmt: skip


def _nowhere(place: Place) -> str:
    return place.origin.replace("mihon.", "nobody.")


def _first(page: Page, account: Account) -> None:
    page.goto("/sign-in?next=/org")
    page.get_by_label("メールアドレス").fill(account.email)
    page.get_by_label("パスフレーズ", exact=True).fill(account.passphrase)
    pressed(page, "ログインする")


def _confirm(page: Page, account: Account) -> None:
    page.get_by_label("いまのパスフレーズ", exact=True).fill(account.passphrase)


def _do(owner: sa.Engine, statement: str) -> None:
    with owner.begin() as connection:
        connection.execute(sa.text(statement))
