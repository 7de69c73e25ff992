"""Page pictures → lines with boxes and scores, by PaddleOCR on ONNX Runtime."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image

from processors.extraction import OcrLine
from processors.ocr import opencv_alias, waiting_threads
from processors.ocr.layout import assemble
from processors.ocr.models import DETECTOR, RECOGNISER
from processors.ocr.seal import Reading, merge, red_channel, sealed_bands, within

#: The detector's longest side: same accuracy on A4 pages as the full picture, 1.0 GB instead of 3.6 GB of memory.
_DETECTOR_SIDE: Final = 960
#: Lines below this mean score are noise of seals and stains.
_LEAST_SCORE: Final = 0.5


class PageReader:
    """A loaded OCR engine. Making one takes seconds and half a gigabyte: make it once per process."""

    def __init__(self, models: Path, *, threads: int) -> None:
        """`models` is what `prepare_models` returned; `threads` are those of one inference."""
        # Without this paddlex asks several hosts, when it is imported, which of them answers fastest.
        os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
        opencv_alias.install()
        waiting_threads.install()
        from paddleocr import PaddleOCR

        self._engine = PaddleOCR(
            engine="onnxruntime",
            engine_config={"intra_op_num_threads": threads},
            device="cpu",
            text_detection_model_name=DETECTOR,
            text_detection_model_dir=str(models / DETECTOR),
            text_recognition_model_name=RECOGNISER,
            text_recognition_model_dir=str(models / RECOGNISER),
            text_det_limit_side_len=_DETECTOR_SIDE,
            text_det_limit_type="max",
            use_doc_orientation_classify=False,
            use_doc_unwarping=False,
            use_textline_orientation=False,
        )

    def read(self, picture: Image.Image) -> tuple[str, tuple[OcrLine, ...]]:
        """The text of an upright page picture and its lines; boxes as fractions of the picture."""
        readings = self._lines(picture)
        for band in sealed_bands(picture):
            strip = red_channel(picture.crop((0, band[0], picture.width, band[1])))
            readings = merge(readings, within(self._lines(strip), band), picture)
        return assemble(readings, picture.size)

    def _lines(self, picture: Image.Image) -> list[Reading]:
        # PaddleOCR takes BGR, as OpenCV does.
        pixels = np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])
        (result,) = self._engine.predict(pixels)
        facts: dict[str, Any] = result
        return [
            Reading(str(text), (float(x0), float(y0), float(x1), float(y1)), min(max(float(score), 0.0), 1.0))
            for text, score, (x0, y0, x1, y1) in zip(
                facts["rec_texts"], facts["rec_scores"], facts["rec_boxes"], strict=True
            )
            if float(score) >= _LEAST_SCORE
        ]
