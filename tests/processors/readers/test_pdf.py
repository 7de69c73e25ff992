from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from processors.extraction import Source, Unreadable
from processors.readers.pdf import read
from processors.sandbox.limits import DEFAULT_LIMITS

LONG = "示例区人力资源和社会保障局关于开展失业保险稳岗返还工作的通知"


def canvas(path: Path) -> Canvas:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    drawn = Canvas(str(path), pagesize=A4)
    drawn.setFont("STSong-Light", 14)
    return drawn


def test_text_is_read_line_by_line_and_page_by_page(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "a.pdf")
    drawn.drawString(72, 700, LONG)
    drawn.drawString(72, 680, "2026年2月18日")
    drawn.showPage()
    drawn.setFont("STSong-Light", 14)
    drawn.drawString(72, 700, "第二页的正文比二十个字要长一些，所以不需要识别")
    drawn.save()
    draft = read(tmp_path / "a.pdf", DEFAULT_LIMITS)
    assert [page.text for page in draft.pages] == [
        f"{LONG}\n2026年2月18日\n",
        "第二页的正文比二十个字要长一些，所以不需要识别\n",
    ]
    assert {page.source for page in draft.pages} == {Source.TEXT}
    assert draft.to_ocr == ()


def test_cells_of_a_ruled_table_stay_apart_and_lines_around_it_stay_in_place(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "a.pdf")
    drawn.drawString(72, 760, LONG)
    grid = [("GRID", (0, 0), (-1, -1), 1, "black"), ("FONT", (0, 0), (-1, -1), "STSong-Light", 12)]
    table = Table([["单位", "金额"], ["示例甲公司", "100"]], colWidths=150, style=grid)
    table.wrapOn(drawn, 400, 400)
    table.drawOn(drawn, 72, 600)
    drawn.drawString(72, 500, "表后的一行")
    drawn.save()
    (page,) = read(tmp_path / "a.pdf", DEFAULT_LIMITS).pages
    assert page.text == f"{LONG}\n单位\t金额\n示例甲公司\t100\n表后的一行\n"


def test_pages_decide_one_by_one_about_ocr(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "a.pdf")
    scan = Image.new("L", (800, 1100), 200)
    scan.save(tmp_path / "scan.png")
    drawn.drawString(72, 700, LONG)
    drawn.showPage()
    drawn.drawImage(str(tmp_path / "scan.png"), 0, 0, *A4)
    drawn.showPage()
    drawn.drawImage(str(tmp_path / "scan.png"), 0, 0, *A4)
    drawn.setFont("STSong-Light", 10)
    drawn.drawString(200, 20, "由示例扫描软件生成 — 3 —")
    drawn.showPage()
    drawn.save()
    draft = read(tmp_path / "a.pdf", DEFAULT_LIMITS)
    assert draft.to_ocr == (2, 3)
    assert [page.source for page in draft.pages] == [Source.TEXT, Source.OCR, Source.OCR]


def with_a_broken_page(path: Path, broken: int) -> Path:
    """Three pages of text, one of which is no page."""
    drawn = canvas(path)
    for number in range(1, 4):
        drawn.setFont("STSong-Light", 14)
        drawn.drawString(72, 700, f"第{number}页，{LONG}")
        drawn.showPage()
    drawn.save()
    with pikepdf.Pdf.open(path, allow_overwriting_input=True) as document:
        document.Root.Pages.Kids[broken - 1] = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Catalog))
        document.save(path)
    return path


def test_a_page_that_cannot_be_read_costs_itself_and_is_named(tmp_path: Path) -> None:
    draft = read(with_a_broken_page(tmp_path / "a.pdf", broken=2), DEFAULT_LIMITS)
    assert [page.text for page in draft.pages] == [f"第1页，{LONG}\n", "", f"第3页，{LONG}\n"]
    assert draft.warnings == ("page_unreadable:2",)


def test_without_its_first_page_nobody_knows_whether_a_file_is_classified(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(with_a_broken_page(tmp_path / "a.pdf", broken=1), DEFAULT_LIMITS)
    assert refusal.value.code == "broken"


def test_text_over_a_full_page_picture_is_taken_and_pointed_out(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "a.pdf")
    Image.new("L", (800, 1100), 200).save(tmp_path / "scan.png")
    drawn.drawImage(str(tmp_path / "scan.png"), 0, 0, *A4)
    drawn.setFont("STSong-Light", 14)
    for line in range(6):
        drawn.drawString(72, 700 - 20 * line, LONG)
    drawn.save()
    draft = read(tmp_path / "a.pdf", DEFAULT_LIMITS)
    assert draft.to_ocr == ()
    assert draft.warnings == ("text_layer_over_picture:1",)


def test_what_is_filled_into_a_form_is_read(tmp_path: Path) -> None:
    drawn = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    drawn.drawString(72, 700, "A form with more than twenty characters")
    drawn.acroForm.textfield(name="unit", value="FILLED-IN", x=72, y=600, width=200, height=30)
    drawn.save()
    assert "FILLED-IN" in read(tmp_path / "a.pdf", DEFAULT_LIMITS).pages[0].text


def test_glyphs_of_a_private_encoding_are_left_to_ocr(tmp_path: Path) -> None:
    mapping = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <00> <FF> "
        b"endcodespacerange 1 beginbfrange <20> <7E> <E020> endbfrange endcmap end end"
    )
    with pikepdf.Pdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            ToUnicode=document.make_stream(mapping),
        )
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = document.make_stream(
            b"BT /F1 12 Tf 72 700 Td (A line of more than twenty characters) Tj ET"
        )
        document.save(tmp_path / "a.pdf")
    assert read(tmp_path / "a.pdf", DEFAULT_LIMITS).to_ocr == (1,)
