"""What an archive claims to hold, judged before anything of it is unpacked, and again while it is."""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from kyogikai_platform.workbooks import limits
from kyogikai_platform.workbooks.told import Untold

MACROS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
ENCRYPTED = 0x1
CHUNK = 1 << 20
MARKUP = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
FORMULA = re.compile(rb"<f[ />]")
MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
HIDDEN = re.compile(rb"<col [^<>]*hidden=\"(?:1|true)\"[^<>]*>")
BOUND = re.compile(rb' (min|max)="([0-9]{1,5})"')
SEAM, MOST_MERGED = 300, 20_000
"""Bytes in which an element stands; and how many merged ranges are looked at."""


class Looks:
    """What a reader of a sheet sees and its rows do not say: cells that are one, columns that are hidden."""

    def __init__(self) -> None:
        self.merged: set[tuple[int, int, int]] = set()
        """(column, first row, last row) of what is merged downwards."""
        self.hidden: set[int] = set()

    def see(self, part: bytes) -> None:
        """A piece of its XML; what is seen twice counts once."""
        for left, first, _, last in MERGED.findall(part) if len(self.merged) < MOST_MERGED else ():
            if int(first) < int(last):
                self.merged.add((_number(left), int(first), int(last)))
        for column in HIDDEN.findall(part):
            bounds = {name: int(number) for name, number in BOUND.findall(column)}
            first_hidden = bounds.get(b"min", limits.COLUMNS + 1)
            self.hidden.update(range(first_hidden, min(bounds.get(b"max", 0), limits.COLUMNS) + 1))


def _number(letters: bytes) -> int:
    """A column's number: A is 1, AA is 27."""
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found


class Archive:
    """An archive whose directory is harmless; parts are read through it alone."""

    def __init__(self, zipped: ZipFile) -> None:
        self._zip = zipped
        self.looks: dict[str, Looks] = {}
        """Part -> how its sheet looks, once all parts were scanned."""
        self.names = zipped.namelist()

    @property
    def workbook(self) -> bool:
        """Whether it is an Excel workbook."""
        return "xl/workbook.xml" in self.names

    @property
    def csvs(self) -> list[str]:
        """The CSV files in it, by name; what an operating system adds is left aside."""
        own = [n for n in self.names if n.lower().endswith(".csv") and not n.startswith("__MACOSX/")]
        return sorted(own)

    def read(self, name: str) -> bytes:
        """A part, whole."""
        return self._zip.read(name)

    def parts(self) -> Iterator[tuple[str, bool]]:
        """Every part of XML with whether it has formulas. Raises Untold where one declares entities."""
        for name in self.names:
            if name.lower().endswith((".xml", ".rels", ".vml")):
                yield name, self._scanned(name)

    def _scanned(self, name: str) -> bool:
        before, formulas, looks = b"", False, Looks()
        with self._zip.open(name) as part:
            while chunk := part.read(CHUNK):
                if not before and chunk[:2] in {b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"}:
                    raise Untold("NOT_UTF8_XML", part=name)
                seam = before[-10:] + chunk
                if MARKUP.search(seam):
                    raise Untold("ENTITIES", part=name)
                formulas = formulas or FORMULA.search(seam) is not None
                looks.see(before[-SEAM:] + chunk)
                before = chunk
        self.looks[name] = looks
        return formulas


def archive_of(content: bytes) -> Archive:
    """An archive whose directory claims nothing that is refused. Raises Untold."""
    try:
        zipped = ZipFile(BytesIO(content))
    except (BadZipFile, NotImplementedError, EOFError) as problem:
        raise Untold("DAMAGED") from problem
    members = zipped.infolist()
    if len(members) > limits.ENTRIES:
        raise Untold("ENTRIES", count=len(members), most=limits.ENTRIES)
    if len({m.filename for m in members}) < len(members):
        raise Untold("DAMAGED")
    for member in members:
        _judge(member)
    if (total := sum(m.file_size for m in members)) > limits.UNPACKED:
        raise Untold("EXPANDS", part="*", size=total, most=limits.UNPACKED)
    found = Archive(zipped)
    if not found.workbook and not found.csvs:
        raise Untold("NO_TABLE")
    return found


def _judge(member: ZipInfo) -> None:
    """One entry of the directory."""
    name = member.filename
    if member.flag_bits & ENCRYPTED:
        raise Untold("ENCRYPTED")
    if name.lower().endswith(MACROS) or name.lower().startswith(("xl/macrosheets/", "basic/")):
        raise Untold("MACROS", part=name)
    if name.lower().startswith("xl/externallinks/"):
        raise Untold("LINKS", part=name)
    if name.lower().endswith((".zip", ".xlsx", ".xlsm", ".xlsb", ".exe", ".dll")):
        raise Untold("NESTED", part=name)
    if member.file_size > limits.SMALL and member.file_size > limits.RATIO * max(member.compress_size, 1):
        raise Untold("EXPANDS", part=name, size=member.file_size, most=limits.RATIO * member.compress_size)
