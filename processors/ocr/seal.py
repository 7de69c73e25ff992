"""Red and blue seals out of the way of the print below them; red letterheads are left as they are.

A red seal over the signature hides it from the detector; in the red channel red ink is as bright as paper, so the
black text below stands alone (measured: without it half of the characters of signature and date are lost). The red
letterhead vanishes there as well. So the red channel is taken where a seal stands and nowhere else, and the page is
read once. Blue ink is a pen's as well: only what is round and has a rim is a blue seal; it is cleared likewise, in the
blue channel.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from processors.ocr.reading import Pixels, pixels

#: Seals are looked for in a picture this much smaller per side.
_SHRINK: Final = 4
#: The longer side of a page in millimetres; all sizes below are shares of it.
_PAGE_MM: Final = 297.0
#: Red exceeds green and blue by this much (of 255) where there is red ink, faint ink included.
_RED_EXCESS: Final = 36
#: Strokes of one seal stand no further apart than this.
_GAP_MM: Final = 2.5
#: Smaller red things over print are no seals: rules, ticks, single characters of a letterhead (at most 16 mm high).
_LEAST_MM: Final = 20.0
#: A bureau's seal is 42 mm across, special-purpose and oval ones go down to 45 by 30 (国发〔1999〕25号). From this size
#: on a round shape is a seal even when no print is below it.
_LEAST_ALONE_MM: Final = 26.0
#: Brightest channel of black print below thin red ink, after shrinking.
_DARK: Final = 140
#: Square millimetres of black print from which something is under the seal.
_PRINT_MM2: Final = 3.0
#: An ellipse fills 0.785 of its rectangle; a letterhead nearly all of it.
_ELLIPSE: Final = (0.70, 0.86)
#: A seal is at most this many times as wide as high.
_LONGEST: Final = 2.2
#: Share of its outline on which a blue seal has ink, the rest being print across it; the hull of handwriting touches
#: ink here and there.
_RIM: Final = 0.65


def without_seals(page: Pixels) -> Pixels:
    """The page with every seal's ink as bright as the paper; the same object when it bears no seal."""
    red, blue = _seals(page, by_rim=False), _seals(page[:, :, ::-1], by_rim=True)
    if not red and not blue:
        return page
    cleared = page.copy()
    for hull in red:
        _clear(cleared, hull)
    for hull in blue:
        # The same ink in a mirror: blue stands where red does.
        _clear(cleared[:, :, ::-1], hull)
    return cleared


def _seals(page: Pixels, *, by_rim: bool) -> list[NDArray[np.int32]]:
    """The outline of each seal in the ink of the last channel: convex, in pixels. `by_rim` wants a round one."""
    size = (max(1, page.shape[1] // _SHRINK), max(1, page.shape[0] // _SHRINK))
    small = pixels(cv2.resize(page, size, interpolation=cv2.INTER_AREA))
    per_mm = max(small.shape[:2]) / _PAGE_MM
    excess = _excess(small)
    red = (excess >= _RED_EXCESS).astype(np.uint8)
    reach = max(1, round(_GAP_MM * per_mm / 2))
    joined = cv2.dilate(red, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1)))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hulls = [cv2.convexHull(outline).astype(np.int32) for outline in outlines]
    if by_rim:
        return [hull * _SHRINK for hull in hulls if _is_round(hull, per_mm) and _has_rim(hull, pixels(joined))]
    print_ = (small.max(axis=2) < _DARK) & (excess < _RED_EXCESS)
    return [hull * _SHRINK for hull in hulls if _is_over_print(hull, print_, per_mm) or _is_round(hull, per_mm)]


def _is_over_print(hull: NDArray[np.int32], print_: NDArray[np.bool_], per_mm: float) -> bool:
    _, _, width, height = cv2.boundingRect(hull)
    if min(width, height) < _LEAST_MM * per_mm:
        return False
    inside = np.zeros(print_.shape, dtype=np.uint8)
    cv2.fillConvexPoly(inside, hull, 1)
    return bool((print_ & inside.astype(bool)).sum() >= _PRINT_MM2 * per_mm**2)


def _is_round(hull: NDArray[np.int32], per_mm: float) -> bool:
    _, _, width, height = cv2.boundingRect(hull)
    if min(width, height) < _LEAST_ALONE_MM * per_mm:
        return False
    fills = cv2.contourArea(hull) / (width * height)
    return _ELLIPSE[0] <= fills <= _ELLIPSE[1] and max(width, height) <= _LONGEST * min(width, height)


def _has_rim(hull: NDArray[np.int32], ink: NDArray[np.uint8]) -> bool:
    outline = np.zeros(ink.shape, dtype=np.uint8)
    cv2.polylines(outline, [hull], isClosed=True, color=1)
    along = outline.astype(bool)
    return bool(ink[along].mean() >= _RIM)


def _clear(page: Pixels, hull: NDArray[np.int32]) -> None:
    """Replace what is inside `hull` by its red channel, with the seal's ink lifted to the paper's brightness."""
    x, y, width, height = cv2.boundingRect(hull)
    x, y = max(x, 0), max(y, 0)
    part = page[y : y + height, x : x + width]
    inside = np.zeros(part.shape[:2], dtype=np.uint8)
    cv2.fillConvexPoly(inside, hull - np.array([x, y]), 1)
    excess, red = _excess(part), part[:, :, 2].astype(np.float32)
    inked = (excess >= _RED_EXCESS) & inside.astype(bool)
    if not inked.any():
        return
    paper = float(np.percentile(red, 90))
    ink, full = float(np.median(red[inked])), float(np.median(excess[inked]))
    lift = max(paper / max(ink, 1.0) - 1.0, 0.0)
    cleared = red * (1.0 + lift * np.clip(excess / full, 0.0, 1.0))
    part[inside.astype(bool)] = np.clip(cleared, 0, 255).astype(np.uint8)[inside.astype(bool)][:, None]


def red_as_black(picture: Pixels) -> Pixels:
    """Red ink as dark as black ink of the same strength, all other colours as they are.

    The networks overlook parts of a red letterhead, faint ones most of all.
    """
    blue, green, red = cv2.split(picture)
    return pixels(cv2.merge((blue, green, cv2.min(red, cv2.max(blue, green)))))


def _excess(picture: Pixels) -> NDArray[np.int16]:
    wide = picture.astype(np.int16)
    excess: NDArray[np.int16] = wide[..., 2] - np.maximum(wide[..., 0], wide[..., 1])
    return excess
