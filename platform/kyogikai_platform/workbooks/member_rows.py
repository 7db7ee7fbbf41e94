"""Rows of 任期 and 委員 as facts."""

from typing import Any

from kyogikai_platform.workbooks import reasons
from kyogikai_platform.workbooks.cells import Cells
from kyogikai_platform.workbooks.declared import named
from kyogikai_platform.workbooks.rows import Row
from kyogikai_platform.workbooks.telling import Telling
from kyogikai_tenants.effective import span


class Terms:
    """The terms that the file has, by body and number."""

    def __init__(self) -> None:
        self.starts: dict[tuple[str, int], tuple[str, dict[str, Any]]] = {}
        """(body, number) -> the term's key, and from when it runs."""


def terms(told: Telling, rows: list[Row], found: Terms) -> None:
    """Each term begins, and may have ended."""
    for cells in map(Cells, rows):
        body = told.known.refer(cells, "body", "body")
        number, start = cells.number("number"), cells.effective("since", "from")
        given = {
            "effective": start, "body_id": body, "number": number,
            "length_years": cells.number("length_years"),
            "planned_end": cells.effective("planned_end") if cells.dated("planned_end") else None,
        }  # fmt: skip
        key = told.key("term", _bare(body), number if number is not None else cells.text("since"))
        if body and cells.dated("since") and told.once(cells, key):
            if number is not None:
                found.starts[body, number] = key, start
            told.fact(
                cells, "StartTerm", key, key, given, {"effective": "since", "body_id": "body"}, main=True
            )
            if cells.dated("until"):
                given = {"effective": cells.effective("until")}
                told.fact(cells, "EndTerm", f"{key}/end", key, given, {"effective": "until"})
            told.remark(cells, key)
        told.done(cells)


def members(told: Telling, rows: list[Row], found: Terms, seats: dict[tuple[str, str], list[str]]) -> None:
    """Each member is appointed, may hold an office, and may have left; ``seats`` learns who sits where."""
    for cells in map(Cells, rows):
        _member(told, cells, found, seats)
        told.done(cells)


def _member(told: Telling, cells: Cells, found: Terms, seats: dict[tuple[str, str], list[str]]) -> None:
    body = told.known.refer(cells, "body", "body")
    term, start = _term(cells, body, found)
    who = cells.text("person") or cells.text("organization") or cells.text("job_title")
    if not who:
        cells.refuse("person", reasons.NeededHere(heading="氏名または所属"))
    if not body or not who:
        return
    key = told.key(
        "member",
        _bare(body),
        cells.text("term"),
        who,
        cells.text("category") if not cells.text("person") else "",
    )
    if not told.once(cells, key):
        return
    organization = told.opened(cells, "organization", "RegisterOrganization", "organization")
    person = told.opened(cells, "person", "RegisterPerson", "person")
    when = cells.effective("since", "from") if cells.dated("since") else start
    given = {
        "effective": when, "body_id": body,
        "term_id": term, "organization_id": organization, "person_id": person,
        "category": cells.text("category"), "job_title": cells.text("job_title"),
        "ex_officio": "true" if cells.yes("ex_officio") else "",
    }  # fmt: skip
    columns = {"effective": "since", "body_id": "body", "term_id": "term", "organization_id": "organization",
               "person_id": "person"}  # fmt: skip
    told.fact(cells, "AppointMember", key, key, given, columns, main=True)
    seats.setdefault((body, named(cells.text("person") or cells.text("organization"))), []).append(key)
    if office := cells.text("office"):
        if when["kind"] == "undated":
            cells.refuse("since", reasons.NeededHere(heading="委嘱日"))
        given = {"effective": when, "office": office}
        told.fact(cells, "ElectOfficer", f"{key}/office", key, given, {"effective": "since"})
    if cells.dated("until"):
        given = {"effective": cells.effective("until"), "reason": cells.text("reason")}
        told.fact(cells, "ResignMember", f"{key}/end", key, given, {"effective": "until"})
    told.remark(cells, key)


def _term(cells: Cells, body: str, found: Terms) -> tuple[str, dict[str, Any]]:
    """The term that a member is of, and from when a member without a date of their own sits."""
    number = cells.number("term")
    if number is None or not body:
        return "", {"kind": "undated"}
    if (body, number) not in found.starts:
        numbers = [str(n) for b, n in found.starts if b == body]
        cells.refuse(
            "term", reasons.NoSuchName(value=f"第{number}期", kind="任期", kind_en="term"), *numbers[:3]
        )
        return "", {"kind": "undated"}
    key, start = found.starts[body, number]
    return key, {"kind": "from", "value": span(start["value"]).earliest.isoformat(), "basis": "derived"}


def _bare(key: str) -> str:
    return key.removeprefix("book/")
