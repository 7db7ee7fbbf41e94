"""Dates and times as they are typed: in either calendar, as coarse as they are known."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from kyogikai_graphql.mutations import naming
from kyogikai_platform.web.forms.filled import Filled, is_blank
from kyogikai_platform.web.forms.typed_plain import plain
from kyogikai_projections.era_typed import NotADay
from kyogikai_projections.era_vague import day_of, value_of
from kyogikai_projections.forms import Asked, Shape
from kyogikai_tenants.effective import Basis, Kind
from kyogikai_tenants.fiscal_year import JAPAN

WRITTEN = 40
"""Characters of a source's own words."""
NOON = 12
_CLOCK = re.compile(
    r"(?P<pm>午後|PM)?(?:午前|AM)?\s*(?P<hour>\d{1,2})(?::(?P<minutes>\d{2})|時\s*(?:(?P<minute>\d{1,2})分|(?P<half>半))?)"
)


def effective(found: Filled, asked: Asked, name: str) -> Any:
    """How it is tied to its date stands beside the date; what has none is undated."""
    kind, text = found.get(f"{name}.kind") or Kind.AT.name, found.get(f"{name}.value").strip()
    if kind not in Kind.__members__:
        found.wrong(f"{name}.kind", "form_no_choice")
        return None
    if not text and kind != Kind.UNDATED.name:
        if asked.required or not is_blank(found.typed, f"{name}.asWritten"):
            found.wrong(f"{name}.value", "form_missing")
        return None
    if text and kind == Kind.UNDATED.name:
        found.wrong(f"{name}.value", "form_undated_has_a_date")
        return None
    return {"kind": kind, **_dated(found, name, text), **_words_of(found, name)}


def _dated(found: Filled, name: str, text: str) -> dict[str, str]:
    try:
        return {"value": value_of(text)} if text else {}
    except NotADay as problem:
        found.wrong(f"{name}.value", f"bad_{problem.why.name.lower()}")
        return {}


def _words_of(found: Filled, name: str) -> dict[str, str]:
    """The source's own words, and where the date comes from."""
    written = Asked("as_written", Shape.TEXT, required=False, longest=WRITTEN)
    basis = Asked("basis", Shape.CHOICE, required=False, choices=Basis)
    own = ((f, naming.camel(f.name)) for f in (written, basis))
    said = {key: plain(found, f, f"{name}.{key}") for f, key in own}
    return {key: text for key, text in said.items() if text is not None}


def moment(found: Filled, asked: Asked, name: str) -> Any:
    """A time of a day; of the meeting's own, where no other is typed."""
    day, hour = found.get(f"{name}.day").strip(), found.get(f"{name}.time").strip()
    if not day and not hour:
        if asked.required:
            found.wrong(f"{name}.time", "form_missing")
        return None
    at = clock(hour)
    if at is None:
        found.wrong(f"{name}.time", "form_no_time" if hour else "form_missing")
    on = _day_of_moment(found, name, day)
    if at is None or on is None:
        return None
    return datetime.combine(on, at, JAPAN).isoformat(timespec="seconds")


def _day_of_moment(found: Filled, name: str, day: str) -> date | None:
    typed = day or found.get("date.value") or found.get("effective.value")
    try:
        return day_of(typed)
    except NotADay as problem:
        where = f"{name}.day"
        found.wrong(where, f"bad_{problem.why.name.lower()}" if day else "form_which_day")
        return None


def clock(typed: str) -> time | None:
    """14:00, 14時, 午後2時半; None for anything else."""
    match = _CLOCK.fullmatch(unicodedata.normalize("NFKC", typed).strip().upper())
    if match is None:
        return None
    later = NOON if match["pm"] and int(match["hour"]) < NOON else 0
    minute = 30 if match["half"] else int(match["minutes"] or match["minute"] or 0)
    try:
        return time(int(match["hour"]) + later, minute)
    except ValueError:
        return None
