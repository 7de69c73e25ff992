"""The one way of cutting text into tokens, for documents and queries, whichever engine holds them.

Characters decide what matches: each Han character is a token, each run of other letters and digits is one, and
punctuation is a token of its own, GAP, so that a phrase never matches across it. Words (jieba) only read a query: the
same characters are cut into other words in another sentence, and an index of words silently loses documents.

Text reaches an engine as a layout: tokens, or pairs of neighbours, with a space between them. All an engine does is cut
that at the spaces. A phrase is looked up by its pairs: they are rarer than characters, so far fewer places are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from search.simplified import simplified

GAP = "|"  # is punctuation itself, so no other token is equal to it
MAX_TOKEN_CHARS = 64  # a longer run becomes several tokens: Elasticsearch refuses terms over 32,766 bytes

_HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Quotation and title marks point at words and do not part them: “放管服”改革 is found by 放管服改革.
_TRANSPARENT = "\"'“”‘’„«»《》〈〉「」『』﹁﹂﹃﹄"
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_GAPS = re.compile(r"\|\s+(?=\|)")
_TOKEN = re.compile(rf"\S{{1,{MAX_TOKEN_CHARS}}}")
BLANK_LINE = re.compile(r"\n\s*\n")
_JOINT = "\x00"  # stands for blanks and transparent marks in a text that phrases are looked for in


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
    if character in "○￮":  # common for 〇 in 二○二一年
        return "〇"
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    return "".join(simplified(_keep(part)) for part in unicodedata.normalize("NFKD", decomposed))


def _keep(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Cs"):
        return " "
    return "" if category[0] == "M" or category == "Cf" else character


class _Spacing(dict[str, str]):
    """Character → its folded form with what parts it from its neighbours: ` 社 `, ` | ` or a space."""

    def __missing__(self, character: str) -> str:
        spaced = self[character] = "".join(_space(part) for part in _FOLDING[ord(character)])
        return spaced


class _Marking(dict[str, str]):
    """Character → its folded form, as phrases are looked for: blanks and transparent marks are _JOINT."""

    def __missing__(self, character: str) -> str:
        signs = (_space(part) for part in _FOLDING[ord(character)])
        marked = self[character] = "".join(sign.strip() or _JOINT for sign in signs)
        return marked


def _space(character: str) -> str:
    if _HAN_CHARACTER.match(character):
        return f" {character} "
    if character in "_\t":
        return f" {GAP} "
    if character.isspace() or character in _TRANSPARENT:
        return " "
    return character if character.isalnum() else f" {GAP} "


def spaced(character: str) -> str:
    """A character's folded form with what parts it from its neighbours."""
    return _SPACING[character]


_FOLDING = _Folding()
_SPACING = _Spacing()
_MARKING = _Marking()


def fold(text: str) -> str:
    """Make spellings of the same equal: width, case, compatibility and traditional forms, accents, invisible ones.

    Character by character, so that a document's offsets can be kept.
    """
    return text.translate(_FOLDING)


def tokens(*texts: str) -> list[str]:
    """The tokens, with a GAP between texts. However much punctuation is in one place, it is one; none is at the ends.

    >>> tokens("示人社发〔2021〕5号。")
    ['示', '人', '社', '发', '|', '2021', '|', '5', '号']
    """
    laid = "".join(map(_SPACING.__getitem__, BLANK_LINE.sub("\t", "\t".join(texts))))
    found = _TOKEN.findall(_GAPS.sub("", laid))
    return found[found[:1] == [GAP] : len(found) - (found[-1:] == [GAP])]


def lay_out_pairs(found: Sequence[str], between: str = "_") -> str:
    """A layout of pairs of neighbouring tokens, each under the place of its first.

    >>> lay_out_pairs(["社", "保", "费"])
    '社_保 保_费'
    """
    count = max(len(found) - 1, 0)
    # First, between, second, blank: laid down in slices, since all of a document goes through here.
    pieces = [between] * (4 * count)
    pieces[0::4], pieces[2::4], pieces[3::4] = found[:count], found[1:], [" "] * count
    return "".join(pieces).rstrip()


def distinct(found: Iterable[str]) -> str:
    """A layout of the tokens, each once and without gaps."""
    once = dict.fromkeys(found)
    once.pop(GAP, None)
    return " ".join(once)


def pair_places(phrase: Sequence[str]) -> list[tuple[int, str]]:
    """The fewest pairs that say where a phrase stands: (offset in the phrase, pair); none for a single token.

    >>> pair_places(("社", "会", "保", "险", "费"))
    [(0, '社_会'), (2, '保_险'), (3, '险_费')]
    """
    starts = sorted({*range(0, len(phrase) - 1, 2), *range(len(phrase) - 2, len(phrase) - 1)} - {-1})
    return [(start, f"{phrase[start]}_{phrase[start + 1]}") for start in starts]


def without_gaps(found: Iterable[str]) -> tuple[str, ...]:
    """The tokens that are none: as titles and numbers are compared, whichever brackets were typed."""
    return tuple(token for token in found if token != GAP)


def marked(text: str) -> tuple[str, Sequence[int]]:
    """The text as phrase_pattern looks into it; and for each of its characters, and its end, the offset in `text`."""
    sought = "".join(map(_MARKING.__getitem__, text))
    if not any(character in text for character in _FOLDING.uneven):
        return sought, range(len(text) + 1)
    origins = (index for index, character in enumerate(text) for _ in _MARKING[character])
    return sought, [*origins, len(text)]


def phrase_pattern(phrase: Sequence[str]) -> str:
    """A regular expression that finds a phrase in a `marked` text, where `tokens` finds it (and over an empty line)."""
    pieces: list[str] = []
    for before, token in pairwise(("", *phrase)):
        if token == GAP:
            pieces.append(rf"[{_JOINT}{GAP}]+")
            continue
        if before not in ("", GAP):
            pieces.append(f"{_JOINT}*" if is_han(before) or is_han(token) else f"{_JOINT}+")
        pieces.append(token if is_han(token) else _run_pattern(token))
    return "".join(pieces)


def _run_pattern(token: str) -> str:
    """A run of letters or digits, not a part of one: the characters next to it are Han or none of it."""
    return rf"(?<![0-9a-z]){re.escape(token)}(?![0-9a-z])"


def is_han(token: str) -> bool:
    """Whether a token is a Han character."""
    return len(token) == 1 and _HAN_CHARACTER.match(token) is not None
