"""The file in which a bureau keeps its words, and the form in which they go to a reader child.

A line is a word, or a word, its severity and its kind, parted by tabs. What a word says may be a secret itself, so no
error quotes one: they name lines.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from processors.screening.model import FindingKind, Severity
from processors.screening.words import Word, Words, plain_word

SHORTEST: Final = 2
LONGEST: Final = 50
MOST: Final = 10_000
MAX_BYTES: Final = 2_000_000
_SEVERITIES: Final = {
    "阻止": Severity.BLOCK,
    "block": Severity.BLOCK,
    "提醒": Severity.WARN,
    "warn": Severity.WARN,
}
#: What words alone can tell; the other kinds are numbers, places and layouts.
_KINDS: Final = {
    name: kind
    for kind, title in (
        (FindingKind.INTERNAL_MARK, "内部标志"),
        (FindingKind.TRADE_SECRET, "商业秘密"),
        (FindingKind.IRRELEVANT_CONTENT, "无关内容"),
    )
    for name in (kind.value, title)
}


class WordsInvalid(Exception):
    """A list of words that cannot be used. `code` is `bad_words`; `message` is Chinese and names the line."""

    code = "bad_words"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def load_words(path: Path) -> Words:
    """Read a list: UTF-8, one word a line; empty lines and lines that begin with # are left out.

    Raises:
        WordsInvalid: it cannot be read, is no such list, or too long.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as fault:
        raise WordsInvalid(f"筛查词表 {path} 不能读取（{fault.strerror or type(fault).__name__}）。") from None
    if len(content) > MAX_BYTES:
        raise WordsInvalid(f"筛查词表 {path} 超过 {MAX_BYTES // 1_000_000} MB。")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WordsInvalid(f"筛查词表 {path} 不是 UTF-8 编码，请另存为 UTF-8 后重试。") from None
    return _parsed(text, path)


def to_wire(words: Words | None) -> str:
    """The words as one text, for a request to a reader child; an empty text for no words."""
    return "\n".join(f"{word.text}\t{word.severity.value}\t{word.kind.value}" for word in words or ())


@lru_cache(maxsize=1)
def from_wire(text: str) -> Words | None:
    """What `to_wire` wrote. A child keeps the last list: as a rule, the next request brings the same one."""
    lines = [line.split("\t") for line in text.split("\n")] if text else []
    return Words(Word(word, Severity(severity), FindingKind(kind)) for word, severity, kind in lines) if lines else None


def _parsed(text: str, path: Path) -> Words:
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if len(lines) > MOST:
        raise WordsInvalid(f"筛查词表 {path} 有 {len(lines)} 个词，最多 {MOST} 个。")
    return Words(_word(line, f"筛查词表 {path} 第 {number} 行") for number, line in lines)


def _word(line: str, place: str) -> Word:
    text, *more = (cell.strip() for cell in line.split("\t"))
    if not SHORTEST <= len(plain_word(text)) <= LONGEST:
        raise WordsInvalid(f"{place}的词应为 {SHORTEST} 至 {LONGEST} 个字。")
    severity, kind, *rest = (*more, "", "")
    if any(rest):
        raise WordsInvalid(f"{place}最多三栏：词、处理、种类，以制表符分隔。")
    if severity and severity not in _SEVERITIES:
        raise WordsInvalid(f"{place}的第二栏应为“阻止”或“提醒”。")
    if kind and kind not in _KINDS:
        raise WordsInvalid(f"{place}的第三栏应为“内部标志”“商业秘密”或“无关内容”。")
    return Word(text, _SEVERITIES.get(severity, Severity.BLOCK), _KINDS.get(kind, FindingKind.INTERNAL_MARK))
