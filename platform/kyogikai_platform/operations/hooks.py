"""How webhooks stand, for whoever runs an installation: counts and ages by class of tenant, never whose.

Two times tell who is behind. What a webhook was not told since ``oldest`` may wait for its receiver, which
fails or pauses. What could be sent since ``due`` waits for nobody but the courier.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import sqlalchemy as sa

from kyogikai_graphql.changes import RECORDS
from kyogikai_platform import structure
from kyogikai_platform.installation import Installation
from kyogikai_platform.webhooks.keeping import FAILED, GONE
from kyogikai_platform.webhooks.sending import HEADS
from kyogikai_tenants.log import directory
from kyogikai_tenants.log.connection import driver, tenant_setting
from kyogikai_tenants.vocabulary import TenantStatus

PATIENCE = 5
"""Seconds that the database has to answer whoever reads the meters."""
UNTOLD = """
SELECT a.recorded_at FROM audit_entry a
WHERE a.tenant_id = %(tenant)s AND a.position > w.position AND a.kind = ANY(%(kinds)s)
  AND w.position < (SELECT p.content FROM tenant_position p WHERE p.tenant_id = %(tenant)s)
ORDER BY a.position LIMIT 1
"""
"""When the first change was recorded that is not in a webhook's queue yet."""
EACH = f"""
SELECT w.failures > 0 AS failing, q.waiting,
  least(q.oldest, CASE WHEN u.recorded_at IS NOT NULL
    THEN greatest(u.recorded_at, w.turn_at, w.resume_at) END) AS oldest,
  CASE WHEN coalesce(h.next_at, u.recorded_at) IS NOT NULL AND coalesce(w.taken_until < now(), true)
    THEN greatest(least(h.next_at, u.recorded_at), w.turn_at, w.resume_at) END AS due
FROM webhook w
LEFT JOIN LATERAL ({UNTOLD}) u ON true
CROSS JOIN LATERAL (SELECT count(*) AS waiting, min(d.queued_at) AS oldest FROM webhook_delivery d
  WHERE d.tenant_id = %(tenant)s AND d.webhook_id = w.id AND d.run = w.run AND d.done_at IS NULL) q
CROSS JOIN LATERAL (SELECT min(head.next_at) AS next_at FROM ({HEADS}) head) h
WHERE w.tenant_id = %(tenant)s AND w.off_at IS NULL AND %(served)s
"""  # noqa: S608 - constants
OF_ONE = f"""
SELECT count(*) FILTER (WHERE NOT e.failing), count(*) FILTER (WHERE e.failing),
  (SELECT count(*) FROM webhook w WHERE w.tenant_id = %(tenant)s AND w.off_at IS NOT NULL
    AND w.off_why NOT IN ('{GONE}', '{FAILED}')),
  (SELECT count(*) FROM webhook w WHERE w.tenant_id = %(tenant)s AND w.off_why IN ('{GONE}', '{FAILED}')),
  coalesce(sum(e.waiting), 0)::bigint, min(e.oldest),
  min(e.due) FILTER (WHERE e.due <= now())
FROM ({EACH}) e
"""  # noqa: S608 - constants


class Hooks(NamedTuple):
    """Those of some tenants."""

    working: int = 0
    failing: int = 0
    """What was sent to them last did not arrive; it is sent again."""
    off: int = 0
    """By hand, or with their client."""
    given_up: int = 0
    """Switched off as their receivers failed for long, or wanted no more."""
    waiting: int = 0
    oldest: datetime | None = None
    due: datetime | None = None


def given(tenant: UUID, status: TenantStatus | None) -> dict[str, Any]:
    """What the question takes: a municipality that rests is told nothing, and nothing of it waits."""
    return {"tenant": tenant, "kinds": list(RECORDS), "served": status is TenantStatus.ACTIVE}


def added(found: Iterable[Hooks]) -> Hooks:
    """All of them together."""
    every = list(found)
    counts = (sum(column) for column in zip(*(one[:5] for one in every), strict=True)) if every else ()
    oldest, due = ([at for one in every if (at := getattr(one, name))] for name in ("oldest", "due"))
    return Hooks(*counts)._replace(oldest=min(oldest, default=None), due=min(due, default=None))


def by_class(here: Installation) -> Mapping[str, Hooks] | None:
    """Ask each municipality in its own scope, by a connection of its own; None where there is no answer."""
    pooled = here.settings.pooled
    engine = structure.application_engine(
        here.application, seconds=PATIENCE, patience=PATIENCE, pooled=pooled
    )
    try:
        with engine.begin() as connection:
            every = directory.tenants(connection)
            own = [given(one.tenant_id, one.status) for one in every]
            rows = [Hooks(*row) for row in asked(connection, OF_ONE, own)]
    except (sa.exc.OperationalError, sa.exc.ProgrammingError, psycopg.Error):
        return None
    finally:
        engine.dispose()
    found = dict[str, list[Hooks]]()
    for one, row in zip(every, rows, strict=True):
        found.setdefault(one.kind.value, []).append(row)
    return {name: added(of_it) for name, of_it in found.items()}


def asked(connection: sa.Connection, question: str, each: Sequence[dict[str, Any]]) -> list[Any]:
    """A question of one row to each tenant in its own scope, in few round trips."""
    own = driver(connection)
    with own.pipeline():
        cursors = []
        for one in each:
            own.execute(tenant_setting(one["tenant"]))
            cursors.append(own.execute(question, one))
        return [cursor.fetchone() for cursor in cursors]
