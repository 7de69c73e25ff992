"""The address of a page as a QR code, to be taken from a screen or a sheet of paper."""

from __future__ import annotations

import io
from functools import lru_cache

import segno


@lru_cache(maxsize=1024)
def qr_svg(address: str) -> bytes:
    """An SVG without a size of its own; error correction M, with the quiet zone that the standard asks for."""
    code = segno.make_qr(address, error="m")
    picture = io.BytesIO()
    code.save(picture, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None, omitsize=True, light="#fff")
    return picture.getvalue()
