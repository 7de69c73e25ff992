"""Areas of page pictures that are taken out: what was typed or drawn → a rectangle and the words under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from processors.extraction import ReadersUnavailable, Unreadable
from processors.redaction.masking import blackened
from processors.redaction.plan import grown, lines_under, spans_under
from processors.redaction.under import stretches_in
from processors.sniff import MediaType
from records.domain.bureau import Person
from records.domain.errors import BadInput, Unavailable
from records.domain.reading import Reading, ReadPage
from records.domain.redaction import UNDER_AREA, Box, RedactedArea, Redaction
from records.services.desk import Dossier
from review_desk.entered import Entered, EnteredArea
from review_desk.reading_view import takes_areas
from review_desk.services import DeskServices

#: More areas than this are not drawn in one go, and each of them is looked up in the file.
MAX_AREAS: Final = 50
#: Matches `12`, `12.5` and `100`; does not match `-1`, `1e1` or `12,5`.
_PER_CENT: Final = re.compile(r"\d{1,3}(\.\d{1,6})?")
_REPLACED: Final = "这种格式没有原样的页面图片，公开时按文字替换，请改为按文字隐去。"


class AreaInvalid(BadInput):
    """An area that is on no page picture, or of which nobody can tell which words stand under it."""

    code = "area_invalid"


def areas_of(desk: DeskServices, person: Person, dossier: Dossier, entered: Entered) -> tuple[RedactedArea, ...]:
    """The areas that were entered, with the words under them.

    Raises:
        AreaInvalid: no area, or one of them is none; the sentence says why.
        Unavailable: no reader child can be started.
    """
    if dossier.reading is None or not entered.areas:
        raise AreaInvalid("请在页面图片上框选要隐去的区域，或者填写区域的位置和大小。")
    if len(entered.areas) > MAX_AREAS:
        raise AreaInvalid(f"一次最多隐去 {MAX_AREAS} 处区域，请分次提交。")
    return tuple(_area(desk, person, dossier, dossier.reading, one, entered.reason) for one in entered.areas)


def _area(
    desk: DeskServices, person: Person, dossier: Dossier, reading: Reading, typed: EnteredArea, reason: str
) -> RedactedArea:
    page = next((page for page in reading.pages if str(page.number) == typed.page), None)
    if page is None:
        raise AreaInvalid(f"没有第 {typed.page or '？'} 页，请核对页码。")
    if not takes_areas(reading, page):
        raise AreaInvalid(_REPLACED)
    area = RedactedArea(page.number, _box(typed), (), reason, person.id)
    if not area.is_placed:
        raise AreaInvalid("区域须在页面之内，宽和高各不小于页面的 0.5%。")
    stretches, box = _under(desk, dossier, page, area.box)
    words = (
        Redaction(page.number, start, end, blackened(page.text[start:end]), UNDER_AREA, reason, person.id)
        for start, end in stretches
        if page.text[start:end].strip()
    )
    left, top, right, bottom = (round(edge, 6) for edge in box)
    return RedactedArea(page.number, (left, top, right, bottom), tuple(words), reason, person.id)


def _box(typed: EnteredArea) -> Box:
    left, top, width, height = _fractions(typed)
    return left, top, round(left + width, 6), round(top + height, 6)


def _fractions(typed: EnteredArea) -> Iterator[float]:
    for name, text in (("左边", typed.left), ("上边", typed.top), ("宽", typed.width), ("高", typed.height)):
        if not _PER_CENT.fullmatch(text) or float(text) > 100:
            raise AreaInvalid(f"区域的{name}应为 0 到 100 之间的数，例如 12.5。")
        yield float(text) / 100


def _under(desk: DeskServices, dossier: Dossier, page: ReadPage, box: Box) -> tuple[tuple[tuple[int, int], ...], Box]:
    """Where the words under a box stand in the page's text, and the box with all of their height in it.

    By OCR's lines, or by the file's own letters. A line that is covered by half could still be read.
    """
    if page.source == "ocr":
        stretches = spans_under(page, box)
        lines = lines_under(page, stretches)
        return stretches, grown(box, ((box[0], top, box[2], bottom) for _, top, _, bottom in lines))
    if dossier.document.media_type not in {MediaType.PDF, MediaType.OFD}:
        raise AreaInvalid(_REPLACED)
    original = desk.originals.local_path(dossier.document.original_sha256)
    try:
        layer, letters, box = desk.pool.layer_under(original, dossier.document.media_type, page.number, box)
        return stretches_in(page.text, layer, letters), box
    except Unreadable as fault:
        raise AreaInvalid(fault.message) from None
    except ReadersUnavailable:
        raise Unavailable("读取程序没有启动，暂时不能隐去区域。") from None
