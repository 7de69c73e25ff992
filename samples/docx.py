"""Writes a sample document as DOCX, with the fonts and measures that Word and WPS users of a bureau have."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from samples import wordml
from samples.measures import LINE, SIZE, SMALL, TITLE_SIZE
from samples.model import Annex, Form, OfficialDocument
from samples.typeset import HEADING

SONG, TITLE, HEI = "仿宋", "方正小标宋简体", "黑体"
EPOCH = (2026, 1, 1, 0, 0, 0)  # of every member, so that the same document gives the same bytes
TEXT_WIDTH_MM = 156


def write_docx(document: OfficialDocument) -> bytes:
    word = docx.Document()
    _page_setup(word, letter=document.form is Form.LETTER)
    _properties(word, document)
    _head(word, document)
    _title(word, document.title)
    if document.addressees:
        _line(word, document.addressees + "：")
    _body(word, document.body)
    _attachments(word, document.attachments)
    _signature(word, document)
    for annex in document.annexes:
        _annex(word, annex)
    _imprint(word, document)
    out = io.BytesIO()
    word.save(out)
    return _with_fixed_times(out.getvalue())


def _page_setup(word: Document, *, letter: bool) -> None:
    """A4, the standard's margins, exact line pitch, page numbers on the outer side; a letter's page 1 has a rule."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    word.settings.odd_and_even_pages_header_footer = True
    style = word.styles["Normal"]
    style.font.size = Pt(16)
    style.font.name = SONG
    style.element.rPr.rFonts.set(qn("w:eastAsia"), SONG)
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no automatic gap between Chinese characters and digits
        style.element.get_or_add_pPr().append(wordml.made(name, val="0"))
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(LINE)
    wordml.page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    wordml.page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    if letter:
        section.different_first_page_header_footer = True
        wordml.rule_below(section.first_page_footer.paragraphs[0], "thinThickSmallGap", 24, beyond=wordml.RULE_BEYOND)


def _properties(word: Document, document: OfficialDocument) -> None:
    properties = word.core_properties
    properties.title = document.full_title
    properties.author = "示例区人力资源和社会保障局"
    properties.comments = "样例文件，机构和人员均为虚构"
    properties.created = properties.modified = dt.datetime(*EPOCH, tzinfo=dt.UTC)


def _head(word: Document, document: OfficialDocument) -> None:
    if document.form is Form.PLAIN:
        return
    if document.form is Form.DOCUMENT:
        for _ in range(3):
            word.add_paragraph()
    mark = word.add_paragraph()
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    mark.paragraph_format.line_spacing = Pt(52)
    run = wordml.add_run(mark, document.letterhead, TITLE, Pt(46), wordml.RED)
    wordml.scale(run, 64 if document.form is Form.DOCUMENT else 70)
    if document.form is Form.LETTER:
        wordml.rule_below(mark, "thickThinSmallGap", 24, beyond=wordml.RULE_BEYOND)
        number = _line(word, document.number)
        number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        word.add_paragraph()
        word.add_paragraph()
        number = _line(word, document.number)
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        wordml.rule_below(number, "single", 14)
    for _ in range(2):
        word.add_paragraph()


def _title(word: Document, lines: tuple[str, ...]) -> None:
    """One paragraph with the printed line breaks, a blank line after it."""
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = Pt(LINE * 1.2)
    for number, text in enumerate(lines):
        run = wordml.add_run(paragraph, text, TITLE, Pt(TITLE_SIZE))
        if number < len(lines) - 1:
            run.add_break()
    word.add_paragraph()


def _body(word: Document, paragraphs: tuple[str, ...]) -> None:
    for text in paragraphs:
        heading = HEADING.fullmatch(text) is not None
        paragraph = _line(word, text, HEI if heading else SONG, indent=2)
        paragraph.paragraph_format.keep_with_next = heading


def _attachments(word: Document, names: tuple[str, ...]) -> None:
    if names:
        word.add_paragraph()
    for number, name in enumerate(names, 1):
        text = f"{number}.{name}" if len(names) > 1 else name
        if number == 1:
            _line(word, "附件：" + text, indent=2)
        else:
            _line(word, text, indent=5)


def _signature(word: Document, document: OfficialDocument) -> None:
    """署名 and date right aligned, so indented that the one is centred above the other; the note below."""
    if not document.signature:
        return
    for _ in range(2):
        word.add_paragraph()
    signature, date = _line(word, document.signature), _line(word, document.date)
    for paragraph, characters in ((signature, 0.8), (date, 4)):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(characters * SIZE)
    signature.paragraph_format.keep_with_next = True
    if document.note:
        _line(word, document.note, indent=2)


def _annex(word: Document, annex: Annex) -> None:
    first = _line(word, annex.label, HEI) if annex.label else word.add_paragraph()
    first.paragraph_format.page_break_before = True
    if annex.label:
        word.add_paragraph()
    _title(word, annex.title)
    _body(word, annex.body)
    if annex.table:
        _table(word, annex)


def _table(word: Document, annex: Annex) -> None:
    table = word.add_table(rows=0, cols=len(annex.widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, share in zip(table.columns, annex.widths, strict=True):
        column.width = Mm(TEXT_WIDTH_MM * share / sum(annex.widths))
    for number, row in enumerate(annex.table):
        cells = table.add_row().cells
        for cell, text, share in zip(cells, row, annex.widths, strict=True):
            cell.width = Mm(TEXT_WIDTH_MM * share / sum(annex.widths))
            wordml.fill_cell(cell, text, SONG if number else HEI, Pt(12), WD_ALIGN_PARAGRAPH.CENTER)
    word.add_paragraph()


def _imprint(word: Document, document: OfficialDocument) -> None:
    """版记: a table with horizontal rules only, fixed to the foot of the text area; a letter's has no rules."""
    if not document.printed_by:
        if document.copied_to:
            word.add_paragraph()
            wordml.add_run(word.add_paragraph(), f"抄送：{document.copied_to}。", SONG, Pt(SMALL))
        return
    table = word.add_table(rows=0, cols=2)
    if document.copied_to:
        cells = table.add_row().cells
        wordml.fill_cell(
            cells[0].merge(cells[1]), f"抄送：{document.copied_to}。", SONG, Pt(SMALL), WD_ALIGN_PARAGRAPH.LEFT
        )
    cells = table.add_row().cells
    table.autofit = False
    for column, width in zip(table.columns, (96, TEXT_WIDTH_MM - 96), strict=True):
        column.width = Mm(width)
    wordml.fill_cell(cells[0], document.printed_by, SONG, Pt(SMALL), WD_ALIGN_PARAGRAPH.LEFT)
    wordml.fill_cell(cells[1], f"{document.printed_on}印发", SONG, Pt(SMALL), WD_ALIGN_PARAGRAPH.RIGHT)
    wordml.horizontal_rules(table)
    wordml.fix_to_foot(table)
    word.add_paragraph().paragraph_format.line_spacing = Pt(1)  # a table must be followed by a paragraph


def _line(word: Document, text: str, font: str = SONG, indent: int = 0) -> Paragraph:
    """A paragraph of body size; `indent` in characters."""
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(indent * 16)
    wordml.add_run(paragraph, text, font, Pt(16))
    return paragraph


def _with_fixed_times(package: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
