"""Why a file is not read at all: each rule a class, in two languages."""

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
    JA = "ほかのファイルへのリンクがあります（{part}）。「リンクの編集」で解除してください。"
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
    JA, EN = "XML の実体宣言があります（{part}）。", "{part} has XML entities."


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


class BrokenText(BookRefused):
    """A CSV in UTF-8 is so to its end."""

    CODE = "BROKEN_TEXT"
    JA = "{file} {row}行: UTF-8 の文字が壊れています。"
    EN = "{file}, row {row}: a letter is broken; what stands before it is UTF-8."


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
        "{file} {row}行: CSV として読めません。引用符の対応と、1項目の長さを確かめてください。",
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
