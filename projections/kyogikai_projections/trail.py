"""Asking the audit trail for single entries: what a fact rests on, who may read it, its hashes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_projections.positions import CASES
from kyogikai_projections.reading import Clause, Reading, Row
from kyogikai_projections.tables import audit_entry
from kyogikai_tenants.events import EventAnnulled, EventCorrected
from kyogikai_tenants.log import chain
from kyogikai_tenants.log.tables import events

EntryKey = tuple[UUID, int]
"""A record, and the number of the entry in it."""

ADMINISTRATION = ("tenant.", "user.", "api_client.", "operator.", "export.")
"""How the topics begin of what is done to the tenant itself and to who may do what."""

TAKES_BACK = (EventCorrected.TOPIC, EventAnnulled.TOPIC)

t = audit_entry.c


@dataclass(frozen=True)
class Entries:
    """Entries by record and number."""

    def fetch(self, reading: Reading, keys: Sequence[EntryKey]) -> Mapping[EntryKey, Row]:
        """Key -> entry."""
        asked, of = _asked(keys, t.stream_version)
        query = sa.select(audit_entry).select_from(asked.join(audit_entry, of))
        return {key(row): row for row in reading.rows(query.where(reading.own(audit_entry)))}


@dataclass(frozen=True)
class Placed:
    """Entries by their positions in the log."""

    def fetch(self, reading: Reading, keys: Sequence[int]) -> Mapping[int, Row]:
        """Position -> entry."""
        query = sa.select(audit_entry).where(reading.own(audit_entry), t.position.in_(keys))
        return {row["position"]: row for row in reading.rows(query)}


@dataclass(frozen=True)
class Corrections:
    """The corrections and annulments of entries, by the entry that they are about."""

    def fetch(self, reading: Reading, keys: Sequence[EntryKey]) -> Mapping[EntryKey, list[Row]]:
        """Key -> later entries, in order."""
        asked, about = _asked(keys, t.target)
        query = sa.select(audit_entry).select_from(asked.join(audit_entry, about))
        query = query.where(reading.own(audit_entry), t.topic.in_(TAKES_BACK))
        found: dict[EntryKey, list[Row]] = defaultdict(list)
        for row in reading.rows(query.order_by(t.position)):
            found[row["stream_id"], row["target"]].append(row)
        return found


class Cited(NamedTuple):
    """What a fact rests on, as corrected up to a position."""

    entry: Row
    document_id: UUID | None
    locator: str
    quality: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Sources:
    """Where facts stand and what is to be minded about them, by record and number."""

    position: int | None

    def fetch(self, reading: Reading, keys: Sequence[EntryKey]) -> Mapping[EntryKey, Cited]:
        """Key -> source."""
        entries = Entries().fetch(reading, keys)
        changes = self._standing(reading, {stream for stream, _ in keys})
        return {key: _cited(entry, changes.get(key, {})) for key, entry in entries.items()}

    def _standing(self, reading: Reading, streams: Iterable[UUID]) -> dict[EntryKey, dict[str, Any]]:
        """The last standing correction of the two fields, by the fact that it is about."""
        which: list[Clause] = [t.stream_id.in_(sorted(streams)), t.topic.in_(TAKES_BACK)]
        if self.position is not None:
            which.append(t.position <= self.position)
        query = sa.select(audit_entry).where(reading.own(audit_entry), *which).order_by(t.position)
        rows = reading.rows(query)
        annulled = {(r["stream_id"], r["target"]) for r in rows if r["topic"] == EventAnnulled.TOPIC}
        found: dict[EntryKey, dict[str, Any]] = defaultdict(dict)
        for row in rows:
            stored = row["fields"]
            if row["topic"] == EventCorrected.TOPIC and key(row) not in annulled:
                found[row["stream_id"], row["target"]][stored["field"]] = stored.get("new")
        return found


def _cited(entry: Row, corrected: Mapping[str, Any]) -> Cited:
    document, locator, quality = entry["document_id"], entry["locator"] or "", entry["quality"]
    if "source" in corrected:
        source = corrected["source"] or {}
        document = UUID(source["document_id"]) if source else None
        locator = source.get("locator", "")
    if "quality" in corrected:
        quality = corrected["quality"] or []
    return Cited(entry, document, locator, quality)


class Hashes(NamedTuple):
    """An entry's link of the chain, and the one before it."""

    own: bytes
    previous: bytes


@dataclass(frozen=True)
class Links:
    """The chain's hashes, by position."""

    def fetch(self, reading: Reading, keys: Sequence[int]) -> Mapping[int, Hashes]:
        """Position -> hashes."""
        wanted = sa.literal(sorted({*keys, *(p - 1 for p in keys)}), pg.ARRAY(sa.BigInteger))
        query = sa.select(events.c.position, events.c.hash).where(
            reading.own(events), events.c.position == sa.any_(wanted)
        )
        found = {row["position"]: bytes(row["hash"]) for row in reading.rows(query)}
        found[0] = chain.genesis(reading.tenant_id)
        return {p: Hashes(found[p], found[p - 1]) for p in keys if p in found}


def _asked(keys: Sequence[EntryKey], version: sa.ColumnElement[Any]) -> tuple[sa.FromClause, Clause]:
    """Records and numbers as a table, so that any count of them is one statement; and how entries meet it."""
    pairs = sorted(set(keys))
    streams = sa.literal([stream for stream, _ in pairs], pg.ARRAY(sa.Uuid))
    numbers = sa.literal([number for _, number in pairs], pg.ARRAY(sa.BigInteger))
    asked = sa.func.unnest(streams, numbers).table_valued("stream", "number").render_derived(name="asked")
    return asked, sa.and_(t.stream_id == asked.c.stream, version == asked.c.number)


def key(entry: Row) -> EntryKey:
    """The record and the number of an entry."""
    return entry["stream_id"], entry["stream_version"]


@dataclass(frozen=True)
class Scope:
    """Which entries a reader may read at all."""

    audiences: frozenset[str]
    administration_only: bool = False
    cases: bool = False
    """Whether the entries of cases are open beside, whose texts are sealed in them."""
    actor: str = ""
    """Whose acts are open, and no others; empty: everybody's."""

    def clause(self) -> Clause:
        """By audience, by topic where only administration is open, or by who acted."""
        if self.actor:
            return t.actor == self.actor
        if not self.administration_only:
            return self.seen()
        return sa.or_(*(t.topic.startswith(prefix, autoescape=True) for prefix in ADMINISTRATION))

    def seen(self) -> Clause:
        """By audience, and of a case where those are open beside."""
        shown: Clause = t.audience.in_(sorted(self.audiences))
        return sa.or_(shown, t.kind.in_(sorted(CASES))) if self.cases else shown

    def admits(self, entry: Row) -> bool:
        """The same of one entry."""
        if self.actor:
            return bool(entry["actor"] == self.actor)
        if self.administration_only:
            return str(entry["topic"]).startswith(ADMINISTRATION)
        return entry["audience"] in self.audiences or (self.cases and _of_a_case(entry))


def _of_a_case(entry: Mapping[str, Any]) -> bool:
    """Of the trail, by the kind of its record; of the log, by its topic."""
    return entry["kind"] in CASES if "kind" in entry else str(entry["topic"]).startswith("case.")
