"""Every line of the three documents that says anything is the place of a fact; each fact has a place."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.checklist import facts

SAYING = {
    "kisarazu": "4 6 8 12 14 18 20 24 26 28 30 32 34 36 38 40 42 44 48 50 52 54 56 58 60 62 64 66 68 70-71 "
    "73 75 77 79 81 83 85 87 89 91 93 95 97 99 101 103 105 107 109 111 113",
    "meguro": "6 8 12-13 19 21-23 25 27 29 31 33 35 37 39 41 43 45 47 49 53 55 57 59 61-63 65 68 70-71 73 "
    "75 77-78 84 86 88 90-91 93 95 97 99 105 109 111 113 115-116 120 122 124 126 128 134 139 141-142 144 "
    "148 150 156 162 164 166-168 172 174-175 177 179 181 183 189 191 193-201",
    "asahi": "1 3 5 7 9 11 13 15 17 19 21 23 25 27 29 31 33 35 37 39 42 44 47 49 52 54 56 59 61 63 66 68 71 "
    "73 76 78 81 83 88-90",
}
"""The lines of each document that are not empty."""
NO_FACTS = {"kisarazu": {48, 50}, "meguro": {12, 13, 156}, "asahi": {15, 21, 89, 90}}
"""Headings, a mascot's caption, the title of a picture, and what a builder of web sites adds."""


def numbers(text: str) -> Iterator[int]:
    """Of lines, alone or from one to another."""
    for first, last in re.findall(r"(\d+)(?:[-–〜](\d+))?", text):
        yield from range(int(first), int(last or first) + 1)


def places(given: Any) -> Iterator[str]:
    """The places that a fact and its parts name."""
    for name, value in given.items() if isinstance(given, dict) else ():
        yield from [value] if name == "source" and isinstance(value, str) else places(value)
    for value in given if isinstance(given, list) else ():
        yield from places(value)


def told(kept: list[dict[str, Any]]) -> set[int]:
    """The lines that facts stand on."""
    return {line for place in places(kept) for line in numbers(place)}


@pytest.mark.parametrize("name", SAYING)
def test_every_line_that_says_anything_is_the_place_of_a_fact(name: str) -> None:
    kept = facts(name)
    assert set(numbers(SAYING[name])) - told(kept) == NO_FACTS[name]
    assert [fact["key"] for fact in kept if not list(places(fact))] == []


def test_a_line_that_no_fact_tells_of_is_missed() -> None:
    kept = facts("asahi")
    whole = told(kept)
    alone = [n for n in range(len(kept)) if told(kept[:n] + kept[n + 1 :]) != whole]
    assert len(alone) > 5
