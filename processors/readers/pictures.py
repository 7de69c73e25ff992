"""Pictures of others, decoded under a pixel limit and turned upright."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from processors.extraction import Unreadable
from processors.sandbox.limits import Limits

#: Longest side of a page picture given to OCR. A4 at 200 dpi is 2339 high; more only costs time.
OCR_SIDE: Final = 2600

_FORMATS: Final = ("JPEG", "PNG", "BMP", "TIFF")
_HEIC_FORMATS: Final = ("HEIF",)
_BROKEN: Final = "图片损坏或不完整，无法解码，请重新扫描或上传。"


@contextmanager
def open_picture(source: Path | bytes, limits: Limits, *, heic: bool = False) -> Iterator[Image.Image]:
    """Open a picture without decoding it; its announced size is within `limits.max_pixels`.

    `heic` says that it was told to be a HEIC; it is no other format then, and no HEIC otherwise.

    Raises:
        Unreadable: `broken` or `too_large`, here or while the caller decodes.
    """
    # Our own limit speaks; Pillow's would warn from a quarter of it on.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = _open(source, heic=heic)
            with opened as picture:
                check_pixels(picture, limits)
                yield picture
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        KeyError,
        TypeError,
    ) as fault:
        raise Unreadable("broken", _BROKEN) from fault


def _open(source: Path | bytes, *, heic: bool) -> Image.Image:
    if heic:
        import pi_heif

        # Only for a file that was told to be one, so that no other meets this decoder.
        pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    file = source if isinstance(source, Path) else io.BytesIO(source)
    return Image.open(file, formats=_HEIC_FORMATS if heic else _FORMATS)


def check_pixels(picture: Image.Image, limits: Limits) -> None:
    """Refuse a picture before it is decoded.

    Raises:
        Unreadable: `too_large`.
    """
    width, height = picture.size
    if width * height > limits.max_pixels:
        millions = limits.max_pixels // 1_000_000
        raise Unreadable("too_large", f"图片过大（{width}×{height} 像素，上限 {millions} 百万像素），请降低分辨率。")


def upright(picture: Image.Image) -> Image.Image:
    """Decode, turn as EXIF says, and give RGB on white, at most OCR_SIDE long."""
    turned = flat_rgb(ImageOps.exif_transpose(picture))
    turned.thumbnail((OCR_SIDE, OCR_SIDE), Image.Resampling.LANCZOS)
    return turned


def flat_rgb(picture: Image.Image) -> Image.Image:
    """The same picture in RGB; what is transparent becomes white paper, 16-bit grey is scaled down."""
    if picture.mode in {"I", "I;16", "I;16B", "F"}:
        # Pillow would clip these to white: scale to the brightest value instead.
        high = max(float(picture.convert("F").getextrema()[1]), 1.0)  # type: ignore[arg-type]
        picture = picture.convert("F").point(lambda value: value * (255.0 / high)).convert("L")
    if picture.has_transparency_data:
        sheet = Image.new("RGB", picture.size, "white")
        layer = picture.convert("RGBA")
        sheet.paste(layer, mask=layer.getchannel("A"))
        return sheet
    return picture.convert("RGB")
