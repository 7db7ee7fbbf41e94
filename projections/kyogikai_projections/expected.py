"""Who is expected at a meeting: the members of the bodies that hold it, on its day, each person once."""

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import ById, Moment, Reading, Related, Row, known, valid
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.vocabulary import Existence

KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
TO_HIRAGANA = {code: code - ord("ァ") + ord("ぁ") for code in KATAKANA}


class Expected(NamedTuple):
    """Somebody expected: a member, or an organisation that sends somebody."""

    membership: UUID
    person: UUID | None
    name: str
    reading: str
    organization: str
    office: str
    bodies: frozenset[UUID]
    memberships: frozenset[UUID]
    """All of theirs in these bodies; the first is the one that answers."""
    account: UUID | None
    """Whose address is known: that of the account of this person, and no other is on record."""

    @property
    def order(self) -> tuple[bool, str, str]:
        """五十音 order; whose reading is not known comes last, by name."""
        return (not self.reading, syllables(self.reading), self.name)


def syllables(reading: str) -> str:
    """A reading as it is sorted: hiragana, whatever it was written in."""
    return unicodedata.normalize("NFKC", reading).translate(TO_HIRAGANA)


def expected(reading: Reading, bodies: Collection[UUID], day: date, today: date) -> list[Expected]:
    """As the reader sees them, in four statements; accounts as of today."""
    moment = Moment(day)
    found = Related("membership", "body_id", moment).fetch(reading, list(bodies))
    rows = [row for body in bodies for row in found.get(body, ()) if not row["vacant"]]
    people = ById("person", moment).fetch(reading, _ids(rows, "person_id"))
    organizations = ById("organization", moment).fetch(reading, _ids(rows, "organization_id"))
    accounts = _accounts(reading, _ids(rows, "person_id"), today)
    whose: dict[UUID, list[Row]] = {}
    for row in rows:
        whose.setdefault(row["person_id"] or row["id"], []).append(row)
    here = [
        Expected(
            own[0]["id"], own[0]["person_id"], *_called(own[0], people, organizations),
            own[0]["office"] or own[0]["job_title"] or own[0]["category"] or "",
            frozenset(row["body_id"] for row in own), frozenset(row["id"] for row in own),
            accounts.get(own[0]["person_id"]),
        )
        for own in whose.values()
    ]  # fmt: skip
    return sorted(here, key=lambda one: one.order)


def _called(row: Row, people: Mapping[UUID, Row], organizations: Mapping[UUID, Row]) -> tuple[str, str, str]:
    """Name, reading and organisation: whoever has no name goes by the organisation or the job."""
    person, sent_by = people.get(row["person_id"], {}), organizations.get(row["organization_id"], {})
    if person:
        return person["name"], person["reading"], sent_by.get("name", "")
    return sent_by.get("name", "") or row["job_title"] or row["category"], sent_by.get("reading", ""), ""


def _ids(rows: list[Row], column: str) -> list[UUID]:
    return sorted({row[column] for row in rows if row[column]})


def _accounts(reading: Reading, people: list[UUID], day: date) -> dict[UUID, UUID]:
    """Person -> account in use."""
    t = TABLES["user_account"]
    which = [
        reading.own(t), known(t, Moment(day)), valid(t, day), t.c.existence == Existence.LIVE.value,
        t.c.suspended.is_(False), t.c.person_id.in_(people),
    ]  # fmt: skip
    rows = reading.rows(sa.select(t.c.person_id, t.c.id).where(*which).order_by(t.c.id))
    return {row["person_id"]: row["id"] for row in rows}
