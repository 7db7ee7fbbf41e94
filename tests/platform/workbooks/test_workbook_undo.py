"""Taking an import back: by events, as one batch, within a day, and not where something rests on it."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_platform.tenant import Tenant
from kyogikai_platform.workbooks.fixes import Fixes
from kyogikai_platform.workbooks.reading import read
from kyogikai_platform.workbooks.report import Report
from kyogikai_platform.workbooks.running import Run
from kyogikai_platform.workbooks.undoing import Batch, NotABatch, UndoDepends, UndoTooLate, undo
from kyogikai_projections.reading import snapshot
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.commands import Actor, AnnulEvent
from kyogikai_tenants.council.bodies import BodyCreated, BodyRenamed
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.identity import import_id, new_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.vocabulary import Audience, BodyKind
from tests.platform.workbooks.books import FIXES, SOUND, planted, xlsx

pytestmark = pytest.mark.check


def record(
    tenant: Tenant, actor: Actor, content: bytes, fixes: dict[str, str | None] | None = None
) -> Report:
    return Run(tenant.engine, tenant.id, actor, Fixes.of(fixes or {})).record(read("記録.xlsx", content))


def take_back(tenant: Tenant, actor: Actor, report: Report, later: timedelta = timedelta()) -> int:
    with transaction(tenant.engine, tenant.id) as connection:
        (first,) = list(Log.within(connection).entries(report.first - 1, report.first))
        batch = Batch(new_id(), report.first, report.last)
        return undo(connection, batch, actor, now=first.recorded_at + later)


def current(tenant: Tenant) -> dict[str, int]:
    """How many rows are known now, by table."""
    counted = {}
    with snapshot(tenant.engine, tenant.id) as connection:
        for name, table in TABLES.items():
            query = sa.select(sa.func.count()).select_from(table).where(table.c.known_to.is_(None))
            counted[name] = connection.execute(query).scalar_one()
    return {name: n for name, n in counted.items() if n}


def body(tenant: Tenant) -> UUID:
    return import_id(tenant.id, "book/body/就労支援部会")


def test_an_import_is_taken_back_by_events_and_can_be_made_again(tenant: Tenant, secretary: Actor) -> None:
    content = planted()
    report = record(tenant, secretary, content, FIXES)
    was = current(tenant)
    annulled = take_back(tenant, secretary, report)
    assert annulled == report.last - report.first + 1
    assert current(tenant) == {}
    assert tenant.verify().position == 2 * annulled
    assert tenant.rebuild(check=True) == []
    again = record(tenant, secretary, content, FIXES)
    assert (again.new, again.sound, current(tenant)) == (report.new, True, was)
    assert tenant.rebuild(check=True) == []
    assert record(tenant, secretary, content, FIXES).new == 0
    take_back(tenant, secretary, again)
    third = record(tenant, secretary, content, FIXES)
    assert (third.new, current(tenant)) == (report.new, was)


def test_after_a_day_an_import_stands(tenant: Tenant, secretary: Actor) -> None:
    report = record(tenant, secretary, xlsx(SOUND))
    with pytest.raises(UndoTooLate):
        take_back(tenant, secretary, report, timedelta(hours=24, seconds=1))
    assert take_back(tenant, secretary, report, timedelta(hours=24))


def test_an_import_is_taken_back_once(tenant: Tenant, secretary: Actor) -> None:
    report = record(tenant, secretary, xlsx(SOUND))
    take_back(tenant, secretary, report)
    with pytest.raises(NotABatch):
        take_back(tenant, secretary, report)


def test_what_no_import_recorded_is_not_taken_back(tenant: Tenant, secretary: Actor) -> None:
    report = record(tenant, secretary, xlsx(SOUND))
    tenant.say(
        BodyRenamed, body(tenant), actor=secretary, effective=Effective.parse("from 2020"), name="別の名"
    )
    with pytest.raises(NotABatch), transaction(tenant.engine, tenant.id) as connection:
        undo(connection, Batch(new_id(), report.last + 1, report.last + 1), secretary)


def test_an_import_that_a_later_fact_changes_stands_until_that_is_annulled(
    tenant: Tenant, secretary: Actor
) -> None:
    report = record(tenant, secretary, xlsx(SOUND))
    tenant.say(
        BodyRenamed, body(tenant), actor=secretary, effective=Effective.parse("from 2020"), name="別の名"
    )
    before = tenant.verify()
    with pytest.raises(UndoDepends, match="rest on this import"):
        take_back(tenant, secretary, report)
    assert tenant.verify() == before
    with transaction(tenant.engine, tenant.id) as connection:
        version = len(list(Log.within(connection).select_events(body(tenant))))
    tenant.execute(AnnulEvent(body(tenant), version, "誤り"), actor=secretary)
    assert take_back(tenant, secretary, report)
    assert tenant.rebuild(check=True) == []


def test_an_import_that_a_later_record_names_stands(tenant: Tenant, secretary: Actor) -> None:
    report = record(tenant, secretary, xlsx(SOUND))
    tenant.say(
        BodyCreated, actor=secretary, effective=Effective.parse(f"at {today()}"), audience=Audience.COUNCIL,
        council_id=import_id(tenant.id, "book/council/みほん市協議会"), name="新部会",
        kind=BodyKind.SUBCOMMITTEE,
    )  # fmt: skip
    with pytest.raises(UndoDepends):
        take_back(tenant, secretary, report)
