"""Each format holds what was set: text layers read back, glyphs look right, the seal lies over the signature."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import numpy as np
import ofdkit
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageFilter, ImageSequence

from samples.catalogue import SAMPLES, Kind, Sample
from samples.make import PASSWORD
from samples.model import load
from samples.numbers import placeholders
from samples.page import Page
from samples.scan import SCALE, rasterise
from samples.seal import DIAMETER_MM
from samples.typeset import typeset

Numbered = Callable[[int], Sample]
PDFS = [sample for sample in SAMPLES if sample.kind is Kind.PDF]


@pytest.fixture
def numbered() -> Numbered:
    return lambda number: SAMPLES[number - 1]


def set_pages(sample: Sample, *, sealed: bool = False) -> list[Page]:
    return typeset(load(sample.text, placeholders(2026)), sealed=sealed)


@pytest.mark.parametrize("sample", PDFS, ids=lambda sample: sample.text)
def test_the_text_layer_of_a_pdf_reads_back_exactly(made: Path, sample: Sample) -> None:
    with pypdfium2.PdfDocument(made / sample.name) as pdf:
        read = [page.get_textpage().get_text_bounded().split("\r\n") for page in pdf]
    assert read == [page.lines() for page in set_pages(sample)]


@pytest.mark.parametrize("sample", PDFS, ids=lambda sample: sample.text)
def test_the_embedded_glyphs_look_like_those_of_the_whole_font(made: Path, sample: Sample) -> None:
    """Drawn by two programs from two files: no character has ink more than two pixels away from the other's ink."""
    with pypdfium2.PdfDocument(made / sample.name) as pdf:
        rendered = [page.render(scale=SCALE).to_pil().convert("L") for page in pdf]
    for ours, page in zip(rendered, set_pages(sample), strict=True):
        theirs = rasterise(page).convert("L").resize(ours.size).filter(ImageFilter.MinFilter(5))
        ink = np.asarray(ours) < 128
        stray = ink & (np.asarray(theirs) >= 128)
        assert wrong_characters(page, ink, stray) == []


def wrong_characters(page: Page, ink: np.ndarray, stray: np.ndarray) -> list[str]:
    """Those with no ink at all, and those of whose ink more than one part in fifty is stray."""
    wrong = []
    for run in page.glyphs:
        rows = slice(round((run.baseline - 0.88 * run.size) * SCALE), round((run.baseline + 0.12 * run.size) * SCALE))
        for char, x in zip(run.text, run.xs, strict=True):
            cell = rows, slice(round(x * SCALE), round((x + run.size * run.stretch) * SCALE))
            if char != " " and not stray[cell].sum() * 50 <= ink[cell].sum() > 0:
                wrong.append(char)
    return wrong


def test_the_fonts_of_a_pdf_are_embedded_and_small(made: Path) -> None:
    for sample in PDFS:
        with pikepdf.open(made / sample.name) as pdf:
            fonts = pdf.pages[0].resources.Font
            assert all("/FontFile3" in font.DescendantFonts[0].FontDescriptor for font in fonts.values())
        assert (made / sample.name).stat().st_size < 150_000


def test_the_table_of_the_policy_is_found_with_its_cells(made: Path, numbered: Numbered) -> None:
    import pdfplumber

    sample = numbered(3)
    with pdfplumber.open(made / sample.name) as pdf:
        [table] = [page.extract_table() for page in pdf.pages if page.find_tables() and page.page_number == 3]
    rows = load(sample.text).annexes[0].table
    assert [[cell.replace("\n", "") for cell in row] for row in table] == [list(row) for row in rows]


def test_an_ofd_reads_back_exactly(made: Path, numbered: Numbered) -> None:
    sample = numbered(7)
    with ofdkit.open(str(made / sample.name)) as document:
        text = document.text()
    lines = [line for page in set_pages(sample) for line in page.lines()]
    assert "".join(text.split()) == "".join("".join(lines).split())


@pytest.mark.parametrize("number", [1, 2, 4, 10])
def test_a_docx_holds_every_paragraph_of_its_text(made: Path, numbered: Numbered, number: int) -> None:
    sample = numbered(number)
    document = load(sample.text, placeholders(2026))
    paragraphs = [paragraph.text for paragraph in docx.Document(str(made / sample.name)).paragraphs]
    body = [paragraph for paragraph in paragraphs if paragraph in document.body]
    assert body == list(document.body)
    assert document.full_title in [paragraph.replace("\n", "") for paragraph in paragraphs]
    assert {document.date, document.signature} <= set(paragraphs)


def test_a_docx_is_printed_on_a4_with_the_margins_of_the_standard(made: Path, numbered: Numbered) -> None:
    section = docx.Document(str(made / numbered(1).name)).sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin]
    assert [round(size.mm) for size in sizes if size is not None] == [210, 297, 37, 28, 26]


def test_the_scanned_pdf_has_no_text_layer(made: Path, numbered: Numbered) -> None:
    with pypdfium2.PdfDocument(made / numbered(5).name) as pdf:
        assert [page.get_textpage().count_chars() for page in pdf] == [0, 0]


def test_the_seal_lies_over_signature_and_date_and_hides_neither(numbered: Numbered) -> None:
    sample = numbered(5)
    document = load(sample.text)
    page = set_pages(sample, sealed=True)[-1]
    assert page.seal is not None
    radius = DIAMETER_MM / 25.4 * 72 / 2
    covered = [
        run for run in page.glyphs if abs(run.baseline - page.seal[1]) < radius and run.xs[0] < page.seal[0] < run.right
    ]
    assert [run.text for run in covered] == [document.signature, document.date]
    sealed, plain = (np.asarray(rasterise(page, organ)) for organ in (document.signature, ""))
    ink = plain.max(axis=2) < 100
    assert (sealed[ink].max(axis=1) < 100).all()  # black print stays black under red ink
    red = (sealed[..., 0] > 180) & (sealed[..., 1] < 90)
    assert red.sum() > 10_000


def test_the_tiff_is_black_and_white_and_has_both_pages(made: Path, numbered: Numbered) -> None:
    with Image.open(made / numbered(8).name) as picture:
        assert [frame.mode for frame in ImageSequence.Iterator(picture)] == ["1", "1"]


@pytest.mark.parametrize("number", [9, 15])
def test_a_picture_is_one_a4_page_at_200_dpi_or_a_little_more(made: Path, numbered: Numbered, number: int) -> None:
    with Image.open(made / numbered(number).name) as picture:
        assert 1650 <= picture.width <= 1800
        assert 2330 <= picture.height <= 2500


def test_the_encrypted_pdf_opens_with_its_password_only(made: Path, numbered: Numbered) -> None:
    path = made / numbered(14).name
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password=PASSWORD) as pdf:
        assert len(pdf.pages) == 2
