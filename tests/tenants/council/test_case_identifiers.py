"""What names a person's case is known by its form, and ordinary texts are left alone."""

import pytest

from kyogikai_tenants.council.case_identifiers import names_a_case


@pytest.mark.parametrize(
    "text",
    [
        "受給者証番号は0123456789です",
        "受給者証番号:１２３４５６７８９０",
        "個人番号123456789012",
        "1234-5678-9012の方",
        "生年月日：昭和60年3月4日",
        "生年月日 1985-03-04",
        "昭和60年3月4日生まれの方",
        "昭和60年3月4日生、男性",
    ],
)
def test_what_identifies_a_case_is_known_by_its_form(text: str) -> None:
    assert names_a_case(text)


@pytest.mark.parametrize(
    "text",
    [
        "令和3年5月10日に調整会議で検討",
        "5月10日生活支援部会にて",
        "電話 0438-23-4567",
        "利用者は1234567人、12年で2倍",
        "生年月日の記入欄をなくす",
        "2021年度から2024年度まで",
    ],
)
def test_dates_telephones_and_counts_identify_nobody(text: str) -> None:
    assert not names_a_case(text)
