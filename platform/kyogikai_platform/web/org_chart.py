"""組織図: where each body stands, and the routes between, from what is on record and nothing else.

A body stands in its group or below its parent where that is recorded; otherwise the order of kinds says
in which tier. An arrow is a recorded route, above the lower one of the two tiers that it joins.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kyogikai_platform.web.org_facts import Answer, Flag, Source, Telling
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.vocabulary import BodyKind, Existence, ReferralAct

OUTSIDE, WHOLE = -2, -1
"""The tiers above the first: whoever is no part of the council, and the council itself."""
RANKS = {
    BodyKind.GENERAL_ASSEMBLY: 0, BodyKind.REPRESENTATIVES_MEETING: 1,
    BodyKind.COORDINATION_COMMITTEE: 2, BodyKind.SECRETARIAT_MEETING: 2,
}  # fmt: skip
LOWEST = 3


@dataclass(frozen=True)
class Node:
    """A body, or a group of bodies, with all that is told of it."""

    id: str
    name: str
    kind: str
    rank: int
    state: str = ""
    unknown: bool = False
    changed: bool = False
    own_word: str = ""
    order: str = ""
    began: str = ""
    part_of: str = ""
    is_group: bool = False
    count: int | None = None
    purpose: tuple[str, ...] = ()
    cadence: str = ""
    composition: str = ""
    sources: tuple[Source, ...] = ()
    flags: tuple[Flag, ...] = ()
    inside: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Route:
    """A way that issues take."""

    act: str
    source: str
    target: str
    rank: int
    way: str
    """The name of its arrow: up, down or across."""
    when: tuple[str, ...] = ()
    as_written: str = ""
    sources: tuple[Source, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class Tier:
    """What stands side by side, and the arrows above it."""

    nodes: tuple[Node, ...]
    routes: tuple[Route, ...]


@dataclass(frozen=True)
class Chart:
    """The whole council of a day."""

    tiers: tuple[Tier, ...]
    bodies: tuple[Node, ...]
    """Groups and bodies in the order of the record."""
    routes: tuple[Route, ...]
    outside: tuple[str, ...]
    above: tuple[Route, ...] = field(default=())
    """Arrows between the council and the outside."""


def arranged(council: Answer, telling: Telling, changed: Collection[str]) -> Chart:
    """The chart of an answer; ``changed`` are the ids of what became different last."""
    groups = {g["id"]: _group(g, telling, changed) for g in council["bodyGroups"]}
    bodies = {b["id"]: _body(b, telling, changed) for b in council["bodies"]}
    homes = {b["id"]: _home(b, groups, bodies) for b in council["bodies"]}
    own = groups | bodies
    roots = [_filled(own[i], own, homes) for i in own if homes.get(i) is None]
    ranks = {i: own[_root(i, homes)].rank for i in own}
    routes = tuple(_route(r, ranks, telling) for r in council["routes"])
    levels = sorted({node.rank for node in roots} | {r.rank for r in routes if r.rank >= 0})
    tiers = tuple(
        Tier(
            tuple(sorted((n for n in roots if n.rank == level), key=lambda n: n.is_group)),
            tuple(_joined(routes, level)),
        )
        for level in levels
    )
    ends = [r[end] for r in council["routes"] for end in ("from", "to") if r[end]]
    outside = tuple(dict.fromkeys(e["name"] for e in ends if e["kind"] == "ExternalParty"))
    return Chart(tiers, (*groups.values(), *bodies.values()), routes, outside, tuple(_joined(routes, WHOLE)))


def _body(given: Answer, telling: Telling, changed: Collection[str]) -> Node:
    kind, lang = BodyKind[given["kind"]], telling.lang
    part_of = given["group"] or given["parent"]
    facts = (given, *given["cadence"], given["composition"])
    return Node(
        given["id"], given["name"], word(kind, lang), RANKS.get(kind, LOWEST),
        state=word(Existence[given["existence"]], lang),
        unknown=given["existence"] == Existence.UNKNOWN.name,
        changed=given["id"] in changed,
        own_word=given["label"] if lang == "ja" and given["label"] != word(kind, lang) else "",
        order=given["orderLabel"] or "",
        began=(given["started"] or given["attested"] or {}).get("label", ""),
        part_of=part_of["name"] if part_of else "",
        purpose=tuple(given["purpose"]),
        cadence=telling.cadence(given["cadence"]),
        composition=telling.composition(given["composition"]),
        sources=tuple(telling.sources(*facts)),
        flags=tuple(telling.flags(*facts)),
    )  # fmt: skip


def _group(given: Answer, telling: Telling, changed: Collection[str]) -> Node:
    kind = BodyKind[given["kind"]]
    facts = (given, *given["cadence"], given["composition"])
    return Node(
        given["id"], given["name"], word(kind, telling.lang), RANKS.get(kind, LOWEST),
        is_group=True,
        changed=given["id"] in changed,
        count=given["bodyCount"],
        purpose=(given["purpose"],) if given["purpose"] else (),
        cadence=telling.cadence(given["cadence"]),
        composition=telling.composition(given["composition"]),
        sources=tuple(telling.sources(*facts)),
        flags=tuple(telling.flags(*facts)),
    )  # fmt: skip


def _home(body: Answer, groups: Mapping[str, Node], bodies: Mapping[str, Node]) -> str | None:
    """In what a body is shown: its parent or its group, where these are there that day."""
    for place, known in ((body["parent"], bodies), (body["group"], groups)):
        if place and place["id"] in known:
            return str(place["id"])
    return None


def _root(node: str, homes: Mapping[str, str | None]) -> str:
    """The outermost thing around a node; who is said to be their own ancestor is outermost."""
    seen = {node}
    while (home := homes.get(node)) is not None and home not in seen:
        seen.add(home)
        node = home
    return node


def _filled(node: Node, own: Mapping[str, Node], homes: Mapping[str, str | None]) -> Node:
    inner = tuple(_filled(own[i], own, homes) for i, home in homes.items() if home == node.id)
    return replace(node, inside=inner)


def _route(given: Answer, ranks: Mapping[str, int], telling: Telling) -> Route:
    ends = [given["from"], given["to"]]
    leaves, arrives = (end["name"] if end else words("anywhere", telling.lang) for end in ends)
    high, low = (_rank(end, ranks) for end in ends)
    source = low if high is None else high
    target = source if low is None else low
    source, target = (LOWEST if rank is None else rank for rank in (source, target))
    way = "across" if source == target else "up" if source > target else "down"
    return Route(
        word(ReferralAct[given["act"]], telling.lang), leaves, arrives, max(source, target), way,
        tuple(given["conditions"]), given["asWritten"] or "",
        tuple(telling.sources(given)), tuple(telling.flags(given)),
    )  # fmt: skip


def _rank(end: dict[str, Any] | None, ranks: Mapping[str, int]) -> int | None:
    if end is None:
        return None
    return {"Council": WHOLE, "ExternalParty": OUTSIDE}.get(end["kind"], ranks.get(end["id"]))


def _joined(routes: Collection[Route], rank: int) -> list[Route]:
    """The arrows above a tier, each once however many conditions it has."""
    found: dict[tuple[str, str, str], Route] = {}
    for route in routes:
        if route.rank == rank:
            found.setdefault((route.act, route.source, route.target), route)
    return list(found.values())
