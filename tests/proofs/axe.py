"""Every page as each role sees it, on a desk and on a phone: axe, the console, the network, the width.

And every page once by other ways than a mouse and a script: see ``ways``.
"""

import os
from base64 import b64encode
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Page, sync_playwright

from kyogikai_platform import demo
from kyogikai_platform.accounts import demo_accounts
from kyogikai_platform.demo_data import mihon
from kyogikai_platform.installation import Installation
from kyogikai_platform.web.forms.catalogue import BY_ADDRESS
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.vocabulary import Role
from tests.journeys.browser import CHROMIUM, QUIET, SIZES, Place, signed_in
from tests.journeys.every_page import asked, endpoint_of, walk
from tests.journeys.soundness import FAULTS, FURTHER, Heard, faults, planted
from tests.platform.accounts.house import House
from tests.platform.web.demo_town import Town
from tests.proofs import states, ways
from tests.proofs.report import Line, say
from tests.served import served

HOST = "mihon"
ROLES = (
    Role.PUBLIC, Role.TENANT_ADMINISTRATOR, Role.SECRETARIAT, Role.CHAIR, Role.MEMBER, Role.CASE_WORKER,
    Role.AUDITOR, Role.VIEWER,
)  # fmt: skip
ELSEWHERE = {302, 303, 403}
"""Answers that lead to a page that is looked at anyway."""
TOLD = 40
"""Faults that are told one by one."""

PARTS = ("looks", "states", "ways")
"""Of the proof, each of which takes long."""
TIMES = {"asOf", "knownAt"}
"""What an address says that makes no other page of it."""

Found = list[tuple[str, str]]
"""Where, and what."""


def prove(here: Installation, most: int, parts: Collection[str] = PARTS) -> Iterator[Line]:
    """On the record of the fictitious municipality, served as it runs."""
    master = os.environ.setdefault(MASTER_KEY, b64encode(Key.generate().secret).decode())
    demo.load(here, mihon.document().encode(), "mihon.yaml")
    here.mark("demo")
    accounts, _ = demo_accounts.prepared(here, here.tenant(HOST))
    town = Town(House(here, here.tenant(HOST), HOST), {account.role: account for account in accounts})
    say("  finding all pages …")
    paths = {role: addresses(town, role, most) for role in ROLES}  # no two event loops run at a time
    home = str(here.settings.home)
    with (
        served(here.login, KYOGIKAI_MASTER_KEY=master, KYOGIKAI_HOME=home) as port,
        _browser(town, port) as at,
    ):
        if "looks" in parts:
            looks = (_as(at, role, paths[role]) for role in ROLES)
            yield _line("every page as each role is sound, both sizes", looks)
            yield from _controls(at)
        if "states" in parts:
            led = (states.looked_at(at, size) for size in SIZES)
            yield _line("what no link leads to is sound, both sizes", led)
        if "ways" in parts:
            once = {role: list(_new(town, paths, role)) for role in ROLES}
            yield from ways.prove(at, once)


@contextmanager
def _browser(town: Town, port: int) -> Iterator[Place]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield Place(f"http://{HOST}.localhost:{port}", browser, town.accounts, town.house)
        browser.close()


def addresses(town: Town, role: Role, most: int) -> list[str]:
    """Of all that a role comes to by links, of every form that it is given, and of what there is not."""
    visitor = town.visitor(role)
    linked = walk(visitor, alike=1, most=most).shown
    forms = [path for path in map("/record/{}".format, BY_ADDRESS) if visitor.get(path).status_code == 200]
    further = [path for path in FURTHER if visitor.get(path).status_code not in ELSEWHERE]
    return list(dict.fromkeys((*linked, *forms, *further)))


def _new(town: Town, paths: dict[Role, list[str]], role: Role) -> Iterator[str]:
    """Each page once, on whatever day: what the roles before this one were not shown."""
    app = town.visitor(Role.PUBLIC).client.application
    seen = {_kind(app, path) for other in ROLES[: ROLES.index(role)] for path in paths[other]}
    for path in paths[role]:
        if (kind := _kind(app, path)) not in seen:
            seen.add(kind)
            yield path


def _kind(app: Flask, path: str) -> tuple[str, frozenset[str]]:
    """Which page an address shows, and what it is asked beside a day; a form for each command."""
    endpoint = endpoint_of(app, path)
    return path if endpoint == "web.record_form" else endpoint, asked(path) - TIMES


@contextmanager
def opened(place: Place, role: Role, size: str = "desk") -> Iterator[tuple[Page, Heard]]:
    """A browser of somebody in a role."""
    page = place.new_page(size)
    if role is not Role.PUBLIC:
        signed_in(page, place, role)
    yield page, Heard.of(page, place.origin)
    page.context.close()


def _as(place: Place, role: Role, paths: Sequence[str]) -> tuple[int, Found]:
    """All that a role sees: how often looked, and what is wrong."""
    say(f"  {len(paths)} pages as {role} …")
    found = Found()
    with opened(place, role) as (page, heard):
        for path in paths:
            page.set_viewport_size(SIZES["desk"])
            page.goto(path)
            for size in SIZES.values():
                page.set_viewport_size(size)
                found += [(f"{role} {size['width']} {path}", fault) for fault in faults(page, heard, ())]
    return len(paths) * len(SIZES), found


def _line(what: str, looks: Iterable[tuple[int, Found]]) -> Line:
    """What came of all looks."""
    counts, found = 0, Found()
    for count, wrong in looks:
        counts, found = counts + count, found + wrong
        for where, fault in wrong[:TOLD]:
            say(f"    {where}: {fault}")
    kinds = Counter(fault.partition(":")[0] for _, fault in found)
    told = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common(5))
    figures = f"{counts} looks, {len(found)} faults {told}".rstrip()
    say(f"  {what}: {figures}")
    return Line(what, figures, not found)


def _controls(place: Place) -> Iterator[Line]:
    """The same looks at a page in which something was planted."""
    for sign, plant in FAULTS.items():
        with opened(place, Role.PUBLIC, "phone") as (page, heard), planted(page, **plant):
            page.goto("/help")
            seen = [fault for fault in faults(page, heard) if sign in fault]
        yield Line(sign.removeprefix("console: "), f"{len(seen)} found", not seen, control=True)
