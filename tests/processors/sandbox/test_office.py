"""DOC, WPS, RTF and ODT: told by content, converted by the real LibreOffice, read and published as DOCX."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import psutil
import pytest

from processors.extraction import Unreadable
from processors.pool import ReaderPool
from processors.sniff import MediaType, sniff

Builder = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[3]
TITLE = "关于印发示例区创业补贴办法的通知"


@pytest.fixture(scope="module")
def office_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One document as LibreOffice writes it in its own formats: a title, a hidden word, a table, an author."""
    folder = tmp_path_factory.mktemp("office")
    document = docx.Document()
    document.core_properties.author = "SECRET-author"
    paragraph = document.add_paragraph(TITLE)
    paragraph.add_run("SECRET-hidden").font.hidden = True
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "项目", "金额"
    document.add_paragraph("特此通知。")
    document.save(str(folder / "notice.docx"))
    for suffix in ("doc", "odt"):
        subprocess.run(
            [
                *("soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
                *("--convert-to", suffix, "--outdir", str(folder), str(folder / "notice.docx")),
            ],
            check=True,
            capture_output=True,
        )
    shutil.copyfile(folder / "notice.doc", folder / "notice.wps")
    return {suffix: folder / f"notice.{suffix}" for suffix in ("doc", "wps", "odt")}


@pytest.fixture
def make_rtf(tmp_path: Path) -> Builder:
    def make(text: str, *, name: str = "notice.rtf", raw: str = "") -> Path:
        coded = "".join(f"\\u{ord(character)}?" for character in text)
        (tmp_path / name).write_text(f"{{\\rtf1\\ansi\\ansicpg936 {coded}\\par {raw}}}", encoding="ascii")
        return tmp_path / name

    return make


@pytest.fixture
def no_office_left() -> Iterator[None]:
    """Nothing of a conversion outlives the call that made it."""
    yield
    names = [process.info["name"] for process in psutil.process_iter(["name", "ppid"]) if _is_ours(process)]
    assert names == []


def _is_ours(process: psutil.Process) -> bool:
    return process.info["ppid"] == os.getpid() and process.info["name"] == "soffice.bin"


def refusal(pool: ReaderPool, path: Path) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        pool.read(path)
    return refused.value


@pytest.mark.parametrize(
    ("suffix", "media_type"), [("doc", MediaType.DOC), ("wps", MediaType.DOC), ("odt", MediaType.ODT)]
)
def test_doc_wps_and_odt_are_read_with_their_table(
    pool: ReaderPool, office_files: dict[str, Path], suffix: str, media_type: MediaType, no_office_left: None
) -> None:
    extraction = pool.read(office_files[suffix])
    assert extraction.media_type == media_type
    assert extraction.reader.startswith("libreoffice+docx/")
    assert "".join(page.text for page in extraction.pages).split() == [TITLE, "项目", "金额", "特此通知。"]
    assert "项目\t金额\n" in extraction.pages[-1].text


def test_an_rtf_is_told_by_its_content_and_read(pool: ReaderPool, make_rtf: Builder) -> None:
    path = make_rtf(TITLE, name="notice.pdf")
    assert sniff(path) is MediaType.RTF
    assert pool.read(path).pages[0].text.splitlines()[0] == TITLE


@pytest.mark.parametrize("suffix", ["doc", "odt"])
def test_what_is_published_is_a_clean_docx_of_the_converted_file(
    pool: ReaderPool, office_files: dict[str, Path], suffix: str, tmp_path: Path
) -> None:
    path = office_files[suffix]
    made = pool.make_rendition(path, sniff(path), tmp_path)
    assert made.name == "public.docx"
    with zipfile.ZipFile(made) as package:
        assert b"SECRET" not in b"".join(package.read(name) for name in package.namelist())
    assert docx.Document(str(made)).paragraphs[0].text == TITLE


def test_old_formats_in_a_zip_are_converted_read_and_published(
    pool: ReaderPool, make_rtf: Builder, office_files: dict[str, Path], make_docx: Builder, tmp_path: Path
) -> None:
    path = tmp_path / "notice.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.write(office_files["doc"], "通知.doc")
        package.write(make_docx("附件甲"), "附件1.docx")
        package.write(make_rtf("附件乙"), "附件2.rtf")
    extraction = pool.read(path)
    assert extraction.media_type == MediaType.ZIP
    assert TITLE in extraction.pages[0].text
    assert [page.text.strip() for page in extraction.pages[-2:]] == ["附件甲", "附件乙"]
    made = pool.make_rendition(path, MediaType.ZIP, tmp_path / "out")
    with zipfile.ZipFile(made) as package:
        assert package.namelist() == ["正文.docx", "附件1.docx", "附件2.docx"]


def test_a_file_that_is_not_what_was_registered_is_not_published(
    pool: ReaderPool, make_rtf: Builder, tmp_path: Path
) -> None:
    with pytest.raises(Unreadable) as refused:
        pool.make_rendition(make_rtf(TITLE), MediaType.DOC, tmp_path / "out")
    assert refused.value.code == "broken"
    assert not (tmp_path / "out").exists()


def test_a_classification_mark_in_an_rtf_stops_reading(pool: ReaderPool, make_rtf: Builder) -> None:
    extraction = pool.read(make_rtf("机密★1年"))
    assert extraction.classified
    assert extraction.pages == ()
    assert extraction.media_type == MediaType.RTF


def test_without_libreoffice_the_office_is_told_what_to_do(
    pool: ReaderPool, make_rtf: Builder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = refusal(pool, make_rtf(TITLE))
    assert refused.code == "unsupported"
    assert "libreoffice-writer" in refused.message
    assert "DOCX" in refused.message


def test_files_and_pictures_that_a_document_points_to_are_not_followed(
    pool: ReaderPool, make_rtf: Builder, office_files: dict[str, Path], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET-content", encoding="ascii")
    field = f'{{\\field{{\\*\\fldinst INCLUDETEXT "{secret}" }}{{\\fldrslt old}}}}'
    linked = tmp_path / "linked.odt"
    section = (
        f'<text:section text:name="s"><text:section-source xlink:href="{secret.as_uri()}" xlink:show="embed"/>'
        "</text:section></office:text>"
    )
    with zipfile.ZipFile(office_files["odt"]) as whole, zipfile.ZipFile(linked, "w") as package:
        for name in whole.namelist():
            body = whole.read(name)
            if name == "content.xml":
                assert body.count(b"</office:text>") == 1
                body = body.replace(b"</office:text>", section.encode())
            package.writestr(name, body)
    for path in (make_rtf(TITLE, raw=field), linked):
        extraction = pool.read(path)
        assert TITLE in extraction.pages[0].text
        assert "SECRET-content" not in "".join(page.text for page in extraction.pages)


def test_a_program_that_is_confined_sees_its_folder_and_nothing_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "secret").write_text("s", encoding="ascii")
    script = (
        "echo own > mine; cat /etc/passwd >/dev/null 2>&1 && echo accounts; cat ../secret 2>/dev/null; "
        "echo x > ../left 2>/dev/null; cat mine"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "processors.sandbox.confined", str(os.getpid()), "{}", "/bin/sh", "-c", script],
        cwd=tmp_path / "own",
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == "own\n"
    assert not (tmp_path / "left").exists()


def test_a_conversion_past_its_time_is_killed_and_the_next_file_is_read(
    pool_with: Callable[..., ReaderPool], make_rtf: Builder, make_docx: Builder, no_office_left: None
) -> None:
    pool = pool_with(conversion_timeout_s=0.2)
    assert refusal(pool, make_rtf(TITLE)).code == "timed_out"
    assert pool.read(make_docx("一份")).pages[0].text == "一份\n"


def test_a_converter_that_crashes_costs_the_file(pool: ReaderPool, make_rtf: Builder) -> None:
    def strike() -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            for process in psutil.Process().children():
                if process.name() == "soffice.bin":
                    process.send_signal(signal.SIGSEGV)
                    return
            time.sleep(0.01)

    thread = threading.Thread(target=strike)
    thread.start()
    assert refusal(pool, make_rtf(TITLE)).code == "crashed"
    thread.join()


def test_a_locked_doc_and_a_locked_odt_are_told_as_encrypted(
    pool: ReaderPool, office_files: dict[str, Path], tmp_path: Path
) -> None:
    content = bytearray(office_files["doc"].read_bytes())
    start = content.index((0xA5EC).to_bytes(2, "little"), 512)
    content[start + 11] |= 0x01  # fEncrypted
    (tmp_path / "locked.doc").write_bytes(content)
    assert refusal(pool, tmp_path / "locked.doc").code == "encrypted"
    with zipfile.ZipFile(office_files["odt"]) as whole, zipfile.ZipFile(tmp_path / "locked.odt", "w") as package:
        for name in whole.namelist():
            body = whole.read(name)
            if name == "META-INF/manifest.xml":
                body = body.replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>")
            package.writestr(name, body)
    assert refusal(pool, tmp_path / "locked.odt").code == "encrypted"


def test_a_truncated_doc_is_read_or_refused_in_one_sentence(
    pool: ReaderPool, office_files: dict[str, Path], tmp_path: Path
) -> None:
    whole = office_files["doc"].read_bytes()
    for tenths in (1, 5):
        path = tmp_path / f"{tenths}.doc"
        path.write_bytes(whole[: len(whole) * tenths // 10])
        assert refusal(pool, path).code == "broken"


def test_an_odt_bomb_is_refused_before_it_is_converted(
    pool: ReaderPool, office_files: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "bomb.odt"
    shutil.copyfile(office_files["odt"], path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package, package.open("Pictures/bomb", "w") as bomb:
        for _ in range(450):
            bomb.write(bytes(1024 * 1024))
    assert refusal(pool, path).code == "too_large"
