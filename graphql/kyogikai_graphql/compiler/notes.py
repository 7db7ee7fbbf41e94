"""What SQL cannot say and Python can: the statement leaves a note in the text, which is then read.

A note begins with a word that nobody can guess, so that no text of a record is ever taken for one. It is a
JSON string of its own, and holds the kind of a date, a language, whether it is an end, and the date's value.
"""

import re
import secrets
from functools import lru_cache

from kyogikai_projections.era import label
from kyogikai_tenants.effective import Effective, Kind

WORD = secrets.token_hex(16)
"""New in every process; it never leaves it, because every note is replaced."""


def pattern(word: str) -> re.Pattern[bytes]:
    """A note that begins with a word."""
    return re.compile(rb'"%b ([A-Z_]+) (ja|en) ([01]) ([^"]*)"' % word.encode())


NOTE = pattern(WORD)


def text(kind: str, lang: str, value: str, *, end: bool) -> str:
    """A note about a date, of SQL expressions for its kind and value."""
    return f"'{WORD} '||({kind})||' {lang} {int(end)} '||coalesce({value}, '')"


def read(data: bytes) -> bytes:
    """The text with every note replaced."""
    return NOTE.sub(lambda note: _label(*note.groups()), data)


@lru_cache(10_000)
def _label(kind: bytes, lang: bytes, end: bytes, value: bytes) -> bytes:
    date = Effective(Kind(kind.decode().lower()), value.decode())
    return f'"{label(date, lang.decode(), end=end == b"1")}"'.encode()
