"""The first page: who asks, the council in force, and the ways on that there are."""

from typing import Any

from flask import Response, request

from kyogikai_platform.web.preferences import Preferences
from kyogikai_platform.web.site import Site, names_of
from kyogikai_projections.labels import word
from kyogikai_tenants.vocabulary import Existence


def show(site: Site) -> Response:
    """As whoever asks may see it."""
    asker, lang = site.asker(), Preferences.of(request.cookies).lang
    answer = site.answer(asker, "home", lang=lang.upper())
    council: dict[str, Any] = answer["council"] or {}
    slogans = [
        s["asWritten"] for s in council.get("statements", ()) if s["kind"] == "SLOGAN" and s["asWritten"]
    ]
    return site.page(
        "home.html", asker, **names_of(answer), council=council, slogans=slogans, bodies=answer["bodies"],
        state=word(Existence[council["existence"]], lang) if council else "",
        unknown=word(Existence.UNKNOWN, lang),
    )  # fmt: skip
