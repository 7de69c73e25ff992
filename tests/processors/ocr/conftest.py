from __future__ import annotations

import math
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from processors.ocr.models import prepare_models
from processors.ocr.paddle import PageReader

ORGAN = "示例区人力资源和社会保障局"
RED = (214, 30, 40)


@pytest.fixture(scope="session")
def font_file() -> Path:
    """A Chinese font; without one these tests could only draw boxes."""
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Serif CJK SC"], capture_output=True, text=True, check=True
    )
    path = Path(found.stdout)
    assert "CJK" in path.name, f"install fonts-noto-cjk: fc-match gives {path.name}"
    return path


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare_models(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session")
def reader(models: Path) -> PageReader:
    return PageReader(models, threads=2)


@pytest.fixture(scope="session")
def write(font_file: Path) -> Callable[[Image.Image, tuple[int, int], str], None]:
    """Set a line of body text with its middle at a place."""

    def write(page: Image.Image, at: tuple[int, int], text: str) -> None:
        font = ImageFont.truetype(font_file, 44, index=2)
        ImageDraw.Draw(page).text(at, text, font=font, fill="black", anchor="mm")

    return write


@pytest.fixture(scope="session")
def seal(font_file: Path) -> Image.Image:
    """A round red seal on transparent ground."""
    size = 330
    picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    ink = (*RED, 215)
    draw.ellipse((6, 6, size - 6, size - 6), outline=ink, width=9)
    centre = size / 2
    corners = [(0.17 if index % 2 == 0 else 0.07, -math.pi / 2 + index * math.pi / 5) for index in range(10)]
    draw.polygon(
        [(centre + size * r * math.cos(angle), centre + size * r * math.sin(angle)) for r, angle in corners], fill=ink
    )
    font = ImageFont.truetype(font_file, 38, index=2)
    for index, character in enumerate(ORGAN):
        angle = -220 + 260 * index / (len(ORGAN) - 1)
        glyph = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((25, 25), character, font=font, fill=ink, anchor="mm")
        at = [centre + size * 0.38 * turn(math.radians(angle)) - 25 for turn in (math.cos, math.sin)]
        picture.alpha_composite(glyph.rotate(-(angle + 90)), (int(at[0]), int(at[1])))
    return picture


@pytest.fixture(scope="session")
def sealed_notice(font_file: Path, seal: Image.Image) -> Image.Image:
    """A scanned notice, A4 at 200 dpi: red letterhead, and a round red seal over signature and date."""
    page = Image.new("RGB", (1654, 2339), (252, 251, 248))
    draw = ImageDraw.Draw(page)

    def write(at: tuple[int, int], text: str, size: int, *, anchor: str = "lm", fill: object = "black") -> None:
        draw.text(at, text, font=ImageFont.truetype(font_file, size, index=2), fill=fill, anchor=anchor)  # type: ignore[arg-type]

    write((827, 330), f"{ORGAN}文件", 84, anchor="mm", fill=RED)
    write((827, 470), "示人社发〔2026〕12号", 42, anchor="mm")
    draw.line((180, 520, 1474, 520), fill=RED, width=5)
    write((827, 640), "关于开展失业保险稳岗返还工作的通知", 58, anchor="mm")
    write((210, 830), "各街道办事处，区直各有关单位：", 42)
    write((294, 904), "为做好稳就业工作，现将有关事项通知如下。", 42)
    write((1420, 1560), ORGAN, 42, anchor="rm")
    write((1310, 1640), "2026年2月18日", 42, anchor="rm")
    write((210, 2140), f"{ORGAN}办公室", 36)
    write((1460, 2140), "2026年2月19日印发", 36, anchor="rm")
    page.paste(seal, (1000, 1420), seal)
    return page.filter(ImageFilter.GaussianBlur(0.8))
