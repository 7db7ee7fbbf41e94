"""Pictures of every page as each role sees it, both sizes: ``python -m tests.journeys.screenshots OUT``.

The pages are those of the fictitious municipality and of the console, found by walking their links.
"""

import argparse
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import sync_playwright

from kyogikai_platform import structure
from kyogikai_platform.accounts.demo_accounts import Account
from kyogikai_platform.embedded import SUPERUSER, provided
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenancy import TENANT_ZERO
from kyogikai_platform.web.console.families import CONSOLE_FAMILIES
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.log.tables import APPLICATION
from kyogikai_tenants.vocabulary import Role
from tests.journeys.browser import CHROMIUM, QUIET, SIZES, Place, signed_in
from tests.journeys.every_page import addresses_of, walk
from tests.platform.accounts.house import PASSPHRASE, installation
from tests.platform.console_house import OPERATOR, Console
from tests.platform.web.demo_town import Town, town
from tests.platform.web.visitor import Visitor
from tests.served import served

MOST = 4
"""Pictures of one page for one role and size."""
LONGEST = 90
"""Characters of a picture's name."""


def main() -> None:
    """Write them into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--role", type=Role, action="append", help="only this role (may be repeated)")
    parser.add_argument("--only", default="", help="only addresses in which this expression is found")
    given = parser.parse_args()
    master = b64encode(Key.generate().secret).decode()
    with pytest.MonkeyPatch.context() as patch, provided(None, None, durable=False) as server:
        patch.setenv(MASTER_KEY, master)
        owner = sa.create_engine(server.url(SUPERUSER))
        structure.prepare(owner)
        structure.upgrade(owner)
        engine = structure.application_engine(server.url(APPLICATION), pool_size=8)
        with (
            closing(installation(server.url(APPLICATION))) as here,
            town(engine, here) as shown,
            served(server.url(SUPERUSER), KYOGIKAI_MASTER_KEY=master) as port,
        ):
            every = (Role.PUBLIC, *shown.accounts)
            roles = [role for role in given.role or every if role in every]
            found = {role: walk(shown.visitor(role), alike=1, most=MOST).addresses for role in roles}
            wanted = {role: [a for a in own if re.search(given.only, a)] for role, own in found.items()}
            origin = f"http://{shown.house.host}:{port}"
            take(shown, origin, wanted, given.out)
            if Role.PLATFORM_OPERATOR in (given.role or [Role.PLATFORM_OPERATOR]):
                take_console(here, f"http://console.localhost:{port}", given.only, given.out)
        engine.dispose()
        owner.dispose()


def take(shown: Town, origin: str, wanted: Mapping[Role, Sequence[str]], out: Path) -> None:
    """In a browser; the addresses were found before, for no two event loops run at a time."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        place = Place(origin, browser, shown.accounts, shown.house)
        for role, addresses in wanted.items():
            for size in SIZES:
                pictures(place, role, size, addresses, out / role.value / size)
        browser.close()


def take_console(here: Installation, origin: str, only: str, out: Path) -> None:
    """The operator's pages: they have a host, an account and a walk of their own."""
    with closing(replace(here, zero=TENANT_ZERO)) as own:
        console, role = Console.of(own), Role.PLATFORM_OPERATOR
        visitor = Visitor.at(console)
        visitor.sign_in(OPERATOR)
        every = walk(visitor, alike=1, most=MOST, app=addresses_of(CONSOLE_FAMILIES)).shown
        account = {role: Account(role, OPERATOR, PASSPHRASE)}
        addresses = [address for address in every if re.search(only, address)]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            place = Place(origin, browser, account, console)
            for size in SIZES:
                pictures(place, role, size, addresses, out / role.value / size)
            browser.close()


def pictures(place: Place, role: Role, size: str, addresses: Sequence[str], folder: Path) -> None:
    """Of all that a role comes to."""
    folder.mkdir(parents=True, exist_ok=True)
    page = place.new_page(size)
    if role is not Role.PUBLIC:
        signed_in(page, place, role)
    for number, address in enumerate(addresses):
        page.goto(address)
        page.screenshot(path=folder / f"{number:03} {name_of(address)}.png", full_page=True)
    page.context.close()


def name_of(address: str) -> str:
    """A file's name for an address."""
    return re.sub(r"[^A-Za-z0-9=.]+", "-", address).strip("-")[:LONGEST] or "home"


if __name__ == "__main__":
    main()
