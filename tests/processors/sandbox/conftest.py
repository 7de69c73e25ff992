from __future__ import annotations

import io
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from processors.pool import ReaderPool
from processors.sandbox.limits import Limits

Builder = Callable[..., Path]


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def pool(models_dir: Path) -> Iterator[ReaderPool]:
    with ReaderPool(models_dir) as shared:
        yield shared


@pytest.fixture
def pool_with(models_dir: Path) -> Iterator[Callable[..., ReaderPool]]:
    """Makes a pool with other limits and closes it at the end."""
    made: list[ReaderPool] = []

    def make(**changed: float) -> ReaderPool:
        made.append(ReaderPool(models_dir, Limits(**changed)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(scope="session")
def font_file() -> Path:
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Serif CJK SC"], capture_output=True, text=True, check=True
    )
    path = Path(found.stdout)
    assert "CJK" in path.name, f"install fonts-noto-cjk: fc-match gives {path.name}"
    return path


@pytest.fixture
def make_docx(tmp_path: Path) -> Builder:
    def make(*paragraphs: str, name: str = "notice.docx", header: str = "") -> Path:
        document = docx.Document()
        document.sections[0].header.paragraphs[0].text = header
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        document.save(str(tmp_path / name))
        return tmp_path / name

    return make


@pytest.fixture
def make_pdf(tmp_path: Path) -> Builder:
    """A PDF whose pages hold ASCII text of the standard font."""

    def make(*pages: str, name: str = "notice.pdf", **save: object) -> Path:
        with pikepdf.Pdf.new() as document:
            font = document.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
            )
            for text in pages:
                page = document.add_blank_page(page_size=(595, 842))
                page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
                page.obj.Contents = document.make_stream(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode())
            document.save(tmp_path / name, **save)
        return tmp_path / name

    return make


@pytest.fixture
def make_scan(tmp_path: Path, font_file: Path) -> Builder:
    """A scan, A4 at 200 dpi, with one line of text per argument; a `.pdf` holds it as a picture."""

    def make(*lines: str, name: str = "scan.png", **save: object) -> Path:
        page = Image.new("RGB", (1654, 2339), "white")
        font = ImageFont.truetype(font_file, 44, index=2)
        for index, line in enumerate(lines):
            ImageDraw.Draw(page).text((200, 200 + 90 * index), line, font=font, fill="black")
        page.save(tmp_path / name, **save)
        return tmp_path / name

    return make


@pytest.fixture(scope="session")
def huge_png() -> bytes:
    """A valid PNG of 30,000 × 30,000 black points in about 110 kB."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compressobj()
    row = bytes(1 + 30_000 // 8)
    packed = b"".join(rows.compress(row) for _ in range(30_000)) + rows.flush()
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.fixture
def many_frames() -> bytes:
    """A TIFF of 1,200 tiny pages."""
    written = io.BytesIO()
    frames = [Image.new("1", (8, 8)) for _ in range(1200)]
    frames[0].save(written, format="TIFF", save_all=True, append_images=frames[1:])
    return written.getvalue()
