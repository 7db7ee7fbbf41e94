"""The Merkle tree of a tenant's log without all of its leaves: roots of complete subtrees are kept.

A node of level L stands for 256 ** L leaves. They are derived from the log when it is sealed, never changed,
and no evidence by themselves: whoever verifies reckons from the leaves. What is not kept yet is reckoned too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_tenants.log import merkle
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.log.merkle import Range

HEIGHT = 8
"""Levels of the binary tree between two kept ones."""
WIDTH = 1 << HEIGHT
INSERT = "INSERT INTO tree_node VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
"""Two who keep the same node keep the same hash."""
TOP = 3
"""The highest level that is kept: of 16 777 216 leaves."""


Key = tuple[int, int]
"""A level and a place in it."""
Nodes = Mapping[Key, bytes]


class LeavesMissing(LookupError):
    """The log does not have the entries that the tree is of."""


class Piece(NamedTuple):
    """Neighbouring nodes of one level (0: leaves): the first, and the one after the last."""

    level: int
    low: int
    high: int


def grow(connection: sa.Connection, size: int) -> None:
    """Keep the complete subtrees of the log's first entries that are not kept yet. Raises LeavesMissing."""
    kept = _kept(connection)
    for level in range(1, TOP + 1):
        first, last = kept.get(level, 0), size >> HEIGHT * level
        for start in range(first, last, WIDTH):
            _keep(connection, Piece(level, start, min(start + WIDTH, last)))


def _keep(connection: sa.Connection, piece: Piece) -> None:
    below = Piece(piece.level - 1, piece.low * WIDTH, piece.high * WIDTH)
    nodes = _read(connection, [below])
    rows = [(connection.info["tenant_id"], *key, node) for key, node in _above(nodes, piece)]
    driver(connection).cursor().executemany(INSERT, rows)


def _above(nodes: Nodes, piece: Piece) -> Iterator[tuple[Key, bytes]]:
    """The nodes of a piece over those of the level below."""
    for place in range(piece.low, piece.high):
        own = Piece(piece.level - 1, place * WIDTH, (place + 1) * WIDTH)
        yield (piece.level, place), _root(nodes, [own])


def differing(connection: sa.Connection) -> int | None:
    """Up to which leaf the first subtree goes whose kept root is not that of what is below it, if any."""
    for level, count in sorted(_kept(connection).items()):
        for start in range(0, count, WIDTH):
            piece = Piece(level, start, min(start + WIDTH, count))
            nodes = _read(connection, [piece, Piece(level - 1, piece.low * WIDTH, piece.high * WIDTH)])
            for key, node in _above(nodes, piece):
                if nodes[key] != node:
                    return (key[1] + 1) << HEIGHT * level
    return None


@dataclass(frozen=True)
class Tree:
    """The tree of the log's first entries."""

    connection: sa.Connection
    size: int

    def root(self) -> bytes:
        """Its root. Raises LeavesMissing."""
        return self._roots([(0, self.size)])[0]

    def inclusion(self, index: int) -> list[bytes]:
        """The proof that leaf ``index`` is in it; leaf side first. Raises IndexError, LeavesMissing."""
        return self._roots(merkle.inclusion_ranges(index, self.size))

    def consistency(self, first: int) -> list[bytes]:
        """The proof that it begins with the tree of ``first`` leaves. Raises IndexError, LeavesMissing."""
        return self._roots(merkle.consistency_ranges(first, self.size))

    def _roots(self, ranges: Sequence[Range]) -> list[bytes]:
        kept = _kept(self.connection)
        pieces = [list(_pieces(low, high, kept)) for low, high in ranges]
        nodes = _read(self.connection, [piece for own in pieces for piece in own])
        return [_root(nodes, own) for own in pieces]


def _pieces(low: int, high: int, kept: Mapping[int, int]) -> Iterator[Piece]:
    """A range of leaves as the largest nodes that are kept, from left to right."""
    for level in range(TOP, -1, -1):
        shift = HEIGHT * level
        end = high >> shift if level == 0 else min(high >> shift, kept.get(level, 0))
        first = -(-low >> shift)
        if first < end:
            yield Piece(level, first, end)
            low = end << shift


def _root(nodes: Nodes, pieces: Iterable[Piece]) -> bytes:
    frontier = merkle.Frontier()
    for level, low, high in pieces:
        for place in range(low, high):
            frontier.join(nodes[level, place], HEIGHT * level)
    return frontier.root()


def _kept(connection: sa.Connection) -> dict[int, int]:
    """How many nodes of each level are kept; they have no gaps."""
    query = "SELECT level, max(place) + 1 FROM tree_node WHERE tenant_id = %s GROUP BY level"
    return dict(driver(connection).execute(query, (connection.info["tenant_id"],)).fetchall())


def _read(connection: sa.Connection, pieces: Sequence[Piece]) -> dict[Key, bytes]:
    """The nodes, those of leaves hashed. Raises LeavesMissing."""
    found = dict(_nodes(connection, [p for p in pieces if p.level]))
    found.update(_leaves(connection, [p for p in pieces if not p.level]))
    if len(found) < len({(p.level, n) for p in pieces for n in range(p.low, p.high)}):
        raise LeavesMissing
    return found


def _nodes(connection: sa.Connection, pieces: Sequence[Piece]) -> Iterator[tuple[Key, bytes]]:
    query = (
        "SELECT n.level, n.place, n.hash FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) "
        "AS w(level, low, high) JOIN tree_node n ON n.tenant_id = %s AND n.level = w.level "
        "AND n.place >= w.low AND n.place < w.high"
    )
    arguments = ([p.level for p in pieces], [p.low for p in pieces], [p.high for p in pieces])
    tenant: UUID = connection.info["tenant_id"]
    for level, place, node in driver(connection).execute(query, (*arguments, tenant), binary=True):
        yield (level, place), node


def _leaves(connection: sa.Connection, pieces: Sequence[Piece]) -> Iterator[tuple[Key, bytes]]:
    query = (
        "SELECT e.position, e.hash FROM unnest(%s::bigint[], %s::bigint[]) AS w(low, high) "
        "JOIN events e ON e.tenant_id = %s AND e.position > w.low AND e.position <= w.high"
    )
    arguments = ([p.low for p in pieces], [p.high for p in pieces])
    tenant: UUID = connection.info["tenant_id"]
    for position, leaf in driver(connection).execute(query, (*arguments, tenant), binary=True):
        yield (0, position - 1), merkle.leaf_hash(leaf)
