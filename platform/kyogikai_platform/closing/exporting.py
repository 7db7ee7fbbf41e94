"""A tenant's file is written: every event whole, every note, the files of its documents, the keys if asked.

That it is made is an entry of the trail before a byte is written, and the entry is in the file. That it was
written to its end stands in `tenant_export`, and only such a file counts when a tenant is destroyed.
"""

import hashlib
import os
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

import msgspec
import sqlalchemy as sa

from kyogikai_platform import proving
from kyogikai_platform.closing import archive, tables
from kyogikai_platform.closing.archive import Manifest, Writing
from kyogikai_platform.closing.transfer import Transfer
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.log import bundle, notary
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.log.recorder import Log

README = """この書庫には、{name}（{host}）の協議会の記録がすべて入っています。
検証：  python kyogikai_verify.py この書庫
取込み：kyogikai tenant import この書庫
events.jsonl は記録の全件、checkpoints.jsonl は署名、files/ は文書の実体（名前はSHA-256）です。
利用者のパスフレーズ、セッション、APIトークンなどの運用データは含まれません。

Everything on record of {name} ({host}).
To verify: python kyogikai_verify.py FILE     To take it in: kyogikai tenant import FILE
events.jsonl is the whole log, checkpoints.jsonl its signed notes, files/ the bytes of its documents, by
their SHA-256. Passphrases, sessions, tokens and other operational data are no part of it.
"""
NOT_OURS = frozenset({"events", "checkpoint", "file_bytes", "subject_key", "tenant_head", "municipality"})
"""Tables whose content is in the file; read models are derived from it again."""
FILES = """
SELECT f.sha256 FROM file_bytes f WHERE f.tenant_id = %(t)s AND EXISTS
  (SELECT FROM document d WHERE d.tenant_id = f.tenant_id AND d.sha256 = f.sha256) ORDER BY f.sha256
"""
FILE = "SELECT bytes FROM file_bytes WHERE tenant_id = %s AND sha256 = %s"
SUBJECTS = """
SELECT subject_id, created_at, destroyed_at, wrapped FROM subject_key WHERE tenant_id = %s ORDER BY subject_id
"""
OPERATIONAL = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
AND obj_description(c.oid, 'pg_class') LIKE 'Operational%'
"""

Progress = Callable[[int, int], None]


class Written(NamedTuple):
    """A file that was written to its end."""

    path: Path
    manifest: Manifest
    sha256: str
    bytes: int


def write(
    here: Installation, listed: Listed, note: notary.Issued, to: Path, transfer: Transfer | None = None,
    progress: Progress = lambda _, __: None,
) -> Written:  # fmt: skip
    """Write everything up to a note, in place of nothing. Raises FileExistsError, BundleBroken."""
    if to.exists():
        raise FileExistsError(f"{to} is there already")
    beside = to.with_name(to.name + ".part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            manifest = _Export(here, listed, note, transfer, progress).write(file)
            file.flush()
            os.fsync(file.fileno())
        with archive.opened(beside) as again:
            again.check()
        with beside.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        beside.rename(to)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
    done = Written(to, manifest, digest, to.stat().st_size)
    _note(here, listed, done)
    return done


def _note(here: Installation, listed: Listed, done: Written) -> None:
    row = {
        "tenant_id": listed.tenant_id, "size": done.manifest.events, "sha256": done.sha256,
        "bytes": done.bytes, "keys": done.manifest.keys,
    }  # fmt: skip
    with transaction(here.engine, listed.tenant_id) as connection:
        connection.execute(tables.export.insert(), row)


class _Export:
    """One file, in one state of the log."""

    def __init__(
        self, here: Installation, listed: Listed, note: notary.Issued, transfer: Transfer | None,
        progress: Progress,
    ) -> None:  # fmt: skip
        self._here, self._listed, self._note = here, listed, note
        self._transfer, self._progress = transfer, progress

    def write(self, file: IO[bytes]) -> Manifest:
        """All parts, and the manifest."""
        own, listed = Tenant(self._here.engine, self._listed.tenant_id), self._listed
        signed = proving.signed(self._here, own, self._note.note)
        writing = Writing(file, datetime.now(UTC).replace(microsecond=0))
        with snapshot(self._here.engine, own.id) as connection:
            readme = README.format(name=listed.name, host=listed.host)
            writing.part(archive.README, [readme.encode()])
            writing.part(archive.EVENTS, self._events(connection, signed))
            notes = [n for n in notary.issued(connection) if n.size <= self._note.size]
            writing.part(archive.CHECKPOINTS, map(_checkpoint, notes))
            subjects = list(driver(connection).execute(SUBJECTS, (own.id,)))
            writing.part(archive.SUBJECTS, self._subjects(connection, subjects))
            files = [writing.part(archive.FILES + s, [b]) for s, b in _files(connection)]
            left_out = [n for n in driver(connection).execute(OPERATIONAL).fetchall() if n[0] not in NOT_OURS]
            head = Log.within(connection).entries(self._note.size - 1, self._note.size)
            return writing.end(
                self._here.key, tenant_id=own.id, origin=signed.origin, verifier_key=signed.verifier_key,
                checkpoint=signed.checkpoint, host=listed.host, name=listed.name, code=listed.code,
                events=self._note.size, head=next(iter(list(head))).hash.hex(),
                root=self._note.root_hash.hex(), checkpoints=len(notes), files=len(files),
                file_bytes=sum(f.bytes for f in files), subjects=len(subjects),
                erased=sum(s[3] is None for s in subjects), keys=self._transfer is not None,
                left_out=sorted(n[0] for n in left_out),
            )  # fmt: skip

    def _events(self, connection: sa.Connection, signed: bundle.Signed) -> Iterator[bytes]:
        with closing(Log.within(connection).entries(upto=self._note.size)) as entries:
            for number, line in enumerate(bundle.write(entries, lambda _: True, signed)):
                if number % 1000 == 0:
                    self._progress(number, self._note.size)
                yield line.encode()

    def _subjects(self, connection: sa.Connection, subjects: list[Any]) -> Iterator[bytes]:
        """Whose texts are sealed; their keys, under the tenant's, which is under the transfer key."""
        transfer = self._transfer
        wrapped = Keys(connection).transferred(transfer.key) if transfer and subjects else b""
        yield _line({"tenant_key": b64encode(wrapped).decode(), "transfer": transfer.how if transfer else {}})
        for subject_id, created_at, destroyed_at, key in subjects:
            shown = b64encode(key).decode() if transfer and key is not None else ""
            when = {"created_at": created_at, "destroyed_at": destroyed_at}
            yield _line({"subject_id": subject_id, **when, "key": shown})


def _checkpoint(note: notary.Issued) -> bytes:
    return _line({"size": note.size, "issued_at": note.issued_at, "note": note.note})


def _files(connection: sa.Connection) -> Iterator[tuple[str, bytes]]:
    own = connection.info["tenant_id"]
    for (digest,) in driver(connection).execute(FILES, {"t": own}).fetchall():
        row = driver(connection).execute(FILE, (own, digest)).fetchone()
        yield digest, bytes(row[0]) if row else b""


def _line(value: dict[str, Any]) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def kept(connection: sa.Connection) -> list[Any]:
    """The files that were written to their end, the last first."""
    e = tables.export.c
    query = sa.select(tables.export).where(e.tenant_id == connection.info["tenant_id"])
    return list(connection.execute(query.order_by(e.size.desc())))
