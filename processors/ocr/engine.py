"""The two networks of PP-OCR on ONNX Runtime: where lines stand on a picture, and what a line says."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from processors.ocr import opencv_alias, waiting_threads
from processors.ocr.models import DETECTOR, RECOGNISER
from processors.ocr.reading import Corners, Pixels
from processors.ocr.seal import red_as_black

#: The detector's longest side: same accuracy on A4 pages as the full picture, 1.0 GB instead of 3.6 GB of memory.
_DETECTOR_SIDE: Final = 960
#: Lines per run of a recogniser. More cost time on a CPU: shorter lines are padded to the longest one's width.
_BATCH: Final = 1


class Engine:
    """Both networks, loaded. Making one takes seconds and half a gigabyte: make it once per process."""

    def __init__(self, models: Path, *, threads: int) -> None:
        """`models` is what `prepare_models` returned.

        `threads` lines are read side by side, each by a recogniser of its own with one thread. Two threads on one
        line wait for each other after every layer: on a busy machine that took twice as long (docs/benchmarks.md).
        """
        # Without this paddlex asks several hosts, when it is imported, which of them answers fastest.
        os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
        opencv_alias.install()
        waiting_threads.install()
        from paddleocr import TextDetection, TextRecognition

        common: dict[str, Any] = {"engine": "onnxruntime", "device": "cpu"}
        self._detector = TextDetection(
            model_name=DETECTOR,
            model_dir=str(models / DETECTOR),
            limit_side_len=_DETECTOR_SIDE,
            limit_type="max",
            engine_config={"intra_op_num_threads": threads},
            **common,
        )
        self._recognisers = [
            TextRecognition(
                model_name=RECOGNISER,
                model_dir=str(models / RECOGNISER),
                engine_config={"intra_op_num_threads": 1},
                **common,
            )
            for _ in range(threads)
        ]
        self._side_by_side = ThreadPoolExecutor(threads, thread_name_prefix="ocr-lines")

    def find(self, page: Pixels) -> list[Corners]:
        """The lines of print on a picture, in no particular order."""
        (result,) = self._detector.predict(red_as_black(page))
        return [_corners(polygon) for polygon in result["dt_polys"]]

    def recognise(self, lines: Sequence[Pixels]) -> list[tuple[str, float]]:
        """What each picture of one line says, with the mean score of its characters, 0–1."""
        # Dealt out by width like cards, so that all recognisers have the same to do.
        order = sorted(range(len(lines)), key=lambda index: lines[index].shape[1])
        hands = [order[first :: len(self._recognisers)] for first in range(len(self._recognisers))]
        found: list[tuple[str, float]] = [("", 0.0)] * len(lines)
        read = self._side_by_side.map(
            _recognise, self._recognisers, [[red_as_black(lines[index]) for index in hand] for hand in hands]
        )
        for hand, results in zip(hands, read, strict=True):
            for index, result in zip(hand, results, strict=True):
                found[index] = result
        return found


def _recognise(recogniser: Any, lines: list[Pixels]) -> list[tuple[str, float]]:  # noqa: ANN401 - paddleocr has no types
    results = recogniser.predict(lines, batch_size=_BATCH) if lines else []
    return [(str(one["rec_text"]), min(max(float(one["rec_score"]), 0.0), 1.0)) for one in results]


def _corners(polygon: Any) -> Corners:  # noqa: ANN401 - paddle's array of four points
    a, b, c, d = ((float(x), float(y)) for x, y in polygon)
    return a, b, c, d
