"""What a reader prefers: language, size of text, readings, plain words, years; in a cookie."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import Response

from kyogikai_platform.web.words import LANGS
from kyogikai_tenants.municipalities import EraDisplay

COOKIE = "kyogikai-view"
SIZES = ("m", "l", "xl")
SWITCH = ("off", "on")
YEARS = ("own", *(how.value for how in EraDisplay))
A_YEAR = 31_536_000
LONGEST = 2_000
"""Characters of a way back."""


class Preferences(NamedTuple):
    """As chosen; Japanese at a normal size, without readings, for whoever has not."""

    lang: str = LANGS[0]
    size: str = SIZES[0]
    readings: str = SWITCH[0]
    """Whether kanji are shown with their readings."""
    plain: str = SWITCH[0]
    """Whether a summary in plain Japanese stands before all else."""
    years: str = YEARS[0]
    """How years are shown: as the municipality does, or as chosen."""

    @property
    def shown_years(self) -> EraDisplay | None:
        """How, if the reader chose."""
        return None if self.years == YEARS[0] else EraDisplay(self.years)

    @classmethod
    def of(cls, cookies: Any) -> "Preferences":
        """As a request's cookie says, if it says anything that there is."""
        return cls().chosen(dict(zip(cls._fields, cookies.get(COOKIE, "").split("."), strict=False)))

    def chosen(self, given: Any) -> "Preferences":
        """With what a form chose; what there is not, changes nothing."""
        offered = zip(self._fields, (LANGS, SIZES, SWITCH, SWITCH, YEARS), strict=True)
        chosen = {name: given[name] for name, there in offered if given.get(name) in there}
        return self._replace(**chosen)

    def put(self, response: Response, *, secure: bool) -> None:
        """Keep them in the browser; there is nothing secret in them."""
        response.set_cookie(
            COOKIE, ".".join(self), max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax"
        )


def way_back(given: str | None) -> str:
    """Where a form leads afterwards: a path of this host, or home."""
    text = (given or "")[: LONGEST + 1]
    plain = len(text) <= LONGEST and text.isascii() and text.isprintable() and not set(text) & set(' \\<>"')
    if not plain or not text.startswith("/") or text.startswith("//"):
        return "/"
    parts = urlsplit(text)
    return "/" if parts.scheme or parts.netloc else text
