"""What the pages of this family share: ends, days, what facts rest on."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from kyogikai_platform.web.moment import label
from kyogikai_platform.web.org_facts import Answer, Telling
from kyogikai_platform.web.words import words
from kyogikai_platform.web.writing import date_in_words

ERAS_BEGAN, LAST = 1869, 2999
"""Fiscal years that anybody may ask for."""


class Party(NamedTuple):
    """Whoever has, raised or gets something."""

    name: str
    id: str
    kind: str


def party(end: Answer | None) -> Party | None:
    """An end of a way; None for what this reader may not see."""
    return Party(end["name"], end["id"], end["kind"]) if end else None


def year_of(text: str) -> int | None:
    """A fiscal year in an address."""
    found = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0  # noqa: PLR2004
    return found if ERAS_BEGAN <= found <= LAST else None


def fiscal(year: int, lang: str) -> str:
    """A fiscal year in words: 令和6年度, FY2024."""
    return date_in_words(f"FY{year}", lang)


def days_since(when: Answer | None, day: date) -> int | None:
    """Days from the first day that a date may mean."""
    if when is None or when["earliest"] is None:
        return None
    return max((day - date.fromisoformat(when["earliest"])).days, 0)


def span(days: int, lang: str) -> str:
    """A number of days in words; from two years on, with the years that are in it."""
    years = days // 365
    if years < 2:  # noqa: PLR2004 - below, days alone are easily read
        return words("issue_days", lang, days=f"{days:,}")
    return words("issue_days_years", lang, days=f"{days:,}", years=years)


def is_exact(when: Answer) -> bool:
    """Whether a date means one day."""
    return bool(when["earliest"] and when["earliest"] == when["latest"])


def in_words(day: str | None, lang: str) -> str:
    """A day of the API in words."""
    return label(date.fromisoformat(day), lang) if day else ""


def rests(lang: str, *facts: Answer | None) -> dict[str, Any]:
    """Where facts stand, and what to mind about them."""
    telling = Telling(lang, {d["id"]: d for d in _documents(facts)})
    return {"sources": telling.sources(*facts), "flags": telling.flags(*facts)}


def _documents(facts: Iterable[Answer | None]) -> Iterable[Answer]:
    for fact in filter(None, facts):
        yield from (p["document"] for p in fact["provenance"] if p["document"])
