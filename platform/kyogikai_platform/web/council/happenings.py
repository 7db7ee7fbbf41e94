"""One thing that happened on a date, and all that did: what a chronicle is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from kyogikai_platform.web.org_facts import Flag, Source


class Named(NamedTuple):
    """Something by its name, and where it is told of."""

    name: str
    path: str


@dataclass(frozen=True)
class Happening:
    """One thing that happened on a date."""

    day: str
    """ISO, for the order; empty where there is no date."""
    date: str
    group: str
    what: str
    names: tuple[Named, ...] = ()
    text: str = ""
    written: str = ""
    sources: tuple[Source, ...] = ()
    flags: tuple[Flag, ...] = ()
    together: str = ""
    """What it is called where it happened to several of different kinds."""


class Day(NamedTuple):
    """All that happened on a date, as precise as it is known."""

    date: str
    happenings: Sequence[Happening]


def merged(found: Sequence[Happening]) -> list[Happening]:
    """What happened to several at once, of the same kind and without more to say, is told once."""
    own: dict[Any, list[Happening]] = {}
    for n, h in enumerate(found):
        plain = h.group == "descent" and len(h.names) == 1 and not h.text and not h.flags
        own.setdefault((h.together or h.what, h.written) if plain else n, []).append(h)
    return [_as_one(many) for many in own.values()]


def _as_one(many: Sequence[Happening]) -> Happening:
    first = many[0]
    if len(many) == 1:
        return first
    names = tuple(name for h in many for name in h.names)
    sources = tuple(dict.fromkeys(s for h in many for s in h.sources))
    what = first.what if len({h.what for h in many}) == 1 else first.together
    return replace(first, what=what, names=names, sources=sources)
