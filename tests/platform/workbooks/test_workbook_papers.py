"""The template to download and the marked copy to take away."""

import io

import pytest
from openpyxl import load_workbook

from kyogikai_platform.workbooks.declared import INTRODUCTION, RESULT, Of, folded, named, offered
from kyogikai_platform.workbooks.fixes import Fixes
from kyogikai_platform.workbooks.marking import COLOURS, marked
from kyogikai_platform.workbooks.reading import read
from kyogikai_platform.workbooks.rows import Sorting
from kyogikai_platform.workbooks.sheets import SHEETS
from kyogikai_platform.workbooks.template import template
from tests.platform.workbooks.books import SOUND, xlsx


@pytest.fixture(scope="module")
def paper() -> bytes:
    return template()


def test_the_template_has_every_sheet_with_every_heading_a_comment_and_its_list(paper: bytes) -> None:
    book = load_workbook(io.BytesIO(paper))
    assert book.sheetnames == [INTRODUCTION, *(sheet.name for sheet in SHEETS)]
    for sheet in SHEETS:
        page = book[sheet.name]
        assert [cell.value for cell in page[1]] == [column.heading for column in sheet.columns]
        assert all(cell.comment for cell, column in zip(page[1], sheet.columns, strict=True) if column.needed)
        listed = [v.formula1 for v in page.data_validations.dataValidation]
        for column in sheet.columns:
            if column.of is Of.CHOICE:
                assert f'"{",".join(offered(column))}"' in listed
        assert all(len(formula) <= 255 for formula in listed)


def test_the_template_is_read_back_with_every_column_known(paper: bytes) -> None:
    sorting = Sorting(Fixes())
    for grid in read("ひな形.xlsx", paper).grids:
        sorting.take(grid)
    assert sorting.findings == []
    assert list(sorting.rows) == [sheet.name for sheet in SHEETS]


def test_the_examples_of_the_template_can_be_read() -> None:
    sheets = {s.name: [[c.heading for c in s.columns], [c.example for c in s.columns]] for s in SHEETS}
    sorting = Sorting(Fixes())
    for grid in read("例.xlsx", xlsx(sheets)).grids:
        sorting.take(grid)
    assert sorting.findings == []
    assert all(len(rows) == 1 for rows in sorting.rows.values())


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_two_columns_of_a_sheet_have_a_heading_of_their_own_in_common(sheet: object) -> None:
    columns = next(s for s in SHEETS if s is sheet).columns
    own = [folded(c.heading) for c in columns]
    assert len(own) == len(set(own))
    for column in columns:
        own = [named(word).casefold() for word in column.choices]
        assert len(own) == len(set(own))
        assert all(own)


def test_a_marked_copy_shows_each_finding_at_its_cell_and_beside_its_row() -> None:
    book = read("記録.xlsx", xlsx(SOUND))
    place = book.grids[0].place(4, 4)
    finding = {
        "at": list(place),
        "words": place.words("ja"),
        "ja": "=理由",
        "proposals": ["令和3年度"],
        "weight": "fix",
    }
    page = load_workbook(io.BytesIO(marked(book, [finding])))["会議体"]
    assert page["D4"].fill.start_color.rgb.endswith(COLOURS["fix"])
    assert "令和3年度" in page["D4"].comment.text
    assert page["F1"].value == RESULT
    assert page["F4"].value.startswith(RESULT)
    assert page["D3"].comment is None
    again = Sorting(Fixes())
    for grid in read("記録_確認.xlsx", marked(book, [finding])).grids:
        again.take(grid)
    assert again.findings == []
