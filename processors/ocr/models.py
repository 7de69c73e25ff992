"""Model directories for the OCR engine, made from the package that ships the weights."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

ENGINE: Final = "paddleocr/3.7.0-PP-OCRv6-small"
DETECTOR: Final = "PP-OCRv6_small_det"
RECOGNISER: Final = "PP-OCRv6_small_rec"

_WEIGHTS: Final = {DETECTOR: "PP-OCRv6_det_small.onnx", RECOGNISER: "PP-OCRv6_rec_small.onnx"}


class ModelsMissing(Exception):
    """The installed packages do not hold the OCR weights."""


def prepare_models(target: Path) -> Path:
    """Write one directory per model below `target` and return `target`.

    A directory holds exactly `inference.onnx` and `inference.yml`, as paddleocr wants it. A directory that is there
    is left alone, so calling this again costs nothing; each appears whole or not at all.

    Raises:
        ModelsMissing: the rapidocr wheel, or one of its weight files, is not installed.
    """
    missing = [name for name in _WEIGHTS if not (target / name / "inference.yml").is_file()]
    if missing:
        source = _weights_folder()
        target.mkdir(parents=True, exist_ok=True)
        for name in missing:
            _write_model(source / _WEIGHTS[name], name, target)
    return target


def _weights_folder() -> Path:
    # find_spec, not import: importing rapidocr would load a second OCR engine.
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise ModelsMissing("OCR 模型缺失：没有安装 rapidocr 包，请按 requirements.lock 重新安装。")
    return Path(spec.origin).parent / "models"


def _write_model(weights: Path, name: str, target: Path) -> None:
    if not weights.is_file():
        raise ModelsMissing(f"OCR 模型缺失：rapidocr 包里没有 {weights.name}，请重新安装。")
    with tempfile.TemporaryDirectory(dir=target, prefix=".new-") as scratch:
        fresh = Path(scratch) / name
        fresh.mkdir()
        shutil.copyfile(weights, fresh / "inference.onnx")
        (fresh / "inference.yml").write_text(_describe(name, weights), encoding="utf-8")
        try:
            fresh.rename(target / name)
        except OSError:
            # Another process was first, or a half-written directory of an older version is in the way.
            if not (target / name / "inference.yml").is_file():
                shutil.rmtree(target / name, ignore_errors=True)
                fresh.rename(target / name)
    os.utime(target)


def _describe(name: str, weights: Path) -> str:
    """The YAML that paddlex reads beside the weights: how to prepare a picture and how to read the output."""
    import yaml

    facts = _detector_facts() if name == DETECTOR else _recogniser_facts(_characters(weights))
    return yaml.safe_dump({"Global": {"model_name": name}, **facts}, allow_unicode=True, sort_keys=False)


def _detector_facts() -> dict[str, Any]:
    normalise = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "scale": "1./255.", "order": "hwc"}
    return {
        "PreProcess": {
            "transform_ops": [
                {"DetResizeForTest": None},
                {"NormalizeImage": normalise},
                {"ToCHWImage": None},
                {"KeepKeys": {"keep_keys": ["image", "shape"]}},
            ]
        },
        "PostProcess": {
            "name": "DBPostProcess",
            "thresh": 0.2,
            "box_thresh": 0.45,
            "max_candidates": 3000,
            "unclip_ratio": 1.4,
        },
    }


def _recogniser_facts(characters: list[str]) -> dict[str, Any]:
    return {
        "PreProcess": {
            "transform_ops": [{"RecResizeImg": {"image_shape": [3, 48, 320]}}, {"KeepKeys": {"keep_keys": ["image"]}}]
        },
        "PostProcess": {"name": "CTCLabelDecode", "character_dict": characters},
    }


def _characters(weights: Path) -> list[str]:
    """The recogniser's alphabet. Never stripped: the ideographic space U+3000 is a member."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(weights), providers=["CPUExecutionProvider"])
    return str(session.get_modelmeta().custom_metadata_map["character"]).split("\n")
