"""A code is looked up in the product's own list, or in the one that the keeper of the installation has."""

import re
from collections import Counter
from pathlib import Path

import pytest

from kyogikai_platform.onboarding.code_list import OWN, BadList, NotListed, look_up
from kyogikai_tenants.municipalities import is_code
from kyogikai_tenants.vocabulary import MunicipalityKind
from tests import code_list_source

HEAD = "団体コード,都道府県名\n（漢字）,市区町村名\n（漢字）,都道府県名\n（カナ）,市区町村名\n（カナ）"
ROWS = """122068,千葉県,木更津市,ﾁﾊﾞｹﾝ,ｷｻﾗﾂﾞｼ
131105,東京都,目黒区,ﾄｳｷｮｳﾄ,ﾒｸﾞﾛｸ
141127,神奈川県,横浜市旭区,ｶﾅｶﾞﾜｹﾝ,ﾖｺﾊﾏｼｱｻﾋｸ
011002,北海道,札幌市,ﾎｯｶｲﾄﾞｳ,ｻｯﾎﾟﾛｼ
999999,どこか,にせ市,ﾄﾞｺｶ,ﾆｾｼ
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A few lines as the ministry has them, and one that is none."""
    path = tmp_path / "codes.csv"
    quoted = ",".join(f'"{name}"' for name in HEAD.split(","))
    path.write_text(f"\ufeff{quoted}\n{ROWS}", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("code", "name", "reading", "kind", "parent"),
    [
        ("122068", "木更津市", "きさらづし", MunicipalityKind.CITY, "千葉県"),
        ("131105", "目黒区", "めぐろく", MunicipalityKind.SPECIAL_WARD, "東京都"),
        ("141127", "横浜市旭区", "よこはましあさひく", MunicipalityKind.ADMINISTRATIVE_WARD, "横浜市"),
    ],
)
def test_a_code_says_name_reading_and_kind(
    file: Path, code: str, name: str, reading: str, kind: MunicipalityKind, parent: str
) -> None:
    assert look_up(file, code) == look_up(None, code) == (name, reading, kind, parent)


def test_the_products_own_list_has_them_all() -> None:
    """1 741 municipalities with the special wards, 47 prefectures, and 171 wards of 20 cities."""
    codes = [line.split(",")[0] for line in OWN.read_text(encoding="utf-8").splitlines()[1:]]
    assert codes == sorted(set(codes))
    assert all(map(is_code, codes))
    listed = [look_up(None, code) for code in codes]
    assert Counter(one.kind.value for one in listed) == {
        "prefecture": 47, "city": 792, "town": 743, "village": 183, "special_ward": 23,
        "administrative_ward": 171,
    }  # fmt: skip
    cities = {one.name for one in listed if one.kind is MunicipalityKind.CITY}
    parents = {one.parent_name for one in listed if one.kind is MunicipalityKind.ADMINISTRATIVE_WARD}
    assert (len(parents), parents <= cities) == (20, True)
    towns = [one.name for one in listed if one.kind in {MunicipalityKind.TOWN, MunicipalityKind.VILLAGE}]
    assert [name for name in towns if "郡" in name] == ["上郡町"], "of districts nothing is left"
    assert all(re.fullmatch("[ぁ-ん]+", one.reading) for one in listed)


def test_the_products_own_list_is_what_its_source_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red when a newer source is locked and `make codes` was forgotten."""
    monkeypatch.setattr(code_list_source, "OWN", tmp_path / "codes.csv")
    code_list_source.main()
    assert (tmp_path / "codes.csv").read_bytes() == OWN.read_bytes()


def test_what_is_not_there_is_told(file: Path, tmp_path: Path) -> None:
    for code in ("999999", "122076"):
        with pytest.raises(NotListed):
            look_up(file, code)
    with pytest.raises(BadList):
        look_up(tmp_path / "none.csv", "122068")
    file.write_text("コード,名前\n122068,木更津市\n", encoding="utf-8")
    with pytest.raises(BadList, match="団体コード"):
        look_up(file, "122068")
