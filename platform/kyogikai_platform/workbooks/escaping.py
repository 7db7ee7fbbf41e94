"""Texts in a cell that is handed out: none of them is run as a formula, whoever wrote it."""

import re

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What the XML of a workbook cannot hold."""

STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a table program may take for the beginning of a formula."""


def escaped(text: str) -> str:
    """The text with an apostrophe before what would be run; without what a workbook cannot hold."""
    clean = UNWRITABLE.sub("\ufffd", text)
    return f"'{clean}" if clean.startswith(STARTS) else clean


def unescaped(text: str) -> str:
    """What was escaped, as it was: a marked workbook that comes back says what the file said."""
    return text[1:] if text.startswith("'") and text[1:].startswith(STARTS) else text
