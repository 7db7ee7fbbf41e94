"""協議会の姿: the council in force, how many sit in a body, when it was last seen.

What a council's facts rest on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from kyogikai_projections.reading import Clause, Moment, Reading, Row, known, order, valid
from kyogikai_projections.tables import TABLES, audit_entry
from kyogikai_tenants.vocabulary import CouncilStanding, Existence, MeetingState, NameKind

Which = Callable[[sa.ColumnElement[Any]], Clause]
"""Which rows, by a column."""
OF_A_COUNCIL = ("body", "body_group", "enactment", "phase", "activity")
"""The records that belong to a council by their ``council_id``."""


@dataclass(frozen=True)
class Councils:
    """Every council, network and external council that began by a day, or is unknown on it."""

    moment: Moment

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, list[Row]]:
        """None -> rows, in order."""
        table = TABLES["council"]
        there = table.c.existence != Existence.NOT_YET.value
        query = sa.select(table).where(reading.current(table, "council", self.moment), there)
        return {None: reading.rows(query.order_by(*order(table)))}


def in_force(councils: Sequence[Row]) -> Row | None:
    """Of the tenant's own: the one that lives, the latest begun.

    Else what is unknown, else the last that ended.
    """
    own = [row for row in councils if row["standing"] != CouncilStanding.EXTERNAL.value]
    for state in (Existence.LIVE, Existence.UNKNOWN, Existence.ENDED):
        found = [row for row in own if row["existence"] == state.value]
        if found:
            return max(found, key=_last if state is Existence.ENDED else _began)
    return None


def _began(row: Row) -> tuple[str, str]:
    began = row["started"] or row["attested"] or {}
    return began.get("earliest") or "", str(row["id"])


def _last(row: Row) -> tuple[str, str]:
    return (row["ended"] or {}).get("latest") or "", str(row["id"])


@dataclass(frozen=True)
class HeldBy:
    """How many memberships a body has on a day; none known is no answer."""

    moment: Moment

    def fetch(self, reading: Reading, keys: Sequence[UUID]) -> Mapping[UUID, int]:
        """Body -> count."""
        table = TABLES["membership"]
        which = sa.and_(reading.listed(table, "membership", self.moment), table.c.body_id.in_(keys))
        query = sa.select(table.c.body_id, sa.func.count().label("held")).where(which)
        return {row["body_id"]: row["held"] for row in reading.rows(query.group_by(table.c.body_id))}


@dataclass(frozen=True)
class LastHeld:
    """The date of the latest meeting that a body held by a day."""

    moment: Moment

    def fetch(self, reading: Reading, keys: Sequence[UUID]) -> Mapping[UUID, Row]:
        """Body -> date."""
        query = last_held(reading, self.moment, lambda body: body.in_(keys))
        return {row["body_id"]: row["date"] for row in reading.rows(query)}


def last_held(reading: Reading, moment: Moment, which: Which) -> sa.Select[Any]:
    """The date of the latest meeting of each body, with the body."""
    meeting, link = TABLES["meeting"], TABLES["meeting_body"]
    begun = meeting.c.date["earliest"].as_string()
    return (
        sa.select(link.c.body_id, meeting.c.date)
        .ext(distinct_on(link.c.body_id))
        .select_from(link.join(meeting, meeting.c.id == link.c.meeting_id))
        .where(reading.current(meeting, "meeting", moment), meeting.c.state == MeetingState.HELD.value)
        .where(reading.current(link, "meeting_body", moment), which(link.c.body_id))
        .order_by(link.c.body_id, begun.desc(), meeting.c.id.desc())
    )


def later(*dates: Row | None) -> Row | None:
    """The latest of some dates, by their first days."""
    dated = [d for d in dates if d is not None]
    return max(dated, key=lambda d: d["earliest"] or "", default=None)


@dataclass(frozen=True)
class CitedBy:
    """The documents that the facts of a council, and of what belongs to it, rest on."""

    moment: Moment

    def fetch(self, reading: Reading, keys: Sequence[UUID]) -> Mapping[UUID, list[UUID]]:
        """Council -> documents, in order of their first mention."""
        found: dict[UUID, list[UUID]] = {}
        for row in reading.rows(cited_by(reading, self.moment, lambda council: council.in_(keys))):
            found.setdefault(row["council"], []).append(row["document_id"])
        return found


def cited_by(reading: Reading, moment: Moment, which: Which) -> sa.Select[Any]:
    """The documents of each council, with the position at which each is first mentioned."""
    parts = [_visible(reading, moment, kind, "council_id", which) for kind in OF_A_COUNCIL]
    records = sa.union(_visible(reading, moment, "council", "id", which), *parts).subquery("records")
    entry = audit_entry.c
    cited = [reading.own(audit_entry), entry.document_id.is_not(None)]
    if moment.position is not None:
        cited.append(entry.position <= moment.position)
    return (
        sa.select(records.c.council, entry.document_id, sa.func.min(entry.position).label("first"))
        .select_from(records.join(audit_entry, entry.stream_id == records.c.record))
        .where(*cited)
        .group_by(records.c.council, entry.document_id)
        .order_by("first")
    )


def _visible(
    reading: Reading, moment: Moment, kind: str, column: str, which: Which
) -> sa.Select[tuple[UUID, UUID]]:
    table = TABLES[kind]
    mine = [reading.standing(table, kind, moment), which(table.c[column])]
    return sa.select(table.c[column].label("council"), table.c.stream_id.label("record")).where(*mine)


@dataclass(frozen=True)
class Keeper:
    """The municipality whose record this is: everybody may know whom they ask."""

    moment: Moment

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, Row]:
        """None -> row."""
        rows = _of_tenant(reading, "municipality_profile", self.moment)
        return {None: rows[0]} if rows else {}


@dataclass(frozen=True)
class Keepers:
    """The municipalities that keep it together."""

    moment: Moment

    def fetch(self, reading: Reading, keys: Sequence[None]) -> Mapping[None, list[Row]]:
        """None -> rows, in order."""
        return {None: _of_tenant(reading, "municipality_member", self.moment)}


def of_tenant(reading: Reading, table: sa.FromClause, moment: Moment) -> Clause:
    """The rows that the tenant's own record has in a table: everybody may know whom they ask."""
    own = [reading.own(table), known(table, moment), valid(table, moment.day)]
    return sa.and_(*own, table.c.stream_id == reading.tenant_id)


def _of_tenant(reading: Reading, name: str, moment: Moment) -> list[Row]:
    table = TABLES[name]
    query = sa.select(table).where(of_tenant(reading, table, moment))
    return reading.rows(query.order_by(*order(table)))


@dataclass(frozen=True)
class NamedOn:
    """What a body was officially called on a day of its own.

    Before its first sighting, as it was first called.
    """

    moment: Moment

    def fetch(self, reading: Reading, keys: Sequence[tuple[UUID, date]]) -> Mapping[tuple[UUID, date], Row]:
        """(Body, day) -> name."""
        table = TABLES["dated_name"]
        official = [
            table.c.kind == NameKind.OFFICIAL.value,
            table.c.stream_id.in_({body for body, _ in keys}),
        ]
        query = sa.select(table).where(reading.standing(table, "dated_name", self.moment), *official)
        names: dict[UUID, list[Row]] = {}
        for row in reading.rows(query.order_by(table.c.valid_from)):
            names.setdefault(row["stream_id"], []).append(row)
        return {(body, day): _on(names[body], day) for body, day in keys if body in names}


def _on(names: Sequence[Row], day: date) -> Row:
    begun = [row for row in names if row["valid_from"] <= day]
    return begun[-1] if begun else names[0]
