"""A plain model of what histories say: it judges every day by itself, from scratch.

It knows nothing of timelines, tiles or tables, and shares no code with what it tests: for one
day and a history up to some position it asks what the events say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

SPANS = {
    "2010": ("2010-01-01", "2010-12-31"),
    "2010-04-01": ("2010-04-01", "2010-04-01"),
    "FY2010": ("2010-04-01", "2011-03-31"),
    "2011-02": ("2011-02-01", "2011-02-28"),
    "FY2011": ("2011-04-01", "2012-03-31"),
    "2012-02-29": ("2012-02-29", "2012-02-29"),
    "2011-12/2012-06": ("2011-12-01", "2012-06-30"),
    "2013": ("2013-01-01", "2013-12-31"),
}
"""What each date may mean, worked out by hand."""
DAYS = sorted(
    {date.min, date(2030, 1, 1)}
    | {date.fromisoformat(d) + timedelta(n) for span in SPANS.values() for d in span for n in (-1, 0, 1)}
)
ENDS = {"dissolve", "succeed"}
SETS = {
    "establish": {"name"}, "rename council": {"name"}, "create": {"name", "kind", "parent_id"},
    "rename": {"name"}, "kind": {"kind"}, "move": {"parent_id"},
}  # fmt: skip
ACTS = {"correct", "annul", "audience"}
OPENS = {"establish", "create"}
MAY_BE_UNDATED = {*OPENS, "purpose", "cadence"}


@dataclass
class Said:
    """One event as the model keeps it; ``effective`` is a kind and a value."""

    record: UUID
    what: str
    fields: dict[str, Any] = field(default_factory=dict)


History = list[Said]
Known = tuple[int, str, dict[str, Any]]


def first_day(what: str, effective: tuple[str, str]) -> date:
    kind, value = effective
    if kind == "undated":
        return date.min
    first, last = (date.fromisoformat(d) for d in SPANS[value])
    return last + timedelta(1) if what in ENDS and kind == "at" else first


def facts(history: History, record: UUID) -> list[Known]:
    """What stands of a record, corrected, in order of record: number, what, fields."""
    mine = list(enumerate((s for s in history if s.record == record), 1))
    gone = {s.fields["target"] for _, s in mine if s.what == "annul"}
    stand = {n: (n, s.what, dict(s.fields)) for n, s in mine if n not in gone and s.what not in ACTS}
    for n, s in mine:
        if s.what == "correct" and n not in gone and s.fields["target"] in stand:
            stand[s.fields["target"]][2][s.fields["field"]] = s.fields["new"]
    return list(stand.values())


def in_time(stand: list[Known]) -> list[tuple[date, int, str, dict[str, Any]]]:
    return sorted(((first_day(w, f["effective"]), n, w, f) for n, w, f in stand), key=lambda x: x[:2])


def existence(stand: list[Known], day: date) -> str:
    """LIVE, ENDED, UNKNOWN, NOT_YET, or nothing if it never was."""
    begin = next((f["effective"] for _, w, f in stand if w in OPENS), None)
    if begin is None:
        return ""
    if any(w in ENDS and day >= first_day(w, f["effective"]) for _, w, f in stand):
        return "ended"
    if begin[0] == "as_of":
        seen = [first_day(w, f["effective"]) for _, w, f in stand if f["effective"][0] != "undated"]
        return "live" if day >= min(seen) else "unknown"
    return "live" if day >= first_day("", begin) else "not_yet"


def value(stand: list[Known], name: str, day: date) -> Any:
    """A field as the last fact up to the day has it, before any as the first will."""
    said = [(d, f[name]) for d, _, w, f in in_time(stand) if name in SETS.get(w, ())]
    return ([v for d, v in said if d <= day] or [said[0][1]])[-1]


def part(stand: list[Known], what: set[str], name: str, day: date) -> Any:
    """What the last fact of a series says, once there is a life; after its end, how it last was."""
    said = [f[name] for d, _, w, f in in_time(stand) if w in what and d <= day]
    return said[-1] if said and existence(stand, day) != "not_yet" else None


def attested(stand: list[Known], day: date) -> str | None:
    dated = [
        f["effective"][1] for d, _, _, f in in_time(stand) if f["effective"][0] != "undated" and d <= day
    ]
    return dated[-1] if dated else None


def audience(history: History, record: UUID, table: str = "") -> str:
    """Who may see a record, or one kind of its parts, now."""
    mine = [s.fields for s in history if s.record == record and ("audience" in s.fields)]
    apart = [f["audience"] for f in mine if table and table in f.get("fields", ())]
    return str((apart or [f["audience"] for f in mine if not f.get("fields")])[-1])


def opened(history: History, what: str) -> list[UUID]:
    return [s.record for s in history if s.what == what]


def council_of(history: History, body: UUID) -> UUID:
    found: list[UUID] = [s.fields["council_id"] for s in history if s.record == body and s.what == "create"]
    return found[0]


def violations(history: History) -> Iterator[str]:
    """Every rule that a history breaks, on any day."""
    stand = {r: facts(history, r) for r in {s.record for s in history}}
    for record, known in stand.items():
        if known and not any(w in OPENS for _, w, _ in known):
            yield "the opening is gone"
            continue
        if sum(w in ENDS for _, w, _ in known) > 1:
            yield "ends twice"
        for _, what, fields in known:
            within = [known, *(stand[c] for c in containers(history, record, known, what, fields))]
            yield from misplaced(what, fields["effective"], within)
            if what == "succeed" and not any(w in OPENS for _, w, _ in stand[fields["successor_id"]]):
                yield "its successor never was"
    yield from names_taken(history, stand)


def misplaced(what: str, effective: tuple[str, str], within: list[list[Known]]) -> Iterator[str]:
    """Its own life, its council's and its parent's must be there on the day, or at all if undated."""
    if effective[0] == "undated":
        if what not in MAY_BE_UNDATED:
            yield "needs a day"
        if not all(any(w in OPENS for _, w, _ in life) for life in within):
            yield "its container never was"
    else:
        day = first_day(what, effective) - timedelta(what in ENDS)
        if not all(existence(life, day) in {"live", "unknown"} for life in within):
            yield "outside a life"


def containers(
    history: History, record: UUID, known: list[Known], what: str, fields: dict[str, Any]
) -> Iterator[UUID]:
    """A body's council, and its parent on the first day of the fact."""
    if record in opened(history, "create"):
        yield council_of(history, record)
        if parent := value(known, "parent_id", first_day(what, fields["effective"])):
            yield parent


def names_taken(history: History, stand: dict[UUID, list[Known]]) -> Iterator[str]:
    bodies = opened(history, "create")
    for day in DAYS:
        live = [
            (council_of(history, b), value(stand[b], "name", day))
            for b in bodies if existence(stand[b], day) == "live"
        ]  # fmt: skip
        if len(live) != len(set(live)):
            yield "a name is taken"
