"""What the desk shows beside a page's text: the page as it is seen, small, and nothing else of the file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Cm
from PIL import Image

from processors.extraction import InArchive, Unreadable
from processors.folding import plain_text
from processors.pool import ReaderPool
from processors.sniff import sniff

Builder = Callable[..., Path]


def picture(pool: ReaderPool, path: Path, number: int, folder: Path, **more: object) -> Image.Image:
    made = pool.page_picture(path, sniff(path), number, folder, **more)
    with Image.open(made) as opened:
        opened.load()
        assert opened.format == "JPEG"
        assert opened.width <= 1100
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        return opened.copy()


def refusal(pool: ReaderPool, path: Path, number: int, folder: Path, **more: object) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        pool.page_picture(path, sniff(path), number, folder, **more)
    assert not folder.exists() or list(folder.iterdir()) == []
    return refused.value


def ink_rows(page: Image.Image) -> set[int]:
    """Twentieths of the height that hold print."""
    grey = page.convert("L")
    return {
        row
        for row in range(20)
        if min(grey.crop((0, row * grey.height // 20, grey.width, (row + 1) * grey.height // 20)).tobytes()) < 100
    }


@pytest.mark.parametrize("name", ["notice.pdf", "scan.tiff"])
def test_each_page_has_its_own_picture_and_no_other_page_has_one(
    name: str, pool: ReaderPool, make_notice: Builder, tmp_path: Path
) -> None:
    path = make_notice(name, ("第一页的一行",), tuple(f"第二页的第{row}行" for row in range(12)))
    first, second = (picture(pool, path, number, tmp_path / "out") for number in (1, 2))
    assert first.height > first.width
    assert len(ink_rows(first)) < len(ink_rows(second))
    for number in (0, 3):
        assert refusal(pool, path, number, tmp_path / "other").code == "no_picture"


def test_a_picture_is_shown_as_its_lines_were_read(pool: ReaderPool, make_notice: Builder, tmp_path: Path) -> None:
    path = make_notice("scan.png", ("一行字", "又一行字", "第三行字"))
    upright = picture(pool, path, 1, tmp_path / "out")
    (page,) = pool.read(path).pages
    with Image.open(path) as scan:
        scan.transpose(Image.Transpose.ROTATE_180).save(tmp_path / "turned.png")
    lines = tuple(line.box for line in page.lines)
    assert ink_rows(picture(pool, tmp_path / "turned.png", 1, tmp_path / "out")) != ink_rows(upright)
    assert ink_rows(picture(pool, tmp_path / "turned.png", 1, tmp_path / "out", lines=lines)) == ink_rows(upright)


def test_a_docx_has_a_picture_of_its_scans_alone(pool: ReaderPool, make_notice: Builder, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一行字")
    document.add_picture(str(make_notice("scan.png", ("扫描的一行字",))), width=Cm(15))
    document.save(str(tmp_path / "notice.docx"))
    assert [page.source for page in pool.read(tmp_path / "notice.docx").pages] == ["text", "ocr"]
    assert ink_rows(picture(pool, tmp_path / "notice.docx", 2, tmp_path / "out")) == {2}
    for number in (1, 3):
        assert refusal(pool, tmp_path / "notice.docx", number, tmp_path / "other").code == "no_picture"


def test_ocr_reads_from_the_picture_of_an_ofd_page_what_the_file_says(
    pool: ReaderPool, make_notice: Builder, notice: tuple[str, ...], tmp_path: Path
) -> None:
    picture(pool, make_notice("notice.ofd", notice), 1, tmp_path / "out")
    (page,) = pool.read(tmp_path / "out" / "page.jpg").pages
    assert [plain_text(line) for line in page.text.splitlines()] == [plain_text(line) for line in notice]


def test_what_was_put_under_a_box_is_not_in_the_picture_of_an_ofd_page(
    pool: ReaderPool, make_notice: Builder, tmp_path: Path
) -> None:
    path = make_notice("notice.ofd", ("看得见的一行", "盖住的一行"))
    box = (
        '<ofd:PathObject ID="900" Boundary="20 52 120 8" Fill="true" Stroke="false">'
        '<ofd:FillColor Value="255 255 255"/>'
        "<ofd:AbbreviatedData>M 0 0 L 120 0 L 120 8 L 0 8 C</ofd:AbbreviatedData></ofd:PathObject></ofd:Layer>"
    )
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "covered.ofd", "w") as package:
        for name in source.namelist():
            package.writestr(name, source.read(name).replace(b"</ofd:Layer>", box.encode()))
    assert len(ink_rows(picture(pool, path, 1, tmp_path / "out"))) == 2
    assert len(ink_rows(picture(pool, tmp_path / "covered.ofd", 1, tmp_path / "out"))) == 1


def test_each_page_of_a_zip_is_shown_by_its_own_file(pool: ReaderPool, make_notice: Builder, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.write(make_notice("notice.pdf", ("正文的一行",), ("正文第二页",)), "通知.pdf")
        package.write(make_notice("scan.png", tuple(f"附件一的第{row}行" for row in range(6))), "附件1.png")
        package.write(make_notice("notice.ofd", tuple(f"附件二的第{row}行" for row in range(12))), "附件2.ofd")
    pages = pool.read(tmp_path / "a.zip").pages
    assert [(page.inside.file, page.inside.number) for page in pages if page.inside] == [(1, 1), (1, 2), (2, 1), (3, 1)]
    rows = [
        len(ink_rows(picture(pool, tmp_path / "a.zip", page.number, tmp_path / "out", inside=page.inside)))
        for page in pages
    ]
    assert rows[0] == rows[1] < rows[2] < rows[3]


@pytest.mark.parametrize(
    "inside",
    [
        None,
        InArchive(0, 1, "application/pdf"),
        InArchive(2, 1, "application/pdf"),
        InArchive(1, 2, "application/pdf"),
        InArchive(1, 1, "application/ofd"),
    ],
)
def test_what_is_not_in_a_zip_has_no_picture(
    pool: ReaderPool, make_notice: Builder, tmp_path: Path, inside: InArchive | None
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.write(make_notice("notice.pdf", ("正文的一行",)), "通知.pdf")
    assert refusal(pool, tmp_path / "a.zip", 1, tmp_path / "other", inside=inside).code == "no_picture"
