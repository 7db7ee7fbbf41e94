"""Rows of 会議体 and 改称・継承 as facts."""

from kyogikai_platform.workbooks import reasons
from kyogikai_platform.workbooks.cells import Cells
from kyogikai_platform.workbooks.declared import folded
from kyogikai_platform.workbooks.findings import Weight
from kyogikai_platform.workbooks.rows import Row
from kyogikai_platform.workbooks.sheets_structure import BODIES, COUNCIL
from kyogikai_platform.workbooks.telling import Telling
from kyogikai_tenants.vocabulary import CouncilStanding

CHANGES = {
    "rename": "RenameBody", "succeed": "SucceedBody", "merge": "MergeBody", "move": "MoveBody",
    "kind": "ChangeBodyKind", "dissolve": "DissolveBody",
}  # fmt: skip
OTHER = {"succeed": "successor_id", "merge": "into_id", "move": "parent_id"}
"""The field for the other body of a change."""


def structure(told: Telling, rows: list[Row], changes: list[Row]) -> None:
    """The council, its bodies (an upper one before those below it), and what became of them."""
    read = [Cells(row) for row in rows]
    turns = [Cells(row) for row in changes]
    kinds = [(cells, cells.choice("kind")) for cells in read]
    opening = [pair for pair in kinds if _named(told, *pair)]
    first = _first_names(told, turns)
    for cells, _ in [pair for pair in opening if pair[1] == COUNCIL]:
        _council(told, cells)
    for cells, kind in _upper_first(told, [pair for pair in opening if pair[1] not in {COUNCIL, ""}]):
        _body(told, cells, kind, first)
    for cells in turns:
        _change(told, cells)
    for cells in (*read, *turns):
        told.done(cells)


def _table(kind: str) -> str:
    return "council" if kind == COUNCIL else "body"


def _own_key(told: Telling, cells: Cells, kind: str) -> str:
    return told.key(_table(kind), cells.text("ref") or cells.text("name"))


def _named(told: Telling, cells: Cells, kind: str) -> bool:
    """Make the row's name known; whether the row opens a record, and does not mean one that is there."""
    name, key, table = cells.text("name"), _own_key(told, cells, kind), _table(kind)
    if not name or not told.once(cells, key):
        return False
    if told.known.means_record(table, name, key):
        cells.refuse("name", reasons.MeansRecord(value=name), weight=Weight.NOTE)
        return False
    for word in filter(None, (name, cells.text("ref"))):
        told.known.add(table, word, key)
    return True


def _first_names(told: Telling, turns: list[Cells]) -> dict[str, str]:
    """Make the names before and after renamings known; key -> the name that a body began with.

    Where a list has only today's name, the renaming tells the one before.
    """
    first: dict[str, str] = {}
    for cells in [c for c in turns if c.choice("change") == "rename"]:
        old, new = cells.text("body"), cells.text("new")
        before, after = told.known.keys("body", old), told.known.keys("body", new)
        if not old or not new:
            continue
        if before and after and before != after:
            cells.refuse("new", reasons.TwoBodies(value=new), weight=Weight.CONFIRM)
        elif after and told.known.own("body", new) and not told.known.own("body", old):
            told.known.add("body", old, after[0])
            first[after[0]] = old
        elif before:
            told.known.add("body", new, before[0])
    return first


def _council(told: Telling, cells: Cells) -> None:
    key = _own_key(told, cells, COUNCIL)
    given = {
        "effective": cells.effective("since", "from"), "audience": cells.choice("audience"),
        "name": cells.text("name"), "reading": cells.text("reading"),
        "standing": CouncilStanding.STATUTORY.value,
    }  # fmt: skip
    told.fact(
        cells, "EstablishCouncil", key, key, given, {"effective": "since", "standing": "kind"}, main=True
    )
    told.remark(cells, key)


def _upper_first(told: Telling, pairs: list[tuple[Cells, str]]) -> list[tuple[Cells, str]]:
    """Each after the one above it, as far as there is no ring."""
    waiting, ordered, there = list(pairs), list[tuple[Cells, str]](), set[str]()
    own = {_own_key(told, *pair) for pair in pairs}
    while waiting:
        ready = [
            p for p in waiting if not own & set(told.known.keys("body", _upper(p[0]))) - there
        ] or waiting
        ordered += ready
        there |= {_own_key(told, *pair) for pair in ready}
        waiting = [pair for pair in waiting if pair not in ready]
    return ordered


def _upper(cells: Cells) -> str:
    return cells.row.cells["parent"].text if cells.has("parent") else ""


def _body(told: Telling, cells: Cells, kind: str, first: dict[str, str]) -> None:
    key = _own_key(told, cells, kind)
    council = next(told.known.everything("council"), "")
    if not council:
        cells.refuse("kind", reasons.NoCouncil())
    given = {
        "effective": cells.effective("since", "from"), "audience": cells.choice("audience"),
        "council_id": council, "name": first.get(key) or cells.text("name"), "reading": cells.text("reading"),
        "kind": kind, "parent_id": _parent(told, cells),
    }  # fmt: skip
    columns = {"effective": "since", "parent_id": "parent", "council_id": "kind"}
    told.fact(cells, "CreateBody", key, key, given, columns, main=True)
    undated = {"effective": {"kind": "undated"}}
    if texts := cells.several("purpose"):
        given = undated | {"texts": texts}
        told.fact(cells, "DefineBodyPurpose", f"{key}/purpose", key, given, {"texts": "purpose"})
    if text := cells.text("composition"):
        given = undated | {"text": text}
        told.fact(cells, "DefineBodyComposition", f"{key}/composition", key, given, {"text": "composition"})
    if cells.dated("until"):
        given = {"effective": cells.effective("until")}
        told.fact(cells, "DissolveBody", f"{key}/end", key, given, {"effective": "until"})
    told.remark(cells, key)


def _parent(told: Telling, cells: Cells) -> str:
    """The upper body; what stands right below the council has none."""
    name = cells.text("parent")
    if name and told.known.keys("council", name) and not told.known.keys("body", name):
        return ""
    return told.known.refer(cells, "parent", "body")


def _change(told: Telling, cells: Cells) -> None:
    change, body = cells.choice("change"), told.known.refer(cells, "body", "body", "council")
    when = cells.effective(
        "day", "from" if change in {"rename", "move", "kind", "succeed", "merge"} else "at"
    )
    if not body or not change or not cells.dated("day"):
        if cells.has("day") and cells.sound:
            cells.refuse("day", reasons.NeededHere(heading="日付"))
        return
    given = {"effective": when, "reason": cells.text("reason"), **_turned(told, cells, change)}
    council = body in set(told.known.everything("council"))
    key = told.key(
        "change", body.removeprefix("book/"), change, cells.text("new") or cells.row.as_written("day")
    )
    command = "RenameCouncil" if council and change == "rename" else CHANGES[change]
    columns = {"effective": "day"} | dict.fromkeys(("name", "kind", *OTHER.values()), "new")
    if told.once(cells, key):
        told.fact(cells, command, key, body, given, columns, main=True)
        told.remark(cells, key)


def _turned(told: Telling, cells: Cells, change: str) -> dict[str, str]:
    """What it became: another name, another kind, or another body."""
    if change == "dissolve":
        return {}
    if not cells.has("new"):
        cells.refuse("new", reasons.NeededHere(heading=cells.row.sheet.column("new").heading))
        return {}
    if change == "rename":
        return {"name": cells.text("new")}
    if change == "kind":
        return {"kind": _kind(cells)}
    kinds = ("body", "council") if change == "succeed" else ("body",)
    return {OTHER[change]: told.known.refer(cells, "new", *kinds)}


def _kind(cells: Cells) -> str:
    text = cells.text("new")
    known = {folded(word): value for word, value in BODIES.column("kind").choices.items() if value != COUNCIL}
    if folded(text) not in known:
        cells.refuse("new", reasons.WordFor(value=text, known="、".join(known)))
    return known.get(folded(text), "")
