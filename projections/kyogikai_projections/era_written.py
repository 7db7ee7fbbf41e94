"""Dates as documents and workbooks have them, and what is honest to propose where one cannot be read.

Beside what ``era_vague`` reads: H23・24年度, 令和3年5月〜7月, 令和三年五月, 令和3年5月21日(金),
平成23年4月頃, 令和3年5月現在, 不明. An era's year that came after its era (平成35年度) and a year
of two digits without an era (33年度) are not read: what they may mean is proposed, and somebody says which.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from kyogikai_projections.era import ERAS, japanese
from kyogikai_projections.era_typed import INITIALS, NotADay
from kyogikai_projections.era_typed import Why as TypedWhy
from kyogikai_projections.era_vague import value_of
from kyogikai_tenants import fiscal_year
from kyogikai_tenants.effective import Precision, span

LONGEST = 80
AHEAD = 2
"""Years after this one up to which a year without an era is proposed."""
UNKNOWN = frozenset({"不明", "不詳", "未詳", "日付不明", "-", "―", "?", "なし", "記載なし", "不明(記載なし)"})
_NAMES = f"{'|'.join(name for _, name in ERAS)}|[{''.join(INITIALS)}]"
_ERA_YEAR = re.compile(rf"(?P<era>{_NAMES})\s*(?P<number>元|\d{{1,3}})(?=[年./\-\s]|$)")
_BARE_YEAR = re.compile(r"'?(?P<number>\d{1,2})(?P<rest>\s*(?:年度?|[./\-]\s*\d{1,2}.*)(?:.*))$")
_WEEKDAY = re.compile(
    r"\s*[(\[]\s*(?P<day>[月火水木金土日])(?:曜日?)?[^)\]]*[)\]]|\s*(?P<long>[月火水木金土日])曜日?"
)
_AS_OF = re.compile(r"\s*(?:現在|時点|の時点)$")
_ABOUT = re.compile(r"^約|\s*(?:頃|ごろ|ころ|くらい|ぐらい)$")
_FROM = re.compile(r"\s*(?:から|より|以降|以来|施行|発足|設置|[~〜]|\-)$")
_TWO_YEARS = re.compile(
    r"(?P<head>.*?)(?P<first>元|\d{1,4})\s*(?:年度?)?\s*[・,、&~〜\-]\s*(?P<last>\d{1,4})\s*年度"
)
_UNTIL = re.compile(r"\s*(?:[~〜]|から|\s-\s)\s*")
_DAY = re.compile(r"(?<=\d)\s*[月./\-]\s*\d{1,2}\s*日?$")
"""The day of a date with a month: where there is no such day, there may be such a month."""
_KANJI = "〇一二三四五六七八九"
_NUMERAL = re.compile(r"[〇一二三四五六七八九十]+(?=[年月日])")
_DASHES = str.maketrans("‐‑‒–—−", "------")


class Why(Enum):
    """Why a text is read as no date."""

    UNREADABLE = auto()
    NO_SUCH_DAY = auto()
    ERA_OVER = auto()
    """A year of an era that had ended."""
    NO_ERA = auto()
    """A year of two digits, of which era nobody says."""


@dataclass(frozen=True)
class Written:
    """A date in the record's notation; without a value, it is said to be unknown."""

    value: str
    as_of: bool = False
    """It was so then (現在)."""
    about: bool = False
    """Roughly then (頃)."""
    weekday: str = ""
    """The weekday beside it."""


class NotWritten(ValueError):
    """A text that is not read as a date; what it may mean, as it would be written."""

    def __init__(self, text: str, why: Why, proposals: tuple[str, ...] = ()) -> None:
        super().__init__(f"{text[:LONGEST]!r}: {why.name}")
        self.why, self.proposals = why, proposals


def read(text: str, today: date | None = None) -> Written:
    """The date that a text says. Raises NotWritten."""
    plain = _plain(text)
    if len(text) > LONGEST:
        raise NotWritten(text, Why.UNREADABLE)
    if plain in UNKNOWN:
        return Written("")
    plain, weekday = _without(_WEEKDAY, plain)
    plain, as_of = _without(_AS_OF, plain)
    plain, about = _without(_ABOUT, plain)
    plain, _ = _without(_FROM, plain)
    try:
        value = _value(plain)
    except NotADay as problem:
        raise _refused(text, plain, problem, today or fiscal_year.today()) from problem
    return Written(value, bool(as_of), bool(about), weekday)


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().upper().translate(_DASHES)
    return _NUMERAL.sub(lambda found: str(_number(found[0])), plain)


def _number(kanji: str) -> int:
    """二十三 is 23; 二〇二一 is 2021."""
    if "十" not in kanji:
        return int("".join(str(_KANJI.index(c)) for c in kanji))
    tens, _, ones = kanji.partition("十")
    return (_KANJI.index(tens) if tens else 1) * 10 + (_KANJI.index(ones) if ones else 0) if (
        len(tens) <= 1 and len(ones) <= 1 and "十" not in ones
    ) else 0  # fmt: skip


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """The text without what a pattern finds, and what that was."""
    found = pattern.search(text)
    if not found:
        return text, ""
    said = next((g for g in found.groups() if g), "") or found[0]
    return (text[: found.start()] + text[found.end() :]).strip(), said.strip()


def _value(plain: str) -> str:
    if found := _TWO_YEARS.fullmatch(plain):
        return _years(plain, found)
    try:
        return value_of(plain)
    except NotADay:
        parts = _UNTIL.split(plain)
        if len(parts) != 2:  # noqa: PLR2004 - a beginning and an end
            raise
    return _range(plain, *parts)


def _years(plain: str, found: re.Match[str]) -> str:
    """H23・24年度: two fiscal years that follow each other, or from one to another."""
    head, first = found["head"], found["first"]
    begin = value_of(f"{head}{first}年度")
    last = found["last"]
    end = value_of(f"{head}{last}年度" if len(last) < len("2021") else f"{last}年度")
    apart = "・" in plain or "," in plain or "、" in plain
    if int(end[2:]) <= int(begin[2:]) or (apart and int(end[2:]) != int(begin[2:]) + 1):
        raise NotADay(plain, TypedWhy.UNREADABLE)
    return f"{begin}/{end}"


def _range(plain: str, first: str, last: str) -> str:
    """The end of a range leaves out what it shares with its beginning: 令和3年5月〜7月."""
    begin = value_of(first)
    heads = [
        found[0] for found in re.finditer(r"^(?:[^\d]*(?:元|\d+)\s*[年./\-])(?:\s*\d+\s*[月./\-])?", first)
    ]
    whole = re.match(r"[^\d]*(?:元|\d+)\s*[年./\-]", first)
    for head in ("", *heads, *([whole[0]] if whole else [])):
        try:
            end = value_of(head + last.removesuffix("まで").strip())
            found = span(f"{begin}/{end}")
        except ValueError:
            continue
        return f"{begin}/{end}" if found.precision is Precision.INTERVAL else begin
    raise NotADay(plain, TypedWhy.UNREADABLE)


def _refused(text: str, plain: str, problem: NotADay, today: date) -> NotWritten:
    """Why it is none, with what it may mean."""
    if found := _ERA_YEAR.match(plain):
        meant = tuple(_after_its_era(plain, found))
        if meant:
            return NotWritten(text, Why.ERA_OVER, meant)
    if (bare := _BARE_YEAR.match(plain)) and len(plain) <= len("33年12月31日  "):
        meant = tuple(_of_some_era(bare, today))
        if meant:
            return NotWritten(text, Why.NO_ERA, meant)
    if problem.why is TypedWhy.UNREADABLE:
        return NotWritten(text, Why.UNREADABLE)
    month = _DAY.sub("", plain)
    return NotWritten(text, Why.NO_SUCH_DAY, tuple(_said(month)) if month != plain else ())


def _after_its_era(plain: str, found: re.Match[str]) -> Iterator[str]:
    """The year that people counted on to, as it is called: 平成35年度 is 令和5年度."""
    name = INITIALS.get(found["era"], found["era"])
    number = 1 if found["number"] == "元" else int(found["number"])
    first = next(day for day, own in ERAS if own == name)
    if number >= 1:
        yield from _said(f"{first.year + number - 1}{plain[found.end() :]}")


def _of_some_era(bare: re.Match[str], today: date) -> Iterator[str]:
    """What a year of two digits may mean, the nearest to today first."""
    number, rest = int(bare["number"]), bare["rest"]
    years = {2000 + number, *(first.year + number - 1 for first, _ in ERAS[:3])}
    near = sorted((y for y in years if y <= today.year + AHEAD), key=lambda y: today.year - y)
    said = [one for year in near if number for one in _said(f"{year}{rest}")]
    yield from dict.fromkeys(said)


def _said(text: str) -> Iterator[str]:
    try:
        yield japanese(value_of(text))
    except NotADay:
        return
