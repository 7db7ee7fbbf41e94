"""The key under which a tenant's own key travels: from a file, or from a passphrase that both sides know."""

import os
import unicodedata
from base64 import b64decode, b64encode
from typing import Any, NamedTuple

from argon2.low_level import Type, hash_secret_raw

from kyogikai_platform.accounts.passwords import SHORTEST
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.personal_data import KEY_BYTES, Key

COST = {"time": 3, "memory": 64 * 1024, "lanes": 4}
"""Of argon2id (RFC 9106, for less memory)."""
MOST = {"time": 16, "memory": 1024 * 1024, "lanes": 16}
"""What a file may ask of whoever takes it in."""


class BadTransferKey(Refused):
    """A transfer key is 32 bytes in base64, a transfer passphrase has as many characters as any other."""

    CODE = "BAD_TRANSFER_KEY"
    JA = f"移送の鍵は32バイト（base64）、移送のパスフレーズは{SHORTEST}文字以上にしてください。"
    EN = f"A transfer key is 32 bytes in base64; a transfer passphrase has {SHORTEST} characters or more."


class OtherTransferKey(Refused):
    """The keys of a file are opened by what they were closed with."""

    CODE = "OTHER_TRANSFER_KEY"
    JA = "この書出しの鍵は、別の鍵またはパスフレーズで封をされています。"
    EN = "The keys of this file were closed with another key or passphrase."


class Secret(NamedTuple):
    """What somebody gives: a key in base64 or a passphrase."""

    text: str
    passphrase: bool


class Transfer(NamedTuple):
    """A key, and how the other side comes to it."""

    key: Key
    how: dict[str, Any]


def begin(secret: Secret) -> Transfer:
    """For an export. Raises BadTransferKey."""
    if not secret.passphrase:
        key = _key(secret.text)
        return Transfer(key, {"kind": "key", "name": key.name})
    if len(secret.text) < SHORTEST:
        raise BadTransferKey
    how: dict[str, Any] = {"kind": "passphrase", "salt": b64encode(os.urandom(16)).decode(), **COST}
    return Transfer(_derived(secret.text, how), how)


def again(secret: Secret, how: dict[str, Any]) -> Key:
    """For an import. Raises BadTransferKey, OtherTransferKey."""
    if how.get("kind") == "key" and not secret.passphrase:
        key = _key(secret.text)
        if key.name != how.get("name"):
            raise OtherTransferKey
        return key
    costs = all(isinstance(how.get(n), int) and 0 < how[n] <= most for n, most in MOST.items())
    if how.get("kind") != "passphrase" or not secret.passphrase or not costs:
        raise OtherTransferKey
    return _derived(secret.text, how)


def _key(text: str) -> Key:
    try:
        found = b64decode(text, validate=False)
    except ValueError as problem:
        raise BadTransferKey from problem
    if len(found) != KEY_BYTES:
        raise BadTransferKey
    return Key(found)


def _derived(text: str, how: dict[str, Any]) -> Key:
    plain = unicodedata.normalize("NFKC", text).encode()
    salt = b64decode(how["salt"])
    costs = (how["time"], how["memory"], how["lanes"])
    return Key(hash_secret_raw(plain, salt, *costs, hash_len=KEY_BYTES, type=Type.ID))
