"""What an address asks of the trail: sorts of acts, a period, a person, a subject, words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlencode

from flask import abort

from kyogikai_graphql import ids
from kyogikai_graphql.problems import BadId
from kyogikai_platform.web.addressed import typed
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.roles.kinds import SHOWN, topics_of
from kyogikai_platform.web.words import words
from kyogikai_projections.era_typed import LONGEST, NotADay, parse
from kyogikai_projections.reviewing import Trail
from kyogikai_projections.trail import Scope
from kyogikai_tenants.fiscal_year import JAPAN

USUALLY = timedelta(days=30)
"""The period without any other: until today."""
PUBLISHED = "published"
"""The word that asks for what was corrected after it was published."""
WORDS = ("from", "to", "who", "subject", "text", PUBLISHED, *SHOWN)
"""All that an address may say of it, beside the page of the list."""
PAGES = ("after", "before")
SIZE = 25
DIGITS = 18
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
        ever = bool(typed["to"] or typed[PUBLISHED])
        first = _day(typed["from"], "from", errors, lang) or (date.min if ever else last - USUALLY)
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
        return cls(first, last, kinds, typed, errors, not (typed["from"] or ever))

    def trail(self, open_to: Scope, today: date) -> Trail:
        """As the trail is read."""
        who, subject = self.typed["who"], self.typed["subject"]
        return Trail(
            open_to, topics_of(self.kinds) if self.kinds else None,
            ids.decode_actor(who) if who else None, ids.record(subject or None, *ids.TABLES),
            datetime.combine(self.first, time.min, JAPAN) if self.first > date.min else None,
            datetime.combine(self.last, time.max, JAPAN) if self.last < today else None,
            typed(self.typed["text"], LONGEST_TEXT), published=bool(self.typed[PUBLISHED]),
        )  # fmt: skip

    @property
    def query(self) -> str:
        """What the address says, to be kept."""
        return urlencode({name: text for name, text in self.typed.items() if text})

    def period(self, lang: str) -> str:
        """The days in words."""
        if self.first == date.min and self.typed[PUBLISHED] and not self.typed["to"]:
            return words("trail_ever", lang)
        if self.first == date.min:
            return words("trail_until", lang, last=label(self.last, lang))
        return words("trail_period", lang, first=label(self.first, lang), last=label(self.last, lang))


class Cut(NamedTuple):
    """Which stretch: older than an entry, newer than one, or the newest of all."""

    before: int | None = None
    after: int | None = None

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> "Cut":
        """As an address says; not found (404) where it names no entry."""
        given = {name: kept.get(name, "") for name in PAGES}
        for text in filter(None, given.values()):
            if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS):
                abort(HTTPStatus.NOT_FOUND)
        if given["after"]:
            return cls(after=int(given["after"]))
        return cls(before=int(given["before"])) if given["before"] else cls()


def _subject(text: str) -> object:
    return ids.decode_as(text, *ids.TABLES)


def _day(typed: str, name: str, errors: dict[str, str], lang: str) -> date | None:
    try:
        return parse(typed[: LONGEST + 1]) if typed else None
    except NotADay as problem:
        errors[name] = words(f"bad_{problem.why.name.lower()}", lang)
        return None
