"""A code is looked up in the list that the keeper of the installation has; without one, a name is typed."""

from pathlib import Path

import pytest

from kyogikai_platform.onboarding.code_list import BadList, NoList, NotListed, look_up
from kyogikai_tenants.vocabulary import MunicipalityKind

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
    assert look_up(file, code) == (name, reading, kind, parent)


def test_what_is_not_there_is_told(file: Path, tmp_path: Path) -> None:
    with pytest.raises(NoList):
        look_up(None, "122068")
    for code in ("999999", "122076"):
        with pytest.raises(NotListed):
            look_up(file, code)
    with pytest.raises(BadList):
        look_up(tmp_path / "none.csv", "122068")
    file.write_text("コード,名前\n122068,木更津市\n", encoding="utf-8")
    with pytest.raises(BadList, match="団体コード"):
        look_up(file, "122068")
