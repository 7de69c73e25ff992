"""What a PDF hides is told to the reviewer, is in no text that is published, and in no byte of the download."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from processors.hidden.pdf_page import hidden_on
from processors.inspection import to_json
from processors.pool import ReaderPool
from processors.readers import pdf
from processors.renditions.pdf import clean_pdf
from processors.sandbox.limits import DEFAULT_LIMITS
from processors.sniff import MediaType
from tests.processors.hidden.digging import dug_out, selectable
from tests.processors.hidden.hidden_pdf_looks import PDF_LOOKS
from tests.processors.hidden.hidden_pdfs import HIDINGS, MARK, VISIBLE, Hiding, drawn


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReaderPool]:
    with ReaderPool(tmp_path_factory.mktemp("models")) as shared:
        yield shared


@pytest.mark.parametrize("hiding", [*HIDINGS, *PDF_LOOKS], ids=lambda hiding: hiding.name)
def test_what_is_hidden_is_found_and_not_published(pool: ReaderPool, tmp_path: Path, hiding: Hiding) -> None:
    path = tmp_path / "notice.pdf"
    hiding.make(path)
    inspection = pool.inspect(path)
    assert [page.text.splitlines()[0] for page in inspection.extraction.pages] == [VISIBLE]
    assert MARK not in inspection.extraction.pages[0].text
    report = to_json(path, "00", inspection)
    (finding,) = [one for one in report["findings"] if one["kind"] == hiding.kind]
    assert (finding["page"], finding["start"], finding["end"]) == (hiding.page, 0, 0)
    assert finding["text"]
    assert (MARK in finding["text"]) is hiding.quoted
    made = pool.make_rendition(path, MediaType.PDF, tmp_path / "out")
    assert MARK.encode() not in dug_out(made)


def ordinary(canvas: Canvas) -> None:
    """Things that look like hiding and are not: light on dark, a ground, a rule under a line, a frame around one."""
    canvas.setFillGray(0.2)
    canvas.rect(60, 690, 300, 30, fill=1, stroke=0)
    canvas.setFillGray(1)
    canvas.drawString(72, 700, "White on a dark ground")
    canvas.setFillGray(0)
    canvas.drawString(72, 650, "Underlined")
    canvas.rect(72, 647, 100, 1, fill=1)
    canvas.drawString(72, 600, "Framed")
    canvas.rect(60, 590, 200, 30, fill=0)
    canvas.drawString(72, 550, "Under a stamp that can be seen through")
    canvas.setFillAlpha(0.4)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.circle(120, 555, 40, fill=1)


def test_what_everybody_sees_is_no_finding_and_stays_text(tmp_path: Path) -> None:
    drawn(ordinary)(tmp_path / "a.pdf")
    draft = pdf.read(tmp_path / "a.pdf", DEFAULT_LIMITS)
    assert draft.hidden == ()
    assert draft.pages[0].text.splitlines()[1:] == [
        "White on a dark ground",
        "Underlined",
        "Framed",
        "Under a stamp that can be seen through",
    ]
    clean_pdf(tmp_path / "a.pdf", tmp_path / "public.pdf")
    assert "White on a dark ground" in selectable(tmp_path / "public.pdf")


def scan_of(path: Path, draw: Callable[[Canvas], None]) -> None:
    Image.effect_noise((1240, 1754), 20).convert("RGB").save(path.with_suffix(".jpg"))
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawImage(str(path.with_suffix(".jpg")), 0, 0, *A4)
    draw(canvas)
    canvas.save()


def text_layer(canvas: Canvas) -> None:
    text = canvas.beginText(72, 700)
    text.setFont("Helvetica", 12)
    text.setTextRenderMode(3)
    for _ in range(8):
        text.textLine(f"{VISIBLE} {MARK}")
    canvas.drawText(text)


def test_the_text_layer_of_a_scan_is_a_note_and_the_page_is_read_from_its_picture(tmp_path: Path) -> None:
    scan_of(tmp_path / "scan.pdf", text_layer)
    draft = pdf.read(tmp_path / "scan.pdf", DEFAULT_LIMITS)
    assert [(one.kind.value, one.severity.value) for one in draft.hidden] == [("text_layer", "note")]
    assert (draft.to_ocr, draft.pages[0].text) == ((1,), "")
    clean_pdf(tmp_path / "scan.pdf", tmp_path / "public.pdf")
    assert MARK.encode() not in dug_out(tmp_path / "public.pdf")
    with Image.open(tmp_path / "scan.jpg") as scan:
        # The picture itself stays as sharp as it was.
        assert f"/Width {scan.width}".encode() in dug_out(tmp_path / "public.pdf")


def test_a_scan_with_a_black_box_over_it_is_published_as_what_is_seen(tmp_path: Path) -> None:
    scan_of(tmp_path / "scan.pdf", lambda canvas: canvas.rect(100, 500, 300, 40, fill=1))
    draft = pdf.read(tmp_path / "scan.pdf", DEFAULT_LIMITS)
    assert [one.kind.value for one in draft.hidden] == ["covered_text"]
    clean_pdf(tmp_path / "scan.pdf", tmp_path / "public.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "public.pdf")
    (picture,) = document[0].get_objects()
    inside = picture.get_bitmap().to_pil().convert("L").crop((300, 850, 1080, 930))
    document.close()
    assert max(inside.getextrema()) < 16


def test_a_covered_page_keeps_its_looks(tmp_path: Path) -> None:
    blackened = next(hiding for hiding in HIDINGS if hiding.name == "blackened")
    blackened.make(tmp_path / "a.pdf")
    clean_pdf(tmp_path / "a.pdf", tmp_path / "public.pdf")
    looks = []
    for name in ("a.pdf", "public.pdf"):
        document = pypdfium2.PdfDocument(tmp_path / name)
        looks.append(document[0].render(scale=0.5).to_pil().convert("L"))
        document.close()
    assert looks[0].size == looks[1].size
    difference = ImageStat.Stat(ImageChops.difference(*looks)).mean[0]
    assert difference < 1.0


def test_the_look_leaves_the_page_as_it_was(tmp_path: Path) -> None:
    next(hiding for hiding in HIDINGS if hiding.name == "white").make(tmp_path / "a.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    page = document[0]
    assert hidden_on(page, page.get_textpage()) == hidden_on(page, page.get_textpage())
    document.close()
