"""An exported bundle is verified by a program alone: no package of ours, nor of anybody else, in reach."""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from kyogikai_platform import kyogikai_verify, proving
from kyogikai_platform.installation import Installation
from tests.proofs.report import Line
from tests.proofs.tampering import Kept

VERIFIER = Path(kyogikai_verify.__file__)
ALONE = ("-I", "-S")  # no site-packages, no environment, no current folder
FLIPS = 60


def python(*arguments: str | Path, cwd: str) -> subprocess.CompletedProcess[str]:
    """Run this interpreter with nothing but its standard library."""
    return subprocess.run(  # noqa: S603 - this very interpreter and our own file
        [sys.executable, *ALONE, *arguments], capture_output=True, check=False, text=True, cwd=cwd, env={}
    )


def judged(data: bytes, *options: str) -> str:
    """The verifier's word: OK, BROKEN or UNREADABLE."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bundle.jsonl")
        path.write_bytes(data)
        done = python(VERIFIER, path, *options, cwd=folder)
    word = done.stdout.split()[-1 if done.returncode == 0 else 0]
    return word if {"OK": 0, "BROKEN": 1, "UNREADABLE": 2}[word] == done.returncode else "CONFUSED"


def flipped(data: bytes, random: Random) -> bytes:
    """One bit of the file turned over."""
    place = random.randrange(len(data) * 8)
    changed = bytearray(data)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def cut(data: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    """The bundle with other lines."""
    return b"".join(change(data.splitlines(keepends=True)))


TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "a line deleted": lambda data: cut(data, lambda lines: [*lines[:5], *lines[6:]]),
    "a line twice": lambda data: cut(data, lambda lines: [*lines[:5], lines[4], *lines[5:]]),
    "two lines exchanged": lambda data: cut(data, lambda x: [*x[:5], x[6], x[5], *x[7:]]),
    "the tail cut off": lambda data: cut(data, lambda lines: lines[:-3]),
    "the last line cut short": lambda data: data[:-1],
    "only the header": lambda data: cut(data, lambda lines: lines[:1]),
    "another actor": lambda data: data.replace(b'"actor":"', b'"actor":"x', 1),
    "another audience": lambda data: data.replace(b'"audience":"public"', b'"audience":"council"', 1),
}


def alone() -> bool:
    """Whether the verifier could import anything of ours, or of those that we use."""
    names = ("kyogikai_tenants", "kyogikai_platform", "cryptography", "sqlalchemy", "pip")
    with tempfile.TemporaryDirectory() as folder:
        code = "import importlib.util as u, sys; print([n for n in sys.argv[1:] if u.find_spec(n)])"
        return python("-c", code, *names, cwd=folder).stdout.strip() == "[]"


def prove(here: Installation, host: str, kept: Kept, random: Random) -> Iterator[Line]:
    """Bundles for the public and for an auditor hold; tampered ones do not."""
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder, "older.txt")
        note.write_text(kept.note)
        options = ("--key", kept.key.text, "--older", str(note))
        bundles = [
            "".join(proving.export(here, host, everything=everything)).encode()
            for everything in (False, True)
        ]
        words = [judged(data, *options) for data in bundles]
        whole = bundles[1]
        told = Counter(judged(change(whole), *options) for change in TAMPERED.values())
        told += Counter(judged(flipped(whole, random), *options) for _ in range(FLIPS))
    lines = whole.count(b"\n") - 1
    yield Line(
        "an exported bundle is verified offline, by a program alone",
        f"{lines} events, for the public {words[0]}, with everything {words[1]}; "
        f"packages in reach: {'none' if alone() else 'SOME'}",
        words == ["OK", "OK"] and alone(),
    )
    yield Line(
        f"{len(TAMPERED)} bundles with other lines, {FLIPS} with one bit flipped",
        ", ".join(f"{count} {word}" for word, count in sorted(told.items())),
        bool(told["OK"]) or bool(told["CONFUSED"]),
        control=True,
    )
