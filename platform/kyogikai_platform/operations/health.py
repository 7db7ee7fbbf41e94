"""Health: whether a process lives, and whether it is ready to answer. A stranger learns nothing else.

Ready means: the database answers, its structure is one that this code knows to read, and there are keys to
sign with and to open what is sealed. Which of them is missing stands in the log and on the operator's page.
"""

import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import psycopg
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from kyogikai_platform import structure
from kyogikai_platform.installation import DERIVED, Installation
from kyogikai_tenants.log.connection import driver, tenant_setting
from kyogikai_tenants.log.personal_data import Key, NoMasterKey

KEPT = 1.0
"""Seconds for which an answer holds: whoever asks without end asks the database once in that time."""
PATIENCE = 2
"""Seconds that the database has to answer."""
LIVE, READY = "/health/live", "/health/ready"
STANDS = (
    "SELECT (SELECT value FROM installation WHERE name = %s), "
    "(SELECT master FROM tenant_key WHERE tenant_id = %s), current_setting('server_version')"
)


class Stands(NamedTuple):
    """How the database stands, in one question."""

    derived: str
    """The revision that structure and read models are at."""
    master: str
    """The name of the master key that wraps the operators' key; empty before there is one."""
    version: str
    seconds: float


@dataclass
class Health:
    """One process's."""

    here: Installation
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _judged: tuple[float, tuple[str, ...]] = (float("-inf"), ())

    def missing(self) -> tuple[str, ...]:
        """What it takes to be ready and is not there; at most a second old."""
        with self._lock:
            at, found = self._judged
            if time.monotonic() - at >= KEPT:
                found = tuple(missing(self.here))
                self._judged = (time.monotonic(), found)
            return found


def missing(here: Installation) -> list[str]:
    """What it takes to be ready and is not there."""
    stands = database(here)
    if stands is None:
        return ["database", *keys(here, "")]
    older = stands.derived != head() and (not stands.derived or stands.derived in known())
    return [*(["structure"] if older else []), *keys(here, stands.master)]


def database(here: Installation) -> Stands | None:
    """Ask it, by a connection of its own: that the others are all in use says nothing."""
    began = time.monotonic()
    pooled = here.settings.pooled
    engine = structure.application_engine(
        here.application, seconds=PATIENCE, patience=PATIENCE, pooled=pooled
    )
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(tenant_setting(here.zero))
            row = driver(connection).execute(STANDS, (DERIVED, here.zero)).fetchone()
    except (sa.exc.OperationalError, sa.exc.ProgrammingError, psycopg.Error):
        return None
    finally:
        engine.dispose()
    derived, master, version = row or ("", "", "")
    return Stands(derived or "", master or "", version, time.monotonic() - began)


def keys(here: Installation, wrapping: str) -> list[str]:
    """Which keys are missing, or are not those that the database was sealed with."""
    try:
        own = {key.name for key in (Key.configured(), Key.before()) if key}
        found = ["master_key_of_database"] if wrapping and wrapping not in own else []
    except NoMasterKey:
        found = ["master_key"]
    path = here.settings.signing_key
    try:
        sound = bool(path.read_text().strip())
    except OSError:
        sound = False
    return found if sound else [*found, "signing_key"]


@lru_cache(1)
def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(structure.MIGRATIONS))
    return ScriptDirectory.from_config(config)


@lru_cache(1)
def head() -> str:
    """The revision that this code is written for."""
    return _scripts().get_current_head() or ""


@lru_cache(1)
def known() -> frozenset[str]:
    """Those up to it. A later one is of a newer release, under which this one goes on."""
    return frozenset(script.revision for script in _scripts().walk_revisions())
