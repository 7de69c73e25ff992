"""The model bge-small-zh-v1.5 (BAAI, MIT), quantised, on ONNX Runtime. script/meaning-model lays it down."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from search.meaning.embedding import Vector
from search.meaning.wordpiece import WordPiece

MODEL_FOLDER = Path(__file__).parents[2] / "var" / "meaning-model"

_MODEL, _TOKENIZER = "model.onnx", "tokenizer.json"
_MOST_TOKENS = 512


class BgeSmall:
    """512 numbers a text: 2 ms of one core for a question, 35 ms for 400 characters. Loaded when first asked.

    It is given no instruction before a question: that gained nothing here.

    Raises:
        FileNotFoundError: the folder doesn't hold the model.
    """

    name = "bge-small-zh-v1.5-q"

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._loaded: _Loaded | None = None
        for name in (_MODEL, _TOKENIZER):
            if not (folder / name).is_file():
                raise FileNotFoundError(f"{folder / name} (script/meaning-model)")

    def embed(self, text: str) -> Vector:
        loaded = self._load()
        numbers = np.array([loaded.tokens.numbers(text, _MOST_TOKENS)], dtype=np.int64)
        given = {
            "input_ids": numbers,
            "attention_mask": np.ones_like(numbers),
            "token_type_ids": np.zeros_like(numbers),
        }
        states = loaded.session.run(None, given)[0]
        first: Vector = states[0, 0]  # of the token at the beginning, as the model was trained
        vector: Vector = first / np.linalg.norm(first)
        return vector

    def _load(self) -> _Loaded:
        with self._turn:
            if self._loaded is None:
                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = options.inter_op_num_threads = 1  # other cores are for others
                session = onnxruntime.InferenceSession(
                    str(self._folder / _MODEL), options, providers=["CPUExecutionProvider"]
                )
                self._loaded = _Loaded(WordPiece.of(self._folder / _TOKENIZER), session)
            return self._loaded


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokens: WordPiece
    session: Any
