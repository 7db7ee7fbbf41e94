"""A municipality moves from one installation to another: closed and destroyed here, the same root there."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kyogikai_platform import kyogikai_verify, proving
from kyogikai_platform.accounts.people import People
from kyogikai_platform.app import create_app
from kyogikai_platform.closing import destroying
from kyogikai_platform.closing.arriving import KeysAreSealed
from kyogikai_platform.closing.destroying import NoCloser, NoExport, NotClosed, NotDue
from kyogikai_platform.closing.transfer import OtherTransferKey
from kyogikai_platform.files import store
from kyogikai_platform.operations import erasures
from kyogikai_platform.operations.erasures import Erasure
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.access import email_of
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import notary
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import ERASED, Key, Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.municipalities import TenantState
from tests.platform.accounts.house import ADMINISTRATOR, FAST, PASSPHRASE, House
from tests.platform.closing.two_houses import PAPER, Place, furnished

pytestmark = pytest.mark.check
SECRET = "かぎを運ぶためのとても長い合言葉"


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
    with old.at_work():
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
        assert moved.browser().sign_in(ADMINISTRATOR).status_code == 200
    assert moved.book.sound()


def notes_of(tenant: Tenant) -> list[notary.Issued]:
    with transaction(tenant.engine, tenant.id) as connection:
        return notary.issued(connection)


def test_without_its_keys_what_was_sealed_is_erased_there(
    old: Place, new: Place, house: House, passphrase: Path, tmp_path: Path
) -> None:
    file = tmp_path / "sealed.zip"
    with old.at_work():
        old.ask("export", house.label, "--to", file, "--transfer-passphrase", passphrase)
    assert isinstance(new.refused("import", file), KeysAreSealed)
    assert new.ask("import", file, "--without-keys")["status"] == "active"
    there = Tenant(new.here.engine, house.tenant.id)
    with new.at_work(), transaction(there.engine, there.id) as connection:
        (user,) = connection.exec_driver_sql(
            "SELECT DISTINCT user_id FROM role_grant WHERE role = 'tenant_administrator'"
        ).scalars()
        assert email_of(Log.within(connection), Keys(connection), user) == ERASED
    assert list(there.rebuild(check=True)) == []
    assert House(new.here, there, house.label).browser().send("GET", "/org").status_code == 200


def test_a_key_file_carries_the_keys_too_and_another_does_not(
    old: Place, new: Place, house: House, tmp_path: Path
) -> None:
    file, key, other = (tmp_path / name for name in ("keyed.zip", "key", "other"))
    for path in (key, other):
        path.write_text(b64encode(Key.generate().secret).decode() + "\n")
    with old.at_work():
        old.ask("export", house.label, "--to", file, "--transfer-key", key)
    before = new.rows()
    assert isinstance(new.refused("import", file, "--transfer-key", other), OtherTransferKey)
    assert new.rows() == before
    new.ask("import", file, "--transfer-key", key)
    with new.at_work():
        People(Tenant(new.here.engine, house.tenant.id), hashing=FAST).find(ADMINISTRATOR)


def test_a_closing_is_called_off_and_the_tenant_serves_again(old: Place, house: House) -> None:
    label, browser = house.label, house.browser()
    assert isinstance(old.refused("destroy", label), NotClosed)
    old.ask("close", label, "--reason", "契約満了")
    assert browser.send("GET", "/org").status_code == 404
    assert isinstance(old.refused("close", label, "--reason", "再び"), TenantState)
    assert old.ask("reopen", label, "--reason", "契約の更新")["status"] == "active"
    assert browser.send("GET", "/org").status_code == 200
    assert isinstance(old.refused("destroy", label), NotClosed)
    assert house.book.sound()


def test_without_an_export_it_takes_a_reason_and_the_certificate_says_so(
    old: Place, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "early.zip"
    old.ask("export", house.label, "--to", file)
    old.ask("close", house.label, "--reason", "契約満了")
    later(monkeypatch, 30)
    assert isinstance(old.refused("destroy", house.label), NoExport), "it holds no closing"
    assert isinstance(old.refused("destroy", house.label, "--without-export"), SystemExit)
    path = tmp_path / "certificate.json"
    args = ("--without-export", "--reason", "自治体が求めた", "--certificate", path)
    done = old.ask("destroy", house.label, *args)
    told = kyogikai_verify.of_proof(str(path), None, None)
    assert "destroyed" in told[-1]
    kept = old.run("certificates", "--id", done["certificate"], "--form", "ja").output
    for said in ("自治体が求めた", house.label, "events：", done["head"], "契約満了"):
        assert said in kept, said
    assert old.run("certificates", "--id", done["certificate"], "--form", "json").output == path.read_text()
    assert old.rows_of(house.tenant.id) == {}


def test_what_a_backup_brought_back_is_destroyed_again_without_waiting(
    old: Place, house: House, tmp_path: Path
) -> None:
    """As the list says that its keys were destroyed; of a list that names another it waits like all."""
    at, lists = datetime.now(UTC), [tmp_path / name for name in ("others", "own")]
    erasures.note(lists[0], [Erasure(new_id(), at), Erasure(house.tenant.id, at, new_id())])
    erasures.note(lists[1], [Erasure(house.tenant.id, at)])
    label, restored = house.label, ("--reason", "復元のため")
    with old.at_work() as here:
        assert erasures.reapply(here, erasures.read(lists[1])).ended == (label,)
    old.ask("close", label, "--again", lists[0], *restored)
    assert isinstance(old.refused("destroy", label, "--without-export", *restored), NotDue)
    old.ask("reopen", label, *restored)
    assert old.ask("close", label, "--again", lists[1], *restored)["due"] == today().isoformat()
    old.ask("destroy", label, "--without-export", *restored)
    assert old.rows_of(house.tenant.id) == {}


def test_who_may_not_become_the_closer_destroys_nothing(
    old: Place, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.ask("close", house.label, "--reason", "契約満了")
    later(monkeypatch, 30)
    before = old.rows_of(house.tenant.id)
    serving = replace(old, here=replace(old.here, login=old.here.application))
    args = ("--without-export", "--reason", "試し")
    assert isinstance(serving.refused("destroy", house.label, *args), NoCloser)
    serving.here.close()
    assert old.rows_of(house.tenant.id) == before


def test_the_same_host_may_be_given_again(old: Place, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = house.browser()
    assert browser.send("GET", "/org").status_code == 200
    old.ask("close", house.label, "--reason", "契約満了")
    later(monkeypatch, 30)
    old.ask("destroy", house.label, "--without-export", "--reason", "試し")
    assert browser.send("GET", "/org").status_code == 404
    own = ("--name", "次の村", "--kind", "village", "--fictitious")
    old.ask("register", house.label, *own)
    again = browser.send("GET", "/org")
    assert again.status_code == 403, again.text
