"""A witness of the tests' own, written from the C2SP texts (tlog-witness, tlog-cosignature, signed-note).

It shares no code with the product: notes and proofs are read by the verifier that is given away. It can lie.
"""

import base64
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typing_extensions import override

from kyogikai_platform import kyogikai_verify

NAME = "witness.example/w1"
Answer = tuple[int, str, bytes]


@dataclass
class Witness:
    """Knows some logs by their keys, and the longest of each that it signed."""

    secret: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    url: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    """Origin -> the key that the log signs with."""
    known: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """Origin -> size and root of the last note that was signed."""
    lie: str = ""
    asked: list[int] = field(default_factory=list)
    """The old sizes that were named."""

    @property
    def key(self) -> str:
        """Its verifier key: name+id+base64(0x04 || key)."""
        return vkey(self.secret)

    def add(self, body: str) -> Answer:
        """Answer add-checkpoint as the text says, step by step."""
        head, found, note = body.partition("\n\n")
        old, *proof = head.split("\n")
        named = re.fullmatch(r"old (0|[1-9][0-9]*)", old)
        if not found or not named or len(proof) > 63:
            return 400, "text/plain", b"malformed"
        origin, claimed = note.partition("\n")[0], int(named[1])
        if origin not in self.keys:
            return 404, "text/plain", b"unknown"
        self.asked.append(claimed)
        try:
            _, size, root = kyogikai_verify.checkpoint_of(note, self.keys[origin])
        except kyogikai_verify.Broken:
            return 403, "text/plain", b"no signature"
        if claimed > size:
            return 400, "text/plain", b"old size is larger"
        if self.lie in LIES:
            lied: Answer = LIES[self.lie](self, note)
            return lied
        return self._judged(origin, note, claimed, (size, root), [base64.b64decode(p) for p in proof])

    def _judged(
        self, origin: str, note: str, claimed: int, new: tuple[int, bytes], proof: list[bytes]
    ) -> Answer:
        known, root = self.known.get(origin, (0, sha256(b"").digest()))
        if claimed != known:
            return 409, "text/x.tlog.size", f"{known}\n".encode()
        if claimed == new[0] and root != new[1]:
            return 409, "text/plain", b"another root"
        if 0 < claimed < new[0]:
            try:
                if kyogikai_verify.grown(claimed, new[0], root, proof) != (root, new[1]):
                    return 422, "text/plain", b"inconsistent"
            except kyogikai_verify.Broken:
                return 422, "text/plain", b"inconsistent"
        elif proof:
            return 422, "text/plain", b"a proof of nothing"
        self.known[origin] = new
        return 200, "text/plain", cosigned(note, self.secret)


def vkey(secret: Ed25519PrivateKey) -> str:
    """A witness's verifier key."""
    public = b"\x04" + secret.public_key().public_bytes_raw()
    own = sha256(NAME.encode() + b"\n" + public).hexdigest()[:8]
    return f"{NAME}+{own}+{base64.b64encode(public).decode()}"


def cosigned(note: str, secret: Ed25519PrivateKey, at: int | None = None) -> bytes:
    """The line of a cosignature/v1 on a note."""
    when = int(time.time()) if at is None else at
    text = note.rpartition("\n\n")[0] + "\n"
    signature = secret.sign(f"cosignature/v1\ntime {when}\n{text}".encode())
    own = bytes.fromhex(vkey(secret).split("+")[1])
    data = base64.b64encode(own + when.to_bytes(8, "big") + signature).decode()
    return f"— {NAME} {data}\n".encode()


def _foreign(_witness: Witness, note: str) -> Answer:
    """Somebody else signs under the witness's name."""
    return 200, "text/plain", cosigned(note, Ed25519PrivateKey.generate())


def _other_text(witness: Witness, note: str) -> Answer:
    """What is signed is a longer log."""
    lines = note.split("\n")
    return 200, "text/plain", cosigned("\n".join([lines[0], f"{lines[1]}0", *lines[2:]]), witness.secret)


def _bit(witness: Witness, note: str) -> Answer:
    """One bit of the signature is turned over."""
    line = cosigned(note, witness.secret).decode()
    data = bytearray(base64.b64decode(line.split(" ")[2]))
    data[-1] ^= 1
    return 200, "text/plain", f"— {NAME} {base64.b64encode(bytes(data)).decode()}\n".encode()


def _plain_key(witness: Witness, note: str) -> Answer:
    """The note itself is signed, without a time, as a log would."""
    text = note.rpartition("\n\n")[0] + "\n"
    own = bytes.fromhex(vkey(witness.secret).split("+")[1])
    data = base64.b64encode(own + witness.secret.sign(text.encode())).decode()
    return 200, "text/plain", f"— {NAME} {data}\n".encode()


LIES: dict[str, Any] = {
    "foreign": _foreign, "other text": _other_text, "bit": _bit, "plain": _plain_key,
    "long ago": lambda w, note: (200, "text/plain", cosigned(note, w.secret, int(time.time()) - 86_400 * 30)),
    "to come": lambda w, note: (200, "text/plain", cosigned(note, w.secret, int(time.time()) + 86_400)),
    "twice": lambda w, note: (200, "text/plain", cosigned(note, w.secret) * 2),
    "nothing": lambda *_: (200, "text/plain", b""),
    "binary": lambda *_: (200, "text/plain", b"\xff\xfe\n"),
    "longer": lambda *_: (409, "text/x.tlog.size", b"99999999\n"),
    "another": lambda *_: (409, "text/plain", b"another root"),
    "always less": lambda *_: (409, "text/x.tlog.size", b"1\n"),
    "no number": lambda *_: (409, "text/x.tlog.size", b"-1\n"),
    "inconsistent": lambda *_: (422, "text/plain", b""),
    "refuses": lambda *_: (403, "text/plain", b""),
    "broken": lambda *_: (500, "text/plain", b""),
    "redirect": lambda *_: (302, "text/plain", b""),
    "flood": lambda *_: (200, "text/plain", b"x" * 400_000),
}  # fmt: skip


@contextmanager
def witness() -> Iterator[Witness]:
    """One that runs."""
    own = Witness()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            known = self.path == "/base/add-checkpoint"
            status, kind, text = own.add(body) if known else (404, "text/plain", b"")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Location", "http://169.254.169.254/")
            self.end_headers()
            self.wfile.write(text)

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    own.url = f"http://127.0.0.1:{server.server_address[1]}/base/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield own
    finally:
        server.shutdown()
        server.server_close()
