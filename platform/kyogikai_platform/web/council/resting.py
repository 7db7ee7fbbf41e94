"""What rests on documents, fact by fact: of what a reader may see, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.web.council.links import place_of
from kyogikai_platform.web.org_facts import Flag, flag_word, note
from kyogikai_platform.web.writing import asked, cell_in_words
from kyogikai_projections.labels import kind_label
from kyogikai_projections.lives import facts_of, lives, rows_of, where
from kyogikai_projections.meeting_names import MEETING, MeetingName, meeting_names
from kyogikai_projections.reading import Moment, Reading, Row, caption_of
from kyogikai_projections.search import SEARCHED
from kyogikai_projections.sentences import event_of
from kyogikai_projections.tables import ENTITIES, TABLES, audit_entry
from kyogikai_projections.trail import Cited, EntryKey, Sources

OF_ALL = ("dated_name", "purpose", "composition", "cadence", "secretariat")
PARTS: Mapping[str, tuple[str, ...]] = {
    "council": (*OF_ALL, "legal_basis", "external_context", "statement", "issue_route", "lineage"),
    "body": (*OF_ALL, "lineage", "membership"), "body_group": OF_ALL, "meeting": ("agenda_item",),
}  # fmt: skip
"""Kind of record -> the tables in which facts about it show."""
WRITTEN = ("heading", "others_as_written", "meeting_kinds", "plan_referenced")


class Resting(NamedTuple):
    """One fact, in words."""

    kind: str
    label: str
    """What kind of event it is."""
    name: str
    path: str
    date: str
    place: str
    texts: tuple[str, ...]
    flags: tuple[Flag, ...]
    document: UUID | None


@dataclass(frozen=True)
class Rested:
    """The facts that name a document or carry a flag, as one reader sees them."""

    cited: Mapping[EntryKey, Cited]
    rows: Mapping[EntryKey, Sequence[tuple[str, Row]]]
    records: Mapping[UUID, tuple[str, Row]]
    met: Mapping[UUID, MeetingName]

    @classmethod
    def read(cls, reading: Reading, moment: Moment, document: UUID | None = None) -> "Rested":
        """All of them, or those of one document: a statement for each kind of thing that there is."""
        entry = audit_entry.c
        named = entry.document_id.is_not(None) if document is None else entry.document_id == document
        flagged = sa.cast(entry.quality, sa.Text) != "[]"
        which = [reading.own(audit_entry), sa.or_(named, flagged) if document is None else named]
        if moment.position is not None:
            which.append(entry.position <= moment.position)
        columns = (entry.kind, entry.stream_id, entry.stream_version)
        entries = reading.rows(sa.select(*columns).where(*which).order_by(entry.position))
        streams: dict[str, set[UUID]] = defaultdict(set)
        for one in entries:
            streams[one["kind"]].add(one["stream_id"])
        rows, records = _rows(reading, moment, streams)
        keys = [(e["stream_id"], e["stream_version"]) for e in entries]
        seen = [key for key in keys if key in rows and key[0] in records]
        met = meeting_names(reading, {key[0] for key in seen if records[key[0]][0] == MEETING})
        return cls(Sources(moment.position).fetch(reading, seen) if seen else {}, rows, records, met)

    def facts(self, lang: str) -> Iterator[Resting]:
        """In the order in which they were recorded."""
        for key, cited in sorted(self.cited.items(), key=lambda item: item[1].entry["position"]):
            table, row = self.records[key[0]]
            event, when = event_of(cited.entry), cited.entry["effective"]
            flags = [Flag(flag_word(q["flag"], lang), note(q)) for q in cited.quality]
            met = self.met.get(row["id"])
            name = met.said(lang, asked().years) if met else caption_of(table, row)
            texts = [*_as_written(cited.entry["fields"]), *self._texts(key, name)]
            yield Resting(
                kind_label(table, lang), event.LABEL if lang == "ja" else event.LABEL_EN, name,
                place_of(table, row["id"], row), cell_in_words(when, lang) if when else "",
                cited.locator, tuple(dict.fromkeys(texts)), tuple(flags), cited.document_id,
            )  # fmt: skip

    def _texts(self, key: EntryKey, name: str) -> Iterator[str]:
        """What stands in the rows that the fact made."""
        for table, row in self.rows[key]:
            if table in ENTITIES:
                continue
            for column in SEARCHED.get(table, ()):
                cell = row[column]
                yield from (t for t in ([cell] if isinstance(cell, str) else cell or ()) if t and t != name)

    @cached_property
    def documents(self) -> Mapping[UUID, int]:
        """How many facts name each document."""
        found: dict[UUID, int] = defaultdict(int)
        for cited in self.cited.values():
            if cited.document_id:
                found[cited.document_id] += 1
        return found


def _as_written(fields: Mapping[str, Any]) -> Iterator[str]:
    """Words of the source that a fact keeps and no row does."""
    for name in WRITTEN:
        cell = fields.get(name) or ()
        yield from [cell] if isinstance(cell, str) else cell


def _rows(
    reading: Reading, moment: Moment, streams: Mapping[str, Iterable[UUID]]
) -> tuple[dict[EntryKey, list[tuple[str, Row]]], dict[UUID, tuple[str, Row]]]:
    """The rows that facts made, and the records themselves as they last were."""
    rows: dict[EntryKey, list[tuple[str, Row]]] = defaultdict(list)
    records: dict[UUID, tuple[str, Row]] = {}
    tables: dict[str, set[UUID]] = defaultdict(set)
    for kind, own in streams.items():
        for table in (kind, *PARTS.get(kind, ())):
            if table in TABLES:
                tables[table].update(own)
    for table, own in tables.items():
        found = rows_of(reading, moment, table, where(table, "stream_id", own))
        for row in found:
            for key in facts_of(row):
                rows[key].append((table, row))
        if table in streams:
            whole = lives(table, (row for row in found if row["id"] == row["stream_id"]))
            records |= {life.id: (table, life.on(moment.day)) for life in whole.values()}
    return rows, records
