"""全国地方公共団体コード: what its first two digits say (JIS X 0401).

The check digit is the domain's to know. There is no table of all municipalities here:
they merge, and a list that ages would refuse a new one.
"""

import unicodedata

from kyogikai_tenants.errors import Refused
from kyogikai_tenants.municipalities import is_code

PREFECTURES = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県",
    "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県",
    "岐阜県", "静岡県", "愛知県", "三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県",
    "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県",
    "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
)  # fmt: skip
"""In the order of their codes, from 01 on."""


class NoPrefecture(Refused):
    """A municipality's code begins with that of a prefecture."""

    CODE = "NO_PREFECTURE"
    JA = "コード「{code}」の先頭2桁は、都道府県コード（01〜47）ではありません。"
    EN = "{code} does not begin with the code of a prefecture (01 to 47)."


def plain(typed: str) -> str:
    """A code as typed, in full-width digits or with a hyphen before the check digit, as six digits."""
    return unicodedata.normalize("NFKC", typed).replace("-", "").strip()


def prefecture_of(code: str) -> str:
    """The prefecture of a code; empty for none. Raises NoPrefecture for a code of nowhere."""
    if not is_code(code):
        return ""
    number = int(code[:2])
    if not 1 <= number <= len(PREFECTURES):
        raise NoPrefecture(field="code", code=code)
    return PREFECTURES[number - 1]
