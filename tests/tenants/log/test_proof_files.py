"""Proofs of one line are verified by a program that shares nothing with us; any other bit is refused."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from kyogikai_tenants.log import bundle, chain, merkle
from tests.tenants.log.ledger import KEY, TENANT, VERIFIER, Row, history, note, signed, verifier

ALONE = verifier()
ROWS = history(9)
LEAVES = [row.hash for row in ROWS]


def entry(position: int, size: int, *, readable: bool = True) -> str:
    """The proof of an entry in the history of so many."""
    before = ROWS[position - 2].hash if position > 1 else chain.genesis(TENANT)
    path = [h.hex() for h in merkle.inclusion_proof(LEAVES[:size], position - 1, size)]
    row: Row = ROWS[position - 1]
    return bundle.proof(row, before, path, signed(note(ROWS[:size])), readable=readable)


def growth(first: int, second: int) -> str:
    """The proof that the history grew from so many to so many."""
    path = merkle.consistency_proof(LEAVES[:second], first, second) if first else []
    return bundle.growth(note(ROWS[:first]), [h.hex() for h in path], signed(note(ROWS[:second])))


def judged(text: str | bytes, path: Path, key: str | None = None) -> str:
    """The verifier's word."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        ALONE.of_proof(path, key, None)
    except ALONE.Broken:
        return "BROKEN"
    except (ALONE.Malformed, ValueError):
        return "UNREADABLE"
    return "OK"


def every() -> Iterator[str]:
    """Each entry in each history that has it, and each growth."""
    for size in range(1, len(ROWS) + 1):
        for position in range(1, size + 1):
            yield entry(position, size, readable=position % 2 == 0)
        for first in range(size + 1):
            yield growth(first, size)


def test_every_proof_holds(tmp_path: Path) -> None:
    proofs = list(every())
    assert {judged(text, tmp_path / "proof.json", VERIFIER.text) for text in proofs} == {"OK"}
    assert len(proofs) == 45 + 54


@pytest.mark.parametrize("text", [entry(5, 9), entry(5, 9, readable=False), growth(3, 9)])
def test_a_proof_with_any_bit_turned_over_is_refused(text: str, tmp_path: Path) -> None:
    random, data = Random(text), text.encode()
    for place in random.sample(range(len(data) * 8), 400):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        assert judged(bytes(changed), tmp_path / "proof.json", VERIFIER.text) != "OK", place


def test_the_proof_of_another_entry_or_history_is_refused(tmp_path: Path) -> None:
    proofs = [json.loads(entry(position, 9)) for position in (4, 5)]
    for name in ("event", "previous", "hashes"):
        mixed = json.dumps(proofs[0] | {name: proofs[1][name]}, separators=(",", ":")) + "\n"
        assert judged(mixed, tmp_path / "proof.json") == "BROKEN", name


def test_a_history_that_was_rewritten_did_not_grow(tmp_path: Path) -> None:
    other = [row._replace(hash=row.salt * 2) for row in ROWS]
    mixed = json.loads(growth(6, 9)) | {"older": note(other[:6])}
    assert judged(json.dumps(mixed) + "\n", tmp_path / "proof.json") == "BROKEN"
    short = json.loads(growth(6, 9))
    short["hashes"] = short["hashes"][:-1]
    assert judged(json.dumps(short) + "\n", tmp_path / "proof.json") == "BROKEN"


def test_a_proof_under_another_key_than_the_one_given_is_refused(tmp_path: Path) -> None:
    other = KEY.generate().verifier(VERIFIER.name).text
    assert judged(entry(2, 9), tmp_path / "proof.json", other) == "BROKEN"


def test_what_is_neither_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    for text in ("", "{}\n", '{"format":"kyogikai-proof/2"}\n', "[1]\n", entry(1, 1)[:-1]):
        assert judged(text, path) == "UNREADABLE", text
    told = ALONE.of_proof(write(path, entry(2, 9)), None, None)
    assert told[0].startswith("entry   2 of 9")
    assert "named by the file itself" in told[1]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
