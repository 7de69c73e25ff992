"""The one way of cutting text into tokens, for documents and queries, whichever engine holds them.

Characters decide what matches: each Han character is a token, each run of other letters and digits is one, and
punctuation is a token of its own, GAP, so that a phrase never matches across it. Words (jieba) only rank: the same
characters are cut into other words in another sentence, and an index of words alone silently loses documents.

Text reaches an engine as a layout: its tokens with a space between them. All an engine does is cut that at the spaces.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import rjieba

GAP = "|"  # is punctuation itself, so no other token is equal to it
MAX_TOKEN_CHARS = 64  # a longer run becomes several tokens: Elasticsearch refuses terms over 32,766 bytes

_HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Quotation and title marks point at words and do not part them: “放管服”改革 is found by 放管服改革.
_TRANSPARENT = "\"'“”‘’„«»《》〈〉「」『』﹁﹂﹃﹄"
# Finds "社", "2021" or "km" as a token; "，", "〔 ", a tab or an empty line, with all up to the next token, as a gap;
# nothing in "《", " " or a line break, which only says that the line was full.
_PIECE = re.compile(
    rf"([{_HAN}]|[^\W_{_HAN}]{{1,{MAX_TOKEN_CHARS}}})"
    rf"|(?:[^\w\s{_TRANSPARENT}{_HAN}]|[_\t]|\n\s*\n)(?:[^\w{_HAN}]|_)*"
)
# Matches "人社" and "2021", not "，" or " ".
_WORD = re.compile(rf"[^\W_]{{1,{MAX_TOKEN_CHARS}}}")


class Token(NamedTuple):
    """A token and where it stands in the text (end exclusive)."""

    text: str
    start: int
    end: int


class _Folding(dict[int, str]):
    """Code point → its folded form, filled in as characters are met (the whole of Unicode at most).

    `uneven` are the characters met that become none or several.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        if len(folded) != 1:
            self.uneven.add(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in "\t\n\r\f\v":
        return character
    if character == "○":  # common for 〇 in 二○二一年
        return "〇"
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    return "".join(_keep(part) for part in unicodedata.normalize("NFKD", decomposed))


def _keep(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Cs"):
        return " "
    return "" if category[0] == "M" or category == "Cf" else character


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Make spellings of the same equal: width, case, compatibility forms, accents, invisible characters.

    Character by character, so that a document's offsets can be kept. Traditional characters stay as they are.
    """
    return text.translate(_FOLDING)


def cut(text: str) -> list[Token]:
    """Cut a text into tokens with offsets in the text as given, not as folded.

    However much punctuation there is at one place, it is one GAP; none is at the beginning or end.
    """
    found = [Token(match[1] or GAP, *match.span()) for match in _PIECE.finditer(fold(text))]
    trimmed = found[_inner([token.text for token in found])]
    if _FOLDING.uneven.isdisjoint(text):
        return trimmed
    origins = [index for index, character in enumerate(text) for _ in _FOLDING[ord(character)]]
    return [Token(token, origins[start], origins[end - 1] + 1) for token, start, end in trimmed]


def tokens(text: str) -> list[str]:
    """The tokens alone.

    >>> tokens("示人社发〔2021〕5号。")
    ['示', '人', '社', '发', '|', '2021', '|', '5', '号']
    """
    found = [token or GAP for token in _PIECE.findall(fold(text))]
    return found[_inner(found)]


def _inner(found: list[str]) -> slice:
    """All but a gap at either end."""
    return slice(int(found[:1] == [GAP]), len(found) - int(found[-1:] == [GAP]))


def lay_out(*texts: str) -> str:
    """Join texts into one layout, with a gap between them."""
    return f" {GAP} ".join(filter(None, (" ".join(tokens(text)) for text in texts)))


def words(text: str) -> list[str]:
    """Cut a text into words as for a search engine (a long word and the words in it), for ranking only."""
    found: list[str] = _WORD.findall("\n".join(rjieba.cut_for_search(fold(text))))
    return found
