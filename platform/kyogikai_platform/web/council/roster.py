"""委員名簿 at /roster: who sits where in which term, what is vacant, and what a successor needs to know."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, abort

from kyogikai_graphql import ids
from kyogikai_platform.web.addressed import record_of
from kyogikai_platform.web.council.body import SETTLED
from kyogikai_platform.web.council.facts import date_of
from kyogikai_platform.web.council.handover import between
from kyogikai_platform.web.council.phrases import norm, term_name
from kyogikai_platform.web.council.roster_read import Roster, before
from kyogikai_platform.web.council.sitting import Sitting, last_of
from kyogikai_platform.web.council.vacancies import vacancies
from kyogikai_platform.web.forms import april
from kyogikai_platform.web.meetings.telling import called
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.era_typed import NotADay, parse
from kyogikai_projections.labels import word
from kyogikai_projections.lives import Life
from kyogikai_projections.reading import Reading, Row
from kyogikai_tenants.vocabulary import Existence, IssueState

SOON = 183
"""Days before a term's end from which on the page says that it ends soon."""
ORDERS = ("seat", "reading")


def show(site: Site) -> Response:
    """Of a body and a term: of the assembly and the term in force, where none is asked for."""
    visit = Visit.at(site, "body", "term", "view", "since", "order")
    when, kept, lang = visit.when, visit.when.kept, visit.lang
    body, term = _named(kept["body"], "Body"), _named(kept["term"], "Term")

    def read(reading: Reading) -> Roster:
        return Roster.read(reading, reading.moment(when.day, when.known), body, term)

    roster = visit.read(read)
    if roster.body is None and body is not None:
        abort(404)
    known = roster.body is not None
    own = ids.encode("Body", roster.body["id"]) if roster.body else ids.encode("Body", UUID(int=0))
    answer = visit.ask("council/roster", id=own, known=known)
    facts = _facts(roster, kept, lang, when.day)
    view = "handover" if kept["view"] == "handover" else ""
    if view:
        facts |= _handover(roster, facts["everybody"], kept["since"], lang)
    return visit.page(
        "council/roster.html", answer, view=view, body=answer.get("body"), body_id=own if known else "",
        choices=[(ids.encode("Body", r["id"]), _choice(r, lang)) for r in roster.choices],
        issues=_open(answer, lang), coming=_meetings(answer, "coming", lang),
        held=_meetings(answer, "held", lang), april=when.is_now and april.may(visit.asker),
        **facts,
    )  # fmt: skip


def _named(given: str, kind: str) -> UUID | None:
    return record_of(given, kind) if given else None


def _choice(body: Row, lang: str) -> str:
    """A body in the list of those that have a roster; of one that is over it says so."""
    over = body["existence"] == Existence.ENDED.value
    return words("roster_ended", lang, body=body["name"]) if over else str(body["name"])


def _facts(roster: Roster, kept: dict[str, str], lang: str, today: date) -> dict[str, Any]:
    everybody = roster.sittings.told(roster.day, lang)
    own = [s for s in everybody if roster.of_term(s.life)]
    here = [s for s in own if s.there(roster.day)]
    order = kept["order"] if kept["order"] in ORDERS else ORDERS[0]
    unread = sum(not s.reading for s in here if s.name)
    last = last_of(roster.term) if roster.term else None
    days = (last - today).days if last else None
    return {
        "everybody": everybody, "order": order, "unread": unread,
        "seated": _by_reading(here) if order == "reading" else here,
        "gone": [s for s in own if s.over(roster.day)],
        "vacant": vacancies(roster, here, own, lang),
        "terms": [_term(t, roster.term, lang) for t in roster.terms],
        "term": _term(roster.term, roster.term, lang) if roster.term else None,
        "day_shown": label(roster.day, lang), "day_iso": roster.day.isoformat(),
        "past_term": roster.day != today,
        "soon": days if days is not None and 0 <= days <= SOON else None,
        "made": norm("composition", roster.composition, lang) if roster.composition else "",
    }  # fmt: skip


def _by_reading(here: Sequence[Sitting]) -> list[Sitting]:
    """五十音 order; whose reading is not known comes last, as listed."""
    return sorted(here, key=lambda s: (not s.reading, s.reading))


def _term(term: Life, shown: Life | None, lang: str) -> dict[str, Any]:
    row, first = term.versions[-1], term.opening
    return {
        "id": ids.encode("Term", term.id), "name": term_name(row, lang),
        "from": date_of(first["started"] or first["attested"], lang),
        "to": date_of(row["ended"] or row["planned_end"], lang, end=True) or row["until_event"],
        "length": row["length_years"], "written": row["as_written"],
        "shown": shown is not None and shown.id == term.id,
    }  # fmt: skip


def _handover(roster: Roster, everybody: Sequence[Sitting], typed: str, lang: str) -> dict[str, Any]:
    """Since the day before the term, or since a day that is asked for."""
    problem, since = "", before(roster.term) if roster.term else roster.day.replace(month=4, day=1)
    try:
        since = parse(typed) if typed else since
    except NotADay as bad:
        problem = words(f"bad_{bad.why.name.lower()}", lang)
    return {
        "change": between(everybody, since, roster.day), "since": label(since, lang), "typed": typed,
        "problems": {"since": problem} if problem else {},
    }  # fmt: skip


def _open(answer: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    found = ((answer.get("body") or {}).get("issues") or {}).get("nodes") or ()
    return [i | {"state": word(IssueState[i["state"]], lang)} for i in found if i["state"] not in SETTLED]


def _meetings(answer: dict[str, Any], which: str, lang: str) -> list[dict[str, Any]]:
    found = ((answer.get("body") or {}).get(which) or {}).get("nodes") or ()
    return [m | {"title": called(m, lang)} for m in found]
