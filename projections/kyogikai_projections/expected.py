"""Who is expected at a meeting: the members of the bodies that hold it, on its day, each person once."""

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from kyogikai_projections.reading import ById, Moment, Reading, Related, Row, known, valid
from kyogikai_projections.tables import TABLES, audit_entry
from kyogikai_tenants.council.contacts import ContactRecorded
from kyogikai_tenants.log.tables import subject_key
from kyogikai_tenants.vocabulary import Existence

KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
TO_HIRAGANA = {code: code - ord("ァ") + ord("ぁ") for code in KATAKANA}


class Address(NamedTuple):
    """Where an address for mail is kept, sealed: with an account, or among somebody's contact details."""

    account: UUID | None
    person: UUID | None


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
    """In use, with an address of its own."""
    written_to: bool = False
    """Whether their contact details have an address, as far as whoever asks may use it."""

    @property
    def address(self) -> Address | None:
        """That of the account first: whoever has one has said which is theirs."""
        if self.account:
            return Address(self.account, None)
        return Address(None, self.person) if self.written_to else None

    @property
    def order(self) -> tuple[bool, str, str]:
        """五十音 order; whose reading is not known comes last, by name."""
        return (not self.reading, syllables(self.reading), self.name)


def syllables(reading: str) -> str:
    """A reading as it is sorted: hiragana, whatever it was written in."""
    return unicodedata.normalize("NFKC", reading).translate(TO_HIRAGANA)


def expected(
    reading: Reading, bodies: Collection[UUID], day: date, today: date, *, contacts: bool = False
) -> list[Expected]:
    """As the reader sees them, in five statements; accounts and ``contacts``, where open, as of today."""
    moment = Moment(day)
    found = Related("membership", "body_id", moment).fetch(reading, list(bodies))
    rows = [row for body in bodies for row in found.get(body, ()) if not row["vacant"]]
    people = ById("person", moment).fetch(reading, _ids(rows, "person_id"))
    organizations = ById("organization", moment).fetch(reading, _ids(rows, "organization_id"))
    accounts = _accounts(reading, _ids(rows, "person_id"), today)
    without = [p for p in _ids(rows, "person_id") if p not in accounts]
    written_to = _written_to(reading, without) if contacts and without else set()
    whose: dict[UUID, list[Row]] = {}
    for row in rows:
        whose.setdefault(row["person_id"] or row["id"], []).append(row)
    here = [
        Expected(
            own[0]["id"], own[0]["person_id"], *_called(own[0], people, organizations),
            own[0]["office"] or own[0]["job_title"] or own[0]["category"] or "",
            frozenset(row["body_id"] for row in own), frozenset(row["id"] for row in own),
            accounts.get(own[0]["person_id"]), own[0]["person_id"] in written_to,
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


def _written_to(reading: Reading, people: list[UUID]) -> set[UUID]:
    """Whose contact details, as they were recorded last, have an address that can still be opened.

    That something stands there is no secret of the sealed text, and the trail shows it; what it is stays so.
    """
    t, k = audit_entry.c, subject_key.c
    last = (
        sa.select(t.stream_id, t.fields).ext(distinct_on(t.stream_id))
        .where(reading.own(audit_entry), t.stream_id.in_(people), t.topic == ContactRecorded.TOPIC)
        .order_by(t.stream_id, t.stream_version.desc()).subquery("last")
    )  # fmt: skip
    opens = sa.and_(reading.own(subject_key), k.subject_id == last.c.stream_id, k.wrapped.is_not(None))
    there = sa.select(last.c.stream_id).join(subject_key, opens)
    told = last.c.fields["email"].as_string().is_not(None)
    return {row["stream_id"] for row in reading.rows(there.where(told))}
