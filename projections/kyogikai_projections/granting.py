"""Why somebody holds a role: the entry of the log that gave it, and the one that ends it, in words.

A grant begins with its event and ends with the one that revokes it, or with the last day that it was given
for. What follows from a membership begins with the appointment, a chair's role with the election, and ends
with whatever ends the membership, else with its term.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import Reading, Row
from kyogikai_projections.rights_of import Reason
from kyogikai_projections.tables import TABLES
from kyogikai_projections.telling import Told, tell
from kyogikai_projections.trail import Entries, EntryKey
from kyogikai_tenants.permission import Held
from kyogikai_tenants.vocabulary import Role

OFFICES = frozenset({"membership.officer_elected"})
"""What makes a member the head of a body."""
PLANNING = ("term.started", "term.extended")


class Cause(NamedTuple):
    """An entry of the log in words."""

    stream: UUID
    version: int
    position: int
    topic: str
    told: Told


class Because(NamedTuple):
    """What is held, from what, and what ends it, as far as the log says."""

    held: Held
    body: str
    began: Cause | None
    ends: Cause | None


def because(reading: Reading, reasons: Sequence[Reason]) -> list[Because]:
    """For each reason, in a bounded number of statements."""
    after, terms, bodies = _ends(reading, reasons), _terms(reading, reasons), _bodies(reading, reasons)
    wanted = {(r.stream_id, version) for r in reasons for version in r.facts}
    wanted |= {k for keys in (*after.values(), *terms.values()) for k in keys}
    entries = Entries().fetch(reading, sorted(wanted)) if wanted else {}
    told = tell(reading, entries.values()) if entries else {}
    causes = {k: _cause(row, told[k]) for k, row in entries.items()}
    return [
        Because(
            r.held,
            bodies.get(r.held.body_id, "") if r.held.body_id else "",
            _began(r, causes),
            _ending(r, causes, after.get(r.row_id, []), terms.get(r.term_id, []) if r.term_id else []),
        )
        for r in reasons
    ]


def _cause(row: Row, told: Told) -> Cause:
    return Cause(row["stream_id"], row["stream_version"], row["position"], row["topic"], told)


def _own(reason: Reason, causes: Mapping[EntryKey, Cause]) -> list[Cause]:
    """The entries that its row rests on, in their order."""
    found = [causes.get((reason.stream_id, version)) for version in sorted(reason.facts)]
    return [cause for cause in found if cause]


def _began(reason: Reason, causes: Mapping[EntryKey, Cause]) -> Cause | None:
    own = _own(reason, causes)
    if reason.held.role is Role.CHAIR:
        elected = [cause for cause in own if cause.topic in OFFICES]
        return elected[-1] if elected else next(iter(own), None)
    return next(iter(own), None)


def _ending(
    reason: Reason, causes: Mapping[EntryKey, Cause], after: Iterable[EntryKey], term: Iterable[EntryKey]
) -> Cause | None:
    """What ends it: a later event, else the plan of its term, else the grant itself that was for a time."""
    if not reason.of_membership:
        own = _own(reason, causes)
        return own[-1] if reason.held.until and own else None
    later = [causes[k] for k in after if k in causes]
    planned = [causes[k] for k in term if k in causes and causes[k].topic in PLANNING]
    found = later or planned
    return found[-1] if found and reason.held.until else None


def _ends(reading: Reading, reasons: Sequence[Reason]) -> dict[UUID, list[EntryKey]]:
    """Membership -> the entries that its next version rests on, and this one does not."""
    t = TABLES["membership"]
    mine = [r for r in reasons if r.of_membership and r.held.until]
    if not mine:
        return {}
    which = [t.c.known_to.is_(None), t.c.id.in_({r.row_id for r in mine})]
    columns = (t.c.id, t.c.stream_id, t.c.valid_from, t.c.facts)
    rows = reading.rows(sa.select(*columns).where(reading.own(t), *which))
    found: dict[UUID, list[EntryKey]] = {}
    for r in mine:
        for row in rows:
            if row["id"] == r.row_id and r.held.until and row["valid_from"] == _next(r):
                new = sorted(set(row["facts"]) - set(r.facts))
                found[r.row_id] = [(row["stream_id"], version) for version in new]
    return found


def _next(reason: Reason) -> Any:
    return reason.held.until + timedelta(days=1) if reason.held.until else None


def _terms(reading: Reading, reasons: Sequence[Reason]) -> dict[UUID, list[EntryKey]]:
    """Term -> the entries that it rests on."""
    t = TABLES["term"]
    ids = {r.term_id for r in reasons if r.term_id}
    if not ids:
        return {}
    query = sa.select(t.c.id, t.c.stream_id, t.c.facts).where(reading.own(t), t.c.known_to.is_(None))
    found: dict[UUID, set[EntryKey]] = {}
    for row in reading.rows(query.where(t.c.id.in_(ids))):
        found.setdefault(row["id"], set()).update((row["stream_id"], version) for version in row["facts"])
    return {term: sorted(keys) for term, keys in found.items()}


def _bodies(reading: Reading, reasons: Sequence[Reason]) -> dict[UUID, str]:
    """What bodies are called now; a body that is somebody's own they know by name."""
    t = TABLES["body"]
    ids = {r.held.body_id for r in reasons if r.held.body_id}
    if not ids:
        return {}
    query = sa.select(t.c.id, t.c.name).where(reading.own(t), t.c.known_to.is_(None), t.c.id.in_(ids))
    return {row["id"]: row["name"] for row in reading.rows(query.order_by(t.c.valid_from))}
