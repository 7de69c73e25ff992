"""Which objects of a PDF page may hide something: cheap signs that a look at the picture then confirms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pypdfium2
from pypdfium2 import raw

from processors.hidden.pdf_objects import (
    MAX_OBJECTS,
    Bounds,
    Drawn,
    clips_of,
    drawn_on,
    fill_of,
    is_filled,
    is_mixed,
    text_height,
)
from processors.screening.model import FindingKind

#: Text render modes without ink (ISO 32000-1, table 106): 3 neither fills nor strokes, 7 only clips.
_NO_INK: Final = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
#: Every colour channel (0–255) at least this: paper white to the eye.
_WHITE: Final = 236
#: Where more than this is filled with the colour of a text, the look tells what is seen of it.
_MANY_GROUNDS: Final = 1000
#: Two colours whose channels differ by no more than this are one to the eye.
_SAME: Final = 19
#: Letters lower than this, in points and as a share of the page's longer side, are no text to anybody.
_TINY_POINTS: Final = 1.6
_TINY_SHARE: Final = 0.002
#: A cover is at least this high and wide, in points; thinner ones are rules and borders.
_COVER_POINTS: Final = 3.0
#: A picture of more than this share of the page is a scan; text under it is its text layer.
SCAN_SHARE: Final = 0.6
#: A picture below this share of the page is a logo, whose parts may overlap as they like.
_PICTURE_SHARE: Final = 0.02
_MOSTLY: Final = 0.5
#: A letter sticks out of its clip by this much before it counts as cut, in points.
_CUT_POINTS: Final = 4.0


@dataclass(slots=True)
class Candidates:
    """Texts by the reason for suspicion, and the share of the page (0–1) that pictures take.

    `certain` need no second look; `doubtful` do. `covered_pictures` counts pictures with something opaque drawn over
    them later. `too_many` says that not every object was looked at.
    """

    certain: dict[int, FindingKind] = field(default_factory=dict)
    doubtful: dict[int, FindingKind] = field(default_factory=dict)
    handles: dict[int, Drawn] = field(default_factory=dict)
    picture_share: float = 0.0
    covered_pictures: int = 0
    too_many: bool = False

    def __bool__(self) -> bool:
        return bool(self.certain or self.doubtful or self.covered_pictures or self.too_many)


def candidates_on(page: pypdfium2.PdfPage) -> Candidates:
    """Look at every object of a page once, in drawing order."""
    found = Candidates()
    box = page_box(page)
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1.0)
    texts: list[Drawn] = []
    pictures: list[Drawn] = []
    covers: list[tuple[int, int, Drawn]] = []
    grounds: dict[tuple[int, int, int], list[Bounds]] = {}
    for count, drawn in enumerate(drawn_on(page), start=1):
        found.too_many = count >= MAX_OBJECTS
        if drawn.type == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(drawn)
            _judge(found, drawn, box, grounds)
        elif drawn.type == raw.FPDF_PAGEOBJ_IMAGE:
            share = _area(drawn.bounds) / area
            found.picture_share = min(1.0, found.picture_share + share)
            covers.append((len(texts), 0, drawn))
            if share >= _PICTURE_SHARE:
                pictures.append(drawn)
        elif drawn.type == raw.FPDF_PAGEOBJ_PATH and _covers(drawn):
            covers.append((len(texts), len(pictures), drawn))
            grounds.setdefault(fill_of(drawn)[:3], []).append(drawn.bounds)
    _judge_covered(found, texts, pictures, covers, area)
    return found


def page_box(page: pypdfium2.PdfPage) -> Bounds:
    """The part of the sheet that is shown, in points."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    return min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top)


def _judge(
    found: Candidates, text: Drawn, box: Bounds, grounds: Mapping[tuple[int, int, int], Sequence[Bounds]]
) -> None:
    """Judge a text by itself: its ink, its size, its place, and what was filled with its colour before."""
    left, bottom, right, top = text.bounds
    if raw.FPDFTextObj_GetTextRenderMode(text.handle) in _NO_INK:
        _note(found.certain, found, text, FindingKind.INVISIBLE_TEXT)
    elif right <= box[0] or left >= box[2] or top <= box[1] or bottom >= box[3]:
        _note(found.certain, found, text, FindingKind.OFF_PAGE_TEXT)
    elif _is_tiny(text, box):
        _note(found.certain, found, text, FindingKind.INVISIBLE_TEXT)
    elif left < box[0] or right > box[2] or bottom < box[1] or top > box[3]:
        _note(found.doubtful, found, text, FindingKind.OFF_PAGE_TEXT)
    else:
        red, green, blue, alpha = fill_of(text)
        if alpha < 255 - _WHITE or min(red, green, blue) >= _WHITE or _is_cut(text) or is_mixed(text):
            _note(found.doubtful, found, text, FindingKind.INVISIBLE_TEXT)
        elif _is_on_its_colour(text, (red, green, blue), grounds):
            _note(found.doubtful, found, text, FindingKind.COVERED_TEXT)


def _is_on_its_colour(
    text: Drawn, colour: tuple[int, int, int], grounds: Mapping[tuple[int, int, int], Sequence[Bounds]]
) -> bool:
    for ground, places in grounds.items():
        is_alike = max(abs(one - other) for one, other in zip(colour, ground, strict=True)) <= _SAME
        if is_alike and len(places) > _MANY_GROUNDS:
            return True
        if is_alike and _under(np.array(places, dtype=np.float64).reshape(-1, 4), text.bounds):
            return True
    return False


def _is_cut(text: Drawn) -> bool:
    """Whether a clipping path takes away half of the text's height, or some of its length."""
    left, bottom, right, top = text.bounds
    for clip in clips_of(text):
        if clip[0] > left + _CUT_POINTS or clip[2] < right - _CUT_POINTS:
            return True
        if min(clip[3], top) - max(clip[1], bottom) < (top - bottom) * _MOSTLY:
            return True
    return False


def _is_tiny(text: Drawn, box: Bounds) -> bool:
    # Letters of one line: the box of a dash is low too, so the font size has the word.
    left, bottom, right, top = text.bounds
    if min(top - bottom, right - left) >= _TINY_POINTS:
        return False
    height = text_height(text)
    longer = max(box[2] - box[0], box[3] - box[1])
    return 0 < height < _TINY_POINTS and height < _TINY_SHARE * longer


def _note(kind_of: dict[int, FindingKind], found: Candidates, text: Drawn, kind: FindingKind) -> None:
    kind_of[text.address] = kind
    found.handles[text.address] = text


def _covers(path: Drawn) -> bool:
    left, bottom, right, top = path.bounds
    if min(right - left, top - bottom) < _COVER_POINTS or not is_filled(path):
        return False
    return fill_of(path)[3] == 255 and not raw.FPDFPageObj_HasTransparency(path.handle)


def _judge_covered(
    found: Candidates,
    texts: Sequence[Drawn],
    pictures: Sequence[Drawn],
    covers: Sequence[tuple[int, int, Drawn]],
    area: float,
) -> None:
    """Texts and pictures under something that is drawn later."""
    if not covers or not (texts or pictures):
        return
    text_bounds, picture_bounds = _array(texts), _array(pictures)
    for earlier_texts, earlier_pictures, cover in covers:
        under_scan = cover.type == raw.FPDF_PAGEOBJ_IMAGE and _area(cover.bounds) >= SCAN_SHARE * area
        kind = FindingKind.TEXT_LAYER if under_scan else FindingKind.COVERED_TEXT
        for index in _under(text_bounds[:earlier_texts], cover.bounds):
            text = texts[index]
            if text.address not in found.certain:
                _note(found.doubtful, found, text, kind)
        found.covered_pictures += len(_under(picture_bounds[:earlier_pictures], cover.bounds))


def _array(things: Sequence[Drawn]) -> npt.NDArray[np.float64]:
    return np.array([thing.bounds for thing in things], dtype=np.float64).reshape(-1, 4)


def _under(bounds: npt.NDArray[np.float64], cover: Bounds) -> list[int]:
    """Indexes of the boxes of which a cover takes at least half the height, or half the width, somewhere."""
    if not len(bounds):
        return []
    across = np.minimum(bounds[:, 2], cover[2]) - np.maximum(bounds[:, 0], cover[0])
    up = np.minimum(bounds[:, 3], cover[3]) - np.maximum(bounds[:, 1], cover[1])
    least = np.minimum(bounds[:, 3] - bounds[:, 1], cover[3] - cover[1]) * _MOSTLY
    return [int(index) for index in np.flatnonzero((across > 1.0) & (up > 1.0) & (up >= least))]


def _area(bounds: Bounds) -> float:
    return max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1])
