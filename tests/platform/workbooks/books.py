"""Workbooks that tests make: of given rows, and one of 300 rows with twelve planted faults."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]


def xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook of these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


class Fault(NamedTuple):
    """What is wrong at a place, by which rule, and what puts it right (None: the row is left out)."""

    place: str
    value: str
    code: str
    fix: str | None
    proposed: bool
    """Whether the fix is one that is proposed; a damaged value has none."""


PEOPLE = [f"見本 {name}{n}" for n in range(1, 11) for name in ("花子", "太郎", "一郎", "春子")]
BODIES = ["全体会議", "調整会議", "相談支援部会", "就労支援部会", "こども部会"]
FAULTS = (
    Fault("会議体!D5", "33年度", "YEAR_UNCLEAR", "令和3年度", proposed=True),
    Fault("会議体!C6", "調製会議", "NO_SUCH_NAME", "調整会議", proposed=True),
    Fault("会議体!B7", "専門部", "NOT_IN_LIST", "専門部会", proposed=True),
    Fault("任期!C3", "平成35年度", "ERA_OVER", "令和5年度", proposed=True),
    Fault("委員!C10", "", "MISSING", "見本 夏子", proposed=False),
    Fault("委員!B12", "9", "NO_SUCH_NAME", "3", proposed=True),
    Fault("委員!F20", "R3.4.31", "NO_SUCH_DAY", "令和3年4月", proposed=True),
    Fault("委員!C31", "見本 〓子", "BROKEN_VALUE", "見本 秋子", proposed=False),
    Fault("会議!F15", "3・3", "NOT_READ", "33", proposed=False),
    Fault("会議!E18", "25:70", "NOT_READ", "14:00", proposed=False),
    Fault("会議!22", "", "SAME_ROW", None, proposed=False),
    Fault("出欠!C40", "99", "NO_SUCH_NAME", "1", proposed=False),
)
"""As they stand in ``planted()``."""
FIXES: dict[str, str | None] = {f.place: f.fix for f in FAULTS}


def planted(council: str = "みほん市協議会") -> bytes:
    """300 rows as a secretariat has them, with the faults in them."""
    sheets: dict[str, list[list[Any]]] = {
        "会議体": [
            ["会議名", "種別", "上位組織", "設置年月日"],
            [council, "協議会", None, "平成19年4月"],
            ["全体会議", "全体会", None, "H19.4"],
            ["調整会議", "調整会議", "全体会議", "２００８年４月"],
            ["相談支援部会", "部会", "調整会議", "33年度"],
            ["就労支援部会", "専門部会", "調製会議", "H23・24年度"],
            ["こども部会", "専門部", "調整会議", 41365],
        ],
        "任期": [
            ["会議体", "期", "任期開始", "任期満了日"],
            ["全体会議", 3, "R3.4.1", "R5.3.31"],
            ["全体会議", 4, "平成35年度", "令和7年3月31日"],
        ],
        "委員名簿": [["部会名", "期", "名前", "事業所", "役職", "委嘱日"]],
        "会議": [["会議体", "年度", "回", "開催日", "開会時刻", "出席者数"]],
        "出欠": [["会議体", "年度", "回", "氏名", "出欠"]],
    }
    members = [["全体会議", 3, person, f"みほん機関{n % 7}", "会長" if n == 0 else None, "R3.4.1"]
               for n, person in enumerate(PEOPLE)]  # fmt: skip
    members[8][2:4] = [None, None]
    members[10][1], members[18][5], members[29][2] = 9, "R3.4.31", "見本 〓子"
    meetings = [["全体会議", f"令和{year}年度", number, f"R{year}.{4 + number}.10", "午後2時", 17]
                for year in range(1, 5) for number in range(1, 7)]  # fmt: skip
    meetings[13][5], meetings[16][4] = "3・3", "25:70"
    meetings[20] = list(meetings[0])
    held = [row for row in meetings if row is not meetings[20]]
    attended = [[held[n % 23][0], held[n % 23][1], held[n % 23][2], f"来賓 {n}", "出席"] for n in range(229)]
    attended[38][2] = 99
    sheets["委員名簿"] += members
    sheets["会議"] += meetings
    sheets["出欠"] += attended
    return xlsx({("委員" if name == "委員名簿" else name): rows for name, rows in sheets.items()})


SOUND: dict[str, Rows] = {
    "会議体": [
        ["名称", "種別", "上位の会議体", "設置日", "備考"],
        ["みほん市協議会", "協議会", None, "平成19年4月", None],
        ["全体会議", "全体会議", None, "平成19年4月", "最初の会議体"],
        ["就労支援部会", "専門部会", "全体会議", "平成23年度", None],
    ],
    "会議": [["会議体", "年度", "回", "開催日"], ["全体会議", "令和3年度", 1, "R3.5.21"]],
}
"""A small workbook with nothing wrong."""
