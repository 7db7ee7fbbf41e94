"""The secretariat signs in and looks at a past day, in a real Chromium, on a desk and on a phone.

Chromium is the system's; without it this fails, as without PostgreSQL.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from kyogikai_platform.accounts.people import People
from kyogikai_platform.demo_data import mihon
from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.importing import import_bytes
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.log.tables import APPLICATION
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import ADMINISTRATOR, FAST, PASSPHRASE, House, installation
from tests.served import served

pytestmark = pytest.mark.check

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
OFFICE = "office@example.jp"
SIZES = {"desk": ViewportSize(width=1366, height=900), "phone": ViewportSize(width=390, height=844)}
PAST = "/org?asOf=2021-05-01"
SHOWN = ("/sign-in", "/", PAST, f"{PAST}&view=table", f"{PAST}&view=text", "/org?asOf=nonsense")
TIMES_LARGER = 2
"""WCAG 1.4.4: text at 200 %, which a page half as wide amounts to."""


class Place(NamedTuple):
    """Where the pages are."""

    origin: str
    browser: Browser


@pytest.fixture(scope="module")
def place(pg_server: Server, engine: sa.Engine) -> Iterator[Place]:
    """The fictitious municipality, served as it runs, and a browser."""
    label, master = f"t{new_id().hex[20:]}", b64encode(Key.generate().secret).decode()
    content = mihon.document().replace("host: mihon", f"host: {label}").encode()
    assert import_bytes(engine, content, name="mihon.yaml").new > 0
    here = installation(pg_server.url(APPLICATION))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MASTER_KEY, master)
        house = House(here, here.tenant(label), label)
        first = People(house.tenant, hashing=FAST)
        first.grant(first.invite("管理者", ADMINISTRATOR), Role.TENANT_ADMINISTRATOR)
        house.account(OFFICE, Role.SECRETARIAT)
    here.close()
    with (
        served(pg_server.url(SUPERUSER), KYOGIKAI_MASTER_KEY=master) as port,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield Place(f"http://{label}.localhost:{port}", browser)
        browser.close()


@pytest.fixture(params=SIZES)
def page(place: Place, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a fresh browser, in which nothing may be said to the console."""
    context = place.browser.new_context(
        base_url=place.origin, viewport=SIZES[request.param], locale="ja-JP", reduced_motion="reduce"
    )
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert [text for text in said if "status of 400" not in text] == []


def signed_in(page: Page) -> None:
    page.goto("/sign-in?next=/")
    page.get_by_label("メールアドレス").fill(OFFICE)
    page.get_by_label("パスフレーズ", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="ログインする").click()
    expect(page.get_by_text("事務局として表示しています")).to_be_visible()


def wider_than_the_window(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def test_the_secretariat_signs_in_and_looks_at_a_past_day(page: Page) -> None:
    signed_in(page)
    page.get_by_role("link", name="組織図", exact=True).click()
    page.get_by_label("日付", exact=True).fill("R3.5.1")
    page.get_by_role("button", name="この日を表示").click()
    expect(page).to_have_url(re.compile(r"asOf=2021-05-01"))
    expect(page.get_by_role("heading", name="令和3年5月1日の組織", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="調整会議", exact=True)).to_be_visible()
    page.get_by_role("link", name="前の変化").click()
    expect(page).to_have_url(re.compile(r"asOf=2021-04-01"))
    page.get_by_role("link", name="表", exact=True).click()
    expect(page.get_by_role("heading", name="課題の通り道")).to_be_visible()
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_text("公開されている記録を表示しています")).to_be_visible()


def test_the_slider_shows_a_day_and_goes_nowhere_until_told(page: Page) -> None:
    page.goto(PAST)
    slider = page.get_by_role("slider")
    slider.focus()
    slider.press("Home")
    expect(page.get_by_label("日付", exact=True)).to_have_value(re.compile("^平成"))
    expect(page).to_have_url(re.compile(r"asOf=2021-05-01"))
    slider.press("Enter")
    expect(page).not_to_have_url(re.compile(r"asOf=2021-05-01"))


def test_an_error_has_the_focus(page: Page) -> None:
    page.goto("/org?asOf=nonsense")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_role("textbox", name="日付")).to_be_focused()


@pytest.mark.parametrize("known", [False, True])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(page: Page, *, known: bool) -> None:
    if known:
        signed_in(page)
    for path in SHOWN:
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        assert wider_than_the_window(page) <= 0, path


def test_at_twice_the_size_nothing_is_wider_than_the_window(place: Place) -> None:
    desk = SIZES["desk"]
    size = ViewportSize(width=desk["width"] // TIMES_LARGER, height=desk["height"] // TIMES_LARGER)
    context = place.browser.new_context(base_url=place.origin, viewport=size)
    page = context.new_page()
    for path in SHOWN:
        page.goto(path)
        assert wider_than_the_window(page) <= 0, path
    context.close()


def test_all_is_there_without_a_script(place: Place) -> None:
    context = place.browser.new_context(base_url=place.origin, java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    signed_in(page)
    page.goto("/org")
    expect(page.get_by_role("slider")).to_be_hidden()
    page.get_by_label("日付", exact=True).fill("令和3年5月1日")
    page.get_by_role("button", name="この日を表示").click()
    expect(page).to_have_url(re.compile(r"asOf=2021-05-01"))
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="The council on 1 May 2021", exact=True)).to_be_visible()
    context.close()


def test_axe_sees_a_fault(place: Place) -> None:
    page = place.browser.new_page()
    page.set_content("<html><body><img src='x'><input></body></html>")
    assert Axe().run(page).violations_count > 0
    page.close()
