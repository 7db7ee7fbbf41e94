"""みほん市（架空）: its network, its council, what the council rests on, and its bodies from 2015 to 2026."""

from datetime import date
from typing import Any

from kyogikai_platform.demo_data.mihon_writing import Writer

COUNCIL = "council"
LAW = "障害者の日常生活及び社会生活を総合的に支援するための法律"
CATEGORIES = (
    "学識経験者", "相談支援事業者", "障害福祉サービス事業者", "障害者団体", "雇用関係機関", "教育機関",
    "保健医療機関",
    "民生委員・児童委員", "権利擁護関係者",
)  # fmt: skip
FUNCTIONS = (
    ("①", "情報", "地域の様子と困りごとを持ち寄る。"),
    ("②", "調整", "関係する機関のつなぎ方を決める。"),
    ("③", "開発", "足りない支えを見つけ、つくる。"),
    ("④", "教育", "研修で支える人の力を伸ばす。"),
    ("⑤", "権利擁護", "権利が守られているかを確かめる。"),
    ("⑥", "評価", "相談の仕組みを毎年見直す。"),
)

BODIES: tuple[tuple[str, str, str, str, str, dict[str, Any]], ...] = (
    ("ga", "全体会", "ぜんたいかい", "general_assembly", "2015-04-01", {"standing_members": True}),
    ("cc", "調整会議", "ちょうせいかいぎ", "coordination_committee", "2015-04-01", {}),
    ("case", "個別支援会議", "こべつしえんかいぎ", "case_conference", "2015-04-01", {}),
    ("sec", "事務局会議", "じむきょくかいぎ", "secretariat_meeting", "2015-04-01", {"audience": "council"}),
    ("wk", "しごと部会", "しごとぶかい", "subcommittee", "2015-04-01", {"group_id": "group", "number": 1}),
    ("life", "くらし部会", "くらしぶかい", "subcommittee", "2015-04-01", {"group_id": "group", "number": 2}),
    ("child", "こども部会", "こどもぶかい", "subcommittee", "2015-04-01", {"group_id": "group", "number": 3}),
    ("rights", "権利擁護部会", "けんりようごぶかい", "subcommittee", "2015-04-01",
     {"group_id": "group", "number": 4}),
    ("pr", "広報部会", "こうほうぶかい", "subcommittee", "2016-04-01", {"group_id": "group", "number": 5}),
    ("transfer", "地域移行担当者会", "ちいきいこうたんとうしゃかい", "working_group", "2016-04-01",
     {"parent_id": "cc"}),
    ("disaster", "防災部会", "ぼうさいぶかい", "subcommittee", "2017-04-01",
     {"group_id": "group", "number": 6}),
    ("area", "地区連絡会", "ちくれんらくかい", "liaison_group", "2018-04-01", {}),
    ("area-n", "北地区部会", "きたちくぶかい", "area_section", "2018-04-01",
     {"parent_id": "area", "number": 1}),
    ("area-s", "南地区部会", "みなみちくぶかい", "area_section", "2018-04-01",
     {"parent_id": "area", "number": 2}),
    ("home", "住まい部会", "すまいぶかい", "subcommittee", "2020-04-01", {"group_id": "group", "number": 7}),
    ("leisure", "余暇・社会参加部会", "よかしゃかいさんかぶかい", "subcommittee", "2020-04-01",
     {"group_id": "group", "number": 8}),
    ("safe", "くらしの安心部会", "くらしのあんしんぶかい", "subcommittee", "2022-04-01",
     {"group_id": "group", "number": 9}),
    ("plan", "計画づくりチーム", "けいかくづくりちーむ", "project_team", "2023-06-01", {"parent_id": "ga"}),
)  # fmt: skip
"""Key, name, reading, kind, first day, and the rest."""

PURPOSES = {
    "ga": ("協議会の方針を決める。", "市への提言をまとめる。"),
    "cc": ("課題を精査し、部会に調査・検討を依頼する。", "全体会に上程する課題を選ぶ。"),
    "case": ("一人ひとりの支え方を関係者で考える。",),
    "wk": ("働き続けるための支えを考える。",),
    "life": ("住まいと日中の過ごし方を考える。",),
    "child": ("育ちの節目で支えが切れないようにする。",),
    "rights": ("虐待の防止と意思決定の支援を考える。",),
    "disaster": ("災害のときの避難と安否の確認を考える。",),
    "transfer": ("入院や入所が長い人の地域での暮らしを支える。",),
    "home": ("住まいの借りにくさをなくす。",),
    "leisure": ("仕事と家のほかに過ごせる場を増やす。",),
    "safe": ("権利擁護と防災をあわせて考える。",),
}

CADENCES = (
    ("ga", "from 2015-04-01", {"per_year": 2, "as_written": "年2回"}),
    ("cc", "from 2015-04-01", {"per_year": 2, "approximate": True, "as_written": "年2回程度"}),
    ("case", "from 2015-04-01", {"as_needed": True, "as_written": "随時"}),
    ("sec", "from 2015-04-01", {"interval_months": 1, "as_written": "毎月"}),
    ("transfer", "from 2016-04-01", {"per_year": 1, "as_written": "年1回"}),
    ("transfer", "from 2021-04-01", {"per_year": 2, "approximate": True, "as_written": "年2回程度"}),
    ("area", "from 2018-04-01", {"per_year": 1, "as_written": "年1回"}),
)


def write(w: Writer) -> None:
    """All of it, in the order of the chart."""
    _predecessor(w)
    _council(w)
    _statements(w)
    _bodies(w)
    _rules(w)
    _changes(w)
    _endings(w)


def _predecessor(w: Writer) -> None:
    """A network without legal standing, which the council goes on from."""
    w.say("EstablishCouncil", "network", "from 2009-06-01", name="みほん市障害者支援ネットワーク（架空）",
          standing="network", jurisdiction="みほん市",
          background="支援者どうしの勉強会から始まった。")  # fmt: skip
    w.say("CreateBody", "network-staff", "from 2009-06-01", council_id="network", name="実務者定例会",
          kind="practitioners_meeting")  # fmt: skip
    founded = date(2015, 4, 1)
    w.say("EstablishCouncil", "prefecture", "as_of 2015-04-01", name="架空県自立支援協議会（架空）",
          standing="external", jurisdiction="架空県")  # fmt: skip
    w.say("EstablishCouncil", COUNCIL, "from 2015-04-01", name="みほん市障害者自立支援協議会（架空）",
          reading="みほんししょうがいしゃじりつしえんきょうぎかい", standing="statutory",
          jurisdiction="みほん市",
          aliases=[{"name": "みほん協議会", "kind": "short"}], source="1ページ")  # fmt: skip
    w.say(
        "SucceedCouncil",
        "network",
        "at 2015-03-31",
        recorded=founded,
        successor_id=COUNCIL,
        reason="法定の協議会の設置",
    )


def _council(w: Writer) -> None:
    w.say("RecordLegalBasis", COUNCIL, "from 2015-04-01", title=LAW, form="法律", source="1ページ")
    w.say(
        "RecordLegalBasis",
        COUNCIL,
        "from 2015-04-01",
        title="みほん市障害者自立支援協議会設置要綱",
        form="要綱",
    )
    w.say("AssignSecretariat", COUNCIL, "from 2015-04-01", names=["みほん市障がい福祉課"], mode="direct")
    w.say("AssignSecretariat", COUNCIL, "from 2018-04-01", mode="joint",
          names=["みほん市障がい福祉課", "みほん基幹相談支援センター"])  # fmt: skip
    w.say("DefineBodyComposition", COUNCIL, "from 2015-04-01", categories=CATEGORIES)
    w.say("NoteExternalContext", COUNCIL, "at 2016-04-01", text="障害者差別解消法が施行された。")
    w.say("NoteExternalContext", COUNCIL, "at 2024-04-01", text="改正障害者総合支援法が施行された。")
    w.say("RenameCouncil", COUNCIL, "from 2019-04-01", name="みほん市地域自立支援協議会（架空）",
          reading="みほんしちいきじりつしえんきょうぎかい", reason="要綱の改正")  # fmt: skip
    w.say("RestartCouncil", COUNCIL, "at 2023-04-01", changes=["部会の再編", "当事者委員の増員"])


def _statements(w: Writer) -> None:
    w.say(
        "RecordStatement",
        COUNCIL,
        "from 2015-04-01",
        kind="slogan",
        as_written="持ち寄って、つなげて、かえる",
    )
    w.say("RecordStatement", COUNCIL, "from 2015-04-01", kind="purpose", title="目的",
          text="障害のある人が望む暮らしを続けられるよう、関係者が課題を持ち寄り、仕組みをつくる。",
          source="2ページ")  # fmt: skip
    items = [{"label": label, "title": title, "text": text} for label, title, text in FUNCTIONS]
    w.say("RecordStatement", COUNCIL, "from 2015-04-01", kind="function", title="六つの働き", items=items)
    w.say("RecordStatement", COUNCIL, "from 2018-04-01", kind="goal", title="中期の目標",
          items=[{"text": "相談の待ち期間をひと月以内にする。"},
              {"text": "地区ごとの話し合いの場を置く。"}])  # fmt: skip
    w.say("RecordStatement", COUNCIL, "from 2023-04-01", kind="goal", title="中期の目標",
          items=[{"text": "提言への回答を必ず部会に返す。"},
              {"text": "当事者が議題を出せるようにする。"}])  # fmt: skip
    w.say("RecordStatement", COUNCIL, "from 2021-04-01", kind="policy", title="会議の進め方",
          text="資料は一週間前に届け、分かりやすい版を添える。")  # fmt: skip


def _rules(w: Writer) -> None:
    """The rule of the assembly, amended once, and one on observers that is no longer in force."""
    w.say("EnactRule", "rule", "from 2015-04-01", council_id=COUNCIL, scope_id="ga",
          title="みほん市障害者自立支援協議会設置要綱", legal_form="要綱", number="要綱第7号", max_members=15,
          term_years=2, quorum="委員の過半数の出席", quorum_share="過半数", decision="出席委員の過半数",
          chair_method="互選", openness="open", categories=CATEGORIES, source="4ページ")  # fmt: skip
    w.say("AmendRule", "rule", "from 2019-04-01", title="みほん市地域自立支援協議会設置要綱",
          number="要綱第3号",
          max_members=16, categories=[*CATEGORIES, "当事者", "公募市民"],
          reason="当事者と市民の参加")  # fmt: skip
    w.say("EnactRule", "rule-observers", "from 2016-04-01", council_id=COUNCIL,
          title="会議の傍聴に関する要領",
          legal_form="要領", openness="open")  # fmt: skip
    w.say("RepealRule", "rule-observers", "at 2022-03-31", reason="要綱に定めたため")


def _bodies(w: Writer) -> None:
    w.say("DefineBodyGroup", "group", "from 2015-04-01", council_id=COUNCIL, name="専門部会",
          kind="subcommittee",
          purpose="分野ごとに課題を調べ、解決の案をつくる。")  # fmt: skip
    w.say("SetBodyCadence", "group", "from 2015-04-01", rules=[{"per_year": 1, "as_needed": True}])
    w.say(
        "DefineBodyComposition", "group", "from 2015-04-01", text="課題に関わる機関の実務者", level="実務者"
    )
    for key, name, reading, kind, begin, rest in BODIES:
        w.say(
            "CreateBody",
            key,
            f"from {begin}",
            council_id=COUNCIL,
            name=name,
            reading=reading,
            kind=kind,
            **rest,
        )
        if key in PURPOSES:
            w.say("DefineBodyPurpose", key, f"from {begin}", texts=PURPOSES[key])
    for key, when, rule in CADENCES:
        w.say("SetBodyCadence", key, when, rules=[rule])
    w.say(
        "DefineBodyComposition",
        "cc",
        "from 2015-04-01",
        text="会長、部会長、事務局",
        ex_officio_of=["ga", "wk", "life", "child"],
    )
    w.say("DefineBodyComposition", "ga", "from 2015-04-01", categories=CATEGORIES)
    w.say(
        "DefineBodyComposition", "ga", "from 2019-04-01", categories=CATEGORIES, added=["当事者", "公募市民"]
    )
    w.say(
        "AssignSecretariat",
        "area",
        "from 2018-04-01",
        names=["みほん基幹相談支援センター"],
        mode="outsourced",
    )


def _changes(w: Writer) -> None:
    """A working group becomes a subcommittee; its earlier renaming comes to light later."""
    w.say(
        "RenameBody",
        "transfer",
        "from 2021-04-01",
        name="地域移行部会",
        reading="ちいきいこうぶかい",
        reason="専門部会への位置づけ",
    )
    w.say("ChangeBodyKind", "transfer", "from 2021-04-01", kind="subcommittee", reason="専門部会への位置づけ")
    w.say("MoveBody", "transfer", "from 2021-04-01", group_id="group", reason="専門部会への位置づけ")
    w.say(
        "RenameBody",
        "child",
        "from 2024-04-01",
        name="こども・わかもの部会",
        reading="こどもわかものぶかい",
        reason="対象を二十代まで広げた",
    )


def _endings(w: Writer) -> None:
    """A succession, a dissolution, a split, a merger; each said once the heirs are there."""
    w.say("SucceedBody", "network-staff", "at 2015-03-31", recorded=date(2015, 4, 1), successor_id="cc")
    w.say("DissolveBody", "pr", "at 2019-03-31", reason="広報は事務局が担うこととした")
    w.say("SplitBody", "life", "at 2020-03-31", recorded=date(2020, 4, 1), into_ids=["home", "leisure"],
          reason="住まいと余暇を分けて深めるため")  # fmt: skip
    for source, other in (("rights", "disaster"), ("disaster", "rights")):
        w.say("MergeBody", source, "at 2022-03-31", recorded=date(2022, 4, 1), into_id="safe",
              with_ids=[other], reason="委員の重なりが大きいため")  # fmt: skip
    w.say("DissolveBody", "plan", "at 2024-03-31", reason="計画の答申を終えた")
