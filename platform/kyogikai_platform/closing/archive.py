"""Everything of a tenant as one ZIP file, `kyogikai-tenant/1` in `docs/log-format.md`: written and read.

Its manifest names every part with its length and hash, and is signed by the key that signs the checkpoints.
Parts are streamed in both directions: neither side holds a log in memory.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo, is_zipfile

import msgspec
from typing_extensions import override

from kyogikai_platform.closing.reasons import Why, place
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.checkpoints import (
    KeyInvalid,
    NoteInvalid,
    SigningKey,
    VerifierKey,
    open_note,
    sign_note,
)

FORMAT = "kyogikai-tenant/1"
MANIFEST, SIGNATURE, README = "manifest.json", "manifest.sig", "README.txt"
EVENTS, CHECKPOINTS, SUBJECTS, FILES = "events.jsonl", "checkpoints.jsonl", "subjects.jsonl", "files/"
LONGEST = 64 * 1024 * 1024
"""Bytes of a line, and of a manifest: whoever sends a longer one sends no record of ours."""
CHUNK = 128 * 1024


class BundleBroken(Refused):
    """A file with everything of a tenant is whole, unchanged and of that form, or nothing is taken in."""

    CODE = "BUNDLE_BROKEN"


class PartBroken(BundleBroken):
    """So is each of its parts."""

    JA = "書出しファイルが正しくありません（{place}：{why}）。何も取り込んでいません。"
    EN = "The file is not as it was written ({place}: {why}). Nothing of it was taken in."

    def __init__(self, why: Why, part: str, *, line: int = 0, position: int = 0) -> None:
        self.why = why
        self._place = part, line, position
        super().__init__()

    @override
    def message(self, lang: str) -> str:
        """Where it is wrong and why, in the reader's language."""
        text = self.JA if lang == "ja" else self.EN
        return text.format(place=place(lang, *self._place), why=self.why.said(lang))


class NotABundle(BundleBroken):
    """What is sent is the ZIP file that was written elsewhere, and no other file."""

    CODE = "NOT_A_BUNDLE"
    JA = "「{name}」は全記録の書出しファイル（ZIP）ではないか、壊れています。何も取り込んでいません。"
    EN = "{name} is no file (ZIP) with everything of a tenant, or is damaged. Nothing of it was taken in."


class Part(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A part of the file."""

    name: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What there is in it, in numbers and hashes."""

    format: str
    tenant_id: UUID
    origin: str
    verifier_key: str
    checkpoint: str
    host: str
    name: str
    code: str
    made_at: datetime
    events: int
    head: str
    root: str
    checkpoints: int
    files: int
    file_bytes: int
    subjects: int
    erased: int
    keys: bool
    left_out: list[str]
    """What is of the tenant here and no part of the file: the operational tables."""
    parts: list[Part]


class Writing:
    """A file that is being written."""

    def __init__(self, to: IO[bytes], at: datetime) -> None:
        self._zip = ZipFile(to, "w", ZIP_DEFLATED)
        self._at = at
        self.parts: list[Part] = []

    def part(self, name: str, chunks: Iterable[bytes]) -> Part:
        """One part, as it comes."""
        digest, size = hashlib.sha256(), 0
        info = ZipInfo(name, self._at.timetuple()[:6])
        info.compress_type = ZIP_DEFLATED
        with self._zip.open(info, "w", force_zip64=True) as to:
            for chunk in chunks:
                digest.update(chunk)
                size += to.write(chunk)
        self.parts.append(Part(name, size, digest.hexdigest()))
        return self.parts[-1]

    def end(self, key: SigningKey, **facts: Any) -> Manifest:
        """The manifest, signed, and nothing after it."""
        made = Manifest(format=FORMAT, made_at=self._at, parts=[*self.parts], **facts)
        text = msgspec.json.format(msgspec.json.encode(made)).decode() + "\n"
        signed = sign_note(text, made.origin, key)
        self.part(MANIFEST, [text.encode()])
        self.part(SIGNATURE, [signed.removeprefix(text + "\n").encode()])
        self._zip.close()
        return made


class Reading:
    """A file that was written, its manifest verified."""

    def __init__(self, archive: ZipFile) -> None:
        self._zip = archive
        self.manifest = self._read_manifest()
        self._parts = {part.name: part for part in self.manifest.parts}
        names = [info.filename for info in archive.infolist()]
        if sorted(names) != sorted([*self._parts, MANIFEST, SIGNATURE]):
            odd = sorted(set(names) ^ {*self._parts, MANIFEST, SIGNATURE})
            raise PartBroken(Why.NOT_NAMED, ", ".join(odd[:3]) or MANIFEST)

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a part. Raises BundleBroken, at its end too if it is not the one named."""
        number = 0
        with self._opened(name) as source:
            while line := source.readline(LONGEST):
                number += 1
                if not line.endswith(b"\n"):
                    raise PartBroken(Why.CUT, name, line=number)
                yield line

    def whole(self, name: str) -> bytes:
        """A part that is held in memory: a file."""
        with self._opened(name) as source:
            return b"".join(iter(lambda: source.read(CHUNK), b""))

    def files(self) -> Iterator[str]:
        """The hashes of the files that there are."""
        return (name.removeprefix(FILES) for name in self._parts if name.startswith(FILES))

    def check(self) -> None:
        """Read every part to its end. Raises BundleBroken."""
        for name in self._parts:
            with self._opened(name) as source:
                while source.read(CHUNK):
                    pass

    @contextmanager
    def _opened(self, name: str) -> Iterator["_Hashed"]:
        if name not in self._parts:
            raise PartBroken(Why.MISSING, name)
        part = self._parts[name]
        with _told(name), self._zip.open(name) as plain:
            source = _Hashed(plain, part.bytes)
            yield source
            if (source.size, source.digest.hexdigest()) != (part.bytes, part.sha256):
                raise PartBroken(Why.CHANGED, name)

    def _read_manifest(self) -> Manifest:
        text, signature = (self._small(name) for name in (MANIFEST, SIGNATURE))
        try:
            found = msgspec.json.decode(text, type=Manifest)
            if found.format != FORMAT:
                raise PartBroken(Why.OTHER_FORMAT, MANIFEST)
            key = VerifierKey.parse(found.verifier_key)
            open_note(f"{text}\n{signature}", key)
        except msgspec.DecodeError as problem:
            raise PartBroken(Why.FORM, MANIFEST) from problem
        except (NoteInvalid, KeyInvalid) as problem:
            raise PartBroken(Why.SIGNATURE, MANIFEST) from problem
        if key.name != found.origin:
            raise PartBroken(Why.OTHER_ORIGIN, MANIFEST)
        return found

    def _small(self, name: str) -> str:
        try:
            with _told(name), self._zip.open(name) as source:
                return source.read(LONGEST).decode()
        except KeyError as problem:
            raise PartBroken(Why.MISSING, name) from problem
        except UnicodeDecodeError as problem:
            raise PartBroken(Why.NO_TEXT, name) from problem


class _Hashed:
    """Bytes that are hashed as they are read; never more than there should be."""

    def __init__(self, source: IO[bytes], most: int) -> None:
        self._source, self._most = source, most
        self.digest, self.size = hashlib.sha256(), 0

    def read(self, size: int) -> bytes:
        """The next bytes."""
        return self._noted(self._source.read(size))

    def readline(self, size: int) -> bytes:
        """The next line."""
        return self._noted(self._source.readline(size))

    def _noted(self, found: bytes) -> bytes:
        self.digest.update(found)
        self.size += len(found)
        if self.size > self._most:
            raise BadZipFile("longer than the manifest says")
        return found


@contextmanager
def _told(part: str) -> Iterator[None]:
    """That the library cannot read a part."""
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as problem:
        raise PartBroken(Why.NO_ZIP, part) from problem


@contextmanager
def opened(path: Path, name: str = "") -> Iterator[Reading]:
    """A file as it lies there, and what it is called. Raises NotABundle, BundleBroken, FileNotFoundError."""
    with path.open("rb") as file:
        if not is_zipfile(file):
            raise NotABundle(name=name or path.name)
        with _told(name or path.name):
            archive = ZipFile(file)
        with archive:
            yield Reading(archive)
