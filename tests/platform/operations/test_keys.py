"""The master key is exchanged while everybody works on, and whoever is interrupted goes on."""

import stat
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from kyogikai_platform.installation import Installation
from kyogikai_platform.operations import keys
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import MASTER_KEY, PREVIOUS, Key, Keys, SealBroken
from tests.platform.accounts.house import House
from tests.platform.installed import here

__all__ = ["here"]
pytestmark = pytest.mark.check


@pytest.fixture
def before(monkeypatch: pytest.MonkeyPatch) -> Key:
    """The master key that the houses are sealed with."""
    own = Key.generate()
    monkeypatch.setenv(MASTER_KEY, text(own))
    return own


@pytest.fixture
def houses(before: Key, here: Installation, superuser: sa.Engine) -> Iterator[list[House]]:
    """Three municipalities with an account each, and no other tenant's key."""
    assert before.name
    with superuser.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE laid_aside AS SELECT * FROM tenant_key")
        connection.exec_driver_sql("DELETE FROM tenant_key")
    yield [House.opened(here) for _ in range(3)]
    with superuser.begin() as connection:
        connection.exec_driver_sql("DELETE FROM tenant_key")
        connection.exec_driver_sql("INSERT INTO tenant_key SELECT * FROM laid_aside")
        connection.exec_driver_sql("DROP TABLE laid_aside")


def text(key: Key) -> str:
    return b64encode(key.secret).decode()


def fingerprints(houses: list[House]) -> list[bytes]:
    """What only the tenants' keys can make."""
    found = []
    for house in houses:
        with transaction(house.here.engine, house.tenant.id) as connection:
            found.append(Keys(connection).fingerprint("the same"))
    return found


def wrapped_by(houses: list[House], superuser: sa.Engine) -> list[str]:
    ids = [house.tenant.id for house in houses]
    with superuser.connect() as connection:
        rows = connection.execute(sa.text("SELECT tenant_id, master FROM tenant_key")).all()
    masters: dict[object, str] = {row.tenant_id: row.master for row in rows}
    return [masters[tenant] for tenant in ids]


def test_everybody_reads_on_before_while_and_after(
    houses: list[House], before: Key, superuser: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, new = fingerprints(houses), Key.generate()
    monkeypatch.setenv(MASTER_KEY, text(new))
    with pytest.raises(SealBroken):
        fingerprints(houses)
    monkeypatch.setenv(PREVIOUS, text(before))
    assert fingerprints(houses) == told, "both keys open"
    here = houses[0].here
    own = {house.label for house in houses}
    done = next(host for host, changed in keys.rotate(here) if changed)
    assert sorted(wrapped_by(houses, superuser)) == sorted([new.name, before.name, before.name])
    assert fingerprints(houses) == told, "some are wrapped by the one, some by the other"
    again = [host for host, changed in keys.rotate(here) if changed and host in own]
    assert sorted([done, *again]) == sorted(own), "none is wrapped twice"
    monkeypatch.delenv(PREVIOUS)
    assert fingerprints(houses) == told, "the one before is needed no more"
    assert wrapped_by(houses, superuser) == [new.name] * 3
    assert not any(changed for _, changed in keys.rotate(here))


def test_without_the_key_before_nothing_is_changed(
    houses: list[House], before: Key, superuser: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MASTER_KEY, text(Key.generate()))
    monkeypatch.setenv(PREVIOUS, text(Key.generate()))
    with pytest.raises(SealBroken):
        list(keys.rotate(houses[0].here))
    assert wrapped_by(houses, superuser) == [before.name] * 3


def test_a_new_key_is_made_once_and_for_nobody_else(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    assert keys.made(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = file.read_text()
    assert not keys.made(file)
    assert file.read_text() == kept
    assert Key.before({f"{PREVIOUS}_FILE": str(tmp_path / "gone")}) is None, "it was taken away"
    assert Key.before({f"{PREVIOUS}_FILE": str(file)}) == Key.configured({f"{MASTER_KEY}_FILE": str(file)})
