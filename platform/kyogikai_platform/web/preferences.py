"""What a reader prefers: language and size of text, kept in a cookie that a form sets, script or not."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import Response

from kyogikai_platform.web.words import LANGS

COOKIE = "kyogikai-view"
SIZES = ("m", "l", "xl")
A_YEAR = 31_536_000
LONGEST = 2_000
"""Characters of a way back."""


class Preferences(NamedTuple):
    """As chosen; Japanese at a normal size for whoever has not."""

    lang: str = LANGS[0]
    size: str = SIZES[0]

    @classmethod
    def of(cls, cookies: Any) -> "Preferences":
        """As a request's cookie says, if it says anything that there is."""
        lang, _, size = cookies.get(COOKIE, "").partition(".")
        return cls().chosen({"lang": lang, "size": size})

    def chosen(self, given: Any) -> "Preferences":
        """With what a form chose; what there is not, changes nothing."""
        lang, size = given.get("lang"), given.get("size")
        return Preferences(lang if lang in LANGS else self.lang, size if size in SIZES else self.size)

    def put(self, response: Response, *, secure: bool) -> None:
        """Keep them in the browser; there is nothing secret in them."""
        value = f"{self.lang}.{self.size}"
        response.set_cookie(COOKIE, value, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")


def way_back(given: str | None) -> str:
    """Where a form leads afterwards: a path of this host, or home."""
    text = (given or "")[: LONGEST + 1]
    plain = len(text) <= LONGEST and text.isascii() and text.isprintable() and not set(text) & set(' \\<>"')
    if not plain or not text.startswith("/") or text.startswith("//"):
        return "/"
    parts = urlsplit(text)
    return "/" if parts.scheme or parts.netloc else text
