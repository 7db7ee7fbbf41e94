"""What a dry run found, a page at a time, and the corrections that a form makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kyogikai_platform.jobs.keeping import Job
from kyogikai_platform.web.words import words
from kyogikai_platform.workbooks import limits, reasons
from kyogikai_platform.workbooks.findings import Weight

SIZE = 50
"""Findings of a page."""
OF_SHEETS = frozenset(
    reason.CODE
    for reason in (reasons.NoColumn, reasons.ColumnTwice, reasons.ColumnUnknown, reasons.SheetUnknown)
)
"""What is about a sheet and not about a row: no row can be left out for it."""


class Found(NamedTuple):
    """One finding of a page, with what its form may say."""

    number: int
    """Which of the dry run's."""
    said: Mapping[str, Any]
    changes: bool
    """Whether another value can be given."""
    skips: bool
    """Whether the row can be left out."""

    @classmethod
    def of(cls, number: int, said: Mapping[str, Any]) -> "Found":
        """As a dry run has it."""
        sheet_wide = said["code"] in OF_SHEETS
        return cls(number, said, bool(said["at"][2]), not sheet_wide)


class Listed(NamedTuple):
    """A page of the findings of one weight."""

    weight: str
    page: int
    pages: int
    found: Sequence[Found]
    counts: Mapping[str, int]
    """Weight -> all of them, those that are not kept too."""
    kept: int
    """Of the weight, how many can be looked at here."""

    @classmethod
    def of(cls, result: Mapping[str, Any], weight: str, page: str) -> "Listed":
        """What an address asks for; what must be corrected, without any other."""
        counts = {w.value: int(result["counts"].get(w.value, 0)) for w in Weight}
        heaviest = next((w for w, count in counts.items() if count), Weight.FIX.value)
        own = weight if counts.get(weight) else heaviest
        every = [Found.of(n, f) for n, f in enumerate(result["findings"]) if f["weight"] == own]
        pages = max(1, -(-len(every) // SIZE))
        number = min(int(page), pages) if page.isascii() and page.isdecimal() and 0 < len(page) < 5 else 1  # noqa: PLR2004 - digits of a page
        at = max(number, 1)
        return cls(own, at, pages, every[(at - 1) * SIZE : at * SIZE], counts, len(every))


@dataclass
class Typed:
    """What a form says of findings: corrections, and what is wrong with it by field."""

    fixes: dict[str, str | None] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, job: Job, form: Mapping[str, str], lang: str) -> "Typed":
        """As it was sent."""
        typed = cls()
        for number, said in enumerate((job.result or {})["findings"]):
            if f"own-{number}" in form or f"how-{number}" in form:
                typed.take(Found.of(number, said), form, lang)
        return typed

    def take(self, found: Found, form: Mapping[str, str], lang: str) -> None:
        """One finding's part of it."""
        how, own = form.get(f"how-{found.number}", ""), form.get(f"own-{found.number}", "").strip()
        _, row, _, sheet = found.said["at"]
        proposed = {f"p{n}": text for n, text in enumerate(found.said["proposals"])}
        name = f"own-{found.number}"
        if how == "skip" and found.skips:
            self.fixes[f"{sheet}!{row}"] = None
        elif found.changes and how in proposed:
            self.fixes[found.said["place"]] = proposed[how]
        elif found.changes and how == "blank":
            self.fixes[found.said["place"]] = ""
        elif found.changes and (own or how == "own"):
            if not own:
                self.errors[name] = words("import_own_missing", lang, place=found.said["place"])
            elif len(own) > limits.LONGEST:
                self.errors[name] = words("import_own_long", lang, most=limits.LONGEST)
            self.fixes[found.said["place"]] = own
