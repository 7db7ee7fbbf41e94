"""The cells of a row as values: dates, numbers, choices, lists; what cannot be read is told of its cell."""

import difflib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from kyogikai_platform.importing.reading import UNSEEN
from kyogikai_platform.workbooks import reasons
from kyogikai_platform.workbooks.declared import Column, Of, named, offered
from kyogikai_platform.workbooks.findings import Finding, Weight
from kyogikai_platform.workbooks.grid import EMPTY
from kyogikai_platform.workbooks.rows import Row
from kyogikai_projections import era_written
from kyogikai_projections.era_written import NotWritten, Why, Written
from kyogikai_tenants.effective import Precision, span
from kyogikai_tenants.errors import Refused

DAMAGED = re.compile(r"[�〓■□]{1,}|\?{2,}|？{2,}|#(?:REF|N/A|VALUE|NAME|DIV/0|NUM|NULL)[!?]?")
"""What stands where a letter was lost, in a name, a number or a date."""
LOST = re.compile(r"[�〓]")
"""The same in a longer text, where people write ?? and ■ on purpose."""
WHOLE = frozenset({Of.TEXT, Of.LIST})
"""Columns of longer texts."""
MONTH_DAY = re.compile(r"(?P<month>\d{1,2})\s*[月/.]\s*(?P<day>\d{1,2})\s*日?(?:\s*[(（].[)）])?")
APRIL = 4
"""The month with which a fiscal year begins."""
AS_WRITTEN = 40
"""Characters of the source's own words that a date may repeat."""
SERIALS = range(10_000, 80_000)
"""Excel's numbers for the days from 1927 to 2119."""
EPOCHS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}


def word(text: str) -> str:
    """A word of a list as it is compared."""
    return named(text).casefold()


TRUE = frozenset(
    word(w) for w in ("はい", "○", "◯", "有", "あり", "該当", "1", "true", "yes", "レ", "✓", "充て職")
)
FALSE = frozenset(word(w) for w in ("いいえ", "×", "無", "なし", "非該当", "0", "false", "no", "-")) | {""}
COUNTED = re.compile(
    r"(?:第|約)?\s*(?P<number>[0-9]{1,9})\s*(?:期|回|名|人|件|年|番|機関|団体|歳|\.0)?(?:目)?"
)


@dataclass
class Cells:
    """A row that is being read; ``sound`` says whether anything of it was refused."""

    row: Row
    findings: list[Finding] = field(default_factory=list)
    sound: bool = True
    flags: list[dict[str, str]] = field(default_factory=list)
    """Quality flags for the row's own fact: what was corrected, what is rough."""
    _told: set[tuple[str, str]] = field(default_factory=set)
    _texts: dict[str, str] = field(default_factory=dict)
    _dates: dict[str, Written | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What a correction changed stays told on the fact, in the file's own words."""
        for name, before in self.row.written.items():
            heading = self.row.sheet.column(name).heading
            note = f"取込時に「{heading}」を「{self.row.cells.get(name, EMPTY).text}」に直した。"
            self.flags.append(
                {"flag": "corrected_on_import", "note": note[:400], "as_written": before[:AS_WRITTEN]}
            )

    def refuse(self, name: str, reason: Refused, *proposals: str, weight: Weight = Weight.FIX) -> None:
        """Tell of a cell, once; anything that must be corrected makes the row unsound."""
        if (name, reason.CODE) in self._told:
            return
        self._told.add((name, reason.CODE))
        self.findings.append(
            Finding(self.row.place(name), self.row.as_written(name), reason, proposals, weight)
        )
        self.sound = self.sound and weight is not Weight.FIX

    def has(self, name: str) -> bool:
        """Whether something stands there."""
        return bool(self.row.cells.get(name, EMPTY).text.strip())

    def text(self, name: str) -> str:
        """A text, as written; empty where there is none or it is refused."""
        if name not in self._texts:
            self._texts[name] = self._text(name)
        return self._texts[name]

    def _text(self, name: str) -> str:
        cell, column = self.row.cells.get(name, EMPTY), self.row.sheet.column(name)
        text = cell.text.strip()
        if cell.kind == "f":
            self.refuse(name, reasons.NoValue())
            return ""
        if cell.kind == "e" or (text and (LOST if column.of in WHOLE else DAMAGED).search(text)):
            self.refuse(name, reasons.Broken())
            return ""
        if text and (unseen := UNSEEN.search(text)):
            clean = UNSEEN.sub("", text).strip()
            self.refuse(
                name, reasons.Unseen(character=f"U+{ord(unseen[0]):04X}"), *([clean] if clean else [])
            )
            return ""
        if not text and column.needed:
            meant = (self.row.above or {}).get(name)
            self.refuse(name, reasons.NeededHere(heading=column.heading), *([meant] if meant else []))
        return " ".join(text.split()) if column.of is Of.NAME else text

    def number(self, name: str) -> int | None:
        """A whole number, with or without its counting word."""
        text = unicodedata.normalize("NFKC", self.text(name)).replace(",", "")
        if not text:
            return None
        if found := COUNTED.fullmatch(text):
            return int(found["number"])
        self.refuse(name, reasons.NotRead(value=text, what_ja="数", what_en="number"))
        return None

    def choice(self, name: str) -> str:
        """The value that a word stands for."""
        text, column = self.text(name), self.row.sheet.column(name)
        if not text:
            return ""
        known = _choices(column)
        if word(text) in known:
            return known[word(text)]
        words = offered(column)
        near = difflib.get_close_matches(text, list(column.choices), 3, 0.5)
        self.refuse(name, reasons.WordFor(value=text, known="、".join(words)), *near)
        return ""

    def yes(self, name: str) -> bool:
        """はい or いいえ."""
        text = word(self.text(name))
        if text not in TRUE | FALSE:
            self.refuse(name, reasons.WordFor(value=text, known="はい、いいえ"), "はい", "いいえ")
        return text in TRUE

    def several(self, name: str) -> list[str]:
        """Texts on lines of their own, or with 、 or ; between them."""
        parts = re.split(r"[\n、;；]+", self.text(name))
        return [found for part in parts if (found := re.sub(r"^[・\-①-⑳\d.)(）（\s]+", "", part).strip())]

    def clock(self, name: str) -> str:
        """A time of day as HH:MM."""
        text = unicodedata.normalize("NFKC", self.text(name))
        found = re.fullmatch(
            r"(?P<half>午前|午後)?\s*(?P<hour>\d{1,2})\s*(?::|時)\s*(?P<minute>\d{1,2}|半)?\s*分?", text
        )
        if not text:
            return ""
        if found:
            hour = int(found["hour"]) + (12 if found["half"] == "午後" and int(found["hour"]) < 12 else 0)  # noqa: PLR2004
            minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
            if hour < 24 and minute < 60:  # noqa: PLR2004 - a day's hours and an hour's minutes
                return f"{hour:02}:{minute:02}"
        self.refuse(name, reasons.NotRead(value=text, what_ja="時刻", what_en="time"))
        return ""

    def written(self, name: str) -> Written | None:
        """A date; None where there is none, or it is refused."""
        if name not in self._dates:
            self._dates[name] = self._written(name)
        return self._dates[name]

    def _written(self, name: str) -> Written | None:
        cell, text = self.row.cells.get(name, EMPTY), self.text(name)
        if not text:
            return None
        if cell.kind == "d":
            text = text.partition(" ")[0]
        elif cell.kind == "n" and (day := self._serial(name, text)):
            text = day
        try:
            return _read(text)
        except NotWritten as problem:
            self.refuse(name, _why(problem, text), *(problem.proposals or self._of_the_year(text)))
            return None

    def _of_the_year(self, text: str) -> list[str]:
        """What a day without a year may be, where the sheet's title says of which fiscal year it is."""
        found, year = MONTH_DAY.fullmatch(unicodedata.normalize("NFKC", text)), self.row.grid.year
        if found is None or year is None:
            return []
        month, day = int(found["month"]), int(found["day"])
        try:
            meant = date(year + (month < APRIL), month, day)
        except ValueError:
            return []
        return [f"{meant.year}年{meant.month}月{meant.day}日"]

    def _serial(self, name: str, text: str) -> str:
        """The day that Excel's number stands for; empty where it stands for none."""
        if not text.isdecimal() or int(text) not in SERIALS:
            return ""
        day = (EPOCHS[self.row.grid.epoch] + timedelta(days=int(text))).isoformat()
        self.refuse(name, reasons.SerialRead(day=day), weight=Weight.CONFIRM)
        return day

    def effective(self, name: str, kind: str = "at") -> dict[str, Any]:
        """When it holds, for the record: as the cell says; undated where nothing is said."""
        written = self.written(name)
        if written is None or not written.value:
            return {"kind": "undated"}
        found = {"kind": "as_of" if written.as_of else kind, "value": written.value}
        said = self.row.as_written(name)[:AS_WRITTEN].strip()
        if written.about:
            self.flags.append({"flag": "approximate", "as_written": said})
        return found | ({"as_written": said} if said and said != written.value else {})

    def dated(self, name: str) -> bool:
        """Whether there is a date with a value."""
        written = self.written(name)
        return written is not None and bool(written.value)

    def day(self, name: str) -> str:
        """A date that is known to the day, else empty."""
        written = self.written(name)
        known = written is not None and written.value and span(written.value).precision is Precision.DAY
        return written.value if written and known else ""

    def fiscal_year(self, name: str) -> int | None:
        """A fiscal year: 令和3年度, or a bare year."""
        written = self.written(name)
        if written is None or not written.value:
            return None
        if span(written.value).precision in {Precision.FISCAL_YEAR, Precision.YEAR}:
            return int(written.value.removeprefix("FY"))
        self.refuse(
            name, reasons.NotRead(value=self.row.as_written(name), what_ja="年度", what_en="fiscal year")
        )
        return None


_read = lru_cache(4096)(era_written.read)
"""A file says the same few days again and again; what cannot be read is not kept."""


@cache
def _choices(column: Column) -> dict[str, str]:
    return {word(name): value for name, value in column.choices.items()}


def _why(problem: NotWritten, text: str) -> Refused:
    if problem.why is Why.UNREADABLE:
        return reasons.NotRead(value=text, what_ja="日付", what_en="date")
    kinds = {
        Why.ERA_OVER: reasons.EraOver,
        Why.NO_ERA: reasons.YearUnclear,
        Why.NO_SUCH_DAY: reasons.NoSuchDay,
    }
    return kinds[problem.why](value=text)
