"""The page that says how the installation stands: counts and ages, nothing of anybody, not for strangers."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from kyogikai_platform.accounts.mail import Outbox
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import State
from kyogikai_platform.operations import standing
from kyogikai_platform.web.console.status import rows, size
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.accounts.test_sign_in import sent
from tests.platform.console_house import Console, console, operator
from tests.platform.installed import here, master
from tests.platform.web.visitor import Visitor

__all__ = ["console", "here", "master", "operator"]
pytestmark = pytest.mark.check


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found holds no longer than it takes."""
    monkeypatch.setattr(standing, "KEPT", 0.0)


def looked(console: Console) -> standing.Standing:
    return standing.standing(console.here, Outbox("", console.here.settings.home, lambda: ""))


def failed(house: House) -> None:
    """A job of a municipality that failed."""
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        job = keeping.give(connection, "planted", Actor("x", Role.SECRETARIAT), {})
        connection.execute(sa.text("UPDATE job SET state = 'failed' WHERE id = :id"), {"id": job})


def test_the_operator_sees_how_it_stands(operator: Visitor) -> None:
    page = operator.get("/status")
    assert page.status_code == 200
    for told in ("データベース", "PostgreSQL", "構造の版", "ディスク", "送信先の設定がありません"):
        assert told in page.text
    assert 'href="/status"' in operator.get("/").text


def test_nobody_else_does(console: Console) -> None:
    assert Visitor.at(console).get("/status").headers["Location"] == "/sign-in?next=/status"
    console.nobody("nobody-status@example.jp")
    visitor = Visitor.at(console)
    visitor.sign_in("nobody-status@example.jp")
    assert visitor.get("/status").status_code == 404
    assert Visitor.at(House.opened(console.here)).get("/status").status_code == 404


def test_counts_are_of_all_and_names_of_none(console: Console, operator: Visitor) -> None:
    before = looked(console).tenants
    house = House.opened(console.here)
    failed(house)
    after = looked(console).tenants
    assert before
    assert after
    assert after.many == before.many + 1
    assert after.jobs[State.FAILED] == before.jobs[State.FAILED] + 1
    assert after.unsigned == before.unsigned + 1
    page = operator.get("/status").text
    assert house.label not in page
    assert str(house.tenant.id) not in page
    assert "要確認" in page


def test_round_trips_do_not_grow_with_the_tenants(console: Console) -> None:
    with sent(console) as few:
        looked(console)
    for _ in range(3):
        House.opened(console.here, administered=False)
    with sent(console) as more:
        looked(console)
    assert len(more) - len(few) == 2 * 3, "two statements each, all in one pipeline"


def test_what_is_not_well_is_said(console: Console) -> None:
    found = looked(console)
    now = datetime.now(UTC)
    assert found.tenants
    own = found.tenants._replace(unsigned=0)
    late = found._replace(tenants=own._replace(oldest=now - timedelta(days=30)))
    fresh = found._replace(tenants=own._replace(oldest=now))
    assert [well for what, _, well in rows(late, "en") if what == "Checkpoints"] == [False]
    assert [well for what, _, well in rows(fresh, "en") if what == "Checkpoints"] == [True]
    assert [r[2] for r in rows(found._replace(free=1, total=100), "en") if r[0] == "Disk"] == [False]
    assert rows(found._replace(database=None, tenants=None), "en")[0][1:] == ("It does not answer", False)


def test_without_a_database_the_rest_is_told(console: Console) -> None:
    nowhere = console.here.application.set(host="127.0.0.1", port=1, query={})
    found = standing.standing(replace(console.here, application=nowhere), Outbox("", Path("/"), lambda: ""))
    assert (found.database, found.tenants) == (None, None)
    assert "database" in found.missing


def test_sizes_are_said_as_people_say_them() -> None:
    assert [size(n) for n in (999, 1_000, 25_000_000)] == ["999 B", "1 kB", "25 MB"]
    assert re.fullmatch(r"[\d.]+ TB", size(10**15))
