"""Two installations, each with a database cluster, a signing key, a master key and operators of its own."""

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.embedded.server import server
from kyogikai_platform.files import store
from kyogikai_platform.installation import Installation
from kyogikai_platform.onboarding import command_line
from kyogikai_platform.settings import Settings
from kyogikai_tenants.council.meetings import DocumentAttached, MeetingHeld
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import MASTER_KEY, Key
from kyogikai_tenants.log.tables import APPLICATION
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE, House

PAPER = b"%PDF-1.7 " + bytes(range(256)) * 40


@dataclass(frozen=True)
class Place:
    """An installation, and the master key that it has and the other has not."""

    here: Installation
    server: Server
    master: str

    @contextmanager
    def at_work(self) -> Iterator[Installation]:
        """Whatever runs meanwhile runs here."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(MASTER_KEY, self.master)
            yield self.here

    def run(self, *arguments: str | Path) -> Result:
        """A command of ``kyogikai tenant``."""
        group = next(g for g in command_line.groups(self.at_work) if g.name == "tenant")
        return CliRunner().invoke(group, [str(a) for a in arguments], catch_exceptions=True)

    def ask(self, *arguments: str | Path) -> dict[str, Any]:
        """Its one line of JSON."""
        found = self.run(*arguments)
        assert found.exit_code == 0, (found.output, found.exception)
        return dict(json.loads(found.output))

    def refused(self, *arguments: str | Path) -> BaseException:
        """What it says no with."""
        found = self.run(*arguments)
        assert found.exception, found.output
        return found.exception

    def rows(self) -> dict[str, int]:
        """How many rows each table has, of whomever: asked past every policy."""
        engine = sa.create_engine(self.server.url(SUPERUSER), poolclass=sa.NullPool)
        query = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        with engine.connect() as connection:
            names = connection.exec_driver_sql(query).scalars().all()
            return {n: connection.exec_driver_sql(f"SELECT count(*) FROM {n}").scalar_one() for n in names}  # noqa: S608

    def rows_of(self, tenant_id: object) -> dict[str, int]:
        """The same of one tenant, by the catalogue's columns; tables without any are left out."""
        engine = sa.create_engine(self.server.url(SUPERUSER), poolclass=sa.NullPool)
        query = (
            "SELECT table_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND column_name = 'tenant_id'"
        )
        with engine.connect() as connection:
            names = connection.exec_driver_sql(query).scalars().all()
            counts = {n: f"SELECT count(*) FROM {n} WHERE tenant_id = '{tenant_id}'" for n in names}  # noqa: S608
            found = {n: connection.exec_driver_sql(q).scalar_one() for n, q in counts.items()}
        return {name: count for name, count in found.items() if count}


def place(running: Server, home: Path) -> Place:
    """On a server."""
    login, application = running.url(SUPERUSER), running.url(APPLICATION)
    here = Installation(Settings(None, home, "localhost"), login, application, zero=new_id())
    return Place(here, running, b64encode(Key.generate().secret).decode())


@contextmanager
def another(home: Path) -> Iterator[Place]:
    """An installation on a cluster of its own."""
    with server(None, durable=False) as running:
        found = place(running, home)
        found.here.upgrade()
        yield found
        found.here.close()


def furnished(here: Installation) -> House:
    """A municipality with an account, a body, a meeting, and a paper whose bytes are kept."""
    house = House.opened(here)
    house.people.passphrase(house.people.find(ADMINISTRATOR), ADMINISTRATOR, PASSPHRASE)
    book = house.book
    council = book.council("from 2010", audience="public")
    body = book.body(council, "from 2010", "相談支援部会", audience="public")
    given: dict[str, Any] = {"bodies": [{"body_id": body}], "audience": "public"}
    meeting = book.say(MeetingHeld, None, "at 2024-06-27", **given).record_id
    with transaction(here.engine, house.tenant.id) as connection:
        digest = store.put(connection, PAPER)
        store.put(connection, b"put aside, of no document")
    paper: dict[str, Any] = {
        "title": "資料1",
        "sha256": digest,
        "media_type": "application/pdf",
        "byte_count": len(PAPER),
    }
    book.say(DocumentAttached, meeting, "at 2024-06-27", document=paper, audience="public")
    return house
