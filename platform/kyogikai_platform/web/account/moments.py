"""A moment of the log in words, to the minute, as it was in Japan."""

from datetime import datetime

from kyogikai_platform.web.moment import label
from kyogikai_tenants.fiscal_year import JAPAN


def minute(at: datetime | None, lang: str) -> str:
    """Day and time; empty for never."""
    if at is None:
        return ""
    own = at.astimezone(JAPAN)
    return f"{label(own.date(), lang)} {own:%H:%M}"
