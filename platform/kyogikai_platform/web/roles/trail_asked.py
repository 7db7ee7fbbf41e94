"""What an address asks of the trail: sorts of acts, a period, a person, a subject, words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from kyogikai_graphql import ids
from kyogikai_graphql.pages import counted, window_of
from kyogikai_graphql.problems import BadId
from kyogikai_platform.web.addressed import typed
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.roles.kinds import SHOWN, topics_of
from kyogikai_platform.web.words import words
from kyogikai_projections.era_typed import LONGEST, NotADay, parse
from kyogikai_tenants.fiscal_year import JAPAN

USUALLY = timedelta(days=30)
"""The period without any other: until today."""
WORDS = ("from", "to", "who", "subject", "text", *SHOWN)
"""All that an address may say of it, beside the page of the list."""
PAGES = ("after", "before")
SIZE = 25
LONGEST_TEXT = 100


@dataclass(frozen=True)
class Asked:
    """What is asked, what was typed, and what is wrong with it."""

    first: date
    last: date
    kinds: frozenset[str]
    typed: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    usual: bool = True
    """Whether the period is the one that stands without any other."""

    @classmethod
    def of(cls, given: Mapping[str, str], today: date, lang: str) -> "Asked":
        """As an address says."""
        typed = {name: given.get(name, "").strip()[: 2 * LONGEST_TEXT] for name in WORDS}
        errors = dict[str, str]()
        last = _day(typed["to"], "to", errors, lang) or today
        first = _day(typed["from"], "from", errors, lang) or (date.min if typed["to"] else last - USUALLY)
        if not errors and first > last:
            errors["from"] = words("trail_backwards", lang)
        decoders: dict[str, Callable[[str], object]] = {"who": ids.decode_actor, "subject": _subject}
        for name, decode in decoders.items():
            try:
                if typed[name]:
                    decode(typed[name])
            except BadId:
                errors[name] = words("trail_no_such", lang)
        kinds = frozenset(name for name in SHOWN if typed[name])
        return cls(first, last, kinds, typed, errors, not (typed["from"] or typed["to"]))

    @property
    def variables(self) -> dict[str, Any]:
        """As the API takes it."""
        return {
            "type": list(topics_of(self.kinds)) if self.kinds else None,
            "actor": self.typed["who"] or None, "subject": self.typed["subject"] or None,
            "text": typed(self.typed["text"], LONGEST_TEXT) or None,
            "from": _edge(self.first, time.min) if self.first > date.min else None,
            "to": _edge(self.last, time.max),
        }  # fmt: skip

    def period(self, lang: str) -> str:
        """The days in words."""
        if self.first == date.min:
            return words("trail_until", lang, last=label(self.last, lang))
        return words("trail_period", lang, first=label(self.first, lang), last=label(self.last, lang))


def window(after: str, before: str) -> dict[str, Any]:
    """A page of it: the newest, what is older than a place, or newer. Raises BadCursor for no place."""
    asked = {"first": SIZE, "after": after} if after else {"last": SIZE, "before": before or None}
    counted(window_of("Query.auditTrail", asked))
    return asked


def _subject(text: str) -> object:
    return ids.decode_as(text, *ids.TABLES)


def _edge(day: date, at: time) -> str:
    return datetime.combine(day, at, JAPAN).isoformat(timespec="microseconds")


def _day(typed: str, name: str, errors: dict[str, str], lang: str) -> date | None:
    try:
        return parse(typed[: LONGEST + 1]) if typed else None
    except NotADay as problem:
        errors[name] = words(f"bad_{problem.why.name.lower()}", lang)
        return None
