"""Rows of 会議, 次第 and 出欠 as facts."""

from dataclasses import dataclass, field
from typing import Any

from kyogikai_platform.workbooks import reasons
from kyogikai_platform.workbooks.cells import Cells
from kyogikai_platform.workbooks.declared import named
from kyogikai_platform.workbooks.findings import Weight
from kyogikai_platform.workbooks.rows import Row
from kyogikai_platform.workbooks.telling import Telling
from kyogikai_tenants import fiscal_year
from kyogikai_tenants.effective import span
from kyogikai_tenants.vocabulary import MeetingState

COLUMNS = {
    "effective": "date", "bodies": "body", "fiscal_year": "fiscal_year", "starts_at": "starts",
    "ends_at": "ends", "counts": "present",
}  # fmt: skip


@dataclass
class Meetings:
    """The meetings that the file has, by body with number or date; and what their agendas say."""

    by_number: dict[tuple[str, int], dict[int | None, str]] = field(default_factory=dict)
    """(body, number) -> fiscal year -> key."""
    by_date: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    agenda: dict[str, list[Cells]] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    when: dict[str, dict[str, Any]] = field(default_factory=dict)


def meetings(told: Telling, rows: list[Row], items: list[Row], found: Meetings) -> None:
    """Each meeting with its agenda, in one fact; what was decided follows."""
    read = [(cells, _named(told, cells, found)) for cells in map(Cells, rows)]
    agenda = list(map(Cells, items))
    for cells in agenda:
        if key := which(told, cells, found):
            found.agenda.setdefault(key, []).append(cells)
    for cells, key in read:
        if key:
            _meeting(told, cells, key, found)
    for cells in (*(c for c, _ in read), *agenda):
        told.done(cells)


def _year(cells: Cells) -> int | None:
    """The fiscal year: as it follows from the date, else as written."""
    written = cells.written("date")
    if written and written.value:
        first, last = (fiscal_year.fiscal_year(day) for day in span(written.value)[1:])
        if first == last:
            return first
    return cells.fiscal_year("fiscal_year")


def _named(told: Telling, cells: Cells, found: Meetings) -> str:
    """The key of a meeting, which is made known; empty where it is not to be told."""
    body, number, year = told.known.refer(cells, "body", "body"), cells.number("number"), _year(cells)
    written = cells.written("date")
    if not cells.dated("date"):
        if written is not None or not cells.has("date"):
            cells.refuse("date", reasons.NeededHere(heading="開催日"))
        return ""
    if not body or written is None:
        return ""
    scheme = cells.choice("scheme")
    parts = (
        (year if scheme in {"", "fiscal_year"} else scheme, number)
        if number
        else (written.value, cells.text("title"))
    )
    key = told.key("meeting", body.removeprefix("book/"), *parts)
    if not told.once(cells, key):
        return ""
    if number:
        found.by_number.setdefault((body, number), {})[year] = key
    found.by_date.setdefault((body, written.value), []).append(key)
    return key


def which(told: Telling, cells: Cells, found: Meetings) -> str:
    """The meeting that a row of another sheet is of."""
    body, number, year = told.known.refer(cells, "body", "body"), cells.number("number"), _year(cells)
    written = cells.written("date")
    if not body:
        return ""
    if number:
        of = found.by_number.get((body, number), {})
        keys = [key for own, key in of.items() if year in {None, own}]
        name, value = "number", f"{cells.text('body')} 第{number}回"
    elif written and written.value:
        keys = found.by_date.get((body, written.value), [])
        name, value = "date", cells.row.as_written("date")
    else:
        cells.refuse("number", reasons.NeededHere(heading="回または開催日"))
        return ""
    if len(keys) != 1:
        kind = reasons.SeveralOfName if keys else reasons.NoSuchName
        cells.refuse(name, kind(value=value, kind="会議", kind_en="meeting"))
        return ""
    return keys[0]


def _meeting(told: Telling, cells: Cells, key: str, found: Meetings) -> None:
    when, state = cells.effective("date"), cells.choice("state")
    held = span(when["value"]).earliest <= fiscal_year.today()
    state = state or (MeetingState.HELD if held else MeetingState.SCHEDULED).value
    found.state[key], found.when[key] = state, when
    body = {"body_id": told.known.refer(cells, "body", "body"), "number": cells.number("number"),
            "scheme": cells.choice("scheme")}  # fmt: skip
    items = found.agenda.get(key, [])
    given = {
        "effective": when, "title": cells.text("title"), "kind": cells.choice("kind"),
        "mode": cells.choice("mode"), "place": cells.text("place"),
        "starts_at": _moment(cells, "starts"), "ends_at": _moment(cells, "ends"),
        "weekday_as_written": _weekday(cells), "fiscal_year": None if _exact(when) else _year(cells),
        "audience": cells.choice("audience"), "bodies": [{n: v for n, v in body.items() if v}],
        "agenda": [_item(c) for c in sorted(items, key=lambda c: c.number("item") or 0)],
    }  # fmt: skip
    if state == MeetingState.HELD:
        counts = {n: v for n in ("present", "expected") if (v := cells.number(n)) is not None}
        told.fact(cells, "HoldMeeting", key, key, given | {"counts": counts}, COLUMNS, main=True)
        _decisions(told, key, items, when)
    else:
        told.fact(cells, "ScheduleMeeting", key, key, given | {"date": when}, COLUMNS, main=True)
    if state == MeetingState.CANCELLED:
        told.fact(cells, "CancelMeeting", f"{key}/cancel", key, {"effective": when}, COLUMNS)
    told.remark(cells, key)


def _exact(when: dict[str, Any]) -> bool:
    """Whether the fiscal year follows from the date."""
    first, last = (fiscal_year.fiscal_year(day) for day in span(when["value"])[1:])
    return first == last


def _weekday(cells: Cells) -> str:
    written = cells.written("date")
    return written.weekday if written else ""


def _moment(cells: Cells, name: str) -> str:
    """A time on the meeting's day, in Japan."""
    clock, day = cells.clock(name), cells.day("date")
    if clock and not day:
        cells.refuse(
            "date",
            reasons.NotRead(
                value=cells.row.as_written("date"), what_ja="日（時刻があるため）", what_en="day"
            ),
        )
    return f"{day}T{clock}:00+09:00" if clock and day else ""


def _item(cells: Cells) -> dict[str, str]:
    said = {
        "title": cells.text("title"),
        "kind": cells.choice("kind"),
        "presenter_as_written": cells.text("presenter")[:40],
    }
    return {n: v for n, v in said.items() if v}


def _decisions(told: Telling, key: str, items: list[Cells], when: dict[str, Any]) -> None:
    """What was decided on the items, numbered by their place."""
    for number, cells in enumerate(sorted(items, key=lambda c: c.number("item") or 0), 1):
        if result := cells.text("result"):
            given = {"effective": when, "result": result, "item_number": str(number)}
            own = told.key("decision", key.removeprefix("book/"), number)
            told.fact(cells, "MakeDecision", own, key, given, {"effective": "date", "item_number": "item"})


def attendance(
    told: Telling, rows: list[Row], found: Meetings, seats: dict[tuple[str, str], list[str]]
) -> None:
    """Who was there: a fact for each row, so that a later list adds to it."""
    for cells in map(Cells, rows):
        key = which(told, cells, found)
        status, name, place = cells.choice("status"), cells.text("person"), cells.text("organization")
        if not name and not place:
            cells.refuse("person", reasons.NeededHere(heading="氏名または所属"))
        elif key and found.state.get(key) != MeetingState.HELD:
            cells.refuse("status", reasons.NotHeldYet(), weight=Weight.FIX)
        elif key and status:
            _attended(told, cells, (key, found.when[key]), seats)
        told.done(cells)


def _attended(
    told: Telling, cells: Cells, meeting: tuple[str, dict[str, Any]], seats: dict[tuple[str, str], list[str]]
) -> None:
    key, when = meeting
    name, place = cells.text("person"), cells.text("organization")
    own = told.key("attendance", key.removeprefix("book/"), name or place)
    if not told.once(cells, own):
        return
    body = told.known.refer(cells, "body", "body")
    sits = seats.get((body, named(name or place)), [])
    organization = next(iter(told.known.keys("organization", place)), "") if place else ""
    who = {
        "membership_id": sits[0] if len(sits) == 1 else "", "organization_id": organization,
        "name": name or place, "status": cells.choice("status"), "capacity": cells.text("capacity"),
        "mode": cells.choice("mode"),
    }  # fmt: skip
    given = {"effective": when, "attendees": [{n: v for n, v in who.items() if v}]}
    told.fact(
        cells, "RecordAttendance", own, key, given, {"effective": "date", "attendees": "status"}, main=True
    )
    told.remark(cells, own)
