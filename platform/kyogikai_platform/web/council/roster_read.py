"""What a roster is told from: a body, its terms, seats and memberships, and what its rules promise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.web.council.sitting import THERE, Sittings, last_of
from kyogikai_projections.lives import Life, lives, rows_of, where
from kyogikai_projections.reading import Moment, Reading, Row
from kyogikai_projections.standing import Councils, in_force
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.vocabulary import BodyKind

SITS = ("membership", "seat", "term")


@dataclass(frozen=True)
class Roster:
    """One body's, on a day, in a term."""

    day: date
    """The day that the roster is of: the one asked for, or the one nearest to it within the term."""
    choices: Sequence[Row]
    """The bodies of which any roster is known, on the day asked for."""
    body: Row | None
    terms: Sequence[Life]
    term: Life | None
    seats: Mapping[UUID, Life]
    sittings: Sittings
    composition: Row | None
    rule: Row | None

    @classmethod
    def read(cls, reading: Reading, moment: Moment, body: UUID | None, term: UUID | None) -> "Roster":
        """A statement for each kind of thing, however many sit."""
        choices = _choices(reading, moment)
        bodies = {row["id"]: row for row in choices}
        if body is not None and body not in bodies:
            named = rows_of(reading, moment, "body", where("body", "id", [body]))
            bodies |= {row["id"]: row for row in named}
        chosen = bodies.get(body) if body else next(iter(choices), None)
        own = [chosen["id"]] if chosen else []
        terms = list(lives("term", rows_of(reading, moment, "term", where("term", "body_id", own))).values())
        one = next((t for t in terms if t.id == term), None) or _in_force(terms, moment.day)
        seats = lives("seat", rows_of(reading, moment, "seat", where("seat", "body_id", own)))
        sittings = Sittings.read(reading, moment, where("membership", "body_id", own))
        return cls(
            _day_within(one, moment.day), choices, chosen, terms, one, seats, sittings,
            _one(reading, moment, "composition", "stream_id", own), _rule(reading, moment, chosen),
        )  # fmt: skip

    def of_term(self, life: Life) -> bool:
        """Whether a membership belongs to the term that is shown; without terms all do."""
        return self.term is None or life.versions[0]["term_id"] in {self.term.id, None}


def _choices(reading: Reading, moment: Moment) -> list[Row]:
    """Bodies with members, seats or terms; the assembly of the council in force first."""
    council = in_force(Councils(moment).fetch(reading, [None])[None])
    body = TABLES["body"]
    known = sa.or_(
        *(
            body.c.id.in_(
                sa.select(TABLES[name].c.body_id).where(reading.standing(TABLES[name], name, moment))
            )
            for name in SITS
        )
    )
    rows = rows_of(reading, moment, "body", known)
    now = {i: life.on(moment.day) for i, life in lives("body", rows).items()}
    here = [r for r in now.values() if r["existence"] in {*THERE, "ended"}]
    mine = council["id"] if council else None
    return sorted(
        here, key=lambda r: (r["existence"] == "ended", r["council_id"] != mine, *_first(r), r["sort"])
    )


def _first(row: Row) -> tuple[bool]:
    return (row["kind"] != BodyKind.GENERAL_ASSEMBLY.value,)


def _in_force(terms: Sequence[Life], day: date) -> Life | None:
    """The term of a day; else the last that began before it."""
    begun = [t for t in terms if t.opening["valid_from"] <= day]
    return max(begun, key=lambda t: t.opening["valid_from"], default=None)


def _day_within(term: Life | None, day: date) -> date:
    """The day of a term that is nearest to the one asked for."""
    if term is None:
        return day
    last = last_of(term)
    begin: date = term.opening["valid_from"]
    return max(min(day, last) if last else day, begin)


def before(term: Life) -> date:
    """The day before a term."""
    begin: date = term.opening["valid_from"]
    return begin - timedelta(days=1) if begin > date.min else begin


def _one(reading: Reading, moment: Moment, table: str, column: str, own: Sequence[UUID]) -> Row | None:
    rows = rows_of(reading, moment, table, where(table, column, own))
    found = [
        r
        for r in rows
        if r["valid_from"] <= moment.day and (r["valid_to"] is None or r["valid_to"] > moment.day)
    ]
    return found[-1] if found else None


def _rule(reading: Reading, moment: Moment, body: Row | None) -> Row | None:
    """The rule in force that says how many may sit in it."""
    if body is None:
        return None
    t = TABLES["enactment"]
    query = sa.select(t).where(
        reading.current(t, "enactment", moment), t.c.existence == "live", t.c.max_members.is_not(None),
        t.c.scope_id == body["id"],
    )  # fmt: skip
    return next(iter(reading.rows(query.order_by(t.c.sort))), None)
