"""Proofs hold beside writers, a checkpoint kept outside is held against the log, and a demo stays a demo."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from kyogikai_platform import demo, proving
from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.importing import import_bytes
from kyogikai_platform.importing.bundled import bundled
from kyogikai_platform.installation import Installation, NoStructure, NotForDevelopment
from kyogikai_platform.settings import Settings
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.tables import APPLICATION
from kyogikai_tenants.municipalities import TenantResumed, TenantSuspended, done_on
from kyogikai_tenants.vocabulary import Role, TenantStatus
from tests.book import Book

CUT = """UPDATE tenant_head h SET position = 4, hash = e.hash, recorded_at = e.recorded_at FROM events e
WHERE e.tenant_id = h.tenant_id AND e.position = 4 AND h.tenant_id = %s"""
OPERATOR = Actor("operator", Role.PLATFORM_OPERATOR)


@pytest.fixture
def here(pg_server: Server, engine: sa.Engine, tmp_path: Path) -> Iterator[Installation]:
    """The installation of the tests' database, with a key of its own."""
    del engine  # it made the structure
    settings = Settings(None, tmp_path, "localhost")
    opened = Installation(settings, pg_server.url(SUPERUSER), pg_server.url(APPLICATION))
    yield opened
    opened.close()


@pytest.fixture
def host(here: Installation) -> str:
    """A municipality with Asahi's record, under a host name of its own."""
    label = f"t{new_id().hex[20:]}"
    import_bytes(
        here.engine, bundled()["asahi.yaml"].replace(b"host: asahi", f"host: {label}".encode()), name="a"
    )
    return label


def test_the_application_logs_in_as_no_superuser(here: Installation) -> None:
    with here.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT session_user").scalar_one() == APPLICATION
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            connection.exec_driver_sql(f"SET ROLE {SUPERUSER}")


def test_a_log_that_is_being_written_verifies_all_the_time(tenant: Tenant) -> None:
    book, over = Book(tenant), threading.Event()
    council = book.council("from 2010")

    def write() -> None:
        for number in range(60):
            book.body(council, "from 2010", f"第{number}部会")
        over.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = [tenant.verify().position]
    while not over.is_set():
        seen.append(tenant.verify().position)
    writer.join()
    assert seen == sorted(seen)
    assert tenant.verify().position == 61


def test_a_checkpoint_kept_outside_catches_a_tail_that_was_cut(
    here: Installation, host: str, superuser: sa.Engine
) -> None:
    kept, tenant = proving.checkpoint(here, host), here.tenant(host)
    assert "checkpoints that fit: 2" in next(proving.verify(here, host, kept))
    with superuser.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE events DISABLE TRIGGER append_only")
        for statement in (
            "DELETE FROM checkpoint WHERE tenant_id = %s",
            "DELETE FROM events WHERE tenant_id = %s AND position > 4",
            CUT,
        ):
            connection.exec_driver_sql(statement, (tenant.id,))
        connection.exec_driver_sql("ALTER TABLE events ENABLE TRIGGER append_only")
    assert "no checkpoint to hold it against" in next(proving.verify(here, host))
    with pytest.raises(proving.NotWhole, match="does not fit the log"):
        next(proving.verify(here, host, kept))


def test_a_municipality_that_is_suspended_is_so_in_the_directory(here: Installation, host: str) -> None:
    tenant = here.tenant(host)
    told = []
    for event, fields in ((TenantSuspended, {"reason": "休止"}), (TenantResumed, {})):
        tenant.say(event, tenant.id, actor=OPERATOR, effective=done_on(today()), **fields)
        told.append(here.listed(host).status)
    assert told == [TenantStatus.SUSPENDED, TenantStatus.ACTIVE]


def test_a_demo_does_not_take_over_a_database_in_use(here: Installation, host: str) -> None:
    assert host in here.hosts()
    with pytest.raises(NotForDevelopment):
        demo.run(here, 8000, serve=False)
    assert here.purpose == ""


def test_a_database_without_structure_is_told_so(
    pg_server: Server, superuser: sa.Engine, tmp_path: Path
) -> None:
    with superuser.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE DATABASE empty")
        urls = (pg_server.url(role, "empty") for role in (SUPERUSER, APPLICATION))
        bare = Installation(Settings(None, tmp_path, "localhost"), *urls)
        with pytest.raises(NoStructure, match="kyogikai upgrade"):
            bare.hosts()
        bare.close()
        connection.exec_driver_sql("DROP DATABASE empty")
