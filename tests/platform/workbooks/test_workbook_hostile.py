"""Files that mean harm, or are not what they seem: a clear refusal with its place, and nothing is stored.

Each has its control: the same file without the harm is read.
"""

import io
import os
import signal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kyogikai_platform.workbooks import child_csv, child_zip, limits, reading
from kyogikai_platform.workbooks.escaping import STARTS, escaped, unescaped
from kyogikai_platform.workbooks.fixes import Fixes
from kyogikai_platform.workbooks.grid import Book
from kyogikai_platform.workbooks.marking import marked
from kyogikai_platform.workbooks.reading import read
from kyogikai_platform.workbooks.refusals import BookRefused
from kyogikai_platform.workbooks.rows import Sorting
from kyogikai_platform.workbooks.told import Untold
from tests.platform.workbooks.books import SOUND, xlsx
from tests.platform.workbooks.hostile import (
    LAUGHS,
    OUTSIDE,
    SHEET,
    Change,
    add,
    before_root,
    rezipped,
)

pytestmark = pytest.mark.check
CSV = "名称,種別\n全体会議,全体会議\n髙橋﨑会①,専門部会\n"


def refused(name: str, content: bytes) -> BookRefused:
    with pytest.raises(BookRefused) as found:
        read(name, content)
    assert found.value.message("ja")
    assert found.value.message("en")
    return found.value


@pytest.mark.parametrize(
    ("change", "code", "part"),
    [
        (add("xl/vbaProject.bin"), "MACROS", "xl/vbaProject.bin"),
        (add("xl/macrosheets/sheet1.xml"), "MACROS", "xl/macrosheets/sheet1.xml"),
        (add("xl/externalLinks/externalLink1.xml", b"<x/>"), "LINKS", "xl/externalLinks/externalLink1.xml"),
        (add("inner.zip"), "NESTED", "inner.zip"),
        (add("xl/media/run.exe"), "NESTED", "xl/media/run.exe"),
        (before_root(LAUGHS), "ENTITIES", SHEET),
        (before_root(OUTSIDE), "ENTITIES", SHEET),
        (add("xl/theme/bomb.xml", b"<x>" + b" " * 30_000_000), "EXPANDS", "xl/theme/bomb.xml"),
    ],
)
def test_a_workbook_with_something_in_it_is_refused_naming_the_part(
    change: Change, code: str, part: str
) -> None:
    sound = xlsx(SOUND)
    assert read("a.xlsx", rezipped(sound, add("docProps/more.xml", b"<x/>"))).grids
    found = refused("a.xlsx", rezipped(sound, change))
    assert (found.CODE, found.details["part"]) == (code, part)


def test_a_part_in_another_encoding_cannot_hide_a_declaration() -> None:
    def changed(parts: dict[str, bytes]) -> None:
        text = parts[SHEET].decode().replace("<worksheet", OUTSIDE.decode() + "<worksheet", 1)
        parts[SHEET] = text.encode("utf-16")

    assert refused("a.xlsx", rezipped(xlsx(SOUND), changed)).CODE == "NOT_UTF8_XML"


def test_a_declaration_across_two_chunks_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_zip, "CHUNK", 16)
    archive = child_zip.archive_of(rezipped(xlsx(SOUND), before_root(LAUGHS)))
    with pytest.raises(Untold, match="ENTITIES"):
        list(archive.parts())
    assert dict(child_zip.archive_of(xlsx(SOUND)).parts())


def test_an_archive_of_too_many_parts_is_refused_from_its_directory() -> None:
    def many(count: int) -> bytes:
        return rezipped(
            b"PK\5\6" + bytes(18),
            lambda parts: parts.update({f"{n}.csv": CSV.encode() for n in range(count)}),
        )

    assert refused("a.zip", many(limits.ENTRIES + 1)).CODE == "ENTRIES"
    assert len(read("a.zip", many(3)).grids) == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "OLD_FORMAT"),
        (b"%PDF-1.7\n\0", "NO_TABLE"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "ENCRYPTED",
        ),
        (b"PK\3\4" + bytes(100), "DAMAGED"),
        (xlsx(SOUND)[:-200], "DAMAGED"),
        (b"x" * (limits.BYTES + 1), "TOO_LARGE"),
        (CSV.encode("utf-16"), "ENCODING"),
        (CSV.encode().replace(b",", b"\0,"), "BINARY"),
        ("名称,種別\nかきくけこ会議,部会\n".encode("euc_jp"), "ENCODING"),
        (b"\x80\x81\xfe\xff\n", "ENCODING"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    assert code == refused("会議体.csv", content).CODE


def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(xlsx(SOUND))
    where = content.index(b"PK\1\2")
    content[where + 8] |= 1
    assert refused("a.xlsx", bytes(content)).CODE == "ENCRYPTED"


def test_a_damaged_sheet_is_refused_and_this_process_goes_on() -> None:
    def cut(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET][:-60]

    assert refused("a.xlsx", rezipped(xlsx(SOUND), cut)).CODE == "DAMAGED"
    assert read("a.xlsx", xlsx(SOUND)).grids


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_as_excel_and_others_write_it(codec: str) -> None:
    (grid,) = read("会議体.csv", CSV.encode(codec)).grids
    assert (grid.name, [c.text for c in grid.rows[3]]) == ("会議体", ["髙橋﨑会①", "専門部会"])


def test_a_wrong_encoding_is_told_with_its_row() -> None:
    with pytest.raises(Untold) as found:
        child_csv.decoded(CSV.encode() + b"\n\x80\xff\n", "会議体.csv")
    assert (found.value.details["file"], found.value.details["row"]) == ("会議体.csv", 5)


def test_a_zip_of_csvs_is_a_workbook() -> None:
    content = rezipped(
        b"PK\5\6" + bytes(18),
        lambda p: p.update({"x/会議体.csv": CSV.encode("cp932"), "__MACOSX/a.csv": b"\0"}),
    )
    assert [g.name for g in read("a.zip", content).grids] == ["会議体"]


def limited(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **values: int) -> None:
    """Let the child have other limits."""
    lines = "\n".join(f"limits.{name} = {value}" for name, value in values.items())
    start = f"from kyogikai_platform.workbooks import child, limits\n{lines}\nchild.main()\n"
    (tmp_path / "narrow_child.py").write_text(start)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(reading, "CHILD", "narrow_child")


@pytest.mark.parametrize(("name", "what"), [("ROWS", "row"), ("CELLS", "cell"), ("SHEETS", "sheet")])
def test_more_than_is_read_is_refused_naming_the_sheet(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, what: str
) -> None:
    limited(monkeypatch, tmp_path, **{name: 1})
    found = refused("a.xlsx", xlsx(SOUND))
    assert (found.CODE, found.details["what"], found.details["sheet"]) == (
        "TOO_MANY",
        what,
        found.details["sheet"],
    )


def test_too_many_columns_and_too_long_a_cell_are_refused() -> None:
    wide = xlsx({"会議体": [["x"] * (limits.COLUMNS + 1)]})
    assert refused("a.xlsx", wide).details["what"] == "column"
    long = refused("a.xlsx", xlsx({"会議体": [["名称"], ["あ" * (limits.LONGEST + 1)]]}))
    assert (long.details["sheet"], long.details["row"], long.details["column"]) == ("会議体", 2, 1)
    many = refused("会議体.csv", ("名称,種別\n甲," + "あ" * (limits.LONGEST + 1)).encode())
    assert (many.CODE, many.details["row"], many.details["column"]) == ("LONG_CELL", 2, 2)
    assert refused("会議体.csv", b"x" * 10_000_000).CODE == "BAD_CSV"


def test_a_formula_is_read_by_its_value_and_told_where_it_has_none() -> None:
    content = xlsx({"会議体": [["名称", "種別"], ['="全体"&"会議"', "全体会議"]]})

    def computed(parts: dict[str, bytes]) -> None:
        old, new = b"</f><v></v>", "</f><v>全体会議</v>".encode()
        parts[SHEET] = parts[SHEET].replace(b"</f><v />", old).replace(b"</f><v/>", old).replace(old, new)
        parts[SHEET] = parts[SHEET].replace(b'<c r="A2"', b'<c r="A2" t="str"')

    assert read("a.xlsx", content).grids[0].cell(2, 1).kind == "f"
    assert read("a.xlsx", rezipped(content, computed)).grids[0].cell(2, 1).text == "全体会議"


@pytest.mark.parametrize("values", [{"MEMORY": 20_000_000}, {"SECONDS": 0}])
def test_a_child_that_wants_too_much_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, values: dict[str, int]
) -> None:
    limited(monkeypatch, tmp_path, **values)
    found = refused("a.xlsx", xlsx(SOUND | {"出欠": [["x" * 50] * 50] * 3000}))
    assert found.CODE in {"TOOK_TOO_LONG", "DAMAGED"}


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "hanging_child.py").write_text("import time\ntime.sleep(600)\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(reading, "CHILD", "hanging_child")
    monkeypatch.setattr(reading, "PATIENCE", 1.0)
    assert refused("a.xlsx", xlsx(SOUND)).CODE == "TOOK_TOO_LONG"


def test_a_child_can_write_no_file_and_finds_none_of_our_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KYOGIKAI_MASTER_KEY", "secret")
    (tmp_path / "writing_child.py").write_text(
        "import json, os, sys\nfrom kyogikai_platform.workbooks import child\nchild.confine()\n"
        "sys.stdin.buffer.read()\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"out = os.open({str(tmp_path / 'out')!r}, os.O_CREAT | os.O_WRONLY)\n"
        "try:\n    os.write(out, b'x')\n    told = 'written'\n"
        "except OSError:\n    told = 'refused'\n"
        "print(json.dumps(['sheet', told + ' ' + ','.join(k for k in os.environ if 'KYOGI' in k), 1900]))\n"
        "print(json.dumps(['end']))\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(reading, "CHILD", "writing_child")
    (grid,) = read("a.xlsx", xlsx(SOUND)).grids
    assert grid.name == "refused "
    assert signal.getsignal(signal.SIGXFSZ) is not None
    assert os.environ["KYOGIKAI_MASTER_KEY"] == "secret"


@pytest.mark.parametrize("start", STARTS)
def test_a_formula_is_taken_away_as_a_text_and_comes_back_as_it_was(start: str) -> None:
    text = f'{start}HYPERLINK("http://x")'
    assert escaped(text).startswith("'")
    assert unescaped(escaped(text)) == text
    assert escaped("全体会議") == "全体会議"
    book = read("a.csv", f'名称,種別,設置日\n"{text}",部会,R3\n'.encode())
    written = load_workbook(io.BytesIO(marked(book, [])))
    cell = written.worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", escaped(book.grids[0].cell(2, 1).text))


def test_names_of_every_script_survive_and_what_cannot_be_stored_is_told() -> None:
    names = ["👨\u200d👩\u200d👧会", "𠮷野会", "ｶﾞｸｼｭｳ会", "e\u0301cole"]
    book = read("会議体.csv", ("名称,種別\n" + "".join(f"{n},部会\n" for n in names)).encode())
    sorting = Sorting(Fixes())
    sorting.take(book.grids[0])
    assert [row.cells["name"].text for row in sorting.rows["会議体"]] == names
    assert isinstance(book, Book)
