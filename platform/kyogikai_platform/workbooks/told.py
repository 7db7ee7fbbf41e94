"""What the child tells, and how it says that it will not."""

from typing import Any

Told = tuple[str, Any, Any]
"""``("sheet", name, epoch)`` or ``("row", number, cells)``."""


class Untold(Exception):
    """A file is not read, or not any further; the parent has the words for the code."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details
