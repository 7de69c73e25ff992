"""Pictures as large as a page in the body of a DOCX are pages of their own, in their place."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Cm
from PIL import Image

from processors.extraction import Unreadable
from processors.readers import docx_pictures
from processors.readers.docx import picture_of, read
from processors.sandbox.limits import DEFAULT_LIMITS


def points(colour: str, kind: str = "PNG") -> io.BytesIO:
    written = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(written, kind)
    written.seek(0)
    return written


@pytest.fixture
def built(tmp_path: Path) -> Callable[[Callable[[docx.document.Document], None]], Path]:
    def build(fill: Callable[[docx.document.Document], None]) -> Path:
        document = docx.Document()
        fill(document)
        document.save(str(tmp_path / "notice.docx"))
        return tmp_path / "notice.docx"

    return build


Built = Callable[[Callable[[docx.document.Document], None]], Path]


def test_a_large_picture_stands_between_the_texts_and_is_found_again_by_its_page(built: Built) -> None:
    def fill(document: docx.document.Document) -> None:
        document.add_paragraph("前")
        for colour in ("red", "blue"):
            document.add_picture(points(colour), width=Cm(15))
        document.add_paragraph("后")

    path = built(fill)
    draft = read(path, DEFAULT_LIMITS)
    assert [page.text for page in draft.pages] == ["前\n", "", "", "后\n"]
    assert (draft.to_ocr, draft.heads) == ((2, 3), (1, 2))
    assert picture_of(path, 2, DEFAULT_LIMITS).getpixel((1, 1)) == (255, 0, 0)
    assert picture_of(path, 3, DEFAULT_LIMITS).getpixel((1, 1)) == (0, 0, 255)


def test_a_small_picture_is_no_page_and_one_that_is_shown_twice_is_read_once(built: Built) -> None:
    def fill(document: docx.document.Document) -> None:
        document.add_paragraph("前")
        document.add_picture(points("red"), width=Cm(4))
        picture = points("blue")
        for _ in range(2):
            document.add_picture(picture, width=Cm(15))

    assert read(built(fill), DEFAULT_LIMITS).to_ocr == (2,)


def test_a_header_goes_before_a_picture_that_comes_first_and_a_footer_after_one_that_comes_last(built: Built) -> None:
    def fill(document: docx.document.Document) -> None:
        document.sections[0].header.paragraphs[0].text = "眉"
        document.sections[0].footer.paragraphs[0].text = "脚"
        document.add_picture(points("red"), width=Cm(15))

    path = built(fill)
    draft = read(path, DEFAULT_LIMITS)
    assert [page.text for page in draft.pages] == ["眉\n", "", "脚\n"]
    assert draft.to_ocr == (2,)
    assert picture_of(path, 2, DEFAULT_LIMITS).getpixel((1, 1)) == (255, 0, 0)


def test_a_picture_in_a_cell_comes_after_its_row(built: Built) -> None:
    def fill(document: docx.document.Document) -> None:
        table = document.add_table(2, 1)
        table.cell(0, 0).paragraphs[0].text = "首"
        table.cell(0, 0).paragraphs[0].add_run().add_picture(points("red"), width=Cm(15))
        table.cell(1, 0).paragraphs[0].text = "次"

    assert [page.text for page in read(built(fill), DEFAULT_LIMITS).pages] == ["首\n", "", "次\n"]


def test_a_large_picture_of_a_kind_that_nobody_reads_is_said(built: Built) -> None:
    def fill(document: docx.document.Document) -> None:
        document.add_paragraph("前")
        document.add_picture(points("red", "GIF"), width=Cm(15))

    draft = read(built(fill), DEFAULT_LIMITS)
    assert draft.to_ocr == ()
    assert draft.warnings == ("pictures_not_read",)


def test_a_document_without_text_says_so(built: Built) -> None:
    assert read(built(lambda _: None), DEFAULT_LIMITS).warnings == ("page_without_text:1",)


def test_a_picture_that_is_not_there_is_refused(built: Built) -> None:
    with pytest.raises(Unreadable) as refusal:
        docx_pictures.picture_of(built(lambda _: None), "rId99", DEFAULT_LIMITS)
    assert refusal.value.code == "broken"
