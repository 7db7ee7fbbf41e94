"""How long things beside the record are kept: an administrator says, within bounds, and the chore does it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_platform import retention, work
from kyogikai_platform.accounts import tables as account_tables
from kyogikai_platform.contacts import tables as contact_tables
from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs import tables as job_tables
from kyogikai_platform.notices import tables as notice_tables
from kyogikai_platform.retention import GONE, Gone
from kyogikai_platform.web.forms import drafts
from kyogikai_platform.webhooks import tables as webhook_tables
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.retention import BOUNDS, Kept, OutOfBounds, RetentionSet
from kyogikai_tenants.vocabulary import Role
from tests.book import Book
from tests.platform.accounts.house import ADMINISTRATOR, PASSPHRASE, House
from tests.platform.installed import here, master
from tests.platform.web.visitor import Page, Visitor

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
PATH = "/settings/retention"
USUAL = {what.value: str(bounds.usual) for what, bounds in BOUNDS.items()}
MODULES = (account_tables, contact_tables, notice_tables, webhook_tables, job_tables, drafts)
TABLES = {t.name: t for module in MODULES for t in module.metadata.tables.values()}
KINDS = {Kept.UPLOADS: "workbook.check"}


@pytest.fixture(scope="module")
def house(here: Installation) -> Iterator[House]:
    """A municipality of this file's."""
    found = House.opened(here)
    found.people.passphrase(found.people.find(ADMINISTRATOR), ADMINISTRATOR, PASSPHRASE)
    for role in (Role.AUDITOR, Role.SECRETARIAT):
        found.account(f"{role.value}@example.jp", role)
    yield found
    assert found.book.sound()


def administrator(house: House) -> Visitor:
    visitor = Visitor.at(house)
    assert visitor.sign_in(ADMINISTRATOR, PASSPHRASE).status_code == 303
    return visitor


def kept(house: House) -> dict[Kept, int]:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        return dict(retention.periods(connection))


def set_to(house: House, **days: int | str) -> Any:
    typed = {what.value: str(count) for what, count in kept(house).items()}
    typed |= {name: str(count) for name, count in days.items()}
    return administrator(house).fill(PATH, PATH, **typed, current=PASSPHRASE)


def filled(table: sa.Table, house: House, **own: Any) -> dict[str, Any]:
    """A row of a table, with something in each column that takes no nothing."""
    given: list[tuple[type, Any]] = [
        (sa.Uuid, new_id()), (sa.LargeBinary, new_id().bytes), (sa.Integer, 1), (sa.Boolean, False),
        (pg.ARRAY, []), (sa.JSON, {}), (sa.Text, "x"), (sa.DateTime, sa.func.now()),
    ]  # fmt: skip
    found = {
        c.name: next(value for kind, value in given if isinstance(c.type, kind))
        for c in table.columns
        if not c.nullable and c.server_default is None
    }
    return found | {"tenant_id": house.tenant.id} | own


def aged(house: House, what: Kept, gone: Gone, days: float) -> None:
    """Put a row there whose moment is so long ago."""
    table, long_ago = TABLES[gone.table], sa.func.now() - timedelta(days=days)
    own: dict[str, Any] = {gone.moment: long_ago}
    if gone.table == "job":
        own["kind"] = KINDS.get(what, "x")
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        connection.execute(table.insert().values(**filled(table, house, **own)))


def counted(house: House, gone: Gone) -> int:
    with transaction(house.tenant.engine, house.tenant.id) as connection:
        c = TABLES[gone.table].c
        own = sa.and_(c.tenant_id == house.tenant.id, c[gone.moment] < sa.func.now() - timedelta(days=1))
        return int(connection.execute(sa.select(sa.func.count()).where(own)).scalar_one())


def chore(house: House) -> None:
    work.chores(house.here)(house.tenant.id)


def test_an_administrator_sets_it_and_the_trail_says_so(house: House) -> None:
    assert set_to(house, drafts="２０", sessions=8).headers["Location"] == "/settings?done=retention"
    assert (kept(house)[Kept.DRAFTS], kept(house)[Kept.SESSIONS]) == (20, 8)
    visitor = administrator(house)
    assert 'value="20"' in visitor.get(PATH).text
    trail = visitor.get("/trail").text
    assert "保存期間を設定" in trail
    assert "入力の下書き" in trail
    auditor = Visitor.at(house)
    assert auditor.sign_in("auditor@example.jp").status_code == 303
    assert "20日" in auditor.get("/settings").text
    assert auditor.get(PATH).headers["Location"] == "/settings"
    office = Visitor.at(house)
    assert office.sign_in("secretariat@example.jp").status_code == 303
    assert office.get(PATH).status_code == 404
    assert office.fill("/help", PATH, **USUAL, current=PASSPHRASE).status_code == 404


@pytest.mark.parametrize("typed", ["", "0", "-3", "7.5", "６", "366", "99999999999", "<b>"])
def test_what_is_out_of_bounds_is_said_at_its_field_and_sets_nothing(house: House, typed: str) -> None:
    before = kept(house)
    answer = administrator(house).fill(PATH, PATH, **(USUAL | {"sessions": typed}), current=PASSPHRASE)
    assert answer.status_code == 400
    assert "7から365までの日数" in answer.text
    assert "<b>" not in Page.of(answer).text if typed == "<b>" else True
    assert kept(house) == before


def test_without_the_passphrase_or_a_change_nothing_is_set(house: House) -> None:
    before = kept(house)
    same = {what.value: str(days) for what, days in before.items()}
    assert administrator(house).fill(PATH, PATH, **same, current=PASSPHRASE).status_code == 400
    other = same | {"jobs": str(before[Kept.JOBS] + 1)}
    assert administrator(house).fill(PATH, PATH, **other, current="x").status_code == 401
    assert kept(house) == before


@pytest.mark.parametrize("what", Kept)
def test_the_chore_deletes_what_is_past_keeps_what_is_not_and_never_the_log(
    house: House, what: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    least, (gone,) = BOUNDS[what].least, GONE[what]
    if kept(house)[what] != least:
        assert set_to(house, **{what.value: least}).status_code == 303
    chore(house)
    head, before = house.book.head(), counted(house, gone)
    aged(house, what, gone, least + 0.5)
    aged(house, what, gone, least - 0.5)
    with monkeypatch.context() as patch:  # control: a chore that forgets to forget
        for name in ("forget_all", "sweep"):
            patch.setattr(work, name, lambda _: {})
        chore(house)
        assert counted(house, gone) - before == 2
    chore(house)
    assert counted(house, gone) - before == 1
    assert house.book.head() == head
    entries = house.book.one("SELECT count(*) FROM events")
    assert entries == head


def test_a_longer_period_holds_for_whoever_deletes_in_passing_too(house: House) -> None:
    (gone,) = GONE[Kept.SESSIONS]
    assert set_to(house, sessions=300).status_code == 303
    before = counted(house, gone)
    aged(house, Kept.SESSIONS, gone, 200)
    administrator(house)  # a sign-in forgets sessions that are long over
    chore(house)
    assert counted(house, gone) - before == 1


def test_every_thing_has_its_bounds_its_table_and_its_reasons() -> None:
    assert set(BOUNDS) == set(GONE) == set(Kept)
    for bounds in BOUNDS.values():
        assert bounds.least <= bounds.usual <= bounds.most


def test_a_period_out_of_bounds_is_named_in_words(house: House) -> None:
    """Also to whoever says it past the page, by the API."""
    book = Book(house.tenant, Actor("admin", Role.TENANT_ADMINISTRATOR))
    with pytest.raises(OutOfBounds) as found:
        book.say(RetentionSet, house.tenant.id, "from 2026-01-01", periods=[{"what": "api_log", "days": 1}])
    assert found.value.message("ja") == "連携先のアクセス記録の保存期間は30日から400日までです。"
    assert found.value.message("en") == "access by API clients: kept for 30 to 400 days."
