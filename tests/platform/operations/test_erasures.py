"""What was erased stays erased after a restore: a copied database, and the list that was kept beside it."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from kyogikai_platform import proving, structure, work
from kyogikai_platform.closing.tables import certificate
from kyogikai_platform.embedded import SUPERUSER, Server
from kyogikai_platform.installation import Installation
from kyogikai_platform.operations import erasures
from kyogikai_platform.operations.erasures import BadLedger, Erasure
from kyogikai_platform.operations.keys import group
from kyogikai_platform.settings import Settings
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.cases import CaseClosed, CaseKeyDestroyed, CaseRegistered, opened
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import ERASED, MASTER_KEY, Key, Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.log.tables import APPLICATION
from tests.case_book import CaseBook
from tests.platform.accounts.house import HOME, House

pytestmark = pytest.mark.check
OWN, BACKUP = "erasing", "erasing_backup"
CANARY = "消したはずの人"


@pytest.fixture(scope="module", autouse=True)
def master() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MASTER_KEY, b64encode(Key.generate().secret).decode())
        yield


@pytest.fixture(scope="module")
def root(pg_server: Server) -> Iterator[sa.Connection]:
    """Who copies databases."""
    engine = sa.create_engine(pg_server.url(SUPERUSER), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {OWN}")
        owner = sa.create_engine(pg_server.url(SUPERUSER, OWN), poolclass=sa.NullPool)
        structure.prepare(owner)
        structure.upgrade(owner)
        yield connection
        for name in (OWN, BACKUP):
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def installed(pg_server: Server, zero: UUID, ledger: Path | None = None) -> Installation:
    """The database as it now is."""
    url = pg_server.url(APPLICATION, OWN)
    return Installation(
        Settings(None, HOME, "localhost", erasures=ledger, nightly=False), url, url, zero=zero
    )


def copied(root: sa.Connection, of: str, to: str) -> None:
    root.exec_driver_sql(f"DROP DATABASE IF EXISTS {to} WITH (FORCE)")
    root.exec_driver_sql(f"CREATE DATABASE {to} TEMPLATE {of}")


def person(tenant: Tenant, case: UUID) -> str:
    with transaction(tenant.engine, tenant.id) as connection:
        first = opened(Log.within(connection), Keys(connection), case).said[0]
    assert isinstance(first, CaseRegistered)
    return first.person


def run(here: Installation, *words: str) -> str:
    """A command of the group."""
    found = CliRunner().invoke(group(lambda: closing(here)), words)
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def test_a_restored_backup_opens_what_was_erased_until_the_list_is_done_again(
    pg_server: Server, root: sa.Connection, tmp_path: Path
) -> None:
    zero, ledger = new_id(), tmp_path / "erasures.jsonl"
    with closing(installed(pg_server, zero, ledger)) as here:
        house = House.opened(here, administered=False)
        book = CaseBook.made(house.tenant)
        case, stays = book.register(person=CANARY), book.register(person="残る人")
    copied(root, OWN, BACKUP)
    with closing(installed(pg_server, zero, ledger)) as here:
        now = CaseBook(Tenant(here.engine, house.tenant.id), book.people)
        now.act(CaseClosed, case)
        now.act(CaseKeyDestroyed, case, reason="asked_by_person")
        assert person(now.tenant, case) == ERASED
        work.chores(here)(house.tenant.id)
    kept = ledger.read_bytes()
    assert (kept.count(b"\n"), CANARY.encode() in kept, str(case).encode() in kept) == (1, False, True)
    assert ledger.stat().st_mode & 0o077 == 0

    copied(root, BACKUP, OWN)
    with closing(installed(pg_server, zero)) as here:
        again = CaseBook(Tenant(here.engine, house.tenant.id), book.people)
        assert person(again.tenant, case) == CANARY, "control: without the command the backup opens it"
        assert "1 keys were destroyed again" in run(here, "reapply", str(ledger))
    with closing(installed(pg_server, zero)) as here:
        again = CaseBook(Tenant(here.engine, house.tenant.id), book.people)
        assert (person(again.tenant, case), person(again.tenant, stays)) == (ERASED, "残る人")
        assert "0 keys were destroyed again, 1 were gone already" in run(here, "reapply", str(ledger))
    with closing(installed(pg_server, zero)) as here:
        again = CaseBook(Tenant(here.engine, house.tenant.id), book.people)
        assert list(proving.verify(here, house.label, ""))
        assert list(proving.rebuild(here, house.label, check=True))
        again.act(CaseClosed, case)  # and the record says so once more
        again.act(CaseKeyDestroyed, case, reason="asked_by_person")
        assert person(again.tenant, case) == ERASED
        assert run(here, "erasures").count(str(case)) == 1


@pytest.mark.usefixtures("root")
def test_where_nothing_was_destroyed_yet_there_is_a_list_all_the_same(
    pg_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is copied every night, and read after a restore, is there from the first night on."""
    ledger = tmp_path / "erasures.jsonl"
    monkeypatch.setattr(erasures, "everywhere", lambda _: iter(()))
    with closing(installed(pg_server, new_id())) as here:
        run(here, "erasures", "--to", str(ledger))
    assert ledger.stat().st_mode & 0o077 == 0
    with closing(installed(pg_server, new_id())) as here:
        assert "0 keys were destroyed again" in run(here, "reapply", str(ledger))


@pytest.mark.usefixtures("root")
def test_a_tenant_that_had_been_destroyed_is_erased_and_named(pg_server: Server, tmp_path: Path) -> None:
    zero, ledger = new_id(), tmp_path / "erasures.jsonl"
    with closing(installed(pg_server, zero)) as here:
        house = House.opened(here, administered=False)
        case = CaseBook.made(house.tenant).register(person=CANARY)
        own = {"tenant_id": zero, "id": new_id(), "closed_id": house.tenant.id, "host": house.label,
               "name": "架空市", "body": "{}"}  # fmt: skip
        with transaction(here.engine, zero) as connection:
            connection.execute(certificate.insert().values(**own))
        assert erasures.note(ledger, erasures.everywhere(here)) > 0
        assert erasures.note(ledger, erasures.everywhere(here)) == 0
        own_lines = [one for one in erasures.read(ledger) if one.tenant == house.tenant.id]
        assert [one.subject for one in own_lines] == [None]
        elsewhere = Erasure(new_id(), datetime.now(UTC), new_id())
        told = erasures.reapply(here, [*own_lines, elsewhere])
        assert (told.ended, told.elsewhere) == ((house.label,), 1)
        assert told.destroyed > 1
        assert person(house.tenant, case) == ERASED


def test_a_list_whose_last_line_has_no_end_goes_on(tmp_path: Path) -> None:
    path, one, two = tmp_path / "list", *(Erasure(new_id(), datetime.now(UTC), new_id()) for _ in range(2))
    path.write_bytes(erasures.line(one).rstrip())
    assert erasures.note(path, [one, two]) == 1
    assert erasures.read(path) == [one, two]


WRONG = (
    "", "{", '{"tenant":"x"}', '{"tenant":"%s","destroyed_at":"2026-01-01"}',
    '{"tenant":"%s","destroyed_at":"2026-01-01T00:00:00Z","host":"x"}',
)  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_list_with_a_line_that_is_none_destroys_nothing(tmp_path: Path, wrong: str) -> None:
    path, sound = tmp_path / "list", Erasure(new_id(), datetime.now(UTC), new_id())
    text = wrong % new_id() if "%s" in wrong else wrong
    path.write_bytes(erasures.line(sound) + text.encode() + b"\n")
    with pytest.raises(BadLedger, match="line 2"):
        erasures.read(path)
