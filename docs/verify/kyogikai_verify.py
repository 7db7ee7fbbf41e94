# ruff: noqa: INP001, T201, PLR2004, UP006, UP017, UP035, UP045 - a script that prints, on Python 3.8
"""Verify an exported history of Kyogikai, with nothing but this file and Python 3.8 or later.

    python kyogikai_verify.py bundle.jsonl [--key KEY] [--older old-checkpoint.txt [--older-key KEY]]

Exit 0: the bundle holds. Exit 1: it was changed, and the first wrong place is named. Exit 2: it
cannot be read. The format is docs/log-format.md; this file was written from that document, from
RFC 6962 (Merkle trees), RFC 8032 (Ed25519) and C2SP signed-note and tlog-checkpoint, and shares no
code with the program that wrote the bundle. Without --key the bundle vouches for itself: compare
the key that is printed with the one you were given by another way.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import struct
import sys
from datetime import datetime, timedelta, timezone
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any, List, Optional, Tuple
from uuid import UUID

HEADER = {"format", "tenant_id", "origin", "verifier_key", "checkpoint"}
HIDDEN = {"position", "recorded_at", "digest", "hash"}
INT64 = 2**63
Older = Optional[Tuple[str, Optional[str]]]  # a checkpoint kept, and its key if it was another


class Broken(Exception):
    """What was read is well formed, and is not what was recorded."""


class Malformed(Exception):
    """What was read is not in the format."""


def must(holds: object, otherwise: str, refusal: type[Exception] = Malformed) -> None:
    """Refuse what does not hold."""
    if not holds:
        raise refusal(otherwise)


# Ed25519 (RFC 8032, 5.1): points are extended coordinates (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = Tuple[int, int, int, int]


def add(a: Point, b: Point) -> Point:
    """The sum of two points (5.1.4)."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    return (f - e) * (h - g) % P, (h + g) * (f + e) % P, (h - g) * (h + g) % P, (f - e) * (f + e) % P


def times(n: int, point: Point) -> Point:
    """The point added n times."""
    total = (0, 1, 1, 0)
    while n:
        total = add(total, point) if n & 1 else total
        point, n = add(point, point), n >> 1
    return total


def decompress(data: bytes) -> Point:
    """The point of 32 bytes (5.1.3): y, and the parity of x in the highest bit."""
    y, odd = int.from_bytes(data, "little") % 2**255, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    must(y < P and x * x % P == square and (x or not odd), "the key is not a point of the curve")
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is the key's for this message (5.1.7, without the cofactor)."""
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= ORDER:
        return False
    k = int.from_bytes(sha512(r + public + message).digest(), "little") % ORDER
    base = decompress(bytes.fromhex("58" + "66" * 31))
    x, y, z, _ = add(times(s, base), times(ORDER - k, decompress(public)))
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == r


# The values of the format, each only in the one way in which it is written.


def binary(text: Any, length: int | None = None) -> bytes:
    """Bytes from base64."""
    data = base64.b64decode(text) if isinstance(text, str) else b""
    must(base64.b64encode(data).decode() == text, "base64 is expected")
    must(length in (None, len(data)), f"{length} bytes are expected in base64")
    return data


def hexadecimal(text: Any) -> bytes:
    """A hash of 32 bytes."""
    must(isinstance(text, str) and re.fullmatch(r"[0-9a-f]{64}", text), "64 hexadecimal digits are expected")
    return bytes.fromhex(text)


def integer(value: Any) -> bytes:
    """A whole number as 8 bytes, big-endian, signed."""
    must(type(value) is int and -INT64 <= value < INT64, "a whole number is expected")
    return struct.pack(">q", value)


def uuid(text: Any) -> bytes:
    """The 16 bytes of a UUID."""
    must(isinstance(text, str) and str(UUID(text)) == text, "a UUID is expected")
    return UUID(text).bytes


def words(text: Any) -> bytes:
    """A text in UTF-8."""
    must(isinstance(text, str), "a text is expected")
    return str(text).encode()


def time(text: Any) -> bytes:
    """Microseconds since 1970 as 8 bytes, from an ISO 8601 time in UTC with six decimals."""
    moment = datetime.fromisoformat(text) if isinstance(text, str) and text.endswith("+00:00") else None
    if not moment or moment.isoformat(timespec="microseconds") != text:
        raise Malformed("a time with microseconds in UTC is expected")
    return integer((moment - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1))


TEXTS = dict.fromkeys(("actor", "role", "request_id", "command"), words)
CONTENT = {"stream_id": uuid, "stream_version": integer, "topic": words, "state": binary, **TEXTS}
CONTENT.update(command_key=binary, command_digest=binary, audience=words, salt=binary)  # in this order
COLUMNS = {"tenant_id", "position", "recorded_at", "hash", *CONTENT}


def field(data: bytes) -> bytes:
    """A field of the canonical encoding: its length as 8 bytes, big-endian, and the bytes."""
    return struct.pack(">q", len(data)) + data


FORMAT = field(b"kyogikai-log/1")


def digest(row: dict[str, Any], tenant: bytes) -> bytes:
    """The digest of an event: computed where it is readable, else as it stands."""
    if set(row) == HIDDEN:
        return hexadecimal(row["digest"])
    must(set(row) == COLUMNS, "a line has all columns, or the four of a hidden event")
    must(uuid(row["tenant_id"]) == tenant, "the event belongs to another tenant", Broken)
    fields = [field(encode(row[column])) for column, encode in CONTENT.items()]
    return sha256(FORMAT + field(tenant) + b"".join(fields)).digest()


def checkpoint_of(note: str, key: str) -> tuple[str, int, bytes]:
    """Origin, size and root of a note (C2SP) signed by this key, name+id+base64(0x01 || public key)."""
    must(f"{note}{key}".replace("\n", "").isprintable(), "a checkpoint and its key are printable")
    name, key_id, data = [*key.split("+", 2), "", ""][:3]
    public = binary(data, 33)
    expected = sha256(name.encode() + b"\n" + public).digest()[:4]
    must(public[0] == 1 and key_id == expected.hex(), "the verifier key is not one for Ed25519")
    lines = r"(\S+)\n(0|[1-9][0-9]{0,17})\n(\S+)\n"
    found = re.fullmatch(rf"({lines})\n((?:— \S+ \S+\n)+)", note)
    must(found, "the checkpoint is not three lines, an empty line and signatures")
    text, origin, size, root, block = found.groups() if found else [""] * 5
    pairs = [(line.split(" ")[1], binary(line.split(" ")[2])) for line in block[:-1].split("\n")]
    ours = [data[4:] for pair, data in pairs if (pair, data[:4]) == (name, expected)]
    must(len(ours) == 1 and origin == name, f"the checkpoint of {origin} is not signed by {key}", Broken)
    must(signed_by(public[1:], text.encode(), ours[0]), "the checkpoint's signature does not hold", Broken)
    return origin, int(size), binary(root, 32)


class History:
    """What is known after the header and after every event: the chain's head and the tree's right edge."""

    def __init__(self, header: dict[str, Any], key: str | None, older: Older) -> None:
        """Check the header, its checkpoint and the older one."""
        must(set(header) == HEADER and all(map(words, header.values())), "this is not a bundle's header")
        must(header["format"] == "kyogikai-bundle/1", "the format is not kyogikai-bundle/1")
        self.tenant, self.key = uuid(header["tenant_id"]), header["verifier_key"]
        must(key in (None, self.key), f"the bundle names another key: {self.key}", Broken)
        self.marks = {"checkpoint": checkpoint_of(header["checkpoint"], self.key)}
        if older:
            self.marks["older checkpoint"] = checkpoint_of(older[0], older[1] or self.key)
        for name, (origin, _, _) in self.marks.items():
            must(origin == header["origin"], f"the {name} is that of {origin}", Broken)
        self.head, self.size, self.readable = sha256(FORMAT + field(self.tenant)).digest(), 0, 0
        self.edge: List[bytes] = []
        self.compare()

    def append(self, row: dict[str, Any]) -> None:
        """Check one event against the one before it, and let the tree grow (RFC 6962, 2.1)."""
        content = digest(row, self.tenant)
        found, due = row["position"], integer(self.size + 1)
        must(integer(found) == due, f"position {found} stands in its place", Broken)
        must(self.size < self.marks["checkpoint"][1], "the checkpoint counts fewer events", Broken)
        self.head = sha256(self.head + due + time(row["recorded_at"]) + content).digest()
        must(self.head == hexadecimal(row["hash"]), "the hash is not that of this history", Broken)
        node, carry = sha256(b"\x00" + self.head).digest(), self.size
        while carry & 1:
            node, carry = sha256(b"\x01" + self.edge.pop() + node).digest(), carry >> 1
        self.edge.append(node)
        self.size, self.readable = self.size + 1, self.readable + ("digest" not in row)
        self.compare()

    def root(self) -> bytes:
        """The Merkle root so far."""
        node = self.edge[-1] if self.edge else sha256(b"").digest()
        for left in self.edge[-2::-1]:
            node = sha256(b"\x01" + left + node).digest()
        return node

    def compare(self, *, ended: bool = False) -> None:
        """Where a checkpoint was taken, the tree has its root; at the end, none is still to come."""
        for name, (_, size, root) in self.marks.items():
            agrees = size != self.size or root == self.root()
            must(agrees, f"the history up to here is not the one of the {name}", Broken)
            must(size <= self.size or not ended, f"it is missing, the {name} counts {size} events", Broken)


def parse(line: bytes) -> dict[str, Any]:
    """A line's JSON object."""
    must(line.endswith(b"\n"), "the line is cut off")
    pairs = json.loads(line.decode(), object_pairs_hook=list)
    must(isinstance(pairs, list) and line[:1] == b"{", "a JSON object is expected")
    must(len(dict(pairs)) == len(pairs), "a name stands twice")
    return dict(pairs)


def read(path: str, key: str | None, older: Older) -> History:
    """Read the bundle: the event of position p stands on line p + 1."""
    history, position = None, 0
    try:
        with Path(path).open("rb") as file:
            for line in file:
                if history:
                    history.append(parse(line))
                else:
                    history = History(parse(line), key, older)
                position += 1
        if not history:
            raise Malformed("the file is empty")  # noqa: TRY301
        history.compare(ended=True)
    except (Malformed, ValueError, RecursionError) as error:
        raise Malformed(f"line {position + 1}: {error}") from error
    except Broken as error:
        raise Broken(f"at {f'position {position}' if position else 'the header'}: {error}") from error
    return history


def main() -> int:
    """Print what was found; the exit code says whether it holds."""
    parser = argparse.ArgumentParser(description="Verify an exported history of Kyogikai.")
    parser.add_argument("bundle")
    parser.add_argument("--key", help="the verifier key that you were given by another way")
    parser.add_argument("--older", help="a file with a checkpoint that you kept: it must be continued")
    parser.add_argument("--older-key", help="the verifier key of that checkpoint, if it was another")
    options = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # a terminal without UTF-8
    try:
        older = (Path(options.older).read_bytes().decode(), options.older_key) if options.older else None
        history = read(options.bundle, options.key, older)
    except Broken as error:
        print(f"BROKEN {error}")
        return 1
    except (Malformed, OSError, ValueError) as error:
        print(f"UNREADABLE {error}")
        return 2
    print(f"tenant  {UUID(bytes=history.tenant)}")
    print(f"events  {history.size}, of which {history.readable} readable")
    print(f"head    {history.head.hex()}\nroot    {history.root().hex()}")
    print(f"key     {history.key}{'' if options.key else '  (named by the bundle itself: compare it)'}")
    print(f"older   {history.marks['older checkpoint'][1] if older else 'none given'}")
    print("OK")
    return 0


if __name__ == "__main__":
    sys.exit(main())
