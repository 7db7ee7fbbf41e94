"""A workbook: every planted fault is found, explained and put right; all or nothing; twice is once."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from kyogikai_platform.importing.places import CellPlace, letters
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.workbooks.findings import Weight
from kyogikai_platform.workbooks.fixes import BadFix, Fixes
from kyogikai_platform.workbooks.reading import read
from kyogikai_platform.workbooks.report import Report
from kyogikai_platform.workbooks.running import Run
from kyogikai_projections.tables import TABLES, audit_entry
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.identity import import_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Audience
from tests.platform.workbooks.books import FAULTS, FIXES, SOUND, planted, xlsx

Recording = Callable[..., Report]


@pytest.fixture(scope="module")
def faulty() -> bytes:
    return planted()


@pytest.fixture
def record(tenant: Tenant, secretary: Actor) -> Recording:
    """Records a workbook for the test's municipality."""

    def recorded(
        content: bytes, fixes: dict[str, str | None] | None = None, name: str = "記録.xlsx"
    ) -> Report:
        run = Run(tenant.engine, tenant.id, secretary, Fixes.of(fixes or {}), Audience.PUBLIC)
        return run.record(read(name, content))

    return recorded


def rows(tenant: Tenant, table: str, *columns: str) -> list[tuple[Any, ...]]:
    found = TABLES[table]
    with transaction(tenant.engine, tenant.id) as connection:
        query = sa.select(*(found.c[c] for c in columns)).where(found.c.known_to.is_(None))
        return [tuple(row) for row in connection.execute(query.order_by(found.c.valid_from, found.c.sort))]


def trail(tenant: Tenant) -> list[Any]:
    with transaction(tenant.engine, tenant.id) as connection:
        return list(connection.execute(sa.select(audit_entry).order_by(audit_entry.c.position)))


def test_each_planted_fault_is_found_at_its_place_with_its_reason_and_an_honest_fix(
    record: Recording, faulty: bytes, tenant: Tenant
) -> None:
    report = record(faulty)
    found = {str(f.place): f for f in report.findings if f.weight is Weight.FIX}
    assert set(found) == {fault.place for fault in FAULTS}
    for fault in FAULTS:
        finding = found[fault.place]
        assert (finding.value, finding.reason.CODE) == (fault.value, fault.code), fault
        assert bool(finding.proposals and fault.fix in finding.proposals) is fault.proposed, finding
        assert finding.reason.message("ja")
        assert finding.reason.message("en")
    assert sum(sheet.rows for sheet in report.sheets) == 300 + 1
    assert tenant.verify().position == 0


def test_with_every_fault_put_right_all_is_recorded_and_a_second_run_changes_nothing(
    record: Recording, faulty: bytes, tenant: Tenant
) -> None:
    first = record(faulty, FIXES)
    assert (first.sound, first.skipped, first.counts.get("fix", 0)) == (True, 1, 0)
    head = tenant.verify()
    assert head.position == first.last == first.new + 1
    assert tenant.rebuild(check=True) == []
    again = record(faulty, FIXES)
    assert (again.new, again.already, again.first) == (0, first.new, 0)
    assert tenant.verify() == head


@pytest.mark.check
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.place)
def test_one_fault_that_is_left_keeps_everything_out(
    record: Recording, faulty: bytes, tenant: Tenant, fault: Any
) -> None:
    report = record(faulty, {place: fix for place, fix in FIXES.items() if place != fault.place})
    assert [str(f.place) for f in report.findings if f.weight is Weight.FIX] == [fault.place]
    assert tenant.verify().position == 0


def test_a_correction_stays_told_on_the_fact_in_the_files_own_words(
    record: Recording, faulty: bytes, tenant: Tenant
) -> None:
    record(faulty, FIXES)
    (entry,) = [e for e in trail(tenant) if e.request_id == "import:book/body/相談支援部会"]
    (flag,) = entry.quality
    assert (flag["flag"], flag["as_written"]) == ("corrected_on_import", "33年度")
    assert "令和3年度" in flag["note"]
    assert (entry.effective["value"], entry.effective["asWritten"]) == ("FY2021", "33年度")


def test_every_event_says_the_file_the_sheet_and_the_row(record: Recording, tenant: Tenant) -> None:
    content = xlsx(SOUND)
    record(content)
    book = read("記録.xlsx", content)
    own = import_id(tenant.id, f"book/file/{book.sha256}")
    document, *others = trail(tenant)
    assert (document.stream_id, document.fields["sha256"]) == (own, book.sha256)
    assert {e.document_id for e in others if e.topic != "record.annotated"} == {own}
    (meeting,) = [e for e in others if e.topic == "meeting.held"]
    assert (meeting.locator, meeting.effective["asWritten"]) == ("会議 2行", "R3.5.21")


@pytest.mark.check
def test_an_edited_copy_records_what_is_new_in_it_wherever_the_rows_stand(
    record: Recording, tenant: Tenant
) -> None:
    record(xlsx(SOUND))
    head, *bodies = SOUND["会議体"]
    copy = {
        "会議": SOUND["会議"],
        "会議体": [["会議体の一覧"], [], head, ["こども部会", "専門部会", "全体会議", "R2.4", None], *bodies],
    }
    report = record(xlsx(copy), name="写し.xlsx")
    assert (report.new, report.sound) == (1, True)
    assert tenant.rebuild(check=True) == []


@pytest.mark.check
def test_a_changed_value_of_what_is_on_record_is_refused_at_its_cell(record: Recording) -> None:
    record(xlsx(SOUND))
    changed = {**SOUND, "会議体": [list(row) for row in SOUND["会議体"]]}
    changed["会議体"][3][3] = "平成24年度"  # type: ignore[index]
    (finding,) = [f for f in record(xlsx(changed)).findings if f.weight is Weight.FIX]
    assert (str(finding.place), finding.reason.CODE) == ("会議体!D4", "RECORDED_DIFFERENTLY")


@pytest.mark.check
def test_a_column_that_is_not_known_is_told_and_can_be_kept_as_remarks(
    record: Recording, tenant: Tenant
) -> None:
    sheets = {**SOUND, "会議": [[*SOUND["会議"][0], "天気"], [*SOUND["会議"][1], "雨"]]}
    (note,) = record(xlsx(sheets)).findings
    assert (str(note.place), note.reason.CODE, note.proposals) == ("会議!E1", "COLUMN_UNKNOWN", ("備考",))
    report = record(xlsx(sheets), {"会議!E1": "備考"})
    assert (report.new, report.findings) == (1, ())
    assert [e.fields["note"] for e in trail(tenant) if e.topic == "record.annotated"] == [
        "最初の会議体",
        "雨",
    ]


@pytest.mark.check
def test_a_name_on_record_means_that_record(record: Recording, tenant: Tenant) -> None:
    record(xlsx({"会議体": SOUND["会議体"][:3]}))
    other = {"会議体": [["名称", "種別", "記号"], ["全体会議", "全体会議", "z"]],
             "会議": [["会議体", "開催日"], ["全体会議", "R3.5.21"]]}  # fmt: skip
    report = record(xlsx(other), name="別.xlsx")
    assert [f.reason.CODE for f in report.findings] == ["MEANS_RECORD"]
    (ids,) = {tuple(ids) for (ids,) in rows(tenant, "meeting", "body_ids")}
    assert ids == (import_id(tenant.id, "book/body/全体会議"),)


@pytest.mark.check
def test_todays_name_and_a_renaming_tell_the_name_before(record: Recording, tenant: Tenant) -> None:
    turned = {
        "改称・継承": [
            ["旧名称", "変更内容", "施行日", "新名称"],
            ["就労部会", "改称", "H25.4", "就労支援部会"],
        ]
    }
    assert record(xlsx(SOUND | turned)).sound
    names = [name for (name,) in rows(tenant, "body", "name")]
    assert {"就労部会", "就労支援部会"} < set(names)
    assert names.index("就労部会") < names.index("就労支援部会")
    assert record(xlsx(SOUND | turned)).new == 0


@pytest.mark.check
def test_old_history_that_breaks_a_rule_is_kept_and_flagged_on_its_fact(
    record: Recording, tenant: Tenant
) -> None:
    early = {**SOUND, "会議": [SOUND["会議"][0], ["就労支援部会", "平成15年度", 1, "H15.5.1"]]}
    report = record(xlsx(early))
    (finding,) = report.findings
    assert (str(finding.place), finding.weight) == ("会議!2", Weight.CONFIRM)
    (meeting,) = [e for e in trail(tenant) if e.topic == "meeting.held"]
    assert [flag["flag"] for flag in meeting.quality] == ["outside_life"]


@pytest.mark.parametrize(
    "fix", [{"会議体": "x"}, {"会議体!D": "x"}, {"会議体!D1": None}, {"会議体!1": "x"}, {"会議体!D0": "x"}]
)
def test_a_correction_names_a_cell_with_a_text_or_a_row_with_nothing(fix: dict[str, str | None]) -> None:
    assert Fixes.of({"会議体!AB12": "", "会議体!12": None}).plain() == {"会議体!AB12": "", "会議体!12": None}
    with pytest.raises(BadFix):
        Fixes.of(fix)


def test_places_are_named_as_in_a_workbook() -> None:
    assert [letters(n) for n in (0, 1, 26, 27, 702, 703)] == ["", "A", "Z", "AA", "ZZ", "AAA"]
    assert str(CellPlace(0, 12, 4, "会議体")) == "会議体!D12"
    assert CellPlace(0, 12, 0, "会議体").words("ja") == "会議体 12行"
    assert CellPlace(0, 12, 4, "会議体").words("en") == "会議体, row 12, column D"
