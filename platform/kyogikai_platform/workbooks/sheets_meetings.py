"""The sheets of meetings: 会議, 次第, 出欠. A meeting is named by its body with number or date."""

from kyogikai_platform.workbooks.declared import REMARK, Column, Of, Sheet, words
from kyogikai_platform.workbooks.sheets_structure import AUDIENCE, BODY_NAMES
from kyogikai_tenants.vocabulary import (
    AgendaItemKind,
    AttendanceStatus,
    MeetingKind,
    MeetingMode,
    MeetingState,
    NumberingScheme,
)

WHICH = (
    Column("body", "会議体", Of.NAME, also=(*BODY_NAMES, "会議"), needed=True, example="全体会議"),
    Column(
        "fiscal_year",
        "年度",
        Of.DATE,
        "回数と合わせて、どの会議かを示します。",
        also=("開催年度",),
        example="令和3年度",
    ),
    Column("number", "回", Of.NUMBER, "第何回か。", also=("回数", "第何回", "開催回", "回次"), example="1"),
    Column(
        "date",
        "開催日",
        Of.DATE,
        "回数が分からない会議は日付で示します。",
        also=("日付", "年月日", "開催年月日", "日時", "日程", "開催日時"),
        example="令和3年5月21日",
    ),
)

MEETINGS = Sheet(
    "会議",
    "会議を一回につき一行。",
    (
        *WHICH,
        Column("title", "名称", also=("件名", "会議の名称", "タイトル")),
        Column(
            "state",
            "状態",
            Of.CHOICE,
            "空欄なら、日付が過ぎていれば開催、先なら予定。",
            also=("開催状況",),
            example="開催",
            choices=words(
                MeetingState, 済=MeetingState.HELD, 開催済=MeetingState.HELD, 延期=MeetingState.CANCELLED
            ),
        ),
        Column("starts", "開始時刻", Of.TIME, also=("開始", "開会", "開会時刻"), example="14:00"),
        Column("ends", "終了時刻", Of.TIME, also=("終了", "閉会", "閉会時刻"), example="16:00"),
        Column("place", "場所", also=("会場", "開催場所"), example="市役所 第1会議室"),
        Column(
            "kind",
            "種別",
            Of.CHOICE,
            also=("会議の種別",),
            example="定例会",
            choices=words(
                MeetingKind,
                定例=MeetingKind.ORDINARY,
                臨時=MeetingKind.EXTRAORDINARY,
                合同=MeetingKind.JOINT,
                書面=MeetingKind.WRITTEN,
            ),
        ),
        Column(
            "mode",
            "開催形式",
            Of.CHOICE,
            also=("形式", "方法", "開催方法"),
            example="対面",
            choices=words(
                MeetingMode,
                集合=MeetingMode.ONSITE,
                参集=MeetingMode.ONSITE,
                Zoom=MeetingMode.ONLINE,
                ハイブリッド=MeetingMode.HYBRID,
            ),
        ),
        Column("scheme", "回数の数え方", Of.CHOICE, "空欄なら年度ごと。", choices=words(NumberingScheme)),
        Column(
            "present", "出席者数", Of.NUMBER, also=("出席", "出席人数", "参加者数", "参加人数"), example="17"
        ),
        Column("expected", "定数", Of.NUMBER, also=("委員数", "対象者数"), example="21"),
        AUDIENCE,
        REMARK,
    ),
    also=("会議一覧", "開催実績", "会議録一覧", "開催状況"),
)

AGENDA = Sheet(
    "次第",
    "議題を一行に一つ、順に。会議は「会議」シートにあるものです。",
    (
        *WHICH,
        Column(
            "item",
            "番号",
            Of.NUMBER,
            "空欄なら上から順に数えます。",
            also=("議題番号", "No", "項番"),
            example="1",
        ),
        Column(
            "title",
            "議題",
            also=("件名", "議事", "内容", "題名", "次第"),
            needed=True,
            example="相談支援の現状について",
        ),
        Column(
            "kind",
            "種別",
            Of.CHOICE,
            also=("区分", "扱い"),
            example="協議",
            choices=words(
                AgendaItemKind,
                報告事項=AgendaItemKind.REPORT,
                協議事項=AgendaItemKind.DISCUSSION,
                審議=AgendaItemKind.DECISION,
                承認=AgendaItemKind.DECISION,
            ),
        ),
        Column("presenter", "説明者", also=("発表者", "報告者", "担当")),
        Column("result", "決定", Of.TEXT, "決まったこと。", also=("結果", "決定事項", "議決")),
        REMARK,
    ),
    also=("議題", "議事", "議題一覧"),
)

ATTENDANCE = Sheet(
    "出欠",
    "出欠を一人一行。",
    (
        *WHICH,
        Column("person", "氏名", Of.NAME, also=("名前", "委員名", "出席者"), example="見本 花子"),
        Column(
            "organization",
            "所属",
            Of.NAME,
            also=("所属機関", "事業所", "機関", "団体"),
            example="みほん相談支援センター",
        ),
        Column(
            "status",
            "出欠",
            Of.CHOICE,
            also=("出欠状況", "出席状況"),
            needed=True,
            example="出席",
            choices=words(
                AttendanceStatus,
                {
                    "○": AttendanceStatus.PRESENT,
                    "◯": AttendanceStatus.PRESENT,
                    "×": AttendanceStatus.ABSENT,
                    "代理": AttendanceStatus.PROXY,
                },
            ),
        ),
        Column(
            "capacity",
            "立場",
            also=("資格", "区分"),
            comment="委員、オブザーバー、事務局、代理。",
            example="委員",
        ),
        Column("mode", "参加方法", Of.CHOICE, also=("参加形式",), choices=words(MeetingMode)),
        REMARK,
    ),
    also=("出席", "出席者", "出欠表", "出席簿"),
)
