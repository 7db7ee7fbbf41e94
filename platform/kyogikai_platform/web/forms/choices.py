"""What a reference may name: what of its kinds the reader sees, by name, searched by plain text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from kyogikai_graphql import ids
from kyogikai_graphql.mutations import naming
from kyogikai_platform.web.writing import asked, cell_in_words
from kyogikai_projections import telling
from kyogikai_projections.labels import kind_label, word
from kyogikai_projections.meeting_names import MEETING, meeting_names
from kyogikai_projections.positions import ACCOUNTS
from kyogikai_projections.reading import Moment, Reading, Row, Sight, caption_of
from kyogikai_projections.search import holds
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.vocabulary import Audience, Existence

LONGEST = 50
"""Of more there is a search."""
MOST = 2_000
"""Records of a kind that are looked at, the last ones first."""
CONTEXT = ("person_id", "organization_id", "body_id", "term_id", "owner_id")
"""What tells records of the same name apart."""
INTERNAL = Sight(frozenset({Audience.SECRETARIAT.value}))
"""Accounts and clients, for whoever may give them roles."""


class Choice(NamedTuple):
    """A record that may be chosen."""

    id: str
    label: str


Choices = Mapping[tuple[str, ...], Sequence[Choice]]
"""By the kinds of record that a field asks for."""


def gathered(reading: Reading, wanted: Iterable[tuple[str, ...]], day: date, lang: str) -> Choices:
    """All that the fields of a form may name; a statement a kind, and three for what tells them apart."""
    sets = list(dict.fromkeys(wanted))
    by_kind = {kind: _rows(reading, kind, day) for kind in dict.fromkeys(k for kinds in sets for k in kinds)}
    known = {v for kind, rows in by_kind.items() for row in rows for v in _named(kind, row)}
    called = telling.called(reading, known)
    met = meeting_names(reading, [row["id"] for row in by_kind.get(MEETING, ())])
    called = {**called, **{key: name.short(lang, asked().years) for key, name in met.items()}}
    return {
        kinds: [
            Choice(
                ids.encode(naming.type_of(kind), row["id"]),
                _label(kind, row, called, lang, len(kinds) > 1, day),
            )
            for kind in kinds
            for row in by_kind[kind]
        ]
        for kinds in sets
    }


def shortened(found: Sequence[Choice], chosen: str, sought: str) -> tuple[list[Choice], bool]:
    """Those that a select shows, the chosen one always; and whether there are more than it can."""
    many = len(found) > LONGEST
    kept = [c for c in found if not sought or holds(c.label, sought)][:LONGEST]
    own = [c for c in found if c.id == chosen and c not in kept]
    return [*own, *kept], many


def _rows(reading: Reading, kind: str, day: date) -> list[Row]:
    """The last known version of each record of a kind, whether it still exists or not."""
    own = Reading(reading.connection, reading.tenant_id, INTERNAL) if kind in ACCOUNTS else reading
    table = TABLES[kind]
    which = own.standing(table, kind, Moment(day))
    last = sa.select(table).ext(distinct_on(table.c.id)).where(which)
    each = last.order_by(table.c.id, table.c.valid_from.desc()).subquery()
    order = each.c.sort.desc() if kind in {"meeting", "issue", "activity", "term"} else each.c.sort
    return own.rows(sa.select(each).order_by(order, each.c.id).limit(MOST))


def _named(kind: str, row: Row) -> list[UUID]:
    """What tells it apart; the bodies of a meeting are in its name."""
    one = [row[name] for name in CONTEXT if row.get(name)]
    return one if kind == MEETING else one + list(row.get("body_ids") or ())


def _label(
    kind: str,
    row: Row,
    called: Mapping[UUID, str],
    lang: str,
    mixed: bool,  # noqa: FBT001
    day: date,
) -> str:
    """The name, and what tells it apart; of what is over, or whose end is on record, it says so."""
    said = [called.get(own, "") for own in _named(kind, row)]
    name = called.get(row["id"], "") if kind == MEETING else caption_of(kind, row)
    more = [text for text in dict.fromkeys(said) if text]
    if kind == "membership" and more:
        name, more = more[0], [*([name] if name != kind_label(kind, "ja") else []), *more[1:]]
    when = _when(kind, row, lang)
    more = [*when, *more] + ([kind_label(kind, lang)] if mixed and kind != "body" else [])
    if row["existence"] == Existence.ENDED.value:
        over = row["valid_from"] <= day or not row.get("ended")
        more.append(word(Existence.ENDED, lang) if over else cell_in_words(row["ended"], lang, end=True))
    separator = "・" if lang == "ja" else ", "
    inside = separator.join(text for text in more if text != name)
    return name + (f"（{inside}）" if inside and lang == "ja" else f" ({inside})" if inside else "")


def _when(kind: str, row: Row, lang: str) -> list[str]:
    """The date of what is known by it."""
    cell: Any = row.get("date") if kind in {"meeting", "activity"} else row.get("raised")
    cell = cell or (row.get("started") if kind == "term" else None)
    return [cell_in_words(cell, lang)] if cell else []
