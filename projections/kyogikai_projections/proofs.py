"""Proofs over the log's hashes (RFC 6962), and the signed checkpoints that they are held against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kyogikai_projections.paging import COUNTED, Slice, Window
from kyogikai_projections.reading import Reading
from kyogikai_projections.trail import Links
from kyogikai_tenants.log import merkle
from kyogikai_tenants.log.tables import checkpoint, events
from kyogikai_tenants.log.tree import Tree


@dataclass(frozen=True)
class Size:
    """How long the log is."""

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, int]:
        """None -> size."""
        query = sa.select(sa.func.max(events.c.position)).where(reading.own(events))
        return {None: reading.connection.execute(query).scalar() or 0}


@dataclass(frozen=True)
class Inclusion:
    """That a leaf is in the tree of so many; all hashes in hexadecimal."""

    size: int
    index: int
    leaf_hash: str
    hashes: list[str]


@dataclass(frozen=True)
class Inclusions:
    """That entries are in the tree of the log's first ``size``; key: position."""

    size: int

    def fetch(self, reading: Reading, keys: Sequence[int]) -> Mapping[int, Inclusion]:
        """Position -> proof."""
        links = Links().fetch(reading, keys)
        return {p: self._proof(reading, p, link.own) for p, link in links.items() if p <= self.size}

    def _proof(self, reading: Reading, position: int, leaf: bytes) -> Inclusion:
        path = Tree(reading.connection, self.size).inclusion(position - 1)
        return Inclusion(self.size, position - 1, merkle.leaf_hash(leaf).hex(), [h.hex() for h in path])


@dataclass(frozen=True)
class Consistencies:
    """That the tree of the log's first ``size`` entries begins with smaller ones; key: their size."""

    size: int

    def fetch(self, reading: Reading, keys: Sequence[int]) -> Mapping[int, list[str]]:
        """Size -> hashes in hexadecimal."""
        tree = Tree(reading.connection, self.size)
        return {first: [h.hex() for h in tree.consistency(first)] for first in keys}


@dataclass(frozen=True)
class Checkpoints:
    """A window of the signed checkpoints, the smallest first; places are sizes."""

    window: Window

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, Slice]:
        """None -> slice."""
        w, size = self.window, checkpoint.c.size
        query = sa.select(checkpoint).where(reading.own(checkpoint))
        if w.after is not None:
            query = query.where(size > int(w.after.sort))
        if w.before is not None:
            query = query.where(size < int(w.before.sort))
        rows = reading.rows(query.order_by(size.desc() if w.backward else size.asc()).limit(w.size + 1))
        page = rows[: w.size]
        return {None: Slice(page[::-1] if w.backward else page, len(rows) > w.size)}


@dataclass(frozen=True)
class CheckpointTotal:
    """How many checkpoints there are, up to one above the bound."""

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, int]:
        """None -> count."""
        some = (
            sa.select(checkpoint.c.size).where(reading.own(checkpoint)).limit(COUNTED + 1).subquery("counted")
        )
        return {None: reading.connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()}
