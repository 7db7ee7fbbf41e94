"""年度: a fiscal year runs from April to March; the February of FY2011 is in 2012."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")
APRIL = 4


def today() -> date:
    """The day it is in Japan, the default day of every question."""
    return datetime.now(UTC).astimezone(JAPAN).date()


def fiscal_year(day: date) -> int:
    """The fiscal year that a day lies in."""
    return day.year if day.month >= APRIL else day.year - 1


def first_day(year: int) -> date:
    """1 April."""
    return date(year, APRIL, 1)


def last_day(year: int) -> date:
    """31 March of the next calendar year."""
    return date(year + 1, 3, 31)
