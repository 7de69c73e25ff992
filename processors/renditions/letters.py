"""The text of one XML part as a stream of characters that can be searched across elements and changed in place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from processors.redaction.masking import BLACK
from processors.redaction.model import Words
from processors.redaction.search import Stream, is_short, key_of, pieces_of

#: A number that Word sets itself, so that the page's text has it and the file has not. Matches `（一）`, `1.` and
#: `第三条`; does not match `一月`.
_NUMBERING: Final = re.compile(
    r"第[一二三四五六七八九十百零\d]{1,6}[章节条]|[（(]?[一二三四五六七八九十\d]{1,4}[）)、.．]"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where some characters stand: an element's text, or one of its attributes. `block` parts words by line or cell."""

    element: etree._Element
    attribute: str = ""
    block: object = None

    @property
    def text(self) -> str:
        return self.element.get(self.attribute, "") if self.attribute else self.element.text or ""


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    replacement: str
    is_one_line: bool


class Letters:
    """The characters of some slots, in order. Slots of one block follow each other directly, blocks are parted."""

    def __init__(self, slots: Iterable[Slot], *, keep_places: bool = False) -> None:
        """`keep_places` demands that every character stays where it is: a mask of another length becomes ■."""
        self._keep_places = keep_places
        self._slots: list[tuple[int, Slot]] = []
        self._matches: list[_Match] = []
        pieces: list[str] = []
        length = 0
        before: Slot | None = None
        for slot in slots:
            if before is not None and (slot.block is None or slot.block is not before.block):
                pieces.append("\n")
                length += 1
            self._slots.append((length, slot))
            pieces.append(slot.text)
            length += len(pieces[-1])
            before = slot
        self._stream = Stream("".join(pieces))

    def mark(self, words: Words) -> frozenset[str]:
        """Note every place of some words; which of their keys were found, the whole's or those of their pieces."""
        pieces = pieces_of(words.text, words.replacement)
        found = set()
        if self._note(key_of(words.text), words.replacement, is_one_line=len(pieces) == 1):
            found.add(key_of(words.text))
        for piece in pieces:
            if self._note(piece.key, piece.replacement, is_one_line=True):
                found.add(piece.key)
        return frozenset(found)

    def mark_scattered(self, words: Words) -> frozenset[str]:
        """As `mark`, for pieces that the file holds in parts, or without the number that stands before them."""
        found = set()
        for piece in pieces_of(words.text, words.replacement):
            unnumbered = key_of(_NUMBERING.sub("", piece.raw, count=1) if _NUMBERING.match(piece.raw) else "")
            if not is_short(unnumbered) and self._note(unnumbered, "", is_one_line=False):
                found.add(piece.key)
            elif (places := self._stream.scattered(piece.key)) is not None:
                self._matches += [_Match(start, end, "", is_one_line=False) for start, end in places]
                found.add(piece.key)
        return frozenset(found)

    def take_out(self) -> list[Slot]:
        """Put the replacements in place of all that was marked, the longest first; the slots that changed."""
        letters = list(self._stream.text)
        taken: set[int] = set()
        for match in sorted(self._matches, key=lambda one: one.start - one.end):
            self._replace(match, letters, taken)
        changed = []
        for start, slot in self._slots:
            text = "".join(letters[start : start + len(slot.text)])
            if text != slot.text:
                changed.append((slot, text))
        for slot, text in changed:
            if slot.attribute:
                slot.element.set(slot.attribute, text)
            else:
                slot.element.text = text
        return [slot for slot, _ in changed]

    def _note(self, key: str, replacement: str, *, is_one_line: bool) -> bool:
        places = self._stream.find(key)
        self._matches += [_Match(start, end, replacement, is_one_line) for start, end in places]
        return bool(places)

    def _replace(self, match: _Match, letters: list[str], taken: set[int]) -> None:
        places = range(match.start, match.end)
        is_free = not any(place in taken for place in places)
        if len(match.replacement) == len(places):
            instead = list(match.replacement)
        elif match.is_one_line and is_free and not self._keep_places:
            instead = [match.replacement, *[""] * (len(places) - 1)]
        else:
            instead = [BLACK] * len(places)
        for place, mask in zip(places, instead, strict=True):
            if place not in taken and not letters[place].isspace():
                letters[place] = mask
        taken.update(places)
