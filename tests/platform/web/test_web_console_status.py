"""The page that says how the installation stands: counts and ages, nothing of anybody, not for strangers."""

import re
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from kyogikai_platform.accounts.mail import Outbox
from kyogikai_platform.jobs import keeping
from kyogikai_platform.jobs.keeping import State
from kyogikai_platform.operations import hooks, standing
from kyogikai_platform.operations.hook_meters import Gauges
from kyogikai_platform.operations.hooks import Hooks
from kyogikai_platform.web.console.status import rows, size
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import MunicipalityKind, Role
from tests.platform.accounts.house import House
from tests.platform.accounts.test_sign_in import sent
from tests.platform.console_house import Console, console, operator
from tests.platform.installed import here, master
from tests.platform.web.visitor import Visitor
from tests.platform.webhooks.hooked import Hooked, impatient
from tests.platform.webhooks.receiver import listening, says

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
    for told in (
        "Webhookの配信待ち",
        "データベース",
        "PostgreSQL",
        "構造の版",
        "ディスク",
        "送信先の設定がありません",
    ):
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


def aged(hooked: Hooked, hours: int) -> None:
    """All that this municipality's webhooks wait for has waited for so long already."""
    with transaction(hooked.house.tenant.engine, hooked.house.tenant.id) as connection:
        for table, column in (
            ("webhook_delivery", "queued_at"), ("webhook_delivery", "next_at"), ("webhook", "turn_at"),
            ("webhook", "resume_at"), ("audit_entry", "recorded_at"),
        ):  # fmt: skip
            connection.execute(sa.text(f"UPDATE {table} SET {column} = {column} - interval '{hours} hours'"))  # noqa: S608


def of(house: House) -> Hooks:
    """How one municipality's webhooks stand."""
    with house.here.engine.begin() as connection:
        status = house.here.listed(house.label).status
        (row,) = hooks.asked(connection, hooks.OF_ONE, [hooks.given(house.tenant.id, status)])
    return Hooks(*row)


def late(found: Hooks) -> list[str]:
    """What the page says of it."""
    own = standing.Tenants(1, Counter(), None, 0, found)
    told = standing.Standing(None, 0, (), (), own, "none", 1, 1, datetime.now(UTC))
    return [how for what, how, well in rows(told, "en") if what == "Webhooks are late" and well is False]


def test_webhooks_are_counted_and_what_waits_too_long_is_said(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    hooked = Hooked.opened(console.here)
    assert of(hooked.house) == Hooks()
    with listening(says(500)) as receiver:
        url = f"{receiver.url}?key=canary-of-a-url"
        hooked.set(url, ["Body"]).bodies(2)
        found = of(hooked.house)
        assert found[:5] == (1, 0, 0, 0, 0), "nobody was there to fill the queue"
        assert found.due is not None
        assert late(found) == []
        aged(hooked, 1)
        (said,) = late(of(hooked.house))
        assert said.startswith("What is due for 1 h is not sent")
        hooked.deliver()
        found = of(hooked.house)
        assert found[:5] == (0, 1, 0, 0, 2), "its receiver fails"
        with monkeypatch.context() as patch:
            patch.setattr("kyogikai_platform.webhooks.backing_off.LONGEST_PAUSE", timedelta(days=9))
            patch.setattr("kyogikai_platform.webhooks.backing_off.SHORTEST_PAUSE", timedelta(days=9))
            time.sleep(0.01)
            hooked.deliver()
        aged(hooked, 50)
        found = of(hooked.house)
        assert found.due is None, "it has a pause: the courier is not behind"
        (said,) = late(found)
        assert said.startswith("Not arrived for 2 days")
        assert "canary-of-a-url" not in str(rows(looked(console), "en"))
    hooked.desk.switch(hooked.client, hooked.hook, on=False)
    assert of(hooked.house) == Hooks(off=1)
    with listening(says(410)) as receiver:
        hooked.set(receiver.url, ["Body"])
        hooked.deliver()
    assert of(hooked.house) == Hooks(off=1, given_up=1)
    assert late(of(hooked.house)) == []


def test_meters_tell_of_webhooks_by_class_and_of_nobody(console: Console) -> None:
    hooked = Hooked.opened(console.here)
    hooked.set("http://127.0.0.1:9/canary-of-a-url", ["Body"]).bodies(1)
    gauges = Gauges(lambda: hooks.by_class(console.here))
    told = [sample for family in gauges.collect() for sample in family.samples]
    assert {name for sample in told for name in sample.labels} == {"tenant_class", "state"}
    assert {sample.labels["tenant_class"] for sample in told} <= {kind.value for kind in MunicipalityKind}
    own = {(s.name, s.labels.get("state", "")): s.value for s in told if s.labels["tenant_class"] == "city"}
    assert own["kyogikai_webhooks", "working"] >= 1
    assert own["kyogikai_webhook_overdue_seconds", ""] > 0
    assert "canary" not in str(told)
    assert hooked.house.label not in str(told)


def test_without_a_database_the_other_meters_are_told(console: Console) -> None:
    nowhere = console.here.application.set(host="127.0.0.1", port=1, query={})
    there = replace(console.here, application=nowhere)
    assert list(Gauges(lambda: hooks.by_class(there)).collect()) == []


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
    unsigned = found._replace(tenants=own._replace(oldest=now - timedelta(days=30)))
    fresh = found._replace(tenants=own._replace(oldest=now))
    assert [well for what, _, well in rows(unsigned, "en") if what == "Checkpoints"] == [False]
    assert [well for what, _, well in rows(fresh, "en") if what == "Checkpoints"] == [True]
    assert [r[2] for r in rows(found._replace(free=1, total=100), "en") if r[0] == "Disk"] == [False]
    none = found._replace(tenants=own._replace(hooks=Hooks()))
    assert [row for row in rows(none, "en") if row[0] == "Waiting for delivery"] == [
        ("Waiting for delivery", "Nothing", True)
    ]
    assert rows(found._replace(database=None, tenants=None), "en")[0][1:] == ("It does not answer", False)


def test_without_a_database_the_rest_is_told(console: Console) -> None:
    nowhere = console.here.application.set(host="127.0.0.1", port=1, query={})
    found = standing.standing(replace(console.here, application=nowhere), Outbox("", Path("/"), lambda: ""))
    assert (found.database, found.tenants) == (None, None)
    assert "database" in found.missing


def test_sizes_are_said_as_people_say_them() -> None:
    assert [size(n) for n in (999, 1_000, 25_000_000)] == ["999 B", "1 kB", "25 MB"]
    assert re.fullmatch(r"[\d.]+ TB", size(10**15))
