"""The bureau's own words are found as they are typed, spaced or broken, each with its own weight."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.extraction import PageText, Source
from processors.screening.model import FindingKind, Severity
from processors.screening.page import Page
from processors.screening.screen import screen
from processors.screening.words import Word, Words


def found(text: str, *words: Word) -> list[tuple[str, str, str]]:
    findings = screen([PageText(1, text, Source.TEXT)], Words(words))
    return [(finding.kind.value, finding.severity.value, finding.text) for finding in findings]


@pytest.mark.parametrize("shown", ["样例行动", "样 例 行 动", "样例\n行动", "样例\u200b行动", "样　例\t行\r\n动"])
def test_a_word_blocks_however_it_is_spaced(shown: str) -> None:
    assert found(f"关于{shown}的通知", Word("样例行动")) == [("internal_mark", "block", shown)]


def test_width_and_case_do_not_matter_and_the_longer_word_wins() -> None:
    words = [Word("PLAN-X"), Word("样例行动"), Word("样例行动方案")]
    assert [text for _, _, text in found("Ｐlan-x 样例行动方案", *words)] == ["Ｐlan-x", "样例行动方案"]


def test_a_word_says_what_it_is_and_whether_it_blocks() -> None:
    words = [Word("样例底价", kind=FindingKind.TRADE_SECRET), Word("样例口径", Severity.WARN)]
    assert found("样例口径和样例底价", *words) == [
        ("internal_mark", "warn", "样例口径"),
        ("trade_secret", "block", "样例底价"),
    ]


@pytest.mark.parametrize("blocking", ["样例", "行动", "例行"])
def test_of_words_that_overlap_the_one_that_blocks_counts(blocking: str) -> None:
    assert found("样例行动", Word("样例行动", Severity.WARN), Word(blocking)) == [("internal_mark", "block", blocking)]


def test_of_a_word_that_stands_twice_the_stricter_line_counts() -> None:
    twice = [Word("样例", Severity.WARN), Word("样 例"), Word("样例", Severity.WARN)]
    assert found("样例", *twice) == [("internal_mark", "block", "样例")]


def test_a_capital_of_two_small_letters_moves_nothing() -> None:
    assert found("İİİ样例行动 \ufb01", Word("样例行动")) == [("internal_mark", "block", "样例行动")]


_WORDS = st.lists(st.text("样例行动ab", min_size=2, max_size=5), min_size=1, max_size=8)


@given(text=st.text("样例行动abAB 　\n。", max_size=60), words=_WORDS)
def test_every_word_of_the_list_is_found_wherever_it_stands(text: str, words: list[str]) -> None:
    """Each place of a word overlaps a hit, and each hit is a word, as a search for one word after the other tells."""
    hits = [hit for _, hit in Words(map(Word, words)).find(Page(text))]
    plain = [(at, char.lower()) for at, char in enumerate(text) if not char.isspace()]
    row = "".join(char for _, char in plain)
    places = {
        (plain[at][0], plain[at + len(word) - 1][0] + 1)
        for word in words
        for at in range(len(row))
        if row.startswith(word, at)
    }
    assert {(hit.start, hit.end) for hit in hits} <= places
    assert all(any(hit.start < end and start < hit.end for hit in hits) for start, end in places)
    assert all(one.end <= other.start for one, other in itertools.pairwise(hits))
