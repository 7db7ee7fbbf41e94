"""Records are found by any name of their life and by what is written of them.

The day decides what they are called.
"""

from typing import Any

import pytest

from kyogikai_projections import finding
from kyogikai_projections.finding import SHOWN, excerpt
from kyogikai_projections.search import holds
from kyogikai_tenants.vocabulary import Role
from tests.graphql.partner import Partner
from tests.graphql.scribe import Scribe

ASK = """query($t: String!, $day: Date, $at: DateTime, $first: Int, $after: String, $last: Int) {
  search(text: $t, asOf: $day, knownAt: $at, first: $first, after: $after, last: $last) {
    totalCount nodes { node { __typename } title excerpt matchedName } pageInfo { endCursor hasNextPage
    } } }"""


def found(partner: Partner, text: str, **given: Any) -> list[tuple[str, str, str | None]]:
    nodes = partner.ask(ASK, t=text, **given)["search"]["nodes"]
    return [(n["node"]["__typename"], n["title"], n["matchedName"]) for n in nodes]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("就労部会", ("Body", "就労部会", "就労部会")),
        ("シュウロウ", None),
        ("就労研修", ("Activity", "就労研修", None)),
        ("架空市協議会", ("Council", "架空市協議会", "架空市協議会")),
        ("そうだん", None),
        ("相談支援センター", ("Organization", "相談支援センター", "相談支援センター")),
        ("相談支援ｾﾝﾀｰ", ("Organization", "相談支援センター", "相談支援センター")),
        ("夜間の移動", ("Issue", "移動の手段が足りない", None)),
        ("移動支援の提言", ("Recommendation", "移動支援の提言", None)),
        ("立ち上げ期", ("Phase", "立ち上げ期", None)),
        ("設置要綱", ("SourceDocument", "設置要綱", None)),
        ("顔の見える", ("Council", "架空市協議会", None)),
        ("事業所の連携", ("Body", "就労部会", None)),
        ("意見交換", ("Meeting", "2024年度第1回", None)),
        ("専門部会", ("BodyGroup", "専門部会", "専門部会")),
        ("架空 花子", ("Person", "架空 花子", "架空 花子")),
        ("", None),
        (" ", None),
    ],
)
def test_everything_is_found(reader: Partner, text: str, first: Any) -> None:
    hits = found(reader, text)
    assert (hits[0] if hits else None) == first


def test_what_is_hidden_is_not_found(reader: Partner) -> None:
    public = reader.as_(Role.PUBLIC)
    for text in ("運営会議", "架空 花子", "内部資料", "第2回就労部会"):
        assert found(reader, text)
        assert found(public, text) == []


def test_a_former_name_finds_the_body_under_its_name_of_the_day(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), "from 2008", "ひまわり会")
    book.rename(body, "from 2010", "たんぽぽ会")
    assert found(partner, "ひまわり") == [("Body", "たんぽぽ会", "ひまわり会")]
    assert found(partner, "たんぽぽ", day="2009-01-01") == [("Body", "ひまわり会", "たんぽぽ会")]
    assert found(partner, "たんぽぽ", day="2007-12-31") == []


def test_what_has_ended_is_found(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), "from 2008", "ひまわり会")
    book.dissolve(body, "at 2012-03-31")
    assert found(partner, "ひまわり") == [("Body", "ひまわり会", "ひまわり会")]


def test_what_was_not_known_yet_is_not_found(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), "from 2008", "ひまわり会")
    then = partner.ask("{ auditTrail(last: 1) { nodes { recordedAt } } }")["auditTrail"]["nodes"][0][
        "recordedAt"
    ]
    book.rename(body, "from 2010", "たんぽぽ会")
    assert found(partner, "たんぽぽ", at=then) == []
    assert found(partner, "ひまわり", at=then) == [("Body", "ひまわり会", "ひまわり会")]


def test_a_name_put_right_finds_nothing_any_more(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), "from 2008", "ひまわり会")
    book.correct(body, 1, "name", "ひまわりの会")
    assert found(partner, "ひまわり会") == []
    assert found(partner, "ひまわりの会") == [("Body", "ひまわりの会", "ひまわりの会")]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("障害者部会", "障がい者"),
        ("障碍者部会", "障害者"),
        ("こども部会", "子ども"),
        ("担当者会", "部会"),
        ("担当者会", "担当"),
    ],
)
def test_variants_of_a_word_are_one(book: Scribe, partner: Partner, written: str, asked: str) -> None:
    book.body(book.council(), name=written)
    assert found(partner, asked) == [("Body", written, written)]


def test_a_whole_name_comes_before_a_part_and_a_text(book: Scribe, partner: Partner) -> None:
    council = book.council()
    for name in ("相談部会の連絡会", "相談部会"):
        book.body(council, name=name)
    book.record("DefineBodyPurpose", book.body(council, name="別の会"), "undated", texts=["相談部会を助ける"])
    assert [title for _, title, _ in found(partner, "相談部会")] == ["相談部会", "相談部会の連絡会", "別の会"]


def test_hits_have_pages(book: Scribe, partner: Partner) -> None:
    council = book.council()
    for number in range(5):
        book.body(council, name=f"部会{number}")
    whole = found(partner, "部会")
    first = partner.ask(ASK, t="部会", first=2)["search"]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (5, True)
    assert found(partner, "部会", first=3, after=first["pageInfo"]["endCursor"]) == whole[2:]
    assert found(partner, "部会", last=1) == whole[-1:]


def test_an_excerpt_shows_the_place() -> None:
    long = "前" * 200 + "就労の支援" + "後" * 200
    assert excerpt("短い文", "短い") == "短い文"
    assert "就労の支援" in excerpt(long, "就労")
    assert excerpt(long, "就労").startswith("…")
    assert excerpt(long, "就労").endswith("…")
    assert len(excerpt(long, "就労")) == SHOWN + 2
    assert excerpt("就労" + "後" * 200, "就労").startswith("就労")
    assert excerpt("前" * 200 + "就労", "就労").endswith("就労")


def test_an_excerpt_of_a_long_text_takes_few_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def look(whole: str, text: str) -> bool:
        looked.append(len(whole))
        return holds(whole, text)

    monkeypatch.setattr(finding, "holds", look)
    assert "就労" in excerpt("就労" + "後" * 20_000, "就労")
    assert "就労" in excerpt("前" * 10_000 + "就労" + "後" * 10_000, "就労")
    assert len(looked) <= 2 * 15


def test_the_name_as_it_was_asked_for_is_the_one_that_matched(book: Scribe, partner: Partner) -> None:
    body = book.body(book.council(), "from 2008", "就労支援担当者会")
    book.rename(body, "from 2012", "就労支援部会")
    for text in ("就労支援担当者会", "就労支援部会"):
        (hit,) = partner.ask(ASK, t=text)["search"]["nodes"]
        assert (hit["title"], hit["matchedName"], hit["excerpt"]) == ("就労支援部会", text, text)


def test_what_is_said_of_a_council_leads_to_it(book: Scribe, partner: Partner) -> None:
    council = book.council("from 2007", "甲協議会", background="懇談の場が前身")
    body = book.body(council, name="乙会")
    book.record("DefineBodyComposition", council, "undated", text="関係機関", categories=["家族会", "当事者"])
    book.record("DefineBodyComposition", body, "undated", text="実務者", added=["民生委員"])
    book.record(
        "AssignSecretariat", council, "from 2010", names=["福祉課", "基幹相談支援センター"], mode="joint"
    )
    book.record("RecordLegalBasis", council, "undated", title="障害者総合支援法", form="法律")
    route = {"from_id": body, "to_id": body, "act": "escalate", "conditions": ["重要なもの"]}
    book.record("DefineIssueRoutes", council, "undated", routes=[route])
    for text in ("懇談", "家族会", "基幹相談", "総合支援法", "重要なもの"):
        assert found(partner, text) == [("Council", "甲協議会", None)]
    assert found(partner, "民生委員") == [("Body", "乙会", None)]
    (hit,) = partner.ask(ASK, t="当事者")["search"]["nodes"]
    assert hit["excerpt"] == "当事者"
