"""Entries of the log in words, and what may be done about each: for its page and for a receipt."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from werkzeug.exceptions import HTTPException

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.loading import scope
from kyogikai_graphql.mutations import naming
from kyogikai_platform.web import by_link
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.writing import cell_in_words
from kyogikai_projections import belonging, rights_of, telling, trail
from kyogikai_projections.labels import kind_label, word
from kyogikai_projections.positions import CASES
from kyogikai_projections.reading import Reading, Row
from kyogikai_projections.sentences import FieldChange, event_of
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import DECLARED, Event, EventAnnotated, EventAnnulled, EventCorrected, Fact
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.permission import Touched, role_for
from kyogikai_tenants.vocabulary import Audience, Role

PAGES = {
    "Meeting": "/meetings/", "Issue": "/issues/", "Body": "/bodies/", "Organization": "/organizations/",
    "Person": "/people/", "Recommendation": "/recommendations/", "Activity": "/activities/",
    "SourceDocument": "/sources/", "Term": "/terms/", "Membership": "/memberships/",
}  # fmt: skip
"""Where a record has a page of its own."""
ACTS: dict[str, type[Event]] = {
    "correct": EventCorrected, "annul": EventAnnulled, "annotate": EventAnnotated,
}  # fmt: skip
"""What may be done about an entry, and the event that says so."""


@dataclass(frozen=True)
class Shown:
    """An entry in words."""

    id: str
    position: int
    label: str
    sentence: str
    who: str
    role: str
    recorded: str
    effective: str
    audience: str
    kind: str
    subject: str
    page: str
    """Where the record that it happened to has its page."""
    changes: list[FieldChange]
    fields: list[str]
    """The names of the changed fields, as a correction names them."""
    document: str
    locator: str
    flags: list[str]
    target: str
    """The entry that this one is about."""
    later: list["Shown"]
    """Corrections and annulments of it."""
    correct: bool = False
    annul: bool = False
    annotate: bool = False


def told(
    connection: sa.Connection, asker: Asker, keys: list[trail.EntryKey], lang: str, *, deep: bool = True
) -> list[Shown]:
    """Entries in words, those that the asker may read."""
    reading = Reading(connection, asker.tenant_id, asker.viewer.sight)
    rows = [row for row in trail.Entries().fetch(reading, keys).values() if is_open(asker, row)]
    rows.sort(key=lambda row: row["position"])
    return shown(reading, asker, rows, lang, deep=deep)


def acts_on(connection: sa.Connection, asker: Asker, named: trail.EntryKey) -> dict[str, bool]:
    """What the asker may do about one entry, for the page that says the rest of it."""
    reading = Reading(connection, asker.tenant_id, asker.viewer.sight)
    row = trail.Entries().fetch(reading, [named]).get(named)
    return _rights(reading, asker, row, taken_back=True) if row and is_open(asker, row) else {}


def is_open(asker: Asker, row: Row) -> bool:
    """One's own acts, and what of the trail one reads; what is of a case is at its desk alone."""
    if row["kind"] in CASES:
        return False
    own = asker.actor is not None and row["actor"] == asker.actor.id
    reads = scope(asker.viewer)
    return own or bool(reads and reads.admits(row))


def shown(reading: Reading, asker: Asker, rows: list[Row], lang: str, *, deep: bool) -> list[Shown]:
    """Rows of the trail in words."""
    later = trail.Corrections().fetch(reading, [trail.key(r) for r in rows]) if deep and rows else {}
    every = [*rows, *(r for own in later.values() for r in own if is_open(asker, r))]
    sentences = telling.tell(reading, every)
    names = rights_of.names(reading.connection, [r["actor"] for r in every])
    documents = telling.called(reading, {r["document_id"] for r in every if r["document_id"]})
    found: dict[trail.EntryKey, Shown] = {}
    for row in reversed(every):
        own = [found[trail.key(r)] for r in later.get(trail.key(row), ()) if trail.key(r) in found]
        facts: dict[str, Any] = {
            "who": by_link.called(row["actor"], names.get(row["actor"], row["actor"]), lang), "later": own,
            "document": documents.get(row["document_id"], "") if row["document_id"] else "",
        }  # fmt: skip
        rights = _rights(reading, asker, row, taken_back=bool(own)) if deep and row in rows else {}
        found[trail.key(row)] = _entry(row, sentences[trail.key(row)], lang, facts | rights)
    return [found[trail.key(row)] for row in rows]


def _entry(row: Row, told_: telling.Told, lang: str, facts: dict[str, Any]) -> Shown:
    event, at = event_of(row), row["recorded_at"].astimezone(JAPAN)
    about = (row["stream_id"], row["target"]) if row["target"] else None
    changes = told_.changes if lang == "ja" else told_.changes_en
    table = row["kind"]
    return Shown(
        id=ids.entry_id(*trail.key(row)), position=row["position"],
        label=event.LABEL if lang == "ja" else event.LABEL_EN,
        sentence=told_.ja if lang == "ja" else told_.en, role=word(Role(row["role"]), lang),
        recorded=f"{label(at.date(), lang)} {at:%H:%M:%S}",
        effective=cell_in_words(row["effective"], lang) if row["effective"] else "",
        audience=word(Audience(row["audience"]), lang),
        kind=kind_label(table, lang), subject=row["subject"], page=page_of(table, row["stream_id"]),
        changes=[c for c in changes if c.new or c.old],
        fields=[naming.camel(c.field) for c in changes if c.new or c.old], locator=row["locator"] or "",
        flags=[": ".join(filter(None, (f["flag"], f.get("note")))) for f in row["quality"]],
        target=ids.entry_id(*about) if about else "", **facts,
    )  # fmt: skip


def _rights(reading: Reading, asker: Asker, row: Row, *, taken_back: bool) -> dict[str, bool]:
    """What the asker may do about an entry: corrections are of facts, annulments of what still stands."""
    event, stream = event_of(row), row["stream_id"]
    if asker.actor is None:
        return {}
    about = belonging.record(reading.connection, stream)
    allowed = {name: _may(asker, act, stream, about) for name, act in ACTS.items()}
    fact, gone = issubclass(event, Fact), taken_back and _annulled(reading, row)
    allowed["correct"] &= fact and not gone
    allowed["annul"] &= (fact or event is EventCorrected) and not gone
    return allowed


def _may(asker: Asker, act: type[Event], stream: UUID, about: belonging.Belonging | None) -> bool:
    opened_by = DECLARED.get(about.topic) if about else None
    try:
        return bool(role_for(asker.holds, act, stream, Touched(about.bodies if about else None), opened_by))
    except Refused:
        return False


def _annulled(reading: Reading, row: Row) -> bool:
    found = trail.Corrections().fetch(reading, [trail.key(row)])
    return any(r["topic"] == EventAnnulled.TOPIC for own in found.values() for r in own)


def page_of(table: str, record: object) -> str:
    """The address of a record's own page; empty where there is none."""
    path = PAGES.get(ids.TYPES.get(table, ""), "")
    if not path:
        return ""
    address = path + ids.encode(ids.TYPES[table], record)
    try:
        current_app.url_map.bind("").match(address)
    except HTTPException:
        return ""
    return address
