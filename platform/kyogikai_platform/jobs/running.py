"""The runner: takes the jobs of each municipality in turn, says that it lives, and how far it is."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import Job, State, Superseded
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log import directory
from kyogikai_tenants.log.connection import transaction

PULSE = 10.0
"""Seconds between two signs of life."""
PAUSE = 1.0
"""Seconds after which a runner that found nothing looks again."""


@dataclass
class Work:
    """A job that is being done: what its kind may use."""

    engine: sa.Engine
    tenant_id: UUID
    job: Job
    _last: float = field(default=0.0)

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """A transaction of the job's municipality."""
        with transaction(self.engine, self.tenant_id) as connection:
            yield connection

    def progress(self, done: int, total: int) -> None:
        """Say how far it is, at most twice a second, outside the job's own transaction. Raises Superseded."""
        now = time.monotonic()
        if done < total and now - self._last < 0.5:  # noqa: PLR2004 - half a second
            return
        self._last = now
        with self.transaction() as connection:
            keeping.seen(connection, self.job, done, total)

    def end(self, connection: sa.Connection, result: Mapping[str, Any]) -> None:
        """It is done, if the transaction is kept."""
        keeping.end(connection, self.job, State.DONE, result)


Kind = Callable[[Work], None]
Chores = Callable[[UUID], int]
"""Asks for what is due for a municipality by itself; how many jobs that is."""
OFTEN = 300.0
"""Seconds between two looks for what is due."""


def nothing(_tenant: UUID) -> int:
    """There are no chores."""
    return 0


@dataclass(frozen=True)
class Runner:
    """Runs the jobs of an installation."""

    engine: sa.Engine
    kinds: Mapping[str, Kind]
    chores: Chores = nothing
    beside: tuple[UUID, ...] = ()
    """Whose jobs are done that is in no directory: the platform's own tenant."""

    def tenants(self) -> list[UUID]:
        """Whose jobs are done."""
        with self.engine.connect() as connection:
            return [*self.beside, *(listed.tenant_id for listed in directory.tenants(connection))]

    def finish(self, tenant_id: UUID, job_id: UUID) -> Job:
        """Do a municipality's jobs until this one is over, by whomever; the job."""
        while True:
            self._of(tenant_id)
            with transaction(self.engine, tenant_id) as connection:
                job = keeping.of(connection, job_id)
            if job.over:
                return job
            time.sleep(PAUSE)

    def once(self, *, due: bool = True) -> int:
        """Every job that waits now, and what is ``due`` too; how many there were."""
        tenants = self.tenants()
        if due:
            for tenant in tenants:
                self.chores(tenant)
        return sum(self._of(tenant) for tenant in tenants)

    def forever(self, stop: threading.Event) -> None:
        """Until it is told to stop."""
        looked = -OFTEN
        while not stop.is_set():
            due = time.monotonic() - looked >= OFTEN
            looked = time.monotonic() if due else looked
            if not self.once(due=due):
                stop.wait(PAUSE)

    def _of(self, tenant_id: UUID) -> int:
        count = 0
        while True:
            with transaction(self.engine, tenant_id) as connection:
                job = keeping.take(connection, self.kinds)
            if job is None:
                return count
            self.run(tenant_id, job)
            count += 1

    def run(self, tenant_id: UUID, job: Job) -> None:
        """One job that was taken. A rule that forbids it ends it; a program that breaks leaves it."""
        work = Work(self.engine, tenant_id, job)
        with _pulse(work):
            try:
                self.kinds[job.kind](work)
            except Superseded:
                return
            except Refused as refused:
                self._refuse(work, refused)

    def _refuse(self, work: Work, refused: Refused) -> None:
        said = {"code": refused.CODE, "ja": refused.message("ja"), "en": refused.message("en")}
        try:
            with work.transaction() as connection:
                keeping.end(connection, work.job, State.REFUSED, said)
        except Superseded:
            return


@contextmanager
def _pulse(work: Work) -> Iterator[None]:
    """Say that the runner lives for as long as it works."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(PULSE):
            try:
                with work.transaction() as connection:
                    keeping.seen(connection, work.job)
            except Superseded:
                return

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
