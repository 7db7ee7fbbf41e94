"""A column of a data set: its name for machines, what it means, and what stands in it."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from kyogikai_platform.web.words import WORDS
from kyogikai_projections.labels import word

Answer = Mapping[str, Any]
Cell = str | int | bool | None
BETWEEN = "; "
"""Between several values in one cell."""


class Column(NamedTuple):
    """Of every row of a data set."""

    name: str
    means: str
    """The name of the text that says so."""
    read: Callable[[Answer], Cell]
    """From what the API answers of the row."""


def at(answer: Answer, path: Sequence[str]) -> Any:
    """What stands at a place in an answer; None where there is nothing on the way."""
    found: Any = answer
    for name in path:
        found = found[name] if found is not None else None
    return found


def own(name: str, means: str, *path: str) -> Column:
    """A value as the API has it."""
    return Column(name, means, lambda row: at(row, path or (name,)))


def named(name: str, means: str, kind: type[StrEnum], *path: str) -> tuple[Column, Column]:
    """A value of an enumeration, and in Japanese words."""
    place = path or (name,)

    def label(row: Answer) -> str | None:
        found = at(row, place)
        return word(kind[found], "ja") if found else None

    return own(name, means, *place), Column(f"{name}_label", "open_c_label", label)


def when(name: str, means: str, *path: str) -> tuple[Column, Column, Column]:
    """A date: as precise as its source and no more, how precise that is, and in words."""
    place = path or (name,)
    return (
        own(f"{name}_value", means, *place, "value"),
        own(f"{name}_precision", "open_c_precision", *place, "precision"),
        own(f"{name}_label", "open_c_date_label", *place, "label"),
    )


def several(name: str, means: str, inner: str = "", *path: str) -> Column:
    """Values of a list, in its order."""

    def joined(row: Answer) -> str:
        found = at(row, path or (name,)) or ()
        return BETWEEN.join(str(one[inner] if inner else one) for one in found)

    return Column(name, means, joined)


def _sources(row: Answer) -> str:
    """Document and place, each once."""
    told = [
        " ".join(filter(None, ((one["document"] or {}).get("title"), one["locator"])))
        for one in row["provenance"]
    ]
    return BETWEEN.join(dict.fromkeys(filter(None, told)))


def _documents(row: Answer) -> str:
    found = [one["document"]["id"] for one in row["provenance"] if one["document"]]
    return BETWEEN.join(dict.fromkeys(found))


def _flags(row: Answer) -> str:
    """As the pages say them, with the note."""
    told = []
    for one in row["quality"]:
        name = f"flag_{one['flag']}"
        said = WORDS[name].ja if name in WORDS else one["flag"]
        told.append(f"{said}（{one['note']}）" if one["note"] else said)
    return BETWEEN.join(dict.fromkeys(told))


FLAGS = Column("flags", "open_c_flags", _flags)
RESTS = (FLAGS, Column("sources", "open_c_sources", _sources), Column("source_ids", "open_c_ids", _documents))
"""What to mind about a row, and where it stands."""
