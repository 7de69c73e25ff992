from __future__ import annotations

import pytest

from search.sound_layout import lay_out_sounds
from search.sounds import blur, read_pinyin, readings, sound_pairs, sounds_of


def test_pairs_of_syllables_go_over_punctuation() -> None:
    assert lay_out_sounds("失业，保险") == "si'ye ye'bao bao'xian"
    assert lay_out_sounds("A4 纸") == ""


@pytest.mark.parametrize(("exact", "rough"), [("zhang", "zan"), ("shi", "si"), ("cheng", "cen"), ("ping", "pin")])
def test_what_is_often_mistaken_is_alike(exact: str, rough: str) -> None:
    assert blur(exact) == blur(rough)


@pytest.mark.parametrize(
    ("typed", "syllables"),
    [
        ("shiyebaoxian", "shi ye bao xian"),
        ("shiye baoxian", "shi ye bao xian"),
        ("Dang'an", "dang an"),
        ("lvse", "lv se"),
    ],
)
def test_reads_pinyin(typed: str, syllables: str) -> None:
    assert read_pinyin(typed)[0] == [blur(each) for each in syllables.split()]


def test_follows_every_way_to_cut_letters() -> None:
    assert ["xian"] in read_pinyin("xian")
    assert ["xi", "an"] in read_pinyin("xian")


@pytest.mark.parametrize("typed", ["", "hrss", "a4", "shiye 保险", "x" * 500, "shi" * 40])
def test_reads_no_pinyin_where_there_is_none(typed: str) -> None:
    assert read_pinyin(typed) == []


def test_a_character_with_two_readings_is_found_by_either() -> None:
    assert len(readings("行")) == 2
    (indexed,) = (lay_out_sounds("银行"),)
    assert indexed in sound_pairs([blur("yin"), blur("hang")])[0]
    assert indexed in sound_pairs([blur("yin"), blur("xing")])[0]


def test_the_sound_of_a_text_needs_a_reading_for_each_character() -> None:
    assert sounds_of("时业") == sounds_of("失业")
    assert sounds_of("A业") is None
    assert sounds_of("") is None
