"""月の予定表: the meetings of a month, as a table of weeks and, on a small window, as a list."""

import re
from calendar import Calendar
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import Response, abort

from kyogikai_platform.web.meetings.filters import Filters
from kyogikai_platform.web.meetings.telling import WEEKDAYS, Line, line, weekday
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.writing import date_in_words
from kyogikai_projections.holidays import holiday

SUNDAY = 6
MOST = 100
"""Meetings of a month that are shown."""


class Day(NamedTuple):
    """A day of the table; of the weeks' other months it has no meetings."""

    number: int
    iso: str
    label: str
    inside: bool
    today: bool
    holiday: str
    lines: Sequence[Line]


def show(visit: Visit, filters: Filters, choices: dict[str, Any]) -> Response:
    """The month of the address, or of the day that is shown."""
    first = _first(visit.when.kept["month"], visit.when.day)
    after = _later(first, 1)
    given = filters.which | {"from": first.isoformat(), "to": (after - timedelta(days=1)).isoformat()}
    answer = visit.ask("meetings/register", **given, first=MOST)
    lines = [line(m, visit.lang, visit.when.day) for m in answer["meetings"]["nodes"]]
    weeks = _weeks(first, lines, visit)
    return visit.page(
        "meetings/month.html", answer, found=answer["meetings"], weeks=weeks,
        days=[day for week in weeks for day in week if day.lines],
        vague=[one for one in lines if one.when.day is None],
        headings=[WEEKDAYS[visit.lang][n] for n in (SUNDAY, 0, 1, 2, 3, 4, 5)],
        month=_named(first, visit.lang), steps=_steps(visit, first), **choices,
    )  # fmt: skip


def _first(text: str, day: date) -> date:
    """The first day of a month; what is none is no page (404)."""
    if not text:
        return day.replace(day=1)
    if not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text, re.ASCII):
        abort(404)
    return date.fromisoformat(f"{text}-01")


def _later(first: date, months: int) -> date:
    """So many months later, or earlier."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _named(first: date, lang: str) -> str:
    """The month in words."""
    text = f"{first:%Y-%m}"
    return date_in_words(text, lang)


def _steps(visit: Visit, first: date) -> Mapping[str, tuple[str, str]]:
    """The ways to the months before and after, and to the one of the day that is shown."""
    found = {"before": _later(first, -1), "after": _later(first, 1)}
    ways = {name: (_named(m, visit.lang), visit.when.here(month=f"{m:%Y-%m}")) for name, m in found.items()}
    own = visit.when.day.replace(day=1)
    return ways if own == first else ways | {"own": (_named(own, visit.lang), visit.when.here(month=""))}


def _weeks(first: date, lines: Sequence[Line], visit: Visit) -> list[list[Day]]:
    """From Sunday to Saturday."""
    on: dict[date, list[Line]] = defaultdict(list)
    for one in lines:
        if one.when.day is not None:
            on[one.when.day].append(one)
    weeks = Calendar(SUNDAY).monthdatescalendar(first.year, first.month)
    return [[_day(day, first, on.get(day, ()), visit) for day in week] for week in weeks]


def _day(day: date, first: date, lines: Sequence[Line], visit: Visit) -> Day:
    named = label(day, visit.lang) + weekday(day, visit.lang)
    inside = day.month == first.month
    feast = holiday(day, visit.lang)
    today = day == visit.when.day
    return Day(day.day, day.isoformat(), named, inside, today, feast, lines if inside else ())
