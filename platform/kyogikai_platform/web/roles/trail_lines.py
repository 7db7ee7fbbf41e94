"""Entries of the trail as pages tell them, read together: a bounded number of statements for any page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_platform.web.roles.trail_said import said
from kyogikai_projections import era, rights_of
from kyogikai_projections.reading import ById, Moment, Reading, Row
from kyogikai_projections.sentences import FieldChange, event_of
from kyogikai_projections.tables import TABLES
from kyogikai_projections.telling import Told, tell
from kyogikai_projections.trail import Corrections, Entries, EntryKey, Hashes, Links, key
from kyogikai_tenants.vocabulary import Role

Lead = Mapping[str, Any]


def lines(reading: Reading, asker: Asker, rows: Sequence[Row], lang: str) -> list[dict[str, Any]]:
    """Entries with what was and is, what they rest on, and their place in the chain; in their order."""
    found = _Together(reading, asker.day, rows, lang)
    return [found.line(row) for row in rows]


def stories(reading: Reading, rows: Sequence[Row], lang: str) -> list[dict[str, Any]]:
    """Entries as sentences, each with what it corrects and what corrects it."""
    found = _Together(reading, None, rows, lang)
    later = Corrections().fetch(reading, [key(row) for row in rows]) if rows else {}
    about = [(row["stream_id"], row["target"]) for row in rows if row["target"] is not None]
    targets = Entries().fetch(reading, sorted(set(about))) if about else {}
    told = []
    for row in rows:
        target = targets.get((row["stream_id"], row["target"]))
        told.append(
            found.line(row)
            | {
                "corrects": _lead(target) if target else None,
                "later": [_lead(r) for r in later.get(key(row), ())],
            }
        )
    return told


def _lead(row: Row) -> Lead:
    return {"id": ids.entry_id(*key(row)), "number": f"{row['position']:,}"}


class _Together:
    """What some entries name, each sort of it asked for once."""

    def __init__(self, reading: Reading, day: date | None, rows: Sequence[Row], lang: str) -> None:
        self.lang = lang
        self.told: dict[EntryKey, Told] = tell(reading, rows)
        self.names = rights_of.names(reading.connection, sorted({row["actor"] for row in rows}))
        self.links: Mapping[int, Hashes] = Links().fetch(reading, [row["position"] for row in rows])
        self.seen = seen(reading, day, rows) if day is not None else set()
        documents = sorted({row["document_id"] for row in rows if row["document_id"]} if day else ())
        moment = Moment(day) if day else None
        self.documents = (
            ById("source_document", moment).fetch(reading, documents) if moment and documents else {}
        )

    def line(self, row: Row) -> dict[str, Any]:
        """One of them."""
        told, event = self.told[key(row)], event_of(row)
        ja = self.lang == "ja"
        effective = row["effective"]
        node = {
            "id": ids.entry_id(*key(row)), "position": row["position"], "type": row["topic"],
            "label": event.LABEL if ja else event.LABEL_EN, "sentence": told.ja if ja else told.en,
            "recordedAt": row["recorded_at"].isoformat(),
            "effective": {"label": era.cell_label(effective, self.lang)} if effective else None,
            "actor": self._actor(row), "subject": self._subject(row),
            "changes": [_change(c) for c in (told.changes if ja else told.changes_en)],
            "provenance": self._provenance(row), "quality": row["quality"] or [],
            "hash": self.links[row["position"]].own.hex() if row["position"] in self.links else "",
        }  # fmt: skip
        return said(node, self.lang)

    def _actor(self, row: Row) -> dict[str, Any]:
        who = row["actor"]
        role = Role(row["role"]).name if row["role"] else None
        return {"id": ids.encode(ids.ACTOR, who), "name": self.names.get(who) or who, "role": role}

    def _subject(self, row: Row) -> dict[str, Any] | None:
        kind, own = row["kind"], row["stream_id"]
        if (kind, own) not in self.seen:
            return None
        return {"id": ids.encode(ids.TYPES[kind], own), "kind": ids.TYPES[kind]}

    def _provenance(self, row: Row) -> list[dict[str, Any]]:
        document = self.documents.get(row["document_id"])
        if row["document_id"] is not None and document is None:
            return []
        named = (
            {"id": ids.encode("SourceDocument", document["id"]), "title": document["title"]}
            if document
            else None
        )
        locator = row["locator"] or ""
        return [{"locator": locator, "document": named}] if named or locator else []


def _change(change: FieldChange) -> dict[str, Any]:
    return change._asdict()


def seen(reading: Reading, day: date, rows: Sequence[Row]) -> set[tuple[str, UUID]]:
    """Which of their records this reader sees on a day: all kinds in one statement."""
    wanted = defaultdict[str, set[UUID]](set)
    for row in rows:
        if row["kind"] in ids.TYPES and row["kind"] in TABLES:
            wanted[row["kind"]].add(row["stream_id"])
    if not wanted:
        return set()
    each = [_there(reading, kind, own, Moment(day)) for kind, own in sorted(wanted.items())]
    return {(row.kind, row.id) for row in reading.connection.execute(sa.union_all(*each))}


def _there(reading: Reading, kind: str, own: set[UUID], moment: Moment) -> sa.Select[Any]:
    table = TABLES[kind]
    which = reading.current(table, kind, moment)
    return sa.select(sa.literal(kind).label("kind"), table.c.id).where(which, table.c.id.in_(sorted(own)))
