from __future__ import annotations

import csv
import struct
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from processors.extraction import Unreadable
from processors.pool import ReaderPool
from processors.sniff import sniff
from processors.zip_directory import directory_bytes

Builder = Callable[..., Path]
CODES = {"empty", "unsupported", "encrypted", "broken", "too_large", "too_many_pages", "timed_out", "crashed"}
HOSTILE = Path(__file__).resolve().parents[3].parent / "shared" / "hostile"


def code(pool: ReaderPool, path: Path) -> str:
    with pytest.raises(Unreadable) as refusal:
        pool.read(path)
    assert refusal.value.message.endswith("。")
    return refusal.value.code


def write(tmp_path: Path, name: str, content: bytes) -> Path:
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def test_zero_bytes(pool: ReaderPool, tmp_path: Path) -> None:
    assert code(pool, write(tmp_path, "empty.docx", b"")) == "empty"


def test_a_wrong_extension_does_not_matter(pool: ReaderPool, make_docx: Builder) -> None:
    path = make_docx("内容决定格式")
    assert pool.read(path.rename(path.with_suffix(".pdf"))).pages[0].text == "内容决定格式\n"


@pytest.mark.parametrize("content", [b"<html><body>x</body></html>", b"MZ\x90\x00", b"just words", b"\x00" * 4096])
def test_what_is_no_document_is_unsupported_whatever_its_name(pool: ReaderPool, tmp_path: Path, content: bytes) -> None:
    assert code(pool, write(tmp_path, "notice.pdf", content)) == "unsupported"


def test_a_zip_that_is_no_document_is_unsupported(pool: ReaderPool, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "notice.docx", "w") as package:
        package.writestr("readme.txt", "x")
    assert code(pool, tmp_path / "notice.docx") == "unsupported"


def test_a_pdf_with_a_password_is_encrypted(pool: ReaderPool, make_pdf: Builder) -> None:
    path = make_pdf("A page of text that is long enough", encryption=pikepdf.Encryption(user="u", owner="o"))
    assert code(pool, path) == "encrypted"


def test_a_pdf_that_only_forbids_printing_is_read(pool: ReaderPool, make_pdf: Builder) -> None:
    path = make_pdf("A page of text that is long enough", encryption=pikepdf.Encryption(user="", owner="o"))
    assert pool.read(path).pages[0].text == "A page of text that is long enough\n"


def ole2(*streams: str) -> bytes:
    """The smallest OLE2 file with these (at most three) empty streams at its top ([MS-CFB] 2.2 to 2.6)."""
    free, end, nothing = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF
    head = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126)
    folder = b""
    for number, name in enumerate(("Root Entry", *streams)):
        coded = name.encode("utf-16-le")
        child = 1 if number == 0 else nothing
        following = number + 1 if 0 < number < len(streams) else nothing
        folder += struct.pack(
            "<64sHBB3I36xIQ", coded, len(coded) + 2, 5 if number == 0 else 2, 1, nothing, following, child, end, 0
        )
    return head + table + folder.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("streams", "expected"),
    [
        (("EncryptedPackage",), "encrypted"),
        (("WordDocument", "\tDRMContent"), "encrypted"),
        (("Workbook",), "unsupported"),
        (("WordDocument",), "broken"),  # it is empty
    ],
)
def test_a_locked_document_is_encrypted_and_an_old_xls_unsupported(
    pool: ReaderPool, tmp_path: Path, streams: tuple[str, ...], expected: str
) -> None:
    assert code(pool, write(tmp_path, "notice.doc", ole2("CompObj", *streams))) == expected


def test_an_ole2_file_without_its_tables_is_broken(pool: ReaderPool, tmp_path: Path) -> None:
    whole = ole2("WordDocument")
    assert code(pool, write(tmp_path, "notice.doc", whole[:512] + bytes(512) + whole[1024:])) == "broken"
    assert code(pool, write(tmp_path, "notice.doc", whole[:30] + whole[-384:])) == "broken"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_half_written_files_are_broken(
    pool: ReaderPool, make_docx: Builder, make_scan: Builder, tmp_path: Path, share: float
) -> None:
    for path in (make_docx("一份"), make_scan("一份")):
        content = path.read_bytes()
        cut = write(tmp_path, f"half{path.suffix}", content[: int(len(content) * share)])
        assert code(pool, cut) == "broken"


def test_a_pdf_of_5000_pages_is_refused_before_its_pages_are_read(pool: ReaderPool, tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as document:
        document.add_blank_page()
        for _ in range(4999):
            document.pages.append(document.pages[0])
        document.save(tmp_path / "long.pdf")
    assert code(pool, tmp_path / "long.pdf") == "too_many_pages"


def test_a_tiff_of_1200_pages_is_refused(pool: ReaderPool, tmp_path: Path, many_frames: bytes) -> None:
    assert code(pool, write(tmp_path, "long.tiff", many_frames)) == "too_many_pages"


def test_a_zip_bomb_in_a_docx_is_refused(pool: ReaderPool, make_docx: Builder) -> None:
    path = make_docx("一份")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package, package.open("word/bomb.xml", "w") as bomb:
        for _ in range(600):
            bomb.write(bytes(1024 * 1024))
    assert code(pool, path) == "too_large"


@pytest.mark.parametrize("zip64", [False, True])
def test_a_package_of_very_many_entries_is_refused_by_its_end_alone(
    make_docx: Builder, tmp_path: Path, zip64: bool
) -> None:
    path = tmp_path / "many.docx"
    with zipfile.ZipFile(path, "w") as package:
        for number in range(66_000 if zip64 else 60_000):
            package.writestr(f"word/{number:060d}", b"")
    assert directory_bytes(path) > 4_000_000
    with pytest.raises(Unreadable) as refusal:
        sniff(path)
    assert refusal.value.code == "too_large"
    assert 0 < directory_bytes(make_docx("一份")) < 4_000


def test_a_zip_bomb_that_lies_about_its_size_is_refused(pool: ReaderPool, make_docx: Builder, tmp_path: Path) -> None:
    source = make_docx("一份")
    path = tmp_path / "liar.docx"
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name in whole.namelist():
            body = b" " * 100_000_000 if name == "word/document.xml" else whole.read(name)
            package.writestr(name, body)
    told, true = (1000).to_bytes(4, "little"), (100_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, told))
    assert code(pool, path) in {"broken", "too_large"}


def test_a_picture_of_30000_by_30000_points_is_refused(pool: ReaderPool, tmp_path: Path, huge_png: bytes) -> None:
    assert code(pool, write(tmp_path, "huge.png", huge_png)) == "too_large"


def test_a_file_above_the_size_limit_is_refused_unopened(
    pool_with: Callable[..., ReaderPool], make_docx: Builder
) -> None:
    pool = pool_with(max_file_bytes=1000)
    assert code(pool, make_docx("一份")) == "too_large"
    assert pool._text.workers == ()


def test_entities_of_a_docx_read_no_file_and_do_not_multiply(
    pool: ReaderPool, make_docx: Builder, tmp_path: Path
) -> None:
    secret = write(tmp_path, "secret.txt", b"top secret")
    for declaration in (f'<!ENTITY x SYSTEM "file://{secret}">', '<!ENTITY y "1111"><!ENTITY x "&y;&y;&y;&y;">'):
        source, path = make_docx("MARK"), tmp_path / "entity.docx"
        with zipfile.ZipFile(source) as whole, zipfile.ZipFile(path, "w") as package:
            for name in whole.namelist():
                body = whole.read(name).decode("utf-8", "surrogateescape")
                if name == "word/document.xml":
                    head, rest = body.split("?>", 1)
                    body = f"{head}?><!DOCTYPE d [{declaration}]>{rest.replace('MARK', '&x;')}"
                package.writestr(name, body.encode("utf-8", "surrogateescape"))
        assert code(pool, path) == "broken"


@pytest.mark.parametrize("name", ["带 空格 .docx", "📢.docx", "换\n行.docx", "长" * 60 + "a" * 15 + ".docx"])
def test_awkward_names_are_read(pool: ReaderPool, make_docx: Builder, name: str) -> None:
    assert pool.read(make_docx("一份", name=name)).pages[0].text == "一份\n"


def test_a_huge_pdf_page_is_rendered_small_for_ocr(pool: ReaderPool, make_scan: Builder, tmp_path: Path) -> None:
    with Image.open(make_scan("关于开展稳岗返还工作的通知")) as scan:
        scan.save(tmp_path / "huge.pdf", resolution=0.6)  # 2,757 inches wide
    assert pool.read(tmp_path / "huge.pdf").pages[0].text == "关于开展稳岗返还工作的通知\n"


@pytest.mark.long
def test_every_file_of_the_hostile_collection_ends_in_pages_or_in_one_clear_refusal(
    pool: ReaderPool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Runs over the collection beside the repository where there is one; the cases above need none."""
    manifest = HOSTILE / "manifest.tsv"
    rows: list[dict[str, str]] = []
    if manifest.exists():
        rows = list(csv.DictReader(manifest.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    outcomes: Counter[str] = Counter()
    for row in rows:
        outcomes[outcome(pool, HOSTILE / row["file"])] += 1
    assert outcomes.total() == len(rows)
    assert set(outcomes) <= CODES - {"crashed"} | {"read"}
    with capsys.disabled():
        sys.stdout.write(f"\nhostile files: {dict(outcomes)}\n")


def outcome(pool: ReaderPool, path: Path) -> str:
    try:
        extraction = pool.read(path)
    except Unreadable as refusal:
        return refusal.code
    assert extraction.classified or extraction.pages
    assert "root:x:0" not in "".join(page.text for page in extraction.pages)
    return "read"
