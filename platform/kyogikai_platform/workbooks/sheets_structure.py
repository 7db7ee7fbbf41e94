"""The sheets of a council's structure: 会議体, 改称・継承, 任期, 委員."""

from kyogikai_platform.workbooks.declared import REFERENCE, REMARK, Column, Of, Sheet, words
from kyogikai_tenants.vocabulary import Audience, BodyKind

COUNCIL = "council"
"""The kind of the row that is the council itself."""
BODY_NAMES = ("会議体名", "会議名", "部会名", "組織名", "会議体の名称", "部会")
AUDIENCE = Column(
    "audience",
    "公開範囲",
    Of.CHOICE,
    "空欄なら、取り込むときに選んだ範囲です。",
    choices=words(Audience, 一般公開=Audience.PUBLIC, 非公開=Audience.SECRETARIAT),
)

BODIES = Sheet(
    "会議体",
    "協議会と会議体（部会・会議）を一行に一つ。最初に種別「協議会」の行を書きます。",
    (
        Column("name", "名称", Of.NAME, "正式な名称。", also=BODY_NAMES, needed=True, example="就労支援部会"),
        Column(
            "reading", "読み", also=("ふりがな", "フリガナ", "よみ", "カナ"), example="しゅうろうしえんぶかい"
        ),
        Column(
            "kind",
            "種別",
            Of.CHOICE,
            "一覧から選びます。",
            also=("種類", "区分", "会議体の種別", "会議体種別"),
            needed=True,
            example="専門部会",
            choices={
                "協議会": COUNCIL,
                **words(
                    BodyKind,
                    {"ワーキンググループ": BodyKind.WORKING_GROUP, "WG": BodyKind.WORKING_GROUP},
                    全体会=BodyKind.GENERAL_ASSEMBLY,
                    本会議=BodyKind.GENERAL_ASSEMBLY,
                    運営会議=BodyKind.COORDINATION_COMMITTEE,
                    幹事会=BodyKind.COORDINATION_COMMITTEE,
                    部会=BodyKind.SUBCOMMITTEE,
                    事務局会=BodyKind.SECRETARIAT_MEETING,
                    定例会=BodyKind.PRACTITIONERS_MEETING,
                    プロジェクト=BodyKind.PROJECT_TEAM,
                ),
            },
        ),
        Column(
            "parent",
            "上位の会議体",
            Of.NAME,
            "どの会議体の下にあるか。",
            also=("親", "上位組織", "上位会議体", "所属会議体"),
            example="全体会議",
        ),
        Column(
            "since",
            "設置日",
            Of.DATE,
            "令和3年5月、R3.5.1、平成23年度 など。分からなければ空欄。",
            also=("設置年月日", "設置年月", "設置", "設置年度", "開始日", "発足日", "発足"),
            example="平成23年4月",
        ),
        Column(
            "until",
            "廃止日",
            Of.DATE,
            "続いていれば空欄。",
            also=("廃止年月日", "廃止", "終了日", "終了", "解散日"),
        ),
        Column(
            "purpose",
            "役割",
            Of.LIST,
            "一行に一つ。",
            also=("目的", "所掌", "所掌事務", "所掌事項", "協議内容"),
            example="就労支援の課題の整理",
        ),
        Column(
            "composition",
            "構成",
            also=("構成員", "委員構成"),
            comment="だれが入るかの定め（名簿は「委員」へ）。",
        ),
        REFERENCE,
        AUDIENCE,
        REMARK,
    ),
    also=("組織", "部会", "会議体一覧", "部会一覧", "組織一覧"),
)

LINEAGE = Sheet(
    "改称・継承",
    "名称が変わった、別の会議体に引き継いだ、統合・分割したなどを、起きた日ごとに一行。",
    (
        Column(
            "body",
            "会議体",
            Of.NAME,
            "変わる前の名称。",
            also=(*BODY_NAMES, "旧名称", "変更前", "対象"),
            needed=True,
            example="就労部会",
        ),
        Column(
            "change",
            "変化",
            Of.CHOICE,
            "一覧から選びます。",
            also=("種別", "内容", "変更内容", "区分"),
            needed=True,
            example="改称",
            choices={
                "改称": "rename",
                "名称変更": "rename",
                "継承": "succeed",
                "引継ぎ": "succeed",
                "統合": "merge",
                "合併": "merge",
                "移動": "move",
                "位置付けの変更": "move",
                "種別変更": "kind",
                "廃止": "dissolve",
                "解散": "dissolve",
            },
        ),
        Column(
            "day",
            "日付",
            Of.DATE,
            also=("変更日", "年月日", "時期", "施行日", "改称日"),
            needed=True,
            example="平成25年4月",
        ),
        Column(
            "new",
            "新しい名称・相手",
            Of.NAME,
            "改称は新しい名称、継承・統合・移動は相手の会議体、種別変更は新しい種別。",
            also=("新名称", "変更後", "相手", "継承先", "統合先", "移動先", "新しい名称"),
            example="就労支援部会",
        ),
        Column("reason", "理由", also=("経緯", "変更理由")),
        REMARK,
    ),
    also=("改称継承", "沿革", "変遷", "改称", "組織変更"),
)

TERMS = Sheet(
    "任期",
    "会議体の任期を一行に一つ。",
    (
        Column("body", "会議体", Of.NAME, also=BODY_NAMES, needed=True, example="全体会議"),
        Column("number", "期", Of.NUMBER, "第何期か。", also=("期数", "第何期", "任期番号"), example="3"),
        Column(
            "since",
            "開始日",
            Of.DATE,
            also=("開始", "始期", "任期開始", "自", "任期開始日"),
            needed=True,
            example="令和3年4月1日",
        ),
        Column(
            "planned_end",
            "終了予定日",
            Of.DATE,
            also=("終了予定", "満了日", "任期満了日", "終期", "至", "任期終了日"),
            example="令和5年3月31日",
        ),
        Column("until", "終了日", Of.DATE, "予定と違って終わったときだけ。", also=("実際の終了日",)),
        Column("length_years", "年数", Of.NUMBER, also=("任期年数", "任期の年数"), example="2"),
        REMARK,
    ),
    also=("任期一覧",),
)

MEMBERS = Sheet(
    "委員",
    "委員・構成員を一行に一人（または一機関）。",
    (
        Column("body", "会議体", Of.NAME, also=BODY_NAMES, needed=True, example="全体会議"),
        Column(
            "term",
            "期",
            Of.NUMBER,
            "第何期の委員か（「任期」の期）。",
            also=("期数", "任期", "第何期"),
            example="3",
        ),
        Column("category", "区分", also=("委員区分", "選出区分", "分野", "カテゴリ"), example="相談支援"),
        Column(
            "organization",
            "所属",
            Of.NAME,
            also=("所属機関", "事業所", "事業所名", "機関", "機関名", "団体", "団体名", "所属団体"),
            example="みほん相談支援センター",
        ),
        Column("job_title", "職名", also=("職", "肩書", "肩書き", "役職名"), example="センター長"),
        Column(
            "person",
            "氏名",
            Of.NAME,
            "公表されている名だけを書きます。",
            also=("名前", "委員名", "委員氏名", "お名前"),
            example="見本 花子",
        ),
        Column(
            "office",
            "役職",
            Of.TEXT,
            "会長、副会長、部会長など。",
            also=("役員", "役割", "会長・副会長"),
            example="会長",
        ),
        Column(
            "since",
            "委嘱日",
            Of.DATE,
            "空欄なら任期の開始日から。",
            also=("委嘱年月日", "就任日", "就任", "開始日", "任命日", "委嘱"),
            example="令和3年4月1日",
        ),
        Column(
            "until",
            "退任日",
            Of.DATE,
            "在任中なら空欄。",
            also=("退任", "退任年月日", "辞任日", "解嘱日", "終了日"),
        ),
        Column("reason", "退任の理由", also=("退任理由", "辞任理由")),
        Column("ex_officio", "充て職", Of.YES, also=("あて職", "充て職か")),
        REMARK,
    ),
    also=("委員名簿", "名簿", "構成員", "委員一覧", "構成員名簿"),
)
