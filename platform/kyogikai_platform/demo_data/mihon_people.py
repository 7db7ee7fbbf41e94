"""みほん市（架空）: invented organisations and persons, and who holds which seat in which term."""

from typing import NamedTuple

ORGANIZATIONS = {
    "univ": ("みほん大学", "みほんだいがく", "学識経験者"),
    "hinagata": ("相談支援センターひながた", "そうだんしえんせんたーひながた", "相談支援事業者"),
    "core": ("みほん基幹相談支援センター", "みほんきかんそうだんしえんせんたー", "相談支援事業者"),
    "reidai": ("社会福祉法人れいだい会", "しゃかいふくしほうじんれいだいかい", "障害福祉サービス事業者"),
    "workshop": ("ひながた作業所", "ひながたさぎょうしょ", "障害福祉サービス事業者"),
    "grouphome": ("グループホームひなたの坂", "ぐるーぷほーむひなたのさか", "障害福祉サービス事業者"),
    "physical": ("みほん市身体障害者福祉会", "みほんししんたいしょうがいしゃふくしかい", "障害者団体"),
    "parents": ("みほん市手をつなぐ親の会", "みほんしてをつなぐおやのかい", "障害者団体"),
    "families": ("みほん精神保健家族会", "みほんせいしんほけんかぞくかい", "障害者団体"),
    "jobs": ("みほん障害者就業・生活支援センター",
        "みほんしょうがいしゃしゅうぎょうせいかつしえんせんたー", "雇用関係機関"),
    "hellowork": ("みほん公共職業安定所", "みほんこうきょうしょくぎょうあんていしょ", "雇用関係機関"),
    "school": ("みほん特別支援学校", "みほんとくべつしえんがっこう", "教育機関"),
    "health": ("みほん保健所", "みほんほけんしょ", "保健医療機関"),
    "hospital": ("れいだい病院", "れいだいびょういん", "保健医療機関"),
    "welfare": ("みほん市民生委員児童委員協議会", "みほんしみんせいいいんじどういいんきょうぎかい",
        "民生委員・児童委員"),
    "social": ("みほん市社会福祉協議会", "みほんししゃかいふくしきょうぎかい", "権利擁護関係者"),
    "realestate": ("みほん不動産協力会", "みほんふどうさんきょうりょくかい", "住まいの関係者"),
    "library": ("みほん市立図書館", "みほんしりつとしょかん", "社会教育機関"),
}  # fmt: skip
"""Name, reading, category."""

PERSONS = (
    ("青空 みのる", "あおぞら みのる"), ("花野 ことり", "はなの ことり"), ("夏木 そら", "なつき そら"),
    ("水瀬 あおい", "みなせ あおい"), ("風見 いずみ", "かざみ いずみ"), ("星川 すばる", "ほしかわ すばる"),
    ("月岡 かなで", "つきおか かなで"), ("雪村 ひなた", "ゆきむら ひなた"), ("森野 くるみ", "もりの くるみ"),
    ("海原 なぎさ", "うなばら なぎさ"), ("草壁 つくし", "くさかべ つくし"),
    ("石清水 たつき", "いわしみず たつき"),
    ("朝霧 しおり", "あさぎり しおり"), ("夕凪 いおり", "ゆうなぎ いおり"),
    ("虹ヶ丘 はるか", "にじがおか はるか"),
    ("小春日 めぐる", "こはるび めぐる"), ("秋山路 もみじ", "あきやまじ もみじ"),
    ("冬月 こだま", "ふゆつき こだま"),
    ("春風 つむぎ", "はるかぜ つむぎ"), ("桜井戸 まこと", "さくらいど まこと"),
    ("若草 ほたる", "わかくさ ほたる"),
    ("深山 あゆむ", "みやま あゆむ"), ("白砂 うみ", "しらすな うみ"),
    ("緑川辺 かえで", "みどりかわべ かえで"),
    ("黒潮 わたる", "くろしお わたる"), ("金木 いぶき", "かなき いぶき"),
    ("銀林 ゆずる", "ぎんばやし ゆずる"),
    ("赤土 だいち", "あかつち だいち"), ("山吹 みこと", "やまぶき みこと"),
    ("藤棚 さより", "ふじだな さより"),
    ("稲穂田 みつる", "いなほだ みつる"), ("麦畑 こむぎ", "むぎはた こむぎ"), ("川霧 すい", "かわぎり すい"),
    ("谷風 ひびき", "たにかぜ ひびき"),
)  # fmt: skip
"""Name and reading; the first is person 1."""
MISSPELT = {22: "深山 あゆみ"}
"""What a person was called by a slip of the pen, corrected later."""

TERMS = (
    ("2015-04-01", "2017-03-31"), ("2017-04-01", "2019-03-31"), ("2019-04-01", "2021-03-31"),
    ("2021-06-01", "2023-03-31"), ("2023-04-01", "2025-03-31"), ("2025-04-01", "2027-03-31"),
)  # fmt: skip
"""First and last day as planned; the third was extended to May 2021, until members could meet again."""
EXTENDED = {3: "2021-05-31"}


class Place(NamedTuple):
    """A seat of the assembly, and its holder in each term: a person, an office by its title, or nobody."""

    number: int
    category: str
    organization: str
    holders: tuple[int, int, int, int, int, int]
    job_title: str = ""

    def filled(self, term: int) -> bool:
        """Whether somebody sits there in that term."""
        return bool(self.job_title or self.holders[term - 1])


PLACES = (
    Place(1, "学識経験者", "univ", (1, 1, 1, 1, 2, 2)),
    Place(2, "相談支援事業者", "hinagata", (3, 3, 4, 4, 4, 5)),
    Place(3, "相談支援事業者", "core", (0, 6, 6, 6, 7, 7)),
    Place(4, "障害福祉サービス事業者", "reidai", (8, 8, 8, 9, 9, 9)),
    Place(5, "障害福祉サービス事業者", "workshop", (10, 11, 11, 11, 12, 12)),
    Place(6, "障害者団体", "physical", (13, 13, 13, 13, 14, 14)),
    Place(7, "障害者団体", "parents", (15, 15, 16, 16, 16, 16)),
    Place(8, "障害者団体", "families", (17, 17, 17, 18, 18, 19)),
    Place(9, "当事者", "", (0, 0, 20, 20, 21, 21)),
    Place(10, "雇用関係機関", "jobs", (22, 22, 22, 23, 23, 23)),
    Place(11, "教育機関", "school", (0,) * 6, "校長"),
    Place(12, "保健医療機関", "health", (0,) * 6, "保健予防課長"),
    Place(13, "保健医療機関", "hospital", (24, 24, 25, 25, 25, 26)),
    Place(14, "民生委員・児童委員", "welfare", (0, 28, 29, 29, 30, 30)),
    Place(15, "権利擁護関係者", "social", (31, 31, 31, 32, 32, 32)),
    Place(16, "公募市民", "", (0, 0, 33, 33, 34, 34)),
)
NEW_IN_2019 = frozenset({9, 16})


class Change(NamedTuple):
    """Who left a seat within a term, on which last day, and who served the rest."""

    command: str
    reason: str
    last_day: str
    next_day: str
    successor: int


CHANGES = {
    (4, 1): Change("ResignMember", "本人の申出", "2022-01-31", "2022-02-01", 2),
    (5, 13): Change("ReplaceMember", "所属先の人事異動", "2024-03-31", "2024-04-01", 27),
    (2, 8): Change("ReplaceMember", "団体の役員改選", "2018-06-30", "2018-07-01", 18),
}
"""By term and seat. The first term's seat 14 was vacant to September, which is told apart."""
OFFICERS = (
    (1, "m1-01", "会長"), (1, "m1-04", "副会長"), (2, "m2-01", "会長"), (2, "m2-04", "副会長"),
    (3, "m3-01", "会長"), (3, "m3-04", "副会長"), (4, "m4-01", "会長"), (4, "m4-04", "副会長"),
    (5, "m5-04", "会長"), (5, "m5-15", "副会長"), (6, "m6-01", "会長"), (6, "m6-06", "副会長"),
)  # fmt: skip
"""Elected in the first meeting of each term."""

CHAIRS = (
    ("wk", 22, "jobs", "2015-07-08", "2019-03-31"), ("wk", 23, "jobs", "2019-07-10", "2023-03-31"),
    ("wk", 12, "workshop", "2023-07-12", ""), ("life", 3, "hinagata", "2015-08-26", "2020-03-31"),
    ("child", 15, "parents", "2015-10-14", "2021-03-31"), ("child", 16, "parents", "2021-10-13", ""),
    ("rights", 31, "social", "2015-12-02", "2022-03-31"),
    ("disaster", 28, "welfare", "2017-11-22", "2022-03-31"),
    ("transfer", 24, "hospital", "2016-11-09", "2021-03-31"), ("transfer", 25, "hospital", "2021-11-10", ""),
    ("home", 9, "reidai", "2020-08-26", ""), ("leisure", 20, "", "2020-09-02", ""),
    ("safe", 32, "social", "2022-12-14", ""), ("area-n", 29, "welfare", "2019-01-23", ""),
)  # fmt: skip
"""Body, person, organisation, first day as its head, last day."""

ENROLLED = (
    ("wk", ("jobs", "hellowork", "workshop", "school"), "2015-04-01"),
    ("child", ("school", "parents", "health"), "2015-04-01"),
    ("home", ("grouphome", "realestate", "core"), "2020-04-01"),
    ("safe", ("social", "welfare", "physical"), "2022-04-01"),
)
"""Organisations that are members of a body, whoever comes for them."""
