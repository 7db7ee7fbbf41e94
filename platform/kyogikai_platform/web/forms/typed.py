"""From what somebody typed to a mutation's input, field by field, with every problem at its field.

What is typed is flat: ``bodies.0.number`` -> text. A field is called as the API calls it, so a refusal
finds its way back by the path that it names.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from kyogikai_graphql import ids
from kyogikai_graphql.mutations import naming
from kyogikai_graphql.problems import BadId
from kyogikai_projections.era_typed import NotADay
from kyogikai_projections.era_vague import day_of, value_of
from kyogikai_projections.forms import ENTRY, Asked, Form, Shape
from kyogikai_tenants.effective import Basis, Kind
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.texts import LONGEST

Typed = Mapping[str, str]
MOST_ROWS = 60
LARGEST = 2**31 - 1
"""The numbers of the API have 32 bits."""
WRITTEN = 40
"""Characters of a source's own words."""
UNREADABLE = "�"
"""What the transport puts in place of bytes that are no text."""
_TIME = re.compile(
    r"(?P<pm>午後|PM)?(?:午前|AM)?\s*(?P<hour>\d{1,2})(?:[:時]\s*(?:(?P<minute>\d{1,2})分?|(?P<half>半))?)?"
)
Nothing = None
"""What an input leaves out."""


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
    today: date = date.min

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


def fill(form: Form, typed: Typed, fields: tuple[Asked, ...] | None = None) -> Filled:
    """Read a whole form."""
    found = Filled(typed)
    for asked in form.everything if fields is None else fields:
        name = naming.field(form, asked)
        value = _value(found, asked, name)
        if value is not Nothing:
            found.input[name] = value
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


def _value(found: Filled, asked: Asked, name: str) -> Any:
    if asked.many:
        return _many(found, asked, name)
    return _one(found, asked, name)


def _many(found: Filled, asked: Asked, name: str) -> Any:
    if asked.shape is Shape.CHOICE and asked.choices:
        chosen = [m.name for m in asked.choices if found.get(f"{name}.{m.name}")]
        if not chosen and asked.required:
            found.wrong(name, "form_missing")
        return chosen or Nothing
    kept = [n for n in rows_of(found.typed, name) if not is_blank(found.typed, f"{name}.{n}")]
    found.rows[name] = kept
    if not kept:
        if asked.required:
            found.wrong(name, "form_missing_row")
        return Nothing
    return [_one(found, asked, f"{name}.{n}", row=True) for n in kept]


def _one(found: Filled, asked: Asked, name: str, *, row: bool = False) -> Any:
    if asked.shape is Shape.GROUP:
        return _group(found, asked, name, row=row)
    if asked.shape is Shape.EFFECTIVE:
        return _effective(found, asked, name)
    if asked.shape is Shape.MOMENT:
        return _moment(found, asked, name)
    text = found.get(name)
    if asked.shape is not Shape.TEXT:
        text = unicodedata.normalize("NFKC", text).strip()
    if not text.strip():
        if asked.required:
            found.wrong(name, "form_missing")
        return Nothing
    return READ[asked.shape](found, asked, name, text)


def _group(found: Filled, asked: Asked, name: str, *, row: bool) -> Any:
    if not row and not asked.required and is_blank(found.typed, name):
        return Nothing
    inner = ((naming.camel(f.name), _value(found, f, f"{name}.{naming.camel(f.name)}")) for f in asked.fields)
    return {key: value for key, value in inner if value is not Nothing}


def _text(found: Filled, asked: Asked, name: str, text: str) -> Any:
    text = text.replace("\r\n", "\n")
    most = asked.longest or LONGEST
    if len(text) > most:
        found.wrong(name, "form_too_long", most=most)
    elif bad := unreadable(text):
        found.wrong(name, bad)
    return text


def unreadable(text: str) -> str:
    """What is wrong with the characters of a text; empty if nothing is."""
    if "\0" in text or UNREADABLE in text or re.search("[\ud800-\udfff]", text):
        return "form_unreadable"
    return ""


def _number(found: Filled, asked: Asked, name: str, text: str) -> Any:
    plain = text.replace(",", "")
    if not re.fullmatch(r"[+-]?\d{1,12}", plain, re.ASCII) or abs(int(plain)) > LARGEST:
        found.wrong(name, "form_no_number")
        return Nothing
    if asked.least is not None and int(plain) < asked.least:
        found.wrong(name, "form_too_small", least=asked.least)
    return int(plain)


def _flag(found: Filled, _asked: Asked, name: str, text: str) -> Any:
    if text not in {"yes", "no"}:
        found.wrong(name, "form_no_choice")
    return text == "yes"


def _choice(found: Filled, asked: Asked, name: str, text: str) -> Any:
    if text not in {m.name for m in asked.choices or ()}:
        found.wrong(name, "form_no_choice")
    return text


def _reference(found: Filled, asked: Asked, name: str, text: str) -> Any:
    try:
        if asked.kinds == (ENTRY,):
            ids.decode_entry(text)
        else:
            kinds = list(dict.fromkeys(map(naming.type_of, asked.kinds))) or list(ids.TABLES)
            ids.decode_as(text, *kinds)
    except BadId:
        found.wrong(name, "form_no_choice")
    return text


def _day(found: Filled, _asked: Asked, name: str, text: str) -> Any:
    try:
        return day_of(text).isoformat()
    except NotADay as problem:
        found.wrong(name, f"bad_{problem.why.name.lower()}")
        return Nothing


def _effective(found: Filled, asked: Asked, name: str) -> Any:
    """How it is tied to its date stands beside the date; what has none is undated."""
    kind, text = found.get(f"{name}.kind") or Kind.AT.name, found.get(f"{name}.value").strip()
    if kind not in Kind.__members__:
        found.wrong(f"{name}.kind", "form_no_choice")
        return Nothing
    if not text and kind != Kind.UNDATED.name:
        if asked.required or not is_blank(found.typed, f"{name}.asWritten"):
            found.wrong(f"{name}.value", "form_missing")
        return Nothing
    if text and kind == Kind.UNDATED.name:
        found.wrong(f"{name}.value", "form_undated_has_a_date")
        return Nothing
    return {"kind": kind, **_dated(found, name, text), **_words_of(found, name)}


def _dated(found: Filled, name: str, text: str) -> dict[str, str]:
    try:
        return {"value": value_of(text)} if text else {}
    except NotADay as problem:
        found.wrong(f"{name}.value", f"bad_{problem.why.name.lower()}")
        return {}


def _words_of(found: Filled, name: str) -> dict[str, str]:
    """The source's own words, and where the date comes from."""
    written = Asked("as_written", Shape.TEXT, required=False, longest=WRITTEN)
    basis = Asked("basis", Shape.CHOICE, required=False, choices=Basis)
    own = ((f, naming.camel(f.name)) for f in (written, basis))
    said = {key: _one(found, f, f"{name}.{key}") for f, key in own}
    return {key: text for key, text in said.items() if text is not Nothing}


def _moment(found: Filled, asked: Asked, name: str) -> Any:
    """A time of a day; of the meeting's own, where no other is typed."""
    day, hour = found.get(f"{name}.day").strip(), found.get(f"{name}.time").strip()
    if not day and not hour:
        if asked.required:
            found.wrong(f"{name}.time", "form_missing")
        return Nothing
    at = clock(hour)
    if at is None:
        found.wrong(f"{name}.time", "form_no_time" if hour else "form_missing")
    on = _day_of_moment(found, name, day)
    if at is None or on is None:
        return Nothing
    return datetime.combine(on, at, JAPAN).isoformat(timespec="seconds")


def _day_of_moment(found: Filled, name: str, day: str) -> date | None:
    typed = day or found.get("date.value") or found.get("effective.value")
    try:
        return day_of(typed)
    except NotADay as problem:
        where = f"{name}.day"
        found.wrong(where, f"bad_{problem.why.name.lower()}" if day else "form_which_day")
        return None


def clock(typed: str) -> time | None:
    """14:00, 14時, 午後2時半; None for anything else."""
    match = _TIME.fullmatch(unicodedata.normalize("NFKC", typed).strip().upper())
    if match is None or not (
        match["minute"] or match["half"] or re.search("[:時]", unicodedata.normalize("NFKC", typed))
    ):
        return None
    hour = int(match["hour"]) + (12 if match["pm"] and int(match["hour"]) < 12 else 0)  # noqa: PLR2004 - noon
    try:
        return time(hour, 30 if match["half"] else int(match["minute"] or 0))
    except ValueError:
        return None


READ: Mapping[Shape, Any] = {
    Shape.TEXT: _text, Shape.NUMBER: _number, Shape.FLAG: _flag, Shape.CHOICE: _choice,
    Shape.REFERENCE: _reference, Shape.DAY: _day, Shape.ANYTHING: _text,
}  # fmt: skip


def names_within(fields: Iterable[Asked]) -> Iterator[str]:
    """The names that fields have within a group or a form."""
    return (naming.camel(f.name) for f in fields)
