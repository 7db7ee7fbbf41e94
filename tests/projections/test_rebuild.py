"""The read models are what the log says; where they are not, the check tells and a rebuild mends it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from kyogikai_platform.tenant import Tenant
from kyogikai_projections.runner import Difference, ReadModels, rebuild
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.commands import Say
from kyogikai_tenants.council.bodies import (
    BodyGroupDefined,
    BodyKindChanged,
    BodyMoved,
    BodyRenamed,
    BodySplit,
    BodySucceeded,
)
from kyogikai_tenants.council.councils import CouncilRenamed, CouncilRestarted, CouncilSucceeded
from kyogikai_tenants.council.lineage import MergeBodies
from kyogikai_tenants.council.norms import BodyCadenceSet, BodyCompositionDefined, BodyPurposeDefined
from kyogikai_tenants.council.statements import (
    CouncilStatementRecorded,
    ExternalContextNoted,
    LegalBasisRecorded,
    SecretariatAssigned,
)
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.events import AudienceChanged, EventAnnotated
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.session import Session
from tests.book import SECRETARY, Book


@pytest.fixture
def book(tenant: Tenant) -> Book:
    """A book with a history of every sort."""
    made = Book(tenant)
    _council(made)
    return made


def _council(book: Book) -> None:
    network = book.council("as_of 2004", "検討会", standing="network")
    council = book.council("from 2007", aliases=[{"name": "自立協", "kind": "alias"}])
    book.say(CouncilSucceeded, network, "at 2006", successor_id=council)
    book.say(CouncilRenamed, council, "at 2013-04", name="自立支援協議会")
    book.say(CouncilRestarted, council, "at FY2016", changes=["部会の再編"])
    items = [{"label": "①", "title": "共生", "items": [{"label": "(1)", "text": "学ぶ"}]}, {"label": "②"}]
    book.say(CouncilStatementRecorded, council, "from 2010", kind="goal", title="目標", items=items)
    book.say(CouncilStatementRecorded, council, "from 2014", kind="goal", title="目標", text="新しい目標")
    book.say(SecretariatAssigned, council, "from 2010", names=["福祉課", "基幹センター"])
    book.say(LegalBasisRecorded, council, "undated", title="要綱")
    book.say(ExternalContextNoted, council, "at 2012", text="法改正")
    group: dict[str, Any] = {"council_id": council, "name": "専門部会", "kind": "subcommittee"}
    held = book.say(BodyGroupDefined, None, "from 2010", audience="public", **group).record_id
    _bodies(book, council, held)


def _bodies(book: Book, council: Any, group: Any) -> None:
    parent = book.body(council, "from 2008", "全体会議", kind="general_assembly", audience="public")
    body = book.body(council, "as_of 2012", "就労担当者会", group_id=group)
    others = [book.body(council, "from 2009", name) for name in ("乙", "丙", "丁", "戊")]
    book.rename(body, "as_of 2010", "就労検討会")
    book.say(BodyKindChanged, body, "at 2014", kind="section")
    book.say(BodyMoved, body, "at 2015", parent_id=parent)
    book.say(BodyPurposeDefined, body, "undated", texts=["学習", "調査"])
    book.say(BodyPurposeDefined, body, "from 2013", texts=["研修"])
    book.say(BodyCadenceSet, body, "from 2013", rules=[{"per_year": 6}, {"as_needed": True}])
    book.say(BodyCompositionDefined, body, "from 2013", categories=["事業所"], ex_officio_of=[parent])
    book.correct(body, 2, "name", "就労部会")
    book.correct(body, 6, "effective", Effective.parse("from 2014"))
    book.annul(body, 8)
    book.say(AudienceChanged, body, audience="public", reason="公表")
    book.say(AudienceChanged, body, audience="secretariat", fields=["cadence"], reason="非公開")
    book.say(EventAnnotated, body, target=1, note="要確認")
    merger = MergeBodies((others[0], book.body(council, "from 2009", "己")), body, Effective.parse("at 2014"))
    book.tenant.execute(merger, actor=book.actor)
    book.say(BodySplit, others[1], "at 2014", into_ids=[others[2], others[3]])
    book.say(BodySucceeded, others[2], "at 2016", successor_id=body)
    book.annul(book.body(council, "from 2010", "誤り"), 1)


def differences(book: Book) -> list[Difference]:
    return list(book.tenant.rebuild(check=True))


def everything(book: Book) -> dict[str, list[str]]:
    """Every row of every read table, as text."""
    tables = [*TABLES, "audit_entry", "search_gram", "search_text"]
    return {t: sorted(str(r) for r in book.query(f"SELECT {t}::text AS r FROM {t}")) for t in tables}  # noqa: S608


def test_after_every_sort_of_history_the_read_models_are_what_the_log_says(book: Book) -> None:
    filled = {name for name, rows in everything(book).items() if rows}
    assert {"lineage", "statement", "cadence", "occasion", "purpose", "legal_basis", "dated_name"} < filled
    assert differences(book) == []
    assert book.sound()


def test_a_rebuild_of_what_is_right_changes_nothing(book: Book) -> None:
    before = everything(book)
    assert list(book.tenant.rebuild()) == []
    assert everything(book) == before


def test_a_check_changes_nothing(book: Book, superuser: sa.Engine) -> None:
    plant(book, superuser, "UPDATE body SET name = '誤' WHERE tenant_id = :t")
    before = everything(book)
    assert differences(book)
    assert everything(book) == before


def test_an_import_of_several_commands_is_rebuilt_like_commands_of_their_own(book: Book) -> None:
    council = book.council(name="別の協議会")
    body = book.body(council, name="甲")
    with transaction(book.tenant.engine, book.tenant.id) as connection:
        session = Session(connection, ReadModels(), lenient=True)
        for n in range(3):
            fields = {"name": f"甲{n}", "effective": Effective.parse("at 2012")}
            session.execute(Say(BodyRenamed, body, fields), actor=SECRETARY)
    assert book.query("SELECT DISTINCT known_from FROM body WHERE id = :b", b=body) != []
    assert book.sound()


def plant(book: Book, superuser: sa.Engine, statement: str) -> int:
    with superuser.begin() as connection:
        return connection.execute(sa.text(statement), {"t": book.tenant.id, "id": uuid4()}).rowcount


ONE_BODY = "(SELECT ctid FROM body WHERE tenant_id = :t AND known_to IS NULL LIMIT 1)"
FAULTS = {
    "a wrong value": f"UPDATE body SET name = '誤' WHERE ctid = {ONE_BODY}",  # noqa: S608
    "a wrong validity": f"UPDATE body SET valid_to = '2099-01-01' WHERE ctid = {ONE_BODY}",  # noqa: S608
    "a wrong audience": f"UPDATE body SET audience = 'case' WHERE ctid = {ONE_BODY}",  # noqa: S608
    "a wrong place in the list": f"UPDATE body SET sort = 'x' WHERE ctid = {ONE_BODY}",  # noqa: S608
    "forgotten facts": f"UPDATE body SET facts = '{{}}' WHERE ctid = {ONE_BODY}",  # noqa: S608
    "a version closed too soon": f"UPDATE body SET known_to = 9999 WHERE ctid = {ONE_BODY}",  # noqa: S608
    "a missing row": f"DELETE FROM body WHERE ctid = {ONE_BODY}",  # noqa: S608
}


@pytest.mark.check
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_reported_and_mended(book: Book, superuser: sa.Engine, fault: str) -> None:
    right = everything(book)
    assert plant(book, superuser, FAULTS[fault]) == 1
    missing_only = fault == "a missing row"
    assert differences(book) == [Difference("body", missing=1, surplus=0 if missing_only else 1)]
    assert list(book.tenant.rebuild()) == [Difference("body", missing=1, surplus=0 if missing_only else 1)]
    assert everything(book) == right
    assert differences(book) == []


SURPLUS = {
    "purpose": "INSERT INTO purpose SELECT (jsonb_populate_record(p, jsonb_build_object('id', :id))).* "
    "FROM purpose p WHERE tenant_id = :t LIMIT 1",
    "audit_entry": "INSERT INTO audit_entry SELECT (jsonb_populate_record(a, '{\"position\": 9999}')).* "
    "FROM audit_entry a WHERE tenant_id = :t LIMIT 1",
    "search_gram": 'INSERT INTO search_gram SELECT (jsonb_populate_record(g, \'{"gram": "誤り"}\')).* '
    "FROM search_gram g WHERE tenant_id = :t LIMIT 1",
    "search_text": "INSERT INTO search_text SELECT (jsonb_populate_record(s, '{\"place\": 99}')).* "
    "FROM search_text s WHERE tenant_id = :t LIMIT 1",
}


@pytest.mark.check
@pytest.mark.parametrize("table", SURPLUS)
def test_a_surplus_row_is_reported_and_taken_away(book: Book, superuser: sa.Engine, table: str) -> None:
    right = everything(book)
    assert plant(book, superuser, SURPLUS[table].replace(":id", "CAST(:id AS uuid)")) == 1
    assert list(book.tenant.rebuild()) == [Difference(table, missing=0, surplus=1)]
    assert everything(book) == right


@pytest.mark.check
@pytest.mark.parametrize("table", ["lineage", "occasion", "audit_entry", "search_gram", "search_text"])
def test_an_emptied_table_is_filled_again(book: Book, superuser: sa.Engine, table: str) -> None:
    right = everything(book)
    deleted = plant(book, superuser, f"DELETE FROM {table} WHERE tenant_id = :t")  # noqa: S608
    assert differences(book) == [Difference(table, missing=deleted, surplus=0)]
    book.tenant.rebuild()
    assert everything(book) == right


def test_a_rebuild_leaves_other_municipalities_alone(
    book: Book, new_tenant: Callable[[], Tenant], superuser: sa.Engine
) -> None:
    other = Book(new_tenant())
    other.body(other.council())
    plant(other, superuser, "UPDATE body SET name = '誤' WHERE tenant_id = :t")
    assert list(book.tenant.rebuild()) == []
    assert differences(other) == [Difference("body", missing=2, surplus=2)]


def test_an_empty_log_has_empty_read_models(new_tenant: Callable[[], Tenant]) -> None:
    assert list(new_tenant().rebuild()) == []


def test_a_rebuild_that_is_not_committed_leaves_the_fault(book: Book, superuser: sa.Engine) -> None:
    plant(book, superuser, FAULTS["a wrong value"])
    with transaction(book.tenant.engine, book.tenant.id) as connection:
        assert rebuild(connection) == [Difference("body", missing=1, surplus=1)]
        connection.rollback()
    assert differences(book) == [Difference("body", missing=1, surplus=1)]
