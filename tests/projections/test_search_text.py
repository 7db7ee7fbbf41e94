"""One word however it is written: what a searcher types finds what a document says."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kyogikai_platform.tenant import Tenant
from kyogikai_projections.search import candidates, grams, holds, normal
from kyogikai_tenants.council.norms import BodyPurposeDefined
from kyogikai_tenants.log.connection import transaction
from tests.book import Book

SAME = {
    "variants of disability": ("障害者部会", "障がい者部会", "障碍者部会"),
    "the former word for a section": ("就労担当者会", "就労部会"),
    "children": ("子ども部会", "こども部会", "子供部会"),
    "full and half width": ("ＮＰＯ法人１２３", "NPO法人123", "npo法人123"),
    "half-width kana": ("ﾊﾟﾈﾙｶﾞｲﾄﾞ", "パネルガイド"),
    "kana one way": ("ネットワーク", "ねっとわーく"),
    "a voiced mark on its own": ("か\u3099いと\u3099", "がいど"),
    "the small ke and vu": ("ヴァヶ", "ゔぁゖ"),
    "spaces": ("木更津市 自立支援協議会", "木更津市\u3000自立支援協議会", "木更津市自立支援協議会\n"),
    "compatibility signs": ("㈱共生・①", "(株)共生・1"),
    "case": ("Straße", "STRASSE"),
    "variants of characters in names": ("髙﨑", "高崎", "髙崎"),
    "one name in four spellings": ("渡邊斎子", "渡邉齋子", "渡辺斉子"),
}


@pytest.mark.parametrize("case", SAME)
def test_one_word_is_one_word_however_it_is_written(case: str) -> None:
    assert len({normal(text) for text in SAME[case]}) == 1
    assert all(holds(whole, text) for whole in SAME[case] for text in SAME[case])


@pytest.mark.parametrize(
    ("one", "other"),
    [("障害", "傷害"), ("部会", "分科会"), ("はし", "ばし"), ("旭区", "朝日区"), ("1", "一")],
)
def test_two_words_stay_two(one: str, other: str) -> None:
    assert normal(one) != normal(other)
    assert not holds(one, other)


def test_a_piece_of_a_word_is_found_as_written_and_as_it_is_called_now() -> None:
    assert all(holds("就労担当者会", text) for text in ("担当", "担当者", "者会", "部会", "就労部"))
    assert all(holds("障がい福祉", text) for text in ("がい", "障害", "障碍福祉"))


@given(st.text("障害がい碍子供こども担当者会部ｱｶﾞＡｱa１ ー・ヴヶ\u3000", max_size=30))
@example("こ ﾞ")
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text(max_size=20), st.text(min_size=1, max_size=6), st.text(max_size=20))
def test_whatever_stands_in_a_text_is_proposed_by_its_pairs(before: str, text: str, after: str) -> None:
    whole = before + text + after
    if holds(whole, text) and len(normal(text)) > 1:
        assert {a for a in grams(text) if len(a) > 1} <= grams(whole) | grams(text)
        assert any(pair in grams(whole) for pair in grams(text))


@pytest.fixture
def book(tenant: Tenant) -> Book:
    return Book(tenant)


def found(book: Book, text: str) -> set[object]:
    with transaction(book.tenant.engine, book.tenant.id) as connection:
        return set(candidates(connection, text))


def test_a_record_is_found_by_any_way_of_writing_its_name(book: Book) -> None:
    body = book.body(book.council(), name="障がい児部会")
    for text in ("障害児部会", "障碍児", "障がい", "がい児", "児部会", "児担当者会", "障", "会"):
        assert body in found(book, text), text
    assert found(book, "傷害児部会") == set()
    assert found(book, "") == set()


def test_a_record_is_found_by_its_former_name_and_by_its_parts(book: Book) -> None:
    body = book.body(book.council(), name="就労部会", reading="しゅうろうぶかい")
    book.rename(body, "at 2012", "くらし部会")
    book.say(BodyPurposeDefined, body, "from 2012", texts=["住まいの課題を調べる"])
    for text in ("就労部会", "くらし", "シュウロウ", "住まいの課題"):
        assert found(book, text) == {body}, text


def test_nothing_is_found_in_another_municipality(book: Book, tenant: Tenant) -> None:
    stranger = Book(Tenant(tenant.engine, book.council()))
    stranger.body(stranger.council(), name="就労部会")
    assert found(book, "就労部会") == set()
