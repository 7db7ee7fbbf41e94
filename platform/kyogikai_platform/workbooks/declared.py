"""What a sheet may hold: its columns, how they are called, and what kind of value each has."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from functools import cache, lru_cache

from kyogikai_projections.labels import ENUMS


class Of(Enum):
    """What kind of value a column has."""

    TEXT = auto()
    NAME = auto()
    """What something is called; another row may name it."""
    DATE = auto()
    """A date, as coarse as it is known."""
    TIME = auto()
    NUMBER = auto()
    CHOICE = auto()
    YES = auto()
    LIST = auto()
    """Several texts, each on a line of its own, or with 、 between them."""
    LINK = auto()
    NOTE = auto()
    """A remark on the row's fact."""


@dataclass(frozen=True, eq=False)
class Column:
    """One column: the field that it fills, its heading, and what else it is called."""

    name: str
    heading: str
    of: Of = Of.TEXT
    comment: str = ""
    also: tuple[str, ...] = ()
    needed: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    """Words -> the value that they stand for; the first word of a value is the one that is offered."""
    example: str = ""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet: what a row of it says."""

    name: str
    """Its heading, 会議体."""
    comment: str
    columns: tuple[Column, ...]
    also: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """A column by the field that it fills."""
        return _by_name(self)[name]


@cache
def _by_name(sheet: Sheet) -> dict[str, Column]:
    return {column.name: column for column in sheet.columns}


@lru_cache(65536)
def folded(text: str) -> str:
    """A heading or a name as it is compared: NFKC, without spaces and marks that people add."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[(\[【][^)\]】]*[)\]】]\s*$", "", plain) or plain
    return re.sub(r"[\s*※:■□●○◎・、。,.\-_/]+", "", plain).casefold()


@lru_cache(65536)
def named(text: str) -> str:
    """A name as it is compared: NFKC, without any space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def words(kind: type[StrEnum], also: Mapping[str, str] | None = None, /, **more: str) -> dict[str, str]:
    """The Japanese words of an enumeration, then other words for its members."""
    return {pair[0]: member.value for member, pair in ENUMS[kind].items()} | dict(also or {}) | more


def offered(column: Column) -> list[str]:
    """The words of a choice that a list shows: one for each value."""
    first: dict[str, str] = {}
    for word, value in column.choices.items():
        first.setdefault(value, word)
    return list(first.values())


RESULT = "取込の結果"
"""The column that a marked workbook adds; it is not read."""
INTRODUCTION = "はじめに"
"""The sheet of a template that says how to fill it in; it is not read."""
REMARK = Column(
    "note",
    "備考",
    Of.NOTE,
    "記録への注記として残ります。",
    also=("メモ", "注記", "摘要", "コメント", "特記事項"),
)
REFERENCE = Column(
    "ref",
    "記号",
    Of.TEXT,
    "同じ名のものがあるとき、ほかのシートから指すための記号です。",
    also=("ID", "番号記号", "管理番号", "コード"),
)
