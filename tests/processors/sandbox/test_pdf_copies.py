"""The PDF of a public form: printed or drawn from that form alone, without metadata, and looked through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
import pytest

from processors.extraction import Unreadable
from processors.pool import ReaderPool
from processors.redaction.model import Span
from processors.redaction.reading import RedactedReading
from processors.sniff import sniff
from samples.ofd import write_ofd
from samples.page import Page, place

LINES = ("关于发放示例补贴的公示", "补贴对象示例甲，住示例街1号。", "对公示有异议的，请书面提出。")
NAMES = ("notice.docx", "notice.ofd")


@pytest.fixture
def notice(tmp_path: Path) -> Callable[[str], Path]:
    """The lines as a DOCX or an OFD."""

    def make(name: str) -> Path:
        path = tmp_path / name
        if path.suffix == ".ofd":
            laid = Page(tuple(place(line, 80, 120 + 40 * at, 16) for at, line in enumerate(LINES)), ())
            path.write_bytes(write_ofd([laid], "公示", "2026-03-02"))
            return path
        document = docx.Document()
        document.core_properties.author = "SECRET-author"
        for line in LINES:
            document.add_paragraph(line).add_run("SECRET-hidden").font.hidden = True
        document.save(str(path))
        return path

    return make


def text_of(made: Path) -> str:
    with pypdfium2.PdfDocument(made) as opened:
        assert set(opened.get_metadata_dict().values()) == {""}
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in opened)


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_says_what_the_public_form_says_and_nothing_of_who_made_it(
    pool: ReaderPool, notice: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    path = notice(name)
    public = pool.make_rendition(path, sniff(path), tmp_path / "out")
    made = pool.copy_as_pdf(public, tmp_path / "out" / "pdf")
    assert text_of(made) == "".join(LINES)
    assert b"SECRET" not in made.read_bytes()
    assert b"LibreOffice" not in made.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_redacted_is_not_in_the_pdf(
    pool: ReaderPool, notice: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    path = notice(name)
    reading = redacted(pool, path)
    public = pool.make_rendition(path, sniff(path), tmp_path / "out", reading)
    text = text_of(pool.copy_as_pdf(public, tmp_path / "out" / "pdf", reading))
    assert "示例甲" not in text
    # PDFium may give letters of another font in another order.
    assert sorted(text) == sorted("".join(LINES).replace("示例甲", "■■■"))


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_from_which_redacted_words_are_read_is_refused(
    pool: ReaderPool, notice: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    path = notice(name)
    with pytest.raises(Unreadable) as refused:
        pool.copy_as_pdf(path, tmp_path / "out", redacted(pool, path))
    assert refused.value.code == "not_redactable"
    assert list((tmp_path / "out").iterdir()) == []


def redacted(pool: ReaderPool, path: Path) -> RedactedReading:
    """The reading with the person's name taken out."""
    pages = pool.read(path).pages
    at = pages[0].text.index("示例甲")
    return RedactedReading(pages, (Span(1, at, at + 3, "■■■"),))
