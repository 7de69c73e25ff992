"""Formatting that python-docx lacks: East Asian fonts, character scale, rules, tables at the foot, page fields."""

from __future__ import annotations

from typing import cast

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from samples.measures import SMALL

RED = RGBColor(0xE6, 0x00, 0x12)
RULE_WITHIN, RULE_BEYOND = Mm(0), Mm(7)  # a letter's rules are 170 mm wide


def fill_cell(cell: _Cell, text: str, font: str, size: Length, alignment: WD_ALIGN_PARAGRAPH) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = alignment
    paragraph.paragraph_format.line_spacing = Pt(22)
    add_run(paragraph, text, font, size)


def add_run(paragraph: Paragraph, text: str, font: str, size: Length, colour: RGBColor | None = None) -> Run:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def scale(run: Run, percent: int) -> None:
    """Horizontal scale; it stands before the size, as the schema orders a run's properties."""
    run._element.get_or_add_rPr().insert_element_before(made("w:w", val=str(percent)), "w:sz")


def made(name: str, **attributes: str) -> BaseOxmlElement:
    """An element of the w: namespace with attributes of the same."""
    element = cast("BaseOxmlElement", OxmlElement(name))
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def rule_below(paragraph: Paragraph, kind: str, eighths: int, beyond: Length = RULE_WITHIN) -> None:
    """A red line `eighths` of a point wide, reaching `beyond` the text area on both sides."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Length(-beyond)
    borders = made("w:pBdr")
    borders.append(made("w:bottom", val=kind, sz=str(eighths), space="11", color="E60012"))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def horizontal_rules(table: Table) -> None:
    borders = made("w:tblBorders")
    for side, eighths in (("top", "8"), ("bottom", "8"), ("insideH", "6")):
        borders.append(made(f"w:{side}", val="single", sz=eighths, space="0", color="000000"))
    table._tbl.tblPr.insert_element_before(borders, "w:tblLayout", "w:tblLook")


def fix_to_foot(table: Table) -> None:
    place = made("w:tblpPr", vertAnchor="margin", horzAnchor="margin", tblpX="0", tblpYSpec="bottom")
    table._tbl.tblPr.insert(1, place)  # after w:tblStyle, as the schema orders them


def page_number(paragraph: Paragraph, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — with a PAGE field."""
    paragraph.alignment = alignment
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(SMALL)
    add_run(paragraph, "— ", "宋体", Pt(SMALL))
    field = add_run(paragraph, "", "宋体", Pt(SMALL))
    for part in ("begin", "end"):
        if part == "end":
            instruction = made("w:instrText")
            instruction.text = "PAGE"
            field._element.append(instruction)
        field._element.append(made("w:fldChar", fldCharType=part))
    add_run(paragraph, " —", "宋体", Pt(SMALL))
