"""Passphrases: argon2id (RFC 9106, for less memory), a few at a time, and at one cost for unknown users."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.connection import driver

SHORTEST, LONGEST = 15, 256
"""Characters. 15 without a second factor and without other rules (NIST SP 800-63B-4)."""
HASHER = PasswordHasher()
DUMMY = "$argon2id$v=19$m=65536,t=3,p=4$EzOZl/OJiBIuf6JQAt2c+Q$QqM8bjixm32uA592aQrGscPFnjimnXpRxyYEl0D7kH0"
"""The hash of nothing that anybody knows: whoever has no account is checked against it, at the same cost."""
AT_ONCE = 2
"""Sign-ins at a time, in each process: a hash takes 64 MB and all cores, and the other threads answer on."""


class BadPassphrase(Refused):
    """A passphrase has 15 characters or more; any characters will do."""

    CODE = "BAD_PASSPHRASE"
    JA = f"パスフレーズは{SHORTEST}文字以上{LONGEST}文字以下にしてください。"
    EN = f"A passphrase has {SHORTEST} to {LONGEST} characters."


class AddressTaken(Refused):
    """An e-mail address signs in to one account."""

    CODE = "ADDRESS_TAKEN"
    JA = "このメールアドレスは別の利用者が使っています。"
    EN = "Another account signs in with this address."


class Busy(Exception):
    """Too many sign in at this moment."""


class Stored(NamedTuple):
    """Whose an address is, and the hash of their passphrase; empty until they have one."""

    user_id: UUID
    hash: str


@dataclass(frozen=True)
class Hashing:
    """Computes hashes, no more than a few at a time."""

    hasher: PasswordHasher = HASHER
    patience: float = 0
    """Seconds to wait for a turn: none, because whoever waits holds a thread that could answer."""
    slots: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))

    def hash(self, passphrase: str) -> str:
        """The hash to keep. Raises BadPassphrase."""
        plain = normalised(passphrase)
        if not SHORTEST <= len(plain) <= LONGEST:
            raise BadPassphrase(field="passphrase")
        return self.hasher.hash(plain)

    def matches(self, stored: str | None, passphrase: str) -> bool:
        """Whether a passphrase is the one; without a hash nothing is, at the same cost."""
        try:
            self.hasher.verify(stored or DUMMY, normalised(passphrase))
        except VerifyMismatchError:
            return False
        return bool(stored)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One of the few sign-ins at a time. Raises Busy."""
        if not self.slots.acquire(timeout=self.patience):
            raise Busy
        try:
            yield
        finally:
            self.slots.release()


def normalised(passphrase: str) -> str:
    """The same characters however a keyboard composes them."""
    return unicodedata.normalize("NFKC", passphrase)


def address_of(email: str) -> str:
    """An e-mail address as it is compared."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def keep(connection: sa.Connection, user_id: UUID, address: bytes, stored: str) -> None:
    """Set a user's passphrase; the address is a keyed digest. Raises AddressTaken."""
    tenant = connection.info["tenant_id"]
    other = "SELECT FROM account_password WHERE tenant_id = %s AND address = %s AND user_id <> %s"
    if driver(connection).execute(other, (tenant, address, user_id)).fetchone() is not None:
        raise AddressTaken(field="email")
    driver(connection).execute(
        "INSERT INTO account_password (tenant_id, user_id, address, hash) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (tenant_id, user_id) DO UPDATE "
        "SET address = excluded.address, hash = excluded.hash, changed_at = now()",
        (tenant, user_id, address, stored),
    )


def find(connection: sa.Connection, address: bytes) -> Stored | None:
    """Whose an address is."""
    query = "SELECT user_id, hash FROM account_password WHERE tenant_id = %s AND address = %s"
    row = driver(connection).execute(query, (connection.info["tenant_id"], address)).fetchone()
    return Stored(*row) if row else None


class Own(NamedTuple):
    """What an account signs in with: the keyed digest of its address, and a hash."""

    address: bytes
    hash: str


def of(connection: sa.Connection, user_id: UUID) -> Own:
    """What an account signs in with; of one that has nothing yet, what matches nothing."""
    query = "SELECT address, hash FROM account_password WHERE tenant_id = %s AND user_id = %s"
    row = driver(connection).execute(query, (connection.info["tenant_id"], user_id)).fetchone()
    return Own(*row) if row else Own(user_id.bytes, "")


def change(connection: sa.Connection, user_id: UUID, stored: str) -> None:
    """Set another passphrase for the address that an account has."""
    driver(connection).execute(
        "UPDATE account_password SET hash = %s, changed_at = now() WHERE tenant_id = %s AND user_id = %s",
        (stored, connection.info["tenant_id"], user_id),
    )


def still(connection: sa.Connection, stored: Stored) -> bool:
    """Whether that passphrase is still the user's."""
    query = "SELECT FROM account_password WHERE tenant_id = %s AND user_id = %s AND hash = %s"
    given = connection.info["tenant_id"], *stored
    return driver(connection).execute(query, given).fetchone() is not None
