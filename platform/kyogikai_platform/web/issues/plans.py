"""計画と機能 at /plans: the phases beside the record of their years, and which functions were served when."""

from collections import Counter
from typing import Any, NamedTuple

from flask import Response

from kyogikai_platform.web.issues.common import fiscal, rests, year_of
from kyogikai_platform.web.issues.coverage import coverage
from kyogikai_platform.web.issues.ways import uuid_of
from kyogikai_platform.web.org_facts import Answer, Telling
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_projections.reading import Reading
from kyogikai_projections.yearly import Done, MeetingsHeld, activities, meetings_held
from kyogikai_tenants.fiscal_year import fiscal_year
from kyogikai_tenants.vocabulary import ActivityState, PhaseState


class Recorded(NamedTuple):
    """What is on record for a year of a phase; None: nothing, and so it is not known."""

    year: str
    meetings: int | None
    of_bodies: tuple[tuple[str, int | None], ...]
    """The meetings of each body whose cadence the phase plans."""
    held: int | None
    open: int
    """Activities that are planned, and not on record as held."""


class Phase(NamedTuple):
    """A phase as it was planned, and its years as they are on record."""

    name: str
    state: str
    is_on: bool
    planned: tuple[str, ...]
    """For how long, in which years: as it is written, else as it is told."""
    goals: list[dict[str, Any]]
    cadence: str
    bodies: str
    years: list[Recorded]
    rests: dict[str, Any]


def show(site: Site) -> Response:
    """As whoever asks may see it."""
    visit = Visit.at(site, "year")
    when, lang = visit.when, visit.lang
    answer = visit.ask("issues/plans")

    def record(reading: Reading) -> tuple[list[MeetingsHeld], list[Done]]:
        moment = reading.moment(when.day, when.known)
        return meetings_held(reading, moment), activities(reading, moment)

    held, done = visit.read(record)
    council: dict[str, Any] = answer["council"] or {"phases": (), "statements": (), "themes": ()}
    now = fiscal_year(when.day)
    return visit.page(
        "issues/plans.html", answer,
        phases=[_phase(phase, held, done, now, lang) for phase in council["phases"]],
        cover=coverage(council, held, done, _last(year_of(when.kept["year"]), held, done, now), lang),
    )  # fmt: skip


def _last(asked: int | None, held: list[MeetingsHeld], done: list[Done], now: int) -> int:
    """The last year that is shown: as asked, else the last so far of which anything is on record."""
    years = {one.fiscal_year for one in held} | {one.fiscal_year for one in done}
    return min(asked or max((year for year in years if year <= now), default=now), now)


def _phase(phase: Answer, held: list[MeetingsHeld], done: list[Done], now: int, lang: str) -> Phase:
    state = PhaseState[phase["state"]]
    written = [fiscal(year, lang) for year in phase["fiscalYears"]]
    between = "・" if lang == "ja" else ", "
    planned = [
        phase["asWritten"],
        *([] if phase["asWritten"] else [phase["duration"]]),
        between.join(written),
    ]
    said = words("issue_phase_only_planned", lang) if state is PhaseState.PLANNED else word(state, lang)
    return Phase(
        phase["name"], said, state is PhaseState.STARTED, tuple(filter(None, planned)),
        phase["goals"], Telling(lang, {}).cadence(phase["cadence"]),
        between.join(body["name"] for body in phase["bodies"]),
        [_recorded(y, phase["bodies"], held, done, lang) for y in phase["fiscalYears"] if y <= now],
        rests(lang, phase),
    )  # fmt: skip


def _recorded(
    year: int, bodies: list[Answer], held: list[MeetingsHeld], done: list[Done], lang: str
) -> Recorded:
    counts = {h.body_id: h.held for h in held if h.fiscal_year == year}
    states = Counter(one.state for one in done if one.fiscal_year == year)
    return Recorded(
        fiscal(year, lang), counts.get(None),
        tuple((body["name"], counts.get(uuid_of(body["id"]))) for body in bodies),
        states[ActivityState.HELD] or None, states[ActivityState.PLANNED],
    )  # fmt: skip
