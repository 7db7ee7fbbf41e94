"""The search, and the documents that the record rests on."""

from urllib.parse import quote

import pytest

from kyogikai_graphql import ids
from kyogikai_projections.finding import stretch_of
from tests.platform.accounts.house import House
from tests.platform.web.rich import clerk, reader, rich
from tests.platform.web.test_web_council import words
from tests.platform.web.visitor import Page, Visitor

__all__ = ["clerk", "reader", "rich"]
pytestmark = pytest.mark.check


def test_a_former_name_leads_to_what_it_became_and_is_said(reader: Visitor) -> None:
    page = words(reader, "/search?q=こども部会")
    assert "こども・わかもの部会 旧称・別名 こども部会" in page
    assert "みほん市地域自立支援協議会（架空） 旧称・別名 みほん市障害者自立支援協議会" in words(
        reader, "/search?q=障がい者自立支援協議会"
    )


def test_hits_are_grouped_by_kind_and_go_on_over_pages(reader: Visitor) -> None:
    first = reader.get("/search?q=部会")
    page = Page.of(first)
    assert "会議体" in page.text
    onward = [link for link in page.links if "after=" in link]
    assert onward
    assert "q=" in onward[0]
    assert reader.get(onward[0]).status_code == 200
    assert Page.of(reader.get(onward[0])).text != page.text


def test_a_meeting_is_found_by_whose_it_was_and_when(reader: Visitor) -> None:
    page = words(reader, "/search?q=専門部会の報告")
    assert "全体会 平成29年度 第1回" in page
    assert "2017年度" not in page


def test_an_empty_result_offers_the_next_steps_and_keeps_the_text(reader: Visitor) -> None:
    answer = reader.get("/search?q=ぬるぽ")
    page = Page.of(answer)
    assert "「ぬるぽ」は見つかりませんでした。" in page.text
    assert page.fields["q"] == "ぬるぽ"
    assert "/roster" in page.links


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><b>', "%00", "あ" * 5000, "{{7*7}}"])
def test_whatever_is_typed_is_only_text(reader: Visitor, text: str) -> None:
    answer = reader.get(f"/search?q={quote(text, safe='%')}")
    assert answer.status_code == 200
    assert Page.of(answer).inline == []
    assert "49" not in Page.of(answer).fields["q"]


def test_every_page_has_the_field(reader: Visitor) -> None:
    for path in ("/", "/org", "/history", "/roster"):
        assert 'action="/search"' in reader.get(path).text


@pytest.mark.parametrize(
    ("whole", "text", "found"),
    [
        ("就労担当者会", "部会", "担当者会"), ("木更津市 自立支援", "市自立", "市 自立"),
        ("髙橋", "高橋", "髙橋"),
        ("障がい者", "障害", "障がい"), ("あいう", "え", ""), ("あいう", "", ""),
    ],
)  # fmt: skip
def test_what_is_marked_is_what_was_found(whole: str, text: str, found: str) -> None:
    begin, end = stretch_of(whole, text)
    assert whole[begin:end] == found


def test_a_document_lists_what_rests_on_it_with_places_and_flags(public: Visitor) -> None:
    listed = Page.of(public.get("/sources"))
    assert "木更津市地域自立支援協議会" in listed.text
    assert "機関の数は文字が壊れているとみられ、推測しない。" in listed.text
    (path,) = {link for link in listed.links if link.startswith("/sources/")}
    page = words(public, path)
    assert "令和3年5月" in page
    assert "就労生活支援部会 会議体設置" in page
    assert "l. 95" in page


def test_a_hidden_fact_rests_on_nothing_for_the_public(
    house: House, public: Visitor, office: Visitor
) -> None:
    (document,) = house.book.query("SELECT id FROM source_document WHERE known_to IS NULL LIMIT 1")
    (council,) = house.book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    source = {"document_id": document["id"], "locator": "l. 12345"}
    house.book.body(council["id"], "from 2020-04-01", "伏せた部会", audience="secretariat", source=source)
    path = f"/sources/{ids.encode('SourceDocument', document['id'])}"
    assert "l. 12345" in words(office, path)
    assert "l. 12345" not in words(public, path)
    assert "伏せた部会" not in words(public, path)
