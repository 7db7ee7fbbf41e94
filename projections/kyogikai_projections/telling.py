"""Entries of the trail in words, many at once: what they name is called as it is called last."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from kyogikai_projections import sentences
from kyogikai_projections.reading import Reading, Row
from kyogikai_projections.search import holds
from kyogikai_projections.sentences import FieldChange, Words
from kyogikai_projections.tables import audit_entry
from kyogikai_projections.trail import Entries, EntryKey, key

t = audit_entry.c


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
