"""The issue board at /issues: columns by state, or a list; the filters stand in the address."""

from datetime import date
from typing import Any, NamedTuple

from flask import Response

from kyogikai_platform.web.addressed import window
from kyogikai_platform.web.issues import recording
from kyogikai_platform.web.issues.common import fiscal
from kyogikai_platform.web.issues.filters import PRESETS, SETTLED, Filters
from kyogikai_platform.web.issues.lines import Line, line
from kyogikai_platform.web.moment import Moment
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.fiscal_year import fiscal_year
from kyogikai_tenants.vocabulary import IssueState

IN_COLUMN, ON_PAGE = 8, 30
KEPT = ("view", "preset", "owner", "state", "year", "after", "before")


class Column(NamedTuple):
    """The issues in one state."""

    state: str
    name: str
    total: int
    lines: list[Line]
    all: str
    """Where the whole of it is listed."""


class Choice(NamedTuple):
    """An entry of a select or a preset: what it is called, what stands in the address."""

    value: str
    label: str


def show(site: Site) -> Response:
    """As whoever asks may see it."""
    visit = Visit.at(site, *KEPT)
    when, filters = visit.when, Filters.of(visit.when.kept)
    view = "list" if when.kept["view"] == "list" else "board"
    given = filters.variables(when.day) | {"longTo": Filters(preset="long").variables(when.day)["raisedTo"]}
    paged = window(when.kept, "Query.issues", ON_PAGE)
    if view == "list":
        answer = visit.ask("issues/register", states=filters.states, **given, **paged)
    else:
        answer = visit.ask("issues/board", first=IN_COLUMN, **given)
    return visit.page(
        "issues/board.html", answer, new=recording.new(visit), **_facts(answer, filters, visit, view)
    )


def _facts(answer: dict[str, Any], filters: Filters, visit: Visit, view: str) -> dict[str, Any]:
    """What the page shows."""
    when, lang = visit.when, visit.lang
    columns = _columns(answer, filters, when, lang) if view == "board" else []
    found = answer.get("issues")
    total = found["totalCount"] if found else sum(column.total for column in columns)
    return {
        "view": view, "filters": filters, "columns": columns, "found": found, "total": total,
        "moving": [c for c in columns if IssueState[c.state] not in SETTLED],
        "settled": [c for c in columns if IssueState[c.state] in SETTLED],
        "lines": [line(issue, when.day, lang) for issue in found["nodes"]] if found else [],
        "presets": [
            (Choice(p, words(name, lang)), answer[p]["totalCount"]) for p, name in PRESETS.items()
        ],
        "owners": _owners(answer, filters, lang), "years": _years(answer, when.day, lang),
        "states": [Choice(state.name, word(state, lang)) for state in IssueState],
        "everything": when.to("/issues", view=when.kept["view"]), "whole": answer["whole"]["totalCount"],
    }  # fmt: skip


def _columns(answer: dict[str, Any], filters: Filters, when: Moment, lang: str) -> list[Column]:
    return [
        Column(
            state, word(IssueState[state], lang), answer[state]["totalCount"],
            [line(issue, when.day, lang) for issue in answer[state]["nodes"]],
            when.here(view="list", state=state, after="", before=""),
        )
        for state in filters.states
    ]  # fmt: skip


def _owners(answer: dict[str, Any], filters: Filters, lang: str) -> list[Choice]:
    """Whoever may have an issue that day; one that the address names stays there to be chosen."""
    council = answer["council"]
    bodies = [*answer["bodies"]["nodes"], *([council] if council else [])]
    found = [Choice(body["id"], body["name"]) for body in bodies]
    if filters.owner and filters.owner not in {choice.value for choice in found}:
        found.append(Choice(filters.owner, words("issue_owner_other", lang)))
    return found


def _years(answer: dict[str, Any], day: date, lang: str) -> list[Choice]:
    """The fiscal years from the first issue's on, the latest first."""
    first = next((i["raised"]["earliest"] for i in answer["whole"]["nodes"]), None)
    since = fiscal_year(date.fromisoformat(first)) if first else fiscal_year(day)
    return [Choice(str(year), fiscal(year, lang)) for year in range(fiscal_year(day), since - 1, -1)]
