"""What is done each night without being asked: every log is sealed, and verified."""

from datetime import datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.integrity.sealing import SEAL
from kyogikai_platform.integrity.verifying import VERIFY
from kyogikai_platform.jobs import keeping
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.fiscal_year import JAPAN
from kyogikai_tenants.log import notary
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.vocabulary import Role

AT = time(2, 30)
"""The hour in Japan from which on a night's work is due."""
NIGHT = Actor("nightly", Role.PLATFORM_OPERATOR)
LOCK = 5171


def give(engine: sa.Engine, tenant_id: UUID, now: datetime) -> int:
    """Ask for what a night has not had yet; how much that is. Several runners ask for it once."""
    with transaction(engine, tenant_id) as connection:
        if not _due(connection, now):
            return 0
        lock = "SELECT pg_advisory_xact_lock(%s, hashtext(%s))"
        connection.exec_driver_sql(lock, (LOCK, str(tenant_id)))
        if not _due(connection, now):
            return 0
        kinds = ([SEAL] if _grown(connection) else []) + [VERIFY]
        for kind in kinds:
            keeping.give(connection, kind, NIGHT, {})
        return len(kinds)


def began(now: datetime) -> datetime:
    """When the night that is due began."""
    here = now.astimezone(JAPAN)
    tonight = datetime.combine(here.date(), AT, JAPAN)
    return tonight if here >= tonight else tonight - timedelta(days=1)


def _due(connection: sa.Connection, now: datetime) -> bool:
    """Whether the log has anything, and was not looked at in this night."""
    last = next((job for job in keeping.latest(connection, VERIFY) if job.actor == NIGHT), None)
    fresh = last is not None and last.created_at >= began(now)
    return not fresh and Log.within(connection).head().position > 0


def _grown(connection: sa.Connection) -> bool:
    newest = notary.latest(connection)
    return newest is None or newest.size < Log.within(connection).head().position
