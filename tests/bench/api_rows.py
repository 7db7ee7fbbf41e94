"""What the Python servers read: the same tables and conditions for each, one statement a loader, in batches.

Everything here is asked on one connection with the tenant set, so row-level security holds; the public's
audience and the two times stand in each statement, as a careful author would write them.
"""

from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]


def now(table: str) -> str:
    """The rows of today, as known now, that the public sees."""
    t = table
    return (
        f"{t}.tenant_id = %(tenant)s AND {t}.known_to IS NULL AND {t}.valid_from <= %(day)s "
        f"AND ({t}.valid_to IS NULL OR {t}.valid_to > %(day)s) AND {t}.audience IN ('public')"
    )


def listed(table: str) -> str:
    """Those of them that a list shows."""
    return f"{now(table)} AND {table}.existence IN ('live', 'unknown')"


TO_COME = (
    "EXISTS (SELECT FROM council c WHERE c.id = b.council_id AND c.existence = 'not_yet' AND "
    + now("c")
    + ")"
)
EXISTS = f"CASE WHEN b.existence = 'unknown' AND {TO_COME} THEN 'not_yet' ELSE b.existence END AS existence"
BODY = f"b.id, b.name, b.kind, {EXISTS}"
LISTED_BODY = f"{listed('b')} AND NOT (b.existence = 'unknown' AND {TO_COME})"
TITLE = (
    "CASE WHEN m.title <> '' THEN m.title WHEN m.number > 0 "
    "THEN coalesce(m.fiscal_year || '年度', '') || '第' || m.number || '回' "
    "ELSE (m.date->>'value') || 'の会議' END AS title"
)
MEETING = (
    f"m.id, m.sort, {TITLE}, m.date->>'value' AS date_value, m.date->>'precision' AS date_precision, "
    "m.state, nullif(m.place, '') AS place, m.body_ids"
)
HELD_BY = (
    f"{now('l')} AND EXISTS (SELECT FROM body needed WHERE needed.id = l.body_id "
    "AND needed.tenant_id = %(tenant)s AND needed.known_to IS NULL AND needed.audience IN ('public'))"
)


class Rows:
    """One request's reads."""

    def __init__(self, connection: psycopg.AsyncConnection[Any], tenant: UUID, day: date) -> None:
        self._connection, self._given = connection, {"tenant": tenant, "day": day}

    async def _all(self, query: str, **given: Any) -> list[Row]:
        async with self._connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(query.encode(), self._given | given)
            return await cursor.fetchall()

    async def bodies(self, first: int) -> list[Row]:
        """The first of all bodies."""
        return await self._all(
            f"SELECT {BODY} FROM body b WHERE {LISTED_BODY} ORDER BY b.sort, b.id LIMIT %(first)s",
            first=first,
        )

    async def meetings(self, first: int, after: tuple[str, UUID] | None) -> list[Row]:
        """A page of all meetings, and one more."""
        beyond = "AND (m.sort, m.id) > (%(sort)s, %(id)s)" if after else ""
        place = {"sort": after[0], "id": after[1]} if after else {}
        return await self._all(
            f"SELECT {MEETING} FROM meeting m WHERE {listed('m')} {beyond} "
            "ORDER BY m.sort, m.id LIMIT %(first)s",
            first=first + 1, **place,
        )  # fmt: skip

    async def count_meetings(self) -> int:
        """How many there are, up to a bound."""
        some = f"SELECT FROM meeting m WHERE {listed('m')} LIMIT 10001"
        return int((await self._all(f"SELECT count(*) AS n FROM ({some}) counted"))[0]["n"])

    async def meetings_by_id(self, ids: Sequence[UUID]) -> list[Row | None]:
        """Each, or nothing."""
        query = f"SELECT {MEETING} FROM meeting m WHERE {now('m')} AND m.id = ANY(%(ids)s)"
        return _each(ids, await self._all(query, ids=list(ids)))

    async def bodies_by_id(self, ids: Sequence[UUID]) -> list[Row | None]:
        """Each, or nothing."""
        query = f"SELECT {BODY} FROM body b WHERE {now('b')} AND b.id = ANY(%(ids)s)"
        return _each(ids, await self._all(query, ids=list(ids)))

    async def issues_by_id(self, ids: Sequence[UUID]) -> list[Row | None]:
        """Each, or nothing."""
        query = f"SELECT i.id, i.title, i.state FROM issue i WHERE {now('i')} AND i.id = ANY(%(ids)s)"
        return _each(ids, await self._all(query, ids=list(ids)))

    async def agendas(self, meetings: Sequence[UUID]) -> list[list[Row]]:
        """The items of each meeting."""
        query = (
            "SELECT a.meeting_id AS parent, a.id, a.number, a.title, a.kind, a.issue_id FROM agenda_item a "
            f"WHERE {listed('a')} AND a.meeting_id = ANY(%(ids)s) ORDER BY a.sort, a.id"
        )
        return _grouped(meetings, await self._all(query, ids=list(meetings)))

    async def attendances(self, meetings: Sequence[UUID], first: int) -> list[list[Row]]:
        """The first of each meeting."""
        inner = (
            "SELECT t.meeting_id AS parent, t.name, t.status, row_number() OVER (PARTITION BY t.meeting_id "
            f"ORDER BY t.sort, t.id) AS n FROM attendance t WHERE {listed('t')} "
            "AND t.meeting_id = ANY(%(ids)s)"
        )
        return _grouped(meetings, await self._first(inner, meetings, first))

    async def paths(self, issues: Sequence[UUID], first: int) -> list[list[Row]]:
        """The first steps of each issue."""
        inner = (
            "SELECT r.issue_id AS parent, r.id, r.act, r.effective->>'value' AS value, row_number() OVER ("
            f"PARTITION BY r.issue_id ORDER BY r.sort, r.id) AS n FROM referral r WHERE {listed('r')} "
            "AND r.issue_id = ANY(%(ids)s)"
        )
        return _grouped(issues, await self._first(inner, issues, first))

    async def meetings_of(self, bodies: Sequence[UUID], first: int) -> list[list[Row]]:
        """The first meetings of each body."""
        inner = (
            f"SELECT l.body_id AS parent, {MEETING}, row_number() OVER (PARTITION BY l.body_id "
            f"ORDER BY m.sort, m.id) AS n FROM meeting_body l JOIN meeting m ON m.id = l.meeting_id "
            f"WHERE {HELD_BY} AND {listed('m')} AND l.body_id = ANY(%(ids)s)"
        )
        return _grouped(bodies, await self._first(inner, bodies, first))

    async def _first(self, inner: str, ids: Sequence[UUID], first: int) -> list[Row]:
        query = f"SELECT * FROM ({inner}) ranked WHERE n <= %(first)s ORDER BY n"
        return await self._all(query, ids=list(ids), first=first)


def _each(ids: Sequence[UUID], rows: list[Row]) -> list[Row | None]:
    found = {row["id"]: row for row in rows}
    return [found.get(one) for one in ids]


def _grouped(ids: Sequence[UUID], rows: list[Row]) -> list[list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["parent"]].append(row)
    return [found[one] for one in ids]


def global_id(kind: str, record: UUID) -> str:
    """An id as our API gives it."""
    return urlsafe_b64encode(f"{kind}:{record}".encode()).decode().rstrip("=")


def record_of(text: str) -> UUID:
    """The record of such an id."""
    return UUID(urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(":")[2])


def cursor(row: Row) -> str:
    """A place in the list of meetings, as our API gives it."""
    return b64encode(f"Query.meetings {row['id']} {row['sort']}".encode()).decode()


def place_of(text: str | None) -> tuple[str, UUID] | None:
    """The place of a cursor."""
    if text is None:
        return None
    _, record, sort = b64decode(text).decode().split(" ", 2)
    return sort, UUID(record)
