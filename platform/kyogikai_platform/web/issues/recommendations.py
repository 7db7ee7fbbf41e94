"""提言 → 回答 → 反映 at /recommendations: what was put to the municipality, and what came back."""

from datetime import date
from typing import Any, NamedTuple

from flask import Response, abort

from kyogikai_platform.web.addressed import known_id, window
from kyogikai_platform.web.issues.board import Choice
from kyogikai_platform.web.issues.common import (
    Party,
    days_since,
    fiscal,
    is_exact,
    party,
    rests,
    span,
    year_of,
)  # fmt: skip
from kyogikai_platform.web.org_facts import Answer
from kyogikai_platform.web.plain import plain
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.fiscal_year import fiscal_year
from kyogikai_tenants.vocabulary import IssueState, RecommendationKind

ON_PAGE = 15
ANSWERED = {"yes": True, "no": False}


class Proposal(NamedTuple):
    """A recommendation, stage by stage."""

    id: str
    title: str
    kind: str
    source: Party | None
    to: str
    in_answer_to: str
    text: str
    adopted: str
    delivered: str
    responded: str
    waiting: str
    """How long an answer has been waited for."""
    decision: str
    answer: str
    issues: list[dict[str, Any]]
    rests: dict[str, Any]


def show(site: Site) -> Response:
    """The list, as whoever asks may see it."""
    visit = Visit.at(site, "answered", "year", "after", "before")
    when, kept = visit.when, visit.when.kept
    answered, year = kept["answered"] if kept["answered"] in ANSWERED else "", year_of(kept["year"])
    paged = window(kept, "Query.recommendations", ON_PAGE, newest=True)
    narrowed = {"answered": ANSWERED.get(answered), "fiscalYear": year}
    answer = visit.ask("issues/recommendations", **narrowed, **paged)
    found = answer["recommendations"]
    return visit.page(
        "issues/recommendations.html", answer, found=found, answered=answered, year=year,
        proposals=[told(one, when.day, visit.lang) for one in reversed(found["nodes"])],
        whole=answer["whole"]["totalCount"], years=_years(answer, when.day, visit.lang),
        counts={name: answer[name]["totalCount"] for name in ANSWERED},
    )  # fmt: skip


def show_one(site: Site, recommendation_id: str) -> Response:
    """One of them."""
    visit = Visit.at(site)
    answer = visit.ask("issues/recommendation", id=known_id(recommendation_id, "Recommendation"))
    one = answer["node"] or abort(404)
    return visit.page(
        "issues/recommendation.html", answer, one=told(one, visit.when.day, visit.lang),
        plain=plain(visit, one["plainSummary"], one["id"]),
    )  # fmt: skip


def told(one: Answer, day: date, lang: str) -> Proposal:
    """A recommendation on a day, in words."""
    response = one["response"] or {}
    days = days_since(one["delivered"], day)
    waiting = ""
    if one["delivered"] and not one["response"] and days is not None:
        exact = is_exact(one["delivered"])
        waiting = words(
            "issue_unanswered_for" if exact else "issue_unanswered_about", lang, span=span(days, lang)
        )
    return Proposal(
        one["id"], one["title"], word(RecommendationKind[one["kind"]], lang), party(one["from"]), one["to"],
        one["inAnswerTo"] or "", one["text"] or "", _label(one["adopted"]), _label(one["delivered"]),
        _label(one["responded"]), waiting, response.get("decision") or "", response.get("text") or "",
        [issue | {"state": word(IssueState[issue["state"]], lang)} for issue in one["issues"]],
        rests(lang, one),
    )  # fmt: skip


def _label(when: Answer | None) -> str:
    return when["label"] if when else ""


def _years(answer: dict[str, Any], day: date, lang: str) -> list[Choice]:
    """The fiscal years from the first one's on, the latest first."""
    nodes = answer["whole"]["nodes"]
    first = next((n["adopted"]["earliest"] for n in nodes if n["adopted"]), None)
    since = fiscal_year(date.fromisoformat(first)) if first else fiscal_year(day)
    return [Choice(str(year), fiscal(year, lang)) for year in range(fiscal_year(day), since - 1, -1)]
