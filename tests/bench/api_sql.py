"""The five answers as somebody would write them by hand: one statement each that returns the whole JSON text.

The statements are written for speed: no JSON is built twice, to-one relations are joins, pages are cut before
anything is looked up for them; one round trip takes the tenant's setting, the statement and the commit.
"""

from base64 import urlsafe_b64decode
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection, sql
from psycopg_pool import ConnectionPool

from tests.bench.api_queries import DEEP, LIST, ONE, PAGE, TWO
from tests.bench.api_rows import EXISTS, LISTED_BODY, TITLE, listed, now, place_of


def gid(kind: str, column: str) -> str:
    """An id of our API."""
    return f"rtrim(encode(('{kind}:' || {column})::bytea, 'base64'), '=')"


CURSOR = "replace(encode(('Query.meetings ' || m.id || ' ' || m.sort)::bytea, 'base64'), E'\\n', '')"


def bodies_of(columns: str, names: str) -> str:
    """The bodies of a meeting in their order, with some columns."""
    return (
        f"(SELECT coalesce(json_agg((SELECT x FROM (SELECT {names}) x) ORDER BY y.n), '[]') FROM ("
        f"SELECT {columns}, u.n FROM unnest(m.body_ids) WITH ORDINALITY u(id, n) JOIN body b ON b.id = u.id "
        f"WHERE {now('b')}) y) AS bodies"
    )


def agenda_of(own: str, issue: str) -> str:
    """The agenda of a meeting, each item with its issue."""
    return (
        "(SELECT coalesce(json_agg(x), '[]') FROM ("
        f"SELECT {own}, CASE WHEN i.id IS NOT NULL THEN (SELECT row_to_json(z) FROM (SELECT {issue}) z) END "
        f"AS issue FROM agenda_item a LEFT JOIN issue i ON i.id = a.issue_id AND {now('i')} "
        f"WHERE a.meeting_id = m.id AND {listed('a')} ORDER BY a.sort, a.id) x) AS agenda"
    )


STATEMENTS = {
    LIST: f"""
SELECT '{{"data":{{"bodies":{{"nodes":' || coalesce(json_agg(n), '[]') || '}}}}}}' FROM (
  SELECT {gid("Body", "e.id")} AS id, e.name, upper(e.kind) AS kind, upper(e.existence) AS existence FROM (
    SELECT b.id, b.name, b.kind, {EXISTS} FROM body b
    WHERE {LISTED_BODY} ORDER BY b.sort, b.id LIMIT 20) e) n""",
    TWO: f"""
SELECT '{{"data":{{"meetings":{{"nodes":' || coalesce(json_agg(n), '[]') || '}}}}}}' FROM (
  SELECT {gid("Meeting", "m.id")} AS id, {TITLE},
    json_build_object('value', m.date->'value', 'precision', m.date->'precision') AS date,
    upper(m.state) AS state, {bodies_of(gid("Body", "b.id") + " AS id, b.name", "y.id, y.name")},
    {
        agenda_of(
            gid("AgendaItem", "a.id") + " AS id, a.number, a.title, upper(a.kind) AS kind",
            gid("Issue", "i.id") + " AS id, i.title, upper(i.state) AS state",
        )
    }
  FROM (SELECT * FROM meeting m WHERE {listed("m")} ORDER BY m.sort, m.id LIMIT 100) m) n""",
    PAGE: f"""
SELECT json_build_object('data', json_build_object('meetings', json_build_object(
  'totalCount', (SELECT count(*) FROM (SELECT FROM meeting m WHERE {listed("m")} LIMIT 10001) counted),
  'pageInfo', json_build_object('hasNextPage', max(e.n) > 50, 'hasPreviousPage', true,
    'startCursor', max(e.cursor) FILTER (WHERE e.n = 1),
    'endCursor', (array_agg(e.cursor ORDER BY e.n DESC) FILTER (WHERE e.n <= 50))[1]),
  'edges', coalesce(
    json_agg(json_build_object('cursor', e.cursor, 'node', e.node)) FILTER (WHERE e.n <= 50), '[]')
)))::text FROM (
  SELECT m.n, {CURSOR} AS cursor, (SELECT row_to_json(z) FROM (SELECT {gid("Meeting", "m.id")} AS id, {TITLE},
    upper(m.state) AS state, {bodies_of("b.name", "y.name")}) z) AS node
  FROM (SELECT *, row_number() OVER (ORDER BY m.sort, m.id) AS n FROM meeting m
        WHERE {listed("m")} AND (m.sort, m.id) > (%(sort)s, %(id)s) ORDER BY m.sort, m.id LIMIT 51) m) e""",
    DEEP: f"""
SELECT '{{"data":{{"bodies":{{"nodes":' || coalesce(json_agg(n), '[]') || '}}}}}}' FROM (
  SELECT {gid("Body", "b.id")} AS id, b.name, (
    SELECT json_build_object('nodes', coalesce(json_agg(h), '[]')) FROM (
      SELECT {gid("Meeting", "m.id")} AS id, {TITLE}, {
        agenda_of(
            gid("AgendaItem", "a.id") + " AS id, a.title",
            gid("Issue", "i.id")
            + " AS id, i.title, (SELECT json_build_object('nodes', coalesce(json_agg(p), '[]')) "
            "FROM (SELECT upper(r.act) AS act, json_build_object('value', r.effective->'value') AS effective "
            f"FROM referral r WHERE r.issue_id = i.id AND {listed('r')} ORDER BY r.sort, r.id LIMIT 3) p) "
            "AS path",
        )
    }
      FROM (SELECT m.* FROM meeting_body l JOIN meeting m ON m.id = l.meeting_id
            WHERE l.body_id = b.id AND {now("l")} AND {listed("m")} ORDER BY m.sort, m.id LIMIT 10) m
    ) h) AS meetings
  FROM (SELECT * FROM body b WHERE {LISTED_BODY} ORDER BY b.sort, b.id LIMIT 10) b) n""",
    ONE: f"""
SELECT json_build_object('data', json_build_object('meeting', (SELECT row_to_json(n) FROM (
  SELECT {gid("Meeting", "m.id")} AS id, {TITLE}, json_build_object('value', m.date->'value') AS date,
    nullif(m.place, '') AS place,
    (SELECT coalesce(json_agg(x), '[]') FROM (SELECT a.number, a.title FROM agenda_item a
      WHERE a.meeting_id = m.id AND {listed("a")} ORDER BY a.sort, a.id) x) AS agenda,
    (SELECT json_build_object('nodes', coalesce(json_agg(x), '[]')) FROM (
      SELECT nullif(t.name, '') AS name, upper(t.status) AS status FROM attendance t
      WHERE t.meeting_id = m.id AND {listed("t")} ORDER BY t.sort, t.id LIMIT 20) x) AS attendance
  FROM meeting m WHERE m.id = %(id)s AND {now("m")}) n)))::text""",
}


class HandWritten:
    """The statements on a pool of connections."""

    def __init__(self, conninfo: str, tenant: UUID, day: date, size: int) -> None:
        self._given = {"tenant": tenant, "day": day}
        self._tenant = sql.SQL("SET LOCAL app.tenant_id = {}").format(sql.Literal(str(tenant))).as_bytes()
        planning = "-c plan_cache_mode=force_generic_plan -c jit=off"
        options = {"autocommit": True, "prepare_threshold": 0, "options": planning}
        self._pool: ConnectionPool[Connection[Any]] = ConnectionPool(
            conninfo, min_size=size, max_size=size, kwargs=options, open=True
        )
        self._pool.wait()

    def close(self) -> None:
        """Give the connections back."""
        self._pool.close()

    def answer(self, name: str, variables: dict[str, Any]) -> bytes:
        """The response's bytes."""
        given = self._given | _parameters(variables)
        with self._pool.connection() as connection, connection.pipeline():
            connection.execute("BEGIN")
            connection.execute(self._tenant)
            found = connection.execute(STATEMENTS[name].encode(), given, binary=True)
            connection.execute("COMMIT")
            row = found.fetchone()
        assert row is not None
        text: str = row[0]
        return text.encode()


def _parameters(variables: dict[str, Any]) -> dict[str, Any]:
    if "id" in variables:
        text = variables["id"]
        return {"id": UUID(urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(":")[2])}
    found = place_of(variables.get("after"))
    return {"sort": found[0], "id": found[1]} if found else {}
