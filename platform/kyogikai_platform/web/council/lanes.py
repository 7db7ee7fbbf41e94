"""Which records share a line of the picture of 沿革, and how each was called from when to when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kyogikai_platform.web.council.past import Past
from kyogikai_projections.lives import Life
from kyogikai_tenants.vocabulary import CouncilStanding

GROUPS = ("own", "external", "body")
"""The lines in their order: the council's own, other councils, the bodies."""


class Stretch(NamedTuple):
    """A name, from a day to another."""

    record: UUID
    name: str
    begin: date
    end: date
    open_start: bool
    """Seen then; since when is not known."""
    goes_on: bool


@dataclass
class Lane:
    """One line: what follows each other."""

    group: str
    stretches: list[Stretch] = field(default_factory=list)

    @property
    def begin(self) -> date:
        """Where it starts."""
        return self.stretches[0].begin


class Join(NamedTuple):
    """One record going on in another of another line."""

    source: UUID
    target: UUID
    day: date


def lanes(past: Past) -> tuple[list[Lane], list[Join]]:
    """The lines in order, and what joins them."""
    links = [
        (row["from_id"], row["to_id"], row["valid_from"])
        for step in past.steps for row in step.rows if row["from_id"] != row["to_id"]
    ]  # fmt: skip
    heirs, sources = _counted(a for a, _, _ in links), _counted(b for _, b, _ in links)
    follows = {b: a for a, b, _ in links if heirs[a] == 1 and sources[b] == 1}
    drawn: dict[UUID, Lane] = {}
    for life in _in_order(past):
        own = _stretches(life, past.day)
        if not own:
            continue
        before = drawn.get(follows.get(life.id, life.id))
        lane = before or Lane(_group(life, past))
        if before is None or life.table == "council":
            lane.group = _group(life, past)
        lane.stretches += own
        drawn[life.id] = lane
    found = list({id(lane): lane for lane in drawn.values()}.values())
    joins = [Join(*link) for link in links if follows.get(link[1]) != link[0]]
    joins = [j for j in joins if j.source in drawn and j.target in drawn and j.day <= past.day]
    return sorted(found, key=lambda lane: (GROUPS.index(lane.group), lane.begin)), joins


def _in_order(past: Past) -> list[Life]:
    every = [life for name in ("council", "body") for life in past.records[name].values()]
    return sorted(every, key=lambda life: _begin_of(life) or "9999")


def _begin_of(life: Life) -> str:
    began = life.opening["started"] or life.opening["attested"]
    return str(began["earliest"] or "") if began else ""


def _counted(ids: Iterable[UUID]) -> Mapping[UUID, int]:
    found: dict[UUID, int] = {}
    for one in ids:
        found[one] = found.get(one, 0) + 1
    return found


def _group(life: Life, past: Past) -> str:
    council = life.id if life.table == "council" else life.versions[0]["council_id"]
    own = past.records["council"].get(council)
    external = own is not None and own.versions[0]["standing"] == CouncilStanding.EXTERNAL.value
    return "external" if external else "own" if life.table == "council" else "body"


def _stretches(life: Life, day: date) -> list[Stretch]:
    """Its names, one after the other, from its first day or first sighting."""
    row = life.opening
    first = _begin_of(life)
    if not first or date.fromisoformat(first) > day:
        return []
    begin, open_start = date.fromisoformat(first), row["started"] is None
    ended = life.versions[-1]["ended"]
    last = min(date.fromisoformat(ended["latest"]), day) if ended and ended["latest"] else day
    goes_on = not ended or date.fromisoformat(ended["latest"] or "9999-12-31") > day
    turns = [(v["valid_from"], str(v["name"])) for v in life.versions if begin < v["valid_from"] <= last]
    names = [(begin, str(life.on(begin)["name"])), *turns]
    kept = [n for i, n in enumerate(names) if i == 0 or n[1] != names[i - 1][1]]
    ends = [d for d, _ in kept[1:]] + [last]
    return [
        Stretch(life.id, name, start, max(end, start), open_start and i == 0, goes_on and i == len(kept) - 1)
        for i, ((start, name), end) in enumerate(zip(kept, ends, strict=True))
    ]
