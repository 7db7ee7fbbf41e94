"""Holidays in forms: named beside a date that was typed, and warned of before a meeting is called on one."""

import re
from datetime import date

from kyogikai_platform.web.forms.filled import Filled
from kyogikai_projections.era_typed import NotADay
from kyogikai_projections.era_vague import value_of
from kyogikai_projections.forms import Form
from kyogikai_projections.holidays import holiday
from kyogikai_tenants.council.meetings import MeetingRescheduled, MeetingScheduled

CALLING = (MeetingScheduled, MeetingRescheduled)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def feast_of(value: str, lang: str) -> str:
    """What the holiday is called that a date is, where it is one day; empty where it is none."""
    return holiday(date.fromisoformat(value), lang) if _DAY.fullmatch(value) else ""


def called_on(form: Form, filled: Filled, lang: str) -> str:
    """The holiday on which a meeting is being called; empty for anything else."""
    if form.event not in CALLING:
        return ""
    try:
        return feast_of(value_of(filled.get("date.value")), lang)
    except NotADay:
        return ""
