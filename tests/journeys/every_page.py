"""A walk over all pages by their links, as somebody who looks at everything that is offered to them."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from kyogikai_platform.web.family import Family
from tests.platform.web.visitor import Page, Visitor

ALIKE = 2
"""How many addresses of one page are looked at that say as much after the question mark."""
MOST = 12
"""And how many of one page at all: filters go together in too many ways."""
NOT_PAGES = ("/static/", "/graphql")
REDIRECTS = {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.MOVED_PERMANENTLY}


class Broken(NamedTuple):
    """A link that a page prints and that leads nowhere."""

    on: str
    link: str
    status: int


@dataclass
class Walked:
    """Where somebody came: endpoint -> addresses; and what is wrong."""

    pages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    broken: list[Broken] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    """The addresses at which there is a page to look at: no file, and not the way to another page."""

    @property
    def addresses(self) -> list[str]:
        """All of them, each once."""
        return [address for found in self.pages.values() for address in found]


def walk(
    visitor: Visitor, start: str = "/", alike: int = ALIKE, most: int = MOST, app: Flask | None = None
) -> Walked:
    """Follow every link of the same host from one page on; ``app`` knows the addresses, if not its own."""
    walked, known_by = Walked(), app or visitor.client.application
    waiting, known = deque([("", start)]), {start}
    counts: dict[tuple[str, frozenset[str]], int] = defaultdict(int)
    while waiting:
        on, address = waiting.popleft()
        endpoint = endpoint_of(known_by, address)
        kind = (endpoint, asked(address))
        if endpoint and (counts[kind] >= alike or len(walked.pages.get(endpoint, ())) >= most):
            continue
        counts[kind] += 1
        answer = visitor.get(address)
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            walked.broken.append(Broken(on, address, answer.status_code))
            continue
        walked.pages[endpoint].append(address)
        if answer.status_code == HTTPStatus.OK and answer.mimetype == "text/html":
            walked.shown.append(address)
        for link in onward(address, answer):
            if link not in known:
                known.add(link)
                waiting.append((address, link))
    return walked


def addresses_of(families: Iterable[Family]) -> Flask:
    """What these families register, for a walk at a host whose application stands behind another."""
    app = Flask(__name__)
    for page in (page for family in families for page in family.pages):
        app.add_url_rule(page.rule, endpoint=f"web.{page.name}", methods=page.methods)
    return app


def onward(address: str, answer: TestResponse) -> Iterator[str]:
    """Where an answer leads: to another address, or by its links and the forms that only ask."""
    links: Sequence[str] = ()
    if answer.status_code in REDIRECTS:
        links = [answer.headers["Location"]]
    elif answer.mimetype == "text/html":
        page = Page.of(answer)
        links = [*page.links, *page.searches]
    for link in links:
        parts = urlsplit(urljoin(f"http://here{address}", link))
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if parts.netloc == "here" and not link.startswith("#") and not path.startswith(NOT_PAGES):
            yield path


def asked(address: str) -> frozenset[str]:
    """The words after the question mark that say anything."""
    return frozenset(name for name, value in parse_qsl(urlsplit(address).query) if value)


def endpoint_of(app: Flask, address: str) -> str:
    """Which page answers at an address; empty where none does."""
    try:
        endpoint, _ = app.url_map.bind("here").match(urlsplit(address).path, method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    return str(endpoint)
