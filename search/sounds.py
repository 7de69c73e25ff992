"""How Han characters sound: pinyin without tones, blurred where input methods and speakers slip (zh/z, ing/in, …)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

LONGEST_SYLLABLE = 6  # zhuang
MAX_SYLLABLES = 16  # of typed pinyin
MAX_READINGS = 2  # of one character; further ones are of old texts and names
_WAYS = 8  # ways to cut one run of letters that are followed
_LETTERS = re.compile(r"[a-z]+")


@cache
def readings(character: str) -> tuple[str, ...]:
    """The blurred readings in use of a character, the most usual first; none if it has no pinyin."""
    listed = _dictionary().get(ord(character), "").split(",")[:MAX_READINGS]
    return tuple(dict.fromkeys(blur(_plain(reading)) for reading in listed if reading))


def blur(syllable: str) -> str:
    """Drop what is often mistaken: `zhang` and `zan` are one."""
    for exact, rough in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(exact):
            syllable = rough + syllable[2:]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


def sound_pairs(syllables: Sequence[str]) -> list[frozenset[str]]:
    """For each pair of neighbouring syllables, the pairs under which documents may have them."""
    usual = [_usual(syllable) for syllable in syllables]
    return [
        frozenset(f"{first}'{second}" for first in firsts for second in seconds) for firsts, seconds in pairwise(usual)
    ]


def initial_pairs(initials: Sequence[str]) -> list[frozenset[str]]:
    """The same for first letters."""
    return [frozenset({f"{first}'{second}"}) for first, second in pairwise(initials)]


def sounds_of(text: str) -> list[str] | None:
    """The usual blurred reading of each character; None if one has none."""
    found = [readings(character) for character in text]
    return [each[0] for each in found] if found and all(found) else None


def read_pinyin(text: str) -> list[list[str]]:
    """Ways to read letters (with blanks or apostrophes where the typist put them) as blurred syllables; [] if none.

    >>> read_pinyin("shiye baoxian")[0]
    ['si', 'ye', 'bao', 'xian']
    """
    runs = [_cut(run) for run in _LETTERS.findall(text.lower())]
    if not runs or not all(runs) or len(_LETTERS.sub("", text.lower()).strip(" '’")) > 0:
        return []
    ways: list[list[str]] = [[]]
    for run in runs:
        ways = [[*way, *more] for way in ways for more in run][:_WAYS]
    return [[blur(each) for each in way] for way in ways if len(way) <= MAX_SYLLABLES]


def _cut(run: str) -> list[list[str]]:
    """Syllables of a run of letters, the fewest first."""
    ways: list[list[list[str]]] = [[[]]]
    for end in range(1, min(len(run), MAX_SYLLABLES * LONGEST_SYLLABLE) + 1):
        found = [
            [*way, run[start:end]]
            for start in range(max(end - LONGEST_SYLLABLE, 0), end)
            if run[start:end] in _syllables()
            for way in ways[start]
        ]
        ways.append(sorted(found, key=len)[:_WAYS])
    return ways[len(run)] if len(run) < len(ways) else []


@cache
def _dictionary() -> Mapping[int, str]:
    """Code point → its readings, with commas. Loading it takes 0.4 s, with all phrases, which we don't need."""
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict


@cache
def _syllables() -> frozenset[str]:
    """Every syllable that a character in use has; single letters other than a, e and o are no syllables."""
    listed = (reading for code in _common() for reading in _dictionary()[code].split(","))
    return frozenset(plain for reading in listed if len(plain := _plain(reading)) > 1 or plain in "aeo")


@cache
def _usual(syllable: str) -> frozenset[str]:
    """The usual readings of characters that may sound like this: hang may stand for 行, indexed as xing."""
    return frozenset(found[0] for code in _common() if syllable in (found := readings(chr(code))))


@cache
def _common() -> tuple[int, ...]:
    """Characters of GB 2312 level 1, the 3,755 in daily use."""
    rows = (bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return tuple(ord(character) for character in rows if character)


def _plain(reading: str) -> str:
    """`lǜ` as it is typed: lv."""
    decomposed = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    typed = "".join(part for part in decomposed if part.isascii() or part == "\u0308")
    return typed.replace("u\u0308", "v")
