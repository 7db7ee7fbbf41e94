"""The sheets of a council's work: 課題, 経過, 活動, 文書."""

from kyogikai_platform.workbooks.declared import REFERENCE, REMARK, Column, Of, Sheet, words
from kyogikai_platform.workbooks.sheets_structure import AUDIENCE, BODY_NAMES
from kyogikai_tenants.vocabulary import ActivityKind, ActivityState

ISSUES = Sheet(
    "課題",
    "地域の課題を一行に一つ。個人が分かることは書きません。",
    (
        Column("title", "課題", Of.NAME, also=("課題名", "件名", "名称", "タイトル"), needed=True, example="夜間の移動支援が足りない"),
        Column("text", "内容", also=("詳細", "概要", "課題の内容")),
        Column("category", "分類", also=("区分", "カテゴリ", "種別", "分野"), example="移動"),
        Column("raised_by", "提起した会議体", Of.NAME, also=("提起元", "提起者", "提起", "発議"), example="相談支援部会"),
        Column("owner", "担当の会議体", Of.NAME, also=("担当", "担当部会", "所管", "会議体"), needed=True, example="相談支援部会"),
        Column("day", "提起日", Of.DATE, also=("日付", "提起年月日", "年月日", "時期", "年度"), example="令和3年6月"),
        Column("case_count", "件数", Of.NUMBER, also=("事例数", "相談件数")),
        REFERENCE, AUDIENCE, REMARK,
    ),
    also=("課題一覧", "地域課題"),
)  # fmt: skip

STEPS = Sheet(
    "経過",
    "課題がどう扱われたかを、起きたことごとに一行。",
    (
        Column("issue", "課題", Of.NAME, "「課題」の名または記号。", also=("課題名", "件名"), needed=True, example="夜間の移動支援が足りない"),
        Column("day", "日付", Of.DATE, also=("年月日", "時期", "経過日", "実施日"), needed=True, example="令和3年9月"),
        Column("act", "動き", Of.CHOICE, "一覧から選びます。", also=("経過", "扱い", "種別", "対応"), needed=True, example="上程",
               choices={"付託": "refer", "依頼": "refer", "上程": "escalate", "提出": "escalate", "差戻し": "return",
                        "差し戻し": "return", "保留": "defer", "精査": "screen", "仕分け": "screen", "報告": "report",
                        "経過報告": "report", "解決": "resolve", "終結": "close", "終了": "close", "再開": "reopen",
                        "回答": "feedback"}),
        Column("to", "相手", Of.NAME, "付託・上程・差戻しの先の会議体。回答は回答した相手。", also=("先", "付託先", "上程先", "会議体"),
               example="全体会議"),
        Column("text", "内容", also=("結果", "理由", "概要", "詳細"), example="市全体で検討する。"),
        REMARK,
    ),
    also=("課題の経過", "対応経過"),
)  # fmt: skip

ACTIVITIES = Sheet(
    "活動",
    "研修・イベント・調査などを一行に一つ。",
    (
        Column("title", "名称", Of.NAME, also=("活動名", "件名", "行事名", "タイトル", "活動"), needed=True, example="障がい福祉フォーラム"),
        Column("kind", "種別", Of.CHOICE, also=("区分", "種類"), needed=True, example="フォーラム",
               choices=words(ActivityKind, 調査=ActivityKind.SURVEY, 講演会=ActivityKind.FORUM, 広報=ActivityKind.PUBLICATION)),
        Column("body", "会議体", Of.NAME, "空欄なら協議会。", also=(*BODY_NAMES, "主催", "実施主体", "担当"), example="相談支援部会"),
        Column("day", "日付", Of.DATE, also=("実施日", "開催日", "年月日", "時期", "年度"), needed=True, example="令和3年11月3日"),
        Column("state", "状態", Of.CHOICE, "空欄なら、日付が過ぎていれば実施、先なら予定。", also=("実施状況",),
               choices=words(ActivityState, 済=ActivityState.HELD)),
        Column("text", "内容", also=("概要", "詳細"), example="参加者 120 人。"),
        Column("result", "結果", also=("成果", "効果", "評価")),
        AUDIENCE, REMARK,
    ),
    also=("活動実績", "活動一覧", "事業"),
)  # fmt: skip

DOCUMENTS = Sheet(
    "文書",
    "もとになった文書・資料を一行に一つ。",
    (
        Column("title", "名称", Of.NAME, also=("文書名", "資料名", "表題", "題名", "タイトル"), needed=True, example="協議会のあゆみ"),
        Column("subtitle", "副題", also=("サブタイトル",)),
        Column("publisher", "発行者", also=("作成者", "発行元", "編者"), example="みほん市"),
        Column("day", "日付", Of.DATE, also=("発行日", "作成日", "年月日", "発行年月", "年度"), example="令和3年5月"),
        Column("form", "形式", also=("種別", "種類", "媒体"), example="冊子"),
        Column("url", "URL", Of.LINK, also=("アドレス", "リンク", "掲載先")),
        AUDIENCE, REMARK,
    ),
    also=("資料", "文書一覧", "資料一覧"),
)  # fmt: skip
