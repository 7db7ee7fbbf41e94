"""Proofs over the log's hashes (RFC 6962), and the signed checkpoints that they are held against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kyogikai_projections.paging import COUNTED, Slice, Window
from kyogikai_projections.reading import Reading
from kyogikai_tenants.log import merkle
from kyogikai_tenants.log.tables import checkpoint, events


@dataclass(frozen=True)
class Leaves:
    """The hashes of the log's first entries, in order; key: how many. Fewer where the log is shorter."""

    def fetch(self, reading: Reading, keys: Sequence[int]) -> Mapping[int, list[bytes]]:
        """Size -> leaves."""
        e = events.c
        query = sa.select(e.hash).where(reading.own(events), e.position <= max(keys)).order_by(e.position)
        leaves = [bytes(row["hash"]) for row in reading.rows(query)]
        return {size: leaves[:size] for size in keys}


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


def inclusion(leaves: Sequence[bytes], position: int) -> Inclusion | None:
    """The proof that the entry at a position is in the tree of those leaves; None where it is not."""
    if not 1 <= position <= len(leaves):
        return None
    proof = merkle.inclusion_proof(leaves, position - 1, len(leaves))
    leaf = merkle.leaf_hash(leaves[position - 1])
    return Inclusion(len(leaves), position - 1, leaf.hex(), [h.hex() for h in proof])


def consistency(leaves: Sequence[bytes], first: int) -> list[str]:
    """The proof that the tree of those leaves begins with that of the first ones."""
    return [h.hex() for h in merkle.consistency_proof(leaves, first, len(leaves))]


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
