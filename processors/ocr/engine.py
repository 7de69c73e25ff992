"""The two networks of PP-OCR on ONNX Runtime: where lines stand on a picture, and what a line says."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from processors.ocr import opencv_alias, waiting_threads
from processors.ocr.models import DETECTOR, RECOGNISER
from processors.ocr.reading import Corners, Pixels
from processors.ocr.seal import red_as_black

#: The detector's longest side: same accuracy on A4 pages as the full picture, 1.0 GB instead of 3.6 GB of memory.
_DETECTOR_SIDE: Final = 960
#: Lines per run of the recogniser. More cost time on a CPU: shorter lines are padded to the longest one's width.
_BATCH: Final = 1


class Engine:
    """Both networks, loaded. Making one takes seconds and half a gigabyte: make it once per process."""

    def __init__(self, models: Path, *, threads: int) -> None:
        """`models` is what `prepare_models` returned; `threads` are those of one inference."""
        # Without this paddlex asks several hosts, when it is imported, which of them answers fastest.
        os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
        opencv_alias.install()
        waiting_threads.install()
        from paddleocr import TextDetection, TextRecognition

        common: dict[str, Any] = {
            "engine": "onnxruntime",
            "engine_config": {"intra_op_num_threads": threads},
            "device": "cpu",
        }
        self._detector = TextDetection(
            model_name=DETECTOR,
            model_dir=str(models / DETECTOR),
            limit_side_len=_DETECTOR_SIDE,
            limit_type="max",
            **common,
        )
        self._recogniser = TextRecognition(model_name=RECOGNISER, model_dir=str(models / RECOGNISER), **common)

    def find(self, page: Pixels) -> list[Corners]:
        """The lines of print on a picture, in no particular order."""
        (result,) = self._detector.predict(red_as_black(page))
        return [_corners(polygon) for polygon in result["dt_polys"]]

    def recognise(self, lines: Sequence[Pixels]) -> list[tuple[str, float]]:
        """What each picture of one line says, with the mean score of its characters, 0–1."""
        if not lines:
            return []
        results = self._recogniser.predict([red_as_black(line) for line in lines], batch_size=_BATCH)
        return [(str(one["rec_text"]), min(max(float(one["rec_score"]), 0.0), 1.0)) for one in results]


def _corners(polygon: Any) -> Corners:  # noqa: ANN401 - paddle's array of four points
    a, b, c, d = ((float(x), float(y)) for x, y in polygon)
    return a, b, c, d
