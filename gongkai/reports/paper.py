"""A report as a DOCX on A4, in the typefaces and sizes of official documents (GB/T 9704-2012)."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass, field

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from gongkai.reports.grids import Grid
from gongkai.reports.tables import Table

TITLE_FONT, HEADING_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
_TITLE_PT, _BODY_PT, _TABLE_PT = 22, 16, 10.5  # 二号, 三号, 五号


@dataclass
class Paper:
    """Written from top to bottom."""

    title: str
    made_at: dt.datetime
    landscape: bool = False
    document: WordDocument = field(init=False)

    def __post_init__(self) -> None:
        self.document = docx.Document()
        properties = self.document.core_properties
        properties.title, properties.author = self.title, ""
        properties.created = properties.modified = self.made_at.replace(microsecond=0)
        section = self.document.sections[0]
        section.page_width, section.page_height = (Mm(297), Mm(210)) if self.landscape else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if self.landscape else WD_ORIENT.PORTRAIT
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(paragraph, self.title, TITLE_FONT, _TITLE_PT)

    def heading(self, text: str) -> None:
        self._indented(text, HEADING_FONT)

    def text(self, text: str) -> None:
        self._indented(text, BODY_FONT)

    def signature(self, organ: str, day: str) -> None:
        """Who says it and when, below on the right, never alone on a page."""
        for text, characters in ((organ, 2), (day, 4)):
            paragraph = self.document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(characters * _BODY_PT)
            paragraph.paragraph_format.keep_with_next = True
            _write(paragraph, text, BODY_FONT, _BODY_PT)

    def small(self, text: str) -> None:
        """A note below or above a table."""
        _write(self.document.add_paragraph(), text, BODY_FONT, _TABLE_PT)

    def table(self, table: Table) -> None:
        """Head and rows, or the sentence for no rows."""
        if not table.rows:
            self.text(table.empty)
            return
        grid = self.document.add_table(rows=0, cols=len(table.head), style="Table Grid")
        for number, row in enumerate((table.head, *table.rows)):
            for cell, value in zip(grid.add_row().cells, row, strict=True):
                write_cell(cell, str(value), HEADING_FONT if number == 0 else BODY_FONT)

    def grid(self, grid: Grid) -> None:
        """A fixed form, its cells centred."""
        table = self.document.add_table(rows=grid.rows, cols=grid.columns, style="Table Grid")
        for span in grid.spans:
            first = table.cell(span.row, span.column)
            cell = first.merge(table.cell(span.row + span.rows - 1, span.column + span.columns - 1))
            write_cell(cell, span.text, HEADING_FONT if span.is_head else BODY_FONT)
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER

    def data(self) -> bytes:
        """The file. The same report gives the same bytes, whenever it is written."""
        saved, dated = io.BytesIO(), io.BytesIO()
        self.document.save(saved)
        with zipfile.ZipFile(saved) as undated, zipfile.ZipFile(dated, "w") as file:
            for entry in undated.infolist():
                member = zipfile.ZipInfo(entry.filename, self.made_at.timetuple()[:6])
                file.writestr(member, undated.read(entry), zipfile.ZIP_DEFLATED)
        return dated.getvalue()

    def _indented(self, text: str, font: str) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(2 * _BODY_PT)
        _write(paragraph, text, font, _BODY_PT)


def write_cell(cell: _Cell, text: str, font: str = BODY_FONT) -> None:
    _write(cell.paragraphs[0], text, font, _TABLE_PT)


def _write(paragraph: Paragraph, text: str, font: str, size_pt: float) -> Run:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size_pt)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    return run
