"""Files are judged by their bytes: none that runs anything is taken."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from kyogikai_platform.files.kinds import OFFICE, SUFFIXES, NotTaken, media_type

ODT = "application/vnd.oasis.opendocument.text"


def zipped(**parts: bytes) -> bytes:
    """An archive with these parts; two underscores stand for a slash."""
    into = BytesIO()
    with ZipFile(into, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return into.getvalue()


def word() -> bytes:
    into = BytesIO()
    Document().save(into)
    return into.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7 ...", "a.pdf", "application/pdf"),
        (b"%PDF-1.7 ...", "a.html", "application/pdf"),
        (word(), "a.docx", f"{OFFICE}.wordprocessingml.document"),
        (zipped(**{"xl__workbook.xml": b""}), "a.xlsx", f"{OFFICE}.spreadsheetml.sheet"),
        (zipped(mimetype=ODT.encode()), "a.odt", ODT),
        ("会議の資料\r\n".encode(), "a.txt", "text/plain"),
        ("\ufeff名前,数\r\n".encode(), "a.CSV", "text/csv"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "image/jpeg"),
    ],
)  # fmt: skip
def test_what_is_taken(content: bytes, name: str, kind: str) -> None:
    assert media_type(content, name) == kind
    assert kind in SUFFIXES


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"<script>alert(1)</script>", "kind"),
        (b"\xef\xbb\xbf  <svg onload='x'/>", "kind"),
        (b"MZ\x90\x00", "kind"),
        (b"a\0b", "kind"),
        ("会議".encode("shift_jis"), "kind"),
        (b"PK\x03\x04 and no archive", "kind"),
        (zipped(**{"a.txt": b""}), "kind"),
        (zipped(mimetype=b"application/epub+zip"), "kind"),
        (zipped(**{"word__document.xml": b"", "word__vbaProject.bin": b""}), "macros"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text", Basic__x=b""), "macros"),
    ],
)
def test_what_is_not(content: bytes, why: str) -> None:
    with pytest.raises(NotTaken) as refused:
        media_type(content, "a.pdf")
    assert refused.value.why == why
