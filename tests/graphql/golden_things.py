"""The things of a world, by what they are and whom they are for; and who is told of each."""

import json
from typing import NamedTuple

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.tables import TABLES
from tests.book import Book
from tests.graphql.golden_roles import House

TOGETHER = 20
"""How many are asked about in one document."""
NAMES = ("name", "title", "label", "caption", "minutes_kind", "kind", "status", "act")


class Something(NamedTuple):
    """A thing of the API, and what it is called in the golden file."""

    label: str
    kind: str
    id: str


def things(tenant: Tenant) -> list[Something]:
    """All of them, in the order in which they came, and an entry of the log of each topic and audience."""
    book, found = Book(tenant), list[Something]()
    for kind, tables in ids.TABLES.items():
        for table in tables:
            found += _of_a_table(book, kind, table)
    rows = book.query(
        "SELECT DISTINCT ON (topic, audience) topic, audience, stream_id, stream_version FROM audit_entry "
        "ORDER BY topic, audience, position"
    )
    for row in rows:
        label = f"{ids.ENTRY} {row['audience']} {row['topic']}"
        found.append(Something(label, ids.ENTRY, ids.entry_id(row["stream_id"], row["stream_version"])))
    return found


def _of_a_table(book: Book, kind: str, table: str) -> list[Something]:
    columns = TABLES[table].c
    named = [f"{n}::text" for n in NAMES if n in columns]
    called = f"concat_ws(' ', {', '.join(named) or 'NULL'}) AS name"
    latest = f"SELECT DISTINCT ON (id) * FROM {table} WHERE known_to IS NULL ORDER BY id, valid_from DESC"  # noqa: S608 - ours
    rows = book.query(f"SELECT id, audience, {called} FROM ({latest}) t ORDER BY sort, known_from")  # noqa: S608 - ours
    return [
        Something(f"{kind} {n} {row['audience']} {row['name']}".rstrip(), kind, ids.encode(kind, row["id"]))
        for n, row in enumerate(rows, 1)
    ]


def told(house: House, asker: Asker, every: list[Something]) -> dict[str, str]:
    """Of which of them somebody is told, asked both ways."""
    found = dict[str, str]()
    for start in range(0, len(every), TOGETHER):
        some = every[start : start + TOGETHER]
        text = " ".join(f'n{n}: node(id: "{one.id}") {{ id }}' for n, one in enumerate(some))
        data = json.loads(house.both(asker, f"{{ {text} }}"))["data"]
        found |= {one.label: "v" if data[f"n{n}"] else "." for n, one in enumerate(some)}
    return found
