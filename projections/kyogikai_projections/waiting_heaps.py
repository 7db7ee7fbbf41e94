"""Every kind of heap of ``waiting``: which rows it is, in which order, and what is told of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_projections.reading import Clause, Moment, Reading
from kyogikai_projections.tables import TABLES, audit_entry
from kyogikai_tenants.vocabulary import IssueState, MeetingState, MinutesState, NumberingScheme

ENDING = timedelta(days=90)
"""How far ahead the end of a term is told."""
LATELY = timedelta(days=365)
"""How far back a meeting is missed that has no minutes."""
SETTLED = (IssueState.RESOLVED.value, IssueState.CLOSED.value, IssueState.HANDED_OVER.value)
UNFINISHED = (MinutesState.DRAFT.value, MinutesState.CONFIRMED.value)


class Waiting(NamedTuple):
    """One thing that waits."""

    id: UUID
    """Of the record that it leads to."""
    kind: str
    """The table of that record."""
    name: str
    number: int | None
    year: int | None
    """The number of a meeting without a title, and its fiscal year where numbers begin anew with each."""
    day: Mapping[str, Any] | None
    """A date as the read tables hold it."""
    state: str
    body: str
    """Whose it is."""


TYPES: Mapping[str, Any] = {
    "id": sa.Uuid(), "number": sa.BigInteger(), "year": sa.BigInteger(), "day": pg.JSON(),
}  # fmt: skip
"""Of its columns that are no texts."""


@dataclass(frozen=True)
class Asked:
    """A kind of heap, of the whole council or of some bodies, or of what an actor recorded."""

    what: str
    bodies: frozenset[UUID] | None = None
    actor: str = ""


Found = tuple[sa.FromClause, Sequence[Clause], Sequence[sa.ColumnElement[Any]], dict[str, Any]]
"""A table, which of its rows, in which order, and what is told of each."""


@dataclass(frozen=True)
class Heaping:
    """What a heap is made with."""

    reading: Reading
    moment: Moment
    asked: Asked

    def told(self, table: sa.FromClause, columns: Mapping[str, Any]) -> list[sa.ColumnElement[Any]]:
        """The columns of ``Waiting``, in its order; what is not given is empty."""
        plain = {
            "id": table.c.id, "kind": sa.literal(table.name), "name": sa.literal(""),  # type: ignore[attr-defined] # a table has a name
            "number": sa.null(), "year": sa.null(), "day": sa.null(), "state": sa.literal(""),
            "body": sa.literal(""),
        } | dict(columns)  # fmt: skip
        types: dict[str, Any] = {
            "id": sa.Uuid(),
            "number": sa.BigInteger(),
            "year": sa.BigInteger(),
            "day": pg.JSON(),
        }
        return [sa.cast(plain[n], types.get(n, sa.Text())).label(n) for n in Waiting._fields]

    def rows(self, name: str) -> tuple[sa.Table, list[Clause]]:
        """A table, and its rows of the day."""
        table = TABLES[name]
        return table, [self.reading.listed(table, name, self.moment)]

    def own(self, column: sa.ColumnElement[Any]) -> list[Clause]:
        """Of the bodies asked for, by a column that holds one body or several."""
        if self.asked.bodies is None:
            return []
        bodies = sa.bindparam(None, sorted(self.asked.bodies), pg.ARRAY(sa.Uuid), unique=True)
        return [column.overlap(bodies) if isinstance(column.type, pg.ARRAY) else column == sa.any_(bodies)]

    def body(self, column: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
        """What a body is called that day."""
        body = TABLES["body"].alias("named_body")
        which = [body.c.id == column, self.reading.current(body, "body", self.moment)]
        return sa.select(body.c.name).where(*which).limit(1).scalar_subquery()

    def meeting(self, table: sa.FromClause) -> dict[str, Any]:
        """What is told of a meeting."""
        return {
            "name": table.c.title, "number": table.c.number, "year": self._year(table),
            "day": table.c.date, "body": self.body(table.c.body_ids[1]),
        }  # fmt: skip

    def _year(self, meeting: sa.FromClause) -> sa.ColumnElement[Any]:
        """The fiscal year of a meeting whose number begins anew each year."""
        series = TABLES["meeting_body"]
        which = [series.c.meeting_id == meeting.c.id, series.c.body_id == meeting.c.body_ids[1]]
        which += [series.c.scheme == NumberingScheme.FISCAL_YEAR.value]
        which.append(self.reading.current(series, "meeting_body", self.moment))
        return sa.case((sa.exists(sa.select(sa.literal(1)).where(*which)), meeting.c.fiscal_year))

    @property
    def iso(self) -> str:
        """The day as texts compare it."""
        return self.moment.day.isoformat()


def _earliest(column: Any) -> sa.ColumnElement[Any]:
    return column["earliest"].as_string()  # type: ignore[no-any-return] # JSON's comparator


def _latest(column: Any) -> sa.ColumnElement[Any]:
    return column["latest"].as_string()  # type: ignore[no-any-return] # JSON's comparator


def _issues(heap: Heaping, *more: Callable[[sa.Table], Clause]) -> Found:
    t, which = heap.rows("issue")
    which += heap.own(t.c.owner_id) + [one(t) for one in more]
    told = {"name": t.c.title, "day": t.c.raised, "state": t.c.state, "body": heap.body(t.c.owner_id)}
    return t, which, (_earliest(t.c.raised),), told


def open_issues(heap: Heaping) -> Found:
    """Issues that are not settled, the oldest first."""
    return _issues(heap, lambda t: t.c.state.not_in(SETTLED))


def feedback(heap: Heaping) -> Found:
    """Issues of which whoever raised them has not been told, the oldest first."""
    return _issues(heap, lambda t: t.c.feedback_due)


def raised(heap: Heaping) -> Found:
    """Issues that somebody raised themselves, the newest last."""
    e = audit_entry.c
    by = [e.tenant_id == heap.reading.tenant_id, e.topic == "issue.raised", e.actor == heap.asked.actor]
    return _issues(heap, lambda t: t.c.id.in_(sa.select(e.stream_id).where(*by)))


def ending(heap: Heaping) -> Found:
    """Terms whose planned end is near."""
    t, which = heap.rows("term")
    end = _latest(t.c.planned_end)
    which += [*heap.own(t.c.body_id), end >= heap.iso, end <= (heap.moment.day + ENDING).isoformat()]
    told = {"id": t.c.body_id, "kind": sa.literal("body"), "number": t.c.number, "name": t.c.as_written}
    return t, which, (end,), told | {"day": t.c.planned_end, "body": heap.body(t.c.body_id)}


def _minutes(heap: Heaping, states: Sequence[str], *, newest: bool) -> Found:
    m, which = heap.rows("minutes")
    t = TABLES["meeting"]
    which += [m.c.meeting_id == t.c.id, heap.reading.listed(t, "meeting", heap.moment)]
    which += [m.c.state.in_(states), *heap.own(t.c.body_ids)]
    day = _earliest(t.c.date)
    told = heap.meeting(t) | {"id": t.c.id, "kind": sa.literal("meeting"), "state": m.c.state}
    return m, which, (day.desc() if newest else day,), told


def unfinished(heap: Heaping) -> Found:
    """Minutes that are drafted or confirmed and not published, the oldest first."""
    return _minutes(heap, UNFINISHED, newest=False)


def drafts(heap: Heaping) -> Found:
    """Minutes that wait to be confirmed, the oldest first."""
    return _minutes(heap, (MinutesState.DRAFT.value,), newest=False)


def published(heap: Heaping) -> Found:
    """Published minutes, the newest first."""
    return _minutes(heap, (MinutesState.PUBLISHED.value,), newest=True)


def unrecorded(heap: Heaping) -> Found:
    """Meetings whose day has passed and that nobody recorded as held; held ones without any minutes."""
    t, which = heap.rows("meeting")
    minutes = TABLES["minutes"]
    has = [minutes.c.meeting_id == t.c.id, heap.reading.listed(minutes, "minutes", heap.moment)]
    missing = sa.not_(sa.exists(sa.select(sa.literal(1)).select_from(minutes).where(*has)))
    since = (heap.moment.day - LATELY).isoformat()
    passed = sa.and_(t.c.state == MeetingState.SCHEDULED.value, _latest(t.c.date) < heap.iso)
    bare = sa.and_(t.c.state == MeetingState.HELD.value, _earliest(t.c.date) >= since, missing)
    which += [*heap.own(t.c.body_ids), sa.or_(passed, bare)]
    return t, which, (_earliest(t.c.date).desc(),), heap.meeting(t) | {"state": t.c.state}


def coming(heap: Heaping) -> Found:
    """Meetings to come, the next first."""
    t, which = heap.rows("meeting")
    ahead = [t.c.state == MeetingState.SCHEDULED.value, _latest(t.c.date) >= heap.iso]
    which += [*heap.own(t.c.body_ids), *ahead]
    return t, which, (_earliest(t.c.date),), heap.meeting(t) | {"state": t.c.state}


def papers(heap: Heaping) -> Found:
    """Papers of meetings to come."""
    d, which = heap.rows("document")
    t = TABLES["meeting"]
    ahead = [t.c.state == MeetingState.SCHEDULED.value, _latest(t.c.date) >= heap.iso]
    which += [d.c.meeting_id == t.c.id, heap.reading.listed(t, "meeting", heap.moment)]
    which += [*ahead, *heap.own(t.c.body_ids)]
    told = {"id": t.c.id, "kind": sa.literal("meeting"), "name": d.c.title, "day": t.c.date}
    return d, which, (_earliest(t.c.date), d.c.sort), told | {"body": heap.body(t.c.body_ids[1])}


def recommendations(heap: Heaping) -> Found:
    """Recommendations, the newest first."""
    t, which = heap.rows("recommendation")
    told = {"name": t.c.title, "day": t.c.adopted, "state": t.c.kind, "body": t.c.addressee}
    return t, which, (sa.func.coalesce(_earliest(t.c.adopted), "").desc(),), told


HEAPS: Mapping[str, Callable[[Heaping], Found]] = {
    "issues": open_issues, "feedback": feedback, "raised": raised, "ending": ending,
    "unfinished": unfinished, "drafts": drafts, "published": published, "unrecorded": unrecorded,
    "coming": coming, "papers": papers, "recommendations": recommendations,
}  # fmt: skip
"""Every kind of heap."""
