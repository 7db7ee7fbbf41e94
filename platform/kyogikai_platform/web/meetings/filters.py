"""Which meetings a list shows: the filters as the address says them, and the ready-made ones of one click."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import abort

from kyogikai_platform.web.addressed import known_id
from kyogikai_platform.web.moment import Moment
from kyogikai_platform.web.words import words
from kyogikai_tenants import fiscal_year as years
from kyogikai_tenants.vocabulary import MeetingState

KEPT = ("view", "month", "body", "year", "state", "after", "before")
"""What the address of the register says beside the moment."""
EVERY = "all"
"""How the address says: of every fiscal year."""
SIZE = 50
"""Meetings on a page."""


class Preset(NamedTuple):
    """Filters of one click."""

    text: str
    path: str
    chosen: bool


@dataclass(frozen=True)
class Filters:
    """A body's id, a fiscal year (None: every one) and a state; empty: whichever."""

    body: str
    year: int | None
    state: str
    current: int
    """The fiscal year of the day that is shown: without another one in the address, it is chosen."""

    @classmethod
    def of(cls, when: Moment) -> "Filters":
        """As the address says; what nobody can choose is no page (404)."""
        given, current = when.kept, years.fiscal_year(when.day)
        year: int | None = current
        if given["year"] == EVERY:
            year = None
        elif given["year"]:
            year = one_year(given["year"])
        if given["body"]:
            known_id(given["body"], "Body")
        if given["state"] and given["state"].upper() not in MeetingState.__members__:
            abort(404)
        return cls(given["body"], year, given["state"].lower(), current)

    @property
    def asked(self) -> dict[str, Any]:
        """As the API takes them."""
        return self.which | {"year": self.year}

    @property
    def which(self) -> dict[str, Any]:
        """The same without the year."""
        return {"bodyId": self.body or None, "state": self.state.upper() or None}

    @property
    def is_default(self) -> bool:
        """Whether nothing was chosen."""
        return not (self.body or self.state) and self.year == self.current

    def presets(self, when: Moment, lang: str) -> Sequence[Preset]:
        """The ready-made ones, each with its own address."""
        last = self.current - 1
        found: Mapping[str, dict[str, str]] = {
            "meeting_preset_year": {"year": "", "state": ""},
            "meeting_preset_coming": {"year": EVERY, "state": "scheduled"},
            "meeting_preset_last": {"year": str(last), "state": ""},
            "meeting_preset_cancelled": {"year": EVERY, "state": "cancelled"},
            "meeting_preset_all": {"year": EVERY, "state": ""},
        }
        shown = {"year": EVERY if self.year is None else str(self.year), "state": self.state}
        shown["year"] = "" if self.year == self.current else shown["year"]
        blank = dict.fromkeys(KEPT, "")
        return [
            Preset(words(name, lang), when.here(**(blank | own)), not self.body and own == shown)
            for name, own in found.items()
        ]

    def own(self, when: Moment, bodies: Mapping[str, str]) -> Sequence[Preset]:
        """One for each body of the reader's own."""
        blank = dict.fromkeys(KEPT, "")
        return [
            Preset(name, when.here(**(blank | {"body": body})), self.body == body)
            for body, name in bodies.items()
        ]


def one_year(text: str) -> int:
    """A fiscal year that some calendar has; else there is no such page."""
    if not re.fullmatch(r"[12]\d{3}", text, re.ASCII):
        abort(404)
    return int(text)
