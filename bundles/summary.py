"""What a document is about, in its own words: the beginning of its first sentence that says something (内容概述)."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 100
#: Shorter lines are numbers, names and headings.
_SHORTEST: Final = 20
#: Matches the end of `为贯彻落实……，现通知如下：` as well as of a sentence.
_SENTENCE = re.compile(r".+?(?:[。；！？]|：$|$)")


def summary_of(text: str) -> str:
    """At most `LONGEST` characters of the plain text of a body, or nothing if no line is a sentence.

    A line that ends with a colon and has no comma names whom the document is sent to.
    """
    for line in text.splitlines():
        words = line.strip()
        if len(words) >= _SHORTEST and not words.endswith(("：", ":")) and re.search("[，。；]", words):
            sentence = _SENTENCE.match(words)
            return _cut(sentence.group() if sentence else words)
        if len(words) >= _SHORTEST and words.endswith("：") and "，" in words and "。" not in words and _opens(words):
            return _cut(words)
    return ""


def _opens(words: str) -> bool:
    """Whether a line that ends with a colon is a sentence, not a list of organs."""
    return words.startswith(("为", "根据", "按照", "依据", "现")) or "如下" in words


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
