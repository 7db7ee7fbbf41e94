"""Search in Japanese: pairs of normalised characters, of present and former names alike.

Under row security only plain comparisons use an index, so a text is found by looking its
pairs up; what the pairs propose is then checked on the texts themselves. SQL cannot normalise
as Python does, so each text that a row ever had is kept as it is compared, plain and normal,
beside the digest by which the versions that have it are known.
"""

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.tables import search_gram
from kyogikai_tenants.changes import Change
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.states import Version

COLUMNS = ["tenant_id", "gram", "stream_id"]
TEXTS = [
    "tenant_id", "stream_id", "kind", "row_table", "row_id", "field", "place", "digest", "plain", "normal",
]  # fmt: skip
SEARCHED: dict[str, tuple[str, ...]] = {
    "council": ("name", "reading", "background"),
    "body_group": ("name", "purpose"),
    "body": ("name", "reading"),
    "dated_name": ("name", "reading"),
    "purpose": ("text",),
    "composition": ("text", "level", "categories", "added"),
    "cadence": ("as_written", "meeting_kind"),
    "secretariat": ("names", "as_written"),
    "legal_basis": ("title",),
    "external_context": ("text",),
    "issue_route": ("as_written", "conditions"),
    "statement": ("title", "text", "as_written"),
    "organization": ("name", "reading"),
    "person": ("name", "reading"),
    "meeting": ("title", "place"),
    "agenda_item": ("title", "presenter_as_written"),
    "issue": ("title", "text"),
    "recommendation": ("title", "text"),
    "activity": ("title", "text"),
    "phase": ("name",),
    "source_document": ("title", "subtitle"),
}
"""The columns of a table in which a text is looked for."""

FOLDED = (
    ("障碍", "障害"),
    ("障がい", "障害"),
    ("担当者会", "部会"),
    ("子供", "こども"),
    ("子ども", "こども"),
)
"""Words that are one word to somebody who searches."""


USUAL = {
    "高": "髙", "崎": "﨑嵜碕", "浜": "濱濵", "辺": "邊邉", "斎": "齋斉齊", "沢": "澤", "桜": "櫻",
    "広": "廣", "島": "嶋嶌", "徳": "德", "真": "眞", "国": "國圀", "恵": "惠",
    "柳": "栁桺", "吉": "𠮷", "曽": "曾",
    "滝": "瀧", "竜": "龍", "栄": "榮", "富": "冨", "増": "增", "瀬": "瀨", "頼": "賴", "黒": "黑",
    "緑": "綠", "横": "橫", "清": "淸", "寿": "壽", "会": "會", "団": "團", "学": "學", "児": "兒",
    "実": "實", "医": "醫", "円": "圓", "塩": "鹽", "鉄": "鐵", "静": "靜", "礼": "禮", "関": "關",
    "条": "條", "亀": "龜", "豊": "豐", "万": "萬", "与": "與", "来": "來", "芦": "蘆", "檜": "桧",
    "槙": "槇", "遥": "遙", "尭": "堯", "凛": "凜", "晃": "晄",
}  # fmt: skip
"""The usual form of a character, and its variants."""
VARIANTS = str.maketrans({variant: usual for usual, own in USUAL.items() for variant in own})
"""異体字: characters of names that are one character to somebody who searches."""

HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)}


def plain(text: str) -> str:
    """A text as it is written, all but its form: NFKC, case folded, kana one way, spaces gone.

    A mark that stood after a space is then one with the character before it.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", "".join(folded.split()).translate(HIRAGANA))


def normal(text: str) -> str:
    """A text as it is compared: plain, with variants of characters and of words one."""
    return _one(plain(text))


def _one(plainly: str) -> str:
    """A plain text with its variants one."""
    found = plainly.translate(VARIANTS)
    for variant, word in FOLDED:
        found = found.replace(variant, word)
    return found


class Needle(NamedTuple):
    """A text that is looked for in many others: how it is compared is found once."""

    plain: str
    normal: str

    @classmethod
    def of(cls, text: str) -> "Needle":
        """As it was typed."""
        return cls(plain(text), normal(text))

    def within(self, whole: str) -> bool:
        """Whether it stands in another, as written or in a variant: 担当 and 部会 both stand in 担当者会."""
        there = plain(whole)
        return self.plain in there or self.normal in _one(there)


def holds(whole: str, text: str) -> bool:
    """Whether a text stands in another."""
    return Needle.of(text).within(whole)


def grams(text: str) -> set[str]:
    """The pairs of characters of a text, as written and normalised, and its last character.

    So that each begins a pair.
    """
    return _pairs({plain(text), normal(text)})


def _pairs(forms: Collection[str]) -> set[str]:
    return {pair for form in forms for pair in (*(a + b for a, b in pairwise(form)), form[-1:])} - {""}


def candidates(connection: sa.Connection, text: str) -> list[UUID]:
    """The records in which all pairs of the text stand, anywhere and at any time.

    To be verified on the rows.
    """
    found = (_having(connection, form) for form in dict.fromkeys((plain(text), normal(text))) if form)
    return list(dict.fromkeys(record for records in found for record in records))


def _having(connection: sa.Connection, form: str) -> Iterable[UUID]:
    g = search_gram.c
    query = sa.select(g.stream_id).where(g.tenant_id == connection.info["tenant_id"]).group_by(g.stream_id)
    if len(form) == 1:
        query = query.where(g.gram >= form, g.gram < form + chr(sys.maxunicode))
    else:
        pairs = {a + b for a, b in pairwise(form)}
        query = query.where(g.gram.in_(pairs)).having(sa.func.count() == len(pairs))
    return connection.execute(query).scalars()


class Text(NamedTuple):
    """A text of a row as it is compared: in which column and, of several, the how manieth it is."""

    row_table: str
    row_id: UUID
    field: str
    place: int
    digest: bytes
    """SHA-256 of the text itself."""
    plain: str
    normal: str


def _texts(table: str, row_id: UUID, values: Mapping[str, Any]) -> Iterator[Text]:
    """The texts of a row in which one looks."""
    for name in SEARCHED.get(table, ()):
        own = values[name]
        for place, text in enumerate((own,) if isinstance(own, str) else own or (), 1):
            if text:
                digest = sha256(text.encode()).digest()
                yield Text(table, row_id, name, place, digest, plain(text), normal(text))


def fold(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[UUID, set[Text]]:
    """The texts of every version that ever was known, by record."""
    found: dict[UUID, set[Text]] = defaultdict(set)
    for table in SEARCHED.keys() & rows.keys():
        for row in rows[table]:
            found[row["stream_id"]].update(_texts(table, row["id"], row))
    return found


def pairs_of(texts: Iterable[Text]) -> set[str]:
    """The pairs of some texts."""
    return set[str]().union(*(_pairs({text.plain, text.normal}) for text in texts))


def write(connection: sa.Connection, tenant_id: UUID, changes: Sequence[Change]) -> None:
    """Add what is new; both are candidates only, so nothing is ever taken away."""
    for change in changes:
        if told := told_of(change):
            record = (tenant_id, change.record.id)
            driver(connection).execute(NEW_PAIRS, (*record, list(pairs_of(told))))
            columns = map(list, zip(*told, strict=True))
            driver(connection).execute(NEW_TEXTS, (*record, change.record.kind, *columns))


def told_of(change: Change) -> set[Text]:
    """The texts that a change adds."""
    return {text for version in change.fresh() for text in _texts_of(version)}


def _texts_of(version: Version) -> Iterator[Text]:
    state = version.state
    values = {name: getattr(state, name) for name in SEARCHED.get(state.TABLE, ())}
    return _texts(state.TABLE, version.id, values)


NEW_PAIRS = (
    "INSERT INTO search_gram (tenant_id, stream_id, gram) SELECT %s, %s, gram FROM unnest(%s::text[]) gram "
    "ON CONFLICT DO NOTHING"
)
NEW_TEXTS = (
    f"INSERT INTO search_text ({', '.join(TEXTS)}) SELECT %s, %s, %s, t.* FROM "  # noqa: S608 - our names
    "unnest(%s::text[], %s::uuid[], %s::text[], %s::bigint[], %s::bytea[], %s::text[], %s::text[]) t "
    "ON CONFLICT DO NOTHING"
)
