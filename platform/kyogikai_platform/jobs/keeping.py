"""Jobs as rows: given, taken, watched, ended. Each is of one municipality; without one there is no job."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_platform.jobs.tables import job
from kyogikai_platform.retention import forget
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.retention import Kept
from kyogikai_tenants.vocabulary import Role

PATIENCE = timedelta(seconds=60)
"""A runner that was not seen for so long has died: its job is taken again."""
MOST_TRIES = 3
"""After so many runners that died over it, a job has failed."""


class State(StrEnum):
    """Where a job stands."""

    WAITING = auto()
    RUNNING = auto()
    DONE = auto()
    REFUSED = auto()
    """A rule forbids it; the result says which."""
    FAILED = auto()
    """Its runners died."""


OPEN = (State.WAITING, State.RUNNING)


class NoTenant(Exception):
    """A job refuses to be given, taken or run without its municipality."""


class NoSuchJob(LookupError):
    """A municipality has no job of that id."""


class Superseded(Exception):
    """Another runner has taken the job meanwhile: this one's work is not kept."""


@dataclass(frozen=True)
class Job:
    """A job as it stands."""

    id: UUID
    kind: str
    state: State
    actor: Actor
    given: Mapping[str, Any]
    result: Mapping[str, Any] | None
    done: int
    total: int
    tries: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in OPEN


def _tenant(connection: sa.Connection) -> UUID:
    tenant = connection.info.get("tenant_id")
    if not isinstance(tenant, UUID):
        raise NoTenant
    return tenant


def give(connection: sa.Connection, kind: str, actor: Actor, given: Mapping[str, Any]) -> UUID:
    """A new job, waiting; its id. What ended long ago makes room. Raises NoTenant."""
    own, tenant = new_id(), _tenant(connection)
    forget(connection, Kept.JOBS)
    connection.execute(
        job.insert().values(
            tenant_id=tenant, id=own, kind=kind, state=State.WAITING.value, actor=actor.id,
            role=actor.role.value, given=msgspec.to_builtins(dict(given)),
        )
    )  # fmt: skip
    return own


def of(connection: sa.Connection, job_id: UUID) -> Job:
    """A job of the transaction's municipality. Raises NoSuchJob."""
    c = job.c
    row = connection.execute(
        sa.select(job).where(c.tenant_id == _tenant(connection), c.id == job_id)
    ).one_or_none()
    if row is None:
        raise NoSuchJob(job_id)
    return _job(row)


def latest(connection: sa.Connection, kind: str = "", most: int = 20, *, but: str = "") -> list[Job]:
    """The municipality's jobs, the last first; ``but`` names a part of their results that is not read."""
    minus = sa.cast(job.c.result, pg.JSONB).op("-", return_type=pg.JSONB())
    short = minus(sa.cast(but, sa.Text)).label("result")
    columns = [short if but and c.name == "result" else c for c in job.c]
    query = sa.select(*columns).where(job.c.tenant_id == _tenant(connection))
    query = query.where(job.c.kind == kind) if kind else query
    return [_job(row) for row in connection.execute(query.order_by(job.c.created_at.desc()).limit(most))]


def _job(row: Any) -> Job:
    return Job(
        row.id, row.kind, State(row.state), Actor(row.actor, Role(row.role)), row.given, row.result,
        row.done, row.total, row.tries, row.created_at, row.started_at, row.finished_at,
    )  # fmt: skip


def take(connection: sa.Connection, kinds: Collection[str]) -> Job | None:
    """The oldest job of some kinds that waits, or whose runner has died; nobody else gets it.

    None where there is none: what a runner does not know how to do is left to one that does.
    """
    c = job.c
    gone = sa.and_(c.state == State.RUNNING.value, c.seen_at < sa.func.now() - PATIENCE)
    query = (
        sa.select(c.id, c.tries)
        .where(c.tenant_id == _tenant(connection), c.kind.in_(kinds))
        .where(sa.or_(c.state == State.WAITING.value, gone))
        .order_by(c.created_at, c.id).limit(1).with_for_update(skip_locked=True)
    )  # fmt: skip
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if row.tries >= MOST_TRIES:
        _set(connection, row.id, state=State.FAILED.value, finished_at=sa.func.now())
        return take(connection, kinds)
    now = sa.func.now()
    _set(connection, row.id, state=State.RUNNING.value, tries=row.tries + 1, done=0,
         started_at=sa.func.coalesce(c.started_at, now), seen_at=now)  # fmt: skip
    return of(connection, row.id)


def _set(connection: sa.Connection, job_id: UUID, **values: Any) -> None:
    own = sa.and_(job.c.tenant_id == _tenant(connection), job.c.id == job_id)
    connection.execute(job.update().where(own).values(**values))


def _mine(connection: sa.Connection, own: Job, **values: Any) -> None:
    """Change a job that this runner still has. Raises Superseded."""
    c = job.c
    still = sa.and_(
        c.tenant_id == _tenant(connection), c.id == own.id, c.tries == own.tries,
        c.state == State.RUNNING.value,
    )  # fmt: skip
    if connection.execute(job.update().where(still).values(**values)).rowcount != 1:
        raise Superseded(own.id)


def seen(connection: sa.Connection, own: Job, done: int | None = None, total: int | None = None) -> None:
    """The runner lives, and is so far. Raises Superseded."""
    counted = {n: v for n, v in (("done", done), ("total", total)) if v is not None}
    _mine(connection, own, seen_at=sa.func.clock_timestamp(), **counted)


def end(connection: sa.Connection, own: Job, state: State, result: Mapping[str, Any]) -> None:
    """A job is over, in the transaction of what it did: both are kept or neither. Raises Superseded."""
    _mine(connection, own, state=state.value, result=dict(result), finished_at=sa.func.clock_timestamp(),
          done=job.c.total)  # fmt: skip
