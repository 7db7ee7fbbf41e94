"""Write what somebody else's program verifies: leaves, signed notes, proofs, and a witness's signature.

    python tests/proofs/independent.py > vectors.json
    python3.12 -m venv other && other/bin/pip install aics-tlog
    other/bin/python tests/proofs/independent_aics.py vectors.json

``aics-tlog`` (PyPI) reads C2SP notes, checkpoints and cosignatures and RFC 9162 proofs. It needs Python 3.12,
we support 3.11: so it stands in no lock file, and this is done by hand.
"""

import json
import sys
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))  # `tests` is no package that anybody installs

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kyogikai_tenants.log import checkpoints, merkle
from kyogikai_tenants.log.checkpoints import Checkpoint, SigningKey, WitnessKey
from tests.platform.integrity.witness_server import cosigned, vkey

ORIGIN = "kyogikai/0193a1b2-c3d4-7e5f-8a6b-112233445566"
SIZES = (1, 2, 3, 7, 8, 100, 255, 256, 257, 1_000)


def main() -> None:
    """All of it as JSON."""
    leaves = [sha256(number.to_bytes(8, "big")).digest() for number in range(max(SIZES))]
    key, witness = SigningKey.generate(), Ed25519PrivateKey.generate()
    notes = [checkpoints.sign(Checkpoint(ORIGIN, n, merkle.root(leaves[:n])), key) for n in SIZES]
    lines = [cosigned(note, witness).decode() for note in notes]
    for note, line in zip(notes, lines, strict=True):
        _, when = checkpoints.cosignature(note, line, WitnessKey.parse(vkey(witness)))
        assert abs((when - datetime.now(UTC)).total_seconds()) < 5
    told: dict[str, Any] = {
        "leaves": [_text(leaf) for leaf in leaves],
        "log": key.verifier(ORIGIN).text, "witness": vkey(witness),
        "notes": [note + line for note, line in zip(notes, lines, strict=True)],
        "inclusion": [
            [index, size, [_text(h) for h in merkle.inclusion_proof(leaves, index, size)]]
            for size in SIZES for index in sorted({0, size // 3, size // 2, size - 1})
        ],
        "consistency": [
            [old, new, [_text(h) for h in merkle.consistency_proof(leaves, old, new)]]
            for new in SIZES for old in SIZES if old <= new
        ],
    }  # fmt: skip
    json.dump(told, sys.stdout)


def _text(data: bytes) -> str:
    return b64encode(data).decode()


if __name__ == "__main__":
    main()
