"""Merkle trees over the log's hashes, after RFC 6962 section 2.1 (the same tree as RFC 9162's).

One root of 32 bytes stands for a whole history. An inclusion proof shows that an event is in it, a
consistency proof that a later history only added to it; either is about log2(size) hashes long.
Leaves are the chain's hashes; indexes count from 0, so position p of the log is leaf p - 1.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
Range = tuple[int, int]
"""Leaves of a subtree: the first, and the one after the last."""


class ProofInvalid(Exception):
    """The proof does not show what it claims."""


def _require(holds: object, otherwise: str) -> None:
    if not holds:
        raise ProofInvalid(otherwise)


class Frontier:
    """The right edge of a growing tree: all that is needed to append, O(log n) in time and space.

    `hashes` are the roots of the complete subtrees from left to right, one for every bit set in `size`;
    `Frontier(size, hashes)` continues a stored one.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        if size < 0 or len(self.hashes) != size.bit_count():
            message = f"a tree of {size} leaves does not have {len(self.hashes)} complete subtrees"
            raise ValueError(message)

    def append(self, leaf: bytes) -> None:
        """Add one leaf at the right; equal subtrees join, as a carry runs through a sum."""
        self.join(leaf_hash(leaf))

    def join(self, node: bytes, height: int = 0) -> None:
        """Add a complete subtree of 2 ** height leaves by its root; the tree so far is of whole ones."""
        carry = self.size >> height
        if carry << height != self.size:
            message = f"a subtree of {1 << height} leaves does not begin at leaf {self.size}"
            raise ValueError(message)
        while carry & 1:
            node = node_hash(self.hashes.pop(), node)
            carry >>= 1
        self.hashes.append(node)
        self.size += 1 << height

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self.hashes:
            return EMPTY
        *rest, node = self.hashes
        for left in reversed(rest):
            node = node_hash(left, node)
        return node


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf's data: the prefix 0x00 keeps leaves and nodes apart."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over the hashes of its children."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1: the root over the leaves' data."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1: leaf `index` in the tree of the first `size` leaves; leaf side first."""
    if size > len(leaves):
        raise IndexError(index, size, len(leaves))
    return [root(leaves[low:high]) for low, high in inclusion_ranges(index, size)]


def consistency_proof(leaves: Sequence[bytes], first: int, second: int) -> list[bytes]:
    """PROOF of RFC 6962, 2.1.2: the tree of `second` leaves begins with the tree of `first`."""
    if second > len(leaves):
        raise IndexError(first, second, len(leaves))
    return [root(leaves[low:high]) for low, high in consistency_ranges(first, second)]


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The subtrees whose roots are the inclusion proof of leaf `index` in a tree of `size`; leaf side first.

    Each begins at a multiple of the power of two that holds it.
    """
    if not 0 <= index < size:
        raise IndexError(index, size)
    return _path(index, 0, size)


def consistency_ranges(first: int, second: int) -> list[Range]:
    """The subtrees whose roots are the consistency proof between trees of `first` and `second` leaves."""
    if not 0 <= first <= second:
        raise IndexError(first, second)
    return _subproof(first, 0, second, whole=True) if first else []


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Return if the leaf's data is at `index` in the tree of `size`, by RFC 9162, 2.1.3.2."""
    _require(0 <= index < size, f"no leaf {index} in a tree of {size}")
    here, last, node = index, size - 1, leaf_hash(leaf)
    for sibling in proof:
        _require(last, "the proof is too long")
        if here & 1 or here == last:
            node = node_hash(sibling, node)
            here, last = _skip(here, last)
        else:
            node = node_hash(node, sibling)
        here, last = here >> 1, last >> 1
    _require(last == 0 and node == root, "the leaf is not in this tree")


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> None:
    """Return if the tree of `second` leaves begins with that of `first`, by RFC 9162, 2.1.4.2.

    Beyond the RFC, the empty tree begins every tree: its proof is empty, as between equal trees.
    """
    _require(0 <= first <= second, f"a tree of {second} leaves cannot begin with one of {first}")
    if first in {0, second}:
        same = first_root == (second_root if first else EMPTY)
        _require(same and not proof and (second or second_root == EMPTY), "the trees differ")
        return
    complete = first & (first - 1) == 0  # then the earlier root is itself a node of the later tree
    path = [first_root, *proof] if complete else proof
    roots = _climb(first - 1, second - 1, path)
    _require(proof and roots == (first_root, second_root), "the later tree does not begin with the earlier")


def _climb(here: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Both roots that a consistency proof leads to."""
    while here & 1:
        here, last = here >> 1, last >> 1
    _require(path, "the proof is empty")
    old = new = path[0]
    for sibling in path[1:]:
        _require(last, "the proof is too long")
        if here & 1 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            here, last = _skip(here, last)
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    _require(last == 0, "the proof is too short")
    return old, new


def _skip(here: int, last: int) -> tuple[int, int]:
    """Past the levels on which the right edge has no sibling."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _split(size: int) -> int:
    """The largest power of two below `size` (at least 2): where RFC 6962 divides a tree."""
    return 1 << (size - 1).bit_length() - 1


def _path(index: int, low: int, high: int) -> list[Range]:
    """The proof for `index` within the subtree over leaves `low` up to, not including, `high`."""
    if high - low == 1:
        return []
    middle = low + _split(high - low)
    if index < middle:
        return [*_path(index, low, middle), (middle, high)]
    return [*_path(index, middle, high), (low, middle)]


def _subproof(first: int, low: int, high: int, *, whole: bool) -> list[Range]:
    """SUBPROOF of RFC 6962; `whole` while the subtree is one that the verifier knows as a root."""
    if first == high:
        return [] if whole else [(low, high)]
    middle = low + _split(high - low)
    if first <= middle:
        return [*_subproof(first, low, middle, whole=whole), (middle, high)]
    return [*_subproof(first, middle, high, whole=False), (low, middle)]
