"""Checkpoints are C2SP signed notes: ours are the document's, others' are read, tampered ones refused."""

import base64
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from kyogikai_tenants.log import checkpoints
from kyogikai_tenants.log.checkpoints import (
    Checkpoint,
    KeyInvalid,
    NoteInvalid,
    SigningKey,
    VerifierKey,
    sign,
)
from tests.tenants.log.ledger import KEY, ORIGIN, VERIFIER, block, vector, verifier

CHECKPOINT = Checkpoint(ORIGIN, 3, bytes.fromhex(vector("merkle")["roots"][2]))
NOTE = sign(CHECKPOINT, KEY)

# The key and the note that Go's golang.org/x/mod/sumdb/note is tested with.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETERS = f"""{TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""


def test_the_key_is_the_documents() -> None:
    known = vector("key")
    assert base64.b64decode(KEY.seed).hex() == known["seed"]
    assert VERIFIER.public.hex() == known["public"]
    assert VERIFIER.text == known["verifier_key"]


def test_the_notes_are_the_documents() -> None:
    assert block("checkpoint") == NOTE
    older = Checkpoint(ORIGIN, 2, bytes.fromhex(vector("merkle")["roots"][1]))
    assert block("older") == sign(older, KEY)


def test_a_note_gives_back_its_checkpoint() -> None:
    assert checkpoints.verify(NOTE, VERIFIER) == CHECKPOINT


def test_a_note_and_key_of_another_implementation_are_read() -> None:
    assert checkpoints.open_note(PETERS, VerifierKey.parse(PETER)) == TEXT


def flips(text: str) -> Iterator[str]:
    """The text with each of its bits turned over in turn."""
    for place in range(len(text.encode()) * 8):
        data = bytearray(text.encode())
        data[place // 8] ^= 1 << place % 8
        yield data.decode(errors="surrogateescape")


def test_every_flipped_bit_of_a_note_is_refused() -> None:
    for wrong in flips(NOTE):
        with pytest.raises(NoteInvalid):
            checkpoints.verify(wrong, VERIFIER)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("—", "-"),
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("=\n", "\n"),
        NOTE.replace("gY=", "gZ="),  # the same bytes, with stray bits at the end
        NOTE + NOTE.splitlines()[-1] + "\n",  # one key, one signature
        "\ufeff" + NOTE,
    ],
)
def test_what_is_not_a_note_is_refused(note: str) -> None:
    with pytest.raises(NoteInvalid):
        checkpoints.verify(note, VERIFIER)


def signed(text: str) -> str:
    """Any text at all, signed as our log would sign it."""
    signature = base64.b64encode(VERIFIER.id + KEY.sign(text.encode())).decode()
    return f"{text}\n— {ORIGIN} {signature}\n"


ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n03\n{ROOT}\n",
        f"{ORIGIN}\n-3\n{ROOT}\n",
        f"{ORIGIN}\n\n{ROOT}\n",
        f"{ORIGIN}\n\uff13\n{ROOT}\n",  # a full-width 3
        f"{ORIGIN}\n{'9' * 5000}\n{ROOT}\n",
        f"{ORIGIN}\n3\n{ROOT[:-5]}=\n",
        f"{ORIGIN}\n3\n{ROOT}\nextension\n",
        f"{ORIGIN}\n3\n",
        f"kyogikai/other-town\n3\n{ROOT}\n",
        f"two words\n3\n{ROOT}\n",
    ],
)
def test_what_is_not_our_checkpoint_is_refused_though_signed(text: str) -> None:
    with pytest.raises(NoteInvalid):
        checkpoints.verify(signed(text), VERIFIER)


def test_the_text_that_those_were_made_from_would_do() -> None:
    assert checkpoints.verify(signed(f"{ORIGIN}\n3\n{ROOT}\n"), VERIFIER).size == 3


def test_signatures_of_others_are_passed_over() -> None:
    witness = PETERS.splitlines()[-1]
    assert checkpoints.verify(NOTE + witness + "\n", VERIFIER) == CHECKPOINT


def test_another_key_under_the_same_name_is_refused() -> None:
    with pytest.raises(NoteInvalid, match="not one signature"):
        checkpoints.verify(NOTE, SigningKey.generate().verifier(ORIGIN))


def test_another_keys_signature_under_our_id_is_refused() -> None:
    forged = base64.b64encode(VERIFIER.id + SigningKey.generate().sign(CHECKPOINT.text.encode())).decode()
    with pytest.raises(NoteInvalid, match="does not hold"):
        checkpoints.verify(f"{CHECKPOINT.text}\n— {ORIGIN} {forged}\n", VERIFIER)


@pytest.mark.parametrize(
    ("origin", "size", "root"), [("a b", 0, 32), ("a+b", 0, 32), ("a", -1, 32), ("a", 0, 31), ("", 0, 32)]
)
def test_no_checkpoint_is_made_that_could_not_be_read(origin: str, size: int, root: int) -> None:
    with pytest.raises(NoteInvalid):
        Checkpoint(origin, size, bytes(root))


def test_every_flipped_bit_of_a_verifier_key_is_refused() -> None:
    for wrong in flips(PETER):
        with pytest.raises(KeyInvalid):
            VerifierKey.parse(wrong)


def pem(key: Ed25519PrivateKey | Ed448PrivateKey, password: str = "") -> str:
    hidden = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, hidden).decode()


def test_a_key_is_loaded_from_its_seed_or_its_pem() -> None:
    secret = Ed25519PrivateKey.generate()
    key = SigningKey.load(pem(secret))
    assert SigningKey.load(key.seed + "\n").verifier(ORIGIN) == key.verifier(ORIGIN)
    assert key.verifier(ORIGIN).public == secret.public_key().public_bytes_raw()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2VjcmV0",
        "not base64",
        "鍵",
        "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
        pem(Ed448PrivateKey.generate()),
        pem(Ed25519PrivateKey.generate(), "password"),
    ],
)
def test_what_is_no_signing_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(KeyInvalid) as caught:
        SigningKey.load(text)
    assert "c2Vj" not in str(caught.value)


def test_two_implementations_of_ed25519_agree() -> None:
    alone = verifier()
    for size in range(12):
        key, message = SigningKey.generate(), b"m" * size
        public, signature = key.verifier(ORIGIN).public, key.sign(message)
        assert alone.signed_by(public, message, signature)
        assert not alone.signed_by(public, message + b"!", signature)
        assert not alone.signed_by(public, message, bytes([signature[0] ^ 1]) + signature[1:])
        grown = int.from_bytes(signature[32:], "little") + alone.ORDER
        assert not alone.signed_by(public, message, signature[:32] + grown.to_bytes(32, "little"))


def test_ed25519_has_the_signature_of_the_rfc() -> None:
    """RFC 8032, 7.1, test 1: the empty message."""
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert verifier().signed_by(public, b"", signature)
