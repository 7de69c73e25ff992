"""Vectors for a bench: the first are read, the others drawn, always the same ones for a text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gongkai.bench import drawn_meanings
from gongkai.bench.drawn_meanings import DrawnMeanings, ModelMissing, installed_model
from search.meaning.embedding import Embedder


@pytest.fixture(scope="module")
def model() -> Embedder:
    return installed_model()


def test_the_first_texts_are_read_and_further_ones_lie_between_two_of_them(
    model: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn_meanings, "READ", 3)
    drawn = DrawnMeanings(model)
    texts = ("失业保险金", "道路施工", "入学报名")
    read = [drawn.embed(text) for text in texts]
    assert np.array_equal(read, [model.embed(text) for text in texts])

    further = drawn.embed("公共租赁住房")

    assert np.isclose(np.linalg.norm(further), 1)
    assert np.array_equal(further, drawn.embed("公共租赁住房"))
    between = [read[a] + read[b] for a, b in ((0, 1), (0, 2), (1, 2))]
    assert any(np.allclose(further, pair / np.linalg.norm(pair)) for pair in between)


def test_without_the_model_the_bench_says_what_lays_it_down(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as missing:
        installed_model(tmp_path)
    assert "script/meaning-model" in missing.value.advice
