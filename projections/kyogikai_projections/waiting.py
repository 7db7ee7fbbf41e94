"""何が待っているか: what waits for somebody in the record of a day, in one statement, however much it is.

Each heap is counted and its first few are named. A heap may be narrowed to somebody's own bodies;
whether they see a row at all is the reading's to say.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from kyogikai_projections.reading import Moment, Reading, Row
from kyogikai_projections.waiting_heaps import HEAPS, Asked, Heaping, Waiting

__all__ = ["EMPTY", "HEAPS", "Asked", "Heap", "Waiting", "heaps"]
NAMED = 5
"""How many of a heap are named."""


class Heap(NamedTuple):
    """How many things wait for the same, and the first of them."""

    total: int
    first: Sequence[Waiting]


EMPTY = Heap(0, ())


def heaps(reading: Reading, moment: Moment, asked: Collection[Asked]) -> dict[Asked, Heap]:
    """All of them."""
    if not asked:
        return {}
    numbered = list(asked)
    parts = [_part(reading, moment, number, one) for number, one in enumerate(numbered)]
    found: dict[Asked, list[Row]] = {one: [] for one in numbered}
    for row in reading.rows(sa.union_all(*parts)):  # type: ignore[arg-type] # rows of several selects
        found[numbered[row["heap"]]].append(row)
    return {one: _heap(rows) for one, rows in found.items()}


def _heap(rows: Sequence[Row]) -> Heap:
    inside = sorted(rows, key=lambda row: row["place"])
    return Heap(inside[0]["total"], [_thing(row) for row in inside]) if inside else EMPTY


def _thing(row: Row) -> Waiting:
    return Waiting(*(row[name] for name in Waiting._fields))


def _part(reading: Reading, moment: Moment, number: int, asked: Asked) -> sa.Select[Any]:
    heap = Heaping(reading, moment, asked)
    table, which, order, columns = HEAPS[asked.what](heap)
    place = sa.func.row_number().over(order_by=(*order, table.c.id)).label("place")
    total = sa.func.count().over().label("total")
    rows = sa.select(sa.literal(number).label("heap"), place, total, *heap.told(table, columns))
    inner = rows.where(*which).subquery(f"heap_{number}")
    return sa.select(inner).where(inner.c.place <= NAMED)
