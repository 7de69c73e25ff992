"""Text of a PDF page that nobody sees, told by looking: a letter is hidden if the page looks the same without it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pypdfium2
from pypdfium2 import raw

from processors.hidden.pdf_candidates import SCAN_SHARE, Candidates, candidates_on
from processors.hidden.pdf_objects import Bounds, address_of
from processors.screening.model import FindingKind

#: Resolution of the look, in dots per inch, and the longest side of its picture.
_LOOK_DPI: Final = 100
_LOOK_SIDE: Final = 2000
#: A letter that changes no point by more than this (of 255) is not seen.
_SEEN: Final = 24

_Look = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class HiddenOnPage:
    """What one page hides.

    `text` is what is left for the public, None when nothing has to be taken out. `things` are (kind, quote) pairs.
    `invisible` are the addresses of text objects of which no letter is seen. `covered_pictures` says that something
    opaque is drawn over a picture.
    """

    text: str | None
    things: tuple[tuple[FindingKind, str], ...]
    invisible: frozenset[int] = frozenset()
    covered_pictures: bool = False


_NOTHING: Final = HiddenOnPage(None, ())


def hidden_on(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage) -> HiddenOnPage:
    """Find what a page hides. `layer` is the page's own text layer.

    A page without a sign of hidden text costs one walk over its objects; one with a sign is drawn twice.
    """
    candidates = candidates_on(page)
    if not candidates:
        return _NOTHING
    letters = _hidden_letters(page, layer, candidates) if candidates.handles else {}
    kinds = _quotes(layer, letters, candidates)
    if candidates.covered_pictures:
        kinds.append((FindingKind.COVERED_TEXT, "图片的一部分被遮盖，遮盖物下的内容仍在文件中"))
    if candidates.too_many:
        kinds.append((FindingKind.HIDDEN_NOT_CHECKED, "页面对象过多，未能逐一检查"))
    return HiddenOnPage(
        text=_text_without(layer, letters) if letters else None,
        things=tuple(kinds),
        invisible=_wholly_hidden(layer, letters, candidates),
        covered_pictures=candidates.covered_pictures > 0,
    )


def _hidden_letters(
    page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, candidates: Candidates
) -> dict[int, FindingKind]:
    """Character index in the text layer → why it is not seen. Blanks and line ends belong to no object."""
    suspects = [(index, owner) for index, owner in _owners(layer) if owner in candidates.handles]
    hidden = {index: candidates.certain[owner] for index, owner in suspects if owner in candidates.certain}
    doubtful = [(index, owner) for index, owner in suspects if owner not in candidates.certain]
    if not doubtful:
        return hidden
    shown = _look(page)
    with _switched_off(candidates, candidates.doubtful):
        without = _look(page)
    changed = np.abs(shown - without).max(axis=2) > _SEEN
    for index, owner in doubtful:
        box = _pixels(page, _letter_box(layer, index), changed.shape)
        if not changed[box].any():
            hidden[index] = candidates.doubtful[owner]
    return hidden


def _owners(layer: pypdfium2.PdfTextPage) -> Iterator[tuple[int, int]]:
    """(index, address of its text object) of every character that is drawn."""
    for index in range(raw.FPDFText_CountChars(layer)):
        if raw.FPDFText_IsGenerated(layer, index) != 1 and not _character(layer, index).isspace():
            yield index, address_of(raw.FPDFText_GetTextObject(layer, index))


@contextmanager
def _switched_off(candidates: Candidates, addresses: Iterable[int]) -> Iterator[None]:
    handles = [candidates.handles[address].handle for address in addresses]
    for handle in handles:
        raw.FPDFPageObj_SetIsActive(handle, False)
    try:
        yield
    finally:
        for handle in handles:
            raw.FPDFPageObj_SetIsActive(handle, True)


def _look(page: pypdfium2.PdfPage) -> _Look:
    scale = min(_LOOK_DPI / 72, _LOOK_SIDE / max(*page.get_size(), 1.0))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    return np.asarray(bitmap.to_numpy(), dtype=np.int16)[:, :, :3]


def _letter_box(layer: pypdfium2.PdfTextPage, index: int) -> Bounds:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(layer, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _pixels(page: pypdfium2.PdfPage, box: Bounds, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Rows and columns of the look under a box of the page; empty where the box lies outside."""
    height, width = shape
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        column, row = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, column, row)
        corners.append((column.value, row.value))
    (x0, y0), (x1, y1) = corners
    rows = slice(max(0, min(y0, y1) - 1), max(0, max(y0, y1) + 1))
    return rows, slice(max(0, min(x0, x1) - 1), max(0, max(x0, x1) + 1))


def _character(layer: pypdfium2.PdfTextPage, index: int) -> str:
    code = raw.FPDFText_GetUnicode(layer, index)
    # PDFium's marks for a hyphen at a line's end; the reader leaves them out as well.
    return "" if code in {0, 2, 0xFFFE} or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _text_without(layer: pypdfium2.PdfTextPage, hidden: dict[int, FindingKind]) -> str:
    kept = "".join(_character(layer, index) for index in range(raw.FPDFText_CountChars(layer)) if index not in hidden)
    lines = (line.rstrip() for line in kept.replace("\t", " ").splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def _quotes(
    layer: pypdfium2.PdfTextPage, hidden: dict[int, FindingKind], candidates: Candidates
) -> list[tuple[FindingKind, str]]:
    """What is hidden, by kind. Invisible text on a scanned page is the text layer of its scanner."""
    by_kind: dict[FindingKind, list[str]] = {}
    for index, kind in sorted(hidden.items()):
        is_layer = kind is FindingKind.INVISIBLE_TEXT and candidates.picture_share >= SCAN_SHARE
        by_kind.setdefault(FindingKind.TEXT_LAYER if is_layer else kind, []).append(_character(layer, index))
    quotes = [(kind, "".join(letters)) for kind, letters in by_kind.items()]
    return [(kind, quote) for kind, quote in quotes if quote.strip()]


def _wholly_hidden(
    layer: pypdfium2.PdfTextPage, hidden: dict[int, FindingKind], candidates: Candidates
) -> frozenset[int]:
    seen = {owner for index, owner in _owners(layer) if index not in hidden}
    # A text of which the layer has no letter at all (a font without meaning) is taken out as well if it is certain.
    owners = {owner for index, owner in _owners(layer) if index in hidden} | set(candidates.certain)
    return frozenset(owners - seen) & frozenset(candidates.handles)
