"""Somebody who looks at pages and sends their forms, and what a page is made of."""

import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from typing_extensions import override
from werkzeug.test import TestResponse

from kyogikai_platform.app import create_app
from kyogikai_platform.installation import Installation
from tests.platform.accounts.house import PASSPHRASE, House

OFFICE = "office@example.jp"
HTML = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"


SERVERS: dict[int, tuple[Installation, Flask]] = {}
"""One for each installation: what a page asks is planned once there, as in a server that runs."""


@pytest.fixture
def own_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server for one test alone, which is told something else than others are."""
    monkeypatch.setattr(sys.modules[__name__], "SERVERS", {})


@dataclass
class Visitor:
    """A browser at a house."""

    house: House
    client: FlaskClient

    @classmethod
    def at(cls, house: House) -> "Visitor":
        """A new browser, at the house's server."""
        if id(house.here) not in SERVERS or SERVERS[id(house.here)][0] is not house.here:
            SERVERS[id(house.here)] = (house.here, create_app(house.here))
        return cls(house, SERVERS[id(house.here)][1].test_client())

    def get(self, path: str, **more: str) -> TestResponse:
        """A page."""
        return self.client.get(path, headers={"Host": self.house.host, "Accept": HTML} | _named(more))

    def send(self, path: str, fields: dict[str, str], **more: str) -> TestResponse:
        """A form, as it is given here."""
        own = {"Host": self.house.host, "Accept": HTML, "Sec-Fetch-Site": "same-origin"}
        return self.client.post(path, data=fields, headers=own | _named(more))

    def fill(self, page: str, path: str, **fields: str) -> TestResponse:
        """A form of a page, with what its page put into it."""
        token = Page.of(self.get(page)).hidden["form_token"]
        return self.send(path, {"form_token": token} | fields)

    def sign_in(self, email: str = OFFICE, password: str = PASSPHRASE, **more: str) -> TestResponse:
        """By the form."""
        return self.fill("/sign-in", "/sign-in", email=email, password=password, **more)


def _named(more: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in more.items()}


@dataclass
class Page(HTMLParser):
    """A page's links, fields, ids, what runs or styles inside of it, and its text."""

    links: list[str] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)
    """Where forms lead that only ask."""
    hidden: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    text: str = ""
    lang: str = ""

    @classmethod
    def of(cls, response: TestResponse) -> "Page":
        """Read an answer."""
        page = cls()
        page.feed(response.text)
        return page

    def __post_init__(self) -> None:
        super().__init__()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        if tag == "html":
            self.lang = given["lang"]
        if tag == "a":
            self.links.append(given["href"])
        if tag == "form" and given.get("method") == "get":
            self.searches.append(given["action"])
        if tag == "input":
            kept = self.hidden if given.get("type") == "hidden" else self.fields
            kept[given.get("name", "")] = given.get("value", "")
        self.ids += [given["id"]] if "id" in given else []
        acts = [name for name in given if name.startswith("on") or name == "style"]
        runs = tag == "style" or (tag == "script" and not given.get("src"))
        self.inline += [tag] if acts or runs or "javascript:" in str(attrs) else []

    @override
    def handle_data(self, data: str) -> None:
        self.text += data
