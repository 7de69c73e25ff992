"""What sounds like something typed is found in texts, whichever characters it is written with."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import fold
from search.fold_at_once import fold_at_once
from search.hearing import heard
from search.sounds import readings


def test_a_piece_that_sounds_so_is_heard_and_counted() -> None:
    assert heard(["失业保险金的发放；失业保险金", "事业"], ["si", "ye"]) == Counter({"失业": 2, "事业": 1})


def test_one_mark_in_four_characters_may_stand_within() -> None:
    assert heard(["双随机、一公开"], ["suan", "sui", "ji", "yi", "gon", "kai"]) == Counter({"双随机、一公开": 1})
    assert heard(["失、业"], ["si", "ye"]) == Counter()


def test_a_letter_is_how_a_character_begins() -> None:
    assert heard(["职业教育"], list("zyjy")) == Counter({"职业教育": 1})


def test_a_character_of_two_readings_is_heard_as_either() -> None:
    assert heard(["银行"], ["yin", "han"]) == heard(["银行"], ["yin", "xin"]) == Counter({"银行": 1})


def test_nothing_is_heard_across_two_texts() -> None:
    assert heard(["失", "业"], ["si", "ye"]) == Counter()


@pytest.mark.parametrize("text", ["", "ABC 123", "，。"])
def test_a_text_without_sounds_is_silent(text: str) -> None:
    assert heard([text], ["si"]) == Counter()


_TEXTS = st.lists(st.text("失业保险金行公开、，\n2Ａ", max_size=20), max_size=3)


@given(_TEXTS, st.text("失业保险金行公开", min_size=1, max_size=5))
def test_every_piece_stands_in_a_text_and_sounds_so(texts: list[str], typed: str) -> None:
    syllables = [readings(character)[0] for character in typed]
    found = heard(texts, syllables)
    for piece in found:
        sounds = [each for character in piece if (each := readings(character))]
        assert all(syllable in each for syllable, each in zip(syllables, sounds, strict=True))
        assert any(piece in " ".join(fold(text).split()) for text in texts)
    assert all(typed in found for text in texts if typed in text)


@given(st.text(max_size=300))
def test_long_texts_are_folded_as_short_ones_are(text: str) -> None:
    assert fold_at_once(text) == fold(text)
