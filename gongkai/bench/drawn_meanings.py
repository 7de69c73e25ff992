"""What many made documents mean, without reading them all: vectors like those that were read of the first ones."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from gongkai.bench.own_proxy import ProgramMissing
from search.meaning.bge import MODEL_FOLDER, BgeSmall
from search.meaning.embedding import Embedder, Vector

#: Texts that are really read.
READ = 100


class ModelMissing(ProgramMissing):
    """The model of meanings, which the portal that is measured searches with, is not installed."""

    advice = "执行 script/meaning-model。"


def installed_model(folder: Path = MODEL_FOLDER) -> BgeSmall:
    """The model that the portal asks.

    Raises:
        ModelMissing: it isn't installed.
    """
    try:
        return BgeSmall(folder)
    except FileNotFoundError as error:
        raise ModelMissing("没有安装理解语义的模型。") from error


class DrawnMeanings:
    """Reads a hundred texts with `model`; every further one has a vector between two of theirs, drawn by its text.

    Looking through them costs what looking through real ones does; what is found means nothing.
    """

    name = "drawn"

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self._read: list[Vector] = []

    def embed(self, text: str) -> Vector:
        if len(self._read) < READ:
            self._read.append(self._model.embed(text))
            return self._read[-1]
        first, second = random.Random(text).sample(self._read, 2)  # noqa: S311 (repeatable, not secret)
        between = first + second
        vector: Vector = between / np.linalg.norm(between)
        return vector
