"""A document for Word: headings are headings, a table repeats its header row, and the language is told."""

import io
from collections.abc import Sequence
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Written
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from kyogikai_platform.web.public.paper import Paper, Section, Table

FONT = "游ゴシック"
"""Word has it wherever it speaks Japanese."""
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - the format has no time zones
"""The moment that a document claims for its making: the same record gives the same bytes."""
LANGUAGES = {"ja": "ja-JP", "en": "en-GB"}
MARGIN = Mm(22)


def written(paper: Paper) -> bytes:
    """The bytes of a .docx file."""
    document = Document()
    _prepare(document, paper)
    document.add_heading(paper.title, level=1)
    document.add_paragraph(paper.whose, style="Subtitle")
    _facts(document, paper.facts)
    for section in paper.sections:
        document.add_heading(section.title, level=2)
        _section(document, section)
    document.sections[0].footer.paragraphs[0].text = paper.stands
    held = io.BytesIO()
    document.save(held)
    return _at_its_epoch(held)


def _at_its_epoch(made: io.BytesIO) -> bytes:
    """The same parts, each dated as the document is: a packer would write the time of day beside them."""
    held = io.BytesIO()
    with ZipFile(made) as before, ZipFile(held, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = ZipInfo(name, EPOCH.timetuple()[:6])
            after.writestr(part, before.read(name), ZIP_DEFLATED)
    return held.getvalue()


def _prepare(document: Written, paper: Paper) -> None:
    """A4, the language, a Japanese font, and the properties that readers are told."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    own = document.core_properties
    own.title, own.author, own.language = paper.title, paper.whose, LANGUAGES[paper.lang]
    own.created = own.modified = EPOCH
    own.comments = own.last_modified_by = ""
    for style in document.styles:
        if isinstance(style, ParagraphStyle):
            _in_japanese(style, LANGUAGES[paper.lang])
    document.styles["Normal"].font.size = Pt(10.5)


def _in_japanese(style: ParagraphStyle, language: str) -> None:
    """Without an East Asian font and language of its own, Word reads and sets it as something else."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    told = style.element.rPr.find(qn("w:lang"))
    if told is None:
        told = OxmlElement("w:lang")
        style.element.rPr.append(told)
    told.set(qn("w:val"), language)
    told.set(qn("w:eastAsia"), "ja-JP")


def _section(document: Written, section: Section) -> None:
    _facts(document, section.facts)
    for text in section.paragraphs:
        document.add_paragraph(text)
    for text in section.listed:
        document.add_paragraph(text, style="List Bullet" if section.marked else "List")
    if section.table:
        _table(document, section.table)


def _facts(document: Written, facts: Sequence[tuple[str, str]]) -> None:
    for name, text in facts:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{name}　").bold = True
        line.add_run(text)


def _table(document: Written, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.head), style="Table Grid")
    for cell, text in zip(made.rows[0].cells, table.head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    _repeated(made.rows[0]._tr)  # noqa: SLF001 - the library has no word for a header row
    for row in table.rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    _described(made._tbl, table.caption)  # noqa: SLF001 - nor for what a table is called


def _repeated(row: object) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(mark)  # type: ignore[attr-defined] # an element of the format


def _described(table: object, caption: str) -> None:
    told = OxmlElement("w:tblCaption")
    told.set(qn("w:val"), caption)
    table.tblPr.append(told)  # type: ignore[attr-defined] # the same
