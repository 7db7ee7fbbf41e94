"""Which day a page shows, as known when: as the address says it, in either calendar."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from kyogikai_graphql.problems import BadUserInput
from kyogikai_graphql.scalars import DateTime
from kyogikai_platform.web.words import words
from kyogikai_projections import era
from kyogikai_projections.era_typed import LONGEST, NotADay, parse
from kyogikai_tenants.fiscal_year import JAPAN

VIEWS = ("chart", "table", "text")
_BLANK_OFFSET = re.compile(r"(T\d\d:\d\d:\d\d(?:\.\d+)?) (?=\d\d:\d\d$)")
"""A plus sign that an address turned into a blank."""


@dataclass(frozen=True)
class OrgMoment:
    """A day, a moment of the log (None: now), a view; and what was wrong with what was typed."""

    day: date
    known: datetime | None = None
    view: str = VIEWS[0]
    typed: dict[str, str] = field(default_factory=dict)
    """What stands in the fields."""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Any, today: date, lang: str) -> "OrgMoment":
        """As an address says; what cannot be read stays in its field, with what is wrong with it."""
        typed = {name: given.get(name, "").strip() for name in ("asOf", "knownAt")}
        errors, day, known = dict[str, str](), today, None
        try:
            day = parse(typed["asOf"]) if typed["asOf"] else today
        except NotADay as problem:
            errors["asOf"] = words(f"bad_{problem.why.name.lower()}", lang)
        try:
            known = _moment(typed["knownAt"]) if typed["knownAt"] else None
        except NotADay as problem:
            errors["knownAt"] = words(f"bad_{problem.why.name.lower()}", lang)
        view = given.get("view", "")
        kept = {name: text[: 2 * LONGEST] for name, text in typed.items()}
        return cls(day, known, view if view in VIEWS else VIEWS[0], kept, errors)

    @property
    def variables(self) -> dict[str, str | None]:
        """As the API takes them."""
        known = self.known.astimezone(JAPAN).isoformat(timespec="microseconds") if self.known else None
        return {"asOf": self.day.isoformat(), "knownAt": known}

    def link(self, day: date | None = None, view: str = "") -> str:
        """The address of another day, or of the same day shown otherwise."""
        told = {"asOf": (day or self.day).isoformat(), "knownAt": self.typed.get("knownAt", "")}
        shown = view or self.view
        told["view"] = shown if shown != VIEWS[0] else ""
        return "/org?" + urlencode({name: text for name, text in told.items() if text})

    def known_label(self, lang: str) -> str:
        """The moment of the log in words; empty for now."""
        if self.known is None:
            return ""
        own = self.known.astimezone(JAPAN)
        shown = label(own.date(), lang)
        return shown if own.time() == time.max else f"{shown} {own:%H:%M:%S}"


def label(day: date, lang: str) -> str:
    """A day in words: of its era, in Japanese."""
    return era.japanese(day.isoformat()) if lang == "ja" else era.english(day.isoformat())


def _moment(typed: str) -> datetime:
    """A moment as the API writes it, or a day: until its end in Japan. Raises NotADay."""
    try:
        return DateTime.parse_value(_BLANK_OFFSET.sub(r"\1+", typed))
    except BadUserInput:
        return datetime.combine(parse(typed), time.max, JAPAN).astimezone(UTC)
