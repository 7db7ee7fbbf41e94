"""Answers that depend on declarations alone are worked out once."""

from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


def once(read: Callable[P, T]) -> Callable[P, T]:
    """``functools.cache`` with the function's own types (classes count as hashable)."""
    return cast("Callable[P, T]", cache(read))
