"""Dates as people type them, as coarse as they are: 令和3年5月, R3年度, 2021, 2021-05-01〜2021-06-30.

What comes of it is the notation of ``effective``: 2021-05, FY2021, 2021, 2021-05-01/2021-06-30. An era's
month lies in that era, an era's year or fiscal year has a day in it (平成31年度 is 令和元年度 too).
"""

import re
import unicodedata
from datetime import date, timedelta

from kyogikai_projections.era import ERAS
from kyogikai_projections.era_typed import INITIALS, NotADay, Why, parse
from kyogikai_tenants import fiscal_year
from kyogikai_tenants.effective import Precision, span

LONGEST = 80
"""Characters of a date, or of two, that are looked at."""
_DASHES = str.maketrans("‐‑‒–—−ー・。", "-------..")
_UNTIL = re.compile(r"\s*(?:[~〜]|から)\s*")
_ISO_PAIR = re.compile(r"(?P<first>(?:FY)?[0-9-]{4,10})/(?P<last>(?:FY)?[0-9-]{4,10})")
_NAMES = f"{'|'.join(name for _, name in ERAS)}|[{''.join(INITIALS)}]"
_YEAR = rf"(?:(?P<era>{_NAMES})\s*(?P<number>元|\d{{1,2}})|(?:西暦\s*)?(?P<year>\d{{4}}))"
_MONTH = re.compile(rf"{_YEAR}\s*[年./\-]\s*(?P<month>\d{{1,2}})\s*月?")
_ONLY_YEAR = re.compile(rf"{_YEAR}\s*年?")
_FISCAL = re.compile(rf"(?:FY\s*(?P<fy>\d{{4}})|{_YEAR}\s*年?度)")


def value_of(typed: str) -> str:
    """The date in the record's notation. Raises NotADay."""
    if len(typed) > LONGEST:
        raise NotADay(typed, Why.UNREADABLE)
    text = unicodedata.normalize("NFKC", typed).strip().upper().translate(_DASHES)
    if found := _ISO_PAIR.fullmatch(text):
        return _pair(typed, found["first"], found["last"])
    first, until, last = text.partition(found[0] if (found := _UNTIL.search(text)) else "~")
    return _pair(typed, first, last.removesuffix("まで").strip()) if until else _one(typed, text)


def day_of(typed: str) -> date:
    """A day, and nothing coarser. Raises NotADay."""
    value = value_of(typed)
    if span(value).precision is not Precision.DAY:
        raise NotADay(typed, Why.UNREADABLE)
    return date.fromisoformat(value)


def _pair(typed: str, first: str, last: str) -> str:
    value = f"{_one(typed, first)}/{_one(typed, last)}"
    try:
        span(value)
    except ValueError as problem:
        raise NotADay(typed, Why.NO_SUCH_DAY) from problem
    return value


def _one(typed: str, text: str) -> str:
    if found := _FISCAL.fullmatch(text):
        return _fiscal(typed, found)
    if found := _ONLY_YEAR.fullmatch(text):
        return _year(typed, found)
    if found := _MONTH.fullmatch(text):
        return _month(typed, found)
    return _checked(typed, parse(text).isoformat())


def _fiscal(typed: str, found: re.Match[str]) -> str:
    year = int(found["fy"] or 0) or _western(typed, found)
    if year > date.min.year:
        value = _checked(typed, f"FY{year:04}")
        days = fiscal_year.first_day(year), fiscal_year.last_day(year)
        return _in_era(typed, found, *days, value)
    raise NotADay(typed, Why.NO_SUCH_DAY)


def _year(typed: str, found: re.Match[str]) -> str:
    year = _western(typed, found)
    if not date.min.year < year < date.max.year:
        raise NotADay(typed, Why.NO_SUCH_DAY)
    return _in_era(typed, found, date(year, 1, 1), date(year, 12, 31), f"{year:04}")


def _month(typed: str, found: re.Match[str]) -> str:
    value = _checked(typed, f"{_western(typed, found):04}-{int(found['month']):02}")
    known = span(value)
    return _in_era(typed, found, known.earliest, known.latest, value)


def _western(typed: str, found: re.Match[str]) -> int:
    """The Western year of a year of an era."""
    if found["year"]:
        return int(found["year"])
    number = 1 if found["number"] == "元" else int(found["number"])
    if number < 1:
        raise NotADay(typed, Why.NOT_IN_THAT_ERA)
    return _era(found)[0].year + number - 1


def _era(found: re.Match[str]) -> tuple[date, date]:
    """The first and the last day of the era that was typed."""
    name = INITIALS.get(found["era"], found["era"])
    at = next(n for n, (_, own) in enumerate(ERAS) if own == name)
    return ERAS[at][0], ERAS[at - 1][0] - timedelta(days=1) if at else date.max


def _in_era(typed: str, found: re.Match[str], earliest: date, latest: date, value: str) -> str:
    """The value, if any of its days lies in the era that was typed."""
    if found["era"]:
        first, last = _era(found)
        if latest < first or earliest > last:
            raise NotADay(typed, Why.NOT_IN_THAT_ERA)
    return value


def _checked(typed: str, value: str) -> str:
    """A value that names days which have a day before and after them."""
    try:
        known = span(value)
    except ValueError as problem:
        raise NotADay(typed, Why.NO_SUCH_DAY) from problem
    if known.earliest == date.min or known.latest == date.max:
        raise NotADay(typed, Why.NO_SUCH_DAY)
    return value
