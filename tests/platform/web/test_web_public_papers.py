"""Minutes and rosters as page, text, Word and PDF: as much as the reader may see, and made to be read."""

import io
import re
import socket
import sys
import threading
import zlib
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from typing_extensions import override
from weasyprint import HTML

from kyogikai_graphql import ids
from kyogikai_platform.web.public import as_pdf
from kyogikai_platform.web.public.paper import Paper, Section, paragraphs
from tests.platform.web.test_web_org import sent
from tests.platform.web.town import HIDDEN, Town, anybody, own, secretary, town
from tests.platform.web.visitor import Page, Visitor

__all__ = ["anybody", "own", "secretary", "town"]
pytestmark = pytest.mark.check

FORMS = ("", ".txt", ".docx", ".pdf")
PANGO = pytest.mark.check
"""Of what needs the system's Pango, which ``make test`` does without."""
EACH = [*FORMS[:-1], pytest.param(".pdf", marks=PANGO)]
STATEMENTS = 4
"""The API's one, with what judges the asker."""


def minutes(town: Town, form: str = "") -> str:
    """Where the minutes of the meeting are."""
    return f"/meetings/{ids.encode('Meeting', town.world.meeting)}/minutes{form}"


def roster(town: Town, form: str) -> str:
    """Where the roster of the assembly is."""
    return f"/bodies/{ids.encode('Body', town.world.assembly)}/roster.{form}"


def word(answer: Any) -> Any:
    """A Word file, opened."""
    return docx.Document(io.BytesIO(answer.data))


def text_of(document: Any) -> str:
    """All that a Word file says."""
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def inside(pdf: bytes) -> bytes:
    """A PDF with its streams opened."""

    def opened() -> Iterator[bytes]:
        for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
            try:
                yield zlib.decompress(stream)
            except zlib.error:
                continue

    return pdf + b"\n".join(opened())


def test_the_page_says_what_is_on_record_and_where_it_stands(town: Town, anybody: Visitor) -> None:
    page = Page.of(anybody.get(minutes(town)))
    for told in (
        "就労部会 令和6年度 第1回 会議録", "令和6年6月10日", "令和6年度（2024年度）", "市役所",
        "対面", "委員21人、出席17人",
        "就労の報告（報告、説明：相談支援センター）", "意見交換（情報交換）　ほか", "了承（次第1）",
        "要点記録", "要点",
        "就労部会：21人のうち11人が必要、17人が出席（成立）", "1 資料1",
    ):  # fmt: skip
        assert told in page.text, told
    assert {minutes(town, form) for form in FORMS[1:]} <= set(page.links)
    assert page.inline == []
    assert "運営会議" not in page.text


@pytest.mark.parametrize("form", EACH)
def test_the_public_sees_what_is_published_and_the_secretariat_its_draft(
    town: Town, anybody: Visitor, secretary: Visitor, form: str
) -> None:
    public, known = anybody.get(minutes(town, form)), secretary.get(minutes(town, form))
    assert public.status_code == known.status_code == 200
    told = [
        text_of(word(a)) if form == ".docx" else a.text if form in {"", ".txt"} else ""
        for a in (public, known)
    ]
    if form != ".pdf":
        assert "全文の案" not in told[0]
        assert "全文の案" in told[1]
        assert "会議録（案）" in told[1]
    assert "no-store" in known.headers["Cache-Control"]
    assert "Cookie" in known.headers["Vary"]


@pytest.mark.parametrize("form", EACH)
def test_minutes_that_are_not_published_are_not_there_for_the_public(own: Town, form: str) -> None:
    own.book.record(
        "WithdrawMinutes", own.world.meeting, "at 2024-08-01", minutes_kind="summary", reason="誤り"
    )
    assert own.anybody.get(minutes(own, form)).status_code == 404
    assert own.secretary.get(minutes(own, form)).status_code == 200
    assert "会議録（未公開）" in own.secretary.get(minutes(own)).text
    planned = f"/meetings/{ids.encode('Meeting', own.world.planned)}/minutes{form}"
    assert own.anybody.get(planned).status_code == own.secretary.get(planned).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/meetings/nothing/minutes", "/meetings/nothing/minutes.pdf", "/bodies/nothing/roster.docx",
        f"/meetings/{ids.encode('Body', '0' * 8)}/minutes",
    ],
)  # fmt: skip
def test_what_is_no_id_is_not_there(anybody: Visitor, path: str) -> None:
    assert anybody.get(path).status_code == 404


def test_nothing_else_is_written(town: Town, anybody: Visitor) -> None:
    for path in (minutes(town, ".odt"), roster(town, "txt"), roster(town, "xlsx")):
        assert anybody.get(path).status_code == 404


def test_plain_text_is_plain(town: Town, anybody: Visitor) -> None:
    answer = anybody.get(minutes(town, ".txt"))
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0] == "就労部会 令和6年度 第1回 会議録"
    assert "■ 次第" in lines
    assert "会場: 市役所" in lines
    assert "<" not in answer.text


def test_word_has_headings_header_rows_and_its_language(town: Town, secretary: Visitor) -> None:
    answer = secretary.get(minutes(town, ".docx"))
    document = word(answer)
    styles = [(p.style.name, p.text) for p in document.paragraphs]
    assert styles[0] == ("Heading 1", "就労部会・運営会議 令和6年度 第1回 会議録")
    assert [text for style, text in styles if style == "Heading 2"][:3] == [
        "次第",
        "決まったこと",
        "要点記録",
    ]
    assert document.core_properties.language == "ja-JP"
    assert document.core_properties.title == styles[0][1]
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["氏名", "役職", "機関・職", "出欠"]
    first, second = (row._tr.xml for row in table.rows[:2])  # noqa: SLF001 - as in what writes it
    assert "w:tblHeader" in first
    assert "w:tblHeader" not in second
    assert 'w:eastAsia="ja-JP"' in document.styles["Normal"].element.xml
    with ZipFile(io.BytesIO(answer.data)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    assert answer.data == secretary.get(minutes(town, ".docx")).data


@PANGO
def test_pdf_is_tagged_named_and_in_its_language(town: Town, anybody: Visitor) -> None:
    answer = anybody.get(roster(town, "pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    found = inside(answer.data)
    for needed in (
        b"/StructTreeRoot",
        b"/Marked true",
        b"/Lang (ja)",
        b"pdfuaid",
        b"/S /H1",
        b"/S /TH",
        b"/S /Table",
    ):
        assert needed in found, needed
    assert b"/FontFile" in found


def test_a_roster_shows_as_much_as_the_reader_may_see(
    town: Town, anybody: Visitor, secretary: Visitor
) -> None:
    public, known = (text_of(word(v.get(roster(town, "docx")))) for v in (anybody, secretary))
    for told in (
        "全体会 委員名簿",
        "相談支援センター",
        "会長",
        "令和6年4月1日から 令和9年3月31日まで",
        "1人",
    ):
        assert told in public, told
    assert HIDDEN not in public
    assert HIDDEN in known


def test_a_roster_is_of_a_day_or_of_a_term(town: Town, anybody: Visitor) -> None:
    earlier = anybody.get(f"{roster(town, 'docx')}?asOf=2023-04-01")
    assert "この日の委員の記録は" in text_of(word(earlier))
    term = ids.encode("Term", town.world.term)
    led = anybody.get(f"{roster(town, 'docx')}?term={term}")
    assert re.search(r"asOf=20\d\d-\d\d-\d\d$", led.headers["Location"])
    assert "会長" in text_of(word(anybody.get(led.headers["Location"])))
    assert anybody.get(f"{roster(town, 'docx')}?term=nothing").status_code == 404


def test_a_paper_is_asked_for_once(town: Town, anybody: Visitor) -> None:
    for path in (minutes(town), minutes(town, ".docx"), roster(town, "docx")):
        anybody.get(path)
        with sent(town.house.here) as found:
            anybody.get(f"{path}?asOf=2025-01-01")
        assert len(found) <= STATEMENTS, found


class Missing(MetaPathFinder):
    """A machine without the libraries that WeasyPrint needs."""

    @override
    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        if fullname == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_a_machine_that_cannot_make_pdfs_says_so_and_serves_the_rest(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    visitor = Visitor.at(town.house)
    answer = visitor.get(minutes(town, ".pdf"))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "PDF を作る部品がありません" in answer.text
    (kept,) = [link for link in Page.of(answer).links if link.endswith(".docx")]
    assert visitor.get(kept).status_code == 200
    assert visitor.get(minutes(town)).status_code == 200


@PANGO
def test_one_pdf_is_made_at_a_time(town: Town, anybody: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_pdf, "PATIENCE", 0.01)
    with as_pdf.AT_A_TIME:
        answer = anybody.get(minutes(town, ".pdf"))
    assert (answer.status_code, "ただいまほかの PDF" in answer.text) == (503, True)
    assert anybody.get(minutes(town, ".pdf")).status_code == 200


@PANGO
def test_what_is_too_large_is_no_pdf(town: Town, anybody: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_pdf, "LARGEST", 10)
    answer = anybody.get(minutes(town, ".pdf"))
    assert (answer.status_code, "内容が多いため" in answer.text) == (503, True)


@PANGO
def test_nothing_is_fetched_for_a_pdf(town: Town) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        style = f"body{{background:url({address})}}"
        hostile = f'<img src="{address}">'
        paper = Paper("題", "協議会", "ja", hostile, [(hostile, hostile)], [Section(hostile)])
        with Visitor.at(town.house).client.application.app_context():
            assert as_pdf.written(paper, style).startswith(b"%PDF-")
        with pytest.raises(TimeoutError):
            server.accept()
        planted = threading.Thread(target=HTML(string=f"<style>{style}</style>").write_pdf)
        planted.start()
        server.accept()[0].close()
        planted.join()


def test_paragraphs_are_told_apart_by_blank_lines() -> None:
    assert paragraphs("一\r\n二\r\n\r\n三\n \n\n四\n") == ["一\n二", "三", "四"]
    assert paragraphs("") == []


@PANGO
def test_minutes_with_markup_in_them_are_text(own: Town) -> None:
    hostile = '<script>alert(1)</script>\n\n=1+1 "x" & <b>y</b>'
    own.book.record("DraftMinutes", own.world.meeting, "at 2025-01-10", minutes_kind="verbatim", text=hostile)
    page = own.secretary.get(minutes(own))
    assert Page.of(page).inline == []
    assert "<script>alert(1)</script>" in Page.of(page).text
    assert "<script>alert(1)</script>" in text_of(word(own.secretary.get(minutes(own, ".docx"))))
    assert own.secretary.get(minutes(own, ".pdf")).status_code == 200
