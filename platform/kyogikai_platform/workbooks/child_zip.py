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


class Archive:
    """An archive whose directory is harmless; parts are read through it alone."""

    def __init__(self, zipped: ZipFile) -> None:
        self._zip = zipped
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
        before, formulas = b"", False
        with self._zip.open(name) as part:
            while chunk := part.read(CHUNK):
                if not before and chunk[:2] in {b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"}:
                    raise Untold("NOT_UTF8_XML", part=name)
                seam = before[-10:] + chunk
                if MARKUP.search(seam):
                    raise Untold("ENTITIES", part=name)
                formulas = formulas or FORMULA.search(seam) is not None
                before = chunk
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
