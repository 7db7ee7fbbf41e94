"""Archives with something in them that does not belong there."""

import io
import zipfile
from collections.abc import Callable

Change = Callable[[dict[str, bytes]], None]
SHEET = "xl/worksheets/sheet1.xml"


def rezipped(content: bytes, change: Change) -> bytes:
    """The same archive with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def add(name: str, part: bytes = b"x") -> Change:
    return lambda parts: parts.update({name: part})


def before_root(text: bytes) -> Change:
    """Put a declaration before the root of the first sheet."""

    def changed(parts: dict[str, bytes]) -> None:
        head, _, rest = parts[SHEET].partition(b"<worksheet")
        parts[SHEET] = head + text + b"<worksheet" + rest

    return changed


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
