"""What became of what: the steps of descent up to a day, those of one merger or split as one link."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import Clause, Moment, Reading, Row
from kyogikai_projections.tables import TABLES


@dataclass(frozen=True)
class Step:
    """A link: all its rows, in order."""

    rows: tuple[Row, ...]

    @property
    def row(self) -> Row:
        """The first row: what it says of the link holds for all."""
        return self.rows[0]

    def ends(self, column: str) -> list[UUID]:
        """The records at one end (``from_id`` or ``to_id``), each once."""
        return list(dict.fromkeys(row[column] for row in self.rows))


def _table() -> sa.Table:
    return TABLES["lineage"]


def _select(reading: Reading, moment: Moment, *which: Clause) -> list[Row]:
    """Rows whose date has begun; what a later end of life does not take back."""
    table = _table()
    begun = table.c.effective["earliest"].as_string()
    query = sa.select(table).where(reading.standing(table, "lineage", moment), begun <= moment.iso, *which)
    return reading.rows(query.order_by(begun, table.c.link, table.c.id))


def _linked(rows: Iterable[Row]) -> list[Step]:
    links: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        links[row["link"]].append(row)
    return [Step(tuple(own)) for own in links.values()]


@dataclass(frozen=True)
class Descent:
    """Every link up to a day."""

    moment: Moment

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, list[Step]]:
        """None -> links, in order."""
        return {None: _linked(_select(reading, self.moment))}


@dataclass(frozen=True)
class LinksOf:
    """The links that a record stands at one end of, each whole.

    A step within itself (a renaming) counts for both.
    """

    moment: Moment
    columns: tuple[str, ...]
    """The ends: ``to_id`` for what came before, ``from_id`` for what came after."""
    to_others: bool = False
    """Whether only links to other records count."""

    def fetch(self, reading: Reading, keys: Sequence[UUID]) -> Mapping[UUID, list[Step]]:
        """Record -> links, in order."""
        table = _table()
        touching: list[Any] = [sa.or_(*(table.c[name].in_(keys) for name in self.columns))]
        if self.to_others:
            touching.append(table.c.from_id != table.c.to_id)
        near = _select(reading, self.moment, *touching)
        whole = _select(reading, self.moment, table.c.link.in_({row["link"] for row in near})) if near else []
        found: dict[UUID, list[Step]] = defaultdict(list)
        for step in _linked(whole):
            for record in dict.fromkeys(self._near(step)):
                found[record].append(step)
        return found

    def _near(self, step: Step) -> Iterator[UUID]:
        """The records that the link counts for."""
        for row in step.rows:
            if not self.to_others or row["from_id"] != row["to_id"]:
                yield from (row[name] for name in self.columns)
