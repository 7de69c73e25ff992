from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import GAP, distinct, lay_out_pairs, tokens
from search.cut import cut

SAMPLES = Path(__file__).parents[2] / "samples"
SHARED = Path(__file__).parents[3] / "shared"  # real texts, where they are at hand
FOLDERS = [folder for folder in (SAMPLES, SHARED / "samples", SHARED / "laws") if folder.is_dir()]
# Any character, and those that matter more often than by chance.
TEXT = st.text(st.characters(codec=None, exclude_categories=()) | st.sampled_from("社保費2a…℃①\u200b\t\n，|_○\u0301”"))


@given(TEXT, TEXT)
def test_a_document_is_cut_like_a_query(one: str, other: str) -> None:
    assert cut(one, other).lay_out().split() == tokens(one, other)


def test_every_character_is_cut_as_in_a_query() -> None:
    text = " ".join(map(chr, range(0x110000)))
    assert cut(text).lay_out().split() == tokens(text)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_real_texts_are_cut_like_queries(folder: Path) -> None:
    texts = [path.read_text() for path in sorted(folder.rglob("*")) if path.suffix in (".txt", ".md", ".toml")]
    assert texts
    for text in texts:
        assert cut(text).lay_out().split() == tokens(text)


@given(TEXT)
def test_layouts_are_those_of_the_tokens(text: str) -> None:
    found = tokens(text)
    assert cut(text).lay_out_pairs() == lay_out_pairs(found)
    assert sorted(cut(text).lay_out_distinct().split()) == sorted(distinct(found).split())
    assert cut(text).pair_count == len(lay_out_pairs(found).split())


@given(TEXT, st.integers(1, 3))
def test_frequent_pairs_are_counted_and_the_most_frequent_come_first(text: str, least: int) -> None:
    times = Counter(pair for pair in lay_out_pairs(tokens(text)).split() if GAP not in pair)
    ranked = sorted(times, key=lambda pair: (-times[pair], pair))
    assert cut(text).frequent_pairs(least) == [pair for pair in ranked if times[pair] >= least]


@pytest.mark.parametrize("length", [63, 64, 65, 128, 200])
def test_a_very_long_run_becomes_several_tokens(length: int) -> None:
    assert cut("x" * length).lay_out().split() == tokens("x" * length)
