"""What another implementation says of our notes, proofs and cosignatures (see independent.py)."""

import json
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import aics_tlog as other  # type: ignore[import-not-found]


def main(given: dict[str, Any]) -> None:
    """Print how much holds, and that nothing does with a bit turned over. Raises AssertionError."""
    leaves = [b64decode(leaf) for leaf in given["leaves"]]
    tree, log, witness = other.MerkleTree(leaves), *map(other.parse_vkey, (given["log"], given["witness"]))
    roots = dict(note_of(note, log, witness, tree) for note in given["notes"])
    refused = 0
    for index, size, proof in given["inclusion"]:
        path = [b64decode(h) for h in proof]
        assert path == tree.inclusion_proof(index, size)
        assert other.verify_leaf_inclusion(leaves[index], index, size, path, roots[size])
        refused += sum(
            not other.verify_leaf_inclusion(leaves[index], index, size, wrong, roots[size])
            for wrong in flipped(path)
        )
    for old, new, proof in given["consistency"]:
        path = [b64decode(h) for h in proof]
        assert path == tree.consistency_proof(old, new)
        assert other.verify_consistency(old, new, roots[old], roots[new], path)
    print(f"{len(roots)} notes with a cosignature each, {len(given['inclusion'])} inclusion proofs,")
    print(
        f"{len(given['consistency'])} consistency proofs: all hold; {refused} proofs with a bit changed: none"
    )


def note_of(text: str, log: Any, witness: Any, tree: Any) -> tuple[int, bytes]:
    """A note that the log and the witness signed; its size and root."""
    note = other.parse_note(text)
    found = other.verify_checkpoint(note, log, [witness], quorum=1)
    assert found.ok, found
    seen = other.parse_checkpoint(note.text)
    assert seen.root == tree.root(seen.size)
    wrong = text.replace(b64encode(seen.root).decode()[:4], "AAAA", 1)
    assert not other.verify_checkpoint(other.parse_note(wrong), log, [witness], quorum=1).ok
    return seen.size, seen.root


def flipped(path: list[bytes]) -> list[list[bytes]]:
    """The proof with one bit turned over, in each of its hashes."""
    return [[*path[:n], bytes([h[0] ^ 1]) + h[1:], *path[n + 1 :]] for n, h in enumerate(path)]


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")))
