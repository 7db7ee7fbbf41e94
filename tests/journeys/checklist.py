"""What the public pages of a municipality show, held against its published document, fact by fact.

A fact is on a page when the page says the name of what it happened to, its date as precise as the source has
it, its place in the source, its flags, and every text, date, figure and name that the fact gives.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
import yaml
from flask.testing import FlaskClient

from kyogikai_platform.app import create_app
from kyogikai_platform.importing import import_bytes
from kyogikai_platform.importing.bundled import bundled
from kyogikai_platform.installation import Installation
from kyogikai_platform.web.org_facts import flag_word
from kyogikai_projections import era
from kyogikai_projections.labels import word
from kyogikai_tenants.effective import Effective, Kind
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.vocabulary import (
    ActivityKind,
    AgendaItemKind,
    BodyKind,
    CouncilStanding,
    LineageChange,
    MeetingKind,
    ReferralAct,
    SecretariatMode,
    StatementKind,
)

KINDS: Mapping[str, tuple[Any, ...]] = {
    "kind": (BodyKind, StatementKind, ActivityKind, AgendaItemKind, MeetingKind),
    "standing": (CouncilStanding,), "change": (LineageChange,), "act": (ReferralAct,),
    "mode": (SecretariatMode,),
}  # fmt: skip
"""Fields that hold an enumeration's member, which pages say in words."""
ON_SOURCES = {"RegisterSourceDocument", "ListOrganizations"}
"""Facts that the page of their document may say; others must stand where a reader looks for them."""
UNSAID = {"key", "command", "council_id", "number", "form", "per_year", "interval_months", "agenda_number"}
"""Fields that order or relate: what they mean is said by where a thing stands, or by ``as_written``."""


ENDLESS = re.compile(r"^/sign-in|asOf=|view=month|month=")
"""Addresses that lead to ever more of the same."""
MOST = 60
"""Addresses of one page that are looked at, with different filters."""


def facts(name: str) -> list[dict[str, Any]]:
    """The facts of a bundled file."""
    found: list[dict[str, Any]] = yaml.load(bundled()[f"{name}.yaml"], yaml.BaseLoader)["facts"]  # noqa: S506
    return found


class Pages:
    """All public pages that links lead to, from the first page on, as their text without blanks."""

    def __init__(self, here: Installation, engine: sa.Engine, name: str) -> None:
        self.host = f"t{new_id().hex[20:]}"
        content = bundled()[f"{name}.yaml"].replace(f"host: {name}".encode(), f"host: {self.host}".encode())
        assert import_bytes(engine, content, name=f"{name}.yaml").new > 0
        client = create_app(here).test_client()
        self.texts = dict(self._walk(client))
        listed = facts(name)
        self.names = {f["id"]: f.get("name") or f.get("title", "") for f in reversed(listed)}
        later = {f["id"]: f["name"] for f in listed if f["command"] == "RenameBody"}
        self.renamed = {plain(self.names[body]): plain(name) for body, name in later.items()}

    def _walk(self, client: FlaskClient) -> Iterator[tuple[str, str]]:
        todo, seen = ["/"], {"/"}
        while todo:
            path = todo.pop()
            answer = client.get(path, headers={"Host": f"{self.host}.localhost", "Accept": "text/html"})
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            yield path, plain(answer.text)
            links = {html.unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"#]*)', answer.text)}
            fresh = sorted(link for link in links - seen if not ENDLESS.search(link))
            seen |= set(fresh)
            todo += [link for link in fresh if self._room(link, seen)]

    @staticmethod
    def _room(link: str, seen: set[str]) -> bool:
        """Whether not too many of a page's filters were looked at already."""
        page = link.partition("?")[0]
        return sum(other.partition("?")[0] == page for other in seen) <= MOST

    def missing(self, fact: dict[str, Any]) -> list[str]:
        """What the page that says most of a fact does not say, and what no page says."""
        wanted = {plain(text): text for text in said(fact, self) if text}
        listed = fact["command"] in ON_SOURCES
        texts = [t for path, t in self.texts.items() if listed or not path.startswith("/sources")]
        return min(([wanted[w] for w in wanted if not self._stands(w, text)] for text in texts), key=len)

    def _stands(self, wanted: str, text: str) -> bool:
        """Whether a page says something; of a body that was renamed, either of its names."""
        return wanted in text or self.renamed.get(wanted, wanted) in text


def plain(markup: str) -> str:
    """The text of a page without its blanks."""
    main = markup[markup.find("<main") :] if "<main" in markup else html.escape(markup)
    return re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]+>", "", main)))


def said(fact: dict[str, Any], pages: Pages) -> Iterator[str]:
    """All that a fact says, in the words of the pages."""
    effective = _effective(fact["effective"])
    in_its_year = effective.kind is Kind.AS_OF and "fiscal_year" in fact  # which the page says by itself
    if effective.kind is not Kind.UNDATED and not in_its_year:
        yield era.label(effective, "ja")
    if isinstance(fact["effective"], dict):
        yield fact["effective"].get("as_written", "")
    yield from _quality(fact)
    for field, value in fact.items():
        if field not in UNSAID | {"effective", "quality"}:
            yield from _said(field, value, pages)


def _said(field: str, value: Any, pages: Pages) -> Iterator[str]:
    if isinstance(value, dict) and "value" in value:
        yield era.japanese(value["value"])
    elif isinstance(value, dict):
        yield from _quality(value)
        for name, inner in value.items():
            if name not in UNSAID | {"quality"}:
                yield from _said(name, inner, pages)
    elif isinstance(value, list):
        for one in value:
            yield from _said(field, one, pages)
    elif value not in {"true", "false"}:
        yield _one(field, value, pages)


def _one(field: str, value: str, pages: Pages) -> str:
    if field in KINDS:
        meant = {word(kind(value), "ja") for kind in KINDS[field] if value in list(kind)}
        return meant.pop() if len(meant) == 1 else ""  # a word that several kinds have is looked for nowhere
    if field == "id" or field.endswith(("_id", "_ids", "_of")):
        return str(pages.names.get(value, ""))
    if field in {"fiscal_year", "fiscal_years"}:
        return era.japanese(f"FY{value}")
    return f"{value}年" if field == "length_years" else value.rstrip("。")


def _quality(fact: Mapping[str, Any]) -> Iterator[str]:
    for flag in fact.get("quality", ()):
        yield flag_word(flag["flag"], "ja")
        yield from filter(None, (flag.get("note"), flag.get("as_written")))


def _effective(given: Any) -> Effective:
    if isinstance(given, str):
        kind, value, *_ = [*given.split(), ""]
        return Effective(Kind(kind), value)
    return Effective(Kind(given["kind"]), given["value"])
