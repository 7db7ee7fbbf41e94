"""活動 at /activities: what was planned and what was done, by fiscal year and kind."""

from datetime import date
from typing import Any, NamedTuple

from flask import Response, abort

from kyogikai_platform.web.addressed import known_id, window
from kyogikai_platform.web.issues.board import Choice
from kyogikai_platform.web.issues.common import fiscal, rests, year_of
from kyogikai_platform.web.meetings.telling import called
from kyogikai_platform.web.org_facts import Answer
from kyogikai_platform.web.plain import plain
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.labels import word
from kyogikai_projections.yearly import Done, activities
from kyogikai_tenants.fiscal_year import fiscal_year
from kyogikai_tenants.vocabulary import ActivityKind, ActivityState

ON_PAGE = 30
ALL = "all"
"""What the address says for every year."""
STATES = ("planned", "held", "cancelled")


class Doing(NamedTuple):
    """An activity as a list tells it."""

    id: str
    title: str
    kind: str
    state: ActivityState
    said: str
    """Its state in words."""
    day: str
    whose: str
    functions: tuple[str, ...]
    partners: str
    stages: tuple[str, ...]
    overdue: bool
    """Its day has passed, and whether it took place is not on record."""
    rests: dict[str, Any]


def show(site: Site) -> Response:
    """The list, as whoever asks may see it: of one year unless all are asked for."""
    visit = Visit.at(site, "year", "kind", "after", "before")
    when, lang, kept = visit.when, visit.lang, visit.when.kept
    kind = kept["kind"] if kept["kind"] in ActivityKind.__members__ else ""
    found = visit.read(lambda reading: activities(reading, reading.moment(when.day, when.known)))
    year = None if kept["year"] == ALL else year_of(kept["year"]) or _usual(found, when.day)
    paged = window(kept, "Query.activities", ON_PAGE, newest=True)
    answer = visit.ask("issues/activities", kind=kind or None, fiscalYear=year, **paged)
    page, council = answer["activities"], answer["council"]
    themes = {t["fiscalYear"]: t["text"] for t in (council or {}).get("themes", ())}
    return visit.page(
        "issues/activities.html", answer, found=page, kind=kind, year=year,
        every=answer["whole"]["totalCount"],
        doings=[told(one, when.day, lang) for one in reversed(page["nodes"])],
        counts=[(word(ActivityState(s), lang), answer[s]["totalCount"]) for s in STATES],
        years=_choices({done.fiscal_year for done in found} | ({year} if year else set()), lang),
        kinds=[Choice(k.name, word(k, lang)) for k in ActivityKind], all_years=ALL,
        year_label=fiscal(year, lang) if year else "", theme=themes.get(year, "") if year else "",
    )  # fmt: skip


def show_one(site: Site, activity_id: str) -> Response:
    """One of them, stage by stage."""
    visit = Visit.at(site)
    answer = visit.ask("issues/activity", id=known_id(activity_id, "Activity"))
    one, lang = answer["node"], visit.lang
    if one is None:
        abort(404)
    talked = [m | {"name": called(m, lang)} for m in one["meetings"]["nodes"]]
    return visit.page(
        "issues/activity.html", answer, one=told(one, visit.when.day, lang), text=one["text"] or "",
        days=one["days"], year=fiscal(one["fiscalYear"], lang) if one["fiscalYear"] else "",
        steps=[_step(step, lang) for step in one["steps"]], meetings=talked,
        plain=plain(visit, one["plainSummary"], one["id"]),
    )  # fmt: skip


def _choices(years: set[int], lang: str) -> list[Choice]:
    return [Choice(str(year), fiscal(year, lang)) for year in sorted(years, reverse=True)]


def _usual(found: list[Done], day: date) -> int | None:
    """The fiscal year of that day, or the last before it of which there is anything; of none, all."""
    now = fiscal_year(day)
    return max(
        (done.fiscal_year for done in found if done.fiscal_year <= now), default=now if found else None
    )


def told(one: Answer, day: date, lang: str) -> Doing:
    """An activity on a day, in words."""
    state, when = ActivityState[one["state"]], one["date"]
    between = "、" if lang == "ja" else ", "
    past = bool(when and when["latest"] and when["latest"] < day.isoformat())
    return Doing(
        one["id"], one["title"], word(ActivityKind[one["kind"]], lang), state, word(state, lang),
        when["label"] if when else "", one["body"]["name"] if one["body"] else "", tuple(one["functions"]),
        between.join(partner["name"] for partner in one["partners"]),
        tuple(step["stage"] for step in one["steps"] if step["stage"]),
        past and state is ActivityState.PLANNED, rests(lang, one),
    )  # fmt: skip


def _step(step: Answer, lang: str) -> dict[str, Any]:
    return {
        "stage": step["stage"], "text": step["text"] or "", "item": step["item"],
        "day": step["effective"]["label"] if step["effective"] else "",
        "meeting": step["meeting"] and step["meeting"] | {"name": called(step["meeting"], lang)},
        "rests": rests(lang, step),
    }  # fmt: skip
