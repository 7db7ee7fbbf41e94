"""組織図 at /org: the whole council on any day, as known on any other, as chart, table and prose."""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import Response

from kyogikai_graphql import ids
from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.moment import Moment, label
from kyogikai_platform.web.org_chart import Chart, arranged
from kyogikai_platform.web.org_facts import Telling
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_platform.web.words import words
from kyogikai_platform.web.writing import typable
from kyogikai_projections.labels import word
from kyogikai_projections.turning import Stop, Turn, stops, turns
from kyogikai_tenants.vocabulary import Existence

VIEWS = ("chart", "table", "text")
TYPES = {"body": "Body", "body_group": "BodyGroup", "council": "Council"}
NAMED = 3
"""How many of what changed on a day are named."""


class Shown(NamedTuple):
    """A day of the slider, in words."""

    day: date
    field: str
    """As it stands in the field for a day."""
    label: str
    what: str
    link: str


class Absent(NamedTuple):
    """A body that was not there on a day."""

    name: str
    state: str
    path: str


def show(site: Site) -> Response:
    """As whoever asks may see it; a day typed otherwise leads to its own address."""
    visit = Visit.any(site, "view")
    when, lang = visit.when, visit.lang
    if when.errors:
        facts: dict[str, Any] = {"day": "", "field": when.typed["asOf"], "council": None, "view": ""}
        return visit.page("org.html", visit.ask("frame"), HTTPStatus.BAD_REQUEST, **facts)
    if not when.is_plain:
        raise Elsewhere(when.at(when.day))
    answer = visit.ask("org")
    found = visit.read(lambda reading: turns(reading, reading.moment(when.day, when.known)))
    return visit.page("org.html", answer, **_facts(answer, found, when, visit.asker.day, lang))


FAMILY = Family((Page("/org", "org", show),), (Entry("org", "/org"),))


def _facts(
    answer: dict[str, Any], found: Sequence[Turn], when: Moment, today: date, lang: str
) -> dict[str, Any]:
    """What the page shows."""
    days, council = stops(found), answer["council"]
    last = next((stop for stop in reversed(days) if stop.day <= when.day), None)
    news = last.turns if last and last is not days[0] else ()
    changed = {ids.encode(TYPES[turn.table], turn.id) for turn in news}
    chart = _chart(council, lang, changed) if council else None
    shown = [_shown(stop, when, lang) for stop in days]
    view = when.kept["view"]
    return {
        "view": view if view in VIEWS else VIEWS[0],
        "day": label(when.day, lang), "field": _in_field(when.day, lang),
        "known": when.known_label(lang), "council": council, "chart": chart,
        "state": word(Existence[council["existence"]], lang) if council else "",
        "shown": shown, "at": days.index(last) if last else 0,
        "last": shown[days.index(last)] if last else None,
        "before": next((s for s in reversed(shown) if s.day < when.day), None),
        "after": next((s for s in shown if s.day > when.day), None),
        "today": when.at(today) if when.day != today else "",
        "absent": _absent(chart, found, when, lang),
        "secretariat": _secretariat(council, lang) if council else None,
        "rests": _rests(_telling(council, lang), council) if council else None,
    }  # fmt: skip


def _chart(council: dict[str, Any], lang: str, changed: set[str]) -> Chart:
    return arranged(council, _telling(council, lang), changed)


def _telling(council: dict[str, Any], lang: str) -> Telling:
    return Telling(lang, {document["id"]: document for document in council["sources"]})


def _secretariat(council: dict[str, Any], lang: str) -> dict[str, Any]:
    own, telling = council["secretariat"], _telling(council, lang)
    names = [name for one in own for name in one["names"]]
    return {"names": ("、" if lang == "ja" else ", ").join(names)} | _rests(telling, *own)


def _rests(telling: Telling, *facts: dict[str, Any]) -> dict[str, Any]:
    """Where facts stand, and what to mind about them."""
    return {"sources": telling.sources(*facts), "flags": telling.flags(*facts)}


def _shown(stop: Stop, when: Moment, lang: str) -> Shown:
    names = list(dict.fromkeys(turn.name for turn in stop.turns))
    what = ("、" if lang == "ja" else ", ").join(names[:NAMED])
    if len(names) > NAMED:
        what = words("and_more", lang, names=what, count=len(names) - NAMED)
    return Shown(stop.day, _in_field(stop.day, lang), label(stop.day, lang), what, when.at(stop.day))


def _in_field(day: date, lang: str) -> str:
    """A day as its field shows it, and as it can be typed again."""
    return typable(day.isoformat()) if lang == "ja" else day.isoformat()


def _absent(chart: Chart | None, found: Sequence[Turn], when: Moment, lang: str) -> list[Absent]:
    """Bodies of other days; what is unknown and not listed is not there before its council."""
    listed = {node.id for node in chart.bodies} if chart else set()
    there = [
        t for t in found if t.table == "body" and t.on(when.day) and ids.encode("Body", t.id) not in listed
    ]
    ended = Existence.ENDED
    states = [ended if t.existence == ended.value else Existence.NOT_YET for t in there]
    return [
        Absent(t.name, word(state, lang), f"/bodies/{ids.encode('Body', t.id)}")
        for t, state in zip(there, states, strict=True)
    ]
