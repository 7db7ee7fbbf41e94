"""A workbook as a tired secretary has it: titles, headings in two rows, merged cells, 〃, totals below."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

HEADS = {"A4": "No.", "B4": "会議体", "C4": "所属等", "E4": "氏　名", "F4": "役職", "G4": "委嘱日",
         "H4": "備考", "C5": "所属", "D5": "職名"}  # fmt: skip
MEMBERS = (
    (1, "全体会議", "みほん市社会福祉協議会", "事務局長", "見本　花子", "会長", 45017, None),
    (2, None, "ﾐﾎﾝｸﾘﾆｯｸ", "院長", "見本 太郎 ", "副会長", 45017, "R6.3 退任予定"),
    (3, None, "みほん特別支援学校", "校長", "ﾐﾎﾝ ｼﾞﾛｳ", None, "R5.4.1", " "),
    (4, "就労部会", "ハローワークみほん", "専門援助部門", "見本　三郎", "部会長", "〃", None),
    (5, "〃", "みほん就労センター", "施設長", "見本　四子", None, "同上", None),
)
MEETINGS = (
    ("全体会議", "第1回", 45078, "市役所３階大会議室", "17名"),
    (None, "第2回", "令和6年2月15日（木）", "〃", "15"),
    ("就労部会", "1", "５月２２日", "福祉会館", "8人"),
    ("就労部会", "２", "2/14", "福祉会館", "８"),
    ("計", "4回", None, None, "=SUM(E4:E7)"),
)


def messy() -> bytes:
    """Three sheets that say something, and an empty one."""
    book = Workbook()
    members: Any = book.active
    _members(members)
    held = book.create_sheet("会議開催状況")
    held["A1"] = "令和5年度　会議開催状況"
    held.merge_cells("A1:F1")
    for row in ((), ("会議名", "回数", "開催年月日", "会場", "出席者数"), *MEETINGS):
        held.append(row)
    bodies = book.create_sheet("会議体")
    for line in (
        ["みほん市協議会 組織"],
        [],
        ["名　称", "種別", "設置"],
        ["みほん市協議会", "協議会", "平成19年3月"],
        ["全体会議", "全体会", "H19.3"],
        ["就労部会", "部会", "平成20年度"],
    ):
        bodies.append(line)
    book.create_sheet("Sheet3")
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def _members(sheet: Any) -> None:
    sheet.title = "委員名簿（令和５年度）"
    sheet["A1"], sheet["G3"] = "みほん市協議会　委員名簿", "令和5年6月1日現在"
    for place, text in HEADS.items():
        sheet[place] = text
    for number, row in enumerate(MEMBERS, 6):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    for merged in ("A1:H1", "C4:D4", "B6:B8", *(f"{c}4:{c}5" for c in "ABEFGH")):
        sheet.merge_cells(merged)
    sheet["E7"].comment = Comment("要確認", "総務")
    sheet.column_dimensions["H"].hidden = True
    for number in range(12, 40):
        sheet.cell(number, 1).fill = PatternFill("solid", "FFFF00")
        sheet.cell(number, 2, " ")
    sheet["A41"] = "※敬称略"
