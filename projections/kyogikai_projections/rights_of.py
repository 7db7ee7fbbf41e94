"""What somebody holds on a day, as known now: roles granted, and roles that a membership or office gives.

Each is one statement, asked when somebody is judged and not when they ask. Only what is certain gives a
right: a membership, its body and its term are LIVE on that day, and no term outlasts its planned end.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_projections.reading import INSIDE, valid
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.access.offices import heads
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.permission import Held, Holdings
from kyogikai_tenants.rights import LINKED
from kyogikai_tenants.vocabulary import BodyKind, Role

HELD = """
WITH account AS (
  SELECT id, name, person_id, accepted FROM user_account
  WHERE tenant_id = %(tenant)s AND id = %(id)s AND known_to IS NULL AND existence = 'live'
    AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s) AND NOT suspended)
SELECT a.name, a.accepted, held.role, held.body_id, held.since, held.until, held.office, held.planned,
  held.id, held.stream_id, held.facts, held.term_id
FROM account a LEFT JOIN LATERAL (
  SELECT g.role, g.body_id, g.valid_from AS since, g.valid_to AS until, NULL AS office, NULL AS planned,
    g.id, g.stream_id, g.facts, NULL::uuid AS term_id
  FROM role_grant g
  WHERE g.tenant_id = %(tenant)s AND g.user_id = a.id AND g.known_to IS NULL AND g.existence = 'live'
    AND g.valid_from <= %(day)s AND (g.valid_to IS NULL OR g.valid_to > %(day)s)
  UNION ALL
  SELECT 'member', m.body_id, m.valid_from, m.valid_to, m.office, t.planned_end ->> 'latest',
    m.id, m.stream_id, m.facts, m.term_id
  FROM membership m
  JOIN body b ON b.tenant_id = %(tenant)s AND b.id = m.body_id AND b.known_to IS NULL
    AND b.existence = 'live' AND b.valid_from <= %(day)s AND (b.valid_to IS NULL OR b.valid_to > %(day)s)
  LEFT JOIN term t ON t.tenant_id = %(tenant)s AND t.id = m.term_id AND t.known_to IS NULL
    AND t.existence = 'live' AND t.valid_from <= %(day)s AND (t.valid_to IS NULL OR t.valid_to > %(day)s)
  WHERE m.tenant_id = %(tenant)s AND m.person_id = a.person_id AND m.known_to IS NULL
    AND m.existence = 'live' AND m.valid_from <= %(day)s AND (m.valid_to IS NULL OR m.valid_to > %(day)s)
    AND (m.term_id IS NULL OR (t.id IS NOT NULL
      AND coalesce(t.planned_end ->> 'latest', '9999-12-31') >= %(iso)s))
) held ON true
"""
EVERYBODY = HELD
for _own, _all in (
    ("AND id = %(id)s ", ""),
    (" AND NOT suspended)", ")"),
    ("person_id, accepted FROM", "person_id, accepted, suspended FROM"),
    ("SELECT a.name, a.accepted,", "SELECT a.id, a.suspended, a.name, a.accepted,"),
):
    EVERYBODY = EVERYBODY.replace(_own, _all)
"""The same of all accounts at once, suspended ones too."""
CLIENT = """
SELECT name, scopes FROM api_client
WHERE tenant_id = %(tenant)s AND id = %(id)s AND known_to IS NULL AND existence = 'live'
  AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
  AND NOT EXISTS (SELECT FROM api_client e WHERE e.tenant_id = %(tenant)s AND e.id = %(id)s
    AND e.known_to IS NULL AND e.existence = 'ended' AND e.ended ->> 'earliest' <= %(iso)s)
"""
"""A client that is revoked is so at once, not only from the day after."""
CLIENTS = """
SELECT id, name, scopes, over FROM (
  SELECT DISTINCT ON (c.id) c.id, c.name, c.scopes, c.valid_from, EXISTS (SELECT FROM api_client e
    WHERE e.tenant_id = %(tenant)s AND e.id = c.id AND e.known_to IS NULL AND e.existence = 'ended'
      AND e.ended ->> 'earliest' <= %(iso)s) AS over
  FROM api_client c
  WHERE c.tenant_id = %(tenant)s AND c.known_to IS NULL AND c.existence = 'live' AND c.valid_from <= %(day)s
  ORDER BY c.id, c.valid_from DESC) own
ORDER BY over, name, id
"""
ACCOUNTS = """
SELECT DISTINCT ON (u.id) u.id, u.name, u.accepted,
  (SELECT array_agg(DISTINCT g.role) FROM role_grant g
   WHERE g.tenant_id = %(tenant)s AND g.user_id = u.id AND g.known_to IS NULL AND g.existence = 'live'
     AND g.valid_from <= %(day)s AND (g.valid_to IS NULL OR g.valid_to > %(day)s)),
  u.person_id IS NOT NULL
FROM user_account u
WHERE u.tenant_id = %(tenant)s AND u.known_to IS NULL AND u.existence = 'live' AND u.valid_from <= %(day)s
  AND (u.valid_to IS NULL OR u.valid_to > %(day)s)
ORDER BY u.id, u.valid_from DESC
"""
NAMES = """
SELECT DISTINCT ON (id) id, name FROM (
  SELECT id, name, valid_from FROM user_account
  WHERE tenant_id = %(tenant)s AND known_to IS NULL AND id = ANY(%(ids)s)
  UNION ALL SELECT id, name, valid_from FROM api_client
  WHERE tenant_id = %(tenant)s AND known_to IS NULL AND id = ANY(%(ids)s)) called
ORDER BY id, valid_from DESC
"""
MEMBERS = """
SELECT DISTINCT ON (m.id) m.id, p.name FROM membership m JOIN person p ON p.tenant_id = m.tenant_id
  AND p.id = m.person_id AND p.known_to IS NULL AND p.name <> ''
WHERE m.tenant_id = %(tenant)s AND m.known_to IS NULL AND m.id = ANY(%(ids)s)
ORDER BY m.id, m.valid_from DESC, p.valid_from DESC
"""


class Reason(NamedTuple):
    """What somebody holds, and the row that it follows from: of a grant, or of a membership."""

    held: Held
    row_id: UUID
    stream_id: UUID
    facts: tuple[int, ...]
    term_id: UUID | None
    of_membership: bool


class Known(NamedTuple):
    """An account or a client: its name, and what it holds."""

    name: str
    holdings: Holdings
    accepted: bool = True
    """Whether they have come in before."""


def user(connection: sa.Connection, user_id: UUID, day: date) -> Known | None:
    """What a user holds on a day; None where there is no such account."""
    rows = _asked(connection, HELD, id=user_id, day=day, iso=day.isoformat())
    return _known(user_id, rows) if rows else None


class Listed(NamedTuple):
    """An account in the list of all."""

    id: UUID
    suspended: bool
    known: Known


def users(connection: sa.Connection, day: date) -> list[Listed]:
    """All accounts and what they hold on a day, by name; a suspended one holds it when it is resumed."""
    rows: dict[UUID, list[tuple[Any, ...]]] = {}
    for row in _asked(connection, EVERYBODY, day=day, iso=day.isoformat()):
        rows.setdefault(row[0], []).append(row[1:])
    listed = [Listed(user, own[0][0], _known(user, [row[1:] for row in own])) for user, own in rows.items()]
    return sorted(listed, key=lambda one: (one.known.name, str(one.id)))


def _known(user_id: UUID, rows: Sequence[tuple[Any, ...]]) -> Known:
    held = [h for row in rows if row[2] for h in _held(*row[2:8])]
    own = tuple(sorted(set(held), key=_order))
    return Known(rows[0][0], Holdings(own, account=user_id), rows[0][1])


def reasons(connection: sa.Connection, user_id: UUID, day: date) -> tuple[str, list[Reason]] | None:
    """What a user is called and holds on a day, and why; None where there is no such account that day."""
    rows = _asked(connection, HELD, id=user_id, day=day, iso=day.isoformat())
    found = [
        Reason(held, row[8], row[9], tuple(row[10]), row[11], row[6] is not None)
        for row in rows
        if row[2]
        for held in _held(*row[2:8])
    ]
    return (rows[0][0], sorted(found, key=lambda one: _order(one.held))) if rows else None


def _order(held: Held) -> tuple[str, str, date]:
    return held.role, str(held.body_id), held.since or date.min


def _held(
    role: str, body: UUID | None, since: date, end: date | None, office: str | None, planned: str | None
) -> list[Held]:
    """The role of a row; whoever heads a body is its chair too."""
    last = min(filter(None, (_before(end), _day(planned))), default=None)
    begun = since if since > date.min else None
    roles = [Role(role), *([Role.CHAIR] if office and heads(office) else [])]
    return [Held(each, body, begun, last) for each in roles]


def _before(end: date | None) -> date | None:
    return end - timedelta(days=1) if end else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class Account(NamedTuple):
    """An account in the list of all."""

    id: UUID
    name: str
    accepted: bool
    roles: tuple[Role, ...]
    """The roles that are granted; a membership or an office may give more."""
    of_a_person: bool


def accounts(connection: sa.Connection, day: date) -> list[Account]:
    """All accounts of a day, by name."""
    rows = _asked(connection, ACCOUNTS, day=day)
    found = [Account(i, name, came, tuple(map(Role, roles or ())), own) for i, name, came, roles, own in rows]
    return sorted(found, key=lambda one: (one.name, str(one.id)))


def client(
    connection: sa.Connection, client_id: UUID, day: date, narrowed: frozenset[str] | None = None
) -> Known | None:
    """What an API client may on a day, by a token that may be narrowed; None if unknown or revoked."""
    rows = _asked(connection, CLIENT, id=client_id, day=day, iso=day.isoformat())
    if not rows:
        return None
    scopes = frozenset(rows[0][1])
    scopes = scopes if narrowed is None else scopes & narrowed
    return Known(rows[0][0], Holdings((Held(Role.API_CLIENT),), scopes, client_id))


class Client(NamedTuple):
    """An API client in the list of all."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    revoked: bool


def clients(connection: sa.Connection, day: date) -> list[Client]:
    """All API clients that there ever were, by name; those that are revoked come last."""
    rows = _asked(connection, CLIENTS, day=day, iso=day.isoformat())
    return [Client(i, name, tuple(scopes), over) for i, name, scopes, over in rows]


def names(connection: sa.Connection, actors: Sequence[str]) -> dict[str, str]:
    """How users, clients and members by their link are called; by the last name, whoever had another."""
    found: dict[str, str] = {}
    for prefix, query in (("", NAMES), (LINKED, MEMBERS)):
        own = ((actor, _uuid(actor.removeprefix(prefix))) for actor in actors if actor.startswith(prefix))
        ids = {known: actor for actor, known in own if known}
        found |= {ids[one]: name for one, name in _asked(connection, query, ids=list(ids))} if ids else {}
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _asked(connection: sa.Connection, statement: str, **given: Any) -> list[tuple[Any, ...]]:
    return driver(connection).execute(statement, given | {"tenant": connection.info["tenant_id"]}).fetchall()


def assemblies(connection: sa.Connection, day: date) -> frozenset[UUID]:
    """The general assemblies that there are on a day."""
    body = TABLES["body"]
    which = [
        body.c.tenant_id == connection.info["tenant_id"],
        body.c.kind == BodyKind.GENERAL_ASSEMBLY.value,
        body.c.existence.in_(INSIDE),
        body.c.known_to.is_(None),
        valid(body, day),
    ]
    return frozenset(connection.execute(sa.select(body.c.id).where(*which)).scalars())
