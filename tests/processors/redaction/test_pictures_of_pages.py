"""PDF, scans and pictures: the public gets points alone, black where the redacted words were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from processors.extraction import PageText, Source, Unreadable
from processors.pool import ReaderPool
from processors.redaction.model import Area, Span
from processors.redaction.plan import spans_under
from processors.redaction.reading import RedactedReading
from tests.processors.redaction.people import Person

Builder = Callable[..., Path]
Redact = Callable[..., RedactedReading]


def text_by_ocr(pool: ReaderPool, made: Path) -> str:
    pages = pool.read(made).pages
    assert all(page.source is Source.OCR for page in pages)
    return "".join(page.text for page in pages)


def page_of(made: Path, number: int) -> Image.Image:
    document = pypdfium2.PdfDocument(made)
    picture: Image.Image = document[number - 1].render(scale=1).to_pil()
    document.close()
    return picture


@pytest.mark.parametrize("name", ["notice.pdf", "scan.pdf"])
def test_redacted_words_are_in_no_layer_and_what_stands_around_them_is_read(
    name: str,
    pool: ReaderPool,
    person: Person,
    notice: tuple[str, ...],
    make_notice: Builder,
    redacted: Redact,
    holds: Callable[[Path, str], bool],
    tmp_path: Path,
) -> None:
    path = make_notice(name, notice)
    made = pool.make_rendition(path, pool.read(path).media_type, tmp_path / "out", redacted(path, person.kinds))
    assert made.name == "public.pdf"
    with pikepdf.Pdf.open(made) as written:
        assert "/Info" not in written.trailer
        assert "/Font" not in written.pages[0].Resources
    read = text_by_ocr(pool, made)
    for words in person.kinds:
        assert not holds(made, words)
        assert words not in read
        assert words[2:-2] not in read or len(words) < 5
    for kept in (notice[0], notice[1], "补贴对象", "补贴金额3000元", notice[4]):
        assert kept in read


def test_the_same_words_go_from_every_page(
    pool: ReaderPool,
    person: Person,
    notice: tuple[str, ...],
    make_notice: Builder,
    redacted: Redact,
    tmp_path: Path,
) -> None:
    path = make_notice("notice.pdf", notice, ("附件", f"经办人{person.name}（{person.phone}）", "其余内容照常公开。"))
    reading = redacted(path, person.kinds)
    only_first = RedactedReading(reading.pages, tuple(span for span in reading.spans if span.page == 1))
    read = text_by_ocr(pool, pool.make_rendition(path, "application/pdf", tmp_path / "out", only_first))
    assert person.name not in read
    assert person.phone not in read
    assert "经办人" in read
    assert "其余内容照常公开。" in read


def test_a_marked_area_is_black_and_its_words_can_be_taken_out_with_it(
    pool: ReaderPool,
    notice: tuple[str, ...],
    make_notice: Builder,
    darkness: Callable[..., float],
    tmp_path: Path,
) -> None:
    path = make_notice("scan.png", notice)
    (page,) = pool.read(path).pages
    area = next(line.box for line in page.lines if page.text[line.start : line.end] == notice[1])
    assert [page.text[start:end] for start, end in spans_under(page, area)] == [notice[1]]
    reading = RedactedReading(
        (page,),
        tuple(Span(1, start, end, "■" * (end - start)) for start, end in spans_under(page, area)),
        (Area(1, area),),
    )
    made = pool.make_rendition(path, "image/png", tmp_path / "out", reading)
    assert darkness(page_of(made, 1), area) > 0.95
    assert notice[1] not in text_by_ocr(pool, made)


def test_a_scan_that_lies_on_its_side_is_painted_where_its_words_are(
    pool: ReaderPool,
    person: Person,
    notice: tuple[str, ...],
    make_notice: Builder,
    redacted: Redact,
    tmp_path: Path,
) -> None:
    path = make_notice("scan.png", notice)
    with Image.open(path) as upright:
        upright.transpose(Image.Transpose.ROTATE_90).save(path)
    made = pool.make_rendition(path, "image/png", tmp_path / "out", redacted(path, person.kinds))
    assert page_of(made, 1).height > page_of(made, 1).width
    read = text_by_ocr(pool, made)
    assert person.id_number not in read
    assert person.name not in read
    assert notice[4] in read


def test_words_that_stand_nowhere_in_the_file_leave_it_without_a_download(
    pool: ReaderPool, notice: tuple[str, ...], make_notice: Builder, tmp_path: Path
) -> None:
    """As when a reader puts together what the layer has apart: nobody could say that it is gone."""
    path = make_notice("notice.pdf", notice)
    page = PageText(1, "甲乙丙丁不在文件中\n", Source.TEXT)
    reading = RedactedReading((page,), (Span(1, 0, 4, "■■■■"),))
    with pytest.raises(Unreadable) as refused:
        pool.make_rendition(path, "application/pdf", tmp_path / "out", reading)
    assert refused.value.code == "not_redactable"
    assert list((tmp_path / "out").iterdir()) == []


def test_words_still_read_after_painting_leave_a_scan_without_a_download(
    pool: ReaderPool, person: Person, notice: tuple[str, ...], make_notice: Builder, redacted: Redact, tmp_path: Path
) -> None:
    """As when the places that were kept are not those of this picture."""
    path = make_notice("scan.png", notice)
    reading = redacted(path, {person.id_number: "resident_id"})
    (page,) = reading.pages
    moved = tuple(replace(line, box=(0.1, 0.8, 0.2, 0.81)) for line in page.lines)
    with pytest.raises(Unreadable) as refused:
        pool.make_rendition(
            path, "image/png", tmp_path / "out", RedactedReading((replace(page, lines=moved),), reading.spans)
        )
    assert refused.value.code == "not_redactable"
    assert list((tmp_path / "out").iterdir()) == []


def test_a_picture_under_the_text_that_says_the_same_elsewhere_leaves_a_pdf_without_a_download(
    pool: ReaderPool, person: Person, notice: tuple[str, ...], make_notice: Builder, redacted: Redact, tmp_path: Path
) -> None:
    """The text layer knows its own words' places alone."""
    enough_text = ("为使补贴发放公开透明，接受群众监督，",) * 4
    with pikepdf.Pdf.open(make_notice("notice.pdf", (*notice, *enough_text))) as text:
        page = text.pages[0]
        with pikepdf.Pdf.open(make_notice("scan.pdf", ("",) * 10 + notice)) as scan:
            (under,) = scan.pages[0].Resources.XObject.values()
            page.Resources.XObject = pikepdf.Dictionary(Scan=text.copy_foreign(under))
            page.contents_add(f"q {page.mediabox[2]} 0 0 {page.mediabox[3]} 0 0 cm /Scan Do Q".encode(), prepend=True)
            text.save(tmp_path / "both.pdf")
    path = tmp_path / "both.pdf"
    extraction = pool.read(path)
    assert extraction.warnings == ("text_layer_over_picture:1",)
    reading = replace(redacted(path, {person.id_number: "resident_id"}), warnings=extraction.warnings)
    with pytest.raises(Unreadable) as refused:
        pool.make_rendition(path, "application/pdf", tmp_path / "out", reading)
    assert refused.value.code == "not_redactable"
