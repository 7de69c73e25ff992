"""A list is a plain file; one that cannot be used says where, and quotes none of its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from processors.screening.model import FindingKind, Severity
from processors.screening.word_list import WordsInvalid, from_wire, load_words, to_wire
from processors.screening.words import Word, Words


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "words.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_list_is_a_plain_file_with_remarks(tmp_path: Path) -> None:
    words = load_words(written(tmp_path, "\ufeff# 本局词表\r\n样例行动\r\n\n  代号示例  \n样 例 行 动\n"))
    assert list(words) == [Word("样例行动"), Word("代号示例")]


def test_a_line_may_say_what_a_word_does_and_what_it_is(tmp_path: Path) -> None:
    words = load_words(
        written(tmp_path, "口径示例\t提醒\n底价示例\t阻止\t商业秘密\n甲乙\twarn\tirrelevant_content\n丙丁\t\t\n")
    )
    assert list(words) == [
        Word("口径示例", Severity.WARN),
        Word("底价示例", Severity.BLOCK, FindingKind.TRADE_SECRET),
        Word("甲乙", Severity.WARN, FindingKind.IRRELEVANT_CONTENT),
        Word("丙丁"),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("机要示例\n甲\n", "第 2 行"),
        ("机要示例\n" + "长" * 51, "第 2 行"),
        ("机要示例\t重要\n", "第 1 行的第二栏"),
        ("机要示例\t阻止\t身份证\n", "第 1 行的第三栏"),
        ("机要示例\t阻止\t内部标志\t再一栏\n", "第 1 行最多三栏"),
        ("机要示例".encode("gb18030"), "UTF-8"),
        (b"a1\n" * 10_001, "10001"),
        (b"a1\n" * 700_000, "2 MB"),
    ],
)
def test_a_list_that_cannot_be_used_says_why_and_quotes_nothing(
    tmp_path: Path, content: str | bytes, says: str
) -> None:
    with pytest.raises(WordsInvalid, match=says) as refusal:
        load_words(written(tmp_path, content))
    assert "机要示例" not in refusal.value.message
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize("place", [".", "missing.txt"])
def test_a_list_that_cannot_be_read_is_no_empty_list(tmp_path: Path, place: str) -> None:
    with pytest.raises(WordsInvalid, match="不能读取"):
        load_words(tmp_path / place)


def test_a_list_goes_to_a_child_and_arrives_as_it_was() -> None:
    words = Words([Word("样例行动", Severity.WARN), Word("底价", kind=FindingKind.TRADE_SECRET)])
    arrived = from_wire(to_wire(words))
    assert arrived is not None
    assert list(arrived) == list(words)
    assert from_wire(to_wire(None)) is None


def test_the_example_is_a_list() -> None:
    example = Path(__file__).parents[3] / "deploy" / "screening" / "words.example.txt"
    assert len(load_words(example)) == 3
