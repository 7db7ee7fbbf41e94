"""Days as people type them: R3.5.1, 令和3年5月1日, 2021-05-01, 2021/5/1, 20210501; full width is the same.

An era's day lies in that era: 平成31年5月1日 is none. A month without a day means its first day, from
which a coarse date acts.
"""

import re
import unicodedata
from datetime import date, timedelta
from enum import Enum, auto

from kyogikai_projections.era import ERAS

LONGEST = 40
"""Characters of a day that are looked at."""
INITIALS = dict(zip("RHSTM", (name for _, name in ERAS), strict=True))
_BETWEEN = r"\s*[年./\-]\s*"
_REST = rf"{_BETWEEN}(?P<month>\d{{1,2}})(?:(?:\s*[月./\-]\s*)(?P<day>\d{{1,2}})\s*日?|\s*月?)"
_ERA = re.compile(
    rf"(?P<era>{'|'.join(name for _, name in ERAS)}|[{''.join(INITIALS)}])\s*(?P<year>元|\d{{1,2}}){_REST}"
)
_WESTERN = re.compile(rf"(?:西暦\s*)?(?P<year>\d{{4}}){_REST}")
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_DASHES = str.maketrans("‐‑‒–—−ー・。", "-------..")
"""What keyboards give for a hyphen and a point."""


class Why(Enum):
    """Why a text is no day."""

    UNREADABLE = auto()
    NO_SUCH_DAY = auto()
    NOT_IN_THAT_ERA = auto()


class NotADay(ValueError):
    """What was typed is no day."""

    def __init__(self, typed: str, why: Why) -> None:
        super().__init__(f"{typed[:LONGEST]!r} is no day: {why.name}")
        self.why = why


def parse(typed: str) -> date:
    """The day that was typed. Raises NotADay."""
    text = unicodedata.normalize("NFKC", typed[: LONGEST + 1]).strip().upper().translate(_DASHES)
    if len(typed) > LONGEST:
        raise NotADay(typed, Why.UNREADABLE)
    if found := _ERA.fullmatch(text):
        return _in_era(typed, found)
    if found := _WESTERN.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(typed, int(found["year"]), found)
    raise NotADay(typed, Why.UNREADABLE)


def _in_era(typed: str, found: re.Match[str]) -> date:
    name = INITIALS.get(found["era"], found["era"])
    number = 1 if found["year"] == "元" else int(found["year"])
    at = next(n for n, (_, own) in enumerate(ERAS) if own == name)
    first = ERAS[at][0]
    last = ERAS[at - 1][0] - timedelta(days=1) if at else date.max
    day = _day(typed, first.year + number - 1, found)
    if not found["day"] and (day.year, day.month) == (first.year, first.month):
        day = first
    if number < 1 or not first <= day <= last:
        raise NotADay(typed, Why.NOT_IN_THAT_ERA)
    return day


def _day(typed: str, year: int, found: re.Match[str]) -> date:
    try:
        return date(year, int(found["month"]), int(found["day"] or 1))
    except ValueError as problem:
        raise NotADay(typed, Why.NO_SUCH_DAY) from problem
