"""The platform's operator onboards a fourth municipality in a real Chromium: from nothing to going live."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from kyogikai_platform.embedded import Server
from kyogikai_platform.tenancy import TENANT_ZERO
from tests.journeys.browser import SIZES, Place, looked_at, running, sound
from tests.journeys.correcting import correct
from tests.platform.accounts.house import PASSPHRASE
from tests.platform.console_house import OPERATOR, Console, fresh_label
from tests.platform.workbooks.books import FAULTS, planted

pytestmark = pytest.mark.check
CHOSEN = "a passphrase of my own choice"
TOWN = "みほん町（架空）"
LONG = 60_000
"""Milliseconds for a job."""


class Desk(NamedTuple):
    """The operator's page, and where the hosts of other labels are."""

    page: Page
    elsewhere: str


@pytest.fixture(scope="module")
def place(pg_server: Server, engine: sa.Engine) -> Iterator[Place]:
    """One of its own, whose server does the jobs too."""
    with running(pg_server, engine, KYOGIKAI_RUNNER="1") as own, looked_at(own) as found:
        yield found


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
    page.get_by_role("navigation", name="主なメニュー").get_by_role("link", name="自治体の一覧").click()
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


def test_a_fourth_municipality_comes_with_its_history(place: Place, desk: Desk) -> None:
    """From nothing into use: 300 rows with twelve faults, each found and put right in the page."""
    page, label = desk.page, fresh_label()
    home = f"http://{label}.{desk.elsewhere}"
    page.set_viewport_size(SIZES["desk"])
    page.goto(f"http://console.{desk.elsewhere}/tenants/new")
    page.get_by_label("自治体名").fill(TOWN)
    page.get_by_label("種類").select_option("town")
    page.get_by_label("架空の自治体").check()
    page.get_by_label("ホスト名").fill(label)
    page.get_by_role("button", name="登録して次へ").click()
    page.get_by_role("button", name="記録して次へ").click()
    page.get_by_role("link", name="このステップを飛ばす").click()
    expect(page.get_by_text("まだ管理者が参加していません")).to_be_visible()
    expect(page.get_by_role("link", name=f"{home}/imports")).to_be_visible()
    page.get_by_role("link", name="管理者の招待へ").click()
    page.get_by_label("氏名").fill("見本 花子")
    page.get_by_label("メールアドレス").fill("first@mihon-cho.example")
    page.get_by_role("button", name="招待のメールを送る").click()
    first = entered(place, page.locator(".link").text_content() or "")
    first.goto(f"{home}/imports")
    expect(first.get_by_text("会議・委員・課題は、事務局の利用者が取り込みます")).to_be_visible()
    first.get_by_role("link", name="利用者を招待する").click()
    first.get_by_label("氏名").fill("見本 次郎")
    first.get_by_label("メールアドレス").fill("office@mihon-cho.example")
    first.get_by_label("役割").select_option(label="事務局")
    first.get_by_role("button", name="招待のメールを送る").click()
    expect(first.get_by_role("heading", name="見本 次郎")).to_be_visible()
    sent = re.search(r"http\S+/invitation/\S+", place.mail[-1].get_content())
    assert sent is not None

    office = entered(place, sent[0])
    brought_in(office, home)
    page.get_by_role("link", name="公開前の確認へ").click()
    expect(page.get_by_role("listitem").filter(has_text="これまでの記録の取り込み")).to_contain_text("済み")
    page.get_by_role("button", name="利用を開始する").click()
    expect(page.get_by_role("alert")).to_contain_text("未了")
    page.get_by_role("button", name="いまの記録に署名する").click()
    page.get_by_role("button", name="利用を開始する").click()
    expect(page.get_by_role("status")).to_contain_text("利用を開始しました")

    outside = place.new_page("phone")
    outside.goto(f"{home}/org")
    expect(outside.get_by_role("heading", name="こども部会", exact=True)).to_be_visible()
    expect(outside.get_by_text("架空").first).to_be_visible()
    for other in (outside, office, first):
        other.context.close()


def entered(place: Place, link: str) -> Page:
    """Whoever was invited, come in by the link."""
    page = place.new_page()
    page.goto(link)
    page.get_by_label(re.compile("パスフレーズ")).first.fill(CHOSEN)
    page.get_by_role("button", name="決めてログインする").click()
    expect(page.get_by_role("button", name="ログアウト")).to_be_visible()
    return page


def brought_in(page: Page, home: str) -> None:
    """The history, for everybody to see, with all its faults put right in the page."""
    page.goto(f"{home}/imports")
    file = {
        "name": "みほん町_記録.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": planted(f"{TOWN}協議会"),
    }
    page.get_by_label("ファイル", exact=True).set_input_files(file)  # type: ignore[arg-type] # as it takes them
    page.get_by_label("だれが見られるか").select_option("public")
    page.get_by_role("button", name="下見をはじめる").click()
    expect(page.get_by_text(f"直すところが {len(FAULTS)} か所あります")).to_be_visible(timeout=LONG)
    for fault in FAULTS:
        correct(page, fault)
    page.get_by_role("button", name="直した値でもう一度下見する").click()
    expect(page.get_by_role("heading", name="直すところはありません")).to_be_visible(timeout=LONG)
    page.get_by_role("link", name="記録の確認へ進む").click()
    page.get_by_role("button", name="記録する").click()
    expect(page.get_by_role("heading", name=re.compile("^記録しました"))).to_be_visible(timeout=LONG)


def test_its_pages_are_sound_on_a_desk_and_on_a_phone(desk: Desk) -> None:
    page, console = desk.page, f"http://console.{desk.elsewhere}"
    page.goto(f"{console}/")
    path = page.locator("tbody th a").first.get_attribute("href")
    steps = ("settings", "template", "history", "invite", "go-live")
    for size in SIZES.values():
        page.set_viewport_size(size)
        pages = ("/", "/status", "/account", "/tenants/new", "/certificates", path, f"{path}/closing")
        for at in (*pages, *(f"{path}/{step}" for step in steps)):
            sound(page, f"{console}{at}")
