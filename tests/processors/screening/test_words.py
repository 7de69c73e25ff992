"""The bureau's own words are found as they are typed, spaced or broken, and a list that cannot be used says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from processors.extraction import PageText, Source
from processors.screening.screen import screen
from processors.screening.words import Words, WordsInvalid, load_words


def found(text: str, words: Words) -> list[tuple[str, str, str]]:
    findings = screen([PageText(1, text, Source.TEXT)], words)
    return [(finding.kind.value, finding.severity.value, finding.text) for finding in findings]


@pytest.mark.parametrize("shown", ["样例行动", "样 例 行 动", "样例\n行动", "样例\u200b行动"])
def test_a_word_blocks_however_it_is_spaced(shown: str) -> None:
    assert found(f"关于{shown}的通知", Words(["样例行动"])) == [("internal_mark", "block", shown)]


def test_width_and_case_do_not_matter_and_the_longer_word_wins() -> None:
    assert [text for _, _, text in found("Ｐlan-x 样例行动方案", Words(["PLAN-X", "样例行动", "样例行动方案"]))] == [
        "Ｐlan-x",
        "样例行动方案",
    ]


def test_a_list_is_a_plain_file_with_remarks(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("\ufeff# 本局词表\n样例行动\n\n  代号示例  \n样例行动\n", encoding="utf-8")
    words = load_words(path)
    assert len(words) == 2
    assert len(found("样例行动，代号示例", words)) == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [("样例行动\n甲\n".encode(), "第 2 行"), ("样例".encode("gb18030"), "UTF-8"), (b"a1\n" * 10_001, "10001")],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(content)
    with pytest.raises(WordsInvalid, match=says):
        load_words(path)
