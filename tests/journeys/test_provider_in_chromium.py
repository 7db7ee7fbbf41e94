"""Signing in at the municipality's provider in a real browser: out by the button, and back across sites."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kyogikai_platform.accounts.demo_accounts import ADMINISTRATOR
from kyogikai_tenants.vocabulary import Role
from tests.journeys.browser import Place, page, signed_in
from tests.journeys.browser import own_place as place
from tests.journeys.soundness import wider_than_the_window
from tests.platform.accounts.idp import CLIENT, Provider
from tests.platform.accounts.idp import provider as running

__all__ = ["page", "place"]
pytestmark = pytest.mark.check
SECRET = "a-secret-that-is-sealed"


@pytest.fixture(scope="module")
def idp() -> Iterator[Provider]:
    """A provider that signs the administrator in."""
    with running(secret=SECRET) as found:
        found.person = {"sub": "42", "email": ADMINISTRATOR, "email_verified": True}
        yield found


def at_ease(page: Page) -> None:
    """Axe finds nothing on the page as it is, and nothing is wider than the window."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert wider_than_the_window(page) <= 0, page.url
    if folder := os.environ.get("PICTURES"):
        number, width = len(list(Path(folder).iterdir())), (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=f"{folder}/{number:02}-{width}.png", full_page=True)


def test_an_administrator_sets_the_provider_and_comes_in_by_it(
    page: Page, place: Place, idp: Provider
) -> None:
    own = place.accounts[Role.TENANT_ADMINISTRATOR]
    signed_in(page, place, Role.TENANT_ADMINISTRATOR)
    page.get_by_role("navigation", name="主なメニュー").get_by_role("link", name="設定").click()
    at_ease(page)
    page.get_by_role("link", name="変更する 表記と利用の条件").click()
    at_ease(page)
    page.goto("/settings/provider")
    at_ease(page)
    page.get_by_role("button", name="保存する").click()
    at_ease(page)
    for label, text in (
        ("発行者（issuer）", idp.issuer), ("クライアントID", CLIENT), ("クライアントシークレット", SECRET),
        ("ボタンの文字（日本語）", "庁内IDでログイン"), ("ボタンの文字（英語）", "City ID"),
        ("いまのパスフレーズ", own.passphrase),
    ):  # fmt: skip
        page.get_by_label(label).first.fill(text)
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("status")).to_have_text("ログイン連携を設定しました。")
    at_ease(page)
    page.get_by_role("button", name="ログアウト").click()

    page.goto("/sign-in?next=/org")
    at_ease(page)
    page.get_by_role("link", name="庁内IDでログイン").click()
    expect(page).to_have_url(f"{place.origin}/org")
    expect(page.get_by_role("link", name="見本 管理")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_text("ログイン連携").first).to_be_visible()
    page.goto("/sign-in/oidc/callback?state=x&code=y")
    expect(page.get_by_role("alert")).to_contain_text("この画面から始めたものではない")
    at_ease(page)
