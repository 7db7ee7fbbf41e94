"""The platform's operator onboards a fourth municipality in a real Chromium: from nothing to going live."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from kyogikai_platform.tenancy import TENANT_ZERO
from tests.journeys.browser import SIZES, Place, sound
from tests.journeys.browser import own_place as place
from tests.platform.accounts.house import PASSPHRASE
from tests.platform.console_house import OPERATOR, Console, fresh_label

__all__ = ["place"]
pytestmark = pytest.mark.check
CHOSEN = "a passphrase of my own choice"


class Desk(NamedTuple):
    """The operator's page, and where the hosts of other labels are."""

    page: Page
    elsewhere: str


@pytest.fixture(scope="module")
def desk(place: Place) -> Iterator[Desk]:
    """The operator, signed in at the console of the server."""
    with closing(replace(place.house.here, zero=TENANT_ZERO)) as here:
        Console.of(here)
    page, elsewhere = place.new_page(), place.origin.partition(".")[2]
    page.goto(f"http://console.{elsewhere}/")
    page.get_by_label("メールアドレス").fill(OPERATOR)
    page.get_by_label("パスフレーズ", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="ログインする").click()
    expect(page.get_by_role("heading", name="自治体の一覧")).to_be_visible()
    yield Desk(page, elsewhere)
    page.context.close()


def test_a_fourth_municipality_is_onboarded_in_one_sitting(place: Place, desk: Desk) -> None:
    page, label = desk.page, fresh_label()
    page.set_viewport_size(SIZES["desk"])
    page.goto(f"http://console.{desk.elsewhere}/")
    page.get_by_role("link", name="自治体を追加する").click()
    page.get_by_label("全国地方公共団体コード").fill("１２２０６９")
    page.get_by_label("自治体名").fill("みほん町（架空）")
    page.get_by_role("button", name="登録して次へ").click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page.get_by_role("link", name="種類を選んでください。")).to_be_visible()
    page.get_by_label("全国地方公共団体コード").fill("")
    page.get_by_label("種類").select_option("town")
    page.get_by_label("架空の自治体").check()
    page.get_by_role("button", name="下書きを保存する").click()
    page.get_by_role("navigation", name="主なメニュー").get_by_role("link").click()
    page.get_by_role("link", name=re.compile("登録の下書き")).first.click()
    expect(page.get_by_label("自治体名")).to_have_value("みほん町（架空）")
    page.get_by_label("ホスト名").fill(label)
    page.get_by_role("button", name="登録して次へ").click()
    page.get_by_label("障がい").check()
    page.get_by_role("button", name="記録して次へ").click()
    page.get_by_role("link", name=re.compile("この形から始める 事務局")).click()
    page.get_by_label("会議体の名称").nth(4).fill("しごとの連絡会")
    page.get_by_role("button", name="記録して次へ").click()
    page.get_by_role("link", name="管理者の招待へ").click()
    page.get_by_label("氏名").fill("見本 花子")
    page.get_by_label("メールアドレス").fill("first@mihon.example")
    page.get_by_role("button", name="招待のメールを送る").click()
    link = page.locator(".link").text_content() or ""
    assert link.startswith(f"http://{label}.{desk.elsewhere}/invitation/")
    page.get_by_role("link", name="公開前の確認へ").click()
    page.get_by_role("button", name="いまの記録に署名する").click()
    page.get_by_role("button", name="利用を開始する").click()
    expect(page.get_by_role("alert")).to_contain_text("未了")

    outside, first = place.new_page(), place.new_page("phone", script=False)
    outside.goto(f"http://{label}.{desk.elsewhere}/org")
    expect(outside.get_by_role("heading", name="準備中です")).to_be_visible()
    first.goto(link)
    first.get_by_label(re.compile("パスフレーズ")).first.fill(CHOSEN)
    first.get_by_role("button", name="決めてログインする").click()
    first.goto(f"http://{label}.{desk.elsewhere}/org")
    expect(first.get_by_text("しごとの連絡会").first).to_be_visible()

    page.get_by_role("button", name="利用を開始する").click()
    expect(page.get_by_role("status")).to_contain_text("利用を開始しました")
    outside.reload()
    expect(outside.get_by_text("しごとの連絡会").first).to_be_visible()
    for other in (outside, first):
        other.context.close()


def test_its_pages_are_sound_on_a_desk_and_on_a_phone(desk: Desk) -> None:
    page, console = desk.page, f"http://console.{desk.elsewhere}"
    page.goto(f"{console}/")
    path = page.locator("tbody th a").first.get_attribute("href")
    steps = ("settings", "template", "history", "invite", "go-live")
    for size in SIZES.values():
        page.set_viewport_size(size)
        pages = ("/", "/account", "/tenants/new", "/certificates", path, f"{path}/closing")
        for at in (*pages, *(f"{path}/{step}" for step in steps)):
            sound(page, f"{console}{at}")
