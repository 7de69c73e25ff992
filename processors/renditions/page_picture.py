"""One page of a file as a picture for the desk: as it is seen, no wider than a screen column, without metadata."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final, assert_never

import pypdfium2
from PIL import Image

from processors.extraction import InArchive, Unreadable
from processors.hidden.pdf import shown
from processors.redaction.model import Box
from processors.renditions.turned import quarters_to_lines, turned
from processors.sandbox.limits import Limits
from processors.sniff import MediaType, sniff

#: Wide enough to read a page of print beside its text; of a strip, no more than so high.
_WIDTH: Final = 1100
_HEIGHT: Final = 4000
_QUALITY: Final = 80
_NO_PAGE: Final = "该文件没有这一页。"
_NONE_OF_FORMAT: Final = "这一页没有自己的页面图像，请对照文字或版面图片审查。"
_TOO_MANY: Final = "页数超过 {} 页，不能逐页显示，请打开原件。"
_BROKEN: Final = "该页无法显示，请对照文字审查或打开原件。"


def page_picture(
    path: Path,
    media_type: MediaType,
    number: int,
    lines: Sequence[Box],
    out_dir: Path,
    limits: Limits,
    inside: InArchive | None = None,
) -> Path:
    """Write page `number` (1-based) of `path` into `out_dir` as `page.jpg`; return it.

    `lines` are where OCR saw print, if it read the page: the picture is turned as they are. `inside` says which file of
    a ZIP the page is of. Parsers of others run here: call it through ReaderPool.page_picture.

    Raises:
        Unreadable: `no_picture`; the file has no such page, or its format none that can be shown. Else as the readers.
    """
    if sniff(path) is not media_type:
        raise Unreadable("broken", _BROKEN)
    picture = _seen(path, media_type, number, limits, inside)
    picture = turned(picture, quarters_to_lines(picture, lines))
    picture.thumbnail((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS)
    # A fresh picture: Pillow would pass on what `info` holds.
    plain = Image.new("RGB", picture.size)
    plain.paste(picture)
    out_dir.mkdir(parents=True, exist_ok=True)
    target = out_dir / "page.jpg"
    plain.save(target, "JPEG", quality=_QUALITY)
    return target


def count_pages(path: Path, limits: Limits) -> int:
    """How many pages a PDF has, at least 1.

    Raises:
        Unreadable: `too_many_pages`, more than are shown; `broken` or `encrypted`.
    """
    from processors.readers.pdf import open_pdf

    with open_pdf(path) as document:
        count = len(document)
    if count < 1:
        raise Unreadable("broken", _BROKEN)
    if count > limits.max_pages:
        raise Unreadable("too_many_pages", _TOO_MANY.format(limits.max_pages))
    return count


def _seen(
    path: Path, media_type: MediaType, number: int, limits: Limits, inside: InArchive | None = None
) -> Image.Image:
    match media_type:
        case MediaType.PDF:
            return _pdf_page(shown(path), number)
        case MediaType.JPEG | MediaType.PNG | MediaType.BMP | MediaType.TIFF | MediaType.HEIC:
            from processors.readers import image

            _check_number(number, len(image.read(path, media_type, limits).pages))
            return image.picture_of(path, media_type, number, limits)
        case MediaType.OFD:
            from processors.drawing.ofd import draw_ofd

            return _pdf_page(io.BytesIO(draw_ofd(path, limits, number=number, with_marks=True)), 1)
        case MediaType.DOCX:
            from processors.readers import docx

            if number not in docx.read(path, limits).to_ocr:
                raise Unreadable("no_picture", _NONE_OF_FORMAT)
            return docx.picture_of(path, number, limits)
        case MediaType.ZIP if inside is not None:
            from processors.readers import archive

            with archive.member_of(path, inside, limits) as member:
                return _seen(member.path, member.media_type, inside.number, limits)
        case MediaType.ZIP | MediaType.XLSX | MediaType.DOC | MediaType.RTF | MediaType.ODT:
            raise Unreadable("no_picture", _NONE_OF_FORMAT)
        case _ as never:
            assert_never(never)


def _check_number(number: int, count: int) -> None:
    if not 1 <= number <= count:
        raise Unreadable("no_picture", _NO_PAGE)


def _pdf_page(source: Path | io.BytesIO, number: int) -> Image.Image:
    from processors.readers.pdf import open_pdf

    with open_pdf(source) as document:
        _check_number(number, len(document))
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(_WIDTH / max(width, 1.0), _HEIGHT / max(height, 1.0))
            picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        except (pypdfium2.PdfiumError, ValueError) as fault:
            raise Unreadable("broken", _BROKEN) from fault
        return picture.convert("RGB")
