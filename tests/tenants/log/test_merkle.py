"""The tree is RFC 6962's: known vectors agree, every proof verifies, every flipped bit is refused."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyogikai_tenants.log import merkle
from kyogikai_tenants.log.merkle import EMPTY, Frontier, ProofInvalid
from tests.tenants.log.ledger import vector

# The eight leaves that the implementations of Certificate Transparency share, and the root after each.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}
CONSISTENCY = {
    (1, 1): [],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}

Trees = st.lists(st.binary(max_size=4), min_size=1, max_size=40)


def unhex(hashes: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in hashes]


def refused(check: Callable[..., None], *arguments: object) -> bool:
    try:
        check(*arguments)
    except ProofInvalid:
        return True
    return False


def flips(data: bytes) -> list[bytes]:
    """The data with each of its bits turned over in turn."""
    size = len(data)
    number = int.from_bytes(data, "big")
    return [(number ^ 1 << bit).to_bytes(size, "big") for bit in range(size * 8)]


def test_the_roots_are_those_of_certificate_transparency() -> None:
    assert [merkle.root(LEAVES[:size]).hex() for size in range(1, 9)] == ROOTS


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert merkle.root([]) == EMPTY == bytes.fromhex(vector("merkle")["empty"])


@pytest.mark.parametrize("place", INCLUSION)
def test_inclusion_proofs_are_those_of_certificate_transparency(place: tuple[int, int]) -> None:
    assert merkle.inclusion_proof(LEAVES, *place) == unhex(INCLUSION[place])


@pytest.mark.parametrize("sizes", CONSISTENCY)
def test_consistency_proofs_are_those_of_certificate_transparency(sizes: tuple[int, int]) -> None:
    assert merkle.consistency_proof(LEAVES, *sizes) == unhex(CONSISTENCY[sizes])


def test_roots_and_proofs_are_the_documents() -> None:
    known, leaves = vector("merkle"), unhex([event["hash"] for event in vector("chain")])
    roots = unhex(known["roots"])
    assert [merkle.root(leaves[:size]) for size in (1, 2, 3)] == roots
    inclusion, consistency = known["inclusion"], known["consistency"]
    path = merkle.inclusion_proof(leaves, inclusion["index"], inclusion["size"])
    assert path == unhex(inclusion["proof"])
    merkle.verify_inclusion(leaves[1], 1, 3, path, roots[2])
    path = merkle.consistency_proof(leaves, consistency["first"], consistency["second"])
    assert path == unhex(consistency["proof"])
    merkle.verify_consistency(2, 3, roots[1], roots[2], path)


@given(Trees, st.data())
def test_every_inclusion_proof_verifies_and_only_there(leaves: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(leaves)))
    index = data.draw(st.integers(0, size - 1))
    proof, root = merkle.inclusion_proof(leaves, index, size), merkle.root(leaves[:size])
    merkle.verify_inclusion(leaves[index], index, size, proof, root)
    assert refused(merkle.verify_inclusion, leaves[index] + b"!", index, size, proof, root)
    assert refused(merkle.verify_inclusion, leaves[index], index, size, [*proof, root], root)
    assert not proof or refused(merkle.verify_inclusion, leaves[index], index, size, proof[:-1], root)
    assert refused(merkle.verify_inclusion, leaves[index], size, size, proof, root)
    assert refused(merkle.verify_inclusion, leaves[index], -1, size, proof, root)


@given(Trees, st.data())
def test_every_consistency_proof_verifies_and_only_there(leaves: list[bytes], data: st.DataObject) -> None:
    second = data.draw(st.integers(0, len(leaves)))
    first = data.draw(st.integers(0, second))
    roots = merkle.root(leaves[:first]), merkle.root(leaves[:second])
    proof = merkle.consistency_proof(leaves, first, second)
    merkle.verify_consistency(first, second, *roots, proof)
    assert refused(merkle.verify_consistency, first, second, *roots, [*proof, EMPTY])
    assert not proof or refused(merkle.verify_consistency, first, second, *roots, proof[:-1])
    assert refused(merkle.verify_consistency, second + 1, second, *roots, proof)


@pytest.mark.parametrize("size", range(1, 9))
def test_every_flipped_bit_of_an_inclusion_proof_is_refused(size: int) -> None:
    root = merkle.root(LEAVES[:size])
    for index in range(size):
        proof, leaf = merkle.inclusion_proof(LEAVES, index, size), LEAVES[index]
        for place, sibling in enumerate(proof):
            for wrong in flips(sibling):
                forged = [*proof[:place], wrong, *proof[place + 1 :]]
                assert refused(merkle.verify_inclusion, leaf, index, size, forged, root)
        assert all(refused(merkle.verify_inclusion, leaf, index, size, proof, wrong) for wrong in flips(root))
        assert all(refused(merkle.verify_inclusion, wrong, index, size, proof, root) for wrong in flips(leaf))


@pytest.mark.parametrize("second", range(1, 9))
def test_every_flipped_bit_of_a_consistency_proof_is_refused(second: int) -> None:
    new = merkle.root(LEAVES[:second])
    for first in range(1, second + 1):
        old, proof = merkle.root(LEAVES[:first]), merkle.consistency_proof(LEAVES, first, second)
        for place, node in enumerate(proof):
            for wrong in flips(node):
                forged = [*proof[:place], wrong, *proof[place + 1 :]]
                assert refused(merkle.verify_consistency, first, second, old, new, forged)
        for bad in flips(old):
            assert refused(merkle.verify_consistency, first, second, bad, new, proof)
        for bad in flips(new):
            assert refused(merkle.verify_consistency, first, second, old, bad, proof)


def test_the_empty_tree_begins_every_tree_but_under_its_own_root_only() -> None:
    merkle.verify_consistency(0, 8, EMPTY, bytes.fromhex(ROOTS[7]), [])
    assert refused(merkle.verify_consistency, 0, 8, bytes(32), bytes.fromhex(ROOTS[7]), [])
    assert refused(merkle.verify_consistency, 0, 0, EMPTY, bytes(32), [])


@pytest.mark.parametrize("leaf", [0, 1])
def test_a_leaf_of_a_larger_tree_is_not_one_of_a_smaller_tree_under_the_larger_root(leaf: int) -> None:
    sibling = merkle.leaf_hash(LEAVES[1 - leaf])
    assert refused(merkle.verify_inclusion, LEAVES[leaf], 0, 1, [sibling], bytes.fromhex(ROOTS[1]))


def test_a_consistency_proof_that_climbs_past_the_root_is_refused() -> None:
    proof = merkle.consistency_proof(LEAVES, 3, 4)
    above = [merkle.node_hash(EMPTY, bytes.fromhex(ROOTS[size - 1])) for size in (3, 4)]
    assert refused(merkle.verify_consistency, 3, 4, *above, [*proof, EMPTY])


def test_a_consistency_proof_that_stops_below_the_root_is_refused() -> None:
    proof = merkle.consistency_proof(LEAVES, 1, 4)[:1]
    assert refused(merkle.verify_consistency, 1, 4, *unhex(ROOTS[:2]), proof)
    assert refused(merkle.verify_consistency, 3, 4, *unhex(ROOTS[2:4]), [])


def test_no_proof_shows_that_a_smaller_tree_continues_a_larger_one() -> None:
    node = merkle.node_hash(EMPTY, EMPTY)
    assert refused(merkle.verify_consistency, 3, 2, EMPTY, node, [EMPTY, EMPTY])


@given(Trees)
def test_a_frontier_stored_and_continued_has_the_root_of_the_whole(leaves: list[bytes]) -> None:
    frontier = Frontier()
    for leaf in leaves:
        frontier = Frontier(frontier.size, frontier.hashes)
        frontier.append(leaf)
    assert frontier.root() == merkle.root(leaves)
    assert len(frontier.hashes) == len(leaves).bit_count()


@pytest.mark.parametrize(("size", "hashes"), [(3, [EMPTY]), (0, [EMPTY]), (-1, [EMPTY])])
def test_a_frontier_of_the_wrong_shape_is_refused(size: int, hashes: list[bytes]) -> None:
    with pytest.raises(ValueError, match="subtrees"):
        Frontier(size, hashes)


def test_no_proof_is_made_for_what_is_not_there() -> None:
    for index, size in [(8, 8), (-1, 8), (0, 9)]:
        with pytest.raises(IndexError):
            merkle.inclusion_proof(LEAVES, index, size)
    for first, second in [(3, 2), (-1, 2), (2, 9)]:
        with pytest.raises(IndexError):
            merkle.consistency_proof(LEAVES, first, second)
