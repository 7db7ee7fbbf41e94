"""Dates in words: 令和3年5月, 平成23年度, as coarse as the source has them.

An era begins on a day. A month or year with two eras in it is shown with both; a fiscal year
has the era of its 1 April (平成31年度). In Japanese a year is said in its era, as a Western year, or
as both: 令和3年（2021年）5月. English knows Western years alone.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from kyogikai_tenants.effective import Effective, Kind, Precision, span
from kyogikai_tenants.municipalities import EraDisplay

ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)
"""The first day of each era of the modern calendar."""
MEIJI = ERAS[-1][0]

JA = {Kind.AT: "{}", Kind.FROM: "{}から", Kind.AS_OF: "{}時点", Kind.UNDATED: "日付なし"}
EN = {Kind.AT: "{}", Kind.FROM: "from {}", Kind.AS_OF: "as of {}", Kind.UNDATED: "undated"}
UNTIL = {"ja": "{}まで", "en": "until {}"}
BEFORE = {"ja": "{}の前まで", "en": "before {}"}
"""How an end is said that acts through the last day of its date, and one that has come on the first."""
_UNTITLED = re.compile(
    r"(?P<year>\d{4})年度第(?P<number>\d+)回|(?P<date>(?:FY)?\d{4}(?:-\d\d){0,2}(?:/(?:FY)?\d{4}(?:-\d\d){0,2})?)の会議"
)
"""What a meeting without a title is called in its record."""
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def year(day: date) -> str:
    """The year of a day in its era: 令和元年; before Meiji as Western years."""
    for first, name in ERAS:
        if day >= first:
            number = day.year - first.year + 1
            return f"{name}{'元' if number == 1 else number}年"
    return f"{day.year}年"


def japanese(value: str, years: EraDisplay = EraDisplay.JAPANESE) -> str:
    """A date value in Japanese words."""
    known = span(value)
    if known.precision is Precision.INTERVAL:
        first, _, last = value.partition("/")
        return f"{japanese(first, years)}〜{japanese(last, years)}"
    after = "度" if known.precision is Precision.FISCAL_YEAR else ""
    month = f"{known.earliest.month}月" if known.precision in {Precision.DAY, Precision.MONTH} else ""
    if known.precision is Precision.DAY:
        month += f"{known.earliest.day}日"
    ends = (known.earliest, known.earliest if after else known.latest)
    western = f"{known.earliest.year}年{after}"
    if years is EraDisplay.WESTERN or ends[1] < MEIJI:
        return western + month
    eras = dict.fromkeys(f"{year(day)}{after}" for day in ends)
    if years is EraDisplay.BOTH:
        return f"{'／'.join(eras)}（{western}）{month}"
    return "／".join(f"{era}{month}" for era in eras)


def english(value: str) -> str:
    """A date value in English words."""
    known = span(value)
    if known.precision is Precision.INTERVAL:
        first, _, last = value.partition("/")
        return f"{english(first)} to {english(last)}"
    if known.precision is Precision.FISCAL_YEAR:
        return f"FY{known.earliest.year:04}"
    month = f"{MONTHS[known.earliest.month - 1]} {known.earliest.year}"
    words = {Precision.DAY: f"{known.earliest.day} {month}", Precision.MONTH: month}
    return words.get(known.precision, str(known.earliest.year))


def in_words(value: str, lang: str, years: EraDisplay = EraDisplay.JAPANESE) -> str:
    """A date value in the words of a language."""
    return japanese(value, years) if lang == "ja" else english(value)


def label(
    effective: Effective, lang: str, years: EraDisplay = EraDisplay.JAPANESE, *, end: bool = False
) -> str:
    """A date with how its source ties it: 平成21年2月から, 令和3年5月時点.

    An end *at* a date acts through its last day: 平成24年3月31日まで; any other had come by the first:
    平成24年4月1日の前まで.
    """
    form = (JA if lang == "ja" else EN)[effective.kind]
    if end and effective.value:
        form = (UNTIL if effective.kind is Kind.AT else BEFORE)[lang]
    return form.format(in_words(effective.value, lang, years) if effective.value else "")


def cell_label(
    cell: Mapping[str, Any], lang: str, years: EraDisplay = EraDisplay.JAPANESE, *, end: bool = False
) -> str:
    """The label of a date as the read tables hold it."""
    return label(Effective(Kind(cell["kind"].lower()), cell["value"] or ""), lang, years, end=end)


def named(caption: str, lang: str, years: EraDisplay = EraDisplay.JAPANESE) -> str:
    """A caption, that of an untitled meeting in words: 令和6年度 第1回, 令和8年5月20日の会議."""
    found = _UNTITLED.fullmatch(caption)
    if found is None:
        return caption
    when = in_words(found["date"] or f"FY{found['year']}", lang, years)
    if found["date"]:
        return f"{when}の会議" if lang == "ja" else f"meeting of {when}"
    return f"{when} 第{found['number']}回" if lang == "ja" else f"meeting {found['number']} of {when}"
