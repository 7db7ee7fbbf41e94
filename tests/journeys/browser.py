"""Fixtures of the journeys in a real Chromium: the fictitious municipality, served as it runs, and a browser.

Chromium is the system's; without it a journey fails, as without PostgreSQL.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from email.message import EmailMessage
from typing import NamedTuple
from zlib import crc32

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from kyogikai_platform.accounts.demo_accounts import Account
from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.log.tables import APPLICATION
from kyogikai_tenants.vocabulary import Role
from tests.dose import DOSE
from tests.journeys.soundness import wider_than_the_window
from tests.platform.accounts.house import House, installation
from tests.platform.accounts.letter_box import letter_box
from tests.platform.web.demo_town import town
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
    mail: Sequence[EmailMessage] = ()
    """The letters that it sent."""

    def new_page(self, size: str = "desk", *, script: bool = True) -> Page:
        """A page of a fresh browser."""
        context = self.browser.new_context(
            base_url=self.origin, viewport=SIZES[size], locale="ja-JP", reduced_motion="reduce",
            java_script_enabled=script,
        )  # fmt: skip
        return context.new_page()


class Running(NamedTuple):
    """A municipality that is served, and the master key of its installation."""

    origin: str
    accounts: Mapping[Role, Account]
    house: House
    master: str
    mail: Sequence[EmailMessage]


@contextmanager
def running(pg_server: Server, engine: sa.Engine, **settings: str) -> Iterator[Running]:
    """A new one with an account of each role; its import is what takes long."""
    master = b64encode(Key.generate().secret).decode()
    with closing(installation(pg_server.url(APPLICATION))) as here, pytest.MonkeyPatch.context() as patch:
        patch.setenv(MASTER_KEY, master)
        with town(engine, here) as shown:
            patch.undo()
            database, origin = pg_server.url(SUPERUSER), f"http://{shown.house.host}"
            with (
                letter_box() as box,
                served(
                    database,
                    KYOGIKAI_MASTER_KEY=master,
                    KYOGIKAI_SMTP=box.url,
                    KYOGIKAI_OIDC_LOOPBACK="1",
                    **settings,
                ) as port,
            ):
                yield Running(f"{origin}:{port}", shown.accounts, shown.house, master, box.letters)


@contextmanager
def looked_at(town: Running) -> Iterator[Place]:
    """A browser before it, and its key in the environment; neither outlives a module: others have theirs."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv(MASTER_KEY, town.master)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield Place(town.origin, browser, town.accounts, town.house, town.mail)
        browser.close()


@pytest.fixture(scope="session")
def mihon_served(pg_server: Server, engine: sa.Engine) -> Iterator[Running]:
    """The fictitious municipality, for all journeys that leave it as they found it."""
    with running(pg_server, engine) as town:
        yield town


@pytest.fixture(scope="module")
def place(mihon_served: Running) -> Iterator[Place]:
    """Before the municipality that is everybody's."""
    with looked_at(mihon_served) as found:
        yield found


@pytest.fixture(scope="module")
def own_place(pg_server: Server, engine: sa.Engine) -> Iterator[Place]:
    """Before one of a module's own, whose record it writes."""
    with running(pg_server, engine) as own, looked_at(own) as found:
        yield found


def sizes_of(journey: str) -> list[str]:
    """One of both for each journey, always the same; both in a larger dose."""
    return list(SIZES) if DOSE > 1 else [list(SIZES)[crc32(journey.encode()) % len(SIZES)]]


@pytest.fixture
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


def sound(page: Page, path: str) -> None:
    """Go to a page: axe finds nothing, and nothing is wider than the window."""
    page.goto(path)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
    assert wider_than_the_window(page) <= 0, path
