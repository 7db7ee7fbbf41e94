"""Who sat where, since when and until when: the memberships of a body, a person or an organisation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_platform.web.council.facts import Told
from kyogikai_platform.web.council.phrases import term_name
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.org_facts import Flag, Source
from kyogikai_platform.web.words import words
from kyogikai_projections.lives import Grounds, Life, lives, rows_of, where
from kyogikai_projections.reading import Clause, Moment, Reading, Row
from kyogikai_projections.tables import TABLES

THERE = frozenset({"live", "unknown"})
NAMED = {"body_id": "body", "term_id": "term", "person_id": "person", "organization_id": "organization"}
"""What a membership names, and in which table it is found."""


class Office(NamedTuple):
    """An office, and when it was held."""

    name: str
    begin: str
    end: str


@dataclass(frozen=True)
class Sitting:
    """A membership in words."""

    id: UUID
    life: Life
    seat: str
    number: int
    name: str
    reading: str
    path: str
    body: str
    body_path: str
    term: str
    organization: str
    organization_path: str
    category: str
    job_title: str
    offices: tuple[Office, ...]
    ex_officio: bool
    substitute: bool
    vacant: bool
    begin: str
    end: str
    last: date | None
    """The last day, of itself or as its term ended or is to end."""
    office_now: str
    sources: tuple[Source, ...]
    flags: tuple[Flag, ...]

    @property
    def who(self) -> str:
        """Whose it is, to know them again in another term."""
        row = self.life.versions[0]
        return str(row["person_id"] or row["organization_id"] or row["job_title"] or self.id)

    def there(self, day: date) -> bool:
        """Whether it is there on a day, or may be."""
        begun = self.life.versions[0]["valid_from"] <= day
        lasts = self.last is None or day <= self.last
        return bool(begun and lasts and self.life.on(day)["existence"] in THERE)

    def over(self, day: date) -> bool:
        """Whether it has ended by a day."""
        return bool(self.life.on(day)["existence"] == "ended")

    def office(self, day: date) -> str:
        """The office held on a day."""
        return str(self.life.on(day)["office"]) if self.there(day) else ""


@dataclass(frozen=True)
class Sittings:
    """Some memberships with all that they name."""

    memberships: Mapping[UUID, Life]
    named: Mapping[str, Mapping[UUID, Life]]
    seats: Mapping[UUID, Life]
    grounds: Grounds

    @classmethod
    def read(cls, reading: Reading, moment: Moment, *which: Clause, also: Sequence[Row] = ()) -> "Sittings":
        """The memberships of their whole lives: one statement each for what they name.

        The grounds are those of ``also`` too.
        """
        rows = rows_of(reading, moment, "membership", *which)
        named = {
            table: lives(table, rows_of(reading, moment, table, where(table, "id", _ids(rows, column))))
            for column, table in NAMED.items()
        }
        seats = rows_of(reading, moment, "seat", where("seat", "id", _ids(rows, "seat_id")))
        return cls(
            lives("membership", rows),
            named,
            lives("seat", seats),
            Grounds.read(reading, moment, [*rows, *also]),
        )

    def told(self, day: date, lang: str) -> list[Sitting]:
        """In the order of the list: by seat, officers first where there are none."""
        told = Told(lang, self.grounds)
        found = [self._one(life, day, told) for life in self.memberships.values()]
        return sorted(
            found, key=lambda s: (s.number or 999, not s.office_now, s.life.versions[-1]["sort"], s.begin)
        )

    def _one(self, life: Life, day: date, told: Told) -> Sitting:
        row, lang = life.on(day), told.lang
        person, organization = self._row("person", row, day), self._row("organization", row, day)
        body, term = self._row("body", row, day), self.named["term"].get(row["term_id"])
        last = _last(life, term)
        seat = self.seats.get(row["seat_id"])
        where_from = _path("organizations", "Organization", organization)
        holder = person or (None if row["job_title"] else organization)
        name = holder["name"] if holder else row["job_title"]
        return Sitting(
            life.id, life, _seat(seat, day), (seat.on(day)["number"] or 0) if seat else 0,
            name, holder["reading"] if holder else "",
            _path("people", "Person", person) if person else where_from,
            body["name"] if body else "", _path("bodies", "Body", body),
            term_name(term.on(day), lang) if term else "",
            organization["name"] if organization else "", where_from,
            row["category"], row["job_title"], tuple(_offices(life, day, lang)),
            row["ex_officio"], row["substitute"], row["vacant"],
            told.date(row["started"] or row["attested"]),
            _end(life, term, last, day, told), last,
            row["office"] if row["existence"] in THERE and (last is None or day <= last) else "",
            tuple(told.sources(*life.versions)), tuple(told.flags(*life.versions)),
        )  # fmt: skip

    def _row(self, table: str, row: Row, day: date) -> Row | None:
        column = next(c for c, t in NAMED.items() if t == table)
        life = self.named[table].get(row[column])
        return life.on(day) if life else None


def _ids(rows: Iterable[Row], column: str) -> set[UUID]:
    return {row[column] for row in rows if row[column]}


def last_of(life: Life) -> date | None:
    """The last day of something, as it ended or is planned to."""
    end = life.versions[-1]["ended"] or life.versions[-1].get("planned_end")
    return date.fromisoformat(end["latest"]) if end and end["latest"] else None


def _last(life: Life, term: Life | None) -> date | None:
    days = [day for day in (last_of(life), last_of(term) if term else None) if day]
    return min(days, default=None)


def _end(life: Life, term: Life | None, last: date | None, day: date, told: Told) -> str:
    """When it was over, of itself or with its term; nothing while it lasts."""
    if last is None or last > day:
        return ""
    if last_of(life) == last or term is None:
        return told.date(life.versions[-1]["ended"], end=True)
    row = term.versions[-1]
    return words("member_term_over", told.lang, end=told.date(row["ended"] or row["planned_end"], end=True))


def _path(place: str, kind: str, row: Row | None) -> str:
    return f"/{place}/{ids.encode(kind, row['id'])}" if row else ""


def _seat(seat: Life | None, day: date) -> str:
    if seat is None:
        return ""
    row = seat.on(day)
    return str(row["label"] or f"{row['category']}{row['number'] or ''}")


def _offices(life: Life, day: date, lang: str) -> Iterable[Office]:
    """Each office in turn, from the day on which it was first held to the last."""
    turns = [v for v in life.versions if v["valid_from"] <= day]
    kept: list[Row] = [v for i, v in enumerate(turns) if i == 0 or _held(v) != _held(turns[i - 1])]
    for row, after in [*pairwise(kept), *([(kept[-1], None)] if kept else [])]:
        if _held(row):
            end = words("office_until", lang, day=label(after["valid_from"], lang)) if after else ""
            yield Office(_held(row), label(row["valid_from"], lang), end)


def _held(row: Row) -> str:
    return str(row["office"]) if row["existence"] in THERE else ""


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """How often each status of attendance is recorded."""
    found: dict[str, int] = {}
    for row in rows:
        if row["status"]:
            found[row["status"]] = found.get(row["status"], 0) + 1
    return found


def attendance(reading: Reading, moment: Moment, *which: Clause) -> list[Row]:
    """What is recorded of some members' attendance, on the day."""
    t = TABLES["attendance"]
    columns = (t.c.meeting_id, t.c.membership_id, t.c.status)
    return reading.rows(sa.select(*columns).where(reading.current(t, "attendance", moment), *which))
