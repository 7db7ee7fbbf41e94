"""The runbook's restore: an encrypted backup, and a second server as the first was at a moment that was lost.

On the machine's own PostgreSQL, by deploy/pgbackrest/: the embedded one is newer than Debian's pgBackRest.
"""

import configparser
import os
import shutil
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from pwd import getpwnam
from tempfile import TemporaryDirectory
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform import demo, proving
from kyogikai_platform.importing import bundled
from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Say
from kyogikai_tenants.council.bodies import BodyCreated
from kyogikai_tenants.log.tables import APPLICATION
from tests.proofs.pooling import program
from tests.proofs.report import Line, say
from tests.proofs.writer import WRITER, body, establish

DEPLOY = Path(__file__).parents[2] / "deploy/pgbackrest"
HOST = "kisarazu"
PORT, STANZA, ACCOUNT = "5432", "kyogikai", "nobody"
TEXT = "復元の証明に使う部会"
"""A text that stands in the log: nothing of it may stand in the backup."""
PATIENCE = 300


class Failed(Exception):
    """A program said no."""


@dataclass(frozen=True)
class Place:
    """A folder with two servers, one after the other, a repository, and whoever they belong to."""

    path: Path

    @property
    def config(self) -> Path:
        """Of pgBackRest."""
        return self.path / "pgbackrest.conf"

    def run(self, *line: str) -> str:
        """As the account that owns the data. Raises Failed."""
        who = getpwnam(ACCOUNT)
        found = subprocess.run(  # noqa: S603 - programs of PostgreSQL and pgBackRest, and our own files
            line, user=who.pw_uid, group=who.pw_gid, extra_groups=[], cwd=self.path, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE,
            env={"PATH": os.environ["PATH"]},
        )  # fmt: skip
        if found.returncode:
            raise Failed(f"{line}: {found.stdout[-800:]}")
        return found.stdout

    def backrest(self, *words: str) -> str:
        """PgBackRest, by our own file."""
        return self.run(program("pgbackrest"), f"--config={self.config}", f"--stanza={STANZA}", *words)

    def postgres(self, name: str, *words: str) -> str:
        """A program of the server."""
        return self.run(str(binaries() / name), *words)

    def start(self, data: Path) -> sa.URL:
        """A server on some data, reached by a socket in its folder."""
        log = str(self.path / "server.log")
        self.postgres("pg_ctl", "--pgdata", str(data), "--wait", "--timeout", "120", "--log", log, "start")
        where = {"host": str(self.path), "port": PORT}
        url = sa.URL.create("postgresql+psycopg", "postgres", database="postgres", query=where)
        engine, until = sa.create_engine(url, poolclass=sa.NullPool), time.monotonic() + PATIENCE
        while time.monotonic() < until:  # a server that recovers answers before it takes anything
            with engine.connect() as connection:
                if not connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar_one():
                    return url
            time.sleep(0.2)
        raise Failed("it does not come out of its recovery")

    def stop(self, data: Path) -> None:
        """End it."""
        self.postgres("pg_ctl", "--pgdata", str(data), "--wait", "--mode", "fast", "stop")


def binaries() -> Path:
    """The newest PostgreSQL of the machine that is no newer than its pgBackRest knows."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise Failed("apt-get install postgresql")
    return found[-1].parent


@contextmanager
def place() -> Iterator[Place]:
    """Both configurations of deploy/, with everything in one folder."""
    with TemporaryDirectory(prefix="k-restore-") as name:
        own, who = Place(Path(name)), getpwnam(ACCOUNT)
        for folder in ("repo", "log", "lock", "spool"):
            (own.path / folder).mkdir()
        given = configparser.ConfigParser(interpolation=None)
        given.read_string((DEPLOY / "pgbackrest.conf").read_text())
        given["global"].update(
            {f"{name}-path": str(own.path / name) for name in ("log", "lock", "spool")}
            | {"repo1-path": str(own.path / "repo"), "repo1-cipher-pass": b64encode(os.urandom(48)).decode()}
        )
        own_server = {"path": str(own.path / "data"), "port": PORT, "socket-path": str(own.path)}
        given[STANZA].update(
            {f"pg1-{name}": said for name, said in (own_server | {"user": "postgres"}).items()}
        )
        with own.config.open("w") as file:
            given.write(file)
        for path in (own.path, *own.path.rglob("*")):
            os.chown(path, who.pw_uid, who.pw_gid)
        yield own


def begun(own: Place) -> Path:
    """A new server with an archive, as deploy/pgbackrest/postgresql.conf says."""
    data = own.path / "data"
    form = ("--data-checksums", "--encoding", "UTF8", "--locale", "C.UTF-8")
    own.postgres("initdb", "--pgdata", str(data), "--username", "postgres", "--auth", "trust", *form)
    said = (DEPLOY / "postgresql.conf").read_text()
    here = f"pgbackrest --config={own.config} "
    said = said.replace("'pgbackrest ", f"'{program('pgbackrest')} --config={own.config} ")
    assert here in said
    with (data / "postgresql.conf").open("a") as file:
        file.write(f"{said}\nlisten_addresses = ''\nport = {PORT}\nunix_socket_directories = '{own.path}'\n")
    return data


def record(tenant: Tenant, council: UUID, count: int, name: str) -> None:
    """So many commands, one after the other."""
    for number in range(count):
        tenant.execute(Say(BodyCreated, None, body(council, f"{name}{number}")), actor=WRITER)


def now(url: sa.URL) -> datetime:
    """The server's clock."""
    with sa.create_engine(url, poolclass=sa.NullPool).connect() as connection:
        found: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return found


def holds(folder: Path, text: str) -> int:
    """How many files hold a text as it is."""
    return sum(text.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def prove(outer: Installation) -> Iterator[Line]:
    """Back up, go on, lose it, restore to the moment before."""
    with place() as own:
        data = begun(own)
        url = own.start(data)
        login = Installation(
            replace(outer.settings, home=outer.settings.home / "own"), url, url.set(username=APPLICATION)
        )
        try:
            yield from _lost_and_restored(own, data, login)
        finally:
            login.close()
            own.stop(data)
            shutil.rmtree(own.path / "repo")


def _lost_and_restored(own: Place, data: Path, here: Installation) -> Iterator[Line]:
    here.upgrade()
    demo.load(here, bundled()[f"{HOST}.yaml"], f"{HOST}.yaml")
    older = proving.checkpoint(here, HOST)
    say("  backing up")
    own.backrest("stanza-create")
    own.backrest("backup", "--type=full")
    tenant, council = here.tenant(HOST), establish(here.tenant(HOST))
    record(tenant, council, 40, TEXT)
    good, moment = tenant.verify().position, now(here.login)
    time.sleep(1.2)
    record(tenant, council, 10, "失われる")
    say("  losing it")
    with sa.create_engine(here.login, poolclass=sa.NullPool).begin() as connection:
        connection.exec_driver_sql("DROP TABLE events CASCADE")
        connection.exec_driver_sql("SELECT pg_switch_wal()")
    here.close()
    own.stop(data)
    hidden, plain = holds(own.path / "repo", TEXT), holds(data, TEXT)
    yield Line(
        "the backup and the archive are encrypted", f"{hidden} files with a text of the log", not hidden
    )
    yield Line("the data itself, which is not", f"{plain} files with it", not plain, control=True)
    began = time.monotonic()
    data.rename(own.path / "lost")
    data.mkdir(mode=0o700)
    os.chown(data, (own.path / "lost").stat().st_uid, (own.path / "lost").stat().st_gid)
    own.backrest("restore", "--type=time", f"--target={moment.isoformat(sep=' ')}", "--target-action=promote")
    own.start(data)
    took = time.monotonic() - began
    tenant = here.tenant(HOST)
    found = tenant.verify().position
    told = f"{found} of {good} events, in {took:.1f} s, chains whole"
    yield Line("restored to the moment before, on a second server", told, found == good)
    said = list(proving.verify(here, HOST, older))
    yield Line("… and agrees with a checkpoint kept outside", said[-1][:80], clean=True)
    differ = sum(d.missing + d.surplus for d in tenant.rebuild(check=True))
    yield Line("… and the read models with the log", f"{differ} rows differ", not differ)
    yield from _forged(here, older)


def _forged(here: Installation, older: str) -> Iterator[Line]:
    """The same look where the restored log was changed."""
    with sa.create_engine(here.login, poolclass=sa.NullPool).begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.execute(
            sa.text("UPDATE events SET actor = 'x' WHERE position = 2 AND tenant_id = :id"),
            {"id": here.tenant(HOST).id},
        )
    try:
        list(proving.verify(here, HOST, older))
    except proving.NotWhole as broken:
        yield Line(
            "an entry changed after the restore", str(broken).splitlines()[0][:80], clean=False, control=True
        )
    else:
        yield Line("an entry changed after the restore", "not seen", clean=True, control=True)
