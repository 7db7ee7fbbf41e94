"""Why a row or a cell is not taken, or what to mind about it: each rule a class, in two languages."""

from kyogikai_tenants.errors import Refused


class NotRead(Refused):
    """A value is one of its column's kind."""

    CODE = "NOT_READ"
    JA, EN = "「{value}」を{what_ja}として読めません。", "“{value}” is no {what_en}."


class Broken(Refused):
    """A value that is damaged is not guessed."""

    CODE = "BROKEN_VALUE"
    JA = "値が壊れているか、読み取れません。元の資料で確かめてください。"
    EN = "The value is damaged or unreadable: look it up in the source."


class NoValue(Refused):
    """A formula has a value."""

    CODE = "FORMULA_WITHOUT_VALUE"
    JA = "数式の結果がありません。Excel で開いて保存し直すか、値として貼り付けてください。"
    EN = "The formula has no result: open and save it in Excel, or paste the value."


class NeededHere(Refused):
    """What a row cannot do without is there."""

    CODE = "MISSING"
    JA, EN = "「{heading}」が書かれていません。", "{heading} is missing."


class NoColumn(Refused):
    """A sheet has the columns that it cannot do without."""

    CODE = "NO_COLUMN"
    JA, EN = "「{heading}」の列がありません。", "There is no column {heading}."


class ColumnUnknown(Refused):
    """A column that is not known is not lost: it is named, and can be kept as remarks."""

    CODE = "COLUMN_UNKNOWN"
    JA = "列「{heading}」は取り込まれません。見出しを「備考」にすると注記として残せます。"
    EN = "The column {heading} is not imported; call it 備考 to keep it as remarks."


class ColumnTwice(Refused):
    """A heading stands in a sheet once."""

    CODE = "COLUMN_TWICE"
    JA, EN = "「{heading}」の列が二つあります。", "There are two columns for {heading}."


class SheetUnknown(Refused):
    """A sheet that is not known is named."""

    CODE = "SHEET_UNKNOWN"
    JA, EN = "シート「{sheet}」は取り込まれません。", "The sheet {sheet} is not imported."


class NoSuchName(Refused):
    """A row names what another row, or the record, has."""

    CODE = "NO_SUCH_NAME"
    JA, EN = "「{value}」という{kind}はありません。", "There is no {kind_en} called {value}."


class SeveralOfName(Refused):
    """A name that several have does not say which."""

    CODE = "SEVERAL_OF_NAME"
    JA = "「{value}」という{kind}が複数あります。「記号」の列で区別してください。"
    EN = "Several records ({kind_en}) are called {value}: tell them apart in the column 記号."


class SameRow(Refused):
    """A fact stands in a file once."""

    CODE = "SAME_ROW"
    JA, EN = "{earlier}と同じです。", "The same as {earlier_en}."


class EraOver(Refused):
    """A year of an era that had ended by then is read on purpose only."""

    CODE = "ERA_OVER"
    JA, EN = (
        "「{value}」という年はありません（元号が変わっています）。",
        "“{value}” does not exist: the era had ended.",
    )


class YearUnclear(Refused):
    """A year of two digits needs its era."""

    CODE = "YEAR_UNCLEAR"
    JA, EN = "「{value}」の年がどの元号か、西暦か分かりません。", "The year of “{value}” has no era."


class NoSuchDay(Refused):
    """A date is one that there was."""

    CODE = "NO_SUCH_DAY"
    JA, EN = "「{value}」という日付はありません。", "There is no such date as “{value}”."


class SerialRead(Refused):
    """A day's number in Excel is read as the day, and told."""

    CODE = "SERIAL_READ"
    JA, EN = "Excel の日付番号を {day} と読みました。", "Excel's number for a day was read as {day}."


class DittoRead(Refused):
    """〃 and 同上 are read as what stands above, and told."""

    CODE = "DITTO_READ"
    JA, EN = "上の行と同じ「{value}」と読みました。", "Read as the {value} of the row above."


class TotalRow(Refused):
    """A row of totals, or a remark below the table, is no row of it."""

    CODE = "NOT_A_ROW"
    JA, EN = "表の行ではないので読みません。", "No row of the table: it is not read."


class HiddenRead(Refused):
    """A column that is not shown is read like any other, and told: somebody hid it for a reason."""

    CODE = "HIDDEN_READ"
    JA = "列「{heading}」は隠れていますが、取り込みます。"
    EN = "The column {heading} is hidden; it is imported all the same."


class WordFor(Refused):
    """Where there is a list of words, one of them stands."""

    CODE = "NOT_IN_LIST"
    JA, EN = "「{value}」は選べません。選べるのは: {known}", "“{value}” is not in the list: {known}"


class NoCouncil(Refused):
    """A workbook is of a council: its row, or the one on record."""

    CODE = "NO_COUNCIL"
    JA = "協議会の行がありません。種別「協議会」の行を書いてください。"
    EN = "There is no row of the council (種別 協議会)."


class Unseen(Refused):
    """No text holds a character that nobody can see or store."""

    CODE = "CONTROL_CHARACTER"
    JA, EN = (
        "見えない文字（{character}）が含まれています。",
        "There is a character that nobody can see ({character}).",
    )


class MeansRecord(Refused):
    """A row of a name that is on record means that record, and opens no second one."""

    CODE = "MEANS_RECORD"
    JA, EN = "記録済みの「{value}」として扱います。", "Taken for the {value} that is on record."


class TwoBodies(Refused):
    """A body that becomes another one that is listed too is succeeded, not renamed."""

    CODE = "TWO_BODIES"
    JA = "「{value}」は別の会議体としても書かれています。改称でなく継承ではありませんか。"
    EN = "{value} is listed as another body too: this may be a succession, not a renaming."


class NotHeldYet(Refused):
    """Attendance is of a meeting that was held."""

    CODE = "NOT_HELD_YET"
    JA, EN = "この会議は開催されていません。", "This meeting was not held."


class RuleBroken(Refused):
    """Old history is kept, not judged: what breaks a rule is recorded with a flag."""

    CODE = "RULE_BROKEN"
    JA, EN = "規則に合いませんが、印を付けて取り込みます（{note}）", "Kept with the flag {flag}: {note}"
