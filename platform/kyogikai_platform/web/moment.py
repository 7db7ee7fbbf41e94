"""Which day a page shows, as known when: as the address says it, in either calendar."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from kyogikai_graphql.problems import BadUserInput
from kyogikai_graphql.scalars import DateTime
from kyogikai_platform.web.words import words
from kyogikai_platform.web.writing import date_in_words
from kyogikai_projections.era_typed import LONGEST, NotADay, parse
from kyogikai_tenants.fiscal_year import JAPAN

TIMES = ("asOf", "knownAt")
_BLANK_OFFSET = re.compile(r"(T\d\d:\d\d:\d\d(?:\.\d+)?) (?=\d\d:\d\d$)")
"""A plus sign that an address turned into a blank."""


@dataclass(frozen=True)
class Moment:
    """A page's path, a day, a moment of the log (None: now); and what was wrong with what was typed."""

    path: str
    day: date
    today: date
    known: datetime | None = None
    kept: dict[str, str] = field(default_factory=dict)
    """What else the address says and a link to another day says too."""
    typed: dict[str, str] = field(default_factory=dict)
    """What stands in the two fields."""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, path: str, given: Any, today: date, lang: str, *kept: str) -> "Moment":
        """As an address says; what cannot be read stays in its field, with what is wrong with it."""
        typed = {name: given.get(name, "").strip() for name in TIMES}
        errors, day, known = dict[str, str](), today, None
        try:
            day = parse(typed["asOf"]) if typed["asOf"] else today
        except NotADay as problem:
            errors["asOf"] = words(f"bad_{problem.why.name.lower()}", lang)
        try:
            known = _moment(typed["knownAt"]) if typed["knownAt"] else None
        except NotADay as problem:
            errors["knownAt"] = words(f"bad_{problem.why.name.lower()}", lang)
        shown = {name: text[: 2 * LONGEST] for name, text in typed.items()}
        others = {name: given.get(name, "") for name in kept}
        return cls(path, day, today, known, others, shown, errors)

    @property
    def variables(self) -> dict[str, str | None]:
        """As the API takes them."""
        known = self.known.astimezone(JAPAN).isoformat(timespec="microseconds") if self.known else None
        return {"asOf": self.day.isoformat(), "knownAt": known}

    @property
    def is_now(self) -> bool:
        """Whether it is today, as on record now."""
        return self.day == self.today and self.known is None

    @property
    def is_plain(self) -> bool:
        """Whether the address says the day in the one way that links do."""
        return self.typed.get("asOf") in {"", self.day.isoformat()}

    def at(self, day: date, **others: str) -> str:
        """The address of this page on a day."""
        told = {"asOf": day.isoformat(), "knownAt": self.typed.get("knownAt", "")} | self.kept | others
        return _address(self.path, told)

    def here(self, **others: str) -> str:
        """The address of this page at this moment, with other words after the question mark."""
        return _address(self.path, self._times | self.kept | others)

    def to(self, path: str, **others: str) -> str:
        """The address of another page at the same moment."""
        return _address(path, self._times | others) if others else f"{path}{self._tail}"

    @cached_property
    def _tail(self) -> str:
        """What every link to another page ends with: a page has hundreds of them."""
        return _address("", self._times)

    @property
    def now(self) -> str:
        """The address of this page today, as on record now."""
        return _address(self.path, self.kept)

    @property
    def _times(self) -> dict[str, str]:
        """As links say them: a day only where one was asked for."""
        day = self.day.isoformat() if self.typed.get("asOf") else ""
        return {"asOf": day, "knownAt": self.typed.get("knownAt", "")}

    def label(self, lang: str) -> str:
        """The day in words."""
        return label(self.day, lang)

    def known_label(self, lang: str) -> str:
        """The moment of the log in words; empty for now."""
        if self.known is None:
            return ""
        own = self.known.astimezone(JAPAN)
        shown = label(own.date(), lang)
        return shown if own.time() == time.max else f"{shown} {own:%H:%M:%S}"


def label(day: date, lang: str) -> str:
    """A day in words."""
    return date_in_words(day.isoformat(), lang)


def kept(path: str, given: Mapping[str, str]) -> str:
    """The address of another page at the moment of a request, for macros that know no visit."""
    return _address(path, {name: given.get(name, "") for name in TIMES})


def _address(path: str, told: Mapping[str, str]) -> str:
    query = urlencode({name: text for name, text in told.items() if text})
    return f"{path}?{query}" if query else path


def _moment(typed: str) -> datetime:
    """A moment as the API writes it, or a day: until its end in Japan. Raises NotADay."""
    try:
        return DateTime.parse_value(_BLANK_OFFSET.sub(r"\1+", typed))
    except BadUserInput:
        return datetime.combine(parse(typed), time.max, JAPAN).astimezone(UTC)
