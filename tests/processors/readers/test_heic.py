"""HEIC pictures: told by their content, shown upright, published as a PDF of their pixels alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from processors.extraction import Unreadable
from processors.readers.image import picture_of
from processors.renditions.public import public_rendition
from processors.sandbox.limits import DEFAULT_LIMITS, Limits
from processors.sandbox.work import read_file
from processors.sniff import MediaType, sniff


@pytest.fixture
def heic(tmp_path: Path) -> Path:
    """A page twice as high as wide, black in its upper half, that the camera held to the side."""
    page = Image.new("RGB", (200, 400), "white")
    page.paste((0, 0, 0), (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "SECRET-description", 6
    path = tmp_path / "page.jpg"
    pillow_heif.from_pillow(page.rotate(90, expand=True)).save(path, exif=exif.tobytes())
    return path


def test_a_heic_is_told_by_its_content_and_is_one_page_for_ocr(heic: Path) -> None:
    assert sniff(heic) is MediaType.HEIC
    draft = read_file(heic, DEFAULT_LIMITS)
    assert draft.media_type == MediaType.HEIC
    assert draft.to_ocr == (1,)


def test_its_picture_is_upright(heic: Path) -> None:
    picture = picture_of(heic, MediaType.HEIC, 1, DEFAULT_LIMITS)
    assert picture.size == (200, 400)
    assert picture.convert("L").getpixel((100, 50)) < 40
    assert picture.convert("L").getpixel((100, 350)) > 215


def test_its_public_form_holds_nothing_of_the_camera(
    heic: Path, tmp_path: Path, everything_in: Callable[[Path], bytes]
) -> None:
    assert b"SECRET" in heic.read_bytes()
    made = public_rendition(heic, MediaType.HEIC, tmp_path / "out")
    assert b"SECRET" not in everything_in(made)
    with pikepdf.Pdf.open(made) as pdf:
        width, height = pdf.pages[0].mediabox[2:]
        assert width < height


def test_a_truncated_and_a_too_large_heic_are_refused(heic: Path, tmp_path: Path) -> None:
    whole = heic.read_bytes()
    for tenths in range(1, 10):
        path = tmp_path / "cut.heic"
        path.write_bytes(whole[: len(whole) * tenths // 10])
        with pytest.raises(Unreadable) as refused:
            picture_of(path, MediaType.HEIC, 1, DEFAULT_LIMITS)
        assert refused.value.code == "broken"
    with pytest.raises(Unreadable) as refused:
        read_file(heic, Limits(max_pixels=1000))
    assert refused.value.code == "too_large"
