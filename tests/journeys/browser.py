"""Fixtures of the journeys in a real Chromium: the fictitious municipality, served as it runs, and a browser.

Chromium is the system's; without it a journey fails, as without PostgreSQL.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from kyogikai_platform.accounts import demo_accounts
from kyogikai_platform.accounts.demo_accounts import Account
from kyogikai_platform.demo_data import mihon
from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.importing import import_bytes
from kyogikai_platform.installation import Installation
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.log.tables import APPLICATION
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House, installation
from tests.served import served

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"desk": ViewportSize(width=1366, height=900), "phone": ViewportSize(width=390, height=844)}


class Place(NamedTuple):
    """Where the pages are, who may sign in, and the record itself."""

    origin: str
    browser: Browser
    accounts: Mapping[Role, Account]
    house: House

    def new_page(self, size: str = "desk", *, script: bool = True) -> Page:
        """A page of a fresh browser."""
        context = self.browser.new_context(
            base_url=self.origin, viewport=SIZES[size], locale="ja-JP", reduced_motion="reduce",
            java_script_enabled=script,
        )  # fmt: skip
        return context.new_page()


@pytest.fixture(scope="module")
def place(pg_server: Server, engine: sa.Engine) -> Iterator[Place]:
    """The fictitious municipality with an account of each role."""
    label, master = f"t{new_id().hex[20:]}", b64encode(Key.generate().secret).decode()
    content = mihon.document().replace("host: mihon", f"host: {label}").encode()
    assert import_bytes(engine, content, name="mihon.yaml").new > 0
    with (
        closing(installation(pg_server.url(APPLICATION))) as here,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv(MASTER_KEY, master)
        patch.setattr(Installation, "require_demo", lambda *_: None)  # the tests' database is no demo
        house = House(here, here.tenant(label), label)
        accounts, _ = demo_accounts.prepared(here, house.tenant)
        with (
            served(pg_server.url(SUPERUSER), KYOGIKAI_MASTER_KEY=master, KYOGIKAI_OIDC_LOOPBACK="1") as port,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            by_role = {account.role: account for account in accounts}
            yield Place(f"http://{label}.localhost:{port}", browser, by_role, house)
            browser.close()


@pytest.fixture(params=SIZES)
def page(place: Place, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a fresh browser, in which nothing may be said to the console."""
    page, said = place.new_page(request.param), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.context.close()
    wrong = [text for text in said if "status of 4" not in text]
    assert not wrong, wrong


def signed_in(page: Page, place: Place, role: Role = Role.SECRETARIAT) -> None:
    """Sign in as somebody of a role."""
    account = place.accounts[role]
    page.goto("/sign-in?next=/")
    page.get_by_label("メールアドレス").fill(account.email)
    page.get_by_label("パスフレーズ", exact=True).fill(account.passphrase)
    page.get_by_role("button", name="ログインする").click()
    expect(page.get_by_role("button", name="ログアウト")).to_be_visible()


def wider_than_the_window(page: Page) -> int:
    """How many pixels a page reaches out of its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def sound(page: Page, path: str) -> None:
    """Go to a page: axe finds nothing, and nothing is wider than the window."""
    page.goto(path)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
    assert wider_than_the_window(page) <= 0, path
