"""任期の切替え: the end of a term, the next one, and who sits in it, planned as one batch of commands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from kyogikai_graphql import ids
from kyogikai_graphql.problems import BadId
from kyogikai_platform.web.forms.recording import Outcome
from kyogikai_platform.web.forms.typed_plain import unreadable
from kyogikai_projections import telling
from kyogikai_projections.filling import form
from kyogikai_projections.forms import Form
from kyogikai_projections.reading import ById, Moment, Reading, Related, Row

ACTS = ("again", "other", "vacant", "gone")
"""What becomes of a seat: the same holder, another one, nobody yet, no seat any more."""
LONGEST_NAME = 100
LAST = 999


class Member(NamedTuple):
    """Somebody of the term that ends, and what the form says of their seat."""

    id: str
    name: str
    person: str
    more: str
    ex_officio: bool
    row: Row
    act: str = "again"
    other: str = ""
    new_name: str = ""


@dataclass(frozen=True)
class Term:
    """The term that ends, with its members."""

    id: str
    name: str
    number: int | None
    members: list[Member]


@dataclass
class Batch:
    """What a run of the commands came to."""

    outcomes: list[Outcome] = field(default_factory=list)
    roster: list[dict[str, Any]] = field(default_factory=list)

    @property
    def entries(self) -> list[dict[str, Any]]:
        """All that was recorded, or would be."""
        return [entry for outcome in self.outcomes for entry in outcome.entries]


class Stopped(Exception):
    """A command was refused: the batch falls with it."""

    def __init__(self, form: Form, outcome: Outcome) -> None:
        super().__init__(form.command)
        self.form, self.outcome = form, outcome


Send = Callable[[Form, Mapping[str, Any], str], Outcome]
"""Sends a command under a key."""


def term_of(reading: Reading, body: UUID, day: date, typed: Mapping[str, str]) -> Term | None:
    """The term of a body on a day, with what the form says of each member."""
    moment = Moment(day)
    terms = Related("term", "body_id", moment).fetch(reading, [body]).get(body, [])
    if not terms:
        return None
    term = terms[-1]
    rows = Related("membership", "term_id", moment).fetch(reading, [term["id"]]).get(term["id"], [])
    seats = ById("seat", moment).fetch(reading, sorted({row["seat_id"] for row in rows if row["seat_id"]}))
    rows = sorted(rows, key=lambda row: (_place(seats.get(row["seat_id"])), row["sort"]))
    named = {row[c] for row in rows for c in ("person_id", "organization_id", "seat_id") if row[c]}
    called = telling.called(reading, {*named, term["id"]})
    members = [_member(row, called, typed) for row in rows]
    return Term(ids.encode("Term", term["id"]), called.get(term["id"], ""), term["number"], members)


def _place(seat: Row | None) -> int:
    """Where a seat stands on the roster; who has none with a number comes last."""
    return (seat["number"] if seat else None) or LAST


def _member(row: Row, called: Mapping[UUID, str], typed: Mapping[str, str]) -> Member:
    key = ids.encode("Membership", row["id"])
    person, place = called.get(row["person_id"], ""), called.get(row["organization_id"], "")
    seat, category = called.get(row["seat_id"], ""), row["category"]
    more = [place if person else "", row["job_title"], "" if seat.startswith(category) else category, seat]
    usual = "vacant" if row["vacant"] else "again"
    act = typed.get(f"m.{key}.act") or usual
    new_name = typed.get(f"m.{key}.name", "").strip()
    said = "・".join(dict.fromkeys(text for text in more if text))
    return Member(
        key, person or place or row["category"], person, said, row["ex_officio"], row,
        act if act in ACTS else usual, typed.get(f"m.{key}.personId", ""), new_name,
    )  # fmt: skip


def problems(members: Sequence[Member]) -> dict[str, str]:
    """What is wrong with what is said of the members: the field, and our word for it."""
    found = {}
    for member in members:
        if member.act == "other" and not member.other and not member.new_name:
            found[f"m.{member.id}.personId"] = "form_april_who"
        if unreadable(member.new_name) or len(member.new_name) > LONGEST_NAME:
            found[f"m.{member.id}.name"] = "form_unreadable"
        if member.other and not _is_person(member.other):
            found[f"m.{member.id}.personId"] = "form_no_choice"
    return found


def _is_person(text: str) -> bool:
    try:
        return bool(ids.decode_as(text, "Person"))
    except BadId:
        return False


@dataclass(frozen=True)
class Plan:
    """The commands, in their order."""

    body: str
    term: Term | None
    last: date
    first: date
    number: int | None
    planned_end: Mapping[str, Any] | None
    key: str

    @classmethod
    def of(cls, given: Mapping[str, Any], term: Term | None, key: str) -> "Plan":
        """From the form; the next term begins the day after."""
        last = date.fromisoformat(given["until"])
        first = date.fromisoformat(given["since"]) if "since" in given else last + timedelta(days=1)
        number = given.get("number") or (term.number + 1 if term and term.number else None)
        return cls(given["bodyId"], term, last, first, number, given.get("plannedEnd"), key)

    def run(self, send: Send) -> list[Outcome]:
        """Send them one after the other. Raises Stopped at the first that is refused."""
        found: list[Outcome] = []

        def say(command: str, given: Mapping[str, Any]) -> Outcome:
            own = form(command)
            outcome = send(own, _said(given), f"{self.key}-{len(found)}")
            if outcome.refusals:
                raise Stopped(own, outcome)
            found.append(outcome)
            return outcome

        if self.term:
            end = {"kind": "AT", "value": self.last.isoformat()}
            say("EndTerm", {"termId": self.term.id, "effective": end})
        begun = {"kind": "FROM", "value": self.first.isoformat()}
        opened = {"bodyId": self.body, "number": self.number, "plannedEnd": self.planned_end}
        term = say("StartTerm", opened | {"effective": begun}).subject
        for member in self.term.members if self.term else ():
            if member.act != "gone":
                say("AppointMember", self._seat(member, term, say) | {"effective": begun})
        return found

    def _seat(
        self, member: Member, term: str, say: Callable[[str, Mapping[str, Any]], Outcome]
    ) -> dict[str, Any]:
        """What stays of the seat, and who holds it now."""
        row = member.row
        return {
            "bodyId": self.body, "termId": term, "seatId": _id("Seat", row["seat_id"]),
            "organizationId": _id("Organization", row["organization_id"]),
            "personId": self._holder(member, say), "category": row["category"], "jobTitle": row["job_title"],
            "exOfficio": row["ex_officio"] or None, "vacant": member.act == "vacant" or None,
            "audience": row["audience"].upper(),
        }  # fmt: skip

    def _holder(self, member: Member, say: Callable[[str, Mapping[str, Any]], Outcome]) -> str | None:
        if member.act == "vacant":
            return None
        if member.act == "again":
            return _id("Person", member.row["person_id"])
        if member.other:
            return member.other
        known = {"kind": "AS_OF", "value": self.first.isoformat()}
        return say("RegisterPerson", {"name": member.new_name, "effective": known}).subject


def _id(kind: str, value: UUID | None) -> str | None:
    return ids.encode(kind, value) if value else None


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value not in (None, "")}
