"""The first page: what needs whoever asks, the council in force, and the ways on that there are."""

from typing import Any

from flask import Response

from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.home_waiting import blocks
from kyogikai_platform.web.roles.latest import latest
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.labels import word
from kyogikai_tenants.vocabulary import Existence


def show(site: Site) -> Response:
    """As whoever asks may see it."""
    visit = Visit.at(site)
    answer, lang = visit.ask("home"), visit.lang
    council: dict[str, Any] = answer["council"] or {}
    slogans = [
        s["asWritten"] for s in council.get("statements", ()) if s["kind"] == "SLOGAN" and s["asWritten"]
    ]
    bodies = answer["bodies"]
    return visit.page(
        "home.html", answer, council=council, slogans=slogans, bodies=bodies,
        state=word(Existence[council["existence"]], lang) if council else "",
        unknown=word(Existence.UNKNOWN, lang), blocks=blocks(visit), latest=latest(visit),
    )  # fmt: skip


FAMILY = Family((Page("/", "home", show),), (Entry("home", "/"),))
