"""Asking the audit trail: entries by what they happened to, pages of them, their words and their hashes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from kyogikai_projections import sentences
from kyogikai_projections.paging import COUNTED, Key, Slice, Window
from kyogikai_projections.reading import Clause, Reading, Row
from kyogikai_projections.search import holds, normal
from kyogikai_projections.sentences import FieldChange, Words
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
        which = sa.tuple_(t.stream_id, t.stream_version).in_([tuple(k) for k in keys])
        return {
            key(row): row
            for row in reading.rows(sa.select(audit_entry).where(reading.own(audit_entry), which))
        }


@dataclass(frozen=True)
class Corrections:
    """The corrections and annulments of entries, by the entry that they are about."""

    def fetch(self, reading: Reading, keys: Sequence[EntryKey]) -> Mapping[EntryKey, list[Row]]:
        """Key -> later entries, in order."""
        about = sa.tuple_(t.stream_id, t.target).in_([tuple(k) for k in keys])
        query = sa.select(audit_entry).where(reading.own(audit_entry), about, t.topic.in_(TAKES_BACK))
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


@dataclass(frozen=True)
class Kinds:
    """What kind of record (which table) a stream is."""

    def fetch(self, reading: Reading, keys: Sequence[UUID]) -> Mapping[UUID, str]:
        """Stream -> kind."""
        query = sa.select(t.stream_id, t.kind).where(
            reading.own(audit_entry), t.stream_id.in_(keys), t.stream_version == 1
        )
        return {row["stream_id"]: row["kind"] for row in reading.rows(query)}


class Hashes(NamedTuple):
    """An entry's link of the chain, and the one before it."""

    own: bytes
    previous: bytes


@dataclass(frozen=True)
class Links:
    """The chain's hashes, by position."""

    def fetch(self, reading: Reading, keys: Sequence[int]) -> Mapping[int, Hashes]:
        """Position -> hashes."""
        wanted = {*keys, *(p - 1 for p in keys)}
        query = sa.select(events.c.position, events.c.hash).where(
            reading.own(events), events.c.position.in_(wanted)
        )
        found = {row["position"]: bytes(row["hash"]) for row in reading.rows(query)}
        found[0] = chain.genesis(reading.tenant_id)
        return {p: Hashes(found[p], found[p - 1]) for p in keys if p in found}


class Told(NamedTuple):
    """An entry in words."""

    ja: str
    en: str
    changes: list[FieldChange]

    def holds(self, text: str) -> bool:
        """Whether a text stands anywhere in it."""
        said = (self.ja, self.en, *(w for c in self.changes for w in (c.label, c.old, c.new) if w))
        return any(holds(words, text) for words in said)


@dataclass(frozen=True)
class Telling:
    """Entries in words, by record and number."""

    def fetch(self, reading: Reading, keys: Sequence[EntryKey]) -> Mapping[EntryKey, Told]:
        """Key -> words."""
        return tell(reading, list(Entries().fetch(reading, keys).values()))


def tell(reading: Reading, entries: Iterable[Row]) -> dict[EntryKey, Told]:
    """Entries in words, with what they name called as it is called last."""
    entries = list(entries)
    about = {(e["stream_id"], e["target"]) for e in entries if e["target"] is not None}
    targets = Entries().fetch(reading, sorted(about)) if about else {}
    captions = called(reading, {i for e in entries for i in sentences.mentioned(e)})
    ja, en = Words("ja", captions), Words("en", captions)
    found = {}
    for entry in entries:
        target = targets.get((entry["stream_id"], entry["target"]))
        texts = (sentences.sentence(entry, target, ja), sentences.sentence(entry, target, en))
        found[key(entry)] = Told(*texts, sentences.changes(entry, target, ja))
    return found


def called(reading: Reading, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """What records are called last, by their ids, as far as this reader may know."""
    if not (wanted := sorted(ids)):
        return {}
    query = (
        sa.select(t.stream_id, t.subject)
        .ext(distinct_on(t.stream_id))
        .where(
            reading.own(audit_entry), t.stream_id.in_(wanted), t.audience.in_(sorted(reading.sight.audiences))
        )
        .order_by(t.stream_id, t.position.desc())
    )
    return {row["stream_id"]: row["subject"] for row in reading.rows(query)}


def key(entry: Row) -> EntryKey:
    """The record and the number of an entry."""
    return entry["stream_id"], entry["stream_version"]


@dataclass(frozen=True)
class Scope:
    """Which entries a reader may read at all."""

    audiences: frozenset[str]
    administration_only: bool = False

    def clause(self) -> Clause:
        """By audience, and by topic where only administration is open."""
        seen = t.audience.in_(sorted(self.audiences))
        if not self.administration_only:
            return seen
        return sa.or_(*(t.topic.startswith(prefix, autoescape=True) for prefix in ADMINISTRATION))

    def admits(self, entry: Row) -> bool:
        """The same of one entry."""
        if self.administration_only:
            return str(entry["topic"]).startswith(ADMINISTRATION)
        return entry["audience"] in self.audiences


@dataclass(frozen=True)
class Trail:
    """A list of entries in the order of the log."""

    scope: Scope
    topics: tuple[str, ...] | None = None
    actor: str | None = None
    subject: UUID | None = None
    first: datetime | None = None
    last: datetime | None = None
    text: str = ""

    def select(self, reading: Reading) -> sa.Select[Any]:
        """The entries, but for the text, which is looked for in the words."""
        which: list[Clause] = []
        if self.topics is not None:
            which.append(t.topic.in_(self.topics))
        if self.actor is not None:
            which.append(t.actor == self.actor)
        if self.subject is not None:
            which.append(t.stream_id == self.subject)
        if self.first is not None:
            which.append(t.recorded_at >= self.first)
        if self.last is not None:
            which.append(t.recorded_at <= self.last)
        return sa.select(audit_entry).where(reading.own(audit_entry), self.scope.clause(), *which)

    @cached_property
    def needle(self) -> str:
        """The text as it is compared."""
        return normal(self.text)


STRETCH = 500
"""Entries put into words at a time while a text is looked for."""


@dataclass(frozen=True)
class TrailPage:
    """A window of the trail."""

    trail: Trail
    window: Window

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, Slice]:
        """None -> slice."""
        w = self.window
        rows = _matching(reading, self.trail, w, w.size + 1)
        page = rows[: w.size]
        return {None: Slice(page[::-1] if w.backward else page, len(rows) > w.size)}


@dataclass(frozen=True)
class TrailTotal:
    """How many entries there are, up to one above the bound."""

    trail: Trail

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, int]:
        """None -> count."""
        if self.trail.needle:
            return {None: len(_matching(reading, self.trail, Window(COUNTED), COUNTED + 1))}
        some = self.trail.select(reading).limit(COUNTED + 1).subquery("counted")
        return {None: reading.connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()}


def place(entry: Row) -> Key:
    """Where an entry stands in the list."""
    return Key(str(entry["position"]), entry["stream_id"])


def _matching(reading: Reading, trail: Trail, window: Window, limit: int) -> list[Row]:
    found: list[Row] = []
    after = int(window.after.sort) if window.after else None
    before = int(window.before.sort) if window.before else None
    while True:
        rows = _stretch(
            reading, trail, after, before, backward=window.backward, limit=STRETCH if trail.needle else limit
        )
        told = tell(reading, rows) if trail.needle else {}
        found += [r for r in rows if not trail.needle or told[key(r)].holds(trail.text)]
        if not trail.needle or len(found) >= limit or len(rows) < STRETCH:
            return found[:limit]
        after, before = (after, rows[-1]["position"]) if window.backward else (rows[-1]["position"], before)


def _stretch(
    reading: Reading, trail: Trail, after: int | None, before: int | None, *, backward: bool, limit: int
) -> list[Row]:
    which = [t.position > after] if after is not None else []
    which += [t.position < before] if before is not None else []
    ordered = t.position.desc() if backward else t.position.asc()
    return reading.rows(trail.select(reading).where(*which).order_by(ordered).limit(limit))
