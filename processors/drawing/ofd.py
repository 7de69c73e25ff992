"""OFD → a PDF of the same pages: outlines of its letters, which can be searched, its lines, areas and pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import pikepdf
from ofdkit import OFDError
from ofdkit.package import Package

from processors.drawing.faces import FontUnusable
from processors.drawing.letters import Letters
from processors.drawing.ofd_marks import appearances, read_seal, stamps
from processors.drawing.ofd_page import OfdPainter
from processors.drawing.ofd_resources import OfdPage, pages_of, resources_of
from processors.drawing.pictures import picture_of
from processors.drawing.sheet import Sheet
from processors.extraction import Unreadable
from processors.hidden.ofd_shown import shown
from processors.readers.ofd_values import box_of, moved
from processors.sandbox.limits import Limits

#: No page is smaller or larger than this, in millimetres, whatever its box says.
_SMALLEST: Final = 1.0
_LARGEST: Final = 5000.0
_BROKEN: Final = "OFD 结构损坏或不符合 GB/T 33190，页面无法显示，请打开原件。"
_NO_FONT: Final = "本机没有安装中文字体（fonts-noto-cjk）或者 FreeType，不能显示该 OFD 页面。"
_NO_PAGE: Final = "该文件没有这一页。"


def draw_ofd(path: Path, limits: Limits, *, number: int | None = None, with_marks: bool = False) -> bytes:
    """A PDF of all pages of an OFD, or of page `number` (1-based) alone, without what its pages hide.

    `with_marks` also draws what viewers lay over the pages: annotations and seals. The PDF has no metadata.

    Raises:
        Unreadable: `no_picture`, there is no such page, or no font; else `broken`, `encrypted` or `too_large`.
    """
    try:
        source = shown(path, limits)
        with closing(Package(source)) as package, pikepdf.Pdf.new() as made:
            pages = _chosen(pages_of(package), number, limits)
            _draw(made, package, pages, limits, with_marks=with_marks)
            written = io.BytesIO()
            made.save(written, deterministic_id=True)
    except OFDError as fault:
        raise Unreadable("broken", _BROKEN) from fault
    except FontUnusable as fault:
        raise Unreadable("no_picture", _NO_FONT) from fault
    return written.getvalue()


def _chosen(pages: Sequence[OfdPage], number: int | None, limits: Limits) -> Sequence[OfdPage]:
    if not pages:
        raise Unreadable("broken", _BROKEN)
    if len(pages) > limits.max_pages:
        raise Unreadable("too_many_pages", f"OFD 超过 {limits.max_pages} 页，请打开原件。")
    if number is None:
        return pages
    if not 1 <= number <= len(pages):
        raise Unreadable("no_picture", _NO_PAGE)
    return pages[number - 1 : number]


def _draw(made: pikepdf.Pdf, package: Package, pages: Sequence[OfdPage], limits: Limits, *, with_marks: bool) -> None:
    letters = Letters()
    painter = OfdPainter(package, resources_of(package), limits)
    sheets = []
    for page in pages:
        left, top, width, height = page.box
        sheet = Sheet(made, letters, _within(width), _within(height))
        with sheet.within(moved(-left, -top)):
            if page.part is not None:
                painter.page(sheet, page.part)
            if with_marks:
                _draw_marks(sheet, painter, package, page.id, limits)
        sheets.append(sheet)
    fonts = letters.resources(made)
    for sheet in sheets:
        sheet.finish(fonts)


def _draw_marks(sheet: Sheet, painter: OfdPainter, package: Package, page: str | None, limits: Limits) -> None:
    for appearance in appearances(package, page):
        left, top = (box_of(appearance.get("Boundary")) or (0.0, 0.0))[:2]
        with sheet.within(moved(left, top)):
            painter.objects(sheet, appearance)
    for stamp in stamps(package, page):
        seal = read_seal(package, stamp.part)
        if seal is None or seal[0] == "ofd":
            continue
        left, top, width, height = stamp.box
        clips = (
            []
            if stamp.seen is None
            else [f"{left + stamp.seen[0]:.4f} {top + stamp.seen[1]:.4f} {stamp.seen[2]:.4f} {stamp.seen[3]:.4f} re"]
        )
        with sheet.within((width, 0.0, 0.0, height, left, top), clips):
            # What a seal is laid over stays readable, also where its picture has a white ground.
            sheet.opacity(1.0, 1.0, "Multiply")
            try:
                sheet.picture(picture_of(sheet.document, seal[1], limits))
            except Unreadable:
                continue


def _within(side: float) -> float:
    return min(max(side, _SMALLEST), _LARGEST)
