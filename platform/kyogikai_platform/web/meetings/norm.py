"""定めと開催 at /meetings/norm: per body and fiscal year, how often it should meet and how often it met."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask import Response

from kyogikai_graphql import ids
from kyogikai_platform.web.meetings.comparing import Norm, Season, Tally, Verdict, beside, tally, verdict
from kyogikai_platform.web.meetings.filters import one_year
from kyogikai_platform.web.meetings.telling import year_label
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.org_facts import Flag, Source, Telling
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.meeting_counts import Counted, bodies_of, counted, years_of
from kyogikai_tenants import fiscal_year as years
from kyogikai_tenants.vocabulary import MeetingState

Answer = Mapping[str, Any]
NONE: Answer = {"sources": (), "bodyGroups": (), "bodies": ()}
"""A day without a council."""


RECENT = 5
"""Fiscal years that stand side by side."""


class Row(NamedTuple):
    """A body in a fiscal year."""

    id: str
    name: str
    norm: str
    of_group: str
    counted_as: str
    held: int
    scheduled: int
    cancelled: int
    nothing: bool
    beside: Sequence[str]
    verdict: Verdict | None
    sources: Sequence[Source] = ()
    flags: Sequence[Flag] = ()
    gone: bool = False
    """Whether there is no such body on the day of the norms."""


def show(site: Site) -> Response:
    """As whoever asks may see it."""
    visit = Visit.at(site, "year")
    day, lang = visit.when.day, visit.lang
    current = years.fiscal_year(day)
    year = one_year(visit.when.kept["year"]) if visit.when.kept["year"] else current
    on = norm_day(year, day)
    answer = visit.ask("meetings/norm", on=on.isoformat())
    found = visit.read(lambda reading: counted(reading, reading.moment(day, visit.when.known)))
    listed = sorted({*years_of(found), current, year}, reverse=True)
    return visit.page(
        "meetings/norm.html", answer, rows=_rows(answer["then"] or NONE, found, year, day, lang),
        year=year, year_name=year_label(year, lang), years=[(str(y), year_label(y, lang)) for y in listed],
        on=label(on, lang), trend=trend(found, year), recent=_recent(year, lang),
        is_current=year == current, undated=sum(c.times for c in found if c.year is None),
    )  # fmt: skip


def norm_day(year: int, day: date) -> date:
    """The day whose norms count: the last of the year, or, while it runs or is to come, the one shown."""
    return min(years.last_day(year), day)


def season(year: int, day: date) -> Season:
    """Where the year lies."""
    if day > years.last_day(year):
        return Season.OVER
    return Season.RUNNING if day >= years.first_day(year) else Season.TO_COME


def _recent(year: int, lang: str) -> list[tuple[int, str]]:
    return [(y, year_label(y, lang)) for y in range(year - RECENT + 1, year + 1)]


def trend(found: Sequence[Counted], year: int) -> list[tuple[str, str, list[int]]]:
    """How often each body met in each of the last years, of those that met at all: id, name and numbers."""
    held: dict[UUID, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in found:
        if one.state == MeetingState.HELD.value and one.year is not None:
            held[one.body_id][one.year] += one.times
    span = range(year - RECENT + 1, year + 1)
    return [
        (ids.encode("Body", body), name, [held[body][y] for y in span])
        for body, name in bodies_of(found).items()
        if any(held[body][y] for y in span)
    ]


def _rows(council: Answer, found: Sequence[Counted], year: int, day: date, lang: str) -> list[Row]:
    """Every body of the council, and any other that met in that year."""
    telling = Telling(lang, {document["id"]: document for document in council["sources"]})
    groups = {group["id"]: group for group in council["bodyGroups"]}
    of: dict[str, list[Counted]] = defaultdict(list)
    for one in found:
        if one.year == year:
            of[ids.encode("Body", one.body_id)].append(one)
    own = [_row(b, groups, tally(of.pop(b["id"], ())), season(year, day), telling) for b in council["bodies"]]
    called = {ids.encode("Body", body): name for body, name in bodies_of(found).items()}
    return [*own, *(_gone(body, called[body], tally(rest), lang) for body, rest in of.items())]


def _row(body: Answer, groups: Mapping[str, Answer], had: Tally, when: Season, telling: Telling) -> Row:
    group = groups.get((body["group"] or {}).get("id", "")) if not body["cadence"] else None
    rules, lang = body["cadence"] or (group["cadence"] if group else []), telling.lang
    norm = Norm.of(rules)
    counted_as = ""
    said = telling.cadence(rules)
    if norm.times is not None and words("per_year", lang, count=norm.times) not in said:
        about = "meeting_norm_counted_about" if norm.approximate else "meeting_norm_counted"
        counted_as = words(about, lang, count=norm.times)
    return Row(
        body["id"], body["name"], said,
        words("meeting_norm_group", lang, name=group["name"]) if group and rules else "", counted_as,
        *had[:3], had.nothing, beside(had, lang), verdict(norm, had, when, lang),
        telling.sources(*rules), telling.flags(*rules),
    )  # fmt: skip


def _gone(body: str, name: str, had: Tally, lang: str) -> Row:
    return Row(body, name, "", "", "", *had[:3], had.nothing, beside(had, lang), None, gone=True)
