"""The sheets as which a document without pages of its own is printed, by the real LibreOffice, within limits."""

from __future__ import annotations

import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import psutil
import pypdfium2
import pytest

from processors.extraction import Unreadable
from processors.pool import ReaderPool
from processors.sandbox.limits import DEFAULT_LIMITS
from processors.sandbox.messages import NotUnderstood, PagesCounted, PictureMade, Reply, decode_reply, encode
from processors.sniff import sniff

PoolWith = Callable[..., ReaderPool]


@pytest.fixture
def two_sheets(tmp_path: Path) -> Path:
    document = docx.Document()
    document.core_properties.author = "SECRET-author"
    document.add_paragraph("第一页").add_run("SECRET-hidden").font.hidden = True
    document.add_page_break()
    document.add_paragraph("第二页")
    document.save(str(tmp_path / "notice.docx"))
    return tmp_path / "notice.docx"


def texts_of(layout: Path) -> list[str]:
    with pypdfium2.PdfDocument(layout) as opened:
        return ["".join(page.get_textpage().get_text_range().split()) for page in opened]


def laid_out(pool: ReaderPool, path: Path, folder: Path) -> Path:
    return pool.lay_out(path, sniff(path), folder)


def refusal(pool: ReaderPool, path: Path, folder: Path) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        laid_out(pool, path, folder)
    assert not folder.exists()
    return refused.value


def test_a_docx_is_printed_with_nothing_hidden_in_it(pool: ReaderPool, two_sheets: Path, tmp_path: Path) -> None:
    layout = laid_out(pool, two_sheets, tmp_path / "out")
    assert pool.count_pages(layout) == 2
    assert texts_of(layout) == ["第一页", "第二页"]
    assert b"SECRET" not in layout.read_bytes()


@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_what_is_made_a_docx_is_printed_too(pool: ReaderPool, two_sheets: Path, tmp_path: Path, suffix: str) -> None:
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            *("--convert-to", suffix, "--outdir", str(tmp_path), str(two_sheets)),
        ],
        check=True,
        capture_output=True,
    )
    assert texts_of(laid_out(pool, tmp_path / f"notice.{suffix}", tmp_path / "out")) == ["第一页", "第二页"]


def test_a_workbook_is_printed_without_what_nobody_sees(pool: ReaderPool, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["项目", "金额"], ["SECRET-row", 1]):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    hidden = book.create_sheet("另一张")
    hidden.append(["SECRET-sheet"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    (text,) = texts_of(laid_out(pool, tmp_path / "a.xlsx", tmp_path / "out"))
    assert "项目" in text
    assert "SECRET" not in text


def test_a_file_that_takes_too_long_is_given_up_and_nothing_is_left_running(
    pool_with: PoolWith, two_sheets: Path, tmp_path: Path
) -> None:
    assert refusal(pool_with(conversion_timeout_s=0.2), two_sheets, tmp_path / "out").code == "timed_out"
    ours = [process.name() for process in psutil.Process(os.getpid()).children(recursive=True)]
    assert "soffice.bin" not in ours


@pytest.mark.parametrize("name", ["bomb.docx", "bomb.xlsx"])
def test_an_exploding_package_is_refused_before_libreoffice_sees_it(
    pool: ReaderPool, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = "word" if name.endswith("docx") else "xl"
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(f"{folder}/document.xml", b" " * (DEFAULT_LIMITS.max_part_bytes + 1))
    monkeypatch.setattr("processors.layouts.printed", _started)
    assert refusal(pool, tmp_path / name, tmp_path / "out").code == "too_large"


def _started(*_: object, **__: object) -> None:
    raise AssertionError("LibreOffice was started")


def test_more_sheets_than_are_shown_are_said(
    pool: ReaderPool, pool_with: PoolWith, two_sheets: Path, tmp_path: Path
) -> None:
    layout = laid_out(pool, two_sheets, tmp_path / "out")
    with pytest.raises(Unreadable) as refused:
        pool_with(max_pages=1).count_pages(layout)
    assert refused.value.code == "too_many_pages"


@pytest.mark.parametrize("said", [PagesCounted(10**12), PictureMade("page.jpg")])
def test_a_count_that_cannot_be_is_not_believed(
    pool: ReaderPool, two_sheets: Path, monkeypatch: pytest.MonkeyPatch, said: Reply
) -> None:
    monkeypatch.setattr(pool, "_ask_text", lambda *_: said)
    with pytest.raises(Unreadable) as refused:
        pool.count_pages(two_sheets)
    assert refused.value.code == "crashed"


@pytest.mark.parametrize("count", [0, -1])
def test_a_count_below_one_is_not_understood(count: int) -> None:
    with pytest.raises(NotUnderstood):
        decode_reply(encode(PagesCounted(count)))


def test_without_libreoffice_there_is_no_layout(
    pool: ReaderPool, two_sheets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = refusal(pool, two_sheets, tmp_path / "out")
    assert refused.code == "no_picture"
    assert "LibreOffice" in refused.message


def test_a_format_with_pages_of_its_own_is_not_printed(pool: ReaderPool, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    assert refusal(pool, tmp_path / "a.pdf", tmp_path / "out").code == "no_picture"
