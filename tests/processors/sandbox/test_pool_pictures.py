"""Pages that are read from their picture, through the pool as the product does."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Cm
from PIL import Image

from processors.extraction import Source, Unreadable
from processors.pool import ReaderPool

Builder = Callable[..., Path]


def test_a_scan_and_a_scanned_pdf_are_read_by_ocr_with_places_and_scores(pool: ReaderPool, make_scan: Builder) -> None:
    for name, reader in (("scan.png", "image/"), ("scan.pdf", "pypdfium2/")):
        extraction = pool.read(make_scan("关于开展稳岗返还工作的通知", "示例区人力资源和社会保障局", name=name))
        (page,) = extraction.pages
        assert page.source is Source.OCR
        assert page.text == "关于开展稳岗返还工作的通知\n示例区人力资源和社会保障局\n"
        assert [page.text[line.start : line.end] for line in page.lines] == page.text.splitlines()
        assert extraction.reader.startswith(reader)
        assert "paddleocr" in extraction.reader


def with_a_broken_frame(scan: Path, target: Path, broken: int) -> Path:
    """A TIFF of three pages, the compressed points of one of which are overwritten."""
    with Image.open(scan) as page:
        page.save(target, compression="tiff_adobe_deflate", save_all=True, append_images=[page] * 2)
    with Image.open(target) as pages:
        pages.seek(broken - 1)
        start, count = pages.tag_v2[273][0], pages.tag_v2[279][0]
    content = bytearray(target.read_bytes())
    content[start : start + count] = bytes(count)
    target.write_bytes(content)
    return target


def test_a_page_that_cannot_be_recognised_costs_itself_unless_it_is_the_first(
    pool: ReaderPool, make_scan: Builder, tmp_path: Path
) -> None:
    scan = make_scan("关于开展稳岗返还工作的通知")
    extraction = pool.read(with_a_broken_frame(scan, tmp_path / "second.tiff", broken=2))
    assert [page.text for page in extraction.pages] == [
        "关于开展稳岗返还工作的通知\n",
        "",
        "关于开展稳岗返还工作的通知\n",
    ]
    assert extraction.warnings == ("page_unreadable:2",)
    with pytest.raises(Unreadable):
        pool.read(with_a_broken_frame(scan, tmp_path / "first.tiff", broken=1))


def test_a_page_turned_in_the_camera_is_read_upright(pool: ReaderPool, make_scan: Builder, tmp_path: Path) -> None:
    with Image.open(make_scan("关于开展稳岗返还工作的通知")) as scan:
        exif = Image.Exif()
        exif[0x0112] = 6  # the picture has to be turned by 90° to the right to be upright
        scan.rotate(90, expand=True).save(tmp_path / "turned.jpg", exif=exif)
    assert pool.read(tmp_path / "turned.jpg").pages[0].text == "关于开展稳岗返还工作的通知\n"


def test_a_classification_mark_stops_reading_in_every_format(
    pool: ReaderPool, make_docx: Builder, make_scan: Builder
) -> None:
    notice = ("示例区人力资源和社会保障局文件", "示人社发〔2026〕3号", "正文")
    for path in (
        make_docx("机密★1年", *notice),
        make_docx(*notice, name="header.docx", header="秘密★5年"),
        make_scan("机密★1年", *notice),
        make_scan("机密★1年", *notice, name="scan.pdf"),
    ):
        extraction = pool.read(path)
        assert extraction.classified, path.name
        assert extraction.pages == ()


def with_pasted(scan: Path, path: Path, *paragraphs: str) -> Path:
    """A DOCX of some paragraphs and then a scan, as wide as the text."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.add_picture(str(scan), width=Cm(15))
    document.add_paragraph("以上为扫描件。")
    document.save(str(path))
    return path


def test_a_scan_pasted_into_a_document_is_a_page_of_its_own(
    pool: ReaderPool, make_scan: Builder, tmp_path: Path
) -> None:
    scan = make_scan("关于开展稳岗返还工作的通知")
    extraction = pool.read(with_pasted(scan, tmp_path / "pasted.docx", "现将通知转发给你们。"))
    assert [(page.source, page.text) for page in extraction.pages] == [
        (Source.TEXT, "现将通知转发给你们。\n"),
        (Source.OCR, "关于开展稳岗返还工作的通知\n"),
        (Source.TEXT, "以上为扫描件。\n"),
    ]


def test_a_mark_on_a_pasted_scan_or_on_a_scanned_attachment_makes_all_classified(
    pool: ReaderPool, make_docx: Builder, make_scan: Builder, tmp_path: Path
) -> None:
    scan = make_scan("机密★1年", "示例区人力资源和社会保障局文件")
    assert pool.read(with_pasted(scan, tmp_path / "pasted.docx", "现将通知转发给你们。")).classified
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as package:
        package.write(make_docx("关于转发文件的通知"), "通知.docx")
        package.write(scan, "附件1.png")
    extraction = pool.read(tmp_path / "both.zip")
    assert extraction.classified
    assert extraction.pages == ()


def test_the_other_pages_of_a_classified_scan_are_never_recognised(
    pool: ReaderPool, make_scan: Builder, tmp_path: Path
) -> None:
    with Image.open(make_scan("机密★1年", "正文")) as page:
        page.save(tmp_path / "five.tiff", save_all=True, append_images=[page] * 4)
    before = sum(worker.answered for worker in pool._ocr.workers)
    assert pool.read(tmp_path / "five.tiff").classified
    assert pool._ocr.workers[0].answered <= before + 1
