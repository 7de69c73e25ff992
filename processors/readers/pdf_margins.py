"""Whether a line of a PDF page stands in its upper or lower margin."""

from __future__ import annotations

from contextlib import closing
from typing import Final

import pypdfium2

#: Share of the page's height. A4: 22 mm; word processors put headers 15 mm from the edge, and text from 25 mm on.
_MARGIN: Final = 0.075


def in_margin(document: pypdfium2.PdfDocument, number: int, line: str) -> bool:
    """Whether `line` is found in a margin of page `number` (1-based); False for a page that is turned."""
    try:
        with closing(document[number - 1]) as page:
            if page.get_rotation():
                return False
            _, bottom, _, top = page.get_bbox()
            depth = (top - bottom) * _MARGIN
            with closing(page.get_textpage()) as layer, closing(layer.search(line, match_case=True)) as found:
                while (place := found.get_next()) is not None:
                    _, low, _, high = layer.get_charbox(place[0])
                    if low >= top - depth or high <= bottom + depth:
                        return True
    except pypdfium2.PdfiumError:
        return False
    return False
