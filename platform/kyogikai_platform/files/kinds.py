"""Which files are taken: documents that people hand out, judged by their bytes and not by their name.

None that runs anything: no macros, nothing that a browser would run.
"""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

PDF, TEXT, CSV = "application/pdf", "text/plain", "text/csv"
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_XML = {
    "word/document.xml": f"{OFFICE}.wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OFFICE}.presentationml.presentation",
}
"""What an Office file must hold to be one."""
OPEN_DOCUMENT = frozenset(
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")
)
BEGINNINGS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
MACROS = ("vbaproject.bin", "vbadata.xml")
SUFFIXES = {
    PDF: ".pdf", TEXT: ".txt", CSV: ".csv", "image/png": ".png", "image/jpeg": ".jpg",
    **dict(zip(OPEN_XML.values(), (".docx", ".xlsx", ".pptx"), strict=True)),
    **dict(zip(sorted(OPEN_DOCUMENT), (".odp", ".ods", ".odt"), strict=True)),
}  # fmt: skip
"""Media types, and how a file of one is called."""


class NotTaken(Exception):
    """No file of a kind that is taken; ``why`` is ``kind``, ``macros`` or ``empty``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def media_type(content: bytes, name: str) -> str:
    """What a file is. Raises NotTaken."""
    if not content:
        raise NotTaken("empty")
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _in_zip(content)
    return _text(content, name)


def _in_zip(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            declared = archive.open("mimetype").read(100).decode("ascii") if "mimetype" in names else ""
    except (BadZipFile, UnicodeDecodeError, NotImplementedError, RuntimeError, EOFError) as problem:
        raise NotTaken("kind") from problem
    if any(name.lower().endswith(MACROS) or name.startswith("Basic/") for name in names):
        raise NotTaken("macros")
    found = [kind for part, kind in OPEN_XML.items() if part in names]
    if found:
        return found[0]
    if declared in OPEN_DOCUMENT:
        return declared
    raise NotTaken("kind")


def _text(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise NotTaken("kind") from problem
    if any(ord(letter) < ord(" ") and letter not in "\t\r\n\f" for letter in text):
        raise NotTaken("kind")
    if text.lstrip()[:1] == "<":  # a page or a drawing, which a browser would run
        raise NotTaken("kind")
    return CSV if name.lower().endswith(".csv") else TEXT
