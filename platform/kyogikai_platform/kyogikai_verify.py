# ruff: noqa: T201, PLR2004, UP006, UP017, UP035, UP045 - a script that prints, on Python 3.8
"""Verify an exported history of Kyogikai, with nothing but this file and Python 3.8 or later.

    python kyogikai_verify.py FILE [--key KEY] [--older old-checkpoint.txt [--older-key KEY]]

FILE is a bundle (the whole history), everything of a tenant (a ZIP), the proof of one entry, the proof that a
history only grew, or the certificate that a tenant was destroyed.
Exit 0: it holds. Exit 1: it was changed, and the first wrong place is named. Exit 2: it
cannot be read. The format is docs/log-format.md; this file was written from that document, from
RFC 6962 (Merkle trees), RFC 8032 (Ed25519) and C2SP signed-note and tlog-checkpoint, and shares no
code with the program that wrote the bundle. Without --key the file vouches for itself: compare
the key that is printed with the one you were given by another way.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import struct
import sys
import zlib
from datetime import datetime, timedelta, timezone
from hashlib import sha256, sha512
from pathlib import Path
from typing import IO, Any, Dict, Iterable, Iterator, List, Optional, Tuple
from uuid import UUID
from zipfile import BadZipFile, ZipFile

HEADER = {"format", "tenant_id", "origin", "verifier_key", "checkpoint"}
HIDDEN = {"position", "recorded_at", "digest", "hash"}
PROOF = HEADER - {"tenant_id"} | {"event", "previous", "hashes"}
GROWTH = HEADER - {"tenant_id"} | {"older", "hashes"}
CERTIFICATE = HEADER - {"tenant_id"} | {"note"}
LINE = "\n"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
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
    """Origin, size and root of a note signed by this key."""
    must(f"{note}{key}".replace("\n", "").isprintable(), "a checkpoint and its key are printable")
    whose = f" of {note.partition(LINE)[0]}"
    found = re.fullmatch(
        r"(\S+)\n(0|[1-9][0-9]{0,17})\n(\S+)\n", signed_text(note, key, "the checkpoint", whose)
    )
    must(found, "the checkpoint is not three lines")
    origin, size, root = found.groups() if found else [""] * 3
    must(
        origin == key.split("+", maxsplit=1)[0], f"the checkpoint of {origin} is not signed by {key}", Broken
    )
    return origin, int(size), binary(root, 32)


def signed_text(note: str, key: str, what: str, whose: str = "") -> str:
    """The text of a note (C2SP) signed by this key, name+id+base64(0x01 || public key)."""
    name, key_id, data = [*key.split("+", 2), "", ""][:3]
    public = binary(data, 33)
    expected = sha256(name.encode() + b"\n" + public).digest()[:4]
    must(public[0] == 1 and key_id == expected.hex(), "the verifier key is not one for Ed25519")
    text, gap, block = note.rpartition("\n\n")
    must(gap and re.fullmatch(r"(?:— \S+ \S+\n)+", block), f"{what} is not a text, a gap and signatures")
    pairs = [(line.split(" ")[1], binary(line.split(" ")[2])) for line in block[:-1].split("\n")]
    ours = [data[4:] for pair, data in pairs if (pair, data[:4]) == (name, expected)]
    must(len(ours) == 1, f"{what}{whose} is not signed by {key}", Broken)
    must(signed_by(public[1:], f"{text}\n".encode(), ours[0]), f"{what}'s signature does not hold", Broken)
    return f"{text}\n"


class History:
    """What is known after the header and after every event: the chain's head and the tree's right edge."""

    def __init__(
        self, header: dict[str, Any], key: str | None, older: Older, kept: Iterable[str] = ()
    ) -> None:
        """Check the header, its checkpoint and the older one."""
        must(set(header) == HEADER and all(map(words, header.values())), "this is not a bundle's header")
        must(header["format"] == "kyogikai-bundle/1", "the format is not kyogikai-bundle/1")
        self.tenant, self.key = uuid(header["tenant_id"]), header["verifier_key"]
        must(key in (None, self.key), f"the bundle names another key: {self.key}", Broken)
        self.marks = {"checkpoint": checkpoint_of(header["checkpoint"], self.key)}
        if older:
            self.marks["older checkpoint"] = checkpoint_of(older[0], older[1] or self.key)
        for number, note in enumerate(kept, 1):
            self.marks[f"checkpoint on line {number}"] = checkpoint_of(note, self.key)
        for name, (origin, _, _) in self.marks.items():
            must(origin == header["origin"], f"the {name} is that of {origin}", Broken)
        self.head, self.size, self.readable = sha256(FORMAT + field(self.tenant)).digest(), 0, 0
        self.edge: List[bytes] = []
        self.at: Dict[int, List[Tuple[str, bytes]]] = {}
        for name, (_, size, root) in self.marks.items():
            self.at.setdefault(size, []).append((name, root))
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
        for name, root in self.at.get(self.size, ()):
            must(root == self.root(), f"the history up to here is not the one of the {name}", Broken)
        for name, (_, size, _) in self.marks.items() if ended else ():
            must(size <= self.size, f"it is missing, the {name} counts {size} events", Broken)


def node(left: bytes, right: bytes) -> bytes:
    """What stands above two nodes of the tree (RFC 6962, 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def included(index: int, size: int, leaf: bytes, path: List[bytes]) -> bytes:
    """The root that a leaf's path leads to (RFC 9162, 2.1.3.2)."""
    at, last, found = index, size - 1, leaf
    for sibling in path:
        must(last > 0, "the proof is longer than the way up", Broken)
        if at & 1 or at == last:
            found = node(sibling, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, sibling)
        at, last = at >> 1, last >> 1
    must(last == 0, "the proof is shorter than the way up", Broken)
    return found


def grown(first: int, second: int, root: bytes, path: List[bytes]) -> Tuple[bytes, bytes]:
    """The roots, older and newer, that a consistency path leads to (RFC 9162, 2.1.4.2)."""
    way = [root, *path] if first & (first - 1) == 0 else path
    must(way, "the proof is shorter than the way up", Broken)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = way[0]
    for sibling in way[1:]:
        must(last > 0, "the proof is longer than the way up", Broken)
        if at & 1 or at == last:
            older, newer = node(sibling, older), node(sibling, newer)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            newer = node(newer, sibling)
        at, last = at >> 1, last >> 1
    must(last == 0, "the proof is shorter than the way up", Broken)
    return older, newer


def opened(head: dict[str, Any], name: str, key: Optional[str]) -> tuple[str, int, bytes]:
    """A proof's checkpoint, signed by the key that was given for the log that it names."""
    must(key in (None, head["verifier_key"]), f"the proof names another key: {head['verifier_key']}", Broken)
    found = checkpoint_of(head[name], head["verifier_key"])
    must(found[0] == head["origin"], f"the {name} is that of {found[0]}", Broken)
    return found


def hashes(value: Any) -> List[bytes]:
    """A proof's path."""
    must(isinstance(value, list), "the path is a list of hashes")
    return [hexadecimal(text) for text in value]


def check_entry(head: dict[str, Any], key: Optional[str]) -> List[str]:
    """That one entry stands in the history of a checkpoint; what to say of it."""
    must(set(head) == PROOF, "this is not the proof of an entry")
    _, size, root = opened(head, "checkpoint", key)
    row = unique(head["event"])
    content = digest(row, uuid(row["tenant_id"]) if "tenant_id" in row else b"")
    position = row["position"]
    stamp = integer(position) + time(row["recorded_at"])
    link = sha256(hexadecimal(head["previous"]) + stamp + content).digest()
    must(link == hexadecimal(row["hash"]), "the hash is not that of this entry", Broken)
    must(1 <= position <= size, "the checkpoint counts fewer events", Broken)
    leaf = sha256(b"\x00" + link).digest()
    found = included(position - 1, size, leaf, hashes(head["hashes"]))
    must(found == root, "the entry is not in the history of the checkpoint", Broken)
    shown = "" if "digest" in row else f", {row['topic']}, {row['recorded_at']}"
    return [
        f"entry   {position} of {size}{shown}",
        f"この記録（{position}番）は、署名された{size}番までの記録の中に、このままの内容であります。",
        f"Entry {position} stands unchanged in the signed history of {size} entries.",
    ]


def check_growth(head: dict[str, Any], key: Optional[str]) -> List[str]:
    """That the history of a checkpoint begins with that of an older one; what to say of it."""
    must(set(head) == GROWTH, "this is not the proof that a history grew")
    _, first, older = opened(head, "older", key)
    _, second, newer = opened(head, "checkpoint", key)
    path = hashes(head["hashes"])
    must(first <= second, "the older checkpoint counts more events", Broken)
    if first in (0, second):
        must(not path, "the proof is longer than the way up", Broken)
        must(first != second or older == newer, "two histories of one length", Broken)
    else:
        must(grown(first, second, older, path) == (older, newer), "the history was rewritten", Broken)
    return [
        f"growth  from {first} to {second}",
        f"{first}番までの記録は書きかえられず、{second}番まで書き足されています。",
        f"The first {first} entries are unchanged in the history of {second}.",
    ]


def parse(line: bytes) -> dict[str, Any]:
    """A line's JSON object."""
    must(line.endswith(b"\n"), "the line is cut off")
    pairs = json.loads(line.decode(), object_pairs_hook=list)
    must(line[:1] == b"{", "a JSON object is expected")
    return unique(pairs)


def unique(pairs: Any) -> dict[str, Any]:
    """An object, as it was read: each name once."""
    must(isinstance(pairs, list) and all(isinstance(pair, tuple) for pair in pairs), "an object is expected")
    must(len(dict(pairs)) == len(pairs), "a name stands twice")
    return dict(pairs)


def read(path: str, key: str | None, older: Older) -> History:
    """Read the bundle."""
    with Path(path).open("rb") as file:
        return followed(file, key, older)


def followed(lines: Iterable[bytes], key: str | None, older: Older, kept: Iterable[str] = ()) -> History:
    """Follow the history: the event of position p stands on line p + 1."""
    history, position = None, 0
    try:
        for line in lines:
            if history:
                history.append(parse(line))
            else:
                history = History(parse(line), key, older, kept)
            position += 1
        if not history:
            raise Malformed("the file is empty")  # noqa: TRY301
        history.compare(ended=True)
    except (Malformed, ValueError, RecursionError) as error:
        raise Malformed(f"line {position + 1}: {error}") from error
    except Broken as error:
        raise Broken(f"at {f'position {position}' if position else 'the header'}: {error}") from error
    return history


def of_history(path: str, key: Optional[str], older: Older) -> List[str]:
    """Read a bundle; what to say of it."""
    return told_of(read(path, key, older), key, older)


def told_of(history: History, key: Optional[str], older: Older) -> List[str]:
    """What to say of a history that holds."""
    return [
        f"tenant  {UUID(bytes=history.tenant)}",
        f"events  {history.size}, of which {history.readable} readable",
        f"head    {history.head.hex()}",
        f"root    {history.root().hex()}",
        f"older   {history.marks['older checkpoint'][1] if older else 'none given'}",
        f"key     {history.key}{'' if key else '  (named by the file itself: compare it)'}",
        f"1番から{history.size}番までの記録は、署名されたとおりです。抜けも書きかえもありません。",
        f"The {history.size} entries are as they were signed: none is missing, none was changed.",
    ]


class Counted:
    """A part of an archive, hashed as it is read."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        """Of so many bytes, and no more."""
        self.file, self.most, self.hash, self.size = file, most, sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        """Line by line."""
        for line in iter(lambda: self.file.readline(self.most + 1), b""):
            self.hash.update(line)
            self.size += len(line)
            must(self.size <= self.most, "it is longer than the manifest says", Broken)
            yield line


def single(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    """A JSON object, each name once."""
    must(len(dict(pairs)) == len(pairs), "a name stands twice")
    return dict(pairs)


def manifest_of(archive: ZipFile, key: Optional[str]) -> Dict[str, Any]:
    """An archive's manifest, signed, of exactly the parts that there are."""
    text, signature = archive.read(MANIFEST).decode(), archive.read(SIGNATURE).decode()
    head: Any = json.loads(text, object_pairs_hook=single)
    must(isinstance(head, dict) and head.get("format") == "kyogikai-tenant/1", "not kyogikai-tenant/1")
    must(key in (None, head["verifier_key"]), f"the file names another key: {head['verifier_key']}", Broken)
    signed_text(f"{text}\n{signature}", head["verifier_key"], "the manifest")
    must(head["verifier_key"].split("+")[0] == head["origin"], "the key is not that of the origin", Broken)
    names = sorted([MANIFEST, SIGNATURE, *(part["name"] for part in head["parts"])])
    must(sorted(archive.namelist()) == names, "the parts are not those that the manifest names", Broken)
    return dict(head)


def of_archive(path: str, key: Optional[str], older: Older) -> List[str]:
    """Read everything of a tenant; what to say of it."""
    place = MANIFEST
    try:
        with ZipFile(path) as archive:
            head = manifest_of(archive, key)
            parts = {part["name"]: part for part in head["parts"]}
            notes = [json.loads(line)["note"] for line in archive.open("checkpoints.jsonl")]
            for place, part in parts.items():
                with archive.open(place) as file:
                    lines = Counted(file, part["bytes"])
                    if place == "events.jsonl":
                        history = followed(lines, head["verifier_key"], older, notes)
                    else:
                        list(zip(lines))
                right = (lines.size, lines.hash.hexdigest()) == (part["bytes"], part["sha256"])
                must(right, "it is not the part that the manifest names", Broken)
                named = place[:6] != "files/" or place[6:] == part["sha256"]
                must(named, "the bytes are not those of its name", Broken)
    except Broken as error:
        raise Broken(f"{place}: {error}") from error
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        TypeError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Malformed(f"{place}: {error}") from error
    said = (head["events"], head["head"], head["root"])
    found = (history.size, history.head.hex(), history.root().hex())
    must(said == found and history.readable == history.size, "the manifest counts other events", Broken)
    return [
        *told_of(history, key, older)[:-2],
        f"checkpoints {len(notes)}, files {head['files']}, keys {'yes' if head['keys'] else 'no'}",
        f"この自治体の記録{history.size}件、署名{len(notes)}個、文書{head['files']}件は、すべて書き出されたとおりです。",
        f"All {history.size} entries, {len(notes)} notes and {head['files']} files are as they were written.",
    ]


def check_certificate(head: dict[str, Any], key: Optional[str]) -> List[str]:
    """That a tenant was destroyed, as who signed its checkpoints says; what to say of it."""
    must(set(head) == CERTIFICATE, "this is not the certificate of a destruction")
    _, size, root = opened(head, "checkpoint", key)
    facts = json.loads(signed_text(head["note"], head["verifier_key"], "the certificate"))
    same = (facts["checkpoint"], facts["events"], facts["root"]) == (head["checkpoint"], size, root.hex())
    must(same, "the certificate is of another history", Broken)
    rows = sum(facts["rows"].values())
    return [
        f"tenant  {facts['tenant_id']} ({facts['name']}), destroyed {facts['destroyed_at']}",
        f"events  {size}, head {facts['head']}",
        f"rows    {rows} in {len(facts['rows'])} tables; keys {facts['keys']}; files {facts['files']}",
        f"この自治体の記録{size}件と鍵{facts['keys']}個を消去したことが、署名により証明されています。",
        f"It is certified that the {size} entries of this tenant and {facts['keys']} keys were destroyed.",
    ]


def of_proof(path: str, key: Optional[str], older: Older) -> List[str]:
    """Read a proof, which is one line; what to say of it."""
    must(not older, "an older checkpoint is held against a bundle, not against a proof")
    head = parse(Path(path).read_bytes())
    must(all(words(head.get(name)) for name in HEADER - {"tenant_id"}), "this is not a proof's header")
    checks = {"kyogikai-proof/1": check_entry, "kyogikai-growth/1": check_growth}
    checks["kyogikai-certificate/1"] = check_certificate
    must(head["format"] in checks, "the format is none that this program knows")
    told = checks[head["format"]](head, key)
    named = "" if key else "  (named by the file itself: compare it)"
    return [told[0], f"key     {head['verifier_key']}{named}", *told[1:]]


def is_proof(path: str) -> bool:
    """Whether the file begins as a proof does."""
    with Path(path).open("rb") as file:
        names = (b"proof", b"growth", b"certificate")
        return file.read(40).startswith(tuple(b'{"format":"kyogikai-' + name for name in names))


def is_archive(path: str) -> bool:
    """Whether the file begins as a ZIP does."""
    with Path(path).open("rb") as file:
        return file.read(2) == b"PK"


def main() -> int:
    """Print what was found; the exit code says whether it holds."""
    parser = argparse.ArgumentParser(description="Verify a history of Kyogikai, or a proof from it.")
    parser.add_argument("file")
    parser.add_argument("--key", help="the verifier key that you were given by another way")
    parser.add_argument("--older", help="a file with a checkpoint that you kept: it must be continued")
    parser.add_argument("--older-key", help="the verifier key of that checkpoint, if it was another")
    options = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # a terminal without UTF-8
    try:
        older = (Path(options.older).read_bytes().decode(), options.older_key) if options.older else None
        form = of_archive if is_archive(options.file) else of_proof if is_proof(options.file) else of_history
        told = form(options.file, options.key, older)
    except Broken as error:
        print(f"BROKEN {error}\n記録が書きかえられているか、証明と合いません。")
        return 1
    except OSError as error:
        print(f"UNREADABLE {error}\nファイルを開けません。名前と場所を確かめてください。")
        return 2
    except (Malformed, ValueError, RecursionError) as error:
        print(f"UNREADABLE {error}\nこのファイルは、決められた形式になっていません。")
        return 2
    print("\n".join([*told, "OK"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
