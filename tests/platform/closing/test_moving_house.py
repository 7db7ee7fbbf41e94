"""A municipality moves from one installation to another: closed and destroyed here, the same root there."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from kyogikai_platform import kyogikai_verify, proving
from kyogikai_platform.accounts.people import People
from kyogikai_platform.app import create_app
from kyogikai_platform.closing import destroying, ending
from kyogikai_platform.closing.arriving import KeysAreSealed, TenantThere
from kyogikai_platform.closing.destroying import NoExport, NotClosed, NotDue
from kyogikai_platform.embedded import Server
from kyogikai_platform.files import store
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.access import email_of
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log import notary
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import ERASED, Keys
from kyogikai_tenants.log.recorder import Log
from tests.platform.accounts.house import ADMINISTRATOR, FAST, PASSPHRASE, House
from tests.platform.closing.two_houses import PAPER, Place, another, furnished, place

pytestmark = pytest.mark.check
SECRET = "かぎを運ぶためのとても長い合言葉"


@pytest.fixture(scope="module")
def old(
    pg_server: Server, engine: sa.Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """The installation that it leaves."""
    del engine  # it made the structure
    found = place(pg_server, tmp_path_factory.mktemp("old"))
    yield found
    found.here.close()


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The installation that it comes to."""
    with another(tmp_path_factory.mktemp("new")) as found:
        yield found


@pytest.fixture
def house(old: Place) -> House:
    """A municipality with something of everything."""
    with old.at_work() as here:
        return furnished(here)


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    """What both sides were told."""
    path = tmp_path / "passphrase"
    path.write_text(SECRET + "\n", encoding="utf-8")
    return path


def rows_of_log(tenant: Tenant) -> list[object]:
    with transaction(tenant.engine, tenant.id) as connection:
        return list(Log.within(connection).entries())


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """So many days later, as whoever destroys has it."""
    monkeypatch.setattr(destroying, "today", lambda: today() + timedelta(days=days))


def test_it_is_exported_closed_destroyed_and_taken_in_elsewhere_with_the_same_root(
    old: Place, new: Place, house: House, passphrase: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    label, own = house.label, house.tenant.id
    neighbour = House.opened(old.here)
    before = old.rows_of(neighbour.tenant.id)
    served = create_app(old.here).test_client()
    assert served.get("/org", headers={"Host": house.host}).status_code == 200
    proving.checkpoint(old.here, label)
    due = old.ask("close", label, "--reason", "他の設置へ移る")["due"]
    assert date.fromisoformat(due) == today() + timedelta(days=30)
    assert isinstance(old.refused("destroy", label), NotDue)
    later(monkeypatch, 29)
    assert isinstance(old.refused("destroy", label), NotDue)
    later(monkeypatch, 30)
    assert isinstance(old.refused("destroy", label), NoExport)
    file = tmp_path / "moved.zip"
    with old.at_work():
        told = old.ask("export", label, "--to", file, "--transfer-passphrase", passphrase)
    assert kyogikai_verify.of_archive(str(file), told["verifier_key"], None)[-1].startswith("All")
    rows, notes = rows_of_log(house.tenant), notes_of(house.tenant)
    assert rows[-1].topic == "export.made"  # type: ignore[attr-defined]
    with old.at_work():
        gone = old.ask("destroy", label, "--certificate", tmp_path / "certificate.json")
    assert gone["head"] == told["head"]
    assert old.rows_of(own) == {}
    assert old.rows_of(neighbour.tenant.id) == before
    assert served.get("/org", headers={"Host": house.host}).status_code == 404
    assert isinstance(old.refused("export", label, "--to", tmp_path / "x.zip"), Exception)

    came = new.ask("import", file, "--transfer-passphrase", passphrase)
    there = Tenant(new.here.engine, own)
    assert rows_of_log(there) == rows
    assert (came["head"], came["root"], came["status"]) == (told["head"], told["root"], "closed")
    came_with = notes_of(there)
    assert [n[:3] for n in came_with] == [n[:3] for n in notes]
    assert all(new.note.startswith(old.note) for new, old in zip(came_with, notes, strict=True)), "cosigned"
    assert list(there.rebuild(check=True)) == []
    (line,) = proving.verify(new.here, label)
    assert f"checkpoints that fit: {len(notes)}" in line
    with transaction(new.here.engine, own) as connection:
        (digest,) = connection.exec_driver_sql("SELECT sha256 FROM file_bytes").scalars()
        assert store.get(connection, digest) == PAPER
    assert new.ask("reopen", label, "--reason", "移転の完了")["status"] == "active"
    moved = House(new.here, there, label)
    with new.at_work():
        people = People(there, hashing=FAST)
        people.passphrase(people.find(ADMINISTRATOR), ADMINISTRATOR, PASSPHRASE)
        assert moved.browser().sign_in(ADMINISTRATOR).status_code == 204
    assert moved.book.sound()


def notes_of(tenant: Tenant) -> list[notary.Issued]:
    with transaction(tenant.engine, tenant.id) as connection:
        return notary.issued(connection)
