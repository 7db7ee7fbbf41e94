"""How this request is answered in writing: as the municipality writes, its years as the reader prefers them.

What it sends out or publishes is written as it writes itself, whoever's request that is done in.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import g, has_request_context

from kyogikai_projections import era
from kyogikai_tenants.municipalities import AS_MOST, EraDisplay, Writing


def begin(own: Writing, preferred: EraDisplay | None = None) -> None:
    """Answer this request so."""
    g.writing = own._replace(years=preferred or own.years)
    g.own_writing = own


def asked() -> Writing:
    """How; as most write where no municipality was reached."""
    found: Writing = g.get("writing", AS_MOST) if has_request_context() else AS_MOST
    return found


@contextmanager
def its_own() -> Iterator[None]:
    """Within this the municipality writes, and no reader prefers anything."""
    before, g.writing = asked(), g.get("own_writing", AS_MOST)
    try:
        yield
    finally:
        g.writing = before


def date_in_words(value: str, lang: str) -> str:
    """A date value: 令和3年5月, 2021年5月, May 2021."""
    return era.in_words(value, lang, asked().years)


def cell_in_words(cell: Mapping[str, Any], lang: str, *, end: bool = False) -> str:
    """A date as the read tables hold it."""
    return era.cell_label(cell, lang, asked().years, end=end)


def named(caption: str, lang: str) -> str:
    """What a record is called; a meeting without a title by its year or date in words."""
    return era.named(caption, lang, asked().years)


def year_in_words(day: date, lang: str) -> str:
    """The year of a day where there is place for one only: 令和3年, or 2021年."""
    if lang != "ja":
        return str(day.year)
    return f"{day.year}年" if asked().years is EraDisplay.WESTERN else era.year(day)


def typable(value: str) -> str:
    """A date value as it can be typed again, in Japanese."""
    years = EraDisplay.WESTERN if asked().years is EraDisplay.WESTERN else EraDisplay.JAPANESE
    return era.japanese(value, years)
