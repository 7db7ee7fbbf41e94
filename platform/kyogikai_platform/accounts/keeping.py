"""A bounded place in the process for what may be forgotten at any time: the least used goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most so many values by their keys; for several threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value, if it is still kept."""
        with self._lock:
            if (found := self._values.get(key)) is not None:
                self._values.move_to_end(key)
            return found

    def put(self, key: K, value: V) -> None:
        """Keep a value."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)

    def drop(self, key: K) -> None:
        """Keep it no more."""
        with self._lock:
            self._values.pop(key, None)

    def drop_where(self, which: Callable[[K, V], bool]) -> None:
        """Keep none of some any more."""
        with self._lock:
            for key in [key for key, value in self._values.items() if which(key, value)]:
                del self._values[key]

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._values)
