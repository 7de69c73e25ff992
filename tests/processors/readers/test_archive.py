"""ZIP: one document at the top with its attachments is read and published as one; anything else is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image

from processors.extraction import Unreadable
from processors.renditions.public import public_rendition
from processors.sandbox.limits import DEFAULT_LIMITS, Limits
from processors.sandbox.messages import (
    ArchiveSplit,
    FileRead,
    MakeRendition,
    NeedsConversion,
    OcrPage,
    ReadFile,
    Refused,
    SplitArchive,
)
from processors.sandbox.work import Workbench, picture_of, read_file
from processors.sniff import MediaType, sniff

Pack = Callable[..., Path]


@pytest.fixture
def notice(tmp_path: Path) -> bytes:
    document = docx.Document()
    document.core_properties.author = "SECRET-author"
    document.add_paragraph("关于发放示例补贴的通知").add_run("SECRET-hidden").font.hidden = True
    document.save(str(tmp_path / "notice.docx"))
    return (tmp_path / "notice.docx").read_bytes()


@pytest.fixture
def table(tmp_path: Path) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["单位", "金额"])
    book.properties.creator = "SECRET-creator"
    book.save(tmp_path / "table.xlsx")
    return (tmp_path / "table.xlsx").read_bytes()


@pytest.fixture
def scan(tmp_path: Path) -> bytes:
    Image.new("RGB", (30, 60), "red").save(tmp_path / "scan.png")
    return (tmp_path / "scan.png").read_bytes()


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    def make(files: dict[str, bytes], name: str = "notice.zip") -> Path:
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as package:
            for each, content in files.items():
                package.writestr(each, content)
        return tmp_path / name

    return make


def refusal(path: Path, limits: Limits = DEFAULT_LIMITS) -> str:
    reply = Workbench(limits, models=None).answer(ReadFile(str(path)))
    assert isinstance(reply, Refused)
    assert reply.message.endswith("。")
    return reply.code


def test_a_zip_that_stores_a_pdf_as_it_is_is_no_pdf(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "stored.zip", "w") as package:
        package.writestr("通知.pdf", b"%PDF-1.7\n")
        package.writestr("附件1.pdf", b"%PDF-1.7\n")
    assert sniff(tmp_path / "stored.zip") is MediaType.ZIP


def test_the_document_comes_first_and_its_attachments_follow_in_order(
    pack: Pack, notice: bytes, table: bytes, scan: bytes
) -> None:
    path = pack({"附件10.png": scan, "附件2.xlsx": table, "通知.docx": notice, "__MACOSX/._x": b"junk"})
    assert sniff(path) is MediaType.ZIP
    reply = Workbench(DEFAULT_LIMITS, models=None).answer(ReadFile(str(path)))
    assert isinstance(reply, FileRead)
    draft = reply.draft
    assert [page.text for page in draft.pages] == ["关于发放示例补贴的通知\n", "单位\t金额\n", ""]
    assert [page.number for page in draft.pages] == [1, 2, 3]
    assert draft.to_ocr == (3,)
    assert {"attachment_from_page:2", "attachment_from_page:3"} <= set(draft.warnings)
    assert "SECRET-hidden" in "".join(finding.text for finding in draft.hidden)


def test_a_page_of_an_attachment_is_shown_to_ocr(pack: Pack, notice: bytes, scan: bytes) -> None:
    path = pack({"通知.docx": notice, "附件/照片.png": scan})
    picture = picture_of(path, MediaType.ZIP, 2, DEFAULT_LIMITS)
    assert picture.size == (30, 60)
    without_models = Workbench(DEFAULT_LIMITS, models=None).answer(OcrPage(str(path), MediaType.ZIP, 2, is_first=False))
    assert isinstance(without_models, Refused)


def test_a_folder_around_everything_and_names_in_gbk_are_understood(
    pack: Pack, notice: bytes, table: bytes, tmp_path: Path
) -> None:
    path = pack({"WRAP/A.docx": notice, "WRAP/FJFJ1.xlsx": table})
    gbk = "附件".encode("gb18030")
    path.write_bytes(path.read_bytes().replace(b"FJFJ", gbk))
    assert [page.text for page in read_file(path, DEFAULT_LIMITS).pages][1] == "单位\t金额\n"


def test_the_public_gets_the_clean_form_of_each_file(
    pack: Pack, notice: bytes, table: bytes, scan: bytes, tmp_path: Path, everything_in: Callable[[Path], bytes]
) -> None:
    path = pack({"SECRET-通知.docx": notice, "附件1 SECRET.xlsx": table, "附件2.png": scan})
    made = public_rendition(path, MediaType.ZIP, tmp_path / "out")
    with zipfile.ZipFile(made) as package:
        assert package.namelist() == ["正文.docx", "附件1.xlsx", "附件2.pdf"]
        package.extractall(tmp_path / "public")
    assert b"SECRET" not in everything_in(made)
    for one in (tmp_path / "public").iterdir():
        assert b"SECRET" not in everything_in(one)
    assert list((tmp_path / "out").iterdir()) == [made]


@pytest.mark.parametrize("names", [("a.docx", "b.docx"), ("附件1.docx",), ("a/1.docx", "b/附件.docx"), ()])
def test_none_or_several_documents_are_refused(pack: Pack, notice: bytes, names: tuple[str, ...]) -> None:
    assert refusal(pack(dict.fromkeys(names, notice))) == "unsupported"


@pytest.mark.parametrize("name", ["../附件1.docx", "/附件1.docx", "a\\..\\..\\附件1.docx", "C:/附件1.docx"])
def test_names_that_lead_out_are_refused(pack: Pack, notice: bytes, name: str) -> None:
    assert refusal(pack({"通知.docx": notice, name: notice})) == "broken"


def test_links_are_refused(pack: Pack, notice: bytes) -> None:
    path = pack({"通知.docx": notice})
    link = zipfile.ZipInfo("附件1.docx")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(link, "/etc/passwd")
    assert refusal(path) == "broken"


def test_archives_in_archives_and_what_has_no_reader_here_are_refused(pack: Pack, notice: bytes) -> None:
    inner = pack({"通知.docx": notice}, "inner.zip").read_bytes()
    for content in (inner, b"MZ\x90\x00", b""):
        assert refusal(pack({"通知.docx": notice, "附件1": content})) in {"unsupported", "empty"}


def test_old_formats_have_to_be_converted_first_and_are_counted(pack: Pack, notice: bytes, tmp_path: Path) -> None:
    path = pack({"通知.docx": notice, "附件1.rtf": b"{\\rtf1 x}", "附件2.doc": b"{\\rtf1 y}", "~$通知.docx": b"x"})
    assert Workbench(DEFAULT_LIMITS, models=None).answer(ReadFile(str(path))) == NeedsConversion(MediaType.ZIP)
    request = MakeRendition(str(path), MediaType.ZIP, str(tmp_path / "out"))
    assert Workbench(DEFAULT_LIMITS, models=None).answer(request) == NeedsConversion(MediaType.ZIP)
    assert refusal(path, Limits(max_archive_conversions=1)) == "too_large"
    (tmp_path / "files").mkdir()
    split = Workbench(DEFAULT_LIMITS, models=None).answer(SplitArchive(str(path), str(tmp_path / "files")))
    assert split == ArchiveSplit(("1.file", "2.rtf", "3.rtf"))
    assert (tmp_path / "files" / "2.rtf").read_bytes() == b"{\\rtf1 x}"


def test_too_many_files_pages_and_bytes_are_refused(pack: Pack, notice: bytes) -> None:
    path = pack({"通知.docx": notice} | {f"附件{number}.docx": notice for number in range(1, 4)})
    assert refusal(path, Limits(max_archive_files=3)) == "too_large"
    assert refusal(path, Limits(max_pages=3)) == "too_many_pages"
    assert refusal(path, Limits(max_unpacked_bytes=1000)) == "too_large"
    assert refusal(pack({"通知.docx": notice, "附件1.pdf": b"%PDF-" + bytes(70 * 1024 * 1024)})) == "too_large"


def test_a_classification_mark_in_an_attachment_is_the_archives(pack: Pack, notice: bytes, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("机密★1年")
    document.save(str(tmp_path / "secret.docx"))
    draft = read_file(
        pack({"通知.docx": notice, "附件1.docx": (tmp_path / "secret.docx").read_bytes()}), DEFAULT_LIMITS
    )
    assert draft.classified
    assert draft.pages == ()


def test_one_file_that_cannot_be_cleaned_keeps_all_back(pack: Pack, notice: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        public_rendition(pack({"通知.docx": notice, "附件1.pdf": b"%PDF-1.4 x"}), MediaType.ZIP, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
