"""That one entry is in the sealed log, at /evidence/entries/<id>: in words, and as a file to verify offline.

Whoever sees the record may prove what is entered of it. The file holds the entry itself where they may read
it; else its place, time and digest, which prove it without showing it.
"""

from dataclasses import dataclass
from http import HTTPStatus

import sqlalchemy as sa
from flask import Response, abort

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.loading import own_acts, scope
from kyogikai_platform.web.addressed import entry_of
from kyogikai_platform.web.evidence.sealing import Sealing, given, signed
from kyogikai_platform.web.roles.latest import at
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.ways import to_record
from kyogikai_projections.reading import ById, Reading, Row
from kyogikai_projections.sentences import event_of
from kyogikai_projections.trail import Entries, EntryKey
from kyogikai_tenants.log import bundle, chain, notary
from kyogikai_tenants.log.recorder import Entry, Log
from kyogikai_tenants.vocabulary import Audience

OF_A_STATE = "meeting.minutes_"
"""Entries whose content is seen only while the minutes that they speak of are."""


@dataclass(frozen=True)
class Proved:
    """An entry, and its way up to the newest note; no note where it is not sealed yet."""

    told: Row
    entry: Entry
    previous: bytes
    note: notary.Issued | None
    path: list[str]
    readable: bool


def show(site: Site, entry: str) -> Response:
    """In words."""
    visit = Visit.any(site).now()
    found, answer = _found(visit, entry), visit.ask("frame")
    event, kind = event_of(found.told), found.told["kind"]
    return visit.page(
        "evidence/entry.html", answer, proved=found, id=entry,
        act=event.LABEL if visit.lang == "ja" else event.LABEL_EN,
        recorded=at(found.entry.recorded_at.isoformat(), visit.lang),
        sealed=at(found.note.issued_at.isoformat(), visit.lang) if found.note else "",
        way=to_record(kind, ids.encode(ids.TYPES[kind], found.entry.stream_id)) if kind in ids.TYPES else "",
        key=signed(visit, "").verifier_key,
    )  # fmt: skip


def take(site: Site, entry: str) -> Response:
    """As a file; not found (404) where no note counts the entry yet."""
    visit = Visit.any(site).now()
    found = _found(visit, entry)
    if found.note is None:
        abort(HTTPStatus.NOT_FOUND)
    head = signed(visit, found.note.note)
    body = bundle.proof(found.entry, found.previous, found.path, head, readable=found.readable)
    return given(body, "application/json", f"entry-{found.entry.position}.json")


def _found(visit: Visit, text: str) -> Proved:
    named = entry_of(text)
    found = visit.site.read(visit.asker, lambda connection, asker: _proved(connection, asker, named))
    return found or abort(HTTPStatus.NOT_FOUND)


def _proved(connection: sa.Connection, asker: Asker, named: EntryKey) -> Proved | None:
    reading = Reading(connection, asker.tenant_id, asker.viewer.sight)
    told = Entries().fetch(reading, [named]).get(named)
    if told is None:
        return None
    of_trail = any(one is not None and one.admits(told) for one in (scope(asker.viewer), own_acts(asker)))
    if not of_trail and not _seen(reading, asker, told):
        return None
    position = told["position"]
    rows = list(Log.within(connection).entries(max(position - 2, 0), position))
    previous = rows[0].hash if position > 1 else chain.genesis(asker.tenant_id)
    sealing = Sealing(connection)
    note = sealing.newest if sealing.newest and sealing.newest.size >= position else None
    path = sealing.path_to(position, note.size) if note else []
    return Proved(told, rows[-1], previous, note, path, readable=of_trail or _open(told))


def _seen(reading: Reading, asker: Asker, told: Row) -> bool:
    """Whether they see the record that the entry is about, as it is today."""
    kind, record = told["kind"], told["stream_id"]
    moment = reading.moment(asker.day, None)
    return kind in ids.TYPES and record in ById(kind, moment).fetch(reading, [record])


def _open(told: Row) -> bool:
    """Whether the entry itself is for everybody who sees its record."""
    return told["audience"] == Audience.PUBLIC and not told["topic"].startswith(OF_A_STATE)
