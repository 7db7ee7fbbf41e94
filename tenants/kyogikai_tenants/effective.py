"""Effective time: when something holds in the world, as precisely as the source says and no more.

Notation: ISO 8601-2 (EDTF) ``2011-04-01``, ``2011-04``, ``2011``, interval
``2019-05-10/2019-07-01``, and ``FY2011`` for a fiscal year.
"""

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum, auto
from functools import lru_cache
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct
from typing_extensions import override

from kyogikai_tenants import fiscal_year

BEGINNING = date.min
"""The first day there is: what holds 'always' holds from here."""

AsWritten = Annotated[str, Meta(max_length=40)]
"""The source's own words, for a date, a figure, a name or a short phrase; prose is summarised instead."""


class Value(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A value inside an event: compared by what it holds, stored without its empty fields."""


class Kind(StrEnum):
    """How a source ties a fact to its date."""

    AT = "at"
    """It happened on, or within, that date."""
    FROM = "from"
    """It holds from the first day of that date."""
    AS_OF = "as_of"
    """It was so then; when it began is not said."""
    UNDATED = "undated"
    """How it is, as far as the source knows, for the whole life of what it belongs to."""


class Basis(StrEnum):
    """Where a date comes from."""

    STATED = "stated"
    DERIVED = "derived"
    CONTEXT = "context"
    LIVE = "live"


class Precision(StrEnum):
    """How coarse a date is."""

    DAY = auto()
    MONTH = auto()
    YEAR = auto()
    FISCAL_YEAR = auto()
    INTERVAL = auto()
    UNKNOWN = auto()


class Span(NamedTuple):
    """What a coarse date may mean: its first and its last day."""

    precision: Precision
    earliest: date
    latest: date


@lru_cache(4096)
def span(value: str) -> Span:
    """Read a date value. Raises ValueError naming what is wrong with it."""
    first, slash, last = value.partition("/")
    if slash and "/" not in last:
        begin, end = span(first), span(last)
        if end.latest < begin.earliest:
            raise ValueError(f"the interval {value} ends before it begins")
        return Span(Precision.INTERVAL, begin.earliest, end.latest)
    if match := re.fullmatch(r"FY(\d{4})", value, re.ASCII):
        year = int(match[1])
        return Span(Precision.FISCAL_YEAR, fiscal_year.first_day(year), fiscal_year.last_day(year))
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", value, re.ASCII)
    if match is None:
        raise ValueError(f"{value!r} is no date: write 2011-04-01, 2011-04, 2011, FY2011 or an interval a/b")
    return _calendar(*(int(part) if part else None for part in match.groups()))


def _calendar(year: int | None, month: int | None = None, day: int | None = None) -> Span:
    assert year is not None  # noqa: S101 - the pattern has it
    if month is not None and day is not None:
        only = date(year, month, day)
        return Span(Precision.DAY, only, only)
    if month is not None:
        return Span(Precision.MONTH, date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    return Span(Precision.YEAR, date(year, 1, 1), date(year, 12, 31))


class Effective(Value, frozen=True):
    """A kind and a value, with the basis and the words of the source."""

    kind: Kind
    value: str = ""
    basis: Basis = Basis.STATED
    as_written: AsWritten = ""

    def __post_init__(self) -> None:
        """Refuse a value that names no date; only what is undated has none."""
        if (self.kind is Kind.UNDATED) != (self.value == ""):
            raise ValueError("only an undated fact has no date, and it has none")
        if self.value and (self.earliest == BEGINNING or self.latest == date.max):
            raise ValueError(f"{self.value} has no day before it, or none after it")

    @classmethod
    def parse(cls, text: str) -> "Effective":
        """Read the short notation ``from FY2011`` (kind, space, value)."""
        kind, _, value = text.partition(" ")
        return cls(Kind(kind), value)

    @override
    def __str__(self) -> str:
        """The short notation that ``parse`` reads."""
        return f"{self.kind} {self.value}".strip()

    @property
    def precision(self) -> Precision:
        """How coarse the date is."""
        return span(self.value).precision if self.value else Precision.UNKNOWN

    @property
    def before(self) -> "Effective":
        """The date of a beginning as the end of what it replaces, which is over from its first day on.

        An end *at* a date acts through its last day, so this one is none.
        """
        return Effective(Kind.FROM, self.value, self.basis, self.as_written) if self.kind is Kind.AT else self

    @property
    def earliest(self) -> date:
        """The day from which a coarse date acts; an undated fact has held since the beginning."""
        return span(self.value).earliest if self.value else BEGINNING

    @property
    def latest(self) -> date:
        """The last day that the date may mean: an end *at* it acts through this day."""
        return span(self.value).latest if self.value else date.max
