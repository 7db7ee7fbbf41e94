"""Answers that are kept: each with the state of the record on which it rests, bounded by their bytes.

An answer is served again only after the database has said, in this request, that the state is still the
same and that the asker's rights still hold; so it is never stale. Its key holds the municipality, the
statement (with the row filters and fields of the asker's role in it) and every value that the statement
was run with, so it is never shared with whoever sees anything else.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple


class Kept(NamedTuple):
    """The bytes of an answer, the state that they rest on, and their entity tag."""

    state: bytes
    body: bytes
    etag: str


class Answers:
    """The kept answers of one process."""

    OVERHEAD = 500
    """Bytes that an entry takes beside its body, roughly."""

    def __init__(self, most: int = 64 * 1024 * 1024) -> None:
        self._most, self._held = most, 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Kept | None:
        """What is kept under a key, whatever its state."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep an answer in place of an older one; what was not asked for the longest goes first."""
        size = self._size(kept)
        if size > self._most // 8:
            return
        with self._lock:
            older = self._kept.pop(key, None)
            self._held += size - (self._size(older) if older else 0)
            self._kept[key] = kept
            while self._held > self._most:
                self._held -= self._size(self._kept.popitem(last=False)[1])

    @property
    def held(self) -> int:
        """Bytes that are held."""
        return self._held

    def _size(self, kept: Kept) -> int:
        return len(kept.body) + self.OVERHEAD
