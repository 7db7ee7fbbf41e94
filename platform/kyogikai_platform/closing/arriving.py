"""A tenant comes from another installation: the same events, hashes, root and files, or nothing at all.

Everything happens in one transaction of the tenant. Each note is cosigned: it holds under the key that it
was signed with there, and under the one of here. Nothing is added to the log, so that its head stays.
"""

import hashlib
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import psycopg
import sqlalchemy as sa

from kyogikai_platform.closing import archive, parts, transfer
from kyogikai_platform.closing.archive import Manifest, PartBroken
from kyogikai_platform.closing.reasons import Why
from kyogikai_platform.closing.transfer import Secret
from kyogikai_platform.files import store
from kyogikai_platform.onboarding.operator import Operator
from kyogikai_projections.runner import rebuild
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log import arrival, checkpoints, directory, notary
from kyogikai_tenants.log.chain import ChainBroken
from kyogikai_tenants.log.checkpoints import NoteInvalid
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.log.personal_data import Keys, SealBroken
from kyogikai_tenants.log.recorder import Entry
from kyogikai_tenants.municipalities import HOST, RESERVED, BadHost, ReservedHost
from kyogikai_tenants.vocabulary import MunicipalityKind, TenantStatus

PROFILE = """
SELECT code, name, kind, status, fictitious FROM municipality_profile
WHERE tenant_id = %s AND id = %s AND known_to IS NULL ORDER BY valid_from DESC LIMIT 1
"""
SUBJECT = """
INSERT INTO subject_key (tenant_id, subject_id, wrapped, created_at, destroyed_at) VALUES (%s, %s, %s, %s, %s)
"""
STRIDE = 1_000
"""Entries between two words about how far it is."""
WITHOUT_LIMIT = "SET LOCAL statement_timeout = 0"
ARRIVED = "記録の受入れ"


class TenantThere(Refused):
    """A tenant is taken in where it is not yet."""

    CODE = "TENANT_THERE"
    JA = "この自治体の記録（{tenant_id}）は、すでにここにあります。"
    EN = "The record of this municipality ({tenant_id}) is here already."


class OtherKey(Refused):
    """Who names the key that signed a file takes in no file that another signed."""

    CODE = "OTHER_KEY"
    JA = "このファイルは別の鍵（{key}）で署名されています。"
    EN = "The file was signed by another key: {key}."


class KeysAreSealed(Refused):
    """Keys that travel are opened, or given up for good: what is sealed is then erased here."""

    CODE = "KEYS_ARE_SEALED"
    JA = "鍵が同封されています。移送の鍵かパスフレーズを指定するか、鍵なしで取り込むことを指定してください。"
    EN = "The file has keys: give the transfer key or passphrase, or say that it is taken in without them."


class Arrived(NamedTuple):
    """What came."""

    listed: Listed
    manifest: Manifest


class Tried(NamedTuple):
    """What would come."""

    manifest: Manifest
    size: int
    """How many entries its last checkpoint counts."""
    kind: MunicipalityKind
    status: TenantStatus


class _OnlyTried(Exception):
    """It is taken back."""

    def __init__(self, found: Tried) -> None:
        super().__init__("it was only tried")
        self.found = found


Told = Callable[[int, int], None]
"""Hears how many of how many entries were followed."""


def silent(_done: int, _total: int) -> None:
    """Nobody asked."""


class Wanted(NamedTuple):
    """What whoever takes a file in says of it."""

    host: str = ""
    """Another host label than it had."""
    key: str = ""
    """The verifier key that it has to be signed with."""
    secret: Secret | None = None
    without_keys: bool = False


def arrive(operator: Operator, path: Path, wanted: Wanted, told: Told = silent) -> Arrived:
    """Take a file in. Raises Refused, SealBroken, FileNotFoundError."""
    with archive.opened(path) as reading:
        return _Arrival(operator, reading, wanted, told).take()


def attempt(operator: Operator, path: Path, name: str, told: Told = silent) -> Tried:
    """All of the same but the keys, and then nothing of it. Raises Refused, FileNotFoundError."""
    with archive.opened(path, name) as reading:
        return _Arrival(operator, reading, Wanted(without_keys=True), told).attempt()


class _Arrival:
    def __init__(self, operator: Operator, reading: archive.Reading, wanted: Wanted, told: Told) -> None:
        self._operator, self._here, self._reading, self._told = operator, operator.here, reading, told
        self._manifest, self._wanted = reading.manifest, wanted
        self._verifier = checkpoints.VerifierKey.parse(self._manifest.verifier_key)

    def take(self) -> Arrived:
        """All of it; tenant zero is told before it is kept."""
        manifest, wanted = self._manifest, self._wanted
        if wanted.key not in {"", manifest.verifier_key}:
            raise OtherKey(key=manifest.verifier_key)
        if manifest.keys and not wanted.secret and not wanted.without_keys:
            raise KeysAreSealed
        with ExitStack() as stack:
            connection = stack.enter_context(transaction(self._here.engine, manifest.tenant_id))
            connection.exec_driver_sql(WITHOUT_LIMIT)
            listed = self._taken(connection)
            with self._operator.noted(listed.host, ARRIVED):
                stack.close()
        return Arrived(listed, manifest)

    def attempt(self) -> Tried:
        """To the end, and back: what the database itself would refuse is found too."""
        try:
            with transaction(self._here.engine, self._manifest.tenant_id) as connection:
                connection.exec_driver_sql(WITHOUT_LIMIT)
                self._put(connection)
                self._tried(connection)
        except _OnlyTried as taken_back:
            return taken_back.found

    def _tried(self, connection: sa.Connection) -> NoReturn:
        code, _, kind, status, _ = self._profile(connection)
        self._operator.free(code)
        size = self._opened(self._manifest.checkpoint, archive.MANIFEST).size
        raise _OnlyTried(Tried(self._manifest, size, MunicipalityKind(kind), TenantStatus(status)))

    def _taken(self, connection: sa.Connection) -> Listed:
        self._put(connection)
        return self._enter(connection)

    def _put(self, connection: sa.Connection) -> None:
        there = {t.tenant_id for t in directory.tenants(connection)}
        if self._manifest.tenant_id in there or arrival.is_there(connection):
            raise TenantThere(tenant_id=self._manifest.tenant_id)
        self._log(connection)
        self._files(connection)
        self._keys(connection)
        rebuild(connection)

    def _log(self, connection: sa.Connection) -> None:
        notes = list(self._notes())
        roots = {signed.size: signed.root_hash for signed, _ in notes}
        final = self._opened(self._manifest.checkpoint, archive.MANIFEST)
        roots[final.size] = final.root_hash
        try:
            found = arrival.take(connection, self._counted(parts.events(self._reading)), roots)
        except ChainBroken as broken:
            raise PartBroken(Why.CHAIN, archive.EVENTS, position=broken.position) from broken
        except arrival.NotThatHistory as other:
            raise PartBroken(Why.OTHER_HISTORY, archive.EVENTS, position=other.size) from other
        except (psycopg.IntegrityError, psycopg.DataError) as problem:
            raise PartBroken(Why.NOT_OURS, archive.EVENTS) from problem
        said = (self._manifest.events, self._manifest.head, self._manifest.root)
        if said != (found.head.position, found.head.hash.hex(), found.tree.root().hex()):
            raise PartBroken(Why.COUNTS, archive.MANIFEST)
        for signed, note in notes:
            cosigned = checkpoints.cosign(note.note, self._here.key)
            notary.keep(connection, signed, cosigned, note.issued_at)

    def _counted(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        total = self._manifest.events
        for count, entry in enumerate(entries, 1):
            if not count % STRIDE:
                self._told(min(count, total), total)
            yield entry
        self._told(total, total)

    def _opened(self, note: str, part: str, line: int = 0) -> checkpoints.Checkpoint:
        try:
            return checkpoints.verify(note, self._verifier)
        except NoteInvalid as problem:
            raise PartBroken(Why.SIGNATURE, part, line=line) from problem

    def _notes(self) -> Iterator[tuple[checkpoints.Checkpoint, parts.Note]]:
        for line, note in parts.decoded(self._reading, archive.CHECKPOINTS, parts.Note):
            signed = self._opened(note.note, archive.CHECKPOINTS, line)
            if signed.size != note.size:
                raise PartBroken(Why.NOTE_COUNTS, archive.CHECKPOINTS, line=line)
            yield signed, note

    def _files(self, connection: sa.Connection) -> None:
        for digest in self._reading.files():
            content = self._reading.whole(archive.FILES + digest)
            if hashlib.sha256(content).hexdigest() != digest:
                raise PartBroken(Why.BYTES, archive.FILES + digest)
            store.put(connection, content)

    def _keys(self, connection: sa.Connection) -> None:
        """Subjects' keys as they were; without them, each subject is erased here."""
        head, subjects = parts.subjects(self._reading)
        secret = self._wanted.secret
        opened = bool(head.tenant_key and secret)
        if opened and secret:
            by = transfer.again(secret, head.transfer)
            self._adopt(connection, b64decode(head.tenant_key), by)
        now = datetime.now(self._manifest.made_at.tzinfo)
        own = self._manifest.tenant_id
        with driver(connection).cursor() as cursor:
            for s in subjects:
                key = b64decode(s.key) if opened and s.key else None
                gone = s.destroyed_at or (None if key else now)
                cursor.execute(SUBJECT, (own, s.subject_id, None if gone else key, s.created_at, gone))

    @staticmethod
    def _adopt(connection: sa.Connection, wrapped: bytes, by: Any) -> None:
        try:
            Keys(connection).adopt(wrapped, by)
        except SealBroken as problem:
            raise transfer.OtherTransferKey from problem

    def _enter(self, connection: sa.Connection) -> Listed:
        """In the directory, as the log itself says; under a host name that nobody has."""
        own, host = self._manifest.tenant_id, self._wanted.host or self._manifest.host
        if not HOST.fullmatch(host):
            raise BadHost(field="host", host=host)
        if host in RESERVED:
            raise ReservedHost(field="host", host=host)
        code, name, kind, status, fictitious = self._profile(connection)
        self._operator.free(code)
        listed = Listed(own, host, code, name, MunicipalityKind(kind), TenantStatus(status), fictitious)
        directory.register(connection, listed)
        return listed

    def _profile(self, connection: sa.Connection) -> tuple[str, str, str, str, bool]:
        own = self._manifest.tenant_id
        row = driver(connection).execute(PROFILE, (own, own)).fetchone()
        if row is None:
            raise PartBroken(Why.NOBODY, archive.EVENTS)
        code, name, kind, status, fictitious = row
        return code, name, kind, status, fictitious
