"""Entries of the trail in words, many at once: what they name is called as it is called last."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_projections import sentences
from kyogikai_projections.meeting_names import MEETING, MeetingName, meeting_names
from kyogikai_projections.reading import Reading, Row
from kyogikai_projections.search import Needle
from kyogikai_projections.sentences import FieldChange, Words
from kyogikai_projections.tables import audit_entry
from kyogikai_projections.trail import TAKES_BACK, Entries, EntryKey, key
from kyogikai_tenants.events import DECLARED, Event, EventCorrected
from kyogikai_tenants.references import members
from kyogikai_tenants.states import STATES

t = audit_entry.c
BETWEEN = "\ue000"
"""Between the texts of an entry: a character that stands in none."""


@dataclass(frozen=True, eq=False)
class Names:
    """What records are called last; a meeting by what tells it from others, in either language."""

    captions: Mapping[UUID, str]
    meetings: Mapping[UUID, MeetingName]

    @cached_property
    def ja(self) -> Mapping[UUID, str]:
        """In Japanese."""
        return {**self.captions, **{key: name.said("ja") for key, name in self.meetings.items()}}

    @cached_property
    def en(self) -> Mapping[UUID, str]:
        """In English."""
        return {**self.captions, **{key: name.said("en") for key, name in self.meetings.items()}}


@dataclass(frozen=True, eq=False)
class Told:
    """An entry in words, which are found when they are asked for: a reader asks for those of one language."""

    entry: Row
    target: Row | None
    before: Mapping[str, Any]
    names: Names

    @cached_property
    def ja(self) -> str:
        """The sentence in Japanese."""
        return sentences.sentence(self.entry, self.target, self._words("ja"), self.before)

    @cached_property
    def en(self) -> str:
        """The sentence in English."""
        return sentences.sentence(self.entry, self.target, self._words("en"), self.before)

    @cached_property
    def changes(self) -> list[FieldChange]:
        """The fields in Japanese."""
        return sentences.changes(self.entry, self.target, self._words("ja"), self.before)

    @cached_property
    def changes_en(self) -> list[FieldChange]:
        """The fields in English."""
        return sentences.changes(self.entry, self.target, self._words("en"), self.before)

    def _words(self, lang: str) -> Words:
        return Words(lang, self.names.ja if lang == "ja" else self.names.en)

    def holds(self, needle: Needle) -> bool:
        """Whether a text stands anywhere in it."""
        said = (self.ja, self.en, *(w for c in self.changes for w in (c.label, c.old, c.new) if w))
        return needle.within(BETWEEN.join(said))


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
    before = stood_before(reading, entries)
    ids = {i for e in entries for i in sentences.mentioned(e)}
    ids = ids.union(*(sentences.ids_in(b) for b in before.values()))
    names = _names(reading, ids, {e["stream_id"] for e in entries if e["kind"] == MEETING})
    return {
        key(e): Told(e, targets.get((e["stream_id"], e["target"])), before.get(key(e), {}), names)
        for e in entries
    }


def stood_before(reading: Reading, entries: Iterable[Row]) -> dict[EntryKey, dict[str, Any]]:
    """What stood, when each entry was recorded, in the fields of its record's state that it sets.

    As far as earlier entries say so that this reader may know of.
    """
    wanted = {key(e) for e in entries if e["stream_version"] > 1 and e["topic"] in _setting()}
    if not wanted:
        return {}
    columns = (t.stream_id, t.stream_version, t.kind, t.topic, t.fields, t.target)
    streams = sa.literal(sorted({stream for stream, _ in wanted}), pg.ARRAY(sa.Uuid))
    topics = sa.literal(sorted({*_setting(), *TAKES_BACK}), pg.ARRAY(sa.Text))
    which = [t.stream_id == sa.any_(streams), t.audience.in_(sorted(reading.sight.audiences))]
    which.append(t.topic == sa.any_(topics))
    query = (
        sa.select(*columns).where(reading.own(audit_entry), *which).order_by(t.stream_id, t.stream_version)
    )
    found: dict[EntryKey, dict[str, Any]] = {}
    for _, record in groupby(reading.rows(query), key=lambda row: row["stream_id"]):
        found |= _walk(record, wanted)
    return found


@cache
def _setting() -> frozenset[str]:
    """The topics that set a field of their record's state: no sign-in does, however many there are."""
    return frozenset(topic for topic, event in DECLARED.items() if _sets(event))


def _sets(event: type[Event]) -> bool:
    named = {name for kind in event.SUBJECTS or STATES for name in members(STATES[kind])}
    return bool(named & members(event).keys())


def _walk(record: Iterable[Row], wanted: Collection[EntryKey]) -> Iterator[tuple[EntryKey, dict[str, Any]]]:
    """One record's entries in order, with what stands as corrected and annulled until then."""
    facts: dict[int, dict[str, Any]] = {}
    corrections: dict[int, Row] = {}
    for row in record:
        if row["topic"] in TAKES_BACK:
            _take_back(facts, corrections, row)
            continue
        own = {n: v for n, v in row["fields"].items() if n in members(STATES[row["kind"]])}
        if key(row) in wanted:
            yield key(row), {n: v for n in own if (v := _last(facts, n)) is not None}
        facts[row["stream_version"]] = own


def _last(facts: dict[int, dict[str, Any]], name: str) -> Any:
    return next((fact[name] for fact in reversed(facts.values()) if name in fact), None)


def _take_back(facts: dict[int, dict[str, Any]], corrections: dict[int, Row], row: Row) -> None:
    """A correction puts another value in a fact; to annul a correction puts back what stood there."""
    target = row["target"]
    if row["topic"] == EventCorrected.TOPIC:
        corrections[row["stream_version"]] = row
        facts.get(target, {})[row["fields"]["field"]] = row["fields"].get("new")
    elif target in corrections:
        undone = corrections.pop(target)
        facts.get(undone["target"], {})[undone["fields"]["field"]] = undone["fields"].get("old")
    else:
        facts.pop(target, None)


def called(reading: Reading, ids: Iterable[UUID], lang: str = "ja") -> Mapping[UUID, str]:
    """What records are called last, by their ids, as far as this reader may know."""
    names = _names(reading, set(ids), ())
    return names.ja if lang == "ja" else names.en


def _names(reading: Reading, ids: Collection[UUID], meetings: Collection[UUID]) -> Names:
    """Of records of any kind, and of meetings: three statements at most."""
    rows = reading.rows(_newest(reading, sorted(ids))) if ids else []
    met = {row["stream_id"] for row in rows if row["kind"] == MEETING}.union(meetings)
    captions = {row["stream_id"]: row["subject"] for row in rows}
    return Names(captions, meeting_names(reading, met))


def _newest(reading: Reading, wanted: Sequence[UUID]) -> sa.Select[Any]:
    """Of each record the last entry that this reader may know of."""
    asked = (
        sa.func.unnest(sa.literal(wanted, pg.ARRAY(sa.Uuid))).table_valued("id").render_derived(name="asked")
    )
    own = sa.select(t.stream_id, t.kind, t.subject).where(
        reading.own(audit_entry), t.stream_id == asked.c.id, t.audience.in_(sorted(reading.sight.audiences))
    )
    last = own.order_by(t.stream_version.desc()).limit(1).correlate(asked).lateral("last")
    return sa.select(last.c.stream_id, last.c.kind, last.c.subject).select_from(asked.join(last, sa.true()))
