"""The writer of an import file: facts in the order in which a secretariat would have recorded them."""

import json
from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from kyogikai_tenants.effective import Effective

LAST = date.max
"""When a fact is recorded that came to light only after all the others."""


class Said(NamedTuple):
    """One fact, and the day on which it was written down."""

    recorded: date
    text: str


class Writer:
    """Collects facts; each stands where its day puts it, unless it was recorded at another time."""

    def __init__(self) -> None:
        self._said: list[Said] = []
        self._keys: Counter[str] = Counter()

    def say(
        self, command: str, subject: str, effective: str, *, recorded: date | None = None, **given: Any
    ) -> str:
        """A fact of a record (``at 2021-05-01``); returns the fact's key."""
        day = recorded or Effective.parse(effective).earliest
        return self._add(day, command, subject, {"id": subject, "effective": effective, **given})

    def remark(self, command: str, of: str, recorded: date, **given: Any) -> str:
        """A correction, an annulment or an annotation of an earlier fact."""
        return self._add(recorded, command, of, {"of": of, **given})

    def show(self, subject: str, audience: str, recorded: date, reason: str, **given: Any) -> str:
        """Who may see a record from then on."""
        fields = {"id": subject, "audience": audience, "reason": reason, **given}
        return self._add(recorded, "ChangeAudience", subject, fields)

    def _add(self, day: date, command: str, about: str, given: dict[str, Any]) -> str:
        key = f"{about}/{command}"
        self._keys[key] += 1
        if self._keys[key] > 1:
            key = f"{key}/{self._keys[key]}"
        self._said.append(Said(day, _entry({"key": key, "command": command, **given})))
        return key

    def text(self) -> str:
        """All facts; those of one day as they were said, and those of one year recorded together."""
        parts, year = list[str](), 0
        for recorded, text in sorted(self._said, key=lambda s: s.recorded):
            parts.append(text if recorded.year == year else f"{text}  later: true\n")
            year = recorded.year
        return "".join(parts)


def _entry(given: dict[str, Any]) -> str:
    """A list item of YAML whose values are written as JSON, which YAML can read."""
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in given.items() if kept(value)
    ]
    return "- " + "\n  ".join(lines) + "\n"


def kept(value: Any) -> bool:
    """Whether a value is written: an empty one is left out."""
    return value is not None and value is not False and value not in ("", (), [], {})
