"""Page pictures → lines with boxes and scores: turned upright, seals cleared, lines read, doubtful ones again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from processors.extraction import OcrLine
from processors.ocr.cells import overlooked, parted
from processors.ocr.copied_seal import look_below_seals
from processors.ocr.doubtful import look_again
from processors.ocr.engine import Engine
from processors.ocr.geometry import cut, skew_of
from processors.ocr.layout import assemble
from processors.ocr.orientation import upright
from processors.ocr.reading import Corners, Pixels, Reading
from processors.ocr.ruling import ruled_tables
from processors.ocr.seal import without_seals

#: Lines below this mean score are noise of seals and stains; marks that the detector did not take for print, below
#: that one.
_LEAST_SCORE: Final = 0.5
_LEAST_OVERLOOKED: Final = 0.7


class PageReader:
    """Reads page pictures. Making one takes seconds and half a gigabyte: make it once per process."""

    def __init__(self, models: Path, *, threads: int) -> None:
        """`models` is what `prepare_models` returned; so many `threads` read at once."""
        self.engine = Engine(models, threads=threads)

    def read(self, picture: Image.Image) -> tuple[str, tuple[OcrLine, ...]]:
        """The text of a page picture, whichever way up it lies, and its lines; boxes as fractions of it upright."""
        # OpenCV and paddle take BGR.
        page = without_seals(np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1]))
        found = upright(self.engine, page)
        skew = skew_of(found.lines)
        tables = ruled_tables(found.page, skew)
        lines = parted(found.lines, tables, skew)
        readings = look_again(self.engine, found.page, self._readings(found.page, lines, found.known))
        readings = look_below_seals(self.engine, found.page, readings)
        marks = self._readings(found.page, overlooked(found.page, lines, tables, skew), {})
        kept = [one for one in readings if one.score >= _LEAST_SCORE]
        kept += [one for one in marks if one.score >= _LEAST_OVERLOOKED]
        return assemble(kept, (found.page.shape[1], found.page.shape[0]), skew=skew, tables=tables)

    def _readings(
        self, page: Pixels, lines: Sequence[Corners], known: Mapping[Corners, tuple[str, float]]
    ) -> list[Reading]:
        unread = [corners for corners in lines if corners not in known]
        results = self.engine.recognise([cut(page, corners) for corners in unread])
        read = {**known, **dict(zip(unread, results, strict=True))}
        return [Reading(read[corners][0], corners, read[corners][1]) for corners in lines]
