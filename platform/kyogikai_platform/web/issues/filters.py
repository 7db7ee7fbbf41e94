"""Which issues a reader asks for: the words of the address, as the API takes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kyogikai_graphql import ids
from kyogikai_graphql.issues import OWNERS
from kyogikai_graphql.problems import BadId
from kyogikai_platform.web.issues.common import year_of
from kyogikai_tenants.fiscal_year import first_day, last_day
from kyogikai_tenants.vocabulary import IssueState

PRESETS = {
    "waiting": "issue_preset_waiting", "feedback": "issue_preset_feedback", "long": "issue_preset_long",
}  # fmt: skip
"""One click each: asked and not answered yet; somebody is to hear what came of it; open for over a year."""
SETTLED = (IssueState.RESOLVED, IssueState.CLOSED, IssueState.HANDED_OVER)
UNSETTLED = tuple(state for state in IssueState if state not in SETTLED)
ASKED = (IssueState.REFERRED, IssueState.ESCALATED)
LONG = timedelta(days=365)


@dataclass(frozen=True)
class Filters:
    """What an address narrows the board by; words that mean nothing narrow nothing."""

    preset: str = ""
    owner: str = ""
    state: str = ""
    year: int | None = None

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> "Filters":
        """As the address says."""
        preset, state = kept["preset"], kept["state"]
        return cls(
            preset if preset in PRESETS else "",
            _owner(kept["owner"]),
            state if state in IssueState.__members__ else "",
            year_of(kept["year"]),
        )

    @property
    def any(self) -> bool:
        """Whether the board is narrowed at all."""
        return bool(self.preset or self.owner or self.state or self.year)

    @property
    def states(self) -> list[str]:
        """Those that are shown."""
        of_preset = {"waiting": ASKED, "long": UNSETTLED}.get(self.preset, tuple(IssueState))
        return [s.name for s in of_preset if self.state in {"", s.name}]

    def variables(self, day: date) -> dict[str, Any]:
        """Everything but the states."""
        given: dict[str, Any] = {
            "ownerId": self.owner or None,
            "feedbackDue": True if self.preset == "feedback" else None,
            "raisedFrom": first_day(self.year).isoformat() if self.year else None,
        }
        last = [last_day(self.year)] if self.year else []
        last += [day - LONG] if self.preset == "long" else []
        return given | {"raisedTo": min(last).isoformat() if last else None}


def _owner(text: str) -> str:
    try:
        ids.decode_as(text, *OWNERS)
    except BadId:
        return ""
    return text
