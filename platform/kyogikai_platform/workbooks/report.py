"""What a run over a file did, or would do: counts, and everything that there is to say about places."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kyogikai_platform.importing.places import CellPlace
from kyogikai_platform.workbooks.findings import Finding, Weight

MOST = 2_000
"""Findings that a kept report holds; all of them are counted."""


@dataclass(frozen=True)
class SheetCount:
    """Rows of a sheet: how many were read, and how many of them could be recorded."""

    name: str
    rows: int
    sound: int


@dataclass(frozen=True)
class Report:
    """What there is to tell of a file."""

    name: str
    sha256: str
    sheets: tuple[SheetCount, ...] = ()
    new: int = 0
    """Facts that are, or would be, recorded."""
    already: int = 0
    """Facts that are on record."""
    skipped: int = 0
    """Rows that a correction leaves out."""
    findings: tuple[Finding, ...] = ()
    first: int = 0
    last: int = 0
    """The positions in the log between which the facts stand, once they are recorded."""
    counts: dict[str, int] = field(default_factory=dict)
    """Weight -> findings of that weight, all of them."""
    headings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Sheet -> its headings, column by column."""

    @property
    def sound(self) -> bool:
        """Whether nothing keeps the file from being recorded."""
        return not self.counts.get(Weight.FIX, 0)

    def plain(self) -> dict[str, Any]:
        """As JSON, for a job's result; with no more findings than a page can show."""
        return {
            "name": self.name, "sha256": self.sha256, "new": self.new, "already": self.already,
            "skipped": self.skipped, "first": self.first, "last": self.last, "counts": self.counts,
            "sheets": [[s.name, s.rows, s.sound] for s in self.sheets],
            "findings": [_plain(f, self.headings.get(f.place.sheet, ())) for f in self.findings[:MOST]],
        }  # fmt: skip


def _plain(finding: Finding, headings: Sequence[str]) -> dict[str, Any]:
    place = finding.place
    heading = dict(enumerate(headings, 1)).get(place.column, "")
    return {
        "place": str(place), "words": place.words("ja"), "words_en": place.words("en"), "at": list(place),
        "value": finding.value, "code": finding.reason.CODE, "ja": finding.reason.message("ja"),
        "en": finding.reason.message("en"), "proposals": list(finding.proposals),
        "weight": finding.weight.value, "heading": heading,
    }  # fmt: skip


def counted(findings: list[Finding]) -> dict[str, int]:
    """Weight -> how many."""
    return dict(Counter(f.weight.value for f in findings))


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """What must be corrected first, then by place."""
    order = list(Weight)
    return tuple(sorted(findings, key=lambda f: (order.index(f.weight), f.place)))


def whole_row(place: CellPlace) -> tuple[int, int]:
    """The row that a place is in."""
    return place.order, place.row


def told(report: Mapping[str, Any], lang: str = "ja") -> str:
    """A kept report for the command line: a line for each sheet and each finding."""
    ja = lang == "ja"
    head = (
        "{name}: 新たに {new} 件、記録済み {already} 件" if ja else "{name}: {new} new, {already} on record"
    )
    sheet = "  {0}: {1} 行中 {2} 行" if ja else "  {0}: {2} of {1} rows"
    lines = [head.format_map(report), *(sheet.format(*s) for s in report["sheets"])]
    for f in report["findings"]:
        fix = f" → {' / '.join(f['proposals'])}" if f["proposals"] else ""
        lines.append(f"  [{f['weight']}] {f['place']}「{f['value']}」 {f['ja' if ja else 'en']}{fix}")
    return "\n".join(lines)
