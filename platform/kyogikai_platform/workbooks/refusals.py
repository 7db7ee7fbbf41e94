"""Why a file is not read at all, or a row not taken: each rule a class, in two languages."""

from kyogikai_tenants.errors import Refused


class BookRefused(Refused):
    """A file from outside that is not read: nothing of it is stored."""

    CODE = "BOOK_REFUSED"


class BookTooLarge(BookRefused):
    """A file has at most 20 MB."""

    CODE = "TOO_LARGE"
    JA, EN = "ファイルが大きすぎます（上限 {most} バイト）。", "The file is too large: at most {most} bytes."


class BookEmpty(BookRefused):
    """A file holds something."""

    CODE = "EMPTY"
    JA, EN = "ファイルが空です。", "The file is empty."


class BookEncrypted(BookRefused):
    """A file that is read has no password."""

    CODE = "ENCRYPTED"
    JA = "パスワードで保護されています。Excel で開き、パスワードを外して保存し直してください。"
    EN = "The file is protected by a password: open it in Excel and save it without one."


class OldFormat(BookRefused):
    """An Excel workbook is an .xlsx."""

    CODE = "OLD_FORMAT"
    JA = "古い形式（.xls など）です。Excel で「Excel ブック (.xlsx)」として保存し直してください。"
    EN = "This is an old format (.xls): save it in Excel as a workbook (.xlsx)."


class BookDamaged(BookRefused):
    """A workbook can be opened."""

    CODE = "DAMAGED"
    JA = "ファイルが壊れていて読めません。Excel で開き、保存し直してください。"
    EN = "The file is damaged and cannot be read: open it in Excel and save it again."


class HasMacros(BookRefused):
    """A workbook has no macros."""

    CODE = "MACROS"
    JA = "マクロが含まれています（{part}）。マクロなしの .xlsx として保存し直してください。"
    EN = "The workbook has macros ({part}): save it as .xlsx without them."


class HasLinks(BookRefused):
    """A workbook does not draw values from other files."""

    CODE = "LINKS"
    JA = "ほかのファイルへのリンクがあります（{part}）。「データ」の「リンクの編集」でリンクを解除してください。"
    EN = "The workbook links to other files ({part}): break the links in Excel (Data, Edit Links)."


class Nested(BookRefused):
    """An archive holds no archive and no program."""

    CODE = "NESTED"
    JA, EN = "中に別のファイル（{part}）が入っています。", "There is another file inside ({part})."


class TooManyEntries(BookRefused):
    """An archive has at most 1 000 parts."""

    CODE = "ENTRIES"
    JA, EN = "中のファイルが多すぎます（{count}、上限 {most}）。", "Too many parts: {count}, at most {most}."


class Expands(BookRefused):
    """What is unpacked is not out of all proportion."""

    CODE = "EXPANDS"
    JA = "展開すると大きくなりすぎます（{part}: {size} バイト、上限 {most}）。"
    EN = "It unpacks to too much ({part}: {size} bytes, at most {most})."


class HasEntities(BookRefused):
    """No part declares a document type or entities."""

    CODE = "ENTITIES"
    JA, EN = "XML の実体宣言があるため読みません（{part}）。", "{part} declares XML entities; it is not read."


class NotUtf8Xml(BookRefused):
    """The parts of a workbook are UTF-8."""

    CODE = "NOT_UTF8_XML"
    JA, EN = "XML の文字コードが UTF-8 ではありません（{part}）。", "{part} is not UTF-8."


class NoTable(BookRefused):
    """A file is a workbook, a CSV or CSVs in a zip."""

    CODE = "NO_TABLE"
    JA = "Excel ブックでも CSV でもありません。.xlsx、.csv、または CSV を入れた .zip を選んでください。"
    EN = "Neither a workbook nor CSV: choose an .xlsx, a .csv, or a .zip of CSVs."


class TooMany(BookRefused):
    """A file has no more sheets, rows, columns and cells than are read."""

    CODE = "TOO_MANY"
    JA = "シート「{sheet}」で上限を超えました（{what}、上限 {most}）。ファイルを分けてください。"
    EN = "Too much in sheet {sheet} ({what}, at most {most}): split the file."


class LongCell(BookRefused):
    """A cell has at most 10 000 characters."""

    CODE = "LONG_CELL"
    JA = "{sheet} {row}行 {column}列目の値が長すぎます（上限 {most} 文字）。"
    EN = "{sheet}, row {row}, column {column}: the value is too long (at most {most} characters)."


class WrongEncoding(BookRefused):
    """A CSV is UTF-8 or Shift_JIS."""

    CODE = "ENCODING"
    JA = "{file} {row}行: 文字コードが UTF-8 でも Shift_JIS でもありません（{guess}）。"
    EN = "{file}, row {row}: neither UTF-8 nor Shift_JIS ({guess})."


class Binary(BookRefused):
    """A CSV is a text."""

    CODE = "BINARY"
    JA, EN = (
        "{file} {row}行: 文字でないもの（NUL）があります。",
        "{file}, row {row}: there is a NUL character.",
    )


class BadCsv(BookRefused):
    """A CSV is well formed."""

    CODE = "BAD_CSV"
    JA, EN = (
        "{file} {row}行: CSV として読めません（{problem}）。",
        "{file}, row {row}: not readable as CSV ({problem}).",
    )


class TookTooLong(BookRefused):
    """A file is read within its time and memory."""

    CODE = "TOOK_TOO_LONG"
    JA = "読み取りに時間またはメモリがかかりすぎるため、中止しました。行を分けるか、書式を減らしてください。"
    EN = "Reading took too much time or memory and was stopped: split the file, or remove formatting."


class NoSheet(BookRefused):
    """A file has a sheet that is known, with headings."""

    CODE = "NO_SHEET"
    JA = "読めるシートがありません（ある: {there}）。ひな形のシート名と見出しを使ってください。"
    EN = "No sheet is known (there are: {there}): use the names and headings of the template."


def _kinds() -> dict[str, type[BookRefused]]:
    return {kind.CODE: kind for kind in BookRefused.__subclasses__()}


BY_CODE = _kinds()
"""The refusals that the child names by their codes."""


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
    JA, EN = "「{value}」という{kind}はありません。", "There is no {kind} called {value}."


class SeveralOfName(Refused):
    """A name that several have does not say which."""

    CODE = "SEVERAL_OF_NAME"
    JA = "「{value}」という{kind}が複数あります。「記号」の列で区別してください。"
    EN = "Several {kind} are called {value}: tell them apart in the column 記号."


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
