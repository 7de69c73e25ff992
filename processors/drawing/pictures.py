"""Pictures of a file as pictures of a PDF: decoded under a limit and packed anew, so that nothing else comes along."""

from __future__ import annotations

import io
import zlib
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from processors.readers.pictures import flat_rgb, open_picture
from processors.sandbox.limits import Limits

#: Longest side: A4 at 300 dpi.
_SIDE: Final = 3508
_QUALITY: Final = 88


def picture_of(document: pikepdf.Pdf, content: bytes, limits: Limits) -> pikepdf.Object:
    """A picture as an object of `document`, see-through where it is.

    Raises:
        Unreadable: `broken`, or `too_large`.
    """
    with open_picture(content, limits) as picture:
        is_photo = picture.format == "JPEG"
        picture.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
        mask = picture.convert("RGBA").getchannel("A") if picture.has_transparency_data else None
        if mask is not None and mask.getextrema() == (255, 255):
            mask = None
        # Under a mask the colours themselves count, not those on white paper.
        plain = picture.convert("RGBA").convert("RGB") if mask is not None else flat_rgb(picture)
    made = _photo(document, plain) if is_photo else _points(document, plain)
    if mask is not None:
        made.SMask = _points(document, mask)
    return made


def _photo(document: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Object:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY)
    return _stream(document, picture, written.getvalue(), Name.DCTDecode)


def _points(document: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Object:
    return _stream(document, picture, zlib.compress(picture.tobytes()), Name.FlateDecode)


def _stream(document: pikepdf.Pdf, picture: Image.Image, content: bytes, packed: Name) -> pikepdf.Object:
    stream = document.make_stream(content)
    stream.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Interpolate=True,
        Filter=packed,
    )
    return document.make_indirect(stream)
