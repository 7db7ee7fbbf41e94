"""The texts as they are kept: a file a subject, a table a type, a line a field.

A line is a pair (Japanese, English), or the Japanese alone where the English stands in the code: each text
stands once. The empty key is the type itself, ``field(argument)`` an argument.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
SHARED = ("fields", "arguments", "commands", "groups", "everywhere", "inputs", "limits")
"""Tables that are no type's."""


class Words(NamedTuple):
    """A text in both languages."""

    ja: str
    en: str

    def said(self, lang: str) -> str:
        """In one of them."""
        return self.ja if lang == "ja" else self.en


Line = str | list[str]


@cache
def book() -> dict[str, dict[str, Line]]:
    """Every table of every file. Raises ValueError where two files have the same one."""
    found: dict[str, dict[str, Line]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name in found:
                raise ValueError(f"{name} stands in two files")
            found[name] = table
    return found


def shared(table: str, name: str, written: str = "") -> Words | None:
    """A line of a table that is no type's; ``written`` is the English of the code."""
    return words(book().get(table, {}).get(name), written)


def own(kind: str, name: str, written: str = "") -> Words | None:
    """A line of a type's table."""
    return words(book().get(kind, {}).get(name), written) if kind not in SHARED else None


def words(line: Line | None, written: str = "") -> Words | None:
    """A line as a text in both languages; None where one of them is missing."""
    ja, en = line if isinstance(line, list) else (line or "", tidy(written))
    return Words(ja, en) if ja and en else None


def tidy(text: str | None) -> str:
    """A docstring as one paragraph of Markdown."""
    return " ".join((text or "").replace("``", "`").split())
