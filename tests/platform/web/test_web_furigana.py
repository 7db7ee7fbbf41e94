"""Readings over kanji: as the record says of its own names, over kanji alone, and only for who asks."""

import re

import pytest

from kyogikai_platform.web import furigana
from kyogikai_platform.web.furigana import Piece, annotated, pieces
from tests.platform.accounts.house import House
from tests.platform.web.visitor import Visitor


def _plain(page: str) -> str:
    """A page without the readings that were put into it."""
    words = re.sub(r"<ruby>(.*?)<rp>（</rp><rt>.*?</rt><rp>）</rp></ruby>", r"\1", page)
    return re.sub(r'<span class="yomi">(.*?)</span>', r"\1", words, flags=re.DOTALL)


def test_a_word_is_read_without_the_kana_that_it_ends_with() -> None:
    assert list(pieces("会議を開く", {})) == [
        Piece("会議", "かいぎ"), Piece("を"), Piece("開", "ひら"), Piece("く"),
    ]  # fmt: skip


def test_the_records_own_names_are_read_as_it_says() -> None:
    names = {"上総": "かずさ", "上総会": "じょうそうかい"}
    assert list(pieces("上総会と上総", names)) == [
        Piece("上総会", "じょうそうかい"), Piece("と"), Piece("上総", "かずさ"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        '<p title="会議">会議 &amp; <b>課題</b>&nbsp;&#x4f1a; <br><img src="/a?b=1&amp;c=2"/></p><!-- 会 -->',
        "<!doctype html><html><head><title>会議</title></head><body><textarea>会議</textarea></body></html>",
        "<p>5 &lt; 6 年</p>",
    ],
)
def test_nothing_but_readings_is_added(page: str) -> None:
    assert _plain(annotated(page, {})) == page


def test_a_text_stays_one_for_what_lays_its_parents_children_out_side_by_side() -> None:
    chip = annotated("<b>結果を返す予定</b>", {})
    assert chip.startswith('<b><span class="yomi"><ruby>')
    assert chip.endswith("</span></b>")


@pytest.mark.parametrize("tag", sorted(furigana.AS_IT_IS - {"head"}))
def test_what_is_sent_back_drawn_or_copied_stays(tag: str) -> None:
    page = f"<div><{tag}>会議</{tag}>会議</div>"
    assert annotated(page, {}).count("<rt>") == 1
    assert f"<{tag}>会議</{tag}>" in annotated(page, {})


def test_a_name_is_no_markup() -> None:
    assert "<rt>&lt;b&gt;</rt>" in annotated("<p>会</p>", {"会": "<b>"})


def test_who_asks_sees_readings_and_the_rest_of_the_page_is_the_same(public: Visitor) -> None:
    before = public.get("/").text
    assert "<rt>" not in before
    assert public.fill("/", "/preferences", readings="on", next="/").status_code == 303
    after = public.get("/").text
    assert "<rt>ちょうせい</rt>" in after
    asked = _plain(after).replace('value="off" aria-pressed="true">', 'value="on" aria-pressed="false">')
    assert asked == before
    public.fill("/", "/preferences", lang="en", next="/")
    assert "<rt>" not in public.get("/").text
    assert "ふりがな" not in public.get("/").text


def test_without_the_dictionary_nobody_is_offered_readings(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(furigana, "available", lambda: False)
    visitor = Visitor.at(house)
    visitor.fill("/", "/preferences", readings="on", next="/")
    assert "<rt>" not in visitor.get("/").text
    assert "ふりがな" not in visitor.get("/").text
