"""A form as it was filled in: what is typed, what of it is understood, and what is wrong where.

What is typed is flat: ``bodies.0.number`` -> text. A field is called as the API calls it, so a refusal
finds its way back by the path that it names.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Typed = Mapping[str, str]
MOST_ROWS = 200


@dataclass
class Problem:
    """What is wrong with a field: a text of ours, with its facts."""

    word: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Filled:
    """A form as it was filled in."""

    typed: Typed
    input: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    """Of each list, which of its rows went into the input."""

    def wrong(self, name: str, word: str, **facts: Any) -> None:
        """Note the first problem of a field."""
        self.problems.setdefault(name, Problem(word, facts))

    def get(self, name: str) -> str:
        """What stands in a field."""
        return self.typed.get(name, "")

    def place(self, path: Iterable[str]) -> str:
        """The field as typed that a path of the input leads to; rows left empty were skipped."""
        found = ""
        for word in path:
            rows = self.rows.get(found)
            if rows is not None and word.isdecimal() and int(word) < len(rows):
                word = str(rows[int(word)])  # noqa: PLW2901 - the row as it was typed
            found = f"{found}.{word}" if found else word
        return found


def rows_of(typed: Typed, name: str) -> list[int]:
    """Which rows of a list there are, typed into or not."""
    own = (
        re.match(r"(\d{1,3})(?:\.|$)", key[len(name) + 1 :]) for key in typed if key.startswith(f"{name}.")
    )
    return sorted({int(found[1]) for found in own if found})[:MOST_ROWS]


def is_blank(typed: Typed, name: str) -> bool:
    """Whether nothing is typed at a place or within it; a choice that only stands there says nothing."""
    within = (key for key in typed if key == name or key.startswith(f"{name}."))
    return not any(typed[key].strip() for key in within if not _idle(key, typed))


def _idle(key: str, typed: Typed) -> bool:
    """How a date is tied, which is always chosen; what a list is searched for."""
    outer, _, last = key.rpartition(".")
    return last == "find" or (last == "kind" and f"{outer}.value" in typed)
