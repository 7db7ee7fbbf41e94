"""協議会の概要 at /council, and the same of any council on record at /councils/<id>: as of any day."""

from typing import Any

from flask import Response, abort

from kyogikai_platform.web.addressed import record_of
from kyogikai_platform.web.org_facts import Telling
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.writing import date_in_words
from kyogikai_projections.labels import word
from kyogikai_tenants.vocabulary import (
    CouncilStanding,
    Existence,
    NameKind,
    Openness,
    SecretariatMode,
    StatementKind,
)

ORDER = ("SLOGAN", "PURPOSE", "GOAL", "FUNCTION", "POLICY", "DESCRIPTION")


def show(site: Site) -> Response:
    """Of the council in force that day."""
    visit = Visit.at(site)
    answer = visit.ask("council/profile")
    return _page(visit, answer, answer["council"])


def of(site: Site, council: str) -> Response:
    """Of one council, whichever."""
    visit = Visit.at(site)
    record_of(council, "Council")
    answer = visit.ask("council/one_council", id=council)
    if answer["node"] is None:
        abort(404)
    return _page(visit, answer, answer["node"])


def _page(visit: Visit, answer: dict[str, Any], council: dict[str, Any] | None) -> Response:
    lang = visit.lang
    documents = {d["id"]: d for d in council["sources"]} if council else {}
    telling = Telling(lang, documents)
    others = [c for c in answer["councils"] if c["existence"] != "NOT_YET"]
    facts = _worded(council, telling) if council else {}
    return visit.page(
        "council/profile.html", answer, about=council, telling=telling, others=_named(others, lang), **facts
    )  # fmt: skip


def _worded(council: dict[str, Any], telling: Telling) -> dict[str, Any]:
    """What enumerations of it say, in words."""
    lang = telling.lang
    modes = {m.name: word(m, lang) for m in SecretariatMode}
    statements = sorted(council["statements"], key=lambda s: ORDER.index(s["kind"]))
    return {
        "state": word(Existence[council["existence"]], lang),
        "standing": word(CouncilStanding[council["standing"]], lang),
        "statements": statements,
        "kinds": {k.name: word(k, lang) for k in StatementKind},
        "name_kinds": {k.name: word(k, lang) for k in NameKind},
        "modes": modes,
        "themes": [t | {"year": _fiscal_year(t["fiscalYear"], lang)} for t in reversed(council["themes"])],
        "openness": {o.name: word(o, lang) for o in Openness},
    }


def _fiscal_year(year: int, lang: str) -> str:
    return date_in_words(f"FY{year}", lang)


def _named(councils: list[dict[str, Any]], lang: str) -> list[dict[str, Any]]:
    return [c | {"standing": word(CouncilStanding[c["standing"]], lang)} for c in councils]
