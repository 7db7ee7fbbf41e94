"""全国地方公共団体コード -> name and reading, by a list that comes with the product, or that of its keeper.

``codes.csv`` beside this module is made out of Japan Post's postal code data (``tests/code_list_source.py``),
in the columns of the list that the Ministry of Internal Affairs publishes. Municipalities merge and wards are
divided anew: `KYOGIKAI_CODES` names a newer list, and a name may always be typed.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kyogikai_tenants.errors import Refused
from kyogikai_tenants.municipalities import is_code
from kyogikai_tenants.vocabulary import MunicipalityKind

OWN = Path(__file__).with_name("codes.csv")
"""The list that comes with the product."""
COLUMNS = ("団体コード", "都道府県名(漢字)", "市区町村名(漢字)", "市区町村名(カナ)")
"""As the ministry heads them."""
TOKYO = "13"
WARD = re.compile(r"(.+市)(.+区)")
KINDS = {"市": MunicipalityKind.CITY, "町": MunicipalityKind.TOWN, "村": MunicipalityKind.VILLAGE}
KANA = {ord(k): ord(k) - 0x60 for k in map(chr, range(0x30A1, 0x30F7))}
"""Katakana to hiragana."""


class Named(NamedTuple):
    """What the list says of a code."""

    name: str
    reading: str
    kind: MunicipalityKind
    parent_name: str


class BadList(Refused):
    """The list has the ministry's columns."""

    CODE = "BAD_CODE_LIST"
    JA = "団体コードの一覧（KYOGIKAI_CODES）を読めません。UTF-8のCSVファイルか確かめてください。"
    EN = "The list of codes (KYOGIKAI_CODES) cannot be read: {why}"


class NoColumn(BadList):
    """None of them is missing."""

    JA = "団体コードの一覧（KYOGIKAI_CODES）に「{column}」の列がありません。"
    EN = "The list of codes (KYOGIKAI_CODES) has no column {column}."


class NotListed(Refused):
    """A code is in the list, or its name is typed: lists age."""

    CODE = "CODE_NOT_LISTED"
    JA = "コード「{code}」は一覧にありません。新しい団体であれば、名前を入力してください。"
    EN = "{code} is not in the list. If the municipality is new, type its name."


def look_up(file: Path | None, code: str) -> Named:
    """What a code stands for, by this list (None: by the product's own). Raises BadList, NotListed."""
    file = file or OWN
    try:
        found = _read(file, file.stat().st_mtime_ns).get(code)
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise BadList(field="code", why=str(problem)) from problem
    if found is None:
        raise NotListed(field="code", code=code)
    return found


@lru_cache(4)
def _read(file: Path, _changed: int) -> Mapping[str, Named]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream)
        names = ["".join(unicodedata.normalize("NFKC", n).split()) for n in next(rows, [])]
        missing = [c for c in COLUMNS if c not in names]
        if missing:
            raise NoColumn(field="code", column=missing[0])
        places = [names.index(c) for c in COLUMNS]
        cells = (["".join(row[p].split()) for p in places] for row in rows if len(row) > max(places))
        return {code: _named(code, *rest) for code, *rest in cells if is_code(code)}


def _named(code: str, prefecture: str, name: str, kana: str) -> Named:
    reading = unicodedata.normalize("NFKC", kana).translate(KANA)
    ward = WARD.fullmatch(name)
    if not name:
        return Named(prefecture, reading, MunicipalityKind.PREFECTURE, "")
    if ward:
        return Named(name, reading, MunicipalityKind.ADMINISTRATIVE_WARD, ward[1])
    special = code.startswith(TOKYO) and name.endswith("区")
    kind = MunicipalityKind.SPECIAL_WARD if special else KINDS.get(name[-1], MunicipalityKind.JOINT)
    return Named(name, reading, kind, prefecture)
