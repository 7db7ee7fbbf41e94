"""検索 at /search: one field; what was found, by kind, marked where it stands, with former names said."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from flask import Response
from markupsafe import Markup

from kyogikai_graphql import ids
from kyogikai_platform.web.addressed import typed, window
from kyogikai_platform.web.council.links import PLACES
from kyogikai_platform.web.meetings.telling import apart
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.finding import stretch_of
from kyogikai_projections.labels import kind_label
from kyogikai_projections.search import plain

LONGEST = 200
PAGE = 20


class Shown(NamedTuple):
    """One that was found."""

    title: Markup
    path: str
    former: Markup
    """The name under which it was found, where it has another now."""
    excerpt: Markup


def show(site: Site) -> Response:
    """Of all that the asker may see."""
    visit = Visit.at(site, "q", "after", "before")
    text = typed(visit.when.kept["q"], LONGEST)
    paged = window(visit.when.kept, "Query.search", PAGE)
    if not text:
        return visit.page("council/search.html", visit.ask("frame"), sought="", groups=(), found=None)
    answer = visit.ask("council/found", text=text, **paged)
    found = answer["search"]
    return visit.page(
        "council/search.html",
        answer,
        sought=text,
        found=found,
        groups=_groups(found["nodes"], text, visit.lang),
    )


def _groups(hits: Sequence[dict[str, Any]], text: str, lang: str) -> list[tuple[str, list[Shown]]]:
    """By kind, in the order in which kinds first come."""
    first = {h["node"]["type"]: n for n, h in reversed(list(enumerate(hits)))}
    ordered = sorted(hits, key=lambda h: first[h["node"]["type"]])
    return [
        (kind_label(ids.TABLES[kind][0], lang), [_shown(hit, text, lang) for hit in own])
        for kind, own in groupby(ordered, key=lambda h: str(h["node"]["type"]))
    ]


def _shown(hit: dict[str, Any], text: str, lang: str) -> Shown:
    name, own = hit["matchedName"] or "", hit["node"]
    title = apart(own, lang) if own["type"] == "Meeting" else hit["title"]
    former = name if name and plain(name) != plain(title) else ""
    told = hit["excerpt"] not in {title, hit["title"], name}
    return Shown(
        marked(title, text), PLACES[ids.TABLES[own["type"]][0]].format(own["id"]), marked(former, text),
        marked(hit["excerpt"], text) if told else Markup(),
    )  # fmt: skip


def marked(whole: str, text: str) -> Markup:
    """A text with what was looked for in it marked, as it is written there."""
    begin, end = stretch_of(whole, text)
    parts = Markup("{}<mark>{}</mark>{}") if end > begin else Markup("{}{}{}")
    return parts.format(whole[:begin], whole[begin:end], whole[end:])
