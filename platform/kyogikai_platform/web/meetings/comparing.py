"""定めと開催: a norm beside what is on record, and in words how the two compare."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, NamedTuple

from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_projections.meeting_counts import Counted
from kyogikai_tenants.vocabulary import MeetingKind, MeetingState

MONTHS = 12
BESIDE = (MeetingKind.EXTRAORDINARY, MeetingKind.INFORMAL)
"""Kinds of meetings that no norm asks for."""


class Season(Enum):
    """Where a fiscal year lies, seen from the day that is shown."""

    OVER = auto()
    RUNNING = auto()
    TO_COME = auto()


@dataclass(frozen=True)
class Norm:
    """What the rules of a body add up to: so many a year (None: no number), about so many, or as needed."""

    times: int | None = None
    approximate: bool = False
    as_needed: bool = False

    @classmethod
    def of(cls, rules: Sequence[Mapping[str, Any]]) -> "Norm":
        """Rules of several kinds of meetings add up."""
        numbers = [n for rule in rules if (n := _times(rule)) is not None]
        return cls(
            sum(numbers) if numbers else None, any(r["approximate"] for r in rules),
            any(r["asNeeded"] for r in rules),
        )  # fmt: skip


def _times(rule: Mapping[str, Any]) -> int | None:
    """A year's number; of an interval in months what goes into a year."""
    if rule["perYear"]:
        return int(rule["perYear"])
    return MONTHS // int(rule["intervalMonths"]) if rule["intervalMonths"] else None


class Tally(NamedTuple):
    """What is on record of a body in a year."""

    held: int = 0
    scheduled: int = 0
    cancelled: int = 0
    beside: Mapping[MeetingKind, int] = {}
    """Held ones of the kinds that no norm asks for."""

    @property
    def nothing(self) -> bool:
        """Whether there is no meeting of any sort."""
        return not (self.held or self.scheduled or self.cancelled or self.beside)


def tally(found: Iterable[Counted]) -> Tally:
    """Of one body in one year."""
    held, scheduled, cancelled = 0, 0, 0
    beside: dict[MeetingKind, int] = {}
    for one in found:
        kind, state = MeetingKind(one.kind), MeetingState(one.state)
        if state is MeetingState.CANCELLED:
            cancelled += one.times
        elif state is MeetingState.SCHEDULED:
            scheduled += one.times
        elif kind in BESIDE:
            beside[kind] = beside.get(kind, 0) + one.times
        else:
            held += one.times
    return Tally(held, scheduled, cancelled, beside)


class Verdict(NamedTuple):
    """The comparison in words, and how it is marked beside them."""

    text: str
    chip: str


def verdict(norm: Norm, had: Tally, season: Season, lang: str) -> Verdict | None:
    """None: there is no norm to compare with."""
    if norm.times is None:
        return Verdict(words("meeting_norm_free", lang), "line") if norm.as_needed else None
    if season is Season.TO_COME:
        return Verdict(words("meeting_norm_future", lang), "line")
    if season is Season.RUNNING:
        return _so_far(norm.times - had.held, had.scheduled, lang)
    if had.nothing:
        return Verdict(words("meeting_norm_nothing", lang), "line")
    return _in_the_end(had.held - norm.times, lang, approximate=norm.approximate)


def _so_far(left: int, planned: int, lang: str) -> Verdict:
    if left <= 0:
        return Verdict(words("meeting_norm_reached", lang), "ok")
    chip = "key" if planned >= left else "warn"
    return Verdict(words("meeting_norm_left", lang, count=left, planned=planned), chip)


def _in_the_end(off: int, lang: str, *, approximate: bool) -> Verdict:
    if off == 0:
        return Verdict(words("meeting_norm_same", lang), "ok")
    if approximate and abs(off) == 1:
        return Verdict(words("meeting_norm_about", lang, count=1), "ok")
    if off < 0:
        return Verdict(words("meeting_norm_fewer", lang, count=-off), "warn")
    return Verdict(words("meeting_norm_more", lang, count=off), "key")


def beside(had: Tally, lang: str) -> list[str]:
    """The held ones that are not compared."""
    return [
        words("meeting_norm_beside", lang, what=word(kind, lang), count=count)
        for kind, count in had.beside.items()
    ]
