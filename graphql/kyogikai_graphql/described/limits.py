"""What a request may ask at the most, each limit with its number and its text."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kyogikai_graphql import cost, execution, limits, pages
from kyogikai_graphql.described.book import Words, shared


class Limit(NamedTuple):
    """One of them."""

    name: str
    value: int
    words: Words


def numbers() -> dict[str, int]:
    """Those of this floor, by what they are called; the code's own names where it has one for each."""
    judged = {name: value for name, value in vars(limits).items() if name.isupper() and type(value) is int}
    more = {"NESTED": execution.NESTED, "PAGE": pages.LARGEST, "COST": cost.MOST}
    return judged | more | {"SCHEMA": cost.PRICES["__schema"]}


def told(more: Mapping[str, int]) -> Iterator[Limit]:
    """All of them; ``more`` are those of the floor above. Raises KeyError for one without a text."""
    for name, value in (numbers() | dict(more)).items():
        words = shared("limits", name)
        if words is None:
            raise KeyError(name)
        yield Limit(name, value, words)
