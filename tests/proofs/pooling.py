"""A pooler in transaction mode with a pool of one: nothing of a tenant is left for whoever comes next."""

import configparser
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from pwd import getpwuid
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import sqlalchemy as sa

from kyogikai_platform import demo
from kyogikai_platform.app import create_app
from kyogikai_platform.embedded.home import Home
from kyogikai_platform.importing import bundled
from kyogikai_platform.installation import Installation
from kyogikai_tenants.commands import Say
from kyogikai_tenants.council.bodies import BodyCreated
from kyogikai_tenants.log.connection import tenant_setting
from kyogikai_tenants.log.tables import APPLICATION
from tests.proofs.report import Line
from tests.proofs.writer import WRITER, body, establish
from tests.served import free_port

HOSTS = ("kisarazu", "meguro")
CONFIG = Path(__file__).parents[2] / "deploy/pgbouncer/pgbouncer.ini"
THREADS, WRITTEN = 4, 200
PATIENCE = 30
LEFT = "SELECT coalesce(current_setting('app.tenant_id', true), ''), (SELECT count(*) FROM events)"
"""What the next one finds on a connection, and what it would see with it."""


class NoProgram(Exception):
    """A program that the proof needs is not installed."""


def program(name: str) -> str:
    """Where it is. Raises NoProgram."""
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin")
    if found is None:
        raise NoProgram(f"apt-get install {name}")
    return found


@contextmanager
def pooler(here: Installation, *, resetting: bool) -> Iterator[sa.URL]:
    """Pgbouncer by our own file, with a pool of one, and with or without what makes a connection new."""
    home, port = Home(here.settings.home), free_port()
    own = configparser.ConfigParser(interpolation=None, comment_prefixes=(";", "#"))
    own.read_string(CONFIG.read_text())
    own["databases"]["kyogikai"] = f"host={home.sockets} port=5432 dbname=kyogikai user={APPLICATION}"
    given = {"listen_port": str(port), "auth_type": "any", "default_pool_size": "1", "reserve_pool_size": "0",
             "unix_socket_dir": "", "query_wait_timeout": "60"}  # fmt: skip
    given |= {} if resetting else {"server_reset_query_always": "0", "server_reset_query": ""}
    own["pgbouncer"].update(given)
    del own["pgbouncer"]["auth_file"]
    account = home.sockets.stat()
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "pgbouncer.ini"
        with file.open("w") as text:
            own.write(text)
        line = [program("pgbouncer"), "-q", str(file)]
        who = getpwuid(account.st_uid).pw_name
        process = subprocess.Popen(line, user=who, group=account.st_gid, extra_groups=[])  # noqa: S603 - ours
        url = sa.URL.create(
            "postgresql+psycopg", APPLICATION, host="127.0.0.1", port=port, database="kyogikai"
        )
        try:
            _until(url)
            yield url
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _plain(url: sa.URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _until(url: sa.URL) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(_plain(url), connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def left(url: sa.URL) -> tuple[str, int]:
    """What the next one finds."""
    with psycopg.connect(_plain(url), autocommit=True, prepare_threshold=None) as connection:
        row = connection.execute(LEFT).fetchone()
    assert row
    return str(row[0]), int(row[1])


def interleaved(here: Installation, url: sa.URL, count: int) -> tuple[int, int, int]:
    """Questions of two tenants in turn, and commands: asked, answered as another tenant, left behind."""
    pooled = replace(here.settings, pooled=True, kept_bytes=0, points_public=10**9)
    own = Installation(pooled, url, url)
    names = {host: _asked(create_app(own), host) for host in HOSTS}
    application = create_app(own)

    def run(thread: int) -> tuple[int, int]:
        wrong = behind = 0
        for number in range(count // THREADS):
            host = HOSTS[(number + thread) % 2]
            wrong += _asked(application, host) != names[host]
            if number % 50 == 0:
                behind += left(url) != ("", 0)
        return wrong, behind

    assert len(set(names.values())) == len(HOSTS)
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(run, range(THREADS)))
    for host in HOSTS:
        tenant = own.tenant(host)
        council = establish(tenant)
        for number in range(WRITTEN // 2):
            tenant.execute(Say(BodyCreated, None, body(council, f"{host} {number}")), actor=WRITER)
        tenant.verify()
    own.close()
    return (
        count,
        sum(wrong for wrong, _ in found),
        sum(behind for _, behind in found) + (left(url) != ("", 0)),
    )


def _asked(application: Any, host: str) -> str:
    asked = {"query": "{ council { name } bodies(first: 3) { nodes { name } } }"}
    answer = application.test_client().post("/graphql", json=asked, headers={"Host": f"{host}.localhost"})
    return json.dumps(answer.json, ensure_ascii=False)


def leaking(here: Installation, url: sa.URL) -> tuple[str, int]:
    """A client that sets its tenant for the session, as ours never does; what the next one finds."""
    own = tenant_setting(here.tenant(HOSTS[0]).id).replace("SET LOCAL", "SET")
    with psycopg.connect(_plain(url), autocommit=True, prepare_threshold=None) as connection:
        connection.execute(own)
    return left(url)


def prove(here: Installation, count: int = 10_000) -> Iterator[Line]:
    """On a pooler that cleans nothing up, then on one by our own file."""
    for host in HOSTS:
        demo.load(here, bundled()[f"{host}.yaml"], f"{host}.yaml")
    with pooler(here, resetting=False) as url:
        asked, wrong, behind = interleaved(here, url, count)
        said = f"{asked} questions of two tenants and {WRITTEN} commands"
        told = f"{said}: {wrong} answered as another, {behind} left behind"
        yield Line("a pool of one connection carries no tenant over", told, not (wrong or behind))
        tenant, seen = leaking(here, url)
        told = f"the next one finds {'its tenant' if tenant else 'nothing'} and sees {seen} events"
        yield Line("a session SET", told, not (tenant or seen), control=True)
    with pooler(here, resetting=True) as url:
        tenant, seen = leaking(here, url)
        told = f"the next one finds {'its tenant' if tenant else 'nothing'} and sees {seen} events"
        yield Line("deploy/pgbouncer cleans even a session SET away", told, not (tenant or seen))
