"""The console and the municipalities keep apart: hosts, sessions, pages, roles; each guard has its fault."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Request

from kyogikai_graphql.problems import HttpProblem
from kyogikai_platform import app as composition
from kyogikai_platform.accounts import judging
from kyogikai_platform.accounts.door import HouseDoor
from kyogikai_platform.installation import Installation
from kyogikai_platform.onboarding.operator import Operator
from kyogikai_platform.tenancy import CONSOLE
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.web import pages
from kyogikai_platform.web.console import desk
from kyogikai_platform.web.console import pages as console_pages
from kyogikai_platform.web.console.families import CONSOLE_FAMILIES
from kyogikai_platform.web.console.host import ConsoleDoor
from kyogikai_platform.web.families import FAMILIES
from kyogikai_platform.web.family import Family
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.municipalities import BadHost, ReservedHost
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE, House
from tests.platform.console_house import OPERATOR, Console, console, fresh_label
from tests.platform.installed import here, master
from tests.platform.web.visitor import Visitor, own_server

__all__ = ["console", "here", "master", "own_server"]
NOBODY = "nobody@example.jp"


@dataclass(frozen=True)
class Hosts:
    """The console, a municipality in use and one that is not in use yet."""

    console: Console
    city: House
    waiting: House


@pytest.fixture(scope="module")
def hosts(console: Console) -> Hosts:
    """With somebody of tenant zero who is no operator."""
    city = House.opened(console.here)
    city.people.passphrase(city.people.find(ADMINISTRATOR), ADMINISTRATOR, PASSPHRASE)
    console.nobody(NOBODY)
    label = fresh_label()
    Operator(console.here).register(name="架空町", kind="town", host=label, fictitious=True)
    return Hosts(console, city, House(console.here, console.here.tenant(label), label))


def rules(families: tuple[Family, ...]) -> set[str]:
    """The addresses that one looks at."""
    return {page.rule for family in families for page in family.pages if "GET" in page.methods}


def filled(addresses: set[str]) -> list[str]:
    """With something in each of their places."""
    return sorted(re.sub("<[^>]+>", str(new_id()), rule) for rule in addresses)


THEIRS = filled(rules(FAMILIES) - rules(CONSOLE_FAMILIES))
EVERY = (console_pages.FAMILY, *(Family([p for p in f.pages if p.rule != "/"]) for f in FAMILIES))
OWN = Family([page for page in console_pages.FAMILY.pages if page.rule != "/"])
OURS = filled(rules(CONSOLE_FAMILIES) - rules(FAMILIES))


def signed_in(house: House, email: str) -> Visitor:
    visitor = Visitor.at(house)
    assert visitor.sign_in(email).status_code == 303
    return visitor


def taken_to(visitor: Visitor, other: House) -> Visitor:
    """The same browser at another host, with its session."""
    cookie = visitor.client.get_cookie("kyogikai", domain=visitor.house.host)
    assert cookie
    visitor.client.set_cookie("kyogikai", cookie.value, domain=other.host)
    return Visitor(other, visitor.client)


def wrong(hosts: Hosts) -> Iterator[str]:
    """What is shown where it should not be."""
    operator, admin = signed_in(hosts.console, OPERATOR), signed_in(hosts.city, ADMINISTRATOR)
    yield from (f"console {path}" for path in THEIRS if operator.get(path).status_code != 404)
    public = Visitor.at(hosts.city)
    yield from (f"city {path}" for path in OURS if public.get(path).status_code != 404)
    ask = {"query": "{ municipality { name } }"}
    own = {"Host": hosts.console.host}
    if operator.client.post("/graphql", json=ask, headers=own).status_code != 404:
        yield "the API at the console"
    if "tenants" in admin.get("/").text or "運営者コンソール" in Visitor.at(hosts.city).get("/").text:
        yield "the console at a city"
    if taken_to(admin, hosts.console).get("/").status_code != 303:
        yield "an administrator at the console"
    if "ログアウト" in taken_to(operator, hosts.city).get("/").text:
        yield "an operator at a city"
    nobody = signed_in(hosts.console, NOBODY)
    yield from (f"nobody {path}" for path in ("/", *OURS) if nobody.get(path).status_code != 404)
    if Visitor.at(hosts.waiting).get("/org").status_code != 403:
        yield "what is not in use"
    if Visitor.at(hosts.waiting).get("/sign-in").status_code != 200:
        yield "no way in to what is not in use"


def test_neither_has_anything_of_the_other(hosts: Hosts) -> None:
    assert len(THEIRS) > 40
    assert len(OURS) >= 3
    assert list(wrong(hosts)) == []


def _everywhere(*given: Any) -> Any:
    return given[2]


def _swapped(*given: Any) -> Any:
    return given[1]


def _of_the_city(hosts: Hosts) -> Callable[[Any, Request], Tenant]:
    return lambda door, _: Tenant(door.here.engine, hosts.city.tenant.id)


def _of_zero(door: Any, _: Request) -> Tenant:
    return Tenant(door.here.engine, door.here.zero)


def _anybody(site: Site) -> desk.Desk:
    return desk.Desk(Visit.any(site), new_id())


FAULTS: dict[str, tuple[str, Callable[[pytest.MonkeyPatch, Hosts], None]]] = {
    "one application": ("nobody comes in", lambda m, _: m.setattr(composition, "by_host", _everywhere)),
    "the console alone": ("nobody comes in", lambda m, _: m.setattr(composition, "by_host", _swapped)),
    "the console's door": ("nobody", lambda m, h: m.setattr(ConsoleDoor, "tenant_of", _of_the_city(h))),
    "a city's door": ("nobody comes in", lambda m, _: m.setattr(HouseDoor, "tenant_of", _of_zero)),
    "anybody": ("nobody /", lambda m, _: m.setattr(desk.Desk, "at", _anybody)),
    "pages": ("console /", lambda m, _: m.setattr(composition, "CONSOLE_FAMILIES", EVERY)),
    "ours": ("city /", lambda m, _: m.setattr(pages, "FAMILIES", (*FAMILIES, OWN))),
    "in use": ("what is not in use", lambda m, _: m.setattr(judging, "WAITING", "-")),
    "no way in": ("no way in", lambda m, _: m.setattr(HouseDoor, "entrance", HouseDoor.public)),
}
"""What is taken away, and how that is found."""


@pytest.mark.check
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.usefixtures("own_server")
def test_each_guard_is_needed(hosts: Hosts, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    found, plant = FAULTS[fault]
    plant(monkeypatch, hosts)
    try:
        told = list(wrong(hosts))
    except AssertionError:
        told = ["nobody comes in"]
    assert any(one.startswith(found) for one in told), told


def test_no_municipality_takes_the_consoles_label(hosts: Hosts) -> None:
    given: dict[str, Any] = {"name": "架空町", "kind": "town", "fictitious": True}
    with pytest.raises(ReservedHost):
        Operator(hosts.console.here).register(host=CONSOLE, **given)
    with pytest.raises(BadHost):
        Operator(hosts.console.here).register(host="Console", **given)


def test_even_a_row_of_the_directory_does_not_take_it(hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault elsewhere, planted: no door of a municipality leads to such a row."""
    here, listed = hosts.console.here, hosts.console.here.listed(hosts.city.label)
    monkeypatch.setattr(Installation, "listed", lambda *_: listed)
    asked = Request({"HTTP_HOST": hosts.console.host, "wsgi.url_scheme": "http"})
    with pytest.raises(HttpProblem):
        HouseDoor(here).tenant_of(asked)
    assert ConsoleDoor(here).tenant_of(asked).id == here.zero
    assert here.tenant(CONSOLE).id == here.zero
