"""Which of the council's functions were served in which year, as far as is on record; the rest is unknown."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from kyogikai_graphql import ids
from kyogikai_platform.web.issues.common import fiscal, rests
from kyogikai_platform.web.org_facts import Answer
from kyogikai_projections.yearly import Done, MeetingsHeld
from kyogikai_tenants.vocabulary import ActivityState

YEARS = 6
"""How many years the table shows at a time."""
SUFFIX = "機能"
"""The functions that a document calls 情報機能 are served by what is said to serve 情報."""
BAR, GAP, TOP, LEFT, HIGH, WIDE = 28, 20, 24, 40, 140, 80
"""Measures of the chart, in its own units."""


class Served(NamedTuple):
    """What served a function in a year: empty where nothing is on record."""

    year: str
    link: str
    """The year, as an address has it."""
    activities: tuple[tuple[str, str], ...]
    """Each activity by its id and title."""


class Function(NamedTuple):
    """A function of the council, and its years."""

    name: str
    text: str
    own: bool
    """Whether the council states it; otherwise only an activity names it."""
    years: tuple[Served, ...]


class Bar(NamedTuple):
    """A year of the chart: the activities of which it is told what they served, and the others."""

    year: str
    short: str
    told: int
    untold: int
    meetings: int | None
    x: int
    told_y: int
    told_height: int
    untold_y: int
    untold_height: int


class Coverage(NamedTuple):
    """The table, the chart beside it, and the way to other years."""

    functions: list[Function]
    bars: list[Bar]
    themes: list[str]
    years: list[str]
    earlier: str
    later: str
    width: int
    base: int
    top: int
    rests: dict[str, Any]


def coverage(
    council: Answer, held: Sequence[MeetingsHeld], done: Sequence[Done], last: int, lang: str
) -> Coverage:
    """The years up to one; planned and cancelled activities served nothing yet."""
    stated = [s for s in council["statements"] if s["kind"] == "FUNCTION"]
    years = range(last - YEARS + 1, last + 1)
    real = [one for one in done if one.state is ActivityState.HELD]
    recorded = {one.fiscal_year for one in real} | {h.fiscal_year for h in held}
    themes = {t["fiscalYear"]: t["text"] for t in council["themes"]}
    bars = _bars(years, held, real, lang)
    return Coverage(
        list(_functions(stated, real, years, lang)), bars, [themes.get(year, "") for year in years],
        [fiscal(year, lang) for year in years],
        str(years[0] - 1) if any(year < years[0] for year in recorded) else "",
        str(last + YEARS) if any(year > last for year in recorded) else "",
        LEFT + YEARS * WIDE, TOP + HIGH, max((bar.told + bar.untold for bar in bars), default=0),
        rests(lang, *stated),
    )  # fmt: skip


def _functions(stated: Sequence[Answer], done: Sequence[Done], years: range, lang: str) -> Iterator[Function]:
    """Those that the council states, then those that only activities name."""
    known = set[str]()
    for item in (leaf for one in stated for leaf in _leaves(one)):
        name = item["title"] or item["text"] or ""
        known.add(_plain(name))
        shown = " ".join(filter(None, (item["label"], name)))
        text = (item["text"] or "") if item["title"] else ""
        yield Function(shown, text, True, _years(_plain(name), done, years, lang))  # noqa: FBT003 - a row of a table
    others = dict.fromkeys(f for one in done for f in one.functions if _plain(f) not in known)
    for name in others:
        yield Function(name, "", False, _years(_plain(name), done, years, lang))  # noqa: FBT003 - the same


def _leaves(statement: Answer) -> Iterator[Answer]:
    items = statement.get("items") or ()
    if not items:
        yield statement
    for item in items:
        yield from _leaves(item)


def _plain(name: str) -> str:
    return name.removesuffix(SUFFIX)


def _years(name: str, done: Sequence[Done], years: range, lang: str) -> tuple[Served, ...]:
    return tuple(
        Served(
            fiscal(year, lang), str(year),
            tuple(
                (ids.encode("Activity", one.id), one.title)
                for one in done
                if one.fiscal_year == year and name in map(_plain, one.functions)
            ),
        )
        for year in years
    )  # fmt: skip


def _bars(years: range, held: Sequence[MeetingsHeld], done: Sequence[Done], lang: str) -> list[Bar]:
    """Heights in units of the chart: the highest bar fills it."""
    of_year = [[one for one in done if one.fiscal_year == year] for year in years]
    told = [sum(bool(one.functions) for one in found) for found in of_year]
    most = max((len(found) for found in of_year), default=0) or 1
    meetings = {h.fiscal_year: h.held for h in held if h.body_id is None}
    bars = []
    for n, (year, found) in enumerate(zip(years, of_year, strict=True)):
        full, rest = (HIGH * part // most for part in (told[n], len(found) - told[n]))
        bars.append(
            Bar(
                fiscal(year, lang), _short(year, lang), told[n], len(found) - told[n], meetings.get(year),
                LEFT + n * WIDE + GAP, TOP + HIGH - full, full, TOP + HIGH - full - rest, rest,
            )
        )  # fmt: skip
    return bars


def _short(year: int, lang: str) -> str:
    return fiscal(year, lang).removesuffix("年度")
