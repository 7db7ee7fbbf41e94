"""``timeline(facts) -> versions``: what the facts of one record add up to, on every day.

Pure, total and the only such function: commands ask it for state and rules, projections
store what it returns. It knows no positions: stream order is log order within a record.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, NamedTuple, get_type_hints

import msgspec
from msgspec.structs import replace as with_fields

from kyogikai_tenants.effective import BEGINNING, Effective, Kind
from kyogikai_tenants.events import Begins, Does, Event, EventAnnulled, EventCorrected, Fact, is_empty
from kyogikai_tenants.identity import part_id
from kyogikai_tenants.once import once
from kyogikai_tenants.states import Entity, Part, Version
from kyogikai_tenants.vocabulary import Existence

INSIDE = frozenset({Existence.LIVE, Existence.UNKNOWN})
"""Where a fact may be recorded. Only LIVE *excludes* others (a name is taken)."""


def standing(events: Iterable[Event]) -> list[Fact]:
    """The facts that stand, as corrected, in order of record.

    An annulled event or correction has no effect. The last standing correction of a field
    wins; the corrected fact keeps its own place in the order.
    """
    events = list(events)
    annulled = {e.target for e in events if isinstance(e, EventAnnulled)}
    said = {e.originator_version: e for e in events if e.originator_version not in annulled}
    for event in events:
        if isinstance(event, EventCorrected) and event.originator_version in said and event.target in said:
            fact = said[event.target]
            said[event.target] = replace(fact, **{event.field: typed(type(fact), event.field, event.new)})
    return [e for e in said.values() if isinstance(e, Fact)]


def typed(event: type[Event], field: str, value: Any) -> Any:
    """A field's value from its JSON form. Raises msgspec.ValidationError."""
    return msgspec.convert(value, _hints(event)[field])


@once
def _hints(event: type[Event]) -> dict[str, Any]:
    return get_type_hints(event, include_extras=True)


class Life(NamedTuple):
    """When a record exists: the opening, the first LIVE day and the first ENDED one."""

    opening: Begins
    start: date
    end: date | None
    ending: Fact | None

    def on(self, day: date) -> Existence:
        """Before what was only attested it is UNKNOWN, before a stated beginning NOT_YET."""
        if self.end is not None and day >= self.end:
            return Existence.ENDED
        if day >= self.start:
            return Existence.LIVE
        return Existence.UNKNOWN if self.opening.effective.kind is Kind.AS_OF else Existence.NOT_YET


def life(said: Sequence[Fact]) -> Life | None:
    """The life that the standing facts tell of; None where the opening is annulled (it never was)."""
    opening = next((f for f in said if isinstance(f, Begins)), None)
    if opening is None:
        return None
    start = opening.day
    if opening.effective.kind is Kind.AS_OF:
        start = min(f.day for f in said if _attests(f))
    ending = min((f for f in said if f.DOES is Does.ENDS), key=lambda f: f.day, default=None)
    return Life(opening, start, ending.day if ending else None, ending)


def entity_versions(state: type[Entity], said: Sequence[Fact]) -> list[Version]:
    """Tile all of time with the state of the record as a whole."""
    whole = life(said)
    if whole is None:
        return []
    ordered = sorted(said, key=lambda f: (f.day, f.originator_version))
    fixed = {
        "started": whole.opening.effective if whole.opening.effective.kind in {Kind.AT, Kind.FROM} else None,
        "attested": _first(ordered) if whole.opening.effective.kind is Kind.AS_OF else None,
        "ended": whole.ending.effective if whole.ending else None,
    }
    set_by = {f.originator_version: sets(f, state, opens=f is whole.opening) for f in ordered}
    days = sorted({BEGINNING, whole.start, *(f.day for f in ordered)})
    tiles: list[Version] = []
    for day, until in zip(days, [*days[1:], None], strict=True):
        values, by = _values(ordered, set_by, day)
        by |= {whole.opening.originator_version}
        if whole.ending and day >= whole.ending.day:
            by |= {whole.ending.originator_version}
        seen = [f.effective for f in ordered if f.day <= day and _attests(f)]
        row = state(**fixed, last_attested=seen[-1] if seen else None, **values)
        tile = Version(whole.opening.originator_id, day, until, whole.on(day), row, tuple(sorted(by)))
        if tiles and with_fields(tiles[-1], valid_from=day, valid_to=until) == tile:
            tile = with_fields(tile, valid_from=tiles.pop().valid_from)
        tiles.append(tile)
    return tiles


def _first(ordered: Sequence[Fact]) -> Effective:
    return next(f.effective for f in ordered if _attests(f))


def _attests(fact: Fact) -> bool:
    """Whether a fact shows on its day that its record was there."""
    return fact.ATTESTS and fact.effective.kind is not Kind.UNDATED


def _values(
    ordered: Sequence[Fact], set_by: dict[int, dict[str, Any]], day: date
) -> tuple[dict[str, Any], set[int]]:
    """Each field as the last fact up to the day has it, or before any the first; and by which facts."""
    values: dict[str, tuple[Any, int]] = {}
    for fact in ordered:
        for name, value in set_by[fact.originator_version].items():
            if fact.day <= day or name not in values:
                values[name] = value, fact.originator_version
    return {name: value for name, (value, _) in values.items()}, {by for _, by in values.values()}


def sets(fact: Fact, state: type[Entity], *, opens: bool) -> dict[str, Any]:
    """What a fact sets: the fields that both have by name, unless left empty, and what it declares.

    An empty field of an opening sets; of a later fact it leaves things as they are, unless
    the fact's class lists it in ``CLEARS``.
    """
    values = {n: getattr(fact, n) for n in _shared(type(fact), state)}
    kept = {n: v for n, v in values.items() if opens or n in fact.CLEARS or not is_empty(v)}
    first = fact.opens_with() if opens and isinstance(fact, Begins) else {}
    return kept | first | fact.sets()


@once
def _shared(event: type[Fact], state: type[Entity]) -> list[str]:
    own = set(state.__struct_fields__) - set(Entity.__struct_fields__)
    return [f.name for f in fields(event) if f.name in own]


def part_versions(said: Sequence[Fact]) -> Iterator[Version]:
    """The parts of the facts, each until the next of its series.

    After the end of the record's life they show how it last was, as its name does; a member
    of a list ends with the list.
    """
    whole = life(said)
    if whole is None:
        return
    series: dict[Hashable, dict[int, list[tuple[str, Part | Entity]]]] = defaultdict(dict)
    facts = {f.originator_version: f for f in said}
    for fact in sorted(said, key=lambda f: (f.day, f.originator_version)):
        for number, part in enumerate(fact.parts()):
            name = part.series()
            group = (type(part), name) if name is not None else (type(part), fact.originator_version, number)
            key = part.key() or f"{part.TABLE}:{fact.originator_version}.{number}"
            series[group].setdefault(fact.originator_version, []).append((key, part))
    for told in series.values():
        for number, later in zip(told, [*map(facts.get, told), None][1:], strict=True):
            yield from _spans(whole, facts[number], later, told[number])


def _spans(
    whole: Life, fact: Fact, later: Fact | None, parts: Iterable[tuple[str, Part | Entity]]
) -> Iterator[Version]:
    begin = whole.start if fact.day < whole.start and whole.on(BEGINNING) is Existence.NOT_YET else fact.day
    for key, part in parts:
        over = whole.end if isinstance(part, Entity) else None
        until = min((d for d in (later.day if later else None, over) if d is not None), default=None)
        if until is not None and until <= begin:
            continue
        record, own = fact.originator_id, (fact.originator_version,)
        row = _dated(part, fact.effective, _end(later) if later else None)
        yield Version(part_id(record, key), begin, until, Existence.LIVE, row, own)


def _end(later: Fact) -> Effective:
    """When a part ends that a fact replaces."""
    return later.effective if later.DOES is Does.ENDS else later.effective.before


def _dated(part: Part | Entity, began: Effective, until: Effective | None) -> Part | Entity:
    """The part with the dates of the facts that begin and end it."""
    if isinstance(part, Part):
        return with_fields(part, effective=began, until=until)
    stated = began.kind in {Kind.AT, Kind.FROM}
    seen = began if began.kind is Kind.AS_OF else None
    return with_fields(
        part, started=began if stated else None, attested=seen, last_attested=seen, ended=until
    )


def at(versions: Iterable[Version], day: date) -> Version | None:
    """The version of a day; None of what never was."""
    return next((v for v in versions if v.covers(day)), None)


def misplaced(said: Sequence[Fact]) -> list[Fact]:
    """The standing facts that the timeline leaves no room for: outside the life, or a second end."""
    whole = life(said)
    if whole is None:
        return list(said)
    return [
        f for f in said
        if f.effective.kind is not Kind.UNDATED
        and (whole.on(f.last_inside) not in INSIDE or (f.DOES is Does.ENDS and f is not whole.ending))
    ]  # fmt: skip
