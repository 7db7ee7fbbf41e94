"""How an installation stands, for whoever runs it: counts and ages, never content, never a name.

Jobs and checkpoints are each tenant's own: every tenant is asked in its own scope, all in one transaction and
in few round trips. What was found holds for half a minute, however often it is asked.
"""

import os
import shutil
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from kyogikai_platform.accounts.mail import Folder, NoPost, Outbox
from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs.keeping import State
from kyogikai_platform.operations import health, hooks
from kyogikai_platform.operations.hooks import Hooks
from kyogikai_tenants.log import directory

KEPT = 30.0
"""Seconds for which what was found holds."""
BEGUN = "KYOGIKAI_BEGUN"
"""A folder in which each worker of this machine that serves leaves its number."""
OF_ONE = f"""
SELECT own.*, hooks.* FROM (
SELECT (SELECT count(*) FROM job WHERE tenant_id = t.id AND state = 'waiting'),
  (SELECT count(*) FROM job WHERE tenant_id = t.id AND state = 'running'),
  (SELECT count(*) FROM job WHERE tenant_id = t.id AND state = 'failed'),
  (SELECT max(issued_at) FROM checkpoint WHERE tenant_id = t.id),
  coalesce((SELECT position FROM tenant_head WHERE tenant_id = t.id), 0)
FROM (SELECT %(tenant)s::uuid AS id) t
) own CROSS JOIN ({hooks.OF_ONE}) hooks
"""  # noqa: S608 - constants


class Tenants(NamedTuple):
    """All tenants' operational counts, added up."""

    many: int
    jobs: Counter[State]
    oldest: datetime | None
    """When the tenant was signed that was not for longest."""
    unsigned: int
    """Tenants with a record that was never signed."""
    hooks: Hooks


class Standing(NamedTuple):
    """How it stands."""

    database: health.Stands | None
    size: int
    """Of the database."""
    missing: tuple[str, ...]
    """What it takes to be ready and is not there."""
    workers: tuple[datetime, ...]
    """When those of this machine began."""
    tenants: Tenants | None
    mail: str
    """server, folder or none."""
    free: int
    total: int
    """Bytes where the home is."""
    at: datetime

    @property
    def age(self) -> timedelta | None:
        """Of the oldest of the last checkpoints."""
        oldest = self.tenants.oldest if self.tenants else None
        return self.at - oldest if oldest else None

    def since(self, at: datetime | None) -> timedelta | None:
        """How long that has been."""
        return max(self.at - at, timedelta(0)) if at else None


@dataclass
class Looking:
    """One process's look at it."""

    here: Installation
    outbox: Outbox
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: tuple[float, Standing] | None = None

    def standing(self) -> Standing:
        """As it was half a minute ago at most."""
        with self._lock:
            if self._kept is None or time.monotonic() - self._kept[0] >= KEPT:
                self._kept = (time.monotonic(), standing(self.here, self.outbox))
            return self._kept[1]


def standing(here: Installation, outbox: Outbox) -> Standing:
    """As it is now."""
    database, disk = health.database(here), shutil.disk_usage(_existing(here.settings.home))
    return Standing(
        database, _bytes(here) if database else 0, tuple(health.missing(here)), workers(),
        tenants(here) if database else None, _mail(outbox) if database else "none", disk.free, disk.total,
        datetime.now(UTC),
    )  # fmt: skip


def tenants(here: Installation) -> Tenants:
    """Ask each in its own scope."""
    jobs: Counter[State] = Counter()
    signed: list[datetime] = []
    unsigned = 0
    told: list[Hooks] = []
    with here.engine.begin() as connection:
        every = [(one.tenant_id, one.status) for one in directory.tenants(connection)]
        each = [hooks.given(*one) for one in [(here.zero, None), *every]]
        rows = hooks.asked(connection, OF_ONE, each)
    for waiting, running, failed, issued, events, *own in rows:
        jobs += Counter({State.WAITING: waiting, State.RUNNING: running, State.FAILED: failed})
        signed += [issued] if issued else []
        unsigned += bool(events and not issued)
        told.append(Hooks(*own))
    return Tenants(len(each), jobs, min(signed, default=None), unsigned, hooks.added(told))


def workers() -> tuple[datetime, ...]:
    """Since when those of this machine serve."""
    folder = os.environ.get(BEGUN)
    files = sorted(Path(folder).iterdir()) if folder and Path(folder).is_dir() else []
    live = [file for file in files if Path(f"/proc/{file.name}").exists()]
    return tuple(sorted(datetime.fromtimestamp(file.stat().st_mtime, UTC) for file in live))


def _bytes(here: Installation) -> int:
    with here.engine.connect() as connection:
        return int(
            connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one() or 0
        )


def _mail(outbox: Outbox) -> str:
    way = outbox.way
    return "none" if isinstance(way, NoPost) else "folder" if isinstance(way, Folder) else "server"


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)
