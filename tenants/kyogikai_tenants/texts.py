"""What no text or number may be: PostgreSQL cannot store it, or nobody can read it."""

import re
from typing import Any

import msgspec

LONGEST = 20_000
"""Characters in one text; a longer one belongs in a document."""
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
_TO_LOOK_AT = re.compile(rb"\\u0000|[0-9]{19}")
"""What may stand for a NUL or for a number of more than 64 bits, in JSON."""


def surely_writable(value: Any) -> bool:
    """Whether the JSON of a value shows that all of it can be stored; where not, ``unwritable`` looks.

    Most input is short and harmless, and is walked through by the encoder alone.
    """
    try:
        told = msgspec.json.encode(value)
    except (UnicodeEncodeError, OverflowError):
        return False
    return len(told) <= LONGEST and not _TO_LOOK_AT.search(told)


def unwritable(value: Any, path: str = "") -> tuple[str, str] | None:
    """Where a text or number stands that cannot be stored, and why; None if all can."""
    if isinstance(value, str):
        problem = _problem(value)
        return (path, problem) if problem else None
    if isinstance(value, int):
        return None if -(2**63) <= value < 2**63 else (path, "a number of more than 64 bits")
    if isinstance(value, dict):
        pairs = [(path, k) for k in value]
        pairs += [(f"{path}.{k}".lstrip("."), v) for k, v in value.items()]
    elif isinstance(value, list | tuple):
        pairs = [(f"{path}[{n}]", v) for n, v in enumerate(value)]
    else:
        return None
    return next((found for where, v in pairs if (found := unwritable(v, where))), None)


def _problem(text: str) -> str:
    if len(text) > LONGEST:
        return f"longer than {LONGEST} characters"
    if "\0" in text:
        return "holds a NUL character"
    if not text.isascii() and _HALF_A_PAIR.search(text):
        return "holds half a surrogate pair"
    return ""
