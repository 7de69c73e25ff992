"""Page pictures → lines with boxes and scores: turned upright, seals cleared, lines read, doubtful ones again."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from processors.extraction import OcrLine
from processors.ocr.doubtful import look_again
from processors.ocr.engine import Engine
from processors.ocr.geometry import cut, skew_of
from processors.ocr.layout import assemble
from processors.ocr.orientation import upright
from processors.ocr.reading import Reading
from processors.ocr.seal import without_seals

#: Lines below this mean score are noise of seals and stains.
_LEAST_SCORE: Final = 0.5


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
        unread = [corners for corners in found.lines if corners not in found.known]
        results = self.engine.recognise([cut(found.page, corners) for corners in unread])
        read = {**found.known, **dict(zip(unread, results, strict=True))}
        readings = [Reading(read[corners][0], corners, read[corners][1]) for corners in found.lines]
        readings = [one for one in look_again(self.engine, found.page, readings) if one.score >= _LEAST_SCORE]
        return assemble(readings, (found.page.shape[1], found.page.shape[0]), skew=skew_of(found.lines))
