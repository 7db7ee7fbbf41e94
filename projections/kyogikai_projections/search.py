"""Search in Japanese: pairs of normalised characters, of present and former names alike.

Under row security only plain comparisons use an index, so a text is found by looking its
pairs up; what the pairs propose is then checked on the rows themselves.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_tenants.changes import Change
from kyogikai_tenants.log.connection import driver

COLUMNS = ["tenant_id", "gram", "stream_id", "row_id", "kind"]
SEARCHED: dict[str, tuple[str, ...]] = {
    "council": ("name", "reading"),
    "body_group": ("name", "purpose"),
    "body": ("name", "reading"),
    "dated_name": ("name", "reading"),
    "purpose": ("text",),
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

FOLDED = (("障碍", "障害"), ("障がい", "障害"), ("担当者会", "部会"), ("子供", "こども"), ("子ども", "こども"))
"""Words that are one word to somebody who searches."""


def normal(text: str) -> str:
    """A text as it is compared: NFKC, case folded, kana one way, spaces gone, variant words one."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(c for c in plain if not c.isspace())
    for variant, word in FOLDED:
        plain = plain.replace(variant, word)
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in plain)


def grams(text: str) -> set[str]:
    """Single characters and pairs of the normalised text."""
    plain = normal(text)
    return {*plain, *(a + b for a, b in zip(plain, plain[1:], strict=False))}


def searched(table: str, row: dict[str, Any]) -> Iterator[str]:
    """The texts of a row in which one looks."""
    for name in SEARCHED.get(table, ()):
        if row.get(name):
            yield str(row[name])


def _of(tenant_id: UUID, stream: UUID, row_id: UUID, table: str, texts: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    for gram in sorted(set().union(*map(grams, texts))):
        yield tenant_id, gram, stream, row_id, table


def fold(tenant_id: UUID, rows: dict[str, list[dict[str, Any]]]) -> list[tuple[Any, ...]]:
    """The pairs of every version that ever was known."""
    found: dict[tuple[Any, ...], None] = {}
    for table, own in rows.items():
        for row in own:
            found |= dict.fromkeys(_of(tenant_id, row["stream_id"], row["id"], table, searched(table, row)))
    return list(found)


def write(connection: sa.Connection, tenant_id: UUID, changes: Sequence[Change]) -> None:
    """Add the pairs of what is new; they are candidates only, so none is ever taken away."""
    found: dict[tuple[Any, ...], None] = {}
    for change in changes:
        old = change.before.versions if change.before else frozenset()
        for version in change.after.versions - old:
            table = version.state.TABLE
            texts = [str(getattr(version.state, n)) for n in SEARCHED.get(table, ()) if getattr(version.state, n)]
            found |= dict.fromkeys(_of(tenant_id, change.record.id, version.id, table, texts))
    if found:
        driver(connection).cursor().executemany(
            "INSERT INTO search_gram VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING", list(found)
        )
