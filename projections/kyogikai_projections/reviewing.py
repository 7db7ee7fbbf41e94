"""Reviewing the audit trail: pages of entries in the order of the log, by who, what, when and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.paging import COUNTED, Key, Slice, Window
from kyogikai_projections.reading import Clause, Reading, Row
from kyogikai_projections.search import normal
from kyogikai_projections.tables import audit_entry
from kyogikai_projections.telling import tell
from kyogikai_projections.trail import Scope, key

t = audit_entry.c


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
