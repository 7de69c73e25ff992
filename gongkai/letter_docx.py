"""A letter as a DOCX in the layout of official documents (GB/T 9704-2012): red head, number, title, text, signature."""

from __future__ import annotations

import datetime as dt
import io
from typing import Final

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from gongkai.reports.paper import BODY_FONT, TITLE_FONT
from records.domain.requests.letters import Letter, chinese_day

_HEAD_PT, _TITLE_PT, _BODY_PT, _LINE_PT = 30, 22, 16, 28
_RED: Final = RGBColor(0xE6, 0x00, 0x12)
#: A name so long that it would not fit on one line gets smaller letters: characters at the full size.
_HEAD_CHARACTERS: Final = 14
_DAY_INDENT: Final = Pt(4 * _BODY_PT)


def letter_docx(letter: Letter, made_at: dt.datetime) -> bytes:
    """The file; its properties name nobody."""
    document = docx.Document()
    _page(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = letter.title, "", ""
    properties.created = properties.modified = made_at.replace(microsecond=0)
    _head(document, letter)
    title = _paragraph(document, letter.title, TITLE_FONT, _TITLE_PT)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(_LINE_PT)
    _paragraph(document, f"{letter.addressee}：", BODY_FONT, _BODY_PT)
    for text in letter.paragraphs:
        body = _paragraph(document, text, BODY_FONT, _BODY_PT)
        body.paragraph_format.first_line_indent = Pt(2 * _BODY_PT)
        # No page has the signature alone.
        body.paragraph_format.keep_with_next = body.paragraph_format.keep_together = text == letter.paragraphs[-1]
    _signature(document, letter)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # Without it some programs set Chinese punctuation as in Taiwan, in the middle of its square.
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _head(document: WordDocument, letter: Letter) -> None:
    size = min(_HEAD_PT, _HEAD_PT * _HEAD_CHARACTERS // max(1, len(letter.organ)))
    head = _paragraph(document, letter.organ, TITLE_FONT, size, color=_RED)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = _paragraph(document, letter.number, BODY_FONT, _BODY_PT)
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _red_line(number)


def _signature(document: WordDocument, letter: Letter) -> None:
    organ = _paragraph(document, letter.organ, BODY_FONT, _BODY_PT)
    organ.paragraph_format.space_before = Pt(2 * _LINE_PT)
    organ.paragraph_format.right_indent = Pt(2 * _BODY_PT)
    day = _paragraph(document, chinese_day(letter.day), BODY_FONT, _BODY_PT)
    day.paragraph_format.right_indent = _DAY_INDENT
    for paragraph in (organ, day):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.keep_together = True
    organ.paragraph_format.keep_with_next = True


def _paragraph(
    document: WordDocument, text: str, font: str, size_pt: float, color: RGBColor | None = None
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    if size_pt == _BODY_PT:
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(_LINE_PT)
    run = paragraph.add_run(_written(text))
    run.font.name, run.font.size = font, Pt(size_pt)
    if color is not None:
        run.font.color.rgb = color
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return paragraph


def _written(text: str) -> str:
    """Without control characters: XML has none, and a form may have been sent by a program."""
    return "".join(character for character in text if character >= " ")


def _red_line(paragraph: Paragraph) -> None:
    """Below the number, as wide as the text."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", "E60012")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)
