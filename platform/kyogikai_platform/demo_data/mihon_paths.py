"""みほん市（架空）: the routes of issues, the path of each issue, and the recommendations, as tables."""

from typing import Any, NamedTuple

Step = tuple[str, str, dict[str, Any]]
"""What was done, in which meeting or on which day, and the rest."""


class Problem(NamedTuple):
    """An issue, where it came up and what became of it."""

    key: str
    title: str
    text: str
    category: str
    by: str
    owner: str
    raised: str
    steps: tuple[Step, ...]
    cases: int | None = None
    audience: str = "public"


class Proposal(NamedTuple):
    """A recommendation, and what came back."""

    title: str
    kind: str
    meeting: str
    text: str
    issues: tuple[str, ...] = ()
    delivered: str = ""
    responded: str = ""
    decision: str = ""
    answer: str = ""
    in_answer_to: str = ""


ROUTES = (
    ("2015-04-01", (
        ("case", "cc", "submit", ("複数の事例に共通する",)), ("sec", "cc", "submit"),
        ("group", "cc", "propose"),
        ("cc", "group", "refer", ("調査が必要",)), ("cc", "ga", "escalate", ("市の施策に関わる",)),
        ("ga", "mayor", "recommend"),
    )),
    ("2016-04-01", (("cc", "transfer", "refer"), ("transfer", "cc", "submit"))),
    ("2018-04-01", (("area-n", "area", "submit"), ("area-s", "area", "submit"), ("area", "cc", "submit"))),
)  # fmt: skip

ISSUES = (
    Problem("i-wait", "計画相談の待ち期間が長い", "申し込みから面談までふた月以上かかることがある。",
            "相談支援", "case", "cc",
            "2015-08-20", (
        ("screen", "cc-2015-1", {"finding": "三つの事業所で同じ状況", "category": "相談支援"}),
        ("refer", "cc-2015-2", {"to_id": "life", "question": "待ち期間の実態と短くする方法",
         "due": "2016-12-28"}),
        ("report", "life-2016", {"progress": "事業所への聞き取りを終えた。"}),
        ("escalate", "2016-12-14", {"to_id": "cc", "act": "propose", "question": "受付の一本化"}),
        ("escalate", "cc-2016-2", {"to_id": "ga"}),
        ("resolve", "ga-2016-2", {"outcome": "市へ提言し、受付窓口を一つにした。"}),
        ("feedback", "2017-03-01", {"recipient": "個別支援会議", "feedback": "四月から窓口が一つになる。"}),
        ("close", "ga-2017-1", {"outcome": "待ち期間がひと月以内になった。"}),
    ), 6),
    Problem("i-night", "夜間に相談できる先がない", "夜に不安が強くなったときの連絡先がない。", "相談支援",
            "area", "cc",
            "2019-02-20", (
        ("screen", "cc-2019-1", {"finding": "北地区で特に多い"}),
        ("escalate", "cc-2019-2", {"to_id": "ga", "question": "夜間の窓口の要否"}),
        ("return", "ga-2020-2", {"to_id": "cc", "reason": "費用の見積りが足りない"}),
        ("escalate", "cc-2021-1", {"to_id": "ga", "question": "見積りを添えて再び上程"}),
        ("resolve", "ga-2021-2", {"outcome": "夜間の電話窓口が試行されることになった。"}),
    ), 9),
    Problem("i-sign", "手話のできる支援者が足りない", "通院や面談の日程が通訳の都合で決まっている。",
            "意思疎通", "rights", "cc",
            "rights-2016", (("screen", "cc-2016-2", {"finding": "登録者の高齢化", "category": "意思疎通"}),)),
    Problem("i-ride", "通所の移動手段が限られている", "送迎のない事業所を選べない人がいる。", "移動", "",
            "cc",
            "2025-06-18", (
        ("screen", "cc-2025-1", {"finding": "北地区でバスの減便"}),
        ("refer", "cc-2025-2", {"to_id": "wk", "question": "通勤・通所の足の実態", "due": "2027-01-29"}),
        ("report", "wk-2026", {"progress": "事業所の送迎の状況を調べている。"}),
    ), 5),
    Problem("i-home", "保証人がいないと家を借りられない", "退院や独立が遅れている。", "住まい", "life",
            "cc", "life-2018", (
        ("screen", "cc-2018-1", {"finding": "不動産店への理解が鍵"}),
        ("refer", "cc-2018-2", {"to_id": "life", "question": "貸し手の不安は何か"}),
        ("report", "life-2019", {"progress": "貸し手への調査を始めた。"}),
        ("return", "2020-02-12", {"to_id": "cc", "outcome": "部会の再編で引き継ぐ"}),
        ("refer", "2020-07-14", {"to_id": "home", "question": "居住支援の仕組み"}),
        ("report", "home-2021", {"progress": "協力店の名簿の案をまとめた。"}),
        ("escalate", "home-2022", {"to_id": "cc", "act": "propose"}),
        ("escalate", "cc-2022-2", {"to_id": "ga"}),
        ("resolve", "ga-2022-2", {"outcome": "協力店の制度ができた。"}),
        ("feedback", "2023-03-15",
         {"recipient": "くらし部会の元部会員", "feedback": "協力店は七つから始まる。"}),
        ("close", "ga-2023-1", {"outcome": "制度の開始を確かめた。"}),
        ("reopen", "2025-09-24", {"reason": "協力店が減っている", "to_id": "home"}),
    ), 12),
    Problem("i-medical", "医療的ケアのあるこどもの預け先がない", "家族が休めない。", "こども", "child",
            "child", "child-2022", (
        ("report", "2023-05-17", {"progress": "看護師のいる事業所を調べた。"}),
        ("escalate", "ga-2023-x", {"to_id": "ga",
         "exception": "予算要求に間に合わせるため、会長の了承で調整会議を経なかった"}),
        ("resolve", "ga-2023-2", {"outcome": "短期入所の枠が増えた。"}),
        ("feedback", "2024-03-06", {"recipient": "こども部会", "feedback": "枠は二つ増える。"}),
        ("close", "ga-2024-1", {"outcome": "利用の開始を確かめた。"}),
    ), 4),
    Problem("i-work", "就労定着支援の後に支えが切れる", "三年を過ぎると相談先が分からない。", "就労",
            "wk", "cc", "wk-2023", (
        ("screen", "cc-2023-1", {"finding": "離職は四年目に多い"}),
        ("refer", "cc-2023-2", {"to_id": "wk", "question": "引継ぎの手順"}),
        ("escalate", "wk-2024", {"to_id": "cc", "act": "propose", "question": "引継ぎ票の案"}),
        ("return", "cc-2024-2", {"to_id": "wk", "reason": "企業の意見を加えること"}),
        ("report", "wk-2025", {"progress": "企業五社に聞き取りをした。"}),
    ), 7),
    Problem("i-weekend", "休みの日に行く場所がない", "余暇を過ごせる場が少ない。", "余暇", "leisure",
            "cc", "leisure-2022", (
        ("screen", "cc-2022-2", {"finding": "移動の支援とあわせて考える"}),
        ("refer", "cc-2023-1", {"to_id": "leisure", "question": "公共施設の使い方"}),
        ("defer", "leisure-2024", {"reason": "市民センターの改修が終わるまで待つ", "due": "2027-04-30"}),
    )),
    Problem("i-shelter", "福祉避難所に直接行けない", "誰がどこへ行くかが決まっていない。", "防災",
            "disaster", "cc",
            "disaster-2019", (
        ("screen", "cc-2020-1", {"finding": "個別避難計画との関係"}),
        ("refer", "cc-2020-2", {"to_id": "disaster", "question": "受入れの手順"}),
        ("report", "disaster-2021", {"progress": "三つの施設と話し合った。"}),
        ("escalate", "safe-2022", {"to_id": "cc", "act": "propose", "question": "直接避難の手順案"}),
        ("escalate", "cc-2022-2", {"to_id": "ga"}),
        ("resolve", "ga-2023-1", {"outcome": "直接避難の訓練が始まった。"}),
        ("feedback", "2023-08-02", {"recipient": "くらしの安心部会", "feedback": "訓練は毎年行う。"}),
        ("close", "2023-12-13", {"outcome": "計画に書き込まれた。"}),
    )),
    Problem("i-hospital", "退院しても住む場所と支えがない", "入院が長い人の退院が進まない。", "地域移行",
            "case", "cc", "case-2016", (
        ("screen", "cc-2016-1", {"finding": "病院と地域の顔合わせがない"}),
        ("refer", "2016-10-12", {"to_id": "transfer", "question": "退院までの役割分担", "due": "2019-03-29"}),
        ("report", "transfer-2017", {"progress": "退院支援の流れ図を作った。"}),
        ("escalate", "transfer-2018", {"to_id": "cc", "act": "submit"}),
        ("escalate", "cc-2018-2", {"to_id": "ga"}),
        ("resolve", "ga-2018-2", {"outcome": "病院との定例の打合せが始まった。"}),
        ("feedback", "2019-03-20", {"recipient": "個別支援会議", "feedback": "打合せはふた月に一度。"}),
        ("close", "ga-2019-1", {"outcome": "三人が退院した。"}),
    ), 8),
    Problem("i-leaflet", "協議会の知らせが難しい", "分かりやすい言葉で書いてほしい。", "広報", "sec",
            "cc", "2016-04-20", (
        ("screen", "cc-2016-1", {"finding": "絵とふりがなを付ける"}),
        ("refer", "cc-2017-1", {"to_id": "pr", "question": "分かりやすい版の作り方"}),
        ("escalate", "pr-2018", {"to_id": "cc", "act": "propose"}),
        ("feedback", "2018-08-01",
         {"recipient": "事務局会議", "feedback": "次の号から分かりやすい版を付ける。"}),
        ("close", "cc-2018-1", {"outcome": "分かりやすい版の発行を始めた。"}),
    )),
    Problem("i-farm", "農家の手伝いを仕事にしたい", "収穫の時期だけ働きたい人がいる。", "就労", "area-n",
            "area-n", "area-n-2023", (
        ("escalate", "2024-05-15", {"to_id": "area", "act": "submit"}),
        ("escalate", "2024-06-19", {"to_id": "cc", "act": "submit"}),
        ("screen", "cc-2024-1", {"finding": "農協の関心が高い"}),
        ("refer", "cc-2025-1", {"to_id": "wk", "question": "試しに働く仕組み", "due": "2026-12-25"}),
    )),
    Problem("i-aging", "親と同居する人の将来の暮らし", "親の高齢化で暮らしが続かなくなる。", "くらし",
            "case", "cc", "case-2026",
            (("screen", "cc-2026-1", {"finding": "緊急時の受入れとあわせて考える"}),), 3, "body"),
    Problem("i-staff", "支援する人が足りない", "夜勤を担える人がいない。", "人材", "home", "cc",
            "home-2024", (
        ("screen", "cc-2024-2", {"finding": "若い世代への働きかけが弱い"}),
        ("escalate", "cc-2025-2", {"to_id": "ga", "question": "市としての人材確保策"}),
    ), audience="council"),
    Problem("i-paper", "会議資料が重くて持ち帰れない", "電子の資料も選べるようにしてほしい。", "運営", "",
            "cc", "2022-06-01", (
        ("close", "cc-2022-1", {"reason": "運営の工夫で足り、課題としては扱わない"}),
    )),
    Problem("i-young", "卒業した後の居場所がない", "若い人が孤立している。", "こども", "child", "cc",
            "child-2026", ()),
)  # fmt: skip

RECOMMENDATIONS = (
    Proposal("相談の受付を一つにすることについて", "recommendation", "ga-2016-2",
             "窓口を一つにし、待ち期間を公表する。",
             ("i-wait",), "2017-03-10", "2017-08-25", "採用", "平成三十年度から窓口を一つにする。"),
    Proposal("退院支援の打合せについて", "opinion", "ga-2018-2", "病院との定例の打合せに市も加わる。",
             ("i-hospital",), "2019-03-15", "2019-09-02", "一部採用", "年二回、市の担当者が加わる。"),
    Proposal("夜間の電話窓口について", "request", "ga-2021-2", "夜間の窓口を常設する。",
             ("i-night",), "2022-03-11", "2022-10-07", "不採用", "常設はせず、試行の結果を見て考える。"),
    Proposal("住まいの協力店制度について", "recommendation", "ga-2022-2", "協力店の名簿を市が公表する。",
             ("i-home",), "2023-03-10", "2023-07-31", "採用", "名簿を公表する。"),
    Proposal("次期計画についての答申", "report_to_mayor", "ga-2023-2", "当事者が参加する評価の仕組みを置く。",
             (), "2024-03-01", "2024-03-29", "採用", "計画に盛り込む。", "次期障害福祉計画についての諮問"),
    Proposal("支援する人の確保について", "recommendation", "ga-2025-2",
             "学校との交流と夜勤の手当を組み合わせる。",
             ("i-staff",), "2026-03-13"),
    Proposal("会議の分かりやすさについて", "opinion", "ga-2026-1",
             "全ての会議に分かりやすい版の資料を用意する。"),
)  # fmt: skip
