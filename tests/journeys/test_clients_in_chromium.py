"""API clients in a real browser: registered, shown once, told of changes, revoked, on a desk and a phone."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from kyogikai_tenants.vocabulary import Role
from tests.journeys.browser import Place, page, signed_in
from tests.journeys.browser import own_place as place
from tests.journeys.soundness import wider_than_the_window

__all__ = ["page", "place"]
pytestmark = pytest.mark.check
PHONE = {"width": 390, "height": 844}


def at_ease(page: Page) -> None:
    """Axe finds nothing on the page, and nothing is wider than the window, on a phone neither."""
    desk = page.viewport_size
    assert desk is not None
    for size in (desk, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type] # a size is a size
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        assert wider_than_the_window(page) <= 0, (page.url, size)
        if folder := os.environ.get("PICTURES"):
            number = len(list(Path(folder).iterdir()))
            page.screenshot(path=f"{folder}/{number:02}-{size['width']}.png", full_page=True)
    page.set_viewport_size(desk)


def test_an_administrator_registers_a_client_and_sets_a_webhook(page: Page, place: Place) -> None:
    own = place.accounts[Role.TENANT_ADMINISTRATOR]
    signed_in(page, place, Role.TENANT_ADMINISTRATOR)
    page.get_by_role("navigation", name="主なメニュー").get_by_role("link", name="設定").click()
    page.get_by_role("link", name="APIクライアントを見る").click()
    at_ease(page)
    page.get_by_role("link", name="APIクライアントを登録する").click()
    page.get_by_role("button", name="APIクライアントを登録する").click()
    at_ease(page)
    page.get_by_label("名前").fill("県のオープンデータ")
    page.get_by_label("公開された記録").check()
    page.get_by_label("いまのパスフレーズ").fill(own.passphrase)
    page.get_by_role("button", name="APIクライアントを登録する").click()
    assert page.get_by_label("秘密（client_secret）").input_value().startswith("kyo_")
    at_ease(page)
    page.get_by_role("link", name="控えました").click()
    at_ease(page)
    page.get_by_role("link", name="通知先を登録する").click()
    at_ease(page)
    page.get_by_label("アドレス").fill("https://partner.example.jp/hook")
    page.get_by_label("いまのパスフレーズ").fill(own.passphrase)
    page.get_by_role("button", name="通知先を登録する").click()
    assert page.get_by_label("署名の秘密").input_value().startswith("whsec_")
    page.get_by_role("link", name="控えました").click()
    at_ease(page)
    page.get_by_role("link", name="県のオープンデータ").click()
    page.get_by_role("link", name="秘密を取り替える").click()
    at_ease(page)
    page.go_back()
    form = page.get_by_role("region", name="APIクライアントを失効させる")
    form.get_by_label("理由").fill("契約の終了")
    form.get_by_role("button").click()
    page.get_by_text("APIクライアントを失効させました").wait_for()
    at_ease(page)
