"""The list of words that a bureau keeps: what must not leave the house, in its own terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from processors.folding import fold
from processors.screening.model import Severity
from processors.screening.page import Hit, Page

SHORTEST: Final = 2
LONGEST: Final = 50
MOST: Final = 10_000
MAX_BYTES: Final = 2_000_000
_START: Final = 2


class WordsInvalid(Exception):
    """A list of words that cannot be used. `code` is `bad_words`; `message` is Chinese and names the line."""

    code = "bad_words"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Words:
    """Words without blanks, in plain characters and small letters, by their first two characters."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = {}
        for word in sorted({plain_word(word) for word in words}, key=len, reverse=True):
            self._by_start.setdefault(word[:_START], []).append(word)

    def __len__(self) -> int:
        return sum(map(len, self._by_start.values()))

    def find(self, page: Page) -> Iterator[Hit]:
        """Each place of each word, however it is spaced or broken into lines. All block."""
        text = page.tight.lower()
        present = {text[at : at + _START] for at in range(len(text) - 1)} & self._by_start.keys()
        words = [word for start in present for word in self._by_start[start] if word in text]
        if not words:
            return
        folded = fold(page.text)
        for word in words:
            at = text.find(word)
            while at >= 0:
                yield Hit(*folded.span(at, at + len(word)), Severity.BLOCK)
                at = text.find(word, at + len(word))


def load_words(path: Path) -> Words:
    """Read a list: UTF-8, one word a line; empty lines and lines that begin with # are left out.

    Raises:
        WordsInvalid: it is no such list, or too long.
        OSError: it cannot be read.
    """
    if path.stat().st_size > MAX_BYTES:
        raise WordsInvalid(f"词表超过 {MAX_BYTES // 1_000_000} MB。")
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as fault:
        raise WordsInvalid("词表不是 UTF-8 编码，请另存为 UTF-8 后重试。") from fault
    words = [(number, line.strip()) for number, line in enumerate(lines, start=1)]
    words = [(number, word) for number, word in words if word and not word.startswith("#")]
    if len(words) > MOST:
        raise WordsInvalid(f"词表有 {len(words)} 个词，最多 {MOST} 个。")
    for number, word in words:
        if not SHORTEST <= len(plain_word(word)) <= LONGEST:
            raise WordsInvalid(f"词表第 {number} 行应为 {SHORTEST} 至 {LONGEST} 个字。")
    return Words(word for _, word in words)


def plain_word(word: str) -> str:
    """A word as it is compared: plain characters, small letters, no blanks."""
    return fold(word).text.lower()
