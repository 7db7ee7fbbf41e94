"""Search in Japanese: pairs of normalised characters, of present and former names alike.

Under row security only plain comparisons use an index, so a text is found by looking its
pairs up; what the pairs propose is then checked on the rows themselves.
"""

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.tables import search_gram
from kyogikai_tenants.changes import Change
from kyogikai_tenants.log.connection import driver

COLUMNS = ["tenant_id", "gram", "stream_id"]
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


def plain(text: str) -> str:
    """A text as it is written, all but its form: NFKC, case folded, kana one way, spaces gone."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in folded if not c.isspace())


def normal(text: str) -> str:
    """A text as it is compared: plain, with variant words one."""
    found = plain(text)
    for variant, word in FOLDED:
        found = found.replace(variant, word)
    return found


def holds(whole: str, text: str) -> bool:
    """Whether a text stands in another, as written or in a variant: 担当 and 部会 both stand in 担当者会."""
    return plain(text) in plain(whole) or normal(text) in normal(whole)


def grams(text: str) -> set[str]:
    """The pairs of characters of a text, as written and normalised, and its last character.

    So that each begins a pair.
    """
    forms = (plain(text), normal(text))
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


def _texts(table: str, values: Mapping[str, Any]) -> Iterator[str]:
    """The texts of a row in which one looks."""
    for value in (values[n] for n in SEARCHED.get(table, ()) if values.get(n)):
        yield from (value,) if isinstance(value, str) else value


def fold(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[UUID, set[str]]:
    """The pairs of every version that ever was known, by record."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for table in SEARCHED.keys() & rows.keys():
        for row in rows[table]:
            found[row["stream_id"]].update(*map(grams, _texts(table, row)))
    return found


def write(connection: sa.Connection, tenant_id: UUID, changes: Sequence[Change]) -> None:
    """Add the pairs of what is new; they are candidates only, so none is ever taken away."""
    for change in changes:
        states = [v.state for v in change.fresh() if v.state.TABLE in SEARCHED]
        told = (_texts(s.TABLE, {n: getattr(s, n) for n in SEARCHED[s.TABLE]}) for s in states)
        if found := set[str]().union(*(grams(text) for texts in told for text in texts)):
            driver(connection).execute(
                "INSERT INTO search_gram SELECT %s, gram, %s FROM unnest(%s::text[]) gram "
                "ON CONFLICT DO NOTHING",
                (tenant_id, change.record.id, list(found)),
            )
