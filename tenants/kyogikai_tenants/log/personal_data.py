"""Sealing: a text about a person reaches the log as ciphertext only, under a key that can be destroyed.

A field ``Annotated[str, Personal("person_id")]`` belongs to the subject that the named field of its event
holds. Each subject has a key, wrapped by the tenant's, which the master key wraps. Destroying a subject's
key erases every text sealed under it; the stored bytes, and so the chain, stay as they are.
"""

import hmac
import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Event, EventCorrected
from kyogikai_tenants.log.chain import field
from kyogikai_tenants.log.tables import subject_key, tenant_key

SEALED = "[sealed]"
"""What is read where nobody asked for the text: the audit trail, a rebuild."""
ERASED = "[erased]"
"""What is read for ever where the subject's key was destroyed."""

FORMAT = b"kyogikai-seal/1"
KEY_BYTES, NONCE_BYTES = 32, 12
MASTER_KEY = "KYOGIKAI_MASTER_KEY"
PREVIOUS = f"{MASTER_KEY}_PREVIOUS"
"""While the master key is exchanged: the one before, as long as it wraps any tenant's key."""
SHORTEST_KEY = 16
"""Characters of an idempotency key under which personal data may be sent (see ``WeakKey``)."""


@dataclass(frozen=True)
class Personal:
    """Marks a field whose text is personal data of the subject that another field of the event names."""

    subject_field: str = "originator_id"


_FIELDS: dict[type[Event], Mapping[str, str]] = {}


def personal_fields(event: type[Event]) -> Mapping[str, str]:
    """The fields of an event that are sealed, each with the field that names its subject."""
    if event not in _FIELDS:
        marks = {
            name: _mark(event, name, hint)
            for name, hint in get_type_hints(event, include_extras=True).items()
        }
        _FIELDS[event] = {name: mark.subject_field for name, mark in marks.items() if mark}
    return _FIELDS[event]


def _mark(event: type[Event], name: str, hint: Any) -> Personal | None:
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        found = next((m for m in marks if isinstance(m, Personal)), None)
        if found is None or (inner is str and len(marks) == 1):
            return found
    elif "Personal(" not in str(hint):
        return None
    raise TypeError(f"{event.__name__}.{name}: only a whole text without conditions can be sealed")


def sealed_in(event: Event) -> Mapping[str, UUID]:
    """The texts of an event that are sealed, each with its subject; a correction is sealed like its field."""
    if isinstance(event, EventCorrected):
        return {"old": event.sealed_for, "new": event.sealed_for} if event.sealed_for else {}
    return {name: getattr(event, of) for name, of in personal_fields(type(event)).items()}


class NoMasterKey(Refused):
    """Without a master key personal data is neither stored nor read."""

    CODE = "NO_MASTER_KEY"
    JA = f"個人情報の鍵が設定されていないため記録・閲覧できません（{MASTER_KEY}）。"
    EN = f"Personal data needs a master key: set {MASTER_KEY} or {MASTER_KEY}_FILE (32 bytes in base64)."


class SubjectErased(Refused):
    """Nothing personal is recorded of a subject whose key was destroyed."""

    CODE = "SUBJECT_ERASED"
    JA, EN = "{subject} の個人情報は消去済みです。", "The personal data of {subject} was erased."


class WeakKey(Refused):
    """An idempotency key sent with personal data cannot be guessed: the digest of the input hangs on it."""

    CODE = "WEAK_KEY"
    JA = f"個人情報を送る冪等キーは{SHORTEST_KEY}文字以上の乱数にしてください。"
    EN = f"With personal data, an idempotency key is random and has {SHORTEST_KEY} characters or more."


class SealBroken(Exception):
    """What is sealed was changed, or belongs to another tenant, subject, event or field."""


@dataclass(frozen=True, repr=False)
class Key:
    """An AES-256-GCM key; what it seals opens only in the same place."""

    secret: bytes

    @classmethod
    def generate(cls) -> "Key":
        """A new key from the system's randomness."""
        return cls(os.urandom(KEY_BYTES))

    @classmethod
    def configured(cls, environment: Mapping[str, str] | None = None) -> "Key":
        """The master key: KYOGIKAI_MASTER_KEY, or the file that …_FILE names. Raises NoMasterKey."""
        return cls._named(MASTER_KEY, os.environ if environment is None else environment)

    @classmethod
    def before(cls, environment: Mapping[str, str] | None = None) -> "Key | None":
        """The master key before it, while it is exchanged; None at all other times. Raises NoMasterKey.

        A file that is named and not there is none: it is taken away when nothing needs it any more.
        """
        given = os.environ if environment is None else environment
        file = given.get(f"{PREVIOUS}_FILE", "")
        there = given.get(PREVIOUS) or (file and Path(file).exists())
        return cls._named(PREVIOUS, given) if there else None

    @classmethod
    def _named(cls, name: str, given: Mapping[str, str]) -> "Key":
        text, file = given.get(name, ""), given.get(f"{name}_FILE", "")
        try:
            secret = b64decode(text or (Path(file).read_text() if file else ""), validate=False)
        except (NotBase64, OSError) as problem:
            raise NoMasterKey from problem
        if len(secret) != KEY_BYTES:
            raise NoMasterKey
        return cls(secret)

    @property
    def name(self) -> str:
        """What tells one master key from another, and says nothing of it."""
        return sha256(FORMAT + b" name" + self.secret).hexdigest()[:16]

    def seal(self, plain: bytes, place: bytes) -> bytes:
        """Nonce and ciphertext."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.secret).encrypt(nonce, plain, place)

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """The plain bytes. Raises SealBroken."""
        try:
            return AESGCM(self.secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
        except (InvalidTag, ValueError) as problem:
            raise SealBroken("the seal does not belong in this place") from problem


def place(tenant: UUID, stream: UUID, version: int, topic: str, name: str) -> bytes:
    """Where a sealed text stands: the additional authenticated data, so that no ciphertext can be moved."""
    number = version.to_bytes(8, "big")
    return FORMAT + b"".join(map(field, (tenant.bytes, stream.bytes, number, topic.encode(), name.encode())))


class Keys:
    """One tenant's keys, for one attempt at one command, or one reading.

    Keys are read when first needed, so that nothing is asked where nothing is sealed. A longer life would
    be wrong: a key made in an attempt that is rolled back must be forgotten with it.
    """

    def __init__(self, connection: sa.Connection, master: Key | None = None) -> None:
        self.tenant_id: UUID = connection.info["tenant_id"]
        self._connection, self._master = connection, master
        self._tenant: Key | None = None
        self._subjects: dict[UUID, Key] = {}

    def seal(self, subject: UUID, text: str, place: bytes) -> dict[str, str]:
        """A text as stored; the first one makes the subject's key. Raises SubjectErased, NoMasterKey."""
        key = self._subject(subject) or self._make(subject)
        return {"sealed": b64encode(key.seal(text.encode(), place)).decode(), "of": str(subject)}

    def open(self, stored: Mapping[str, str], place: bytes) -> str:
        """The text, or ERASED where the key is gone. Raises SealBroken, NoMasterKey."""
        try:
            key = self._subject(UUID(stored["of"]))
        except SubjectErased:
            return ERASED
        if key is None:
            raise SealBroken("the subject of the seal has no key here")
        return key.open(b64decode(stored["sealed"]), place).decode()

    def destroy(self, subject: UUID) -> None:
        """Erase everything sealed for a subject, for ever; nothing more can be sealed for it."""
        own = {"tenant_id": self.tenant_id, "subject_id": subject}
        gone = {"wrapped": None, "destroyed_at": sa.func.now()}
        self._subjects.pop(subject, None)
        which = self._where(subject_key, subject_id=subject) & subject_key.c.destroyed_at.is_(None)
        if self._connection.execute(sa.update(subject_key).where(which).values(**gone)).rowcount:
            return
        if self._one(subject_key, subject_id=subject) is None:
            self._connection.execute(sa.insert(subject_key).values(**own, **gone))

    def rotate(self, new: Key) -> None:
        """Wrap the tenant's key by a new master key; what is sealed stays as it is."""
        wrapped = self._wrapped(self._own(), new)
        self._connection.execute(sa.update(tenant_key).where(self._where(tenant_key)).values(**wrapped))
        self._master = new

    def transferred(self, to: Key) -> bytes:
        """The tenant's key wrapped for another installation; subjects' keys go as they are, under it."""
        return bytes(self._wrapped(self._own(), to)["wrapped"])

    def adopt(self, wrapped: bytes, by: Key) -> None:
        """Take on the key of a tenant that comes from elsewhere. Raises SealBroken, NoMasterKey."""
        own = Key(by.open(wrapped, self._for()))
        self._master = self._master or Key.configured()
        self._connection.execute(sa.insert(tenant_key).values(**self._wrapped(own, self._master)))
        self._tenant = own

    def fingerprint(self, text: str) -> bytes:
        """What finds an address in an operational table without holding it; keyed, so nobody can try some."""
        own = hmac.digest(self._own().secret, FORMAT + b" fingerprint", "sha256")
        return hmac.digest(own, text.encode(), "sha256")

    def gather(self, subjects: Iterable[UUID]) -> None:
        """Read the keys of several subjects at once, where many texts are opened together."""
        wanted = sorted(set(subjects) - self._subjects.keys())
        which = subject_key.c.subject_id.in_(wanted) & subject_key.c.wrapped.is_not(None)
        rows = self._connection.execute(sa.select(subject_key).where(self._where(subject_key) & which)).all()
        for row in rows:
            self._subjects[row.subject_id] = Key(self._own().open(row.wrapped, self._for(row.subject_id)))

    def _subject(self, subject: UUID) -> Key | None:
        """A subject's key; None before anything was sealed for it. Raises SubjectErased."""
        if subject not in self._subjects:
            row = self._one(subject_key, subject_id=subject)
            if row is None:
                return None
            if row.wrapped is None:
                raise SubjectErased(subject=subject)
            self._subjects[subject] = Key(self._own().open(row.wrapped, self._for(subject)))
        return self._subjects[subject]

    def _make(self, subject: UUID) -> Key:
        key, own = Key.generate(), self._own()
        wrapped = own.seal(key.secret, self._for(subject))
        values = {"tenant_id": self.tenant_id, "subject_id": subject, "wrapped": wrapped}
        self._connection.execute(sa.insert(subject_key).values(**values))
        self._subjects[subject] = key
        return key

    def _own(self) -> Key:
        """The tenant's key, made when first needed. Raises NoMasterKey."""
        if self._tenant is None:
            self._master = self._master or Key.configured()
            row = self._one(tenant_key)
            self._tenant = self._unwrapped(row) if row else self._first()
        return self._tenant

    def _first(self) -> Key:
        key = Key.generate()
        assert self._master is not None  # noqa: S101 - read just before
        self._connection.execute(sa.insert(tenant_key).values(**self._wrapped(key, self._master)))
        return key

    def _unwrapped(self, row: Any) -> Key:
        assert self._master is not None  # noqa: S101 - read just before
        for master in filter(None, (self._master, Key.before())):
            if row.master == master.name:
                return Key(master.open(row.wrapped, self._for()))
        raise SealBroken(f"the tenant's key is wrapped by the master key {row.master}")

    def _wrapped(self, key: Key, master: Key) -> dict[str, Any]:
        sealed = master.seal(key.secret, self._for())
        return {"tenant_id": self.tenant_id, "wrapped": sealed, "master": master.name}

    def _for(self, *subject: UUID) -> bytes:
        """Whose a wrapped key is."""
        return FORMAT + b" key" + b"".join(field(i.bytes) for i in (self.tenant_id, *subject))

    def _where(self, table: sa.Table, **equal: UUID) -> sa.ColumnElement[bool]:
        return sa.and_(table.c.tenant_id == self.tenant_id, *(table.c[n] == v for n, v in equal.items()))

    def _one(self, table: sa.Table, **equal: UUID) -> Any:
        return self._connection.execute(sa.select(table).where(self._where(table, **equal))).one_or_none()
