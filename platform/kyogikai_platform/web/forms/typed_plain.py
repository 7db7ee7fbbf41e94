"""Single values as they are typed: texts, numbers, choices, records, days."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from kyogikai_graphql import ids
from kyogikai_graphql.mutations import naming
from kyogikai_graphql.problems import BadId
from kyogikai_platform.web.forms.filled import Filled
from kyogikai_projections.era_typed import NotADay
from kyogikai_projections.era_vague import day_of
from kyogikai_projections.forms import ENTRY, Asked, Shape
from kyogikai_tenants.texts import LONGEST

LARGEST = 2**31 - 1
"""The numbers of the API have 32 bits."""
UNREADABLE = "\ufffd"
"""What the transport puts in place of bytes that are no text."""


def plain(found: Filled, asked: Asked, name: str) -> Any:
    """The value in a field; None where nothing is typed."""
    text = found.get(name)
    if asked.shape is not Shape.TEXT:
        text = unicodedata.normalize("NFKC", text).strip()
    if not text.strip():
        if asked.required:
            found.wrong(name, "form_missing")
        return None
    return READ[asked.shape](found, asked, name, text)


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
        return None
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
        return None


READ: Mapping[Shape, Any] = {
    Shape.TEXT: _text, Shape.NUMBER: _number, Shape.FLAG: _flag, Shape.CHOICE: _choice,
    Shape.REFERENCE: _reference, Shape.DAY: _day, Shape.ANYTHING: _text,
}  # fmt: skip
