"""A workbook as a tired secretary has it is read as its reader sees it; what is not said is proposed."""

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_platform.workbooks import child_zip
from kyogikai_platform.workbooks.child_zip import Looks
from kyogikai_platform.workbooks.findings import Weight
from kyogikai_platform.workbooks.fixes import Fixes
from kyogikai_platform.workbooks.grid import Book, Cell
from kyogikai_platform.workbooks.reading import read
from kyogikai_platform.workbooks.report import Report
from kyogikai_platform.workbooks.rows import beside_the_table, said_year
from kyogikai_platform.workbooks.running import Run
from kyogikai_tenants.commands import Actor
from tests.platform.workbooks.books import xlsx
from tests.platform.workbooks.messy import messy

pytestmark = pytest.mark.check
FIXES: dict[str, str | None] = {
    "会議開催状況!A5": "全体会議", "会議開催状況!C6": "2023年5月22日", "会議開催状況!C7": "2024年2月14日",
}  # fmt: skip
"""What is proposed, one click each."""


@pytest.fixture(scope="module")
def book() -> Book:
    return read("名簿.xlsx", messy())


def told(report: Report, weight: Weight) -> dict[str, tuple[str, tuple[str, ...]]]:
    found = [f for f in report.findings if f.weight is weight]
    return {str(f.place): (f.reason.CODE, tuple(f.proposals)) for f in found}


def test_all_but_three_cells_are_read_and_those_have_what_may_be_meant(
    book: Book, tenant: Tenant, secretary: Actor
) -> None:
    report = Run(tenant.engine, tenant.id, secretary).check(book)
    assert told(report, Weight.FIX) == {
        "会議開催状況!A5": ("MISSING", ("全体会議",)),
        "会議開催状況!C6": ("NOT_READ", ("2023年5月22日",)),
        "会議開催状況!C7": ("NOT_READ", ("2024年2月14日",)),
    }
    confirm = told(report, Weight.CONFIRM)
    assert {place for place, (code, _) in confirm.items() if code == "DITTO_READ"} == {
        "委員名簿（令和５年度）!G9", "委員名簿（令和５年度）!B10", "委員名簿（令和５年度）!G10",
        "会議開催状況!D5",
    }  # fmt: skip
    assert confirm["委員名簿（令和５年度）!H5"][0] == "HIDDEN_READ"
    apart = {place for place, (code, _) in told(report, Weight.NOTE).items() if code == "NOT_A_ROW"}
    assert apart == {"委員名簿（令和５年度）!41", "会議開催状況!8"}
    assert [(s.rows, s.sound) for s in report.sheets] == [(5, 5), (4, 1), (3, 3)]


def test_it_is_recorded_as_it_is_seen_and_a_second_time_changes_nothing(
    book: Book, tenant: Tenant, secretary: Actor
) -> None:
    run = Run(tenant.engine, tenant.id, secretary, Fixes.of(FIXES))
    assert run.record(book).new > 20
    with tenant.engine.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL app.tenant_id = '{tenant.id}'")
        members = connection.exec_driver_sql(
            "SELECT p.name, b.name, m.valid_from::text FROM membership m JOIN person p ON p.id = m.person_id "
            "AND p.known_to IS NULL JOIN body b ON b.id = m.body_id AND b.known_to IS NULL "
            "WHERE m.known_to IS NULL AND m.existence = 'live'"
        ).all()
    bodies = {name.replace("\u3000", " ").strip(): body for name, body, _ in members}
    assert bodies["見本 太郎"] == bodies["ﾐﾎﾝ ｼﾞﾛｳ"] == "全体会議", "merged cells are of each of their rows"
    assert bodies["見本 四子"] == "就労部会", "〃 is what stands above"
    assert {day for *_, day in members} == {"2023-04-01"}
    assert run.record(book).new == 0


def test_a_sheet_without_merged_cells_is_read_as_it_stands() -> None:
    grid = read("a.xlsx", xlsx({"委員": [["会議体", "氏名"], ["甲部会", "見本"], [None, "架空"]]})).grids[0]
    assert (grid.cell(3, 1).text, grid.hidden) == ("", frozenset())


def test_what_is_merged_is_seen_where_two_pieces_of_the_sheet_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_zip, "CHUNK", 64)
    archive = child_zip.archive_of(messy())
    assert dict(archive.parts())
    assert (2, 6, 8) in archive.looks["xl/worksheets/sheet1.xml"].merged
    assert archive.looks["xl/worksheets/sheet1.xml"].hidden == {8}


def test_ranges_that_claim_the_whole_sheet_cost_nothing() -> None:
    looks = Looks()
    looks.see(b'<mergeCell ref="A1:XFD1048576"/><col min="1" max="16384" hidden="1"/>' * 3)
    assert looks.merged == {(1, 1, 1_048_576)}
    assert len(looks.hidden) == 60
    grid = read("a.xlsx", xlsx({"委員": [["会議体"], ["甲"]]})).grids[0]
    grid.look([(1, 1, 1_048_576)], [])
    assert set(grid.rows) == {1, 2}


@pytest.mark.parametrize(
    ("texts", "apart"),
    [
        (["合 計", "4"], "合 計"),
        (["", "※敬称略"], "※敬称略"),
        (["※", "甲"], ""),
        (["計画部会"], ""),
        ([" "], ""),
    ],
)
def test_totals_and_lone_remarks_are_no_rows(texts: list[str], apart: str) -> None:
    assert beside_the_table([Cell(text) for text in texts]) == apart


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("令和５年度 会議", 2023),
        ("R5年度", 2023),
        ("2023年度実績", 2023),
        ("令和元年度", 2019),
        ("会議", None),
        ("第5年度", None),
    ],
)
def test_the_year_of_a_title(title: str, year: int | None) -> None:
    assert said_year([title]) == year
