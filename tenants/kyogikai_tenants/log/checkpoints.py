"""Checkpoints: a tenant's whole history as one signed text of a few lines, to be kept elsewhere.

The text is a C2SP tlog-checkpoint (origin, size, root) in a C2SP signed note, signed with Ed25519
(RFC 8032). The key's name in the note is the origin, as tlog-checkpoint asks of a log.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import ClassVar, Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

ED25519, COSIGNATURE = b"\x01", b"\x04"
"""The algorithms of keys: an Ed25519 signature of a note, and one of a witness with its time."""
ID_BYTES = 4
TIME_BYTES = 8
LATEST = 253_402_300_799
"""The last second of the year 9999."""
COSIGNED = "cosignature/v1"
HASH_BYTES = KEY_BYTES = 32
LINES = 4  # of a checkpoint, split at each newline: three and the nothing after them
VERIFIER = "an Ed25519 verifier key is name+id+base64(0x01 || key), and the id that of name and key"
SIGNING = "an Ed25519 signing key is a PEM (PKCS #8, not encrypted) or a seed of 32 bytes in base64"

_NAME = re.compile(r"[^\s+\x00-\x1f\ud800-\udfff]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
_FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")


class NoteInvalid(Exception):
    """The text is not a checkpoint signed by the key asked for."""


class KeyInvalid(Exception):
    """The text is not a key of the kind asked for; the message never repeats it."""


def _require(holds: object, otherwise: str) -> None:
    if not holds:
        raise NoteInvalid(otherwise)


@dataclass(frozen=True)
class Checkpoint:
    """The first `size` events of the log called `origin` have this Merkle root (32 bytes)."""

    origin: str
    size: int
    root_hash: bytes

    def __post_init__(self) -> None:
        _require(_NAME.fullmatch(self.origin), "an origin is one word without spaces or plus")
        _require(self.size >= 0, "a size counts from 0")
        _require(len(self.root_hash) == HASH_BYTES, "a root has 32 bytes")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the note's text: three lines, each ended by a newline; no extension lines."""
        lines = text.split("\n")
        _require(len(lines) == LINES and not lines[-1], "a checkpoint is three lines")
        origin, size, root, _ = lines
        _require(_SIZE.fullmatch(size), "the second line is not a size")
        return cls(origin, int(size), _decode(root))

    @property
    def text(self) -> str:
        """The text of the note."""
        return f"{self.origin}\n{self.size}\n{_encode(self.root_hash)}\n"


@dataclass(frozen=True)
class VerifierKey:
    """A public key (32 bytes) and its name; as text `name+id+base64(0x01 || key)`, the id in hexadecimal."""

    ALGORITHM: ClassVar[bytes] = ED25519

    name: str
    public: bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a C2SP verifier key; KeyInvalid unless it is exactly what `text` writes."""
        name, _, rest = text.partition("+")
        try:
            key = cls(name, _decode(rest.partition("+")[2])[1:])
            _require(_NAME.fullmatch(name) and len(key.public) == KEY_BYTES and key.text == text, "not a key")
        except NoteInvalid:
            raise KeyInvalid(VERIFIER) from None
        return key

    @property
    def id(self) -> bytes:
        """The first 4 bytes of SHA-256(name || newline || algorithm || key)."""
        return sha256(self.name.encode() + b"\n" + self.ALGORITHM + self.public).digest()[:ID_BYTES]

    @property
    def text(self) -> str:
        """The key as C2SP writes it."""
        return f"{self.name}+{self.id.hex()}+{_encode(self.ALGORITHM + self.public)}"


@dataclass(frozen=True)
class WitnessKey(VerifierKey):
    """The key of a witness (C2SP tlog-cosignature): as text ``name+id+base64(0x04 || key)``."""

    ALGORITHM: ClassVar[bytes] = COSIGNATURE


class SigningKey:
    """The secret half; one key may sign for many origins, each under a verifier key of its own."""

    def __init__(self, secret: Ed25519PrivateKey) -> None:
        self._secret = secret

    @classmethod
    def generate(cls) -> Self:
        """A new key from the system's randomness."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, text: str) -> Self:
        """Read a PEM (PKCS #8, not encrypted) or the seed of 32 bytes in base64; else KeyInvalid."""
        text = text.strip()
        try:
            if not text.startswith("-----"):
                return cls(Ed25519PrivateKey.from_private_bytes(_decode(text)))
            secret = load_pem_private_key(text.encode(), password=None)
        except (NoteInvalid, ValueError, TypeError, UnsupportedAlgorithm):
            raise KeyInvalid(SIGNING) from None
        if not isinstance(secret, Ed25519PrivateKey):
            raise KeyInvalid(SIGNING)
        return cls(secret)

    @property
    def seed(self) -> str:
        """The secret as `load` reads it: 32 bytes in base64."""
        return _encode(self._secret.private_bytes_raw())

    def sign(self, data: bytes) -> bytes:
        """The signature of RFC 8032, 64 bytes; the same data always gets the same one."""
        return self._secret.sign(data)

    def verifier(self, origin: str) -> VerifierKey:
        """The public half under the name `origin`: what goes to those who verify."""
        return VerifierKey(origin, self._secret.public_key().public_bytes_raw())


def sign(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The checkpoint as a signed note, under its origin's name."""
    return sign_note(checkpoint.text, checkpoint.origin, key)


def sign_note(text: str, name: str, key: SigningKey) -> str:
    """Any text that ends with a newline, as a signed note."""
    return f"{text}\n{_line(text, name, key)}"


def cosign(note: str, key: SigningKey) -> str:
    """A checkpoint's note with a line of ours beneath: we hold that history too; once is enough."""
    text = note.rpartition("\n\n")[0] + "\n"
    line = _line(text, Checkpoint.parse(text).origin, key)
    return note if line in note else note + line


def _line(text: str, name: str, key: SigningKey) -> str:
    return f"— {name} {_encode(key.verifier(name).id + key.sign(text.encode()))}\n"


def verify(note: str, key: VerifierKey) -> Checkpoint:
    """The checkpoint of a note that `key` signed for its own origin; else NoteInvalid."""
    checkpoint = Checkpoint.parse(open_note(note, key))
    _require(checkpoint.origin == key.name, f"the key of {key.name} cannot sign for {checkpoint.origin}")
    return checkpoint


def open_note(note: str, key: VerifierKey) -> str:
    """The text of a signed note, once a signature of `key` holds; those of other keys are passed over."""
    text, _, block = note.rpartition("\n\n")
    whole = text and block.endswith("\n") and not _FORBIDDEN.search(note)
    _require(whole, "a note is a text, an empty line and signature lines")
    text += "\n"
    signed = [_signature(line) for line in block[:-1].split("\n")]
    ours = [data[ID_BYTES:] for name, data in signed if (name, data[:ID_BYTES]) == (key.name, key.id)]
    _require(len(ours) == 1, f"not one signature by {key.name} with this key, but {len(ours)}")
    _require(_holds(key, ours[0], text.encode()), f"the signature by {key.name} does not hold")
    return text


def cosignature(note: str, lines: str, key: WitnessKey) -> tuple[str, datetime]:
    """The signature line of a witness among some, with its newline, and when it signed; else NoteInvalid.

    What is signed is the note's text after ``cosignature/v1`` and the time.
    """
    text = note.rpartition("\n\n")[0] + "\n"
    _require(lines.endswith("\n") and not _FORBIDDEN.search(lines), "signature lines end with a newline")
    found = [(line, *_signature(line)) for line in lines[:-1].split("\n")]
    ours = [
        (line, data[ID_BYTES:]) for line, name, data in found if (name, data[:ID_BYTES]) == (key.name, key.id)
    ]
    _require(len(ours) == 1, f"not one signature by {key.name} with this key, but {len(ours)}")
    ((line, data),) = ours
    seconds = int.from_bytes(data[:TIME_BYTES], "big")
    _require(len(data) > TIME_BYTES and seconds <= LATEST, "no time of ours")
    signed = f"{COSIGNED}\ntime {seconds}\n{text}".encode()
    _require(_holds(key, data[TIME_BYTES:], signed), f"the signature by {key.name} does not hold")
    return line + "\n", datetime.fromtimestamp(seconds, UTC)


def _signature(line: str) -> tuple[str, bytes]:
    """The key's name, and its id followed by the signature."""
    dash, _, rest = line.partition(" ")
    name, _, data = rest.partition(" ")
    _require(dash == "—" and _NAME.fullmatch(name), "a signature line is a dash, a name and base64")
    return name, _decode(data)


def _holds(key: VerifierKey, signature: bytes, text: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text)
    except InvalidSignature:
        return False
    return True


def _encode(data: bytes) -> str:
    return b64encode(data).decode()


def _decode(text: str) -> bytes:
    """RFC 4648 base64, only as it would be written: stray bits at the end are refused too."""
    try:
        data = b64decode(text)
    except ValueError:
        data = b""
    _require(_encode(data) == text, "not base64 as it would be written")
    return data
