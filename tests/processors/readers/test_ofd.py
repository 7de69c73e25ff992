from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from processors.extraction import Source, Unreadable
from processors.readers.ofd import picture_of, read
from processors.sandbox.limits import DEFAULT_LIMITS

OfdWith = Callable[..., Path]
SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "samples" / "ofd"
PICTURE = '<ofd:ImageObject ID="9" ResourceID="7" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'


def png(colour: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (210, 297), colour).save(written, "PNG")
    return written.getvalue()


def test_text_is_read_from_top_to_bottom(ofd_with: OfdWith) -> None:
    draft = read(ofd_with("示例区人力资源和社会保障局", "关于开展稳岗返还工作的通知"), DEFAULT_LIMITS)
    assert draft.pages[0].text.split() == ["示例区人力资源和社会保障局", "关于开展稳岗返还工作的通知"]
    assert draft.pages[0].source is Source.TEXT


def test_a_page_that_is_only_a_picture_is_left_to_ocr_and_its_picture_is_put_on_the_page(ofd_with: OfdWith) -> None:
    path = ofd_with(content=PICTURE, parts={"Doc_0/Res/page.png": png("red")})
    assert read(path, DEFAULT_LIMITS).to_ocr == (1,)
    picture = picture_of(path, 1, DEFAULT_LIMITS)
    assert picture.size == (1653, 2338)
    assert picture.getpixel((800, 1200)) == (255, 0, 0)


def test_private_glyphs_without_a_picture_are_pointed_out(ofd_with: OfdWith) -> None:
    assert read(ofd_with("\ue001\ue002\ue003"), DEFAULT_LIMITS).warnings == ("private_use_glyphs:1",)


def test_a_mark_stops_reading(ofd_with: OfdWith) -> None:
    draft = read(ofd_with("机密★1年", "示例区人力资源和社会保障局文件"), DEFAULT_LIMITS)
    assert (draft.classified, draft.pages) == (True, ())


def test_a_package_without_pages_is_broken(tmp_path: Path, ofd_with: OfdWith) -> None:
    path = ofd_with("一")
    path.write_bytes(path.read_bytes().replace(b"Doc_0/Document.xml", b"Doc_0/Nocument.xml"))
    with pytest.raises(Unreadable) as refusal:
        read(path, DEFAULT_LIMITS)
    assert refusal.value.code == "broken"


def test_the_real_samples_beside_the_repository_are_read() -> None:
    for path in sorted(SAMPLES.glob("*.ofd")):
        draft = read(path, DEFAULT_LIMITS)
        assert draft.pages, path.name
