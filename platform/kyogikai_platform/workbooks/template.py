"""The template to download: a sheet for each kind of fact, lists, a comment on each heading. No macros."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from kyogikai_platform.workbooks.declared import INTRODUCTION, Column, Of, Sheet, offered
from kyogikai_platform.workbooks.sheets import SHEETS
from kyogikai_platform.workbooks.sheets_structure import BODIES

LAST = 2_000
"""The last row with lists."""
AUTHOR = "Kyogikai"
HEADING = PatternFill("solid", start_color="00417A")
NEEDED = PatternFill("solid", start_color="8A0000")
BODY_COLUMNS = frozenset({"body", "parent", "owner", "raised_by", "to"})
"""The columns that name a body: a list of those in 会議体, though another may be written."""
FORMS = {
    Of.DATE: "令和3年5月、R3.5.1、平成23年度、2021/5/1 のどれでも。分からなければ「不明」。",
    Of.TIME: "14:00、午後2時 など。", Of.NUMBER: "数字。", Of.LIST: "一行に一つ。",
    Of.YES: "はい または いいえ。", Of.LINK: "https:// から始まる住所。",
}  # fmt: skip
INTRO = (
    "これは、協議会のこれまでの記録を取り込むためのひな形です。",
    "",
    "1. 使うシートだけに書きます。使わないシートは空のままか、消してかまいません。",
    "2. 一行に一つのことを書きます。見出しの行は残してください（列の順は変えてかまいません）。",
    "3. 赤い見出しの列は必ず書きます。ほかの列は、分からなければ空欄にします。推し量って埋めないでください。",
    "4. 日付は資料にあるとおりで読み取ります: 令和3年5月、R3.5.1、H23・24年度、2021年5月、2021/5/1、不明。",
    "5. 会議体・委員・課題は名称で指します。ほかのシートと同じ名称を書いてください。",
    "6. 知られていない列は取り込まれません。残したい覚えは「備考」の列に書きます（列は増やせます）。",
    "7. 個人が分かる相談の内容は書かないでください。",
    "",
    "取り込む前に下見をします。直すところが場所・値・理由・直し方とともに示され、確かめるまで何も保存されません。",
    "取り込んだあと 24 時間は、まとめて取り消せます。",
)


def template() -> bytes:
    """The workbook, as .xlsx."""
    book = Workbook()
    first = book.active
    assert first is not None  # noqa: S101 - a new workbook has a sheet
    _introduction(first)
    for sheet in SHEETS:
        _sheet(book.create_sheet(sheet.name), sheet)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def _introduction(page: Any) -> None:
    page.title = INTRODUCTION
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 14, 90
    lines = [*INTRO, "", *(f"{s.name}\t{s.comment}" for s in SHEETS)]
    for number, line in enumerate(lines, 1):
        name, tab, text = line.partition("\t")
        page.cell(number, 1, name).font = Font(bold=bool(tab) or number == 1)
        if tab:
            page.cell(number, 2, text).alignment = Alignment(wrap_text=True)


def _sheet(page: Any, sheet: Sheet) -> None:
    page.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, 1):
        cell = page.cell(1, number, column.heading)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = NEEDED if column.needed else HEADING
        cell.comment = Comment(_comment(column), AUTHOR, width=320, height=120)
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = 28 if column.of in {Of.TEXT, Of.NAME, Of.NOTE} else 16
        if column.of in {Of.DATE, Of.TEXT, Of.NAME, Of.TIME}:
            page.column_dimensions[letter].number_format = "@"
        if listed := _list(sheet, column):
            page.add_data_validation(listed)
            listed.add(f"{letter}2:{letter}{LAST}")


def _comment(column: Column) -> str:
    parts = ["必ず書きます。" if column.needed else "", column.comment, FORMS.get(column.of, "")]
    parts += [f"例: {column.example}" if column.example else ""]
    parts += [f"別の見出しでも読めます: {'、'.join(column.also[:5])}" if column.also else ""]
    return "\n".join(p for p in parts if p)


def _list(sheet: Sheet, column: Column) -> DataValidation | None:
    """A list to choose from; what is not in it can be written, and is told of when it is read."""
    if column.of is Of.CHOICE:
        formula = f'"{",".join(offered(column))}"'
    elif column.of is Of.YES:
        formula = '"はい,いいえ"'
    elif column.name in BODY_COLUMNS and (sheet is not BODIES or column.name == "parent"):
        formula = f"{BODIES.name}!$A$2:$A${LAST}"
    else:
        return None
    return DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=False)
