"""What is wrong with a value, in Japanese: the problems that a value's own type tells, and those of msgspec.

They come in English, because a type knows no reader. A test asks for each that stands in the code.
"""

import re

KINDS = {
    "str": "文字列", "int": "整数", "float": "数", "bool": "真偽値", "array": "並び", "object": "項目の組",
    "null": "空", "uuid": "ID", "date": "日付", "datetime": "日時", "time": "時刻", "bytes": "バイト列",
}  # fmt: skip
"""Types as msgspec calls them."""
_SPOKEN: dict[str, str] = {
    # of a date
    r"the interval (.+) ends before it begins": "期間「{0}」の終わりが始まりより前です",
    r"'(.*)' is no date: .+": "「{0}」は日付として読めません（例：2011-04-01、2011-04、2011、FY2011）",
    r"only an undated fact has no date, and it has none": "日付がないのは「日付不明」のときだけです",
    r"(.+) has no day before it, or none after it": "「{0}」は扱える日付の範囲の外です",
    r"month must be in 1\.\.12.*": "月は1から12までです",
    r"day (?:\d+ )?(?:is out of range for month|must be in range).*": "その月にない日です",
    r"year .*is out of range.*": "扱える年の範囲の外です",
    # of a text or number
    r"a number of more than 64 bits": "大きすぎる数です",
    r"longer than (\d+) characters": "長すぎます（{0}文字まで）",
    r"holds a NUL character": "NUL文字が含まれています",
    r"holds half a surrogate pair": "壊れた文字（サロゲートの片方）が含まれています",
    # of a field
    r"must not be empty|the field is never empty": "空にはできません",
    r"looks at what it is about; it is a command of its own": "専用のコマンドで行う操作です",
    r"no such field; there are (.*)": "この項目はありません。使えるのは {0} です",
    r"no such part: (.+)": "この部分はありません：{0}",
    r"is whoever records it": "記録する人が自動で入ります",
    r"is recorded by an account": "アカウントのある人が記録します",
    r"an escalation is one of (.+)": "上げる操作は {0} のいずれかです",
    r"names no body": "会議体が示されていません",
    r"names nothing": "対象が示されていません",
    r"the place is in no document": "資料が示されていない箇所です",
    r"belongs to the substitute, who is named here": "後任の項目に書きます",
    # msgspec's own
    r"Expected `array` of length (\d+) to (\d+).*": "{0}個から{1}個までです",
    r"Expected `array` of (?:at least length|length >=) (\d+).*": "{0}個以上が要ります",
    r"Expected `array` of (?:at most length|length <=) (\d+).*": "{0}個までです",
    r"Expected `array` of length (\d+).*": "ちょうど{0}個が要ります",
    r"Expected `str` of length >= (\d+)": "{0}文字以上が要ります",
    r"Expected `str` of length <= (\d+)": "{0}文字までです",
    r"Expected `str` matching regex .+": "決まった形の文字列ではありません",
    r"Expected `(?:int|float)` >= (\S+)": "{0}以上の数です",
    r"Expected `(?:int|float)` <= (\S+)": "{0}以下の数です",
    r"Expected `(?:int|float)` > (\S+)": "{0}より大きい数です",
    r"Expected `(?:int|float)` < (\S+)": "{0}より小さい数です",
    r"Expected `datetime` with a timezone component": "日時には時差（+09:00 など）が要ります",
    r"Invalid enum value '?(.*?)'?": "「{0}」という選択肢はありません",
    r"Invalid value '?(.*?)'?": "「{0}」は使えません",
    r"Object missing required field `(.+)`": "項目「{0}」がありません",
    r"Object contains unknown field `(.+)`": "項目「{0}」はありません",
    r"Invalid UUID(?: bytes)?": "IDの形ではありません",
    r"Invalid RFC3339 encoded (?:date|datetime|time)": "日付や時刻の形ではありません",
    r"Invalid base64 encoded string": "base64として読めません",
    r"Invalid decimal string": "数として読めません",
    r"(?:Integer value|Number) out of range": "扱える数の範囲の外です",
}
SPOKEN = [(re.compile(said), ja) for said, ja in _SPOKEN.items()]
_EXPECTED = re.compile(r"Expected `([^`]+)`(?:, got `([^`]+)`)?")


def in_japanese(problem: str) -> str:
    """The same in Japanese; as it is where it is none of them."""
    for said, ja in SPOKEN:
        if found := said.fullmatch(problem):
            return ja.format(*found.groups())
    if found := _EXPECTED.fullmatch(problem):
        wanted = f"{_kinds(found[1])}が要ります"
        return f"{wanted}（{_kinds(found[2])}になっています）" if found[2] else wanted
    return problem


def _kinds(told: str) -> str:
    return "か".join(KINDS.get(one, one) for one in told.split(" | "))
